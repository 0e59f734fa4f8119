"""Where the parts of a YAML text stand, to the character.

A file that people keep in their own layout can be changed without laying it out anew only if one knows which
characters are whose. ruamel.yaml tells where a value begins and where a bracket or quote closes; where a block ends it
does not tell, because comments and blank lines between two blocks belong to nobody in YAML. Here they are given to one:
what is indented as deep as a block is its own, what stands further left belongs to what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node, SequenceNode


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a text and what stands there instead; an insertion where it is empty."""

    start: int
    end: int
    text: str


def edited(text: str, *edits: Edit) -> str:
    """Give the text with all edits made; their offsets are those of the text as it was.

    Insertions at the same place stand in the order they are given in, and before what is taken out there.
    """
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def compose(text: str) -> MappingNode:
    """Give the nodes of a text that is known to be a mapping in valid YAML, each with its place."""
    from ruamel.yaml import YAML

    return cast("MappingNode", YAML(typ="safe", pure=True).compose(text))


def is_flow(node: Node) -> bool:
    """Say whether a list or mapping is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def pair(mapping: MappingNode, key: str) -> tuple[Node, Any] | None:
    """Give the nodes of a key and its value, if the mapping has it."""
    return next(((name, value) for name, value in mapping.value if name.value == key), None)


def value(mapping: MappingNode, key: str) -> Any:
    """Give the node of a key's value, or None."""
    found = pair(mapping, key)
    return found[1] if found else None


def line_start(text: str, offset: int) -> int:
    """Give the offset of the first character of a line."""
    return text.rfind("\n", 0, offset) + 1


def next_line(text: str, offset: int) -> int:
    """Give the offset after the end of a line, that is, of the next one."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def indent_of(line: str) -> int:
    """Count the spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def end_of_pair(text: str, mapping: MappingNode, key: str) -> int:
    """Give the offset of the line after a key and its value in a block mapping."""
    return _end(text, _last_known(pair(mapping, key) or ()), mapping.start_mark.column + 1)


def start_of_item(text: str, items: SequenceNode, index: int) -> int:
    """Give the offset of the line with an item's dash."""
    column = items.start_mark.column
    start = line_start(text, items.value[index].start_mark.index)
    while start > 0 and text[start + column : start + column + 1] != "-":  # the dash may stand on a line of its own
        start = line_start(text, start - 1)
    return start


def end_of_item(text: str, items: SequenceNode, index: int) -> int:
    """Give the offset of the line after an item of a block list.

    Comments at the end of a mapping that are indented no further than its keys belong to the item that follows.
    """
    item = items.value[index]
    end = _end(text, _last_known((item,)), items.start_mark.column + 1)
    is_mapping = isinstance(item.value, list) and item.value and isinstance(item.value[0], tuple)
    if not is_mapping or index + 1 == len(items.value):
        return end
    start = end
    while start > 0:
        before = line_start(text, start - 1)
        line = text[before:start]
        is_comment = line.lstrip(" ").startswith("#") and indent_of(line) <= item.start_mark.column
        if line.strip() and not is_comment:
            break
        start = before
        end = before if is_comment else end
    return end


def comments_above(text: str, start: int, column: int) -> int:
    """Give the offset of the first of the comment lines that stand directly above, indented just as far."""
    while start > 0:
        before = line_start(text, start - 1)
        line = text[before:start]
        if indent_of(line) != column or not line.lstrip(" ").startswith("#"):
            break
        start = before
    return start


def item_with_comments(text: str, items: SequenceNode, index: int) -> tuple[int, int]:
    """Give where an item of a block list begins, with the comments directly above it, and where it ends."""
    start = comments_above(text, start_of_item(text, items, index), items.start_mark.column)
    return start, end_of_item(text, items, index)


def shifted(lines: str, by: int) -> str:
    """Indent lines further, or less far where `by` is negative; blank ones stay."""
    return "".join(
        (" " * by + line if by > 0 else line[min(-by, indent_of(line)) :]) if line.strip() else line
        for line in re.findall(r"[^\n]*\n|[^\n]+", lines)
    )


def comments_between(text: str, start: int, end: int) -> list[str]:
    """Give the comments in a stretch that holds nothing else but commas, brackets and space."""
    return ["#" + line.partition("#")[2].rstrip() for line in text[start:end].split("\n") if "#" in line]


def _last_known(nodes: tuple[Any, ...]) -> int:
    """Give an offset on the last line that surely belongs to the nodes; of a block text that is its first."""
    last = 0
    for node in nodes:
        if isinstance(node.value, list) and not is_flow(node) and node.value:
            inner = node.value[-1]
            last = max(last, _last_known(inner if isinstance(inner, tuple) else (inner,)))
        elif getattr(node, "style", None) in ("|", ">"):
            last = max(last, node.start_mark.index)
        else:
            last = max(last, node.end_mark.index)
    return last


def _end(text: str, known: int, column: int) -> int:
    """Give the offset after the last line from `known` on that is indented to `column` or more."""
    end = place = next_line(text, known)
    while place < len(text):
        after = next_line(text, place)
        line = text[place:after]
        if line.strip():
            if indent_of(line) >= column:
                end = after
            elif not line.lstrip(" ").startswith("#"):
                break
        place = after
    return end

"""Changes of single values, items and keys in a YAML text that leave every other character as it is.

ruamel.yaml keeps comments when it writes a file, but not its layout: indents, folded texts and lists in brackets come
out as one setting for the whole file has them, so that a new word in one definition would show as a change of half the
codebook. These functions give `Edit`s of the text instead. What is written in brackets is changed in brackets where it
stays on one line; `opened` puts a longer one on lines of its own, and nothing else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from fgcoder.yaml import file as yamlfile
from fgcoder.yaml.layout import (
    Edit,
    comments_between,
    end_of_item,
    end_of_pair,
    is_flow,
    item_with_comments,
    line_start,
    next_line,
    pair,
    shifted,
    start_of_item,
    value,
)

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

_WIDTH = 120
"""Columns that a line in brackets or of a folded text may have."""


def set_text(text: str, mapping: MappingNode, key: str, wanted: str, after: Sequence[str]) -> list[Edit]:
    """Give a key of a block mapping a text of one line; an empty one takes the key away.

    Parameters
    ----------
    after
        The keys that a new one is put behind, those that are there.
    """
    if not wanted:
        return remove_key(text, mapping, key)
    held = value(mapping, key)
    if held is None:
        return [insert_key(text, mapping, yamlfile.rendered({key: wanted}), after)]
    if " ".join(held.value.split()) == wanted:
        return []
    if held.style in ("|", ">") and wanted.isprintable():
        return [_block_text(text, mapping, key, wanted)]
    if held.style in ("|", ">"):
        return [Edit(held.start_mark.index, end_of_pair(text, mapping, key), _scalar(wanted) + "\n")]
    return [Edit(held.start_mark.index, held.end_mark.index, _scalar(wanted, held.style))]


def set_list(text: str, mapping: MappingNode, key: str, wanted: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """Give a key of a block mapping a list of texts; items that stay keep their lines and the comments between them."""
    found = pair(mapping, key)
    if not wanted:
        return remove_key(text, mapping, key)
    if found is None:
        return [insert_key(text, mapping, yamlfile.rendered({key: list(wanted)}), after)]
    held = found[1]
    items = held.value if isinstance(held.value, list) else [held]
    now = [" ".join(item.value.split()) for item in items]
    if now == list(wanted):
        return []
    if not isinstance(held.value, list) or is_flow(held):
        return [_list_from_line(text, mapping, held, items, now, wanted)]
    column = held.start_mark.column
    edits: list[Edit] = []
    for what, old, old_end, new, new_end in SequenceMatcher(None, now, wanted, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if what == "replace" and old_end - old == new_end - new:
            edits += [
                _item_text(text, held, index, other)
                for index, other in zip(range(old, old_end), wanted[new:new_end], strict=True)
            ]
            continue
        edits += [
            Edit(start_of_item(text, held, index), end_of_item(text, held, index), "") for index in range(old, old_end)
        ]
        place = start_of_item(text, held, old) if what == "replace" or not old else end_of_item(text, held, old - 1)
        lines = [f"{' ' * column}- {_scalar(one)}\n" for one in wanted[new:new_end]]
        edits += [Edit(place, place, "".join(lines))] if lines else []
    return edits


def set_flow(text: str, mapping: MappingNode, key: str, wanted: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """Give a key of a block mapping a list, written in brackets if it is not there yet."""
    if wanted and pair(mapping, key) is None:
        return [insert_key(text, mapping, [f"{key}: {_bracketed(wanted)}"], after)]
    return set_list(text, mapping, key, wanted, after)


def insert_key(text: str, mapping: MappingNode, lines: Sequence[str], after: Sequence[str]) -> Edit:
    """Put a key on lines of its own into a block mapping, behind all of the keys `after` that are there."""
    column = mapping.start_mark.column
    ends = [end_of_pair(text, mapping, name) for name in after if pair(mapping, name)]
    place = max(ends, default=line_start(text, mapping.start_mark.index))
    return Edit(place, place, "".join(f"{' ' * column}{line}\n" for line in lines))


def remove_key(text: str, mapping: MappingNode, key: str) -> list[Edit]:
    """Take a key and its value out of a block mapping, if it is there; it must not be the only one."""
    found = pair(mapping, key)
    if found is None:
        return []
    if found[0] is mapping.value[0][0]:  # it may stand behind a dash, which has to stay
        return [Edit(found[0].start_mark.index, mapping.value[1][0].start_mark.index, "")]
    return [Edit(line_start(text, found[0].start_mark.index), end_of_pair(text, mapping, key), "")]


def insert_item(text: str, owner: MappingNode, key: str, lines: str, index: int) -> list[Edit]:
    """Put an item into the list of a block mapping; the list is made where there is none.

    Parameters
    ----------
    lines
        The item with its dash, at no indent, each line with its end.
    index
        How many items it stands behind.
    """
    items = value(owner, key)
    if items is None or not items.value:
        column = owner.start_mark.column + 2
        if items is None:
            head = [f"{key}:", *(" " * 2 + line for line in lines.removesuffix("\n").split("\n"))]
            return [insert_key(text, owner, head, [name.value for name, _ in owner.value])]
        brackets = Edit(len(text[: items.start_mark.index].rstrip(" ")), items.end_mark.index, "")
        place = next_line(text, items.end_mark.index)
        return [brackets, Edit(place, place, shifted(lines, column))]
    place = end_of_item(text, items, index - 1) if index else item_with_comments(text, items, 0)[0]
    return [Edit(place, place, shifted(lines, items.start_mark.column))]


def remove_items(text: str, owner: MappingNode, key: str, indexes: Collection[int]) -> list[Edit]:
    """Take items out of a list in a block mapping, with the comments directly above each; with the last one the key.

    Comments that stand in the list by themselves stay.
    """
    items = value(owner, key)
    if len(items.value) == len(indexes):
        return [*remove_key(text, owner, key), _comments_left(text, owner, key)]
    edits: list[Edit] = []
    for index in indexes:
        start, end = item_with_comments(text, items, index)
        if not text[end : next_line(text, end)].strip():  # else the blank lines before and after would come together
            while start > 0 and not text[line_start(text, start - 1) : start].strip():
                start = line_start(text, start - 1)
        edits.append(Edit(start, end, ""))
    return edits


def _comments_left(text: str, owner: MappingNode, key: str) -> Edit:
    """Put the comments of a list of which all items go, and that are not about one of them, where its key stood."""
    name, items = next((name, held) for name, held in owner.value if name.value == key)
    end = end_of_pair(text, owner, key)
    parts = [item_with_comments(text, items, index) for index in range(len(items.value))]
    starts, ends = [*(start for start, _ in parts), end], [name.end_mark.index, *(end for _, end in parts)]
    gaps = zip(ends, starts, strict=True)
    lines = [f"{' ' * owner.start_mark.column}{one}\n" for gap in gaps for one in comments_between(text, *gap)]
    return Edit(end, end, "".join(lines))


def _list_from_line(
    text: str, mapping: MappingNode, held: Any, items: Sequence[Any], now: Sequence[str], wanted: Sequence[str]
) -> Edit:
    """Change a list in brackets, or a single text that stands for a list: on its line if it fits, else on several."""
    start, end = held.start_mark.index, held.end_mark.index
    kept = {one: text[item.start_mark.index : item.end_mark.index] for one, item in zip(now, items, strict=True)}
    if is_flow(held) and "\n" not in text[start:end]:
        new = [kept.get(one) or _bracketed([one])[1:-1] for one in wanted]
        line = f"[{', '.join(new)}]"
        if start - line_start(text, start) + len(line) <= _WIDTH:
            return Edit(start, end, line)
    column = mapping.start_mark.column + 2
    comments = _comments_in(text, held, items)
    lines = [*comments, *(f"- {_scalar(one)}" for one in wanted)]
    if getattr(held, "style", None) in ("|", ">"):
        end = end_of_pair(text, mapping, next(name.value for name, node in mapping.value if node is held)) - 1
    return Edit(len(text[:start].rstrip()), end, "".join("\n" + " " * column + line for line in lines))


def _comments_in(text: str, held: Any, items: Sequence[Any]) -> list[str]:
    """Give the comments in a list in brackets."""
    if not is_flow(held):
        return []
    edges = [
        held.start_mark.index + 1,
        *(edge for item in items for edge in (item.start_mark.index, item.end_mark.index)),
    ]
    edges.append(held.end_mark.index)
    return [one for at in range(0, len(edges), 2) for one in comments_between(text, edges[at], edges[at + 1])]


def _item_text(text: str, items: SequenceNode, index: int, wanted: str) -> Edit:
    item = items.value[index]
    if item.style in ("|", ">"):
        return Edit(item.start_mark.index, end_of_item(text, items, index), _scalar(wanted) + "\n")
    return Edit(item.start_mark.index, item.end_mark.index, _scalar(wanted, item.style))


def _block_text(text: str, mapping: MappingNode, key: str, wanted: str) -> Edit:
    """Change a folded or literal text; its first line, which may hold a comment, stays."""
    held = value(mapping, key)
    start, end = next_line(text, held.start_mark.index), end_of_pair(text, mapping, key)
    column = _indent_of_first(text, start, end, mapping.start_mark.column)
    header = text[held.start_mark.index : start]
    if any(sign.isdigit() for sign in header.split()[0]):  # says how far the lines are indented
        start, column = held.start_mark.index, mapping.start_mark.column + 2
        header = ">-\n"
    else:
        header = ""
    lines = textwrap.wrap(wanted, max(_WIDTH - column, 40), break_long_words=False, break_on_hyphens=False)
    return Edit(start, end, header + "".join(f"{' ' * column}{line}\n" for line in lines))


def _indent_of_first(text: str, start: int, end: int, column: int) -> int:
    """Give the indent of the first line that is not blank; two more than `column` where there is none."""
    for line in text[start:end].split("\n"):
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return column + 2


def _scalar(wanted: str, style: str | None = None) -> str:
    """Give a text as YAML on one line, in quotes of the kind asked for, or in those that it needs."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    quoted = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}.get(style or "", str)(wanted)
    (line,) = yamlfile.rendered({"k": quoted})
    return line.removeprefix("k: ")


def _bracketed(wanted: Sequence[str]) -> str:
    from ruamel.yaml.comments import CommentedSeq

    items = CommentedSeq(wanted)
    items.fa.set_flow_style()
    (line,) = yamlfile.rendered({"k": items})
    return line.removeprefix("k: ")

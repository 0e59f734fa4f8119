"""Taking lists and mappings of a YAML text out of their brackets, so that lines can be put in and taken out.

People write short codes as `- {id: a, label: A}`. Where such an entry has to grow, it alone is put on lines of its own,
key by key and with its comments; its neighbours stay in brackets, and what is in its values is carried over as written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from fgcoder.yaml.layout import Edit, comments_between, compose, edited, is_flow, line_start

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node


def opened(text: str, way: Callable[[MappingNode], Sequence[Node]]) -> tuple[str, MappingNode]:
    """Take lists and mappings out of their brackets, each item and key on a line of its own.

    Parameters
    ----------
    way
        Gives the nodes, outermost first, that must not be in brackets.

    Returns
    -------
    text, root
        The text, and its nodes.
    """
    while True:
        root = compose(text)
        inside = next((node for node in way(root) if is_flow(node)), None)
        if inside is None:
            return text, root
        text = edited(text, _out_of_brackets(text, inside))


def _out_of_brackets(text: str, node: Any) -> Edit:
    mapping = not node.value or isinstance(node.value[0], tuple)
    parts = [one if mapping else (one, one) for one in node.value]
    line = text[line_start(text, node.start_mark.index) : node.start_mark.index]
    behind_dash = not line.strip(" -")
    column = len(line) if mapping and behind_dash else len(line) - len(line.lstrip(" -")) + 2
    if not node.start_mark.column:  # the whole file
        column = 0
    lines: list[str] = []
    place = node.start_mark.index + 1
    for first, last in parts:
        start, end = first.start_mark.index, last.end_mark.index
        above = comments_between(text, place, start)
        pieces = [piece.strip() for piece in text[start:end].split("\n")]
        whole = ("" if mapping else "- ") + ("\n" + " " * (column + 4)).join(pieces)
        lines += [*above, whole] if lines else [whole, *above]  # the first stands behind the dash
        place = end
    lines += comments_between(text, place, node.end_mark.index)
    block = ("\n" + " " * column).join(lines)
    if mapping:
        return Edit(node.start_mark.index, node.end_mark.index, block)
    key_end = len(text[: node.start_mark.index].rstrip())
    return Edit(key_end, node.end_mark.index, "\n" + " " * column + block)

"""Changes of a codebook that give codings another place in it: move, merge, split. See `editing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.codebook.entries import (
    entry_lines,
    find,
    free,
    ids_in,
    keys_before,
    known,
    list_of,
    place_among,
    refuse,
    rewritten,
)
from fgcoder.codebook.file import parse
from fgcoder.model import Code
from fgcoder.yaml.edits import insert_item, remove_items, set_flow, set_list
from fgcoder.yaml.layout import Edit, comments_above, item_with_comments, shifted, start_of_item, value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode


def move_code(text: str, path: Path, code_id: str, theme: str | None, after: str | None = None) -> str:
    """Move a code or theme, with all below it and the comments directly above it, to another place.

    A theme that loses its last code so is a code itself from then on. `theme` and `after` are as in `add_code`.
    """
    book = parse(text, path)
    known(book, path, code_id)
    index = place_among(book, path, theme, after)
    if theme is not None and code_id in (theme, *book.path_of[theme]):
        refuse(path, f"`{code_id}` cannot be moved below itself.")
    if after == code_id:
        refuse(path, f"`{code_id}` cannot be put behind itself.")
    old = book.path_of[code_id][-1] if book.path_of[code_id] else None
    siblings = [code.id for code in (book.roots if old is None else book.by_id[old].children)]
    if old == theme and siblings.index(code_id) in (index, index - 1):
        return text

    def edits(text: str, root: MappingNode) -> list[Edit]:
        entry = find(root, code_id)
        items = value(entry.owner, entry.key)
        start, end = item_with_comments(text, items, entry.index)
        lines = shifted(text[start:end], -items.start_mark.column)
        taken_out = remove_items(text, entry.owner, entry.key, [entry.index])
        return [*insert_item(text, *list_of(root, theme), lines, index), *taken_out]

    touched = [code_id, *(one for one in (old, theme) if one)]
    return rewritten(text, path, touched, edits, lists_of=[theme], items=[code_id])


def merge_codes(text: str, path: Path, code_ids: Sequence[str], into: str, keep_lines: bool = True) -> str:
    """Merge codes into another, which takes over their ids and so their codings, and the comments directly above them.

    A theme is merged only together with all codes below it. Into a theme can be merged all that is below it, which
    makes a code of it again: that takes back a split.

    Parameters
    ----------
    keep_lines
        Whether the lines on use, the examples and so on of the merged codes are added to those of `into`. Their
        labels and definitions are not.
    """
    book = parse(text, path)
    code_ids = list(dict.fromkeys(code_ids))
    known(book, path, *code_ids, into)
    merged = [book.by_id[one] for one in code_ids]
    target = book.by_id[into]
    if into in code_ids:
        refuse(path, f"`{into}` cannot be merged into itself.")
    if into in book.retired:
        refuse(path, f"`{into}` is retired.", "Restore it first.")
    for one in (*merged, target):
        rest = [below.id for below, _ in one.walk() if below.id not in (one.id, *code_ids)]
        if rest:
            what = f"`{one.id}` is a theme, and a theme cannot be merged without the codes below it."
            refuse(path, what, f"Merge or move these first: {', '.join(rest)}.")
    was = _merged(target.was, *((one.id, *one.was) for one in merged))
    kept = ("use", "avoid", "examples") if keep_lines else ()
    lines = {key: _merged(getattr(target, key), *(getattr(one, key) for one in merged)) for key in kept}

    def edits(text: str, root: MappingNode) -> list[Edit]:
        entry = find(root, into)
        made = set_flow(text, entry.node, "was", was, keys_before("was"))
        for key, wanted in lines.items():
            made += set_list(text, entry.node, key, wanted, keys_before(key))
        place = start_of_item(text, value(entry.owner, entry.key), entry.index)
        column = value(entry.owner, entry.key).start_mark.column
        gone = [find(root, one) for one in code_ids if not {*book.path_of[one]} & {*code_ids}]
        for one in gone:
            items = value(one.owner, one.key)
            start = start_of_item(text, items, one.index)
            comments = text[comments_above(text, start, items.start_mark.column) : start]
            made.append(Edit(place, place, shifted(comments, column - items.start_mark.column)))
        for owner, key in {id(one.owner): (one.owner, one.key) for one in gone}.values():
            made += remove_items(text, owner, key, [one.index for one in gone if one.owner is owner])
        return made

    return rewritten(text, path, [*code_ids, into], edits, entries=[into], items=[*code_ids, into])


def split_code(text: str, path: Path, code_id: str, parts: Sequence[Code]) -> str:
    """Split a code into parts, of which it becomes the theme; what it says stays with it.

    Its codings stay with it too: they count in the theme's row of a table, stand beside their words under its label,
    and are recoded one by one. As a theme is neither offered nor suggested, their number can only fall.
    """
    book = parse(text, path)
    known(book, path, code_id)
    if book.by_id[code_id].is_theme:
        refuse(path, f"`{code_id}` is a theme already.", "Add codes to it.")
    if code_id in book.retired:
        refuse(path, f"`{code_id}` is retired.", "Restore it first.")
    if len(parts) < 2:
        refuse(path, f"`{code_id}` is to be split into {len(parts)} parts.", "Name at least two.")
    for one in ids_in(parts):
        free(book, path, one)
    lines = entry_lines(parts, path)

    def edits(text: str, root: MappingNode) -> list[Edit]:
        return insert_item(text, *list_of(root, code_id), lines, 0)

    return rewritten(text, path, [code_id, *ids_in(parts)], edits, lists_of=[code_id])


def _merged(*parts: Iterable[str]) -> list[str]:
    """Put lists one behind the other; what stands in several stands once."""
    return list(dict.fromkeys(one for part in parts for one in part))

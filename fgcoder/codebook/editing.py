"""Changes of a codebook as pure functions on its text: add, revise, move, merge, split, retire, rename.

Coders work on the codebook while they code, and the file stays theirs: every function takes the text of a codebook and
gives the changed text, in which comments, order, quotes and all lines that had no part in the change are as they were,
character for character. The result is read again by the rules of `codebook.parse` before it is given.

Codings follow by id. A code that is renamed or merged leaves its id in `was` of the one that it has become, where
`Codebook.current` finds it. A code that is split becomes the theme of its parts, so that its codings stay countable and
in sight, and no new ones come, until each has been given one of the parts. A code that is retired keeps its codings and
is no longer offered. Only `remove_code` loses an id; it is for codes that nobody has used.

In all functions `text` is the file's text and `path` the file that faults name; a `CodebookError` says why a change
cannot be made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.codebook.entries import (
    FIRST,
    checked_entry,
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
    tidy,
)
from fgcoder.codebook.file import parse
from fgcoder.codebook.regrouping import merge_codes, move_code, split_code
from fgcoder.model import Code
from fgcoder.yaml.edits import insert_item, insert_key, remove_items, remove_key, set_flow, set_list, set_text
from fgcoder.yaml.layout import Edit, value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode

__all__ = [
    "FIRST",
    "add_code",
    "code_id_for",
    "merge_codes",
    "move_code",
    "remove_code",
    "rename_code",
    "restore_code",
    "retire_code",
    "revise_code",
    "split_code",
]

_LONGEST_ID = 40


def add_code(text: str, path: Path, code: Code, theme: str | None = None, after: str | None = None) -> str:
    """Add a code, and what is below it, below a theme or at the top.

    Parameters
    ----------
    theme
        The id of any code that is there; one without children becomes a theme, which can no longer be applied: the
        caller sees to it that it has no codings.
    after
        The id of the code there that it is put behind; the last by default; `FIRST` for the first place.
    """
    book = parse(text, path)
    for one in ids_in([code]):
        free(book, path, one)
    index = place_among(book, path, theme, after)
    if theme in book.retired:
        refuse(path, f"`{theme}` is retired, and nothing below it is offered.", "Restore it first, or name another.")
    lines = entry_lines([code], path)

    def edits(text: str, root: MappingNode) -> list[Edit]:
        return insert_item(text, *list_of(root, theme), lines, index)

    return rewritten(text, path, [*ids_in([code]), *([theme] if theme else [])], edits, lists_of=[theme])


def revise_code(
    text: str,
    path: Path,
    code_id: str,
    *,
    label: str | None = None,
    definition: str | None = None,
    use: Sequence[str] | None = None,
    avoid: Sequence[str] | None = None,
    examples: Sequence[str] | None = None,
) -> str:
    """Change what a code or theme says; None leaves a part as it is, an empty one takes it away."""
    book = parse(text, path)
    known(book, path, code_id)
    given = {"use": use, "avoid": avoid, "examples": examples}
    lists = {key: tuple(map(tidy, lines)) for key, lines in given.items() if lines is not None}
    texts = {key: tidy(words) for key, words in (("label", label), ("definition", definition)) if words is not None}
    checked_entry(replace(book.by_id[code_id], **texts, **lists), path)  # type: ignore[arg-type]

    def edits(text: str, root: MappingNode) -> list[Edit]:
        node = find(root, code_id).node
        return [
            *(edit for key, words in texts.items() for edit in set_text(text, node, key, words, keys_before(key))),
            *(edit for key, lines in lists.items() for edit in set_list(text, node, key, lines, keys_before(key))),
        ]

    return rewritten(text, path, [code_id], edits, entries=[code_id])


def retire_code(text: str, path: Path, code_id: str) -> str:
    """Retire a code, or a theme with all below it: it keeps its codings and is not offered or suggested any more."""
    book = parse(text, path)
    known(book, path, code_id)
    if code_id in book.retired:
        refuse(path, f"`{code_id}` is retired already.")

    def edits(text: str, root: MappingNode) -> list[Edit]:
        node = find(root, code_id).node
        said = value(node, "retired")
        if said is not None:
            return [Edit(said.start_mark.index, said.end_mark.index, "true")]
        return [insert_key(text, node, ["retired: true"], keys_before("retired"))]

    return rewritten(text, path, [code_id], edits, entries=[code_id])


def restore_code(text: str, path: Path, code_id: str) -> str:
    """Offer a retired code or theme again."""
    book = parse(text, path)
    known(book, path, code_id)
    if not book.by_id[code_id].retired:
        above = next((one for one in book.path_of[code_id] if book.by_id[one].retired), None)
        refuse(path, f"`{code_id}` is not retired{' by itself' if above else ''}.", above and f"Restore `{above}`.")

    def edits(text: str, root: MappingNode) -> list[Edit]:
        return remove_key(text, find(root, code_id).node, "retired")

    return rewritten(text, path, [code_id], edits, entries=[code_id])


def rename_code(text: str, path: Path, code_id: str, new_id: str) -> str:
    """Give a code or theme another id; codings under the old one follow. It may be given back one that it had."""
    book = parse(text, path)
    known(book, path, code_id)
    code = book.by_id[code_id]
    if new_id not in code.was:
        free(book, path, new_id)
    was = [one for one in (*code.was, code_id) if one != new_id]
    checked_entry(replace(code, id=new_id, was=tuple(was)), path)

    def edits(text: str, root: MappingNode) -> list[Edit]:
        node = find(root, code_id).node
        return [
            *set_text(text, node, "id", new_id, ()),
            *set_flow(text, node, "was", was, keys_before("was")),
        ]

    return rewritten(text, path, [code_id, new_id], edits, entries=[code_id])


def remove_code(text: str, path: Path, code_id: str) -> str:
    """Take a code out of the file, with the comments directly above it. Only for one that no decision names."""
    book = parse(text, path)
    known(book, path, code_id)
    if book.by_id[code_id].is_theme:
        refuse(path, f"`{code_id}` is a theme.", "Move or remove the codes below it first.")
    if len(book.by_id) == 1:
        refuse(path, f"nothing would be left to code with without `{code_id}`.", "Add a code first.")

    def edits(text: str, root: MappingNode) -> list[Edit]:
        entry = find(root, code_id)
        return remove_items(text, entry.owner, entry.key, [entry.index])

    above = book.path_of[code_id][-1:]
    return rewritten(text, path, [code_id, *above], edits, items=[code_id])


def code_id_for(label: str, taken: Collection[str]) -> str:
    """Make an id from a label: lower-case letters, digits and hyphens; with a number behind it if it is taken.

    Accents fall away, and the few Latin letters of Europe that Unicode does not take apart are spelt out; a package
    that transliterates every script would be a dependency for the sake of a name that coders may choose themselves.
    `taken` should hold former ids too: `{*book.by_id, *book.former}`.
    """
    plain = "".join(_SPELT.get(letter, letter) for letter in label.casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    slug = words[0][:_LONGEST_ID] if words else "code"
    for word in words[1:]:
        if len(slug) + 1 + len(word) > _LONGEST_ID:
            break
        slug += f"-{word}"
    number = next(number for number in range(1, len(taken) + 2) if _numbered(slug, number) not in taken)
    return _numbered(slug, number)


_SPELT = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "ng"}


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"

"""What every change of a codebook's text shares: finding an entry, laying one out, and refusing what would do harm."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fgcoder.codebook.file import ALL_RETIRED, CodeEntry, parse
from fgcoder.errors import CodebookError, Fault
from fgcoder.model import Code, Codebook
from fgcoder.yaml import file as yamlfile
from fgcoder.yaml.brackets import opened
from fgcoder.yaml.layout import Edit, edited, value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node

TITLE = "The codebook was not changed."
KEYS = ("id", "label", "was", "retired", "definition", "use", "avoid", "examples", "children")
"""Of an entry, in the order in which they are written."""
FIRST = ""
"""In place of the sibling that a code is put behind: it becomes the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a code's entry stands in the file."""

    node: MappingNode
    owner: MappingNode
    """The entry of its theme, or the whole file."""
    key: str
    """What its list is called there: `codes` or `children`."""
    index: int
    above: tuple[Node, ...]
    """All that it stands in, outermost first; its list is the last."""


def find(root: MappingNode, code_id: str) -> Entry:
    """Find the entry of a code that is known to be there."""
    pending: list[tuple[MappingNode, str, tuple[Node, ...]]] = [(root, "codes", (root,))]
    while pending:
        owner, key, above = pending.pop()
        items = value(owner, key)
        for index, node in enumerate(items.value if items else ()):
            entry = Entry(node, owner, key, index, (*above, items))
            if value(node, "id").value == code_id:
                return entry
            pending.append((node, "children", (*entry.above, node)))
    raise KeyError(code_id)


def rewritten(
    text: str,
    path: Path,
    touched: Collection[str],
    edits: Callable[[str, MappingNode], Sequence[Edit]],
    *,
    entries: Collection[str] = (),
    lists_of: Collection[str | None] = (),
    items: Collection[str] = (),
) -> str:
    """Make edits and give the text, once it is sure that they did nothing else.

    Parameters
    ----------
    touched
        The ids that the change is about; all other codes must come out as they went in.
    edits
        Gives the edits for the text and its nodes, in which nothing that it has to change is in brackets.
    entries, lists_of, items
        What that is: the codes with keys to change; those with children to change (None is the file itself); those to
        take out of the list that they stand in.
    """

    def way(root: MappingNode) -> list[Node]:
        nodes: list[Node] = [root]
        for code_id in {*entries, *(one for one in lists_of if one is not None)}:
            nodes += [*find(root, code_id).above, find(root, code_id).node]
        for owner, key in [(root, "codes") if one is None else (find(root, one).node, "children") for one in lists_of]:
            held = value(owner, key)
            nodes += [held] if held and held.value else []
        return [*nodes, *(node for code_id in items for node in find(root, code_id).above)]

    returns = "\r\n" in text and text.count("\r\n") == text.count("\n")
    plain = text.replace("\r\n", "\n") if returns else text
    plain = plain if plain.endswith("\n") else plain + "\n"
    block, root = opened(plain, way)
    changed = edited(block, *edits(block, root))
    if changed == block:
        return text
    result = changed.replace("\n", "\r\n") if returns else changed
    _check(parse(text, path), result, path, touched)
    return result


def _check(before: Codebook, text: str, path: Path, touched: Collection[str]) -> None:
    """Refuse a text that is faulty, or in which a code changed that was not to be."""
    todo = "The file may use anchors or be laid out in a way that cannot be changed safely here: use an editor."
    try:
        after = parse(text, path)
    except CodebookError as problem:
        if [one.what for one in problem.faults] == [ALL_RETIRED]:
            refuse(path, "nothing would be left to code with: all codes would be retired.", "Add a code first.")
        # Its lines are those of a text that is never written.
        raise CodebookError(TITLE, *(replace(one, line=None, todo=todo) for one in problem.faults)) from problem
    old, new = ({code.id: replace(code, children=()) for code in book.by_id.values()} for book in (before, after))
    for code_id in [one for one in {**old, **new} if one not in touched]:
        paths = [book.path_of.get(code_id, ()) for book in (before, after)]
        moved = paths[0] != paths[1] and not {*paths[0], *paths[1]} & set(touched)
        if old.get(code_id) != new.get(code_id) or moved:
            refuse(path, f"the change would have changed `{code_id}` too.", todo)


def refuse(path: Path, what: str, todo: str | None = None) -> None:
    """Raise the error of a change that cannot be made."""
    raise CodebookError(TITLE, Fault(what, path, todo=todo))


def known(book: Codebook, path: Path, *code_ids: str, noun: str = "code") -> None:
    """Refuse ids that no code or theme has."""
    for code_id in code_ids:
        if code_id in book.former:
            refuse(path, f"`{code_id}` has become `{book.current(code_id)}`.")
        if code_id not in book.by_id:
            near = get_close_matches(code_id, book.by_id, n=1)
            todo = f"Did you mean `{near[0]}`?" if near else "`fgcoder codebook show` lists them."
            refuse(path, f"there is no {noun} `{code_id}`.", todo)


def free(book: Codebook, path: Path, code_id: str) -> None:
    """Refuse an id that codings refer to or may come to refer to."""
    if code_id in book.by_id:
        refuse(path, f"the id `{code_id}` is taken.")
    if code_id in book.former:
        refuse(path, f"`{code_id}` is a former id of `{book.current(code_id)}`; codings under it count there.")


def place_among(book: Codebook, path: Path, theme: str | None, after: str | None) -> int:
    """Give how many siblings a code stands behind when it is put below `theme` (None: at the top), behind `after`."""
    if theme is not None:
        known(book, path, theme, noun="theme")
    siblings = [code.id for code in (book.roots if theme is None else book.by_id[theme].children)]
    if after is None:
        return len(siblings)
    if after != FIRST and after not in siblings:
        where = "at the top" if theme is None else f"below `{theme}`"
        refuse(path, f"there is no `{after}` {where} to put it behind.", yamlfile.did_you_mean(after, siblings))
    return 0 if after == FIRST else siblings.index(after) + 1


def checked_entry(code: Code, path: Path) -> dict[str, Any]:
    """Give a code as the mapping that is written, once it is sure that it may be."""
    from ruamel.yaml.comments import CommentedSeq

    was = CommentedSeq(code.was)
    was.fa.set_flow_style()
    entry: dict[str, Any] = {
        "id": code.id,
        "label": tidy(code.label),
        "was": was,
        "retired": code.retired,
        "definition": tidy(code.definition),
        "use": [tidy(line) for line in code.use],
        "avoid": [tidy(line) for line in code.avoid],
        "examples": [tidy(line) for line in code.examples],
        "children": [checked_entry(child, path) for child in code.children],
    }
    entry = {key: held for key, held in entry.items() if held or key in ("id", "label")}
    yamlfile.validate(CodeEntry, entry, path, CodebookError, TITLE)
    return entry


def entry_lines(codes: Sequence[Code], path: Path) -> str:
    """Give codes as items of a list, at no indent."""
    lines = yamlfile.rendered([checked_entry(code, path) for code in codes])
    return "".join(line.removeprefix("  ") + "\n" for line in lines)


def tidy(text: str) -> str:
    """Give a text as it is read back: on one line."""
    return " ".join(text.split())


def keys_before(key: str) -> tuple[str, ...]:
    """Give the keys of an entry that stand before one."""
    return KEYS[: KEYS.index(key)]


def list_of(root: MappingNode, theme: str | None) -> tuple[MappingNode, str]:
    """Give the entry that holds the codes below a theme, or the file for those at the top; and the key of that list."""
    return (root, "codes") if theme is None else (find(root, theme).node, "children")


def ids_in(codes: Iterable[Code]) -> list[str]:
    """Give the ids of codes and of all below them."""
    return [one.id for code in codes for one, _ in code.walk()]

"""Whatever the layout: a change does what it says to the codebook, loses no id, and leaves all else as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fgcoder.codebook import editing
from fgcoder.codebook.file import parse
from fgcoder.errors import CodebookError
from fgcoder.model import Code, Codebook

PATH = Path("book.yaml")
SAMPLE = (Path(__file__).parents[2] / "codebooks" / "coproduction.yaml").read_text(encoding="utf-8")
LISTS = ("use", "avoid", "examples")


# Codebooks in any layout. Every text and comment holds the id of the code that it is in, to tell whose a line is.


@dataclass
class Writer:
    """Writes codes in a layout that the draw chooses line by line."""

    draw: Callable[..., object]
    comments: int = 0

    def choose(self, *ways: str) -> str:
        return str(self.draw(st.sampled_from(ways)))

    def comment(self, code: Code, column: int) -> list[str]:
        if self.choose("no", "no", "yes") == "no":
            return []
        self.comments += 1
        return [" " * column + f"# c{self.comments} {code.id}."]

    def text(self, code: Code, key: str, words: str, column: int) -> list[str]:
        way = self.choose("plain", "'", '"', ">-", "|", "beside")
        if way in (">-", "|"):
            first, _, rest = words.partition(" ")
            return [f"{' ' * column}{key}: {way}", *(" " * (column + 3) + part for part in (first, rest) if part)]
        beside = (self.comment(code, 2) or [""])[0] if way == "beside" else ""
        quote = way if way in "'\"" else ""
        return [f"{' ' * column}{key}: {quote}{words}{quote}{beside}"]

    def list(self, code: Code, key: str, lines: tuple[str, ...], column: int) -> list[str]:
        way = self.choose("block", "block", "unindented", "[]", "[\n]", "single")
        if way == "single" and len(lines) == 1:
            return [f"{' ' * column}{key}: {lines[0]}"]
        if way == "[]":
            return [f"{' ' * column}{key}: [{',  '.join(lines)}]"]
        if way == "[\n]":
            inner = [[*self.comment(code, column + 4), f"{' ' * (column + 4)}{line},"] for line in lines]
            return [f"{' ' * column}{key}: [", *(one for some in inner for one in some), " " * (column + 2) + "]"]
        further = column if way == "unindented" else column + 2
        inner = [[*self.comment(code, further), f"{' ' * further}- {line}"] for line in lines]
        return [f"{' ' * column}{key}:", *(one for some in inner for one in some), *self.comment(code, further)]

    def flow(self, code: Code) -> str:
        parts = [f"id: {code.id}", f"label: {code.label}"]
        parts += [f"was: [{', '.join(code.was)}]"] if code.was else []
        parts += [f"retired: {str(code.retired).lower()}"] if code.retired else []
        parts += [f"definition: '{code.definition}'"] if code.definition else []
        parts += [f"{key}: [{', '.join(getattr(code, key))}]" for key in LISTS if getattr(code, key)]
        parts += [f"children: [{', '.join(map(self.flow, code.children))}]"] if code.children else []
        return "{" + ", ".join(parts) + "}"

    def item(self, code: Code, column: int) -> list[str]:
        head = self.comment(code, column)
        if self.choose("block", "block", "block", "flow") == "flow":
            return [*head, f"{' ' * column}- {self.flow(code)}", *([""] if self.choose("a", "b") == "a" else [])]
        inner = column + 2
        lines = [f"{' ' * inner}id: {code.id}", *self.text(code, "label", code.label, inner)]
        if code.was:
            lines += self.list(code, "was", code.was, inner)
        lines += [f"{' ' * inner}retired: true"] if code.retired else []
        if code.definition:
            lines += self.text(code, "definition", code.definition, inner)
        for key in LISTS:
            lines += self.list(code, key, getattr(code, key), inner) if getattr(code, key) else []
        if code.children and self.choose("block", "block", "block", "flow") == "flow":
            lines += [f"{' ' * inner}children: [{', '.join(map(self.flow, code.children))}]"]
        elif code.children:
            further = inner if self.choose("indented", "unindented") == "unindented" else inner + 2
            below = [one for child in code.children for one in self.item(child, further)]
            lines += [f"{' ' * inner}children:", *below, *self.comment(code, further)]
        blank = [""] if self.choose("a", "b") == "a" else []
        return [*head, " " * column + "- " + lines[0][inner:], *lines[1:], *blank]


def words(code_id: str, key: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{key} {code_id}.", f"{key} {code_id}. and more: é", f"{key}-{code_id}. 'x'"]).map(
        lambda text: text.replace(": ", " – ").replace("'", "’")
    )


def code_named(code_id: str) -> st.SearchStrategy[Code]:
    lines = st.lists(words(code_id, "line"), max_size=3, unique=True).map(tuple)
    was = st.sampled_from([(), (f"old-{code_id}",), (f"old-{code_id}", f"older-{code_id}")])
    definition = st.just("") | words(code_id, "definition")
    return st.builds(Code, st.just(code_id), words(code_id, "label"), definition, lines, lines, lines, was=was)


@st.composite
def books(draw):
    """Give a codebook's text."""
    parents = [draw(st.sampled_from([None, *range(number)])) for number in range(draw(st.integers(3, 7)))]
    codes = [draw(code_named(f"c{number}")) for number in range(len(parents))]
    retired = draw(st.sampled_from(range(1, len(codes))))

    def build(number: int) -> Code:
        below = tuple(build(child) for child, parent in enumerate(parents) if parent == number)
        return replace(codes[number], children=below, retired=number == retired and draw(st.booleans()) and retired > 0)

    roots = tuple(build(number) for number, parent in enumerate(parents) if parent is None)
    writer = Writer(draw)
    items = [line for root in roots for line in writer.item(root, draw(st.just(2)))]
    if len(roots) > 1 and writer.choose("block", "block", "block", "flow") == "flow":
        items = [f"  [{', '.join(map(writer.flow, roots))}]"]
    text = "\n".join(["# top", "title: A  # beside", "codes:", *items, "# end", ""])
    book = Codebook("A", "1", "en", roots)
    if not book.codes:  # all retired: not a codebook
        text, roots = text.replace("retired: true", "retired: false"), ()
        book = parse(text, PATH)
    return text, book


# The same changes, on the codebook alone.


def changed_at(codes: tuple[Code, ...], code_id: str, change: Callable[[Code], tuple[Code, ...]]) -> tuple[Code, ...]:
    found: list[Code] = []
    for code in codes:
        inside = replace(code, children=changed_at(code.children, code_id, change))
        found += change(inside) if code.id == code_id else (inside,)
    return tuple(found)


def put(roots: tuple[Code, ...], codes: tuple[Code, ...], theme: str | None, after: str | None) -> tuple[Code, ...]:
    def among(siblings: tuple[Code, ...]) -> tuple[Code, ...]:
        at = len(siblings) if after is None else 0
        at = at if not after else [one.id for one in siblings].index(after) + 1
        return (*siblings[:at], *codes, *siblings[at:])

    if theme is None:
        return among(roots)
    return changed_at(roots, theme, lambda code: (replace(code, children=among(code.children)),))


@dataclass(frozen=True)
class Change:
    """A change: of the text, what it must come to, the codes that it is about, and ids that may be gone."""

    name: str
    make: Callable[[str], str]
    roots: tuple[Code, ...]
    about: frozenset[str]
    gone: frozenset[str] = frozenset()


def siblings_in(book: Codebook, theme: str | None) -> list[str]:
    return [one.id for one in (book.roots if theme is None else book.by_id[theme].children)]


@st.composite
def changes_of(draw, book: Codebook) -> Change:
    """Give a change that may be made."""
    pick = lambda ids: draw(st.sampled_from(sorted(ids)))  # noqa: E731
    ids = list(book.by_id)
    leaves = [one for one in ids if not book.by_id[one].is_theme]
    live = [code.id for code in book.codes]
    one = pick(ids)
    code = book.by_id[one]
    possible = ["add", "revise", "move", "rename"]
    possible += ["merge"] if len(leaves) > 1 else []
    possible += ["split"] if live else []
    possible += ["retire"] if len(live) > 1 else []
    possible += ["restore"] if any(code.retired for code in book.by_id.values()) else []
    possible += ["remove"] if len(live) > 1 else []
    name = draw(st.sampled_from(possible))
    if name == "add":
        new = draw(code_named("new"))
        theme = draw(st.sampled_from([None, *(one for one in ids if one not in book.retired)]))
        after = draw(st.sampled_from([None, editing.FIRST, *siblings_in(book, theme)]))
        make = lambda text: editing.add_code(text, PATH, new, theme, after)  # noqa: E731
        return Change(name, make, put(book.roots, (new,), theme, after), frozenset({"new", theme or "new"}))
    if name == "revise":
        kept = draw(st.permutations(code.examples))[: draw(st.integers(0, 3))]
        wanted = [*kept, *draw(st.lists(words(one, "fresh"), max_size=2, unique=True))]
        wanted = draw(st.permutations(wanted))
        said = {"label": draw(words(one, "relabelled")), "definition": draw(st.just("") | words(one, "redefined"))}
        made = replace(code, **said, examples=tuple(wanted))
        make = lambda text: editing.revise_code(text, PATH, one, **said, examples=wanted)  # noqa: E731
        return Change(name, make, changed_at(book.roots, one, lambda _: (made,)), frozenset({one}))
    if name == "move":
        places = [None, *(other for other in ids if one not in (other, *book.path_of[other]))]
        theme = draw(st.sampled_from(places))
        beside = [other for other in siblings_in(book, theme) if other != one]
        after = draw(st.sampled_from([None, editing.FIRST, *beside]))
        without = changed_at(book.roots, one, lambda _: ())
        make = lambda text: editing.move_code(text, PATH, one, theme, after)  # noqa: E731
        about = {one, *book.path_of[one][-1:], theme or one}
        return Change(name, make, put(without, (code,), theme, after), frozenset(about))
    if name == "rename":
        new_id = draw(st.sampled_from(["renamed", *code.was]))
        was = tuple(other for other in (*code.was, one) if other != new_id)
        made = lambda code: (replace(code, id=new_id, was=was),)  # noqa: E731
        make = lambda text: editing.rename_code(text, PATH, one, new_id)  # noqa: E731
        return Change(name, make, changed_at(book.roots, one, made), frozenset({one, new_id}))
    if name == "merge":
        into = pick(live)
        merged = draw(st.lists(st.sampled_from([o for o in leaves if o != into]), min_size=1, max_size=3, unique=True))
        keep = draw(st.booleans())
        roots = book.roots
        for other in merged:
            roots = changed_at(roots, other, lambda _: ())
        gathered = {
            key: tuple(dict.fromkeys(line for other in (into, *merged) for line in getattr(book.by_id[other], key)))
            for key in LISTS
        }
        was = (*book.by_id[into].was, *(old for other in merged for old in (other, *book.by_id[other].was)))
        made = lambda code: (replace(code, was=was, **(gathered if keep else {})),)  # noqa: E731
        make = lambda text: editing.merge_codes(text, PATH, merged, into, keep)  # noqa: E731
        about = {into, *merged, *(above for other in merged for above in book.path_of[other][-1:])}
        return Change(name, make, changed_at(roots, into, made), frozenset(about))
    if name == "split":
        one = pick(live)
        parts = tuple(draw(code_named(f"part{number}")) for number in (1, 2))
        make = lambda text: editing.split_code(text, PATH, one, parts)  # noqa: E731
        made = lambda code: (replace(code, children=parts),)  # noqa: E731
        return Change(name, make, changed_at(book.roots, one, made), frozenset({one, "part1", "part2"}))
    if name == "retire":
        one = pick(live)
        make = lambda text: editing.retire_code(text, PATH, one)  # noqa: E731
        made = lambda code: (replace(code, retired=True),)  # noqa: E731
        return Change(name, make, changed_at(book.roots, one, made), frozenset({one}))
    if name == "restore":
        one = pick(code.id for code in book.by_id.values() if code.retired)
        make = lambda text: editing.restore_code(text, PATH, one)  # noqa: E731
        made = lambda code: (replace(code, retired=False),)  # noqa: E731
        return Change(name, make, changed_at(book.roots, one, made), frozenset({one}))
    one = pick(leaves if len(live) > 1 else [])
    if live == [one]:
        one = next(other for other in leaves if other != one)
    make = lambda text: editing.remove_code(text, PATH, one)  # noqa: E731
    gone = frozenset({one, *book.by_id[one].was})
    return Change(name, make, changed_at(book.roots, one, lambda _: ()), gone | {*book.path_of[one][-1:]}, gone)


def lines_gone(before: str, after: str) -> list[str]:
    """Give the lines of a text that are no longer in it; those indented anew count as there."""
    old, new = before.split("\n"), after.split("\n")
    left = [line.strip() for line in new]
    gone = []
    for what, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for line in old[start:end] if what != "equal" else ():
            if line.strip() in left:
                left.remove(line.strip())
            else:
                gone.append(line.strip())
    return gone


def in_brackets(text: str) -> bool:
    return any(mark in text for mark in ("- {", "children: [", "  [{"))


def check(text: str, book: Codebook, change: Change) -> str:
    if not Codebook("A", "1", "en", change.roots).codes:
        with pytest.raises(CodebookError, match="nothing would be left to code with"):
            change.make(text)
        return text
    after = change.make(text)
    made = parse(after, PATH)
    assert made.roots == change.roots
    assert {made.current(one) for one in {*book.by_id, *book.former} - change.gone} <= set(made.by_id)
    for old in {*book.by_id, *book.former} - change.gone:
        assert made.current(old) in {book.current(old), *change.about}
    for number in range(1, 100):  # comments stay, but for those within what was taken out
        mark = f"# c{number} "
        if mark in text and mark not in after:
            owner = text.split(mark)[1].split(".")[0]
            assert owner in change.about, f"{change.name} lost a comment of {owner}"
            assert change.name in ("merge", "remove", "revise", "rename"), change.name
    if not in_brackets(text):
        for line in lines_gone(text, after):
            whose = [one for one in book.by_id if f"{one}." in line or line.startswith((f"- id: {one}", f"id: {one}"))]
            assert not whose or set(whose) <= change.about, f"{change.name} took out {line!r}"
    assert after.startswith("# top\n")
    assert after.endswith("# end\n")
    return after


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_change_does_what_it_says_and_no_more(data):
    text, book = data.draw(books())
    assert parse(text, PATH) == book
    check(text, book, data.draw(changes_of(book)))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_one_change_after_another(data):
    text, book = data.draw(books())
    for _ in range(3):
        change = data.draw(changes_of(book))
        if {"new", "part1", "renamed"} & {*book.by_id, *book.former} and change.name in ("add", "split", "rename"):
            continue
        text = check(text, book, change)
        book = parse(text, PATH)


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_the_sample_codebook(data):
    book = parse(SAMPLE, PATH)
    change = data.draw(changes_of(book))
    after = change.make(SAMPLE)
    assert parse(after, PATH).roots == change.roots
    if change.name not in ("merge", "remove", "revise", "move"):
        (gone,) = lines_gone(SAMPLE, after) or [f"- id: {next(iter(change.about))}"]
        assert gone in {f"- id: {one}" for one in change.about}


@pytest.mark.parametrize("returns", ["\n", "\r\n"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_line_ends_stay(returns, data):
    text, book = data.draw(books())
    change = data.draw(changes_of(book))
    assume(Codebook("A", "1", "en", change.roots).codes)
    assert change.make(text.replace("\n", returns)) == change.make(text).replace("\n", returns)

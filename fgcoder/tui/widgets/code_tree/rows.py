"""What the lines of the tree say: themes and codes in the order of the file, each with how often it was applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content

from fgcoder.model import Code, Codebook

WRITTEN = "✎"
"""The sign of a code on which there is a memo."""
OPEN = "▾"
"""Before a theme."""
FOUND = "bold underline"
"""How letters look that were typed: not by colour alone."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A line of the tree."""

    code: Code
    depth: int
    """How many themes it stands under."""
    times: int = 0
    """How often the coder has applied it; for a theme, it and all below it."""
    retired: bool = False
    """Itself or with a theme above it."""
    has_memo: bool = False
    letters: tuple[int, ...] = ()
    """Which letters of the label were found, by place."""

    @property
    def content(self) -> Content:
        """Lay the line out; its first cell is left for the pointer."""
        label = Content(self.code.label)
        for at in self.letters:
            label = label.stylize(FOUND, at, at + 1)
        if self.code.is_theme:
            label = label.stylize("bold")
        if self.retired:
            label = label.stylize("$foreground-muted")
        parts: list[Content | str | tuple[str, str]] = [
            f" {'  ' * self.depth}",
            (f"{OPEN if self.code.is_theme else ' '} ", "$foreground-muted"),
            label,
        ]
        if self.times:
            parts.append((f"  {self.times}", "$foreground-muted"))
        if self.has_memo:
            parts.append(f"  {WRITTEN}")
        if self.retired:
            parts.append(("  retired", "italic $foreground-muted"))
        return Content.assemble(*parts)


def rows_of(
    book: Codebook,
    times: Mapping[str, int],
    written: Collection[str] = (),
    found: Mapping[str, tuple[int, ...]] | None = None,
) -> Iterator[CodeRow]:
    """Give the lines of a codebook.

    Parameters
    ----------
    times
        How often each code was applied, as `times_with_parts` gives it.
    written
        The codes on which there are memos.
    found
        Those to be shown, each with the letters that were found; the themes above them are shown with them. None
        shows all.
    """
    shown = None if found is None else {*found, *(above for code in found for above in book.path_of[code])}
    for code_id, code in book.by_id.items():
        if shown is None or code_id in shown:
            yield CodeRow(
                code,
                len(book.path_of[code_id]),
                times.get(code_id, 0),
                code_id in book.retired,
                code_id in written,
                (found or {}).get(code_id, ()),
            )


def times_with_parts(book: Codebook, times: Mapping[str, int]) -> dict[str, int]:
    """Count for every theme what was applied of it and of all below it; a theme that was split has some of its own."""
    total = dict.fromkeys(book.by_id, 0)
    for code_id, count in times.items():
        for one in (*book.path_of.get(code_id, ()), code_id):
            if one in total:
                total[one] += count
    return total

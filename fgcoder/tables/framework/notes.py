"""What stands under a framework matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fgcoder.tables.part import Part, shared_notes
from fgcoder.tabular import NO_DATA
from fgcoder.wording import counted


@dataclass(frozen=True)
class Charted:
    """What a framework matrix was made from."""

    part: Part
    has_quotes: bool
    has_memos: bool
    memos: int
    """Cells with a memo."""
    most: int
    """Quotes to a cell; 0 for all."""
    left_out: int
    """Quotes that are not shown for it."""
    uncoded: int
    """Cases in whose groups nobody has coded anything yet."""
    columns_left_out: int
    """Themes or codes without a coding."""


def notes(of: Charted) -> tuple[str, ...]:
    """Give the notes: what the cells hold, what was left out, and what it rests on."""
    return (*_cells(of), *_left_out(of), *shared_notes(of.part, once="a passage", are_left_out=False))


def _cells(of: Charted) -> Iterator[str]:
    if of.has_quotes and of.most:
        yield (
            f"In each cell: at most {counted(of.most, 'quote')}, of each speaker in turn and in reading order, as they "
            "were coded. They illustrate; they are not picked for being typical."
        )
    elif of.has_quotes:
        yield "In each cell: all that was coded there, in reading order."
    if of.has_memos:
        yield (
            "Memos stand behind the name of the coder who wrote them: on codings, on passages by the codes these have, "
            "on transcripts as a whole about the case."
            + ("" if of.memos else " Nobody has written one on what is charted here.")
        )


def _left_out(of: Charted) -> Iterator[str]:
    if of.left_out:
        yield f"Not shown: {counted(of.left_out, 'further quote')}; each cell says how many."
    if of.uncoded:
        yield f"A {NO_DATA} stands where nobody has coded anything yet: {counted(of.uncoded, 'case')}."
    if of.columns_left_out:
        yield f"Without a column, as nothing is coded with them: {of.columns_left_out}."

"""What every format that sets a table for readers lays out alike, so that Word, LaTeX and the browser agree.

A `Table` says what its cells are; here is how they stand on paper: which headings span several columns, which columns
hold numbers and so are set flush right, where the rule above the base rows is drawn, and what is printed beneath.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from typing import Final

from fgcoder.tabular import Quoted, Row, RowKind, Table

BETWEEN: Final = " / "
"""Between the levels of a heading or of a theme's path on one line."""
LONG_TEXT: Final = 24
"""Characters from which a text cell is prose, to be wrapped, rather than a word or a figure with its signs."""


LEAST_SHARE: Final = 0.7
"""Of the room that a column of prose has on average, what one with few words gets."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading over one column or several neighbours."""

    text: str
    first: int
    """The first column that it stands over, counted from 0."""
    columns: int
    """How many it stands over."""


@dataclass(frozen=True, slots=True)
class QuotedCell:
    """A cell with the quotes behind it."""

    row: Row
    place: tuple[int, int]
    """The number of its row and of its column, counted from 0."""
    column: str
    """All headings of its column on one line."""
    printed: str
    quotes: tuple[Quoted, ...]

    @property
    def title(self) -> str:
        """Say which cell it is: `No time, Denmark / public health (12)`."""
        return f"{self.row.label}, {self.column}" + (f" ({self.printed})" if len(self.printed) < LONG_TEXT else "")


def headings(table: Table) -> list[tuple[str, ...]]:
    """Give the headings of each column without blanks, outermost first; where there are no groups, its name."""
    if not table.headings:
        return [(column,) for column in table.columns]
    filled = [tuple(text for text in levels if text) for levels in table.headings]
    return [levels or (column,) for levels, column in zip(filled, table.columns, strict=True)]


def heading_lines(table: Table) -> list[list[Heading]]:
    """Give the lines of headings, outermost first.

    Neighbours with the same heading under the same headings share one; the innermost line has one for every column. A
    column with fewer headings than others has blanks above them, so that its own stands just over its cells.
    """
    own = headings(table)
    depth = max(map(len, own), default=1)
    padded = [("",) * (depth - len(levels)) + levels for levels in own]
    lines: list[list[Heading]] = []
    for level in range(depth):
        line = []
        for path, group in groupby(enumerate(padded), key=lambda one: one[1][: level + 1]):
            at = [number for number, _ in group]
            spread = [(at[0], len(at))] if path[-1] and level < depth - 1 else [(number, 1) for number in at]
            line += [Heading(path[-1], first, columns) for first, columns in spread]
        lines.append(line)
    return lines


def column_names(table: Table) -> list[str]:
    """Give all headings of each column on one line."""
    return [BETWEEN.join(levels) for levels in headings(table)]


def are_numbers(table: Table) -> list[bool]:
    """Say of each column whether no cell in it is text."""
    cells = table.values()
    return [not any(isinstance(line[at], str) for line in cells) for at in range(len(table.columns))]


def are_prose(table: Table) -> list[bool]:
    """Say of each column whether it holds a text so long that it must be wrapped."""
    cells = table.values()
    texts = [[line[at] for line in cells if isinstance(line[at], str)] for at in range(len(table.columns))]
    return [any(len(str(text)) > LONG_TEXT for text in column) for column in texts]


def prose_weights(table: Table) -> list[float]:
    """Say how much of the room for prose each column wants: 1 on average, 0 where it holds none.

    A column with four times the text of another gets twice its room, so that neither is a ribbon of single words.
    """
    printed = table.printed()
    letters = [sum(len(cells[at]) for cells in printed) for at in range(len(table.columns))]
    roots = [sqrt(count) if is_prose else 0.0 for count, is_prose in zip(letters, are_prose(table), strict=True)]
    held = [root for root in roots if root]
    if not held:
        return roots
    least = LEAST_SHARE * sum(held) / len(held)
    roomy = [max(root, least) if root else 0.0 for root in roots]
    return [root * len(held) / sum(roomy) for root in roomy]


def first_base(table: Table) -> int | None:
    """Give the number of the first row in the last run of base rows, which a rule sets off; None without any."""
    kinds = [row.kind for row in table.rows]
    if RowKind.BASE not in kinds:
        return None
    at = len(kinds) - 1 - kinds[::-1].index(RowKind.BASE)
    while at and kinds[at - 1] is RowKind.BASE:
        at -= 1
    return at


def rests_on(table: Table) -> str:
    """Give the table's facts on one line, empty where it has none: `Base: 12 groups · Filters: none`."""
    return " · ".join(f"{name}: {value}" for name, value in table.facts)


def beneath(table: Table) -> tuple[str, ...]:
    """Give what is printed under a table: its notes, then what it rests on."""
    facts = rests_on(table)
    return (*table.notes, *([facts] if facts else []))


def quoted_cells(table: Table, *, said: bool = False) -> list[QuotedCell]:
    """Give the cells that have quotes behind them, row by row.

    Parameters
    ----------
    table
        What they are cells of.
    said
        Whether to give those cells, too, whose own text is their quotes, as in a framework matrix.
    """
    names = column_names(table)
    found = []
    for at, (row, printed) in enumerate(zip(table.rows, table.printed(), strict=True)):
        for place, (column, name) in enumerate(zip(table.columns, names, strict=True)):
            quotes = tuple(table.quotes.get((row.id, column), ()))
            if quotes and (said or not all(quote.words in printed[place] for quote in quotes)):
                found.append(QuotedCell(row, (at, place), name, printed[place], quotes))
    return found

"""Pictures that stay tables: shades for a heat map, bars to both sides of a line for a comparison.

Each cell keeps its number, so nothing is told by the shade alone, and one can still go from a cell to its quotes. Pure,
so that it can be tested without a screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from math import ceil
from typing import Final

from fgcoder.export.layout import headings
from fgcoder.export.plots import PICTURES
from fgcoder.export.plots.columns import body, by_size, number, of_numbers
from fgcoder.tables.comparison.table import Show
from fgcoder.tabular import RowKind, Table, with_sign

SHADES: Final = (" ", "░", "▒", "▓", "█")
"""For nothing, and for each quarter of the largest number."""
SIZES: Final = (8, 5, 4, 3)
"""Cells that a shade takes, or a bar on either side of the middle: as many as there is room for."""
MIDDLE: Final = "│"


class Picture(Enum):
    """What the cells of a table can be painted as."""

    HEAT = "heat map"
    BARS = "more and less"

    def narrowed(self, table: Table) -> Table:
        """Leave only the columns that can be painted like this, and those that sum them up."""
        if self is Picture.HEAT:
            return table
        kept = of_numbers(table, [Show.RESIDUAL])
        heads = tuple((headings(table)[at][0],) for at in kept)
        rows = tuple(table.rows[at] for at in by_size(table, kept))
        frame = table.frame.loc[[row.id for row in rows]].iloc[:, kept]
        return replace(table, frame=frame, rows=rows, headings=heads, measures=())

    @property
    def legend(self) -> str:
        """Say what the signs mean."""
        if self is Picture.HEAT:
            quarters = ", ".join(f"{SHADES[at]} to {at}/4" for at in range(1, 4))
            return f"Shades: {quarters} of the largest number, {SHADES[4]} more; themes and codes each by their own."
        return (
            "Bars to the right of the line: more than an even spread would give; to the left: less. In standardised "
            "residuals, ▲ ▼ beyond 2. Themes, and codes within them, that differ most come first."
        )


@dataclass(frozen=True, slots=True)
class Painted:
    """How a cell is painted, and the number that stands beside it."""

    text: str
    shade: str = ""
    bar: float | None = None
    """From -1 to 1; None for a shade."""

    @property
    def is_less(self) -> bool:
        """Whether it is a bar to the left."""
        return self.bar is not None and self.bar < 0

    def width(self, size: int) -> int:
        """Give the cells that it takes, in one of the `SIZES`."""
        return len(self.text) + 1 + (size if self.bar is None else 2 * size + 1)

    def drawn(self, size: int) -> str:
        """Give what stands before the number."""
        if self.bar is None:
            return self.shade * size
        whole, half = divmod(round(abs(self.bar) * 2 * size), 2)
        if self.bar < 0:
            return ("▐" * half + "█" * whole).rjust(size) + MIDDLE + " " * size
        return " " * size + MIDDLE + ("█" * whole + "▌" * half).ljust(size)


def painted(table: Table, picture: Picture) -> dict[tuple[str, str], Painted]:
    """Paint the cells of a table.

    Parameters
    ----------
    table
        As `Picture.narrowed` leaves it.
    picture
        What as.

    Returns
    -------
    dict
        By the ids of row and column; the other cells are left as they are.
    """
    printed, values, columns = table.printed(), table.values(), table.columns
    at_rows, at_columns = body(table), of_numbers(table)
    # Of codes by codes the diagonal says how often each comes up, and beside that all others would look alike.
    is_square = PICTURES["network"].fits(table)
    numbers = {
        (row, column): one
        for row in at_rows
        for column in at_columns
        if (one := number(values[row][column])) is not None and not (is_square and row == column)
    }
    if picture is Picture.BARS:
        most = max([abs(one) for one in numbers.values()] or [1.0]) or 1.0
        return {
            (table.rows[row].id, columns[column]): Painted(_short(table, row, columns[column], one), bar=one / most)
            for (row, column), one in numbers.items()
        }
    largest: dict[RowKind, float] = {}
    for (row, _), one in numbers.items():
        kind = table.rows[row].kind
        largest[kind] = max(largest.get(kind, 0.0), one)
    return {
        (table.rows[row].id, columns[column]): Painted(
            printed[row][column], SHADES[_quarter(one, largest[table.rows[row].kind])]
        )
        for (row, column), one in numbers.items()
    }


def _short(table: Table, row: int, column: str, residual: float) -> str:
    """Write a residual with its signs in few cells."""
    mark = table.marks.get((table.rows[row].id, column), "")
    return f"{with_sign(f'{residual:.1f}')}{mark}"


def _quarter(one: float, most: float) -> int:
    """Give the number of the quarter, 0 for nothing."""
    return ceil(4 * one / most) if one > 0 and most > 0 else 0

"""The one shape in which a table travels: `tables` makes it, `export` and the front ends write it.

It stands below both so that neither needs to know the other. A table is its numbers and everything a reader needs to
trust them: how the rows nest, which columns are totals, and the notes that say what was counted and what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fgcoder.model import Passage
from fgcoder.rounding import per_cent, rounded

if TYPE_CHECKING:
    import pandas as pd

MINUS = "−"
"""As wide as a plus, which a hyphen is not."""
NO_DATA = "–"
"""How a cell is printed about which nothing is known yet, as against a counted `0`."""


class RowKind(StrEnum):
    """What a row of a table is about, so that each format can set it off in its own way."""

    THEME = "theme"
    """A heading or subtotal of the rows below it."""
    CODE = "code"
    """An ordinary row."""
    BASE = "base"
    """What the other rows are to be read against: how many groups, participants and segments there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one row of a table besides its cells."""

    kind: RowKind
    id: str
    """Unique in the table; for a theme or code its id in the codebook."""
    label: str
    """For people to read."""
    level: int = 0
    """How far the row is indented: 0 for a theme, 1 for a code beneath it, and so on."""
    above: tuple[str, ...] = ()
    """The labels of the themes above the row, outermost first."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it is printed behind a cell."""

    words: str
    citation: str
    """Who said it and where."""


Cell = tuple[str, str]
"""A cell by the id of its row and its column."""


@dataclass(frozen=True)
class Table:
    """A table that can be printed, with the notes that belong under it."""

    frame: pd.DataFrame
    """The cells: one row for each of `rows`, indexed by their ids. Whole numbers, fractions or text; NA is no data."""
    title: str
    index_label: str
    """The heading over the row labels."""
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """What was counted, over which base, with which filters and doubts; each a sentence or two, printed beneath."""
    total_columns: tuple[str, ...] = ()
    """The columns that sum up others, to be set off."""
    decimals: int = 2
    """How many decimals a fraction is printed with."""
    percent: bool = False
    """Whether fractions are shares, to be printed as per cents (with `decimals` less two, at least none)."""
    signed: tuple[str, ...] = ()
    """The columns whose numbers are printed with their sign: differences, in which `+` says as much as `−`."""
    measures: tuple[str, ...] = ()
    """For each column what its numbers are, where columns differ in it (`segments`, `kappa`): no picture mixes them."""
    name: str = "table"
    """What files made from it are called, without an ending: `frequency-by-country`."""
    unit: str = ""
    """What a number in it is, in a word or two: `segments`, `share of segments`; empty where the rows differ."""
    facts: tuple[tuple[str, str], ...] = ()
    """What it rests on, as names and values: base, filters, codebook and version, coders, date of the last decision."""
    headings: tuple[tuple[str, ...], ...] = ()
    """For each column its headings, outermost first, where columns are grouped (`Denmark` over `public health`)."""
    marks: Mapping[Cell, str] = field(default_factory=dict)
    """A sign behind the number in a cell (`†` for a small base, `▲`); a note says what it means."""
    behind: Callable[[str, str], Sequence[Passage]] | None = None
    """Gives the passages that a cell rests on, by the id of its row and its column; None where cells rest on none."""
    quotes: Mapping[Cell, tuple[Quoted, ...]] = field(default_factory=dict)
    """What those passages say, for formats that can keep it behind the number."""

    is_list: bool = False
    """Whether its rows are records that their labels number, not themes and codes."""

    def __post_init__(self) -> None:
        if list(self.frame.index) != [row.id for row in self.rows]:
            raise ValueError("the frame's index must be the ids of the rows, in the same order")
        if self.headings and len(self.headings) != len(self.frame.columns):
            raise ValueError("there must be headings for every column, or for none")
        if self.measures and len(self.measures) != len(self.frame.columns):
            raise ValueError("there must be measures for every column, or for none")

    @property
    def levels(self) -> tuple[int, ...]:
        """How far each row is indented."""
        return tuple(row.level for row in self.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the columns, in order."""
        return tuple(str(column) for column in self.frame.columns)

    def without(self, *columns: str) -> Table:
        """Give the table without some columns."""
        kept = [at for at, column in enumerate(self.columns) if column not in columns]
        return replace(
            self,
            frame=self.frame.iloc[:, kept],
            headings=tuple(self.headings[at] for at in kept) if self.headings else (),
            measures=tuple(self.measures[at] for at in kept) if self.measures else (),
        )

    def values(self) -> list[tuple[int | float | str | None, ...]]:
        """Give the cells row by row as plain Python values, with None for no data."""
        return [tuple(map(_plain, cells)) for cells in self.frame.astype(object).itertuples(index=False, name=None)]

    def printed(self) -> list[tuple[str, ...]]:
        """Give the cells row by row as they are to be read: `0` for none, `–` for no data, rounded, with marks."""
        return [
            tuple(self._print(row.id, column, value) for column, value in zip(self.columns, cells, strict=True))
            for row, cells in zip(self.rows, self.values(), strict=True)
        ]

    def _print(self, row: str, column: str, value: float | str | None) -> str:
        mark = self.marks.get((row, column), "")
        return f"{self._plainly(column, value)} {mark}".rstrip()

    def _plainly(self, column: str, value: float | str | None) -> str:
        if value is None:
            return NO_DATA
        if isinstance(value, float):
            text = per_cent(value, max(self.decimals - 2, 0)) if self.percent else rounded(value, self.decimals)
        else:
            text = f"{value:,}" if isinstance(value, int) else value
        is_signed = column in self.signed and not isinstance(value, str)
        return with_sign(text) if is_signed else text


def with_sign(number: str) -> str:
    """Put a sign before a printed number: `+0.52`, `−1.20`; none before nil."""
    digits = number.lstrip("-+")
    if not digits.strip("0."):
        return digits
    return f"{MINUS if number.startswith('-') else '+'}{digits}"


def nested(rows: Sequence[Row], rank: Callable[[Row], Any]) -> Iterator[Row]:
    """Yield rows with siblings in the order of their ranks, each followed by what is below it."""
    families: list[list[Row]] = []
    for row in rows:
        if not families or row.level <= families[0][0].level:
            families.append([row])
        else:
            families[-1].append(row)
    for head, *below in sorted(families, key=lambda family: rank(family[0])):
        yield head
        yield from nested(below, rank)


def _plain(value: object) -> int | float | str | None:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    plain = value.item() if hasattr(value, "item") else value
    return plain if isinstance(plain, int | float) else str(plain)

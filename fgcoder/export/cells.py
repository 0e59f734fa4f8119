"""Tables as lines for programs, which CSV and Parquet write alike: a line a cell, or of a list a line a record.

With a line a cell, the tidy form, no program has to know how a table was laid out: every heading is a column of its
own, and a figure says what it counts and over which base.

References
----------
Wickham, H. (2014). Tidy data. Journal of Statistical Software 59(10), 1-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fgcoder.export.layout import BETWEEN, headings
from fgcoder.tabular import RowKind, Table

Value = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A table as programs read it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def records(table: Table) -> Lines:
    """Give a list as it is laid out: of each record its number, then its own columns."""
    numbers = [int(row.label) if row.label.isdecimal() else row.label for row in table.rows]
    rows = tuple((number, *cells) for number, cells in zip(numbers, table.values(), strict=True))
    return Lines((table.index_label, *table.columns), rows)


def tidy(table: Table) -> Lines:
    """Take a table apart into its cells, one a line, row by row.

    The columns are `table`, `unit`, `kind` (of the row), `level`, `theme` (the labels above, joined by ` / `), `code`
    (the id), `label`, `heading_1` … (outermost first), `is_total`, `value` (a number), `text` (of a cell that is no
    number), `mark`, `base`. A cell without data has neither value nor text.

    The base of a figure is what stands in its column in the base row that the table's unit names (`segments`, `share
    of segments` and `Segments`); where there is no such row it is left open.
    """
    own = headings(table)
    depth = max(map(len, own), default=1)
    columns: tuple[str, ...] = ("table", "unit", "kind", "level", "theme", "code", "label")
    columns += tuple(f"heading_{level}" for level in range(1, depth + 1))
    columns += ("is_total", "value", "text", "mark", "base")
    return Lines(columns, tuple(_rows(table, [levels + ("",) * (depth - len(levels)) for levels in own])))


def column_bases(table: Table) -> list[float | None]:
    """Give the base of each column: what stands in it in the base row that the table's unit names, or None."""
    counted = table.unit.casefold()
    for row, cells in zip(table.rows, table.values(), strict=True):
        if row.kind is RowKind.BASE and row.label and counted.endswith(row.label.casefold()):
            return [None if isinstance(cell, str) else cell for cell in cells]
    return [None] * len(table.columns)


def _rows(table: Table, own: list[tuple[str, ...]]) -> Iterator[tuple[Value, ...]]:
    bases = column_bases(table)
    for row, cells in zip(table.rows, table.values(), strict=True):
        is_base = row.kind is RowKind.BASE
        about: tuple[Value, ...] = (
            table.name,
            "" if is_base else table.unit,
            row.kind.value,
            row.level,
            BETWEEN.join(row.above),
        )
        for column, levels, cell, base in zip(table.columns, own, cells, bases, strict=True):
            value, text = (None, cell) if isinstance(cell, str) else (cell, None)
            mark = table.marks.get((row.id, column))
            is_total = column in table.total_columns
            yield (*about, row.id, row.label, *levels, is_total, value, text, mark, None if is_base else base)

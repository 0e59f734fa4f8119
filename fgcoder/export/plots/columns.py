"""Which columns of a table a picture is drawn from."""

from __future__ import annotations

from collections.abc import Collection

from fgcoder.export.layout import are_numbers, headings
from fgcoder.tabular import Row, RowKind, Table, nested


def of_numbers(table: Table, measures: Collection[str] | None = None, *, empty: bool = False) -> list[int]:
    """Give the columns of numbers, totals aside.

    Parameters
    ----------
    table
        Where from.
    measures
        Only columns whose innermost heading, or whose name, is one of these, in any case.
    empty
        Whether to give those, too, that have numbers in base rows only, as where nobody has coded yet.
    """
    wanted = None if measures is None else {measure.casefold() for measure in measures}
    lines = [cells for row, cells in zip(table.rows, table.values(), strict=True) if row.kind is not RowKind.BASE]
    return [
        at
        for at, (column, levels, is_number) in enumerate(
            zip(table.columns, headings(table), are_numbers(table), strict=True)
        )
        if is_number
        and column not in table.total_columns
        and (wanted is None or {column.casefold(), levels[-1].casefold()} & wanted)
        and (empty or any(cells[at] is not None for cells in lines))
    ]


def measures(table: Table, chosen: Collection[int]) -> list[str]:
    """Give what the numbers of these columns are, each once; one where the table says of none."""
    return list(dict.fromkeys(table.measures[at] for at in chosen)) if table.measures else [table.unit]


def by_size(table: Table, chosen: Collection[int]) -> list[int]:
    """Give the numbers of the rows that are no base, those first that are farthest from 0 in any of these columns.

    Themes are sorted among themselves, and codes within their theme.
    """
    values, at = table.values(), {row.id: place for place, row in enumerate(table.rows)}

    def rank(row: Row) -> float:
        return -max((abs(number(values[at[row.id]][column]) or 0.0) for column in chosen), default=0.0)

    return [at[row.id] for row in nested([table.rows[place] for place in body(table)], rank)]


def body(table: Table) -> list[int]:
    """Give the numbers of the rows that are no base."""
    return [at for at, row in enumerate(table.rows) if row.kind is not RowKind.BASE]


def number(value: float | str | None) -> float | None:
    """Give a cell as a number, None where there is none."""
    return None if value is None or isinstance(value, str) else float(value)

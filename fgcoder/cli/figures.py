"""Tables of figures on the terminal: each figure and its interval in one column, so that a table fits 80 characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fgcoder.tabular import NO_DATA, RowKind, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text


def print_tables(tables: Sequence[Table], console: Console) -> None:
    """Lay tables out one under another, each with its notes beneath."""
    from rich.markup import escape

    from fgcoder.export.layout import beneath

    for table in tables:
        grid = _grid(table, one_line=True)
        unbounded = console.options.update(max_width=1000)  # a table measured within a width never exceeds it
        if console.measure(grid, options=unbounded).maximum > console.width:
            grid = _grid(table, one_line=False)
        console.print(grid)
        for note in beneath(table):
            console.print(escape(note), style="dim")
        console.print()


def _grid(table: Table, *, one_line: bool) -> Grid:
    """Lay out a table, the intervals behind their figures or, where that is too wide, beneath them."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table as Grid

    columns = table.columns
    shown = [at for at, name in enumerate(columns) if not _is_bound(name, columns)]
    grid = Grid(
        box=SIMPLE_HEAD,
        title=f"[bold]{escape(table.title)}[/]",
        title_justify="left",
        pad_edge=False,
        collapse_padding=True,
    )
    grid.add_column(table.index_label)
    for at in shown:
        grid.add_column(escape(_heading(columns[at], columns)), justify="right", no_wrap=not one_line)
    for row, cells in zip(table.rows, table.values(), strict=True):
        texts = [_cell(columns, cells, at, one_line=one_line) for at in shown]
        style = "bold" if row.kind is RowKind.THEME else ""
        grid.add_row("  " * row.level + escape(row.label), *texts, style=style)
    return grid


def _is_bound(name: str, columns: Sequence[str]) -> bool:
    from fgcoder.tables.figures import HIGH, LOW

    return any(name.endswith(bound) and name.removesuffix(bound) in columns for bound in (LOW, HIGH))


def _heading(name: str, columns: Sequence[str]) -> str:
    """Give `of` for the base of a figure, which stands beside it."""
    from fgcoder.tables.figures import BASE

    return BASE.strip() if name.endswith(BASE) and name.removesuffix(BASE) in columns else name


def _cell(columns: Sequence[str], cells: Sequence[int | float | str | None], at: int, *, one_line: bool) -> Text:
    from rich.text import Text

    from fgcoder.tables.figures import DIFFERENCE, HIGH, LOW

    name, value = columns[at], cells[at]
    if not isinstance(value, float):
        return Text(NO_DATA if value is None else f"{value:,}" if isinstance(value, int) else value)
    sign = "+" if name == DIFFERENCE else ""
    text = Text(_rounded(value, sign))
    if f"{name}{LOW}" not in columns:
        return text
    low, high = (cells[columns.index(f"{name}{bound}")] for bound in (LOW, HIGH))
    if isinstance(low, float) and isinstance(high, float):
        interval = (" to " if sign else "–").join(_rounded(bound, sign) for bound in (low, high))
    else:
        interval = NO_DATA
    return text.append(f" ({interval})" if one_line else f"\n{interval}", style="dim")


def _rounded(value: float, sign: str) -> str:
    return f"{value:{sign}z.2f}"

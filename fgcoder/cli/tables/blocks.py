"""A table that is too wide for the terminal, laid out in blocks beneath each other, so that no figure is cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fgcoder.tabular import Row, Table

LABELS_AT_LEAST = 20
"""Characters that the labels of the rows are left; longer ones wrap."""
GAP = 2
"""Characters between columns, and at the edges together."""


@dataclass(frozen=True)
class Column:
    """A column as it is laid out."""

    heading: str
    cells: tuple[Text, ...]
    """One for each row; may have several lines."""
    style: str = ""

    @property
    def width(self) -> int:
        """The characters it needs, so that neither a word of its heading nor a line of a cell is cut."""
        lines = [line for cell in self.cells for line in cell.plain.split("\n")]
        return max(map(len, [*self.heading.split(), *lines, ""]))


def fits(labels: Sequence[Row], columns: Sequence[Column], width: int) -> bool:
    """Say whether the columns fit beside the labels of the rows, unwrapped."""
    return _longest(labels) + GAP + sum(column.width + GAP for column in columns) <= width


def print_in_blocks(table: Table, columns: Sequence[Column], console: Console) -> None:
    """Print a table with columns of one's own, in as many blocks as it takes, then its notes."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table as Grid

    from fgcoder.export.layout import beneath
    from fgcoder.tabular import RowKind

    console.print(f"[bold]{escape(table.title)}[/]")
    styles = {RowKind.THEME: "bold", RowKind.BASE: "dim"}
    for block in _blocks(table, columns, console.width):
        grid = Grid(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        roomy = sum(max(column.width, len(column.heading)) + GAP for column in block)
        is_tight = _longest(table.rows) + GAP + roomy > console.width
        grid.add_column(escape(table.index_label))
        for column in block:
            width = column.width if is_tight else None
            grid.add_column(escape(column.heading), justify="right", width=width, style=column.style)
        last = None
        for at, row in enumerate(table.rows):
            cells = [column.cells[at] for column in block]
            if len(block) < len(columns) and not any(cell.plain for cell in cells):
                continue  # it has its figures in another block
            if row.kind is RowKind.BASE and last is not RowKind.BASE:
                grid.add_section()
            grid.add_row("  " * row.level + escape(row.label), *cells, style=styles.get(row.kind, ""))
            last = row.kind
        console.print(grid)
    for note in beneath(table):
        console.print(escape(note), style="dim")


def _blocks(table: Table, columns: Sequence[Column], width: int) -> Iterator[list[Column]]:
    labels = min(_longest(table.rows), LABELS_AT_LEAST)
    block: list[Column] = []
    for column in columns:
        if block and labels + GAP + sum(one.width + GAP for one in [*block, column]) > width:
            yield block
            block = []
        block.append(column)
    yield block


def _longest(rows: Sequence[Row]) -> int:
    return max((2 * row.level + len(row.label) for row in rows), default=0)

"""How a table of figures is laid out for the terminal, be it wider than that.

A terminal of 80 columns holds five countries, or one country with three sectors. What does not fit beside stands in
further blocks beneath, each with the row labels again, and headings over several columns are kept together: figures
cut off at the edge, or wrapped, cannot be read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Table

BETWEEN: Final = 2
"""Blanks between columns."""
LABELS: Final = 0.4
"""Share of the terminal that row labels are given when there is not room for all."""
LEAST: Final = 24
"""Characters that they are given at least."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How many characters wide the row labels and the columns are."""

    labels: int
    columns: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all columns beside each other."""
        return self.labels + sum(width + BETWEEN for width in self.columns)


def show(table: Table, console: Console) -> None:
    """Lay a table out for the terminal."""
    from rich.markup import escape

    from fgcoder.export.layout import beneath

    widths = _widths(table, console.width)
    console.print(f"[bold]{escape(table.title)}[/]")
    for columns in _blocks(table, widths, console.width):
        _show_block(table, columns, widths, console)
    console.print()
    for note in beneath(table):
        console.print(escape(note), style="dim")


def _widths(table: Table, room: int) -> Widths:
    """Choose the widths: as wide as they would be, else with wrapped headings, else with wrapped labels too."""
    from rich.cells import cell_len

    from fgcoder.export.layout import headings

    printed = table.printed()
    texts = [name[-1] for name in headings(table)]
    cells = [max([cell_len(line[at]) for line in printed] or [0]) for at in range(len(texts))]
    labels = max(map(cell_len, [table.index_label, *(("  " * row.level) + row.label for row in table.rows)]))
    longest = [max(map(cell_len, text.split()), default=0) for text in texts]
    whole = _under_groups(table, [max(pair) for pair in zip(cells, map(cell_len, texts), strict=True)])
    narrow = _under_groups(table, [max(pair) for pair in zip(cells, longest, strict=True)])
    capped = min(labels, max(LEAST, int(LABELS * room)))
    tries = [Widths(width, columns) for width, columns in ((labels, whole), (labels, narrow), (capped, narrow))]
    tries += [Widths(min(labels, LEAST), narrow)]
    return next((one for one in tries if one.total <= room), Widths(capped, narrow))


def _under_groups(table: Table, widths: list[int]) -> tuple[int, ...]:
    """Widen the last column under a heading that is wider than its columns."""
    from rich.cells import cell_len

    from fgcoder.export.layout import heading_lines

    for line in heading_lines(table)[:-1]:
        for heading in line:
            own = range(heading.first, heading.first + heading.columns)
            needed = cell_len(heading.text) + (BETWEEN if heading.text else 0)
            widths[own[-1]] += max(needed - _spread(widths, own), 0)
    return tuple(widths)


def _spread(widths: Sequence[int], columns: Sequence[int]) -> int:
    """Say how wide neighbouring columns are together."""
    return sum(widths[at] for at in columns) + BETWEEN * (len(columns) - 1)


def _blocks(table: Table, widths: Widths, room: int) -> list[list[int]]:
    """Divide the columns into blocks that fit beside the labels, between groups of columns where that can be."""
    from fgcoder.export.layout import heading_lines

    lines = heading_lines(table)
    groups = [list(range(one.first, one.first + one.columns)) for one in lines[0]]
    left = room - widths.labels - BETWEEN
    parts: list[list[int]] = []
    for group in groups:
        parts += [group] if _spread(widths.columns, group) <= left else [[at] for at in group]
    blocks: list[list[int]] = []
    for part in parts:
        if blocks and _spread(widths.columns, [*blocks[-1], *part]) <= left:
            blocks[-1] += part
        else:
            blocks.append(list(part))
    return blocks or [[]]


def _show_block(table: Table, columns: Sequence[int], widths: Widths, console: Console) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    from fgcoder.export.layout import headings
    from fgcoder.tabular import RowKind

    console.print()
    for text in _over(table, columns, widths):
        console.print(Text(text, style="bold"), no_wrap=True, crop=False)
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, BETWEEN - 1))
    grid.add_column(escape(table.index_label), width=widths.labels)
    own = headings(table)
    for at in columns:
        style = "bold" if table.columns[at] in table.total_columns else ""
        grid.add_column(escape(own[at][-1]), justify="right", style=style, width=widths.columns[at], overflow="fold")
    last = None
    for row, cells in zip(table.rows, table.printed(), strict=True):
        if row.kind is RowKind.BASE and last is not RowKind.BASE:
            grid.add_section()
        style = {RowKind.THEME: "bold", RowKind.BASE: "dim"}.get(row.kind, "")
        label = Padding(Text(row.label), (0, 0, 0, 2 * row.level))
        grid.add_row(label, *(Text(cells[at]) for at in columns), style=style)
        last = row.kind
    console.print(grid)


def _over(table: Table, columns: Sequence[int], widths: Widths) -> list[str]:
    """Give the lines of headings that stand over several columns."""
    from fgcoder.export.layout import heading_lines

    found = []
    for line in heading_lines(table)[:-1]:
        text = " " * widths.labels
        for heading in line:
            own = [at for at in range(heading.first, heading.first + heading.columns) if at in columns]
            if own:
                width = _spread(widths.columns, own)
                name = f" {heading.text} ".center(width, "─") if heading.text else " " * width
                text += " " * BETWEEN + name[:width]
        found.append(text.rstrip())
    return found

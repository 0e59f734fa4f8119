"""What stands beneath a table: the cell in hand in words, what the signs of a picture mean, and the notes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.export.layout import BETWEEN, LONG_TEXT, headings
from fgcoder.tabular import NO_DATA, Row, RowKind, Table


class TableNotes(VerticalScroll, can_focus=False):
    """Notes that can be scrolled."""

    DEFAULT_CSS = """
    TableNotes {
        height: auto;
        max-height: 30%;
        padding: 0 1;
        background: $panel;
        scrollbar-size-vertical: 1;
        &.-all { max-height: 80%; }
        & > Static { height: auto; }
        & > #table-cell { text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._printed: tuple[Table | None, list[tuple[str, ...]]] = (None, [])
        """The cells of the table in view, which are asked for with every step."""

    def compose(self) -> ComposeResult:
        """Lay out the cell over the notes."""
        yield Static("", id="table-cell")
        yield Static("", id="table-words")
        yield Static("", id="table-notes")

    def show(self, notes: Sequence[str], legend: str = "") -> None:
        """Show other notes."""
        parts = [Content(note) for note in ([legend] if legend else []) + list(notes)]
        self.query_one("#table-notes", Static).update(Content("\n").join(parts))
        self.scroll_home(animate=False)

    def show_cell(self, table: Table | None, cell: tuple[str, str] | None) -> None:
        """Say which cell is in hand, and give it in full where it is long."""
        if table is not self._printed[0]:
            self._printed = table, table.printed() if table is not None else []
        title, words = ("", "") if table is None or cell is None else told(table, cell, self._printed[1])
        self.query_one("#table-cell", Static).update(Content(title))
        long = self.query_one("#table-words", Static)
        long.update(Content(words))
        long.display = bool(words)
        if words:
            self.scroll_home(animate=False)

    def read(self, lines: int) -> None:
        """Scroll on, or back."""
        self.scroll_relative(y=lines, animate=False, force=True)


def told(table: Table, cell: tuple[str, str], cells: Sequence[Sequence[str]] = ()) -> tuple[str, str]:
    """Put a cell into words: `Barriers › No time · Denmark: 12 segments`; and its text where that is long.

    Parameters
    ----------
    table, cell
        Which one, by the ids of its row and its column.
    cells
        `table.printed()`, where that is known already.
    """
    row = next(row for row in table.rows if row.id == cell[0])
    at = table.columns.index(cell[1])
    where = f"{' › '.join([*row.above, row.label])} · {BETWEEN.join(headings(table)[at])}"
    printed = (cells or table.printed())[table.rows.index(row)][at]
    if len(printed) > LONG_TEXT or "\n" in printed:
        return where, printed
    return f"{where}: {printed}{_unit(table, row, printed)}", ""


def _unit(table: Table, row: Row, printed: str) -> str:
    is_counted = table.unit and printed != NO_DATA and row.kind is not RowKind.BASE
    count = printed.partition(" ")[0]
    unit = table.unit.removesuffix("s") if count == "1" and " " not in table.unit else table.unit
    return f" {unit}" if is_counted and not table.percent and count.replace(",", "").isdecimal() else ""

"""The cells of a table: those in view are drawn, the labels of the rows stay where they are, one cell is in hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from fgcoder.tabular import Row, RowKind, Table
from fgcoder.tui.widgets.plot_view.cells import SIZES, Painted, Picture, painted
from fgcoder.tui.widgets.table_view.layout import BESIDE_PICTURE, LABELS, Layout, lay_out

LABEL: Final = "label"
"""The key of the column of labels. Textual's own labels of rows find out too late how wide they are."""
KINDS: Final = {RowKind.THEME: "theme", RowKind.BASE: "base"}


class TableView(DataTable[Text]):
    """A table in which one goes from cell to cell."""

    DEFAULT_CSS = """
    TableView {
        height: 1fr;
        background: $surface;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .datatable--header { background: $panel; color: $text; text-style: bold; }
        & > .datatable--fixed { background: $surface; color: $foreground; }
        & > .datatable--cursor { text-style: bold reverse; background: $surface; color: $foreground; }
        & > .datatable--hover { background: $surface; }
        & > .table--theme { text-style: bold; }
        & > .table--base { color: $text-muted; text-style: italic; }
        & > .table--total { text-style: bold; }
        & > .table--picture { color: $text-primary; }
        & > .table--less { color: $text-warning; }
    }
    """
    COMPONENT_CLASSES = DataTable.COMPONENT_CLASSES | {
        f"table--{name}" for name in ("theme", "base", "total", "picture", "less")
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, cursor_type="cell", cell_padding=1, fixed_columns=1, zebra_stripes=False)
        self._table: Table | None = None
        self._picture: Picture | None = None
        self._layout = Layout("", 1, (), ())
        self._styles: dict[str, Style] = {}

    def show(self, table: Table | None, picture: Picture | None = None) -> None:
        """Show a table, or its picture; the cell in hand stays in hand where there is such a one.

        Parameters
        ----------
        table
            None for nothing.
        picture
            What the cells are painted as; None for what is printed.
        """
        cell = self.cell
        self._table, self._picture = table, picture
        self._lay_out()
        self.point_at(cell)

    def point_at(self, cell: tuple[str, str] | None) -> None:
        """Take a cell in hand, by the ids of its row and its column; the first one where there is none such."""
        rows = [line.id for line in self._layout.lines]
        columns = [column.name for column in self._layout.columns]
        row, column = cell or ("", "")
        at = (rows.index(row) if row in rows else 0, 1 + (columns.index(column) if column in columns else 0))
        self.move_cursor(row=at[0], column=at[1], animate=False)

    @property
    def cell(self) -> tuple[str, str] | None:
        """The ids of the row and the column of the cell in hand."""
        at = self.cursor_coordinate
        if not self._layout.lines or not 0 < at.column <= len(self._layout.columns):
            return None
        return self._layout.lines[at.row].id, self._layout.columns[at.column - 1].name

    @property
    def row(self) -> Row | None:
        """The row in hand."""
        cell = self.cell
        if self._table is None or cell is None:
            return None
        return next(row for row in self._table.rows if row.id == cell[0])  # a picture may have another order

    def validate_cursor_coordinate(self, value: Coordinate) -> Coordinate:
        """Keep to the cells: there is nothing behind the label of a row."""
        valid = super().validate_cursor_coordinate(value)
        return valid.right() if valid.column == 0 and len(self.columns) > 1 else valid

    def on_resize(self, _event: events.Resize) -> None:
        """Share out the width anew."""
        if self._table is not None:
            self.show(self._table, self._picture)

    def _lay_out(self) -> None:
        self.clear(columns=True)
        self._styles.clear()  # the theme may be another
        if self._table is None:
            self._layout = Layout("", 1, (), ())
            return
        table = self._table if self._picture is None else self._picture.narrowed(self._table)
        share = LABELS if self._picture is None else BESIDE_PICTURE
        self._layout = layout = lay_out(table, self.size.width or self.app.size.width, share)
        paint = painted(table, self._picture) if self._picture is not None else {}
        size, widths = self._sized(paint)
        self.header_height = layout.heading_height
        self.add_column(
            _text((layout.label_heading,), lines=layout.heading_height), width=layout.label_width, key=LABEL
        )
        for column in layout.columns:
            heading = _text(column.heading, is_figure=column.is_figure, lines=layout.heading_height)
            self.add_column(heading, width=widths[column.name], key=column.name)
        for line in layout.lines:
            style = self._style(KINDS.get(line.kind, ""))
            cells = [
                self._painted(paint[line.id, column.name], style, size, widths[column.name])
                if (line.id, column.name) in paint
                else _text(cell, style + self._style("total" if column.is_total else ""), is_figure=column.is_figure)
                for column, cell in zip(layout.columns, line.cells, strict=True)
            ]
            self.add_row(_text(line.label, style), *cells, height=line.height, key=line.id)

    def _sized(self, paint: Mapping[tuple[str, str], Painted]) -> tuple[int, dict[str, int]]:
        """Choose how large the picture is, and say how wide each column is then."""
        widths: dict[str, int] = {}
        for size in SIZES:
            widths = {column.name: column.width for column in self._layout.columns}
            for (_, column), one in paint.items():
                widths[column] = max(widths[column], one.width(size))
            if self._layout.label_width + sum(widths.values()) + 2 * (len(widths) + 1) <= self.size.width:
                break
        return size, widths

    def _painted(self, one: Painted, style: Style, size: int, width: int) -> Text:
        name = "less" if one.is_less else "picture"
        drawn = one.drawn(size)
        text = Text(drawn + one.text.rjust(width - len(drawn)), style=style)
        for start, end in ((0, size), (len(drawn) - size, len(drawn))):  # the line in the middle is neither
            text.stylize(self._style(name), start, end)
        return text

    def _style(self, name: str) -> Style:
        # Asking for a style takes longer than painting with it, and every cell has several.
        if name not in self._styles:
            self._styles[name] = self._asked(name) if name else Style()
        return self._styles[name]

    def _asked(self, name: str) -> Style:
        whole = self.get_component_rich_style(f"table--{name}")
        # The whole style brings a background that would hide the cursor's; bold rows keep the colour of the table.
        color = whole.color if name in ("base", "picture", "less") else None
        return Style(color=color, bold=whole.bold, italic=whole.italic)


def _text(parts: tuple[str, ...], style: Style | str = "", *, is_figure: bool = False, lines: int = 0) -> Text:
    """Give the lines of a cell, at the foot of so many lines."""
    text = "\n" * max(lines - len(parts), 0) + "\n".join(parts)
    return Text(text, style=style, justify="right" if is_figure else "left", no_wrap=True, overflow="ellipsis")

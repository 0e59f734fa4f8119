"""An Excel workbook: the table formatted as one would by hand, and a second sheet that says what the numbers are.

Numbers are written as numbers and text as text, so that a label which begins with `=` is never run as a formula. The
workbook's date of creation is fixed, so that the same table gives the same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from fgcoder.tabular import NO_DATA, RowKind, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the date of creation, which would otherwise be the only thing that differs between two exports."""
WIDEST: Final = 60
"""Characters; longer labels are wrapped."""


def render(table: Table) -> bytes:
    """Give the table as a workbook with the sheets `Table` and `About`."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "created": CREATED.replace(tzinfo=None)})
        _write_table(book, table)
        _write_about(book, table)
    return out.getvalue()


def _write_table(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet("Table")
    heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
    sheet.write_string(0, 0, table.index_label, book.add_format(heading))
    for at, column in enumerate(table.columns, 1):
        sheet.write_string(0, at, column, book.add_format({**heading, "align": "right"}))
        sheet.set_column(at, at, min(max(len(column) + 2, 9), 24))
    base_begun = False
    looks = _Looks(book, table.decimals)
    for at, (row, cells) in enumerate(zip(table.rows, table.values(), strict=True), 1):
        first_base = row.kind is RowKind.BASE and not base_begun
        base_begun = base_begun or first_base
        look: dict[str, Any] = {"valign": "top"}
        look |= {"bold": True} if row.kind is RowKind.THEME else {}
        look |= {"italic": True, "font_color": "#555555"} if row.kind is RowKind.BASE else {}
        look |= {"top": 1} if first_base else {}
        sheet.write_string(at, 0, row.label, looks.of({**look, "indent": row.level, "text_wrap": True}))
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True), 1):
            own = {**look, "left": 1} if column in table.total_columns else look
            if cell is None:
                sheet.write_string(at, place, NO_DATA, looks.of({**own, "align": "right"}))
            elif isinstance(cell, str):
                sheet.write_string(at, place, cell, looks.of({**own, "text_wrap": True}))
            else:
                sheet.write_number(at, place, cell, looks.number(own, cell))
    widest = max([len(table.index_label), *(len(row.label) + 3 * row.level for row in table.rows)])
    sheet.set_column(0, 0, min(widest + 2, WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14, "text_wrap": True}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, note in enumerate(table.notes, 2):
        sheet.write_string(at, 0, note, wrapped)


class _Looks:
    """The cell formats in use, each made once: a workbook holds a limited number of them."""

    def __init__(self, book: Workbook, decimals: int) -> None:
        self._book = book
        self._fraction = "0." + "0" * decimals if decimals else "0"
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, look: dict[str, Any]) -> Format:
        """Give the format for these properties."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def number(self, look: dict[str, Any], value: float) -> Format:
        """Give the format for a number: whole ones without decimals."""
        return self.of({**look, "num_format": self._fraction if isinstance(value, float) else "0"})

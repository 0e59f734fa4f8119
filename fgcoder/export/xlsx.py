"""An Excel workbook: the table formatted as one would by hand, and sheets that say what the numbers are and rest on.

Numbers are written as numbers and text as text, so that a label which begins with `=` is never run as a formula; a sign
behind a number is part of its format, so that it can still be summed. The workbook's date of creation is fixed, so that
the same table gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from fgcoder.export.layout import are_numbers, first_base, heading_lines, prose_weights, quoted_cells
from fgcoder.tabular import MINUS, NO_DATA, RowKind, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the date of creation, which would otherwise be the only thing that differs between two exports."""
WIDEST, PROSE, ABOUT = 60, 44, 90
"""Characters of the widest column of labels, of a column of text and of one of notes; what is longer is wrapped."""
QUOTE_COLUMNS: Final = {"Row": 30, "Column": 20, "Figure": 10, "Quote": 70, "Citation": 40}
"""The headings of the sheet of quotes and how many characters wide each column is."""
MOST_IN_A_CELL: Final = 32_767
"""Characters that Excel takes in one cell; what is over is left out with an ellipsis."""
LINE_PT, TALLEST_PT = 15, 408
"""Height of a line, and of the tallest row that Excel takes."""
FEW: Final = 6
"""Columns up to which a sheet is printed upright."""
GREY: Final = "#555555"


def render(table: Table) -> bytes:
    """Give the table as a workbook with the sheets `Table`, `About` and, where it has quotes, `Quotes`."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "created": CREATED.replace(tzinfo=None)})
        looks = _Looks(book, table)
        _write_table(book.add_worksheet("Table"), looks, table)
        _write_about(book.add_worksheet("About"), looks, table)
        if table.quotes:
            _write_quotes(book.add_worksheet("Quotes"), looks, table)
    return out.getvalue()


def _write_table(sheet: Worksheet, looks: _Looks, table: Table) -> None:
    top = _write_headings(sheet, looks, table)
    rule, prose = first_base(table), _prose_widths(table)
    longest = max([len(table.index_label), *(len(row.label) + 3 * row.level for row in table.rows)])
    labels = min(longest + 2, WIDEST)
    sheet.set_column(0, 0, labels)
    printed = table.printed()
    for at, (row, cells) in enumerate(zip(table.rows, table.values(), strict=True)):
        look: dict[str, Any] = {"valign": "top"}
        look |= {"bold": True} if row.kind is RowKind.THEME else {}
        look |= {"italic": True, "font_color": GREY} if row.kind is RowKind.BASE else {}
        look |= {"top": 1} if at == rule else {}
        _make_room(sheet, top + at, [(row.label, labels - row.level), *_texts(cells, prose)])
        own_look = looks.of({**look, "align": "left", "indent": row.level, "text_wrap": True})
        if table.is_list and row.label.isdecimal():  # a number, to sort by
            sheet.write_number(top + at, 0, int(row.label), own_look)
        else:
            sheet.write_string(top + at, 0, row.label, own_look)
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True), 1):
            own = {**look, "left": 1} if column in table.total_columns else look
            mark = table.marks.get((row.id, column), "")
            if cell is None:
                sheet.write_string(top + at, place, f"{NO_DATA} {mark}".rstrip(), looks.of({**own, "align": "right"}))
            elif isinstance(cell, str):
                text = _fitting(f"{cell} {mark}".rstrip())
                sheet.write_string(top + at, place, text, looks.of({**own, "text_wrap": True}))
            else:
                shown = printed[at][place - 1]
                look_of = looks.number(own, cell, mark, shown, is_signed=column in table.signed)
                sheet.write_number(top + at, place, cell, look_of)
    sheet.freeze_panes(top, 1)
    sheet.repeat_rows(0, top - 1)
    _fit_to_paper(sheet, is_wide=any(prose) or len(table.columns) > FEW)


def _write_headings(sheet: Worksheet, looks: _Looks, table: Table) -> int:
    """Write the lines of headings, and say how many there are."""
    lines = heading_lines(table)
    bottom = len(lines) - 1
    heading = {"bold": True, "text_wrap": True, "valign": "bottom"}
    corner = looks.of({**heading, "bottom": 1})
    if bottom:
        sheet.merge_range(0, 0, bottom, 0, table.index_label, corner)
    else:
        sheet.write_string(0, 0, table.index_label, corner)
    numbers = are_numbers(table)
    for at, line in enumerate(lines):
        for one in line:
            align = "center" if one.columns > 1 else "right" if numbers[one.first] else "left"
            look = looks.of({**heading, "align": align, **({"bottom": 1} if at == bottom or one.columns > 1 else {})})
            if one.columns > 1:
                sheet.merge_range(at, one.first + 1, at, one.first + one.columns, one.text, look)
            elif one.text:
                sheet.write_string(at, one.first + 1, one.text, look)
    for place, (name, width) in enumerate(zip(lines[-1], _prose_widths(table), strict=True), 1):
        sheet.set_column(place, place, width or min(max(len(name.text) + 2, 9), 24))
    return len(lines)


def _write_about(sheet: Worksheet, looks: _Looks, table: Table) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, ABOUT)
    sheet.write_string(0, 0, table.title, looks.of({"bold": True, "font_size": 14}))
    name, value = looks.of({"bold": True, "valign": "top"}), looks.of({"text_wrap": True, "valign": "top"})
    at = 2
    for fact, told in table.facts:
        sheet.write_string(at, 0, fact, name)
        sheet.write_string(at, 1, _fitting(told), value)
        _make_room(sheet, at, [(told, ABOUT)])
        at += 1
    at += bool(table.facts)
    for number, note in enumerate(table.notes):
        sheet.write_string(at + number, 0, "" if number else "Notes", name)
        sheet.write_string(at + number, 1, _fitting(note), value)
        _make_room(sheet, at + number, [(note, ABOUT)])
    _fit_to_paper(sheet)


def _write_quotes(sheet: Worksheet, looks: _Looks, table: Table) -> None:
    heading, body = looks.of({"bold": True, "bottom": 1}), looks.of({"text_wrap": True, "valign": "top"})
    for place, (name, width) in enumerate(QUOTE_COLUMNS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, heading)
    at = 1
    for cell in quoted_cells(table, said=True):
        for quote in cell.quotes:
            texts = (cell.row.label, cell.column, cell.printed, quote.words, quote.citation)
            for place, text in enumerate(texts):
                sheet.write_string(at, place, _fitting(text), body)
            _make_room(sheet, at, list(zip(texts, QUOTE_COLUMNS.values(), strict=True)))
            at += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, at - 1, len(QUOTE_COLUMNS) - 1)
    sheet.repeat_rows(0)
    _fit_to_paper(sheet)


def _prose_widths(table: Table) -> list[int]:
    """Give the width in letters of each column that holds prose, 0 for the others."""
    return [round(PROSE * weight) for weight in prose_weights(table)]


def _texts(cells: Sequence[int | float | str | None], widths: list[int]) -> list[tuple[str, int]]:
    """Give the texts of a row that may take several lines, each with the width of its column."""
    return [(cell, width) for cell, width in zip(cells, widths, strict=True) if width and isinstance(cell, str)]


def _make_room(sheet: Worksheet, at: int, texts: list[tuple[str, int]]) -> None:
    """Make a row as tall as its texts, which not every program does by itself.

    Parameters
    ----------
    sheet, at
        The row.
    texts
        Each with the width of its column in characters.
    """
    lines = max(sum(-(-max(len(line), 1) * 11 // (10 * width)) for line in text.splitlines()) for text, width in texts)
    if lines > 1:
        sheet.set_row(at, min(lines * LINE_PT, TALLEST_PT))


def _fit_to_paper(sheet: Worksheet, *, is_wide: bool = True) -> None:
    sheet.set_paper(9)  # A4
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_IN_A_CELL else f"{text[: MOST_IN_A_CELL - 2]} …"


class _Looks:
    """The cell formats in use, each made once: a workbook holds a limited number of them."""

    def __init__(self, book: Workbook, table: Table) -> None:
        self._book = book
        decimals = max(table.decimals - 2, 0) if table.percent else table.decimals
        fraction = "0." + "0" * decimals if decimals else "0"
        self._fraction = f'{fraction}" "%' if table.percent else fraction
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, look: dict[str, Any]) -> Format:
        """Give the format for these properties."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def number(self, look: dict[str, Any], value: float, mark: str, printed: str, *, is_signed: bool) -> Format:
        """Give the format for a number: whole ones without decimals, its sign as text behind it.

        A share that must not be rounded to nil or to all shows as it is printed (`<1 %`); the cell holds it exactly.
        """
        behind = '" {}"'.format(mark.replace('"', "")) if mark else ""
        shown = self._fraction if isinstance(value, float) else "#,##0"
        if printed.startswith(("<", ">")):
            shown = f'"{printed.removesuffix(mark).rstrip()}"'
        parts = [f"+{shown}", f'"{MINUS}"{shown}', shown] if is_signed else [shown]
        return self.of({**look, "num_format": ";".join(part + behind for part in parts)})

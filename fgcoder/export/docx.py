"""A Word document: a real table with a caption that Word can number and list, its notes beneath, ready for a report.

A long table repeats its headings on every page and breaks between rows, a wide one lies across the page. Word has no
way to hide text behind a number, so the quotes follow the table.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from fgcoder.export.layout import (
    QuotedCell,
    are_numbers,
    are_prose,
    beneath,
    first_base,
    heading_lines,
    quoted_cells,
)
from fgcoder.export.widths import LETTER_CM, MARGIN_IN_CELL_CM, PROSE_MARGIN_IN_CELL_CM, shared_out, wanted
from fgcoder.export.word_parts import (
    keep_whole,
    narrow_margins,
    number,
    own_font,
    repeat_on_every_page,
    rule,
    stand_upright,
)
from fgcoder.export.zipped import timeless
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the date of creation, so that the same table gives the same bytes."""
PAGE_CM: Final = (21.0, 29.7)
MARGIN_CM: Final = 2.0
INDENT_CM: Final = 0.4
BODY_PT, FULL_PT, NOTE_PT, SMALL_PT = 9.5, 8.0, 8.5, 8.0
"""Sizes of letters: in the table, in one so wide that its columns give way, in notes, in citations."""


HEADING_BEFORE_PT: Final = 12
"""Room above the heading of a code in a list of quotes."""


def render(table: Table) -> bytes:
    """Give the table as a Word document."""
    from docx import Document

    document = Document()
    widths = wanted(table, letter=1.0)
    is_wide = sum(widths) > PAGE_CM[0] - 2 * MARGIN_CM
    width = _page(document, is_wide=is_wide)
    is_full = sum(widths) > width
    if is_full:
        widths = wanted(table, letter=FULL_PT / BODY_PT, is_upright=True)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = table.title, "", ""
    properties.created = properties.modified = CREATED
    _caption(document, table.title)
    _grid(document, table, shared_out(table, widths, width), is_full=is_full)
    for at, note in enumerate(beneath(table)):
        _note(document.add_paragraph(), note, before=4 if at == 0 else 0)
    quoted = quoted_cells(table)
    if quoted:
        document.add_heading("Quotes", 2)
        for cell in quoted:
            _quotes(document, cell)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _page(document: Document, *, is_wide: bool) -> float:
    """Set up A4, across where the table is wide, and give the centimetres between the margins."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    width, height = reversed(PAGE_CM) if is_wide else PAGE_CM
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    for name, size in (("Normal", 10), ("Caption", 10.5), ("Heading 2", 13), ("Heading 3", 10.5)):
        style = document.styles[name]
        own_font(style, "Calibri")
        style.font.color.rgb, style.font.size = RGBColor(0, 0, 0), Pt(size)
    return width - 2 * MARGIN_CM


def _caption(document: Document, title: str) -> None:
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run("Table ")
    number(paragraph, "Table")
    paragraph.add_run(f". {title}")


def _grid(document: Document, table: Table, widths: list[float], *, is_full: bool) -> None:
    from docx.shared import Cm

    depth = len(heading_lines(table))
    grid = document.add_table(depth + len(table.rows), len(widths))
    grid.autofit = False
    margin = PROSE_MARGIN_IN_CELL_CM if table.is_list else MARGIN_IN_CELL_CM
    narrow_margins(grid, margin / 2 if is_full else margin)
    lines = list(grid.rows)
    cells = [list(line.cells) for line in lines]
    size = FULL_PT if is_full else BODY_PT
    for at, width in enumerate(widths):
        grid.columns[at].width = Cm(width)
        for line in cells:
            line[at].width = Cm(width)
    for line in lines[:depth]:
        repeat_on_every_page(line)
    _headings(table, cells, size)
    if is_full:
        _stand_upright(table, lines[depth - 1], cells[depth - 1], size)
    if table.is_list or not any(are_prose(table)):  # a row of long texts could fill a page; a quote hardly does
        for line in lines[depth:]:
            keep_whole(line)
    _body(table, cells[depth:], size)
    for cell in cells[-1]:
        rule(cell, "bottom", 8)


def _headings(table: Table, cells: list[list[_Cell]], size: float) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL

    numbers = are_numbers(table)
    lines = heading_lines(table)
    for cell in cells[0]:
        rule(cell, "top", 8)
    for cell in cells[len(lines) - 1]:
        rule(cell, "bottom", 6)
    for at, line in enumerate(lines):
        for one in line:
            cell = cells[at][one.first + 1]
            if one.columns > 1:
                for under in cells[at][one.first + 1 : one.first + one.columns + 1]:
                    rule(under, "bottom", 4)
                cell = cell.merge(cells[at][one.first + one.columns])
            align = "center" if one.columns > 1 else "right" if numbers[one.first] else "left"
            _write(cell, one.text, size, align=align, bold=True)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    corner = cells[0][0].merge(cells[len(lines) - 1][0])
    _write(corner, table.index_label, size, bold=True)
    corner.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM


def _stand_upright(table: Table, line: _Row, cells: list[_Cell], size: float) -> None:
    """Turn the headings over figures, which would otherwise be broken within words."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    longest = 0
    for one, is_prose, cell in zip(heading_lines(table)[-1], are_prose(table), cells[1:], strict=True):
        if not is_prose:
            stand_upright(cell)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT  # from where it begins: below
            longest = max(longest, len(one.text))
    line.height = Cm(0.3 + 0.85 * LETTER_CM * size / BODY_PT * longest)


def _body(table: Table, cells: list[list[_Cell]], size: float) -> None:
    numbers = [False, *are_numbers(table)]
    ruled, has_prose = first_base(table), any(are_prose(table))
    for at, (row, texts) in enumerate(zip(table.rows, table.printed(), strict=True)):
        begins = at > 0 and row.kind is RowKind.THEME and row.level == 0
        for place, (cell, text) in enumerate(zip(cells[at], (row.label, *texts), strict=True)):
            _write(
                cell,
                text,
                size,
                align="right" if numbers[place] else "left",
                bold=row.kind is RowKind.THEME,
                italic=row.kind is RowKind.BASE,
                indent=0 if place else row.level,
                before=HEADING_BEFORE_PT if begins and table.is_list else 4 if begins or has_prose else 0,
            )
            # The heading over the quotes of a code never stands alone at the foot of a page.
            cell.paragraphs[0].paragraph_format.keep_with_next = (table.is_list and row.kind is RowKind.THEME) or None
            if at == ruled:
                rule(cell, "top", 4)


def _write(
    cell: _Cell,
    text: str,
    size: float,
    *,
    align: str = "left",
    bold: bool = False,
    italic: bool = False,
    indent: int = 0,
    before: float = 0,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    paragraph = cell.paragraphs[0]
    for surplus in cell.paragraphs[1:]:  # a merged cell keeps a paragraph of each
        surplus._p.getparent().remove(surplus._p)
    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
    }[align]
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.left_indent = Cm(INDENT_CM * indent)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _note(paragraph: Paragraph, text: str, *, before: float = 0) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(2)
    paragraph.add_run(text).font.size = Pt(NOTE_PT)


def _quotes(document: Document, cell: QuotedCell) -> None:
    from docx.shared import Cm, Pt

    document.add_heading(cell.title, 3)
    for quote in cell.quotes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.keep_together = True
        paragraph.add_run(quote.words).font.size = Pt(BODY_PT)
        source = paragraph.add_run(f"\n— {quote.citation}")
        source.font.size, source.italic = Pt(SMALL_PT), True

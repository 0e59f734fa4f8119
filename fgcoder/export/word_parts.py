"""The parts of a Word table that python-docx has no words for: repeated headings, rules, caption numbers.

Word refuses a file whose elements are out of order, so where each belongs is settled here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from docx.table import Table as _Table
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

AFTER_BORDERS: Final = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
AFTER_DIRECTION: Final = AFTER_BORDERS[AFTER_BORDERS.index("w:tcFitText") :]
THEME_FONTS: Final = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def repeat_on_every_page(row: _Row) -> None:
    """Have a row of headings repeated where the table goes on."""
    keep_whole(row)
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Break no page within the row."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def rule(cell: _Cell, side: Literal["top", "bottom"], eighths: int) -> None:
    """Draw a line on one side of a cell, so many eighths of a point thick."""
    properties: Any = cell._tc.get_or_add_tcPr()
    borders = properties.find(_qualified("w:tcBorders"))
    if borders is None:
        borders = properties.insert_element_before(_element("w:tcBorders"), *AFTER_BORDERS)
    line = _element(f"w:{side}", val="single", sz=str(eighths), space="0", color="333333")
    borders.insert(0 if side == "top" else len(borders), line)


def stand_upright(cell: _Cell) -> None:
    """Have the text of a cell run from below to above."""
    properties: Any = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(_element("w:textDirection", val="btLr"), *AFTER_DIRECTION)


def narrow_margins(grid: _Table, centimetres: float) -> None:
    """Leave so much room between a cell's text and its sides."""
    from docx.shared import Cm

    properties: Any = grid._tbl.tblPr
    margins = properties.insert_element_before(_element("w:tblCellMar"), "w:tblLook")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(Cm(centimetres).twips), type="dxa"))


def number(paragraph: Paragraph, sequence: str) -> None:
    """Add a number that Word counts on with, from one caption to the next."""
    field = _element("w:fldSimple", instr=f" SEQ {sequence} \\* ARABIC ")
    run = paragraph.add_run("1")
    run._r.getparent().replace(run._r, field)
    field.append(run._r)


def own_font(style: Any, name: str) -> None:
    """Set the font of a style, which its theme would otherwise overrule."""
    style.font.name = name
    for attribute in THEME_FONTS:
        style.element.rPr.rFonts.attrib.pop(_qualified(attribute), None)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_qualified(f"w:{key}"), value)
    return made


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))

"""The Word document, read back by python-docx and against Word's order of elements."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pandas as pd
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from fgcoder.export import render
from fgcoder.tabular import Row, RowKind, Table


def _read(table: Table) -> Document:
    return docx.Document(io.BytesIO(render(table, "docx")))


def test_it_holds_the_table_as_it_is_printed(country_table: Table) -> None:
    (grid,) = _read(country_table).tables
    read = [[cell.text for cell in row.cells] for row in grid.rows]
    assert read[0] == ["Theme and code", *country_table.columns]
    assert read[1:] == [
        [row.label, *cells] for row, cells in zip(country_table.rows, country_table.printed(), strict=True)
    ]
    first = [row.cells[0].paragraphs[0] for row in grid.rows]
    assert [paragraph.runs[0].bold for paragraph in first[1:4]] == [True, False, False]
    assert first[6].paragraph_format.left_indent > first[2].paragraph_format.left_indent
    assert first[8].runs[0].italic


def test_caption_is_numbered_by_word_and_notes_stand_beneath(country_table: Table) -> None:
    document = _read(country_table)
    caption = document.paragraphs[0]
    assert caption.style.name == "Caption"
    (field,) = caption._p.iter(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == r" SEQ Table \* ARABIC "
    assert "".join(node.text for node in caption._p.iter(qn("w:t"))) == "Table 1. Segments coded, by country"
    below = [paragraph.text for paragraph in document.paragraphs[1:4]]
    assert below == [*country_table.notes, " · ".join(f"{name}: {value}" for name, value in country_table.facts)]


def test_quotes_follow_the_table(country_table: Table) -> None:
    texts = [paragraph.text for paragraph in _read(country_table).paragraphs]
    assert texts[4:7] == ["Quotes", "No time, Česko (2)", "Na to nemám čas.\n— participant P1, focus group cz-1, Česko"]


def test_headings_are_merged_and_repeated_on_every_page(grouped_table: Table) -> None:
    (grid,) = _read(grouped_table).tables
    assert [cell.text for cell in grid.rows[0].cells] == ["Theme and code", "Česko", "Česko", "Denmark", "Denmark", ""]
    assert grid.cell(0, 1)._tc is grid.cell(0, 2)._tc
    assert grid.cell(0, 0)._tc is grid.cell(1, 0)._tc
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in grid.rows]
    assert repeated == [True, True, False, False, False]
    whole = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in grid.rows]
    assert all(whole)


def test_a_wide_table_lies_across_the_page_with_its_headings_upright() -> None:
    columns = [f"environmentalists {at}" for at in range(16)]
    frame = pd.DataFrame([[1] * 16], index=["a"], columns=columns)
    wide = Table(frame, "Wide", "Code", (Row(RowKind.CODE, "a", "A"),))
    document = _read(wide)
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    grid = document.tables[0]
    assert grid.cell(0, 1)._tc.tcPr.find(qn("w:textDirection")).get(qn("w:val")) == "btLr"
    assert sum(column.width for column in grid.columns) <= section.page_width - 2 * section.left_margin + 100


def test_a_small_table_stands_on_the_page(country_table: Table) -> None:
    assert _read(country_table).sections[0].orientation == WD_ORIENT.PORTRAIT


ORDER = [
    "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection", "tcFitText",
    "vAlign", "hideMark",
]  # fmt: skip
"""Of a cell's properties, as ECMA-376 has them; Word refuses files that have another."""


@pytest.mark.parametrize("fixture", ["country_table", "grouped_table", "text_table"])
def test_elements_come_in_the_order_that_word_wants(request: pytest.FixtureRequest, fixture: str) -> None:
    (grid,) = _read(request.getfixturevalue(fixture)).tables
    found = 0
    for properties in grid._tbl.iter(qn("w:tcPr")):
        names = [child.tag.partition("}")[2] for child in properties]
        assert names == sorted(names, key=ORDER.index)
        found += "tcBorders" in names
        for borders in properties.iter(qn("w:tcBorders")):
            sides = [child.tag.partition("}")[2] for child in borders]
            assert sides == sorted(set(sides), key=["top", "left", "bottom", "right"].index)
    assert found > 3


def test_hostile_text_is_text(odd_table: Table) -> None:
    (grid,) = _read(odd_table).tables
    assert grid.cell(1, 0).text == "<i>A</i> *"
    assert grid.cell(1, 3).text == "two\nlines"


def test_a_list_of_quotes_is_whole_row_by_row_with_its_headings_and_a_narrow_column_of_numbers() -> None:
    said = [["Obstacles › No time", ""], ["I have no time. " * 30, "P1, citizen, Denmark"], ["Nej.", "P2, citizen"]]
    frame = pd.DataFrame(said, index=["no-time", "1", "2"], columns=["Words", "Citation"])
    rows = (Row(RowKind.THEME, "no-time", ""), Row(RowKind.CODE, "1", "1"), Row(RowKind.CODE, "2", "2"))
    document = _read(Table(frame, "Quotes", "Quote", rows, is_list=True))
    (grid,) = document.tables
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in grid.rows)
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in grid.rows[1:]]
    assert kept == [True, None, None]
    numbers, words, citation = (column.width.cm for column in grid.columns)
    assert numbers < 2 < citation < words
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in grid.columns) == pytest.approx(room, rel=0.01)


def test_a_row_of_prose_may_go_on_on_the_next_page(text_table: Table) -> None:
    (grid,) = _read(replace(text_table, quotes={})).tables
    assert grid.rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None

"""The workbook, read back by openpyxl."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]
import pytest

from fgcoder.export import render
from fgcoder.tabular import Table


def _book(table: Table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(table, "xlsx")))


def test_it_holds_the_table_with_its_types(country_table: Table) -> None:
    sheet = _book(country_table)["Table"]
    values = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert values[0] == ["Theme and code", "Česko", "Denmark", "France", "Total"]
    assert values[1] == ["What stands in the way", 2, "–", 1, 3]
    assert [row[0] for row in values[1:]] == [row.label for row in country_table.rows]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A2"].font.bold
    assert not sheet["A3"].font.bold
    assert [sheet.cell(row, 1).alignment.indent for row in (2, 3, 6, 7)] == [0, 1, 1, 2]
    first_base = values.index(["Groups", 2, 1, 1, 4]) + 1
    assert sheet.cell(first_base, 1).border.top.style == "thin"
    assert sheet.cell(first_base, 1).font.italic


def test_a_number_with_a_sign_stays_a_number(country_table: Table) -> None:
    cell = _book(country_table)["Table"]["C10"]
    assert (cell.value, cell.data_type, cell.number_format) == (4, "n", '#,##0" †"')


def test_grouped_headings_are_merged_and_frozen(grouped_table: Table) -> None:
    sheet = _book(grouped_table)["Table"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1", "D1:E1"}
    assert (sheet["B1"].value, sheet["B2"].value, sheet["C2"].value) == ("Česko", "health", "safety")
    assert (sheet["F1"].value, sheet["F2"].value) == (None, "Total")
    assert sheet.freeze_panes == "B3"


def test_shares_are_numbers_shown_as_per_cents_and_their_base_as_counts(grouped_table: Table) -> None:
    sheet = _book(grouped_table)["Table"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.5, '0" "%')
    assert (sheet["C3"].value, sheet["C3"].number_format) == (0.125, '0" "%" ▲"')
    assert (sheet["B5"].value, sheet["B5"].number_format) == (4, "#,##0")
    finer = _book(replace(grouped_table, decimals=3))["Table"]
    assert finer["B3"].number_format == '0.0" "%'


def test_no_share_looks_like_nil_or_all_and_differences_have_signs(grouped_table: Table) -> None:
    frame = grouped_table.frame.astype("object")
    frame.iloc[0, 0], frame.iloc[0, 1] = 0.001, 0.999
    sheet = _book(replace(grouped_table, frame=frame, marks={}))["Table"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.001, '"<1 %"')
    assert (sheet["C3"].value, sheet["C3"].number_format) == (0.999, '">99 %"')
    signed = _book(replace(grouped_table, percent=False, marks={}, signed=grouped_table.columns[:1]))["Table"]
    assert signed["B3"].number_format == '+0.00;"−"0.00;0.00'
    assert signed["C3"].number_format == "0.00"


def test_a_second_sheet_says_what_the_numbers_are(country_table: Table) -> None:
    sheet = _book(country_table)["About"]
    told = [tuple(cell for cell in line if cell) for line in sheet.iter_rows(values_only=True)]
    assert [line for line in told if line] == [
        (country_table.title,),
        *country_table.facts,
        ("Notes", country_table.notes[0]),
        (country_table.notes[1],),
    ]


def test_a_third_sheet_lists_the_quotes_behind_the_cells(country_table: Table, grouped_table: Table) -> None:
    lines = list(_book(country_table)["Quotes"].iter_rows(values_only=True))
    assert lines[0] == ("Row", "Column", "Figure", "Quote", "Citation")
    assert lines[3] == ("Apps", "France", "2", "L’appli, ça m’a aidé…", "participant P3, focus group fr-1, France")
    assert len(lines) == 4
    assert "Quotes" not in _book(grouped_table).sheetnames


def test_it_runs_no_formula_and_shows_fractions_rounded(odd_table: Table) -> None:
    content = render(odd_table, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Table"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.125, "0.0")
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_long_texts_have_room_and_end_where_excel_ends(text_table: Table) -> None:
    long = replace(text_table, frame=text_table.frame.assign(Routes=["word " * 10_000, "x"]))
    sheet = _book(long)["Table"]
    assert sheet.row_dimensions[2].height == pytest.approx(408, abs=1)
    assert len(sheet["C2"].value) == 32_767
    assert sheet["C2"].value.endswith(" …")
    assert _book(text_table)["Table"].row_dimensions[2].height == 45  # three lines

"""What each format does with cells that could be misread."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest

from fgcoder.export import FORMATS, render
from fgcoder.tabular import Row, RowKind, Table


@pytest.fixture
def odd_table() -> Table:
    """Give a table of fractions and hostile text."""
    frame = pd.DataFrame(
        {"{{kg^2}} <b>": [0.125, None], "=cmd|x": [3, 0], "words": ["two\nlines", "=1+1"]}, index=["a", "b"]
    )
    rows = (Row(RowKind.THEME, "a", "<i>A</i> *"), Row(RowKind.CODE, "b", "@B_", 1, ("<i>A</i> *",)))
    return Table(frame, "Title & <script>", "Row", rows, ("![x](http://example.org/x.png) <u>",), decimals=1)


@pytest.fixture
def empty_table() -> Table:
    """Give a table without rows and columns."""
    return Table(pd.DataFrame(index=[]), "Nothing", "Row", ())


def test_csv_is_read_back_as_numbers_with_no_data_apart_from_zero(country_table: Table) -> None:
    frame = pd.read_csv(io.BytesIO(render(country_table, "csv")), index_col="code")
    assert list(frame.columns[:4]) == ["kind", "level", "theme", "label"]
    assert frame.loc["no-time", "Česko"] == 1
    assert frame.loc["apps", "Česko"] == 0
    assert frame["Denmark"].isna()["apps"]
    assert frame.loc["apps", "theme"] == "Routes / Digital"
    codes = frame[(frame["kind"] == "base")]
    assert list(codes["label"]) == ["Groups", "Groups with codings", "Participants", "Segments"]


def test_csv_begins_with_a_byte_order_mark_for_excel(country_table: Table) -> None:
    assert render(country_table, "csv").startswith(b"\xef\xbb\xbfkind,")


def test_csv_runs_no_formula_and_rounds_no_number(odd_table: Table) -> None:
    heading, first, second = csv.reader(io.StringIO(render(odd_table, "csv").decode("utf-8-sig")))
    assert heading[5:] == ["{{kg^2}} <b>", "'=cmd|x", "words"]
    assert first[5:] == ["0.125", "3", "two\nlines"]
    assert second[4:] == ["'@B_", "", "0", "'=1+1"]


def test_markdown_keeps_every_row_on_one_line_with_as_many_cells(odd_table: Table) -> None:
    lines = [line for line in render(odd_table, "markdown").decode().splitlines() if line.startswith("|")]
    assert len(lines) == 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {5}
    assert "two lines" in lines[2]
    assert "**\\<i\\>A\\</i\\> \\***" in lines[2]
    assert lines[3].startswith("| &emsp;@B\\_ ")


def test_html_shows_text_as_text(odd_table: Table) -> None:
    page = render(odd_table, "html").decode()
    assert "<title>Title &amp; &lt;script&gt;</title>" in page
    assert "&#123;&#123;kg^2}} &lt;b&gt;" in page
    assert "&lt;i&gt;A&lt;/i&gt; *" in page
    assert "<script" not in page
    assert "<u>" not in page


def test_html_reaches_for_nothing_outside_itself(country_table: Table) -> None:
    page = render(country_table, "html").decode()
    assert not re.findall(r"https?:|//\w|@import|url\(|<link|<script|<img|src=", page)
    assert "Content-Security-Policy\" content=\"default-src 'none'" in page


def test_xlsx_holds_the_table_with_its_types(country_table: Table) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(country_table, "xlsx")))
    sheet = book["Table"]
    values = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert values[0] == ["Theme and code", "Česko", "Denmark", "France", "Total"]
    assert values[1] == ["What stands in the way", 2, "–", 1, 3]
    assert [row[0] for row in values[1:]] == [row.label for row in country_table.rows]
    assert sheet.freeze_panes == "B2"
    assert sheet["A2"].font.bold
    assert not sheet["A3"].font.bold
    assert [sheet.cell(row, 1).alignment.indent for row in (2, 3, 6, 7)] == [0, 1, 1, 2]
    first_base = values.index(["Groups", 2, 1, 1, 4]) + 1
    assert sheet.cell(first_base, 1).border.top.style == "thin"
    assert sheet.cell(first_base, 1).font.italic


def test_xlsx_says_on_a_second_sheet_what_the_numbers_are(country_table: Table) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(country_table, "xlsx")))
    told = [cell for (cell,) in book["About"].iter_rows(values_only=True) if cell]
    assert told == [country_table.title, *country_table.notes]


def test_xlsx_runs_no_formula_and_shows_fractions_rounded(odd_table: Table) -> None:
    content = render(odd_table, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Table"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.125, "0.0")
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_table_is_written_all_the_same(empty_table: Table, name: str) -> None:
    assert b"Row" in render(empty_table, name) or name in ("csv", "xlsx")
    if name == "csv":
        assert render(empty_table, name).decode("utf-8-sig") == "kind,level,theme,code,label\n"
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(render(empty_table, name)))
        assert book["Table"]["A1"].value == "Row"

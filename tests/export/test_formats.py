"""What each format does with cells that could be misread."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest
from pyarrow import parquet

from fgcoder.export import FORMATS, render
from fgcoder.tabular import RowKind, Table


def test_csv_is_read_back_as_numbers_with_no_data_apart_from_zero(country_table: Table) -> None:
    frame = pd.read_csv(io.BytesIO(render(country_table, "csv")), index_col="code")
    assert list(frame.columns[:4]) == ["kind", "level", "theme", "label"]
    assert frame.loc["no-time", "Česko"] == 2
    assert frame.loc["apps", "Česko"] == 0
    assert frame["Denmark"].isna()["apps"]
    assert frame.loc["apps", "theme"] == "Routes / Digital"
    assert list(frame[frame["kind"] == "base"]["label"]) == ["Groups", "Segments"]


def test_parquet_of_a_list_keeps_empty_cells_and_mixed_columns(country_table: Table, odd_table: Table) -> None:
    frame = pd.read_parquet(io.BytesIO(render(replace(country_table, is_list=True), "parquet")))
    assert frame["Česko"].tolist()[:2] == [row[0] for row in country_table.values()][:2]
    assert frame["Denmark"].isna().any()
    mixed = parquet.read_table(io.BytesIO(render(replace(odd_table, is_list=True), "parquet")))
    assert mixed["words"].to_pylist() == ["two\nlines", "=1+1"]
    assert mixed.num_rows == 2


def test_csv_begins_with_a_byte_order_mark_for_excel(country_table: Table) -> None:
    assert render(country_table, "csv").startswith(b"\xef\xbb\xbfkind,")


def test_csv_runs_no_formula_and_rounds_no_number(odd_table: Table) -> None:
    heading, first, second = csv.reader(io.StringIO(render(odd_table, "csv").decode("utf-8-sig")))
    assert heading[5:] == ["{{kg^2}} <b>", "'=cmd|x", "words"]
    assert first[5:] == ["0.125", "3", "two\nlines"]
    assert second[4:] == ["'@B_", "", "0", "'=1+1"]


def test_the_tidy_form_is_pivoted_back_to_the_table(grouped_table: Table) -> None:
    frame = pd.read_csv(io.BytesIO(render(grouped_table, "tidy")))
    back = frame.pivot(index="code", columns=["heading_1", "heading_2"], values="value")
    for row, cells in zip(grouped_table.rows, grouped_table.values(), strict=True):
        for levels, cell in zip(grouped_table.headings, cells, strict=True):
            found = back.loc[row.id, (levels[0], levels[1] if len(levels) > 1 else float("nan"))]
            assert pd.isna(found) if cell is None else found == cell


def test_the_tidy_form_says_of_each_figure_its_unit_base_and_sign(grouped_table: Table) -> None:
    frame = pd.read_csv(io.BytesIO(render(grouped_table, "tidy")))
    cell = frame[(frame["code"] == "obstacles") & (frame["heading_2"] == "safety")].iloc[0]
    assert (cell["table"], cell["unit"], cell["base"], cell["mark"]) == ("shares", "share of segments", 8, "▲")
    assert frame[frame["is_total"]]["heading_1"].unique().tolist() == ["Total"]
    assert frame[frame["kind"] == "base"][["unit", "base"]].isna().all(axis=None)


def test_the_tidy_form_keeps_text_and_numbers_apart_and_runs_no_formula(odd_table: Table) -> None:
    lines = list(csv.DictReader(io.StringIO(render(odd_table, "tidy").decode("utf-8-sig"))))
    assert [(line["value"], line["text"]) for line in lines] == [
        ("0.125", ""), ("3", ""), ("", "two\nlines"), ("", ""), ("0", ""), ("", "'=1+1"),
    ]  # fmt: skip
    assert lines[1]["heading_1"] == "'=cmd|x"
    assert lines[-1]["label"] == "'@B_"


def test_parquet_is_the_tidy_form_with_types_and_says_what_it_is(grouped_table: Table) -> None:
    table = parquet.read_table(io.BytesIO(render(grouped_table, "parquet")))
    about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert about["fgcoder.title"] == grouped_table.title
    assert json.loads(about["fgcoder.notes"]) == list(grouped_table.notes)
    tidy = pd.read_csv(io.BytesIO(render(grouped_table, "tidy")), keep_default_na=False, na_values={"value": [""]})
    assert table.column_names == list(tidy.columns)
    assert [str(table.schema.field(name).type) for name in ("level", "is_total", "value", "label")] == [
        "int16", "bool", "double", "string",
    ]  # fmt: skip
    assert table["value"].to_pandas().equals(tidy["value"])
    assert table["heading_2"].to_pylist() == tidy["heading_2"].tolist()


def test_json_holds_everything_the_table_knows(country_table: Table) -> None:
    made = json.loads(render(country_table, "json"))
    assert [column["name"] for column in made["columns"]] == list(country_table.columns)
    assert [[cell["value"] for cell in row["cells"]] for row in made["rows"]] == [
        list(cells) for cells in country_table.values()
    ]
    assert [[cell["printed"] for cell in row["cells"]] for row in made["rows"]] == [
        list(cells) for cells in country_table.printed()
    ]
    apps = next(row for row in made["rows"] if row["id"] == "apps")
    assert (apps["above"], apps["level"], apps["kind"]) == (["Routes", "Digital"], 2, "code")
    assert apps["cells"][1] == {"value": None, "printed": "– †", "mark": "†"}
    assert apps["cells"][2]["quotes"][0]["words"] == "L’appli, ça m’a aidé…"
    assert [tuple(fact.values()) for fact in made["facts"]] == list(country_table.facts)
    assert made["notes"] == list(country_table.notes)


def test_markdown_keeps_every_row_on_one_line_with_as_many_cells(odd_table: Table) -> None:
    lines = [line for line in render(odd_table, "markdown").decode().splitlines() if line.startswith("|")]
    assert len(lines) == 4
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {5}
    assert "two**<br>**lines" in lines[2]
    assert "**\\<i\\>A\\</i\\> \\***" in lines[2]
    assert lines[3].startswith("| &emsp;@B\\_ ")


def test_markdown_puts_the_quotes_beneath(country_table: Table) -> None:
    text = render(country_table, "markdown").decode()
    assert "### No time, Česko (2)\n\n> Na to nemám čas.\n>\n> — participant P1" in text
    assert "Žádný čas \\<b\\>&\\</b\\> žádné<br>peníze." in text


def test_html_shows_text_as_text(odd_table: Table, country_table: Table) -> None:
    page = render(odd_table, "html").decode()
    assert "<title>Title &amp; &lt;script&gt;</title>" in page
    assert "&#123;&#123;kg^2}} &lt;b&gt;" in page
    assert "&lt;i&gt;A&lt;/i&gt; *" in page
    assert "<script" not in page
    assert "<u>" not in page
    assert "čas &lt;b&gt;&amp;&lt;/b&gt; žádné" in render(country_table, "html").decode()


def test_html_reaches_for_nothing_outside_itself(country_table: Table) -> None:
    page = render(country_table, "html").decode()
    assert not re.findall(r"https?:|//\w|@import|url\(|<link|<script|<img|src=", page)
    assert "Content-Security-Policy\" content=\"default-src 'none'" in page


def test_html_opens_the_quotes_of_the_number_that_is_pressed(country_table: Table) -> None:
    page = render(country_table, "html").decode()
    pressed = re.findall(r'<button type="button" popovertarget="([^"]+)" title="([^"]+)">([^<]+)</button>', page)
    assert pressed == [("table-quotes-2-1", "2 quotes", "2"), ("table-quotes-6-3", "1 quote", "2")]
    for target, *_ in pressed:
        assert page.count(f'<article id="{target}" popover>') == 1
    assert page.count("<blockquote>") == 3


def test_html_has_one_heading_over_the_columns_of_a_group(grouped_table: Table) -> None:
    page = render(grouped_table, "html").decode()
    over = re.findall(r'colspan="2" scope="colgroup"[^>]*>\s*<span class="gt_column_spanner">([^<]+)</span>', page)
    assert over == ["Česko", "Denmark"]


def test_a_cell_that_says_its_quotes_does_not_say_them_twice(text_table: Table) -> None:
    from fgcoder.tabular import Quoted

    said = Quoted("We filled in three forms for one tree.", "participant P2")
    table = replace(text_table, quotes={("dk-1", "Obstacles"): (said,)})
    assert render(table, "html").decode().count("three forms") == 1
    assert render(table, "markdown").decode().count("three forms") == 1
    assert "Quotes" in openpyxl.load_workbook(io.BytesIO(render(table, "xlsx"))).sheetnames


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_table_is_written_all_the_same(empty_table: Table, name: str) -> None:
    content = render(empty_table, name)
    assert empty_table.columns == ()
    if name in ("markdown", "html", "latex", "json"):
        assert b"Row" in content
        assert b"Nothing" in content
    if name == "csv":
        assert content.decode("utf-8-sig") == "kind,level,theme,code,label\n"
    if name == "tidy":
        assert content.decode("utf-8-sig").startswith("table,unit,kind,level,theme,code,label,heading_1,is_total")
    if name == "parquet":
        assert parquet.read_table(io.BytesIO(content)).num_rows == 0
    if name == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content))["Table"]["A1"].value == "Row"
    if name == "docx":
        import docx

        assert docx.Document(io.BytesIO(content)).tables[0].cell(0, 0).text == "Row"


def test_base_rows_in_the_middle_of_a_table_draw_no_rule(country_table: Table) -> None:
    from fgcoder.export.layout import first_base

    assert first_base(country_table) == 7
    rows = country_table.rows
    upside_down = replace(country_table, frame=country_table.frame.iloc[::-1], rows=rows[::-1])
    assert upside_down.rows[0].kind is RowKind.BASE
    assert first_base(upside_down) == 0


MANY = [1540, 999, 0, 1000, 1234567]
SHOWN = ["1,540", "999", "0", "1,000", "1,234,567"]


@pytest.fixture
def table_of_many(grouped_table: Table) -> Table:
    """A table with counts of a thousand and more."""
    frame = grouped_table.frame.copy()
    frame.loc["(segments)"] = MANY
    return replace(grouped_table, frame=frame)


@pytest.mark.parametrize("name", ["markdown", "html", "latex"])
def test_thousands_are_set_off_where_figures_are_read(table_of_many: Table, name: str) -> None:
    _, last = re.split(r"(?:[*{]|>)Segments\b", render(table_of_many, name).decode())
    assert re.findall(r"(?<=[ >*{])\d[\d,]*(?=[ <*}])", last)[:5] == SHOWN


def test_thousands_are_set_off_in_word_too(table_of_many: Table) -> None:
    import docx

    last = docx.Document(io.BytesIO(render(table_of_many, "docx"))).tables[0].rows[-1]
    assert [cell.text for cell in last.cells][1:] == SHOWN


def test_thousands_stay_plain_numbers_where_programs_read_them(table_of_many: Table) -> None:
    *_, last = csv.reader(io.StringIO(render(table_of_many, "csv").decode("utf-8-sig")))
    assert last[5:] == [str(count) for count in MANY]
    tidy = csv.DictReader(io.StringIO(render(table_of_many, "tidy").decode("utf-8-sig")))
    assert [line["value"] for line in tidy if line["kind"] == "base"] == [str(count) for count in MANY]
    assert parquet.read_table(io.BytesIO(render(table_of_many, "parquet")))["value"].to_pylist()[-5:] == MANY
    assert [cell["value"] for cell in json.loads(render(table_of_many, "json"))["rows"][-1]["cells"]] == MANY
    sheet = openpyxl.load_workbook(io.BytesIO(render(table_of_many, "xlsx")))["Table"]
    assert [cell.value for cell in sheet[sheet.max_row]][1:] == MANY

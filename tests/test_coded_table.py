"""Tables of coded texts, as people export them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from fgcoder.coded_table import CodedTableError, read
from fgcoder.model import Code, Codebook

BOOK = Codebook(
    "Book",
    "1",
    "en",
    (
        Code("place", "The place", children=(Code("parks", "Parks and green"), Code("noise", "Noise"))),
        Code("money", "Money: fees, fines"),
    ),
)


def written(folder: Path, content: str, name: str = "coded.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(CodedTableError) as raised:
        read(path, BOOK)
    assert all(fault.path == path for fault in raised.value.faults)
    return [(fault.line, fault.what) for fault in raised.value.faults]


def test_ids_and_labels_name_codes_and_other_columns_are_left_alone(tmp_path: Path):
    path = written(
        tmp_path,
        "Who,Text,Codes\nA,The swans are back.,parks\nB,Lorries at night.,NOISE; Parks and  green\nC,Well.,\n",
    )
    table = read(path, BOOK)
    assert table.texts == ("The swans are back.", "Lorries at night.", "Well.")
    assert table.codes == (frozenset({"parks"}), frozenset({"noise", "parks"}), frozenset())
    assert table.languages == ("en", "en", "en")
    assert table.groups is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("coded.csv", "text,codes,language,group\nLärm,noise|money,DE,g1\nSwans,parks,en,g2\n"),
        ("coded.csv", "\ufefftext;codes;language;group\r\nLärm;noise|money;DE;g1\r\nSwans;parks;en;g2\r\n"),
        ("coded.csv", 'text;codes;language;group\n"Lärm";"noise;money";de;g1\n;;;\nSwans;parks;en;g2\n'),
        ("coded.tsv", "text\tcodes\tlanguage\tgroup\nLärm\tnoise;money\tde\tg1\n\nSwans\tparks\ten\tg2\n"),
    ],
)
def test_the_dialects_of_spreadsheets_give_the_same_table(tmp_path: Path, name: str, content: str):
    table = read(written(tmp_path, content, name), BOOK)
    assert table.texts == ("Lärm", "Swans")
    assert table.codes == (frozenset({"noise", "money"}), frozenset({"parks"}))
    assert table.languages == ("de", "en")
    assert table.groups == ("g1", "g2")


def test_a_workbook_is_read_by_its_first_sheet(tmp_path: Path):
    book = Workbook()
    for row in (("text", "codes", "group"), ("Lärm", "noise", 7), (None, None, None), ("Swans", None, 8)):
        book.worksheets[0].append(row)
    book.create_sheet("Notes").append(("nothing",))
    book.save(tmp_path / "coded.xlsx")
    table = read(tmp_path / "coded.xlsx", BOOK)
    assert table.texts == ("Lärm", "Swans")
    assert table.codes == (frozenset({"noise"}), frozenset())
    assert table.groups == ("7", "8")


def test_a_text_longer_than_the_csv_library_expects_is_read(tmp_path: Path):
    words = "and so on " * 20_000
    assert read(written(tmp_path, f"text,codes\n{words},parks\n"), BOOK).texts == (words.strip(),)


def test_faults_name_the_line_also_below_texts_of_several_lines(tmp_path: Path):
    path = written(tmp_path, 'text,codes\n"one\ntwo\nthree",parks\nMore,parcs\n,noise\nAgain,parcs;place\n')
    found = faults(path)
    assert (6, "the column `text` is empty here.") in found
    assert (5, "`parcs` is not a code of the codebook (1 more rows have it).") in found
    assert (7, "`place` is a theme.") in found
    assert len(found) == 3


def test_an_unknown_code_is_answered_with_the_nearest(tmp_path: Path):
    with pytest.raises(CodedTableError, match="Did you mean `parks`"):
        read(written(tmp_path, "text,codes\nMore,parcs\n"), BOOK)


def test_many_faults_are_counted_rather_than_listed(tmp_path: Path):
    found = faults(written(tmp_path, "text,codes\n" + ",parks\n" * 50))
    assert len(found) == 21
    assert found[-1] == (None, "and 30 more.")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "no column `text`"),
        ("words,codes\nHello,parks\n", "no column `text`"),
        ("text,label\nHello,parks\n", "no column `codes`"),
        ("text,codes,text\nHello,parks,Hello\n", "two columns `text`"),
        ("text,codes\n", "no row"),
        ("text,codes,language\nHello,parks,\n", "`language` is empty"),
        ('text,codes\n"Hello" there,parks\n', "cannot be read"),
    ],
)
def test_what_is_no_coded_table_is_refused_with_the_reason(tmp_path: Path, content: str, what: str):
    assert any(what in found for _, found in faults(written(tmp_path, content)))


def test_files_that_are_not_what_they_say_are_refused(tmp_path: Path):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("text,codes\nGood,parks\nLärm,noise\n".encode("latin-1"))
    assert faults(latin) == [(3, "it is not in UTF-8.")]
    assert "not a workbook" in faults(written(tmp_path, "text,codes\n", "coded.xlsx"))[0][1]
    assert "`.sav`" in faults(written(tmp_path, "", "coded.sav"))[0][1]
    assert "cannot be read" in faults(tmp_path / "missing.csv")[0][1]

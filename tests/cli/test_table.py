"""`fgcoder table frequency`: every format, every way of counting, every wrong name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with a few codings by two coders."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    assert fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{UK}#3", "red-tape").code == 0
    return study


def test_the_country_table_is_laid_out_for_people(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "frequency")
    assert ran.code == 0
    lines = ran.out.splitlines()
    head = next(line for line in lines if "Denmark" in line)
    assert head.split() == ["Theme", "and", "code", "Denmark", "United", "Kingdom", "Total"]
    (red_tape,) = [line for line in lines if line.strip().startswith("Red tape")]
    assert red_tape.split()[-3:] == ["0", "2", "2"]
    (no_time,) = [line for line in lines if line.strip().startswith("No time")]
    assert no_time.split()[-3:] == ["1", "1", "2"]
    assert "distinct segments" in ran.out


def test_a_study_nobody_has_coded_shows_no_data_rather_than_zeros(fgcoder, study: Path):
    out = fgcoder("-C", study, "table", "frequency").out
    (red_tape,) = [line for line in out.splitlines() if line.strip().startswith("Red tape")]
    assert red_tape.split()[-3:] == ["–", "–", "–"]
    assert "Nothing has been coded yet." in out


@pytest.mark.parametrize(
    ("name", "suffix"), [("csv", ".csv"), ("xlsx", ".xlsx"), ("markdown", ".md"), ("html", ".html")]
)
def test_every_format_goes_to_stdout_and_to_a_file_alike(fgcoder, coded: Path, tmp_path: Path, name: str, suffix: str):
    piped = fgcoder("-C", coded, "table", "frequency", "--format", name)
    assert piped.code == 0
    file = tmp_path / f"table{suffix}"
    ran = fgcoder("-C", coded, "table", "frequency", "-o", file)
    assert (ran.code, ran.raw) == (0, b"")
    assert f"Wrote {file} ({name})." in ran.err
    assert file.read_bytes() == piped.raw
    if name == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(piped.raw)).worksheets[0]
        assert any("Red tape" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    else:
        assert "Red tape" in piped.out
        assert "United Kingdom" in piped.out


def test_a_format_may_be_named_against_the_ending(fgcoder, coded: Path, tmp_path: Path):
    file = tmp_path / "table.txt"
    assert fgcoder("-C", coded, "table", "frequency", "--format", "csv", "--output", file).code == 0
    assert file.read_bytes() == fgcoder("-C", coded, "table", "frequency", "--format", "csv").raw


def table(fgcoder, study: Path, *options: str) -> list[list[str]]:
    ran = fgcoder("-C", study, "table", "frequency", "--format", "csv", *options)
    assert ran.code == 0
    return list(csv.reader(io.StringIO(ran.out)))


def row(rows: list[list[str]], label: str) -> list[str]:
    (found,) = [one for one in rows if label in one]
    return found


@pytest.mark.parametrize(
    ("counting", "expected"),
    [("segments", ["0", "2", "2"]), ("codings", ["0", "3", "3"]), ("groups", ["0", "1", "1"])],
)
def test_it_counts_what_it_is_asked_to(fgcoder, coded: Path, counting: str, expected: list[str]):
    assert row(table(fgcoder, coded, "--count", counting), "Red tape")[-3:] == expected


def test_columns_coders_and_parts_are_chosen_by_option(fgcoder, coded: Path):
    assert table(fgcoder, coded, "--by", "coder")[0][-3:] == ["ana", "ben", "Total"]
    assert row(table(fgcoder, coded, "--by", "coder"), "Red tape")[-3:] == ["2", "1", "2"]
    assert row(table(fgcoder, coded, "--of", "ben"), "Red tape")[-1] == "1"
    assert row(table(fgcoder, coded, "--of", "ben", "--of", "ana"), "Red tape")[-1] == "2"
    assert table(fgcoder, coded, "--where", "country=Denmark")[0][-2:] == ["Denmark", "Total"]
    both = table(fgcoder, coded, "--where", "country=Denmark", "--where", "country=United Kingdom")
    assert both == table(fgcoder, coded)
    assert row(table(fgcoder, coded, "--where", "sector = public health"), "No time")[-1] == "1"


def test_two_attributes_shares_rates_and_rows_are_chosen_by_option(fgcoder, coded: Path):
    two = table(fgcoder, coded, "--by", "country", "--by", "sector", "--margins")
    assert any("United Kingdom" in heading and "local environment" in heading for heading in two[0])
    assert row(two, "Red tape")[-1] == "2"
    share = float(row(table(fgcoder, coded, "--as", "share-of-coded"), "Red tape")[-2])
    assert share == 1.0  # both segments coded in the United Kingdom
    assert 0 < float(row(table(fgcoder, coded, "--as", "share"), "Red tape")[-2]) < 1
    words = [float(cell) for cell in row(table(fgcoder, coded, "--count", "words"), "Red tape")[-2:]]
    spoken = [float(cell) for cell in row(table(fgcoder, coded, "--count", "words"), "Words")[-2:]]
    assert all(0 < coded_words < all_words for coded_words, all_words in zip(words, spoken, strict=True))
    rate = float(row(table(fgcoder, coded, "--as", "per-1000-words"), "Red tape")[-2])
    assert rate == pytest.approx(2000 / spoken[0])
    labels = [label for line in table(fgcoder, coded, "--code", "red-tape", "--level", "codes") for label in line]
    assert "Red tape" in labels
    assert "No time" not in labels
    few = [label for line in table(fgcoder, coded, "--minimum", "1") for label in line]
    assert {"Red tape", "No time"} <= set(few)
    assert "Young people" not in few


def test_order_by_label_is_the_alphabet_s(fgcoder, coded: Path):
    lines = table(fgcoder, coded, "--order", "label", "--level", "codes")
    at = lines[0].index("label")
    labels = [line[at] for line in lines[1:] if line[0] == "code"]
    assert labels == sorted(labels, key=str.casefold)
    assert len(labels) > 5


def test_behind_a_cell_are_its_passages(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "frequency", "--behind", "red-tape")
    assert ran.code == 0
    assert (f"{UK}#3" in ran.out, f"{UK}#4" in ran.out, f"{DK}#5" in ran.out) == (True, True, False)
    assert "2 passages behind Red tape, Total." in ran.err
    ran = fgcoder("-C", coded, "table", "frequency", "--behind", "no-time", "--column", "Denmark")
    assert f"{DK}#5" in ran.out
    assert "1 passage behind No time, Denmark." in ran.err
    ran = fgcoder("-C", coded, "table", "frequency", "--behind", "red-tape", "--column", "Denmark")
    assert (ran.code, ran.out) == (1, "")
    assert "No passage is behind Red tape, Denmark." in ran.err


def test_order_by_total_puts_the_most_frequent_first(fgcoder, coded: Path):
    def order(*options: str) -> list[str]:
        labels = [label for line in table(fgcoder, coded, *options) for label in line]
        return [label for label in labels if label in ("Red tape", "No time")]

    in_codebook = order()
    last = {"Red tape": "red-tape", "No time": "no-time"}[in_codebook[-1]]
    fgcoder("-C", coded, "decisions", "add", "-", stdin=f"{UK}#5 {last}\n{UK}#2 {last}\n")
    assert order() == in_codebook
    assert order("--order", "total") == in_codebook[::-1]


def test_the_moderator_counts_only_when_asked(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#1", "red-tape")
    assert row(table(fgcoder, study), "Red tape")[-1] == "0"
    assert row(table(fgcoder, study, "--moderator"), "Red tape")[-1] == "1"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--by", "contry"], "'country'"),
        (["--count", "letters"], "codings"),
        (["--by", "country", "--by", "sektor"], "'sector'"),
        (["--by", "country", "--by", "sector", "--by", "group"], "filter by others"),
        (["--as", "shares"], "share-of-coded"),
        (["--as", "share", "--count", "codings"], "share-of-coded"),
        (["--level", "theme"], "themes"),
        (["--code", "red-tap"], "'red-tape'"),
        (["--minimum", "-1"], "--minimum"),
        (["--column", "Denmark"], "--behind CODE"),
        (["--behind", "red-tap"], "'red-tape'"),
        (["--behind", "red-tape", "--column", "Danmark"], "'Denmark'"),
        (["--order", "size"], "total"),
        (["--of", "bem"], "'ben'"),
        (["--where", "country"], "ATTRIBUTE=VALUE"),
        (["--where", "country=Danmark"], "'Denmark'"),
        (["--where", "contry=Denmark"], "'country'"),
        (["--format", "pdf"], "markdown"),
        (["-o", "table.pages"], ".xlsx"),
        (["-o", "nowhere/table.csv"], "no such folder"),
    ],
)
def test_a_wrong_name_is_told_with_what_there_is(
    fgcoder, coded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
):
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    ran = fgcoder("-C", coded, "table", "frequency", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_name_that_no_citation_has_stops_what_prints_quotes_alone(fgcoder, coded: Path, tmp_path: Path):
    settings = coded / "study.yaml"
    text = "\n".join(line for line in settings.read_text(encoding="utf-8").splitlines() if "citation:" not in line)
    settings.write_text(f"{text}\ncitation: '{{speaker}}, {{contry}}'\n", encoding="utf-8")
    assert fgcoder("-C", coded, "table", "frequency").code == 0
    assert fgcoder("-C", coded, "table", "frequency", "-o", tmp_path / "table.csv").code == 0
    line = text.count("\n") + 2
    for options in (["table", "frequency", "--behind", "no-time"], ["quotes", "no-time"], ["report", tmp_path / "r"]):
        ran = fgcoder("-C", coded, *options)
        assert (ran.code, ran.out) == (2, "")
        assert f"study.yaml:{line}" in ran.err
        assert "Did you mean 'country'?" in ran.err
    assert not (tmp_path / "r").exists()


def test_without_attributes_tables_are_by_group(fgcoder, coded: Path):
    settings = coded / "study.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("attributes:", "  country:", "  sector:"))]
    settings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    for file in (coded / "transcripts").iterdir():
        if file.suffix in (".txt", ".yaml"):
            told = file.read_text(encoding="utf-8").splitlines(keepends=True)
            plain = [line for line in told if not line.startswith(("country:", "sector:", "stakeholders:"))]
            file.write_text("".join(plain), encoding="utf-8")
    assert fgcoder("-C", coded, "import").code == 0
    for table in ("frequency", "comparison", "coverage"):
        ran = fgcoder("-C", coded, "table", table, "--format", "csv")
        assert ran.code == 0, ran.err
        assert UK in ran.out
        assert DK in ran.out


@pytest.mark.parametrize("table", ["frequency", "comparison", "cooccurrence", "coverage"])
def test_a_file_that_can_keep_quotes_has_them_behind_its_numbers(fgcoder, coded: Path, tmp_path: Path, table: str):
    goal = tmp_path / "table.json"
    assert fgcoder("-C", coded, "table", table, "-o", goal).code == 0
    rows = json.loads(goal.read_text(encoding="utf-8"))["rows"]
    (red_tape,) = [row for row in rows if row["id"] == "red-tape"]
    quotes = [quote for cell in red_tape["cells"] for quote in cell.get("quotes", [])]
    assert quotes
    assert all(quote["words"] and UK in quote["citation"] for quote in quotes)

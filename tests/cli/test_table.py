"""`fgcoder table frequency`: every format, every way of counting, every wrong name."""

from __future__ import annotations

import csv
import io
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
        (["--count", "words"], "codings"),
        (["--order", "size"], "total"),
        (["--of", "bem"], "'ben'"),
        (["--where", "country"], "ATTRIBUTE=VALUE"),
        (["--where", "country=Danmark"], "'Denmark'"),
        (["--where", "contry=Denmark"], "'country'"),
        (["--format", "pdf"], "markdown"),
        (["-o", "table.docx"], ".xlsx"),
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

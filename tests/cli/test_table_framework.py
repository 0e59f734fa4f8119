"""`fgcoder table framework`."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with a few codings."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def test_case_by_case_with_quotes_shortened_and_citations_whole(fgcoder, coded: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fgcoder.cli.giving.PIPED", 60)
    ran = fgcoder("-C", coded, "table", "framework", "--template", "{speaker} in {country}")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 60
    place = [ran.out.index(words) for words in (DK, "What stands in the way", UK)]
    assert place == sorted(place)
    text = " ".join(ran.out.split())
    assert " …” (" in text
    assert "in United Kingdom)" in text


def test_files_have_the_quotes_whole(fgcoder, coded: Path, tmp_path: Path):
    file = tmp_path / "framework.xlsx"
    assert fgcoder("-C", coded, "table", "framework", "--by", "country", "--most", "0", "-o", file).code == 0
    words = fgcoder("-C", coded, "find", "--code", "red-tape", "--json").out
    cells = [str(cell.value) for row in openpyxl.load_workbook(file).worksheets[0].iter_rows() for cell in row]
    (cell,) = [cell for cell in cells if cell.count("“") >= 2]
    assert "…\n" not in cell
    for quote in cell.split("\n"):
        assert quote.split("” (")[0].lstrip("“")[:30] in words


def test_memos_and_codes_are_chosen_by_option(fgcoder, coded: Path):
    out = fgcoder("-C", coded, "table", "framework", "--code", "red-tape", "--fill", "memos").out
    assert "(no memo)" in out
    assert "Red tape" in out
    assert "No time" not in out


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--by", "contry"], "'country'"), (["--code", "red-tap"], "'red-tape'"), (["--fill", "memo"], "'memos'")],
)
def test_a_wrong_name_is_told_with_what_there_is(fgcoder, coded: Path, options: list[str], told: str):
    ran = fgcoder("-C", coded, "table", "framework", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err

"""`fgcoder table agreement`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with three segments that two coders decided about, and one that only one did."""
    mine = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n{DK}#5 no-time\n{UK}#6 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=mine).code == 0
    theirs = f"{UK}#3 red-tape\n{UK}#4 red-tape\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "--coder", "ben", "decisions", "add", "-", stdin=theirs).code == 0
    return study


def test_the_table_is_laid_out_for_people(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "agreement")
    assert ran.code == 0
    head = next(line for line in ran.out.splitlines() if "Segments" in line)
    assert head.split()[-4:] == ["Neither", "Agreement", "Kappa", "Alpha"]
    (no_time,) = [line for line in ran.out.splitlines() if line.strip().startswith("No time")]
    assert no_time.split()[2:7] == ["3", "1", "1", "0", "1"]
    assert "Krippendorff" in ran.out


def test_a_narrow_terminal_keeps_the_names_of_codes(fgcoder, coded: Path, monkeypatch: pytest.MonkeyPatch):
    from rich.console import Console

    from fgcoder.cli import giving

    monkeypatch.setattr(giving, "console_for_tables", lambda: Console(width=80, highlight=False))
    out = fgcoder("-C", coded, "table", "agreement").out
    assert any(line.strip().startswith("Feeling that one has done one's") for line in out.splitlines())
    assert "Neither" not in out
    assert "need a terminal of 120 columns" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_part_as_csv(fgcoder, coded: Path):
    ran = fgcoder(
        "-C", coded, "table", "agreement", "--where", "country=Denmark", "--of", "ben", "--of", "ana",
        "--order", "lowest", "--format", "csv",
    )  # fmt: skip
    assert ran.code == 0
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff")))}
    assert rows["ana+ben:no-time"]["Segments"] == "1"
    assert rows["ana+ben:no-time"]["Both"] == "1"
    assert rows["ana+ben:no-time"]["Alpha"] == ""


def test_a_study_in_which_nobody_met_says_so(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    ran = fgcoder("-C", study, "table", "agreement")
    assert ran.code == 2
    assert "no two coders have decided about the same segment" in ran.err

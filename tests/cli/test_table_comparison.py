"""`fgcoder table comparison`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with a few codings by two coders."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def lines_of(out: str, label: str) -> list[str]:
    return [line for line in out.splitlines() if line.strip().startswith(label)]


def test_counts_expectations_and_residuals_stand_side_by_side(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "comparison")
    assert ran.code == 0
    (head,) = lines_of(ran.out, "Theme and code")
    assert head.split() == ["Theme", "and", "code", "Denmark", "United", "Kingdom", "All", "V"]
    (line,) = lines_of(ran.out, "Red tape")
    cells = line.split()[2:]
    assert cells[0] == "0"
    assert cells[1].startswith("(")
    assert cells[2].startswith("−")
    assert cells[3] == "2"
    assert cells[5].startswith("+")
    assert cells[6] == "2"
    assert "No test and no p-value" in ran.out


def test_a_narrow_terminal_gets_them_beneath_each_other(fgcoder, coded: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fgcoder.cli.giving.PIPED", 60)
    out = fgcoder("-C", coded, "table", "comparison").out
    assert max(map(len, out.splitlines())) <= 60
    at = next(at for at, line in enumerate(out.splitlines()) if line.strip().startswith("Red tape"))
    assert out.splitlines()[at].split()[2:4] == ["0", "2"]
    assert out.splitlines()[at + 1].split()[0].startswith("−")


def test_more_columns_than_fit_are_printed_in_blocks(fgcoder, coded: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fgcoder.cli.giving.PIPED", 40)
    out = fgcoder("-C", coded, "table", "comparison").out
    assert max(map(len, out.splitlines())) <= 40
    assert len(lines_of(out, "Red tape")) > 1
    assert "…" not in out


def test_files_have_the_numbers(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "comparison", "--unit", "groups", "--show", "observed", "--format", "csv")
    assert ran.code == 0
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert any("Cramér's V" in row for row in rows)
    assert not any("residual" in cell for row in rows for cell in row if cell.startswith(("Denmark", "residual")))


def test_the_base_may_be_what_somebody_decided_about(fgcoder, coded: Path):
    everything = fgcoder("-C", coded, "table", "comparison").out
    assert "Coverage is uneven" not in everything
    lines = "".join(f"{UK}#{number} red-tape\n" for number in range(10, 50))
    assert fgcoder("-C", coded, "decisions", "add", "-", stdin=lines).code == 0
    assert "Coverage is uneven" in fgcoder("-C", coded, "table", "comparison").out
    decided = fgcoder("-C", coded, "table", "comparison", "--among", "decided").out
    (base,) = lines_of(decided, "Segments")
    segments = int(base.split()[2])
    assert base.split()[1:] == ["1", str(segments), str(segments + 1)]
    assert 2 < segments < 42  # the moderator's are left out
    assert "Coverage is uneven" not in decided


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--by", "contry"], "'country'"),
        (["--unit", "words"], "participants"),
        (["--show", "p"], "residual"),
        (["--where", "country=Denmark"], "Only Denmark has codings"),
    ],
)
def test_a_wrong_name_is_told_with_what_there_is(fgcoder, coded: Path, options: list[str], told: str):
    ran = fgcoder("-C", coded, "table", "comparison", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err

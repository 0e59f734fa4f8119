"""`fgcoder table saturation` and `fgcoder table coverage`."""

from __future__ import annotations

from pathlib import Path

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with two groups coded."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def test_groups_are_in_order_of_fieldwork_with_what_is_new(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "saturation", "--base", "1", "--run", "1", "--threshold", "100")
    assert ran.code == 2
    assert "100 % is none" in ran.err
    ran = fgcoder("-C", coded, "table", "saturation", "--base", "1", "--run", "1")
    assert ran.code == 0
    rows = [line.split() for line in ran.out.splitlines() if line.strip().startswith((UK, DK))]
    assert [row[0] for row in rows] == [DK, UK]
    assert rows[0][2:] == ["1", "1", "1.5", "–", "–"]
    assert rows[1][2:] == ["1", "2", "2.0", "1", "100.0"]
    assert f"New in {UK}: Red tape." in ran.out
    assert "never fell to 5 % or less" in ran.out


def test_too_few_groups_are_said(fgcoder, coded: Path):
    assert "Too few groups with codings to say, as base and run need 6" in fgcoder(
        "-C", coded, "table", "saturation"
    ).out.replace("\n", " ")
    out = fgcoder("-C", coded, "table", "saturation", "--by", "country").out
    assert "All groups" in out
    assert "United Kingdom" in out


def test_coverage_counts_groups_and_countries(fgcoder, coded: Path):
    out = fgcoder("-C", coded, "table", "coverage").out
    (line,) = [line for line in out.splitlines() if line.strip().startswith("No time")]
    assert line.split()[2:] == ["1", "1", "2", "100", "%", "2", DK]
    (line,) = [line for line in out.splitlines() if line.strip().startswith("Red tape")]
    assert line.split()[2:] == ["0", "1", "1", "50", "%", "1", UK]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["saturation", "--by", "speaker"], "country"),
        (["saturation", "--base", "0"], "1 group at least"),
        (["coverage", "--by", "stakeholders"], "country"),
    ],
)
def test_what_cannot_be_answered_is_said(fgcoder, coded: Path, command: list[str], told: str):
    ran = fgcoder("-C", coded, "table", *command)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err

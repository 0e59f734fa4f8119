"""`fgcoder table cooccurrence`."""

from __future__ import annotations

from pathlib import Path

import pytest

UK = "uk-local-environment"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with two segments of two codes each."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape no-time\n{UK}#5 internet\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def test_the_lower_half_is_printed_with_numbered_columns(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "table", "cooccurrence")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["Code", "1", "2", "3"] in lines
    assert ["1", "No", "time", "2"] in lines
    assert ["2", "Red", "tape", "2", "2"] in lines
    assert ["3", "Internet", "and", "apps", "0", "0", "1"] in lines


def test_pairs_are_listed(fgcoder, coded: Path):
    out = fgcoder("-C", coded, "table", "cooccurrence", "--pairs").out
    (line,) = [line for line in out.splitlines() if "No time + Red tape" in line]
    assert line.split()[-4:] == ["2", "1.00", "2", "2"]


def test_distance_level_and_measure_are_chosen_by_option(fgcoder, coded: Path):
    themes = fgcoder("-C", coded, "table", "cooccurrence", "--level", "themes", "--within", "50").out
    assert "at most 50 turns apart" in themes
    assert ["1", "What", "stands", "in", "the", "way", "2"] in [line.split() for line in themes.splitlines()]
    jaccard = fgcoder("-C", coded, "table", "cooccurrence", "--measure", "jaccard").out
    assert ["2", "Red", "tape", "1.00", "1.00"] in [line.split() for line in jaccard.splitlines()]
    minimum = fgcoder("-C", coded, "table", "cooccurrence", "--minimum", "2").out
    assert "Internet" not in minimum
    by_name = fgcoder("-C", coded, "table", "cooccurrence", "--order", "label").out
    assert ["1", "Internet", "and", "apps", "1"] in [line.split() for line in by_name.splitlines()]


@pytest.mark.parametrize(
    ("options", "told"), [(["--within", "page"], "segment"), (["--measure", "phi"], "jaccard"), (["--of", "x"], "ana")]
)
def test_a_wrong_name_is_told_with_what_there_is(fgcoder, coded: Path, options: list[str], told: str):
    ran = fgcoder("-C", coded, "table", "cooccurrence", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err

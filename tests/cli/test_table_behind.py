"""The options on words that all tables share: the passages behind a cell, their citation, what speakers are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

UK = "uk-local-environment"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """Two segments with two codes each by one coder, one of them with one code by another."""
    lines = f"{UK}#3 red-tape no-time\n{UK}#4 red-tape no-time\n{UK}#5 internet\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    assert fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{UK}#3", "red-tape").code == 0
    return study


def test_every_table_leads_to_the_words(fgcoder, coded: Path):
    def behind(*asked: str) -> tuple[list[str], str]:
        ran = fgcoder("-C", coded, "table", *asked)
        assert ran.code == 0, ran.err
        found = [line.split()[0].rpartition("#")[2] for line in ran.out.splitlines() if line.startswith(f"{UK}#")]
        return found, ran.err.strip()

    assert behind("coverage", "--behind", "internet")[0] == ["5"]
    assert behind("coverage", "--behind", "red-tape", "--column", "United Kingdom")[0] == ["3", "4"]
    assert behind("cooccurrence", "--behind", "red-tape")[0] == ["3", "4"]
    assert behind("cooccurrence", "--behind", "red-tape", "--column", "no-time")[0] == ["3", "4"]
    assert behind("cooccurrence", "--pairs", "--behind", "red-tape + no-time")[0] == ["3", "4"]
    assert behind("saturation", "--behind", UK)[0] == ["3", "4", "5"]
    assert behind("framework", "--behind", UK, "--column", "obstacles")[0] == ["3", "4"]
    assert behind("agreement", "--behind", "no-time") == (["3"], "1 passage behind No time, Agreement.")
    assert behind("agreement", "--behind", "red-tape", "--column", "Both")[0] == ["3"]
    ran = fgcoder("-C", coded, "table", "cooccurrence", "--behind", "internet", "--column", "no-time")
    assert (ran.code, ran.out) == (1, "")


def test_the_citation_and_the_labels_are_the_users(fgcoder, coded: Path, tmp_path: Path):
    options = ("--behind", "internet", "--template", "said by {speaker} in turn {turn}", "--pseudonyms")
    out = fgcoder("-C", coded, "table", "coverage", *options).out
    assert f"{UK}#5  said by P" in out
    goal = tmp_path / "coverage.json"
    ran = fgcoder("-C", coded, "table", "coverage", "--code", "internet", "--template", "by {speaker}", "-o", goal)
    assert ran.code == 0
    quotes = [
        quote["citation"]
        for row in json.loads(goal.read_text(encoding="utf-8"))["rows"]
        for cell in row["cells"]
        for quote in cell.get("quotes", ())
    ]
    assert quotes
    assert all(citation.startswith("by ") for citation in quotes)
    header = fgcoder("-C", coded, "table", "frequency", "--by", "speaker", "--pseudonyms", "--format", "csv").out
    assert f"{UK} P1" in header.splitlines()[0]


def test_rows_are_chosen_alike(fgcoder, coded: Path):
    rows = ("--level", "codes", "--minimum", "1", "--order", "total")
    for name in ("frequency", "coverage"):
        lines = fgcoder("-C", coded, "table", name, *rows, "--format", "csv").out.splitlines()
        assert [line.split(",")[3] for line in lines if line.startswith("code,")].count("internet") == 1
        assert sum(line.startswith("code,") for line in lines) == 3
    agreed = fgcoder("-C", coded, "table", "agreement", "--code", "obstacles", "--minimum", "1", "--format", "csv").out
    assert [line.split(",")[3] for line in agreed.splitlines()[2:]] == [
        "ana+ben:obstacles",
        "ana+ben:no-time",
        "ana+ben:red-tape",
    ]
    squared = fgcoder("-C", coded, "table", "cooccurrence", "--code", "obstacles", "--format", "csv").out
    assert "internet" not in squared
    assert (
        fgcoder("-C", coded, "table", "saturation", "--code", "internet", "--format", "csv").out.count("Internet") == 1
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["coverage", "--column", "Denmark"], "--behind CODE"),
        (["coverage", "--behind", "red-tap"], "'red-tape'"),
        (["coverage", "--behind", "red-tape", "--column", "United Kindom"], "'United Kingdom'"),
        (["coverage", "--behind", "red-tape", "-o", "x.html"], "writes no file"),
        (["coverage", "--template", "{speaker}"], "--behind CODE"),
        (["coverage", "--behind", "red-tape", "--template", "{speakr}"], "speaker"),
        (["agreement", "--plot", "-o", "x.svg"], "in the terminal alone"),
        (["agreement", "--level", "code"], "codes"),
        (["comparison", "--order", "size"], "total"),
        (["saturation", "--code", "red-tap"], "'red-tape'"),
    ],
)
def test_what_cannot_be_is_said(fgcoder, coded: Path, options: list[str], told: str):
    ran = fgcoder("-C", coded, "table", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_pictures_are_drawn_in_the_terminal(fgcoder, coded: Path):
    drawn = fgcoder("-C", coded, "table", "cooccurrence", "--plot").out
    assert "Lines: 1 of 1 pairs, those with 2 segments or more" in drawn
    assert "Red tape" in drawn
    dots = fgcoder("-C", coded, "table", "agreement", "--plot").out
    assert "○" in dots
    ran = fgcoder("-C", coded, "table", "cooccurrence", "--pairs", "--plot")
    assert (ran.code, "several units (segments, Jaccard)" in ran.err) == (2, True)

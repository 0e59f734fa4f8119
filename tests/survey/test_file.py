"""Findings keep their figures as printed, and take base and source from the file where they name none."""

from __future__ import annotations

from pathlib import Path

import pytest

from fgcoder.codebook import file as codebook
from fgcoder.errors import StudyError
from fgcoder.model import Figure, Finding
from fgcoder.survey import file as survey

ROOT = Path(__file__).parents[2]
HEAD = "title: S\nsource: A paper\nbase: 1,000 citizens\nfindings:\n"


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "survey.yaml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_the_sample_survey_speaks_of_codes_that_there_are():
    findings = survey.read(ROOT / "surveys" / "coproduction.yaml")
    known = codebook.read(ROOT / "codebooks" / "coproduction.yaml").by_id
    assert len(findings) >= 7
    assert [one.id for one in findings][:2] == ["significant-level", "low-effort-highest"]
    assert {code for one in findings for code in one.codes} <= set(known)
    assert all(one.statement and "\n" not in one.statement and one.base and one.source for one in findings)


def test_a_finding_in_full_and_one_in_short(write):
    path = write(
        HEAD + "  - id: full\n    statement: >-\n      Half\n      do.\n    sectors: [a]\n    countries: [B, C]\n"
        "    question: Do you?\n    base: 500 drivers\n    source: Another\n    codes: [x]\n    figures:\n"
        "      - {label: often, value: 12.30, country: B, sector: a}\n      - {label: never, value: 5 %}\n"
        "  - id: short\n    statement: None do.\n"
    )
    figures = (Figure("often", "12.30", "B", "a"), Figure("never", "5 %"))
    assert survey.read(path) == (
        Finding("full", "Half do.", ("a",), ("B", "C"), "500 drivers", "Another", figures, "Do you?", ("x",)),
        Finding("short", "None do.", (), (), "1,000 citizens", "A paper"),
    )


def test_every_id_used_twice_is_named(write):
    entry = "  - id: {}\n    statement: x\n"
    path = write(HEAD + "".join(entry.format(one) for one in "abab"))
    with pytest.raises(StudyError) as caught:
        survey.read(path)
    assert [(one.path, one.line, one.what) for one in caught.value.faults] == [
        (path, 9, "the id `a` is used twice."),
        (path, 11, "the id `b` is used twice."),
    ]


def test_faults_with_their_lines(write):
    path = write(HEAD + "  - id: A B\n    statement: x\n  - id: b\n    figures:\n      - {label: x}\n    sector: [a]\n")
    with pytest.raises(StudyError) as caught:
        survey.read(path)
    found = {(one.line, one.what.split(" ")[0]) for one in caught.value.faults}
    assert found == {(5, "findings.0.id:"), (7, "`statement`"), (9, "`value`"), (10, "`sector`")}


def test_a_survey_without_findings(write):
    with pytest.raises(StudyError, match="findings: list should have at least 1 item"):
        survey.read(write("title: S\nsource: x\nbase: y\nfindings: []\n"))

"""The line under a quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from fgcoder.errors import TableError
from fgcoder.reporting.citing import citing

NAMES = ("speaker", "country", "sector", "stakeholders", "transcript", "turn")
KNOWN = {"speaker": "P3", "country": "Denmark", "sector": "community safety", "transcript": "dk", "turn": "12"}


@pytest.mark.parametrize(
    ("template", "cited"),
    [
        (
            "participant {speaker}, focus group on {sector}, {country}",
            "participant P3, focus group on community safety, Denmark",
        ),
        ("{speaker}[, {stakeholders}], {country}", "P3, Denmark"),
        ("{speaker}, {stakeholders}", "P3, (not given)"),
        ("{speaker}[ of {country}]", "P3 of Denmark"),
        ("a quote", "a quote"),
        ("", "P3, Denmark, community safety; dk, turn 12"),
    ],
)
def test_templates(template: str, cited: str) -> None:
    assert citing(template, NAMES)(KNOWN) == cited


def test_the_usual_one_holds_for_a_study_without_countries() -> None:
    known = {"speaker": "P3", "transcript": "dk", "turn": "12"}
    assert citing("", ("speaker", "transcript", "turn"))(known) == "P3; dk, turn 12"


def test_a_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(TableError) as caught:
        citing("{contry}", NAMES)
    assert "Did you mean 'country'?" in str(caught.value)
    assert "stakeholders" in str(caught.value)


def test_a_name_that_the_program_has_itself_is_answered_with_whose_it_is(tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_text("title: Parks\n\ncitation: '{speaker}[, {role}]'\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        citing("{speaker}[, {role}]", (*NAMES, "speaker.role"), file)
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == (file, 3)
    assert fault.what == "There is no name for a citation called 'role'."
    assert str(fault.todo).startswith("Did you mean 'speaker.role'? There are: country, ")


@pytest.mark.parametrize("template", ["{speaker", "speaker}", "[{speaker}", "{speaker}]", "{{speaker}}", "[[x]]"])
def test_what_is_left_open_is_refused(template: str) -> None:
    with pytest.raises(TableError, match=r"left open|no name"):
        citing(template, NAMES)


def test_what_a_value_holds_is_never_read_as_a_template() -> None:
    assert citing("{speaker}[, {country}]", NAMES)({"speaker": "{country}", "country": "[x]"}) == "{country}, [x]"

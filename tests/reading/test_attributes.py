"""Front matter and sidecars, and what is said when they are wrong."""

from __future__ import annotations

import pytest

from fgcoder.errors import Fault, ReadingError
from fgcoder.reading import read

DECLARED = {"country": ["Czech Republic", "France"], "sector": ["public health"]}


def faults_of(path, declared=None) -> tuple[Fault, ...]:
    """Read what cannot be read, and give its faults."""
    with pytest.raises(ReadingError) as caught:
        read(path, declared)
    return caught.value.faults


def test_values_are_strings_as_written(write):
    head = "language: no\ndate: 2013-4-6\nsize: 047\nfirst: 0.50\ninvented: true\nplace: 'null'\nempty:\n"
    head += "quoted: '2013-4-6'\n"
    transcript = read(write("a.txt", f"---\n{head}---\nP1: Ja.\n", None))
    assert transcript.language == "no"
    assert transcript.attributes == {
        "date": "2013-04-06", "size": "047", "first": "0.50", "invented": "true", "place": "null", "empty": "",
        "quoted": "2013-4-6",
    }  # fmt: skip


@pytest.mark.parametrize("date", ["05.04.2024", "2024-2", "spring", "'2024-02-31'"])
def test_a_date_that_nothing_can_read_is_noticed_with_its_line_and_kept(write, date):
    transcript = read(write("a.txt", f"---\nlanguage: en\ndate: {date}\n---\nP1: Yes.\n", None))
    written = date.strip("'")
    assert transcript.attributes["date"] == written
    assert transcript.notices == (
        f"line 3: the date '{written}' cannot be read; expected year-month-day, as in 2013-02-19, or 2013-02 or 2013.",
    )


def test_a_date_in_the_sidecar_is_noticed_there(write):
    transcript = read(write("a.txt", "P1: Yes.\n", "language: en\ndate: 5/4/2024\n"))
    assert transcript.notices[0].startswith("a.yaml, line 2: the date '5/4/2024' cannot be read")


@pytest.mark.parametrize("date", ["2024-3-5", "2024-03", "2024", ""])
def test_a_date_that_can_be_read_is_not_noticed(write, date):
    assert read(write("a.txt", f"---\nlanguage: en\ndate: {date}\n---\nP1: Yes.\n", None)).notices == ()


def test_the_sidecar_wins_key_by_key(write):
    body = "---\nlanguage: en\ncountry: France\nsector: public health\n---\nP1: Yes.\n"
    transcript = read(write("a.txt", body, "country: Czech Republic\n"), DECLARED)
    assert transcript.language == "en"
    assert transcript.attributes == {"country": "Czech Republic", "sector": "public health"}


def test_a_sidecar_may_be_called_yml_and_keep_its_fences(write, tmp_path):
    path = write("a.txt", "P1: Yes.\n", None)
    (tmp_path / "a.yml").write_text("---\nlanguage: en\n---\n", encoding="utf-8")
    assert read(path).language == "en"


def test_a_value_not_allowed_names_line_choice_and_close_match(write):
    path = write("a.txt", "---\nlanguage: en\n\ncountry: Frence\nsector: public health\n---\nP1: Yes.\n", None)
    [fault] = faults_of(path, DECLARED)
    assert (fault.path, fault.line) == (path, 4)
    assert "'Frence'; expected one of: Czech Republic, France" in fault.what
    assert fault.todo == "Did you mean 'France'?"


def test_a_fault_in_the_sidecar_names_the_sidecar(write):
    path = write("a.txt", "P1: Yes.\n", "language: en\ncountry: France\nsector: health care\n")
    [fault] = faults_of(path, DECLARED)
    assert (fault.path, fault.line) == (path.with_suffix(".yaml"), 3)


def test_missing_attributes_are_all_named(write):
    faults = faults_of(write("a.txt", "---\nlanguage: en\nsektor: public health\n---\nP1: Yes.\n", None), DECLARED)
    assert [fault.what.split(";")[0] for fault in faults] == [
        "The attribute 'country' is missing",
        "The attribute 'sector' is missing",
    ]
    assert (faults[1].line, faults[1].todo) == (3, "Perhaps 'sektor' should read 'sector'.")


def test_any_value_will_do_where_none_are_listed(write):
    path = write("a.txt", "P1: Yes.\n", "language: en\nplace: Anywhere\n")
    assert read(path, {"place": []}).attributes == {"place": "Anywhere"}
    assert faults_of(path, {"venue": []})[0].what.startswith("The attribute 'venue' is missing")


@pytest.mark.parametrize(
    ("written", "meant"), [("dk", "da"), ("cz", "cs"), ("EN", "en"), ("en-GB", "en"), ("french", "fr"), ("xx", None)]
)
def test_the_language_is_a_code(write, written, meant):
    [fault] = faults_of(write("a.txt", f"---\ntitle: A\nlanguage: {written}\n---\nP1: Yes.\n", None))
    assert fault.line == 3
    assert fault.todo == (f"Write 'language: {meant}', if that is meant." if meant else None)


def test_no_language_at_all(write):
    path = write("a.txt", "P1: Yes.\n", None)
    [fault] = faults_of(path)
    assert fault.what == "The language is missing."
    assert "a.yaml" in (fault.todo or "")


@pytest.mark.parametrize(
    ("yaml", "line", "said"),
    [
        ("language: en\ntitle: a: b\n", 3, "not valid YAML"),
        ("language: en\nplace: [a\n", 3, "not valid YAML"),
        ("language: en\nplace: [a, b]\n", 3, "'place' is a sequence; expected a single value"),
        ("language: en\nplace: {a: b}\n", 3, "'place' is a mapping; expected a single value"),
        ("language: en\nplace: a\nplace: b\n", 4, "'place' stands here a second time"),
        ("language: en\ndate: 2013-02-30\n", 3, "no such day"),
        ("language: en\nparticipants: 8\n", 3, "expected a line for each label"),
        ("language: en\nparticipants:\n  P1: nurse\n", 4, "expected a line for each label"),
        ("language: en\nparticipants:\n  P1: {role: [a]}\n", 4, "'role' of P1 is a sequence"),
        ("language: en\nparticipants:\n  P1:\n  p1:\n", 5, "'p1' and 'P1' are the same label"),
        ("language: en\nmoderators: [[a]]\n", 3, "A label under 'moderators' is a sequence"),
        ("just words\n", 2, "Expected lines like"),
        ("- a\n- b\n", 2, "Expected lines like"),
    ],
)
def test_faults_name_the_line_of_the_file(write, yaml, line, said):
    path = write("a.txt", f"---\n{yaml}---\nP1: Yes.\n", None)
    fault = faults_of(path)[0]
    assert said in fault.what
    assert (fault.path, fault.line) == (path, line)


def test_front_matter_without_an_end(write):
    [fault] = faults_of(write("a.txt", "\n---\nlanguage: en\nP1: Yes.\n", None))
    assert fault.line == 2


def test_nesting_without_end_is_a_fault(write):
    assert "not valid YAML" in faults_of(write("a.txt", "P1: Yes.\n", "a: " + "[" * 1000))[0].what

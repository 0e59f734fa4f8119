"""The lines that suggestions start from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import Code, Codebook
from fgcoder.suggesting.lines import AVOID, Line, lines_of, parts_of

LONG = "Nobody in the street has any hours left, because both parents work and the children are small."

BOOK = Codebook(
    "Parks",
    "1",
    "en",
    (
        Code(
            "obstacles",
            "Obstacles",
            definition="What keeps people away.",
            examples=("It is hard.",),
            children=(
                Code(
                    "no-time",
                    "No time",
                    LONG,
                    use=("Two jobs", "Small children"),
                    avoid=("Does not want to",),
                    examples=("I would if I could. But I cannot, you see, not with two jobs and a garden.",),
                ),
                Code("forms", "Forms"),
            ),
        ),
        Code("litter", "Litter", "Rubbish."),
    ),
)


def test_a_code_gives_its_lines_in_order_and_what_says_several_things_in_parts_too():
    assert lines_of(BOOK) == (
        Line("no-time", "label", "No time"),
        Line("no-time", "definition", LONG),
        Line("no-time", "definition", "Nobody in the street has any hours left"),
        Line("no-time", "definition", "because both parents work and the children are small."),
        Line("no-time", "use", "Two jobs"),
        Line("no-time", "use", "Small children"),
        Line("no-time", "example", "I would if I could. But I cannot, you see, not with two jobs and a garden."),
        Line("no-time", AVOID, "Does not want to"),
        Line("forms", "label", "Forms"),
        Line("litter", "label", "Litter"),
        Line("litter", "definition", "Rubbish."),
    )


def test_themes_give_none_and_every_code_at_least_one():
    assert {line.code for line in lines_of(BOOK)} == {code.id for code in BOOK.codes}


def test_what_to_avoid_is_given_in_parts_and_as_what_to_avoid():
    book = Codebook("", "1", "en", (Code("a", "A", avoid=(LONG,)),))
    assert {line.kind for line in lines_of(book) if line.text in (LONG, *parts_of(LONG))} == {AVOID}
    assert len(lines_of(book)) == 1 + 3


def test_a_line_that_stands_twice_is_given_once():
    book = Codebook("", "1", "en", (Code("a", "Same", use=("Same thing", "Same thing")), Code("b", "Same")))
    assert lines_of(book) == (Line("a", "label", "Same"), Line("a", "use", "Same thing"), Line("b", "label", "Same"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Two jobs", ["Two jobs"]),
        ("One thing. Another thing!", ["One thing.", "Another thing!"]),
        ("He drives, e.g. to work. Then home.", ["He drives, e.g. to work.", "Then home."]),
        ("Jobs, children, and a long way to work.", ["Jobs, children, and a long way to work."]),
        # What is left over at the end is too short to stand and belongs to the part before it,
        (
            "They would like to help with the trees, but cannot.",
            ["They would like to help with the trees, but cannot."],
        ),
        # but never to another sentence, however it is broken into lines.
        (
            "They would like to help with the trees there. Jobs,\nchildren.",
            ["They would like to help with the trees there.", "Jobs, children."],
        ),
    ],
)
def test_parts_are_long_enough_to_stand(text: str, parts: list[str]):
    assert parts_of(text) == parts


@given(st.lists(st.sampled_from(["one", "two,", "three;", "four.", "five!", "six:", "seven"]), max_size=40))
def test_parts_hold_every_word_once_in_order(words: list[str]):
    parts = parts_of(" ".join(words))
    assert [word.rstrip(",;:") for part in parts for word in part.split()] == [word.rstrip(",;:") for word in words]
    for part in parts:
        # Only a whole sentence may be short.
        assert len(part.split()) >= 7 or part[-1] in ".!" or part is parts[-1]

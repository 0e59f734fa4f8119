"""What the nouns can say of themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import (
    Action,
    Code,
    Codebook,
    Decision,
    Mode,
    Role,
    Segment,
    Shown,
    Span,
    Speaker,
    Transcript,
    Turn,
    parts_written,
)

spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Span(*sorted(ends)))


@given(spans, spans)
def test_spans_overlap_when_they_share_a_character(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) == bool(shared)
        assert one.overlaps(other) == other.overlaps(one)


def test_a_span_counts_codepoints():
    assert Span(1, 3).of("a😀bc") == "😀b"


@pytest.fixture
def book():
    leaf = Code("leaf", "Leaf")
    inner = Code("inner", "Inner", children=(leaf,))
    return Codebook(
        "Book", "1", "en", (Code("top", "Top", children=(Code("first", "First"), inner)), Code("alone", "A"))
    )


def test_a_codebook_in_the_order_of_its_file(book):
    assert list(book.by_id) == ["top", "first", "inner", "leaf", "alone"]
    assert [code.id for code in book.codes] == ["first", "leaf", "alone"]
    assert book.path_of == {
        "top": (),
        "first": ("top",),
        "inner": ("top",),
        "leaf": ("top", "inner"),
        "alone": (),
    }


def test_the_label_of_a_code_and_of_one_that_is_gone(book):
    assert book.label("leaf") == "Leaf"
    assert book.label("gone") == "gone"


def test_only_what_has_children_is_a_theme(book):
    assert [code.id for code in book.by_id.values() if code.is_theme] == ["top", "inner"]


@pytest.mark.parametrize(
    ("role", "words", "codable"),
    [
        (Role.PARTICIPANT, Span(4, 9), True),
        (Role.UNKNOWN, Span(4, 9), True),
        (Role.MODERATOR, Span(4, 9), False),
        (Role.PARTICIPANT, Span(4, 4), False),
    ],
)
def test_what_is_put_before_coders(role, words, codable):
    segment = Segment("dk", 12, 3, 0, 10, words, role)
    assert segment.is_codable is codable
    assert segment.id == "dk#12"


def test_the_rank_at_which_the_code_was_shown():
    def decided(code):
        shown = (Shown("a", 2.0), Shown("b", 1.0))
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return Decision("x", "anna", now, Action.APPLY, "t", "0" * 64, Span(0, 1), code, Mode.ASSISTED, shown)

    assert [decided(code).rank for code in "abc"] == [1, 2, None]


def test_the_speaker_of_a_turn_that_names_nobody():
    known = Speaker("P1", Role.PARTICIPANT, {"age": "30"})
    turns = (Turn(1, "P1", 0, 4, 8), Turn(2, "", 8, 8, 10))
    transcript = Transcript("t", "T", "P1: hey\nah", "0" * 64, "en", {}, {"P1": known}, turns, "t.txt")
    assert transcript.speaker_of(turns[0]) is known
    assert transcript.speaker_of(turns[1]) == Speaker("", Role.UNKNOWN)


def test_what_is_spoken_in_a_span_has_no_labels():
    text = "P1: One.\n  Two.\nMary Smith: Three.\n"
    turns = (Turn(1, "P1", 0, 4, 16), Turn(2, "Mary Smith", 16, 28, len(text)))
    transcript = Transcript("t", "T", text, "0" * 64, "en", {}, {}, turns, "t.txt")
    assert transcript.spoken(Span(text.index("Two"), text.index("Three") + 5)) == "Two. Three"
    assert transcript.spoken(Span(0, len(text))) == "One. Two. Three."
    assert transcript.spoken(Span(16, 20)) == ""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("dk-health#12", ("dk-health", 12)),
        ("Group #3#12", ("Group #3", 12)),
        ("Group #3", ("Group ", 3)),
        ("dk-health", ("dk-health", None)),
        ("dk-health#", ("dk-health#", None)),
        ("#3", ("#3", None)),
        ("dk-health#" + "9" * 5000, ("dk-health#" + "9" * 5000, None)),
    ],
)
def test_what_is_written_as_a_segment_is_taken_apart_at_its_end(name: str, parts: tuple[str, int | None]) -> None:
    assert parts_written(name) == parts

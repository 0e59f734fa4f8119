"""The lines a transcript is laid out in, without a screen."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fgcoder.model import Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.tui.widgets.transcript.layout import (
    LONGEST_LABEL,
    MARGIN,
    NARROW,
    Line,
    LineKind,
    Mark,
    label_width,
    lay_out_segment,
)


def talk(*turns: tuple[str, list[str]]) -> tuple[Transcript, list[Segment]]:
    """A transcript of (speaker, parts) turns, each part a segment."""
    text, made, segments = "", [], []
    for number, (label, parts) in enumerate(turns, 1):
        start = here = len(text)
        text += f"{label}: "
        words_start = len(text)
        for part in parts:
            begin = len(text)
            text += part + "\n"
            span = Span(begin, begin + len(part))
            segments.append(Segment("t", len(segments) + 1, number, here, len(text), span, Role.PARTICIPANT))
            here = len(text)
        made.append(Turn(number, label, start, words_start, here))
    speakers = {label: Speaker(label, Role.PARTICIPANT) for label, _ in turns}
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Transcript("t", "T", text, digest, "en", {}, speakers, tuple(made), "t.txt"), segments


def laid_out(turns: list[tuple[str, list[str]]], width: int, mark: Mark = Mark()) -> list[Line]:  # noqa: B008
    transcript, segments = talk(*turns)
    return [line for at in range(len(segments)) for line in lay_out_segment(transcript, segments, at, mark, width)]


def test_a_turn_has_its_speaker_once_and_a_blank_line_at_its_end() -> None:
    lines = laid_out([("P1", ["One.", "Two."]), ("P2", ["Three."])], 80)
    assert [(line.segment, line.label, line.text) for line in lines] == [
        (0, "P1", "One."),
        (1, "", "Two."),
        (1, "", ""),
        (2, "P2", "Three."),
        (2, "", ""),
    ]
    assert [line.kind for line in lines if not line.text] == [LineKind.BLANK, LineKind.BLANK]


def test_codes_stand_under_the_words() -> None:
    lines = laid_out([("P1", ["One."])], 80, Mark(("No time", "Litter"), decided=True))
    assert [line.text for line in lines if line.kind is LineKind.CODES] == ["◆ No time", "◆ Litter"]
    assert lines[0].kind is LineKind.WORDS


@pytest.mark.parametrize(
    ("mark", "sign"), [(Mark(), " "), (Mark((), decided=True), "○"), (Mark(("Litter",), decided=True), "●")]
)
def test_the_sign_in_the_margin(mark: Mark, sign: str) -> None:
    assert mark.sign == sign


def test_in_a_narrow_view_the_speaker_stands_above_the_words_in_full() -> None:
    lines = laid_out([("Jürgen-Maximilian", ["One.", "Two."])], NARROW - 1)
    assert [(line.kind, line.label, line.text) for line in lines[:2]] == [
        (LineKind.SPEAKER, "", "Jürgen-Maximilian"),
        (LineKind.WORDS, "", "One."),
    ]
    assert [line.kind for line in lines].count(LineKind.SPEAKER) == 1


def test_a_long_label_is_shortened_visibly() -> None:
    assert laid_out([("Jürgen-Maximilian", ["One."])], 80)[0].label == "Jürgen-Maximi…"
    assert laid_out([("PARTICIPANT 12", ["One."])], 80)[0].label == "PARTICIPANT 12"


def test_labels_are_measured_in_cells() -> None:
    transcript, _ = talk(("山田太郎", ["川です。"]))
    assert label_width(transcript, 80) == 8 + 2
    assert cell_len(laid_out([("山田太郎山田太郎", ["川です。"])], 80)[0].label) <= LONGEST_LABEL


words = st.text(st.sampled_from("abcdé 川です🙂-.　\u0301\n[]\\"), min_size=1, max_size=200)
turns = st.lists(
    st.tuples(st.sampled_from(["P1", "Jürgen-Maximilian", "山田太郎"]), st.lists(words, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


@given(turns=turns, width=st.integers(20, 160))
def test_no_line_is_wider_than_the_view_and_no_word_is_lost(turns: list[tuple[str, list[str]]], width: int) -> None:
    transcript, segments = talk(*turns)
    gutter = label_width(transcript, width)
    mark = Mark(("No time", "A code with a rather long label that has to be wrapped"), decided=True)
    for at, segment in enumerate(segments):
        lines = lay_out_segment(transcript, segments, at, mark, width)
        assert lines
        assert all(line.segment == at for line in lines)
        for line in lines:
            if line.kind is not LineKind.SPEAKER:
                assert cell_len(line.label) <= max(gutter - 2, 0)
                assert cell_len(line.text) <= max(width - MARGIN - gutter, 10)
        shown = "".join(line.text for line in lines if line.kind is LineKind.WORDS)
        assert "".join(shown.split()) == "".join(segment.words.of(transcript.text).split())

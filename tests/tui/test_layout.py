"""The lines a transcript is laid out in, without a screen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fgcoder.model import Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.tui.widgets.transcript.layout import (
    LEFT,
    LONGEST_LABEL,
    LONGEST_LINE,
    NARROW,
    NO_MARGIN,
    WIDE,
    Columns,
    Line,
    LineKind,
    clock,
    shortened,
)
from fgcoder.tui.widgets.transcript.margin import CodedSpan
from fgcoder.tui.widgets.transcript.page import Page
from fgcoder.tui.widgets.transcript.wrapping import breaks, cut, wrap

Talk = tuple[Transcript, list[Segment]]


def talk(*turns: tuple[str, list[str]], seconds: float | None = None) -> Talk:
    """A transcript of (speaker, parts) turns, each part a segment."""
    text, made, segments = "", [], []
    for number, (label, parts) in enumerate(turns, 1):
        start = here = len(text)
        text += f"{label}: "
        words_start = len(text)
        for part in parts:
            begin = len(text)
            text += part + "\n"
            stripped = part.strip()
            span = Span(begin + part.find(stripped), begin + part.find(stripped) + len(stripped))
            segments.append(Segment("t", len(segments) + 1, number, here, len(text), span, Role.PARTICIPANT))
            here = len(text)
        made.append(Turn(number, label, start, words_start, here, seconds))
    speakers = {label: Speaker(label, Role.PARTICIPANT) for label, _ in turns}
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Transcript("t", "T", text, digest, "en", {}, speakers, tuple(made), "t.txt"), segments


def coded(transcript: Transcript, words: str, label: str) -> CodedSpan:
    start = transcript.text.index(words)
    return CodedSpan(Span(start, start + len(words)), label.lower(), label)


def page(
    made: Talk, width: int, codes: Iterable[CodedSpan] = (), decided: Iterable[int] = (), *, times: bool = False
) -> Page:
    return Page(*made, list(codes), set(decided), width, times=times)


def lines(laid_out: Page) -> list[Line]:
    return [line for at in range(len(laid_out.segments)) for line in laid_out.block(at)]


def words(line: Line) -> str:
    return line.words.text if line.words else line.text


def margins(laid_out: Page) -> list[str]:
    return [f"{line.margin.lanes} {line.margin.caption}".rstrip() for line in lines(laid_out)]


# Wrapping


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two three", ["one two", "three"]),
        ("one  two\nthree\t four", ["one two", "three", "four"]),
        ("a verylongword b", ["a", "verylong", "word b"]),
        ("bien\u00a0sûr oui", ["bien\u00a0sûr", "oui"]),
        ("川は私たちのもの。", ["川は私た", "ちのも", "の。"]),
        ("We 川は私の", ["We 川は", "私の"]),
        ("🙂🙂🙂🙂🙂", ["🙂🙂🙂🙂", "🙂"]),
        ("", [""]),
    ],
)
def test_words_are_wrapped_to_eight_cells(text: str, shown: list[str]) -> None:
    assert [line.text for line in wrap(text, 0, len(text), 8)] == shown


def test_a_line_knows_the_codepoint_of_each_cell() -> None:
    text = "xx 川は  e\u0301a 🙂."
    (line,) = wrap(text, 3, len(text), 40)
    assert line.text == "川は e\u0301a 🙂."
    assert [line.codepoint_at(cell) for cell in range(-1, 12)] == [None, 3, 3, 4, 4, 5, 7, 9, 10, 11, 11, 12, None]
    assert (line.start, line.end) == (3, 13)
    assert [line.index(at) for at in (0, 3, 6, 7, 9, 13, 99)] == [0, 0, 2, 3, 5, 9, 9]


@given(text=st.text(st.sampled_from("abcdé 川です🙂-.　\u0301\u00a0\n\t[]\\"), max_size=200), room=st.integers(4, 120))
def test_wrapping_loses_nothing_and_every_character_leads_back_to_its_own(text: str, room: int) -> None:
    found = wrap(text.strip(), 0, len(text.strip()), room)
    assert "".join("".join(line.text for line in found).split()) == "".join(text.split())
    for line in found:
        assert cell_len(line.text) <= room
        assert len(line.offsets) == len(line.text) + 1
        for character, at in zip(line.text, line.offsets, strict=False):
            assert character == text.strip()[at] or (character == " " and text.strip()[at].isspace())
        for at in range(len(line.text)):
            cell = cell_len(line.text[:at])
            if cell_len(line.text[at]) and cell < cell_len(line.text):
                assert line.codepoint_at(cell) is not None
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_the_fast_way_and_the_slow_way_of_wrapping_agree() -> None:
    plain = "and then we said that nobody had asked us what we do here all day long with the bins " * 3
    assert breaks(plain + "x", 30)[:-1] == breaks(plain + "🙂", 30)[:-1]
    assert len(breaks(plain + "x", 30)) == 9


def test_a_cut_text_shows_that_it_was() -> None:
    assert cut("Nobody asked", 12) == "Nobody asked"
    assert cut("Nobody asked", 8) == "Nobody…"
    assert cut("川は私たちの", 8) == "川は私…"


# Columns


def test_the_width_is_shared_out() -> None:
    made, _ = talk(("P1", ["One."]))
    narrow, middle, small, wide, huge = (Columns.fitting(made, width) for width in (40, 60, 78, 131, 260))
    assert (narrow.label, narrow.margin) == (0, 0)
    assert (middle.label, middle.margin) == (2, 0)
    assert small.margin < wide.margin
    assert huge.words == LONGEST_LINE
    for columns, width in ((narrow, 40), (middle, 60), (small, 78), (wide, 131)):
        assert columns.words_start + columns.words + (columns.margin + 1 if columns.margin else 0) == width


def test_labels_are_measured_in_cells() -> None:
    made, _ = talk(("山田太郎", ["川です。"]))
    assert Columns.fitting(made, 80).label == 8
    assert cell_len(shortened("山田太郎山田太郎", LONGEST_LABEL)) <= LONGEST_LABEL


@pytest.mark.parametrize(
    ("label", "room", "shown"),
    [
        ("Jürgen-Maximilian", 14, "Jürgen-Maximi…"),
        ("PARTICIPANT 12", 14, "PARTICIPANT 12"),
        ("PARTICIPANT 12", 9, "PARTIC…12"),
        ("123456789012", 9, "12345678…"),
    ],
)
def test_a_long_label_is_shortened_visibly_and_keeps_its_number(label: str, room: int, shown: str) -> None:
    assert shortened(label, room) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0.0, "0:00"), (69.9, "1:09"), (600, "10:00"), (3723, "1:02:03")]
)
def test_times(seconds: float | None, shown: str) -> None:
    assert clock(Turn(1, "P1", 0, 4, 9, seconds)) == shown


# The page


def test_a_turn_has_its_speaker_once_and_a_blank_line_at_its_end() -> None:
    found = lines(page(talk(("P1", ["One.", "Two."]), ("P2", ["Three."])), 80))
    assert [(line.segment, line.label, words(line)) for line in found] == [
        (0, "P1", "One."),
        (1, "", "Two."),
        (1, "", ""),
        (2, "P2", "Three."),
        (2, "", ""),
    ]
    assert [line.kind for line in found if not words(line)] == [LineKind.BLANK, LineKind.BLANK]


def test_in_a_narrow_view_the_speaker_stands_above_the_words_in_full() -> None:
    found = lines(page(talk(("Jürgen-Maximilian", ["One.", "Two."])), NARROW - 1))
    assert [(line.kind, line.label, words(line)) for line in found[:2]] == [
        (LineKind.SPEAKER, "", "Jürgen-Maximilian"),
        (LineKind.WORDS, "", "One."),
    ]
    assert [line.kind for line in found].count(LineKind.SPEAKER) == 1


def test_codes_stand_in_the_margin_beside_the_words_they_cover() -> None:
    made = talk(("P1", ["We sweep the path and nobody asked us to do it at all.", "Two."]))
    codes = [coded(made[0], "nobody asked us", "Litter"), coded(made[0], "Two.", "Pride")]
    found = lines(page(made, NO_MARGIN, codes))
    covered = {line.margin.caption: words(line) for line in found if line.margin.caption}
    assert "nobody" in covered["Litter"]
    assert covered["Pride"] == "Two."


def test_without_room_codes_stand_beneath_the_words_and_a_lane_shows_the_lines() -> None:
    made = talk(("P1", ["One.", "Two and more words that have to be wrapped, since the view is narrow.", "Three."]))
    codes = [coded(made[0], "One.", "No time"), coded(made[0], made[1][1].words.of(made[0].text), "Litter")]
    codes.append(CodedSpan(codes[0].span, "pride", "A code with a rather long label that is wrapped, too", "!"))
    found = lines(page(made, NARROW, codes))
    shown = [(line.lane, words(line)) for line in found if line.kind is LineKind.WORDS]
    assert [lane for lane, _ in shown] == ["┃", "┌", "└", " "]
    beneath = [words(line) for line in found if line.kind is LineKind.CODES]
    assert beneath[0] == "◆ No time"
    assert " ".join(beneath[1:-1]) == "◆ A code with a rather long label that is wrapped, too !"
    assert beneath[-1] == "◆ Litter"
    assert not any(line.margin.lanes for line in found)


def test_a_code_over_several_turns_has_one_bracket() -> None:
    made = talk(("P1", ["One."]), ("P2", ["Two."]), ("P1", ["Three."]))
    over = CodedSpan(Span(made[1][0].words.start, made[1][2].words.end), "litter", "Litter")
    assert margins(page(made, 80, [over])) == ["┐ Litter", "│", "│", "│", "┘", ""]


def test_the_time_stands_beneath_the_speaker_and_labels_use_its_line() -> None:
    made = talk(("P1", ["One."]), seconds=61)
    found = page(made, 80, [coded(made[0], "One.", "A"), coded(made[0], "One.", "B")], times=True)
    assert [(line.label, words(line)) for line in lines(found)] == [("P1", "One."), ("1:01", ""), ("", "")]
    assert margins(found) == ["]] A", " ╰ B", ""]
    narrow = page(made, NARROW - 1, times=True)
    assert words(lines(narrow)[0]) == "P1  1:01"


def test_the_sign_tells_what_is_decided() -> None:
    made = talk(("P1", ["One.", "Two.", "Three."]))
    found = page(made, 80, [coded(made[0], "Two", "Litter")], {1, 2})
    assert [found.sign(at) for at in range(3)] == [" ", "●", "○"]


def test_a_note_is_shown_as_it_is_and_does_not_make_a_segment_a_coded_one() -> None:
    made = talk(("P1", ["One."]))
    note = CodedSpan(made[1][0].words, "", "! to discuss")
    assert page(made, 80, [note]).sign(0) == " "
    assert [words(line) for line in lines(page(made, 60, [note]))] == ["One.", "! to discuss", ""]


def test_words_that_are_coded_apart_from_the_rest_are_told() -> None:
    made = talk(("P1", ["One two.", "Three."]))
    part, whole = coded(made[0], "two.", "Litter"), coded(made[0], "Three.", "Pride")
    across = CodedSpan(Span(part.span.start, whole.span.end), "x", "X")
    found = page(made, 80, [part, whole, across])
    assert found.partly_coded(0) == [part.span, across.span]
    assert found.partly_coded(1) == []


def test_a_coding_without_words_has_no_place() -> None:
    made = talk(("P1", ["One."]))
    assert margins(page(made, 80, [CodedSpan(Span(0, 2), "x", "X")])) == ["", ""]


def test_places_are_found() -> None:
    made = talk(("P1", ["One.", "Two and more words that have to be wrapped, since it is narrow."]), ("P2", ["Three."]))
    found = page(made, 40)
    shown = lines(found)
    assert found.height == len(shown)
    for at, segment in enumerate(made[1]):
        assert [shown[y].segment for y in found.lines_of(at)] == [at] * len(found.lines_of(at))
        for codepoint in range(segment.words.start, segment.words.end):
            line = shown[found.line_of(codepoint)]
            assert line.words is not None
            assert line.words.start <= codepoint
            assert found.segment_at(codepoint) == at
    assert [found.first_of_turn(number) for number in (0, 1, 2, 3)] == [None, 0, 2, None]
    assert found.line_at(-1) is None
    assert found.line_at(found.height) is None


def test_only_lines_that_are_looked_at_are_laid_out() -> None:
    found = page(talk(*[(f"P{number}", ["One."]) for number in range(1_000)]), 80)
    found.line_at(500)
    assert len(found._blocks) == 1
    assert found.height == 2_000


text = st.text(st.sampled_from("abcdé 川です🙂-.　\u0301\n[]\\"), min_size=1, max_size=200)
turns = st.lists(
    st.tuples(st.sampled_from(["P1", "Jürgen-Maximilian", "山田太郎"]), st.lists(text, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)
codings = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=5)


def coded_at(made: Talk, places: list[tuple[float, float]]) -> list[CodedSpan]:
    length = len(made[0].text)
    spans = (Span(*sorted((int(a * length), int(b * length)))) for a, b in places)
    return [CodedSpan(span, f"c{at}", f"Code {at}, rather long", "!") for at, span in enumerate(spans)]


@given(turns=turns, places=codings, width=st.integers(20, 160), times=st.booleans())
def test_no_line_is_wider_than_the_view_and_no_word_is_lost(
    turns: list[tuple[str, list[str]]], places: list[tuple[float, float]], width: int, times: bool
) -> None:
    made = talk(*turns, seconds=12)
    found = page(made, width, coded_at(made, places), times=times)
    columns = found.columns
    assert columns.words_start >= LEFT
    for at, segment in enumerate(made[1]):
        block = found.block(at)
        assert len(block) == len(found.lines_of(at))
        assert all(line.segment == at for line in block)
        for line in block:
            assert cell_len(line.label) <= columns.label
            assert cell_len(f"{line.margin.lanes} {line.margin.caption}".strip()) <= columns.margin
            if line.kind is not LineKind.SPEAKER:
                assert cell_len(words(line)) <= columns.words
        shown = "".join(line.words.text for line in block if line.words)
        assert "".join(shown.split()) == "".join(segment.words.of(made[0].text).split())


@given(turns=turns, before=codings, after=codings, width=st.sampled_from([40, 60, 80, WIDE]))
def test_a_decision_leaves_the_page_as_if_it_were_laid_out_from_scratch(
    turns: list[tuple[str, list[str]]],
    before: list[tuple[float, float]],
    after: list[tuple[float, float]],
    width: int,
) -> None:
    made = talk(*turns)
    found, fresh = page(made, width, coded_at(made, before), {0}), page(made, width, coded_at(made, after))
    old = lines(found)
    signs = [found.sign(at) for at in range(len(made[1]))]
    changed = found.recode(coded_at(made, after), set())
    assert lines(found) == lines(fresh)
    assert found.height == fresh.height
    for at in set(range(len(made[1]))) - changed:
        assert [line for line in old if line.segment == at] == list(found.block(at))
        assert signs[at] == found.sign(at)

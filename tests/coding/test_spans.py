"""Edges of a selection move either way in words, sentences and turns, and never leave what was spoken."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.coding.spans import Bounds, Edge, Selection, Unit
from fgcoder.model import Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.segmenting import segment


def transcript_of(*turns: str) -> Transcript:
    """Give a transcript in which each turn has a label of four characters."""
    made, text = [], ""
    for number, words in enumerate(turns, 1):
        start = len(text)
        text += f"P{number % 2}: {words}\n\n"
        made.append(Turn(number, f"P{number % 2}", start, start + 4, len(text)))
    speakers = {label: Speaker(label, Role.PARTICIPANT) for label in ("P0", "P1")}
    return Transcript("t", "T", text, "0" * 64, "en", {}, speakers, tuple(made), "t.txt")


class Page:
    """A transcript to select words of."""

    def __init__(self, *turns: str, longest: int = 6) -> None:
        self.transcript = transcript_of(*turns)
        self.segments = segment(self.transcript, longest)
        self.bounds = Bounds(self.transcript, self.segments)

    def select(self, words: str, edge: Edge = Edge.END) -> Selection:
        start = self.transcript.text.index(words)
        return Selection(Span(start, start + len(words)), edge)

    def words(self, selection: Selection) -> str:
        return selection.span.of(self.transcript.text)

    def moved(self, words: str, edge: Edge, unit: Unit, *steps: int) -> str:
        selection = self.select(words, edge)
        for some in steps:
            selection = self.bounds.moved(selection, unit, some)
        return self.words(selection)


@pytest.fixture
def page() -> Page:
    return Page("One two three. Four five. Six seven eight nine.", "Ten! Eleven?", "Yes.")


START, END = Edge.START, Edge.END


@pytest.mark.parametrize(
    ("words", "edge", "unit", "steps", "now"),
    [
        ("two", END, Unit.WORD, [1], "two three."),
        ("two", END, Unit.WORD, [2], "two three. Four"),
        ("two three.", END, Unit.WORD, [-1], "two"),
        ("two", START, Unit.WORD, [-1], "One two"),
        ("two three. Four", START, Unit.WORD, [1], "three. Four"),
        ("two", END, Unit.SENTENCE, [1], "two three."),
        ("two", END, Unit.SENTENCE, [2], "two three. Four five."),
        ("seven eight", START, Unit.SENTENCE, [-1], "Six seven eight"),
        ("seven eight", START, Unit.SENTENCE, [-2], "Four five. Six seven eight"),
        ("two", END, Unit.TURN, [1], "two three. Four five. Six seven eight nine."),
        ("two", START, Unit.TURN, [-1], "One two"),
        ("Eleven?", START, Unit.TURN, [-1], "Ten! Eleven?"),
    ],
)
def test_an_edge_moves_by_words_sentences_and_turns(page: Page, words, edge, unit, steps, now):
    assert page.moved(words, edge, unit, *steps) == now


def test_a_selection_may_go_over_turns_with_the_labels_between(page: Page):
    assert page.moved("nine.", END, Unit.SENTENCE, 1) == "nine.\n\nP0: Ten!"
    assert page.moved("nine.", END, Unit.TURN, 2) == "nine.\n\nP0: Ten! Eleven?\n\nP1: Yes."
    assert page.moved("Yes.", START, Unit.WORD, -1) == "Eleven?\n\nP1: Yes."


@pytest.mark.parametrize("unit", Unit)
def test_at_the_ends_there_is_no_way_on_and_none_back(page: Page, unit: Unit):
    """An edge between two places stays where it is when there is no place beyond it."""
    assert page.moved("Yes.", END, unit, 1) == "Yes."
    assert page.moved("One", START, unit, -1) == "One"
    if unit is not Unit.WORD:
        assert page.moved("One two", END, unit, -1) == "One two"
        last = Page("One two three. Four five six.", longest=60)
        assert last.moved("five six.", START, unit, 1) == "five six."


@pytest.mark.parametrize("unit", Unit)
def test_one_word_stays_selected(page: Page, unit: Unit):
    assert page.moved("Ten! Eleven?", END, unit, -1) == "Ten!"
    assert page.moved("Ten! Eleven?", START, unit, 1) == "Eleven?"
    assert page.moved("Ten! Eleven?", END, unit, -9) == "Ten!"
    assert page.moved("Ten! Eleven?", START, unit, 9) == "Eleven?"


def test_the_other_edge():
    selection = Selection(Span(3, 9))
    assert selection.other_edge == Selection(Span(3, 9), Edge.START)
    assert selection.other_edge.other_edge == selection


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("wo thr", "two three."),
        ("two", "two"),
        (" ", None),
        ("\n\nP0: ", None),
        ("P0: T", "Ten!"),
        ("nine.\n\nP0: Ten!", "nine.\n\nP0: Ten!"),
        (". Fo", "three. Four"),
    ],
)
def test_a_span_is_widened_to_whole_words(page: Page, part: str, whole: str | None):
    snapped = page.bounds.snapped(page.select(part).span)
    assert (snapped and snapped.of(page.transcript.text)) == whole


def test_a_place_in_a_word_is_widened_to_the_word(page: Page):
    at = page.transcript.text.index("three")
    for offset in range(len("three.")):
        assert page.bounds.snapped(Span(at + offset, at + offset)).of(page.transcript.text) == "three."
    assert page.bounds.snapped(Span(at - 1, at - 1)) is None


def test_wide_and_combined_characters_are_parts_of_words():
    page = Page("今日は 👩\u200d🌾 na\u0308chste e\u0301te\u0301. 東京 タワー。 Ano.")
    assert page.moved("今日は", END, Unit.WORD, 1) == "今日は 👩\u200d🌾"
    assert page.moved("今日は", END, Unit.WORD, 2) == "今日は 👩\u200d🌾 na\u0308chste"
    assert page.moved("タワー。", START, Unit.WORD, -1) == "東京 タワー。"
    assert page.words(Selection(page.bounds.snapped(page.select("🌾").span))) == "👩\u200d🌾"


def test_where_nothing_is_spoken_nothing_moves():
    page = Page("", " ")
    selection = Selection(Span(0, 3))
    for unit in Unit:
        assert page.bounds.moved(selection, unit, 1) == selection
    assert page.bounds.snapped(Span(0, 9)) is None


# Whatever is said

spoken = st.lists(
    st.sampled_from(
        ["a", "bb", "č.", "Yes!", "[laughs.", "door]", "«", "»", "…", "👩\u200d🌾", " ", "  ", "\n", "\u3000", "東京。"]
    ),
    max_size=14,
).map("".join)
pages = st.lists(spoken, min_size=1, max_size=4).filter(lambda turns: any(map(str.strip, turns)))
steps = st.lists(st.tuples(st.sampled_from(Unit), st.sampled_from(Edge), st.integers(-3, 3)), max_size=8)


def a_word(page: Page, data: st.DataObject) -> Selection:
    spans = [one.words for one in page.segments if one.words.start < one.words.end]
    within = data.draw(st.sampled_from(spans))
    found = page.bounds.snapped(Span(within.start, within.start))
    assert found is not None
    return Selection(found)


def is_spoken(page: Page, offset: int) -> bool:
    return any(one.words.start <= offset < one.words.end for one in page.segments)


@settings(deadline=None)
@given(pages, steps, st.data())
def test_a_selection_begins_and_ends_with_spoken_words_and_holds_one(turns, moves, data):
    page = Page(*turns, longest=3)
    selection = a_word(page, data)
    spans = [*units(page, Unit.WORD), *units(page, Unit.SENTENCE)]
    for unit, edge, count in moves:
        before = selection = Selection(selection.span, edge)
        selection = page.bounds.moved(selection, unit, count)
        span = selection.span
        assert span.start < span.end
        assert is_spoken(page, span.start)
        assert is_spoken(page, span.end - 1)
        assert page.words(selection) == page.words(selection).strip()
        # A sentence may begin within what has no white space in it.
        assert span.start in {one.start for one in spans}
        assert span.end in {one.end for one in spans}
        assert page.bounds.snapped(span) is not None
        if edge is END:
            assert span.start == before.span.start
            assert (span.end - before.span.end) * count >= 0, "never the other way"
        else:
            assert span.end == before.span.end
            assert (span.start - before.span.start) * count >= 0, "never the other way"


@settings(deadline=None)
@given(pages, steps, st.data(), st.sampled_from(Unit), st.sampled_from(Edge), st.sampled_from([1, -1]))
def test_an_overshoot_is_put_right_with_the_opposite_step(turns, moves, data, unit, edge, step):
    page = Page(*turns, longest=3)
    selection = a_word(page, data)
    for one, which, count in moves:
        selection = page.bounds.moved(Selection(selection.span, which), one, count)
    places = {getattr(span, edge) for span in units(page, unit)}
    selection = Selection(selection.span, edge)
    moved = page.bounds.moved(selection, unit, step)
    if getattr(selection.span, edge) in places and moved != selection:
        assert page.bounds.moved(moved, unit, -step) == selection


def units(page: Page, unit: Unit) -> list[Span]:
    """Find the units anew, from the segments and their text."""
    spoken = [one for one in page.segments if one.words.start < one.words.end]
    if unit is Unit.TURN:
        turns = [[one.words for one in own] for _, own in groupby(spoken, key=lambda one: one.turn)]
        return [Span(own[0].start, own[-1].end) for own in turns]
    find = sentences if unit is Unit.SENTENCE else spoken_words
    return [span for one in spoken for span in find(page, one)]


def sentences(page: Page, one: Segment) -> list[Span]:
    borders = [one.words.start, *one.sentences, one.words.end]
    text = page.transcript.text
    return [Span(start, start + len(text[start:end].rstrip())) for start, end in pairwise(borders)]


def spoken_words(page: Page, one: Segment) -> list[Span]:
    found, at = [], one.words.start
    for word in one.words.of(page.transcript.text).split():
        start = page.transcript.text.index(word, at)
        at = start + len(word)
        found.append(Span(start, at))
    return found

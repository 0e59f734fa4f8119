"""Any words can be coded, not only a segment's: where such a coding shows, and what it counts for."""

from __future__ import annotations

import pytest

from fgcoder.coding.session import CodingSession
from fgcoder.errors import StoreError
from fgcoder.model import Segment, Span
from fgcoder.pipeline import contents
from fgcoder.tables.coded import rows, unplaced


def here(session: CodingSession) -> Segment:
    assert session.current is not None
    return session.current


def applied(session: CodingSession) -> list[str]:
    return [coding.code for coding in session.codings(here(session))]


def codes(session: CodingSession) -> list[str]:
    return [suggestion.code for suggestion in session.suggestions(here(session))]


def test_a_part_of_a_segment_may_have_the_code_of_the_whole(small):
    session = small.sit()
    (whole,) = session.apply("joy")
    part = Span(whole.span.start + 2, whole.span.start + 6)
    session.apply("joy", span=part)
    assert [(one.code, one.span) for one in session.all_codings] == [("joy", whole.span), ("joy", part)]
    session.remove(session.all_codings[0])
    assert [one.span for one in session.all_codings] == [part]


def test_a_coding_over_two_segments_shows_at_each_and_counts_once(small):
    session = small.sit()
    one, two, three = (session.segments[index] for index in (1, 2, 3))
    session.move_to(1)
    (made,) = session.apply("trust", span=Span(one.words.end - 4, two.words.start + 3))
    assert (made.at, made.span) == (one.words, Span(one.words.end - 4, two.words.start + 3))
    for segment, touched in ((one, True), (two, True), (three, False)):
        assert session.is_decided(segment) is touched
        assert [coding.code for coding in session.codings(segment)] == (["trust"] if touched else [])
    progress = session.progress()
    assert progress is not None
    assert (progress.decided, progress.codings) == (2, 1)
    assert progress in small.sit().progress_everywhere()
    assert len(session.all_codings) == 1
    session.move_to(2)
    assert session.nothing_fits() is None, "there is a code on it"
    session.remove(*session.codings(two))
    assert session.all_codings == []


def test_words_between_segments_touch_none(small):
    session = small.sit()
    label = Span(session.segments[1].start, session.segments[1].words.start)
    session.apply("trust", span=label)
    assert [session.codings(segment) for segment in session.segments] == [[]] * len(session.segments)
    assert len(session.all_codings) == 1
    assert session.undo() is not None


def test_an_empty_stretch_is_refused(small):
    session = small.sit()
    for span in (Span(50, 50), Span(50, 48)):
        with pytest.raises(StoreError, match="no words here"):
            session.apply("trust", span=span)
    assert small.store.decisions() == []


def test_a_rejection_is_about_the_segment_and_not_about_what_is_coded_in_it(session: CodingSession):
    first = codes(session)[0]
    session.reject(1)
    words = here(session).words
    session.apply(first, span=Span(words.start, words.end - 1))
    assert session.rejected(here(session)) == {first}
    assert applied(session) == [first]


def test_passages_are_in_the_tables(small):
    session = small.sit()
    one, two = session.segments[1], session.segments[2]
    session.apply("trust", span=Span(one.words.end - 4, two.words.start + 3))
    corpus = contents.coded_corpus(small.store, small.codebook)
    table = rows(corpus)
    assert list(table["segment"]) == ["park#2", "park#3"]
    assert table["decision"].nunique() == 1
    assert unplaced(corpus) == []

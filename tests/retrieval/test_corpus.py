"""The blanked texts, and what is read off them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import Passage, Span
from fgcoder.reading import read
from fgcoder.retrieval.corpus import squeezed
from fgcoder.segmenting import segment


def passage(store: Any, transcript: str, first: str, last: str) -> Passage:
    text = store.transcript(transcript).text
    return Passage(transcript, Span(text.index(first), text.index(last) + len(last)))


def test_a_blanked_text_keeps_the_words_in_their_places_and_nothing_else(finder: Any, store: Any) -> None:
    corpus = finder._now()[0].corpus
    for group in corpus.groups:
        transcript = store.transcript(group.id)
        assert len(group.text) == len(transcript.text)
        spans = [one.words for one in store.segments(group.id)]
        for words in spans:
            assert words.of(group.text).split() == words.of(transcript.text).split()
            assert "\n" not in words.of(group.text)
        kept = "".join(words.of(transcript.text) for words in spans)
        assert len("".join(group.text.split())) == len("".join(kept.split()))


def test_around_a_quote_are_the_turns_before_and_after(finder: Any, store: Any) -> None:
    finder.values()
    before, own, after = finder.around(passage(store, "park", "My daughter", "two jobs."))
    assert (before.speaker, before.words, before.quoted) == ("MODERATOR", "Who has time for the park?", None)
    assert own.words == "I have no time. My daughter has no time either, with two jobs."
    assert own.quoted is not None
    assert own.quoted.of(own.words) == "My daughter has no time either, with two jobs."
    assert after.words.startswith("The forms")
    assert after.words.endswith("it is lost."), "a turn of several segments is given whole"
    assert after.quoted is None


def test_at_the_ends_of_a_transcript_nothing_of_the_next_one_is_shown(finder: Any, store: Any) -> None:
    finder.values()
    assert [one.speaker for one in finder.around(passage(store, "park", "Then we", "ourselves."))] == ["P2", "P1"]
    assert [one.quoted is None for one in finder.around(passage(store, "walk", "Nobody", "dogs."))] == [False, True]
    assert finder.around(Passage("nowhere", Span(0, 1))) == []


def test_a_quote_over_several_turns_says_who_takes_over(finder: Any, store: Any) -> None:
    wanted = passage(store, "park", "with two jobs.", "The forms")
    words, marks = finder._now()[0].corpus.quoted(wanted, [passage(store, "park", "The", "forms").span])
    assert words == "with two jobs. P2: The forms"
    assert [mark.of(words) for mark in marks] == ["The forms"]
    assert [one.quoted is not None for one in finder.around(wanted)] == [False, True, True, False]


def test_transcripts_that_change_are_read_again(finder: Any, store: Any, tmp_path: Any) -> None:
    assert len(finder.keyword("giraffe")) == 0
    (tmp_path / "zoo.txt").write_text("---\nlanguage: en\n---\n\nP1: A giraffe.\n", encoding="utf-8")
    zoo = read(tmp_path / "zoo.txt")
    store.add_transcript(zoo, segment(zoo, 60), "x")
    assert finder.keyword("giraffe")[0].segment == "zoo#1"


@given(st.text("ab  ", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_squeezing_moves_spans_with_the_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown, (span,) = squeezed(text, [Span(start, end)])
    assert "  " not in shown
    assert shown.split() == text.split()
    assert "".join(span.of(shown).split()) == "".join(text[start:end].split())

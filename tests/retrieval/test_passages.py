"""Passages by name and as quotes, what is around them, and where they lie in the space of meanings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fgcoder.errors import SearchError
from fgcoder.model import Action, Passage, Span

FORMS = "The forms take longer than the sweeping."


def test_a_passage_is_a_quote_without_being_coded(finder: Any, decide: Any, store: Any) -> None:
    start = store.transcript("park").text.index(FORMS)
    place = Passage("park", Span(start, start + len(FORMS)))
    quote = finder.quote(place)
    assert (quote.words, quote.speaker, quote.segment, quote.codes) == (FORMS, "P2", "park#4", ())
    decide("park", FORMS, "litter")
    decide("park", "forms", "", action=Action.USE)
    decide("park", FORMS, "", action=Action.TRANSLATION, text="Skemaerne …")
    quote = finder.quote(place)
    assert (quote.codes, quote.is_used, quote.translation) == (("litter",), True, "Skemaerne …")
    assert finder.coders_of(place, "litter") == ("ana",)
    assert finder.coders_of(place, "no-time") == ()
    part = finder.quote(Passage("park", Span(start, start + 9)))
    assert (part.words, part.is_used, part.translation, part.is_segment) == ("The forms", True, "", False)
    assert finder.coders_of(part.passage, "litter") == ()


def test_passages_that_are_not_there_are_left_out(finder: Any) -> None:
    gone = Passage("gone", Span(0, 3))
    assert finder.quotes_at([gone]) == []
    with pytest.raises(SearchError, match="no transcript `gone`"):
        finder.quote(gone)


def test_every_segment_and_every_stretch_of_words_has_a_name(finder: Any) -> None:
    for number in (1, 2, 3):
        place = finder.passage(f"park#{number}")
        quote = finder.quote(place)
        assert quote.segment == f"park#{number}"
        assert quote.is_segment
        assert finder.passage(f"park:{place.span.start}-{place.span.end}") == place


@pytest.mark.parametrize("name", ["park:5-5", "park:9-2", "park:999999-1000000", "gone:0-5", "park:a-b"])
def test_words_that_are_not_there(finder: Any, name: str) -> None:
    with pytest.raises(SearchError):
        finder.passage(name)


@pytest.mark.parametrize("turns", [0, 1, 2, 99])
def test_so_many_turns_around_as_there_are(finder: Any, turns: int) -> None:
    place = finder.passage("park#3")
    own = finder.quote(place).turn
    around = [one.turn for one in finder.around(place, turns)]
    assert around == list(range(max(own - turns, 1), min(own + turns, 4) + 1))


def test_meanings_are_those_of_the_segments_touched(finder: Any, letters: Any) -> None:
    place = finder.passage("park#3")
    part = Passage("park", Span(place.span.start, place.span.start + 9))
    asked = finder.passage("park#1")
    whole, inside, moderator = finder.meanings([place, part, asked])
    assert np.linalg.norm(whole) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(whole, inside)
    assert not moderator.any(), "what nobody codes is not embedded"
    assert letters.asked == [], "nothing is computed anew"

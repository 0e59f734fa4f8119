"""Passages alike in meaning. What alike means is the encoder's: here it is the letters, so that it can be foretold."""

from __future__ import annotations

from typing import Any

import pytest

from fgcoder.errors import ModelError, SearchError
from fgcoder.model import Passage, Span
from fgcoder.reading import read
from fgcoder.retrieval.filters import Filters
from fgcoder.retrieval.finder import Finder
from fgcoder.segmenting import segment


def test_a_passage_needs_no_model_and_is_not_like_itself(finder: Any, letters: Any) -> None:
    own = finder.passage("park#2")
    found = finder.similar(own)
    assert letters.asked == []
    assert own not in [quote.passage for quote in found]
    assert all(quote.role.value != "moderator" for quote in found)
    scores = [quote.score for quote in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_the_nearest_comes_first_also_from_another_language(finder: Any, letters: Any) -> None:
    found = finder.similar("vi har ikke tid til at feje stien på søndag")
    assert found[0].segment == "sti#1"
    assert len(letters.asked) == 1
    assert finder.similar("The forms take longer than the sweeping")[0].words.startswith("The forms take longer")


def test_a_part_of_a_segment_stands_for_the_segment(finder: Any, letters: Any) -> None:
    whole = finder.passage("walk#1")
    part = Passage("walk", Span(whole.span.start + 2, whole.span.start + 9))
    assert [q.passage for q in finder.similar(part)] == [q.passage for q in finder.similar(whole)]
    assert letters.asked == []


def test_the_moderator_s_words_can_be_asked_for_but_are_embedded_then(finder: Any, letters: Any) -> None:
    assert len(finder.similar(finder.passage("park#1"))) > 0
    assert letters.asked == ["Who has time for the park?"]


def test_filters_and_limit(finder: Any) -> None:
    everything = finder.similar("the")
    assert len(finder.similar("the", limit=2)) == 2
    danish = finder.similar("the", Filters.of([("country", "Denmark")]))
    assert [q.passage for q in danish] == [q.passage for q in everything if q.attributes["country"] == "Denmark"]


def test_of_two_that_are_as_near_the_longer_one_comes_first(
    store: Any, codebook: Any, letters: Any, embed: Any, tmp_path: Any
) -> None:
    file = tmp_path / "twice.txt"
    file.write_text("---\nlanguage: en\n---\n\nP1: ab ab.\n\nP2: ab ab ab ab ab ab ab ab.\n", encoding="utf-8")
    twice = read(file)
    store.add_transcript(twice, segment(twice, 60), "x")
    embed()
    found = Finder(store, lambda: codebook, lambda: letters).similar("ab", Filters.of([("group", "twice")]))
    assert [quote.segment for quote in found] == ["twice#2", "twice#1"]


def test_what_is_not_embedded_is_told_and_found_once_it_is(store: Any, codebook: Any, letters: Any, embed: Any) -> None:
    finder = Finder(store, lambda: codebook, lambda: letters)
    with pytest.raises(ModelError, match="no passage has been embedded yet"):
        finder.similar("time")
    embed("park")
    found = finder.similar("vi har ikke tid")
    assert {quote.passage.transcript for quote in found} == {"park"}
    assert found.notes == ("3 passages have not been embedded yet.",)
    embed()
    found = finder.similar("vi har ikke tid")
    assert found[0].segment == "sti#1"
    assert found.notes == ()


@pytest.mark.parametrize("name", ["park", "park#0", "park#99", "nowhere#1", "park#x", "park#²"])
def test_a_segment_that_is_not_there_is_told(finder: Any, name: str) -> None:
    with pytest.raises(SearchError, match=f"there is no segment `{name}`"):
        finder.passage(name)


def test_an_empty_text_is_told(finder: Any) -> None:
    with pytest.raises(SearchError, match="nothing to search for"):
        finder.similar("  ")

"""Words by regular expression."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.errors import SearchError, TableError
from fgcoder.model import Role, Span
from fgcoder.retrieval.filters import Filters
from fgcoder.retrieval.keywords import _next_match, keyword_hits
from fgcoder.retrieval.patterns import compiled


def words(found: Any) -> list[str]:
    return [quote.words for quote in found]


def marked(found: Any) -> list[str]:
    return [mark.of(quote.words) for quote in found for mark in quote.marks]


def test_every_segment_with_a_match_is_found_once_with_all_its_matches(finder: Any) -> None:
    found = finder.keyword("time")
    assert [quote.segment for quote in found] == ["park#1", "park#2", "park#3", "walk#1"]
    assert found[1].words == "I have no time."
    assert found[2].words == "My daughter has no time either, with two jobs."
    assert marked(found) == ["time"] * 4
    assert found[0].role is Role.MODERATOR
    assert (found.base.quotes, found.base.speakers, found.base.transcripts) == (4, 3, 2)
    assert str(found.base) == "4 quotes by 3 speakers in 2 of 3 transcripts, 2 of 2 countries"


def test_what_is_found_stands_where_its_span_says(finder: Any, store: Any) -> None:
    for quote in finder.keyword(r"\w+"):
        text = store.transcript(quote.passage.transcript).text
        assert " ".join(quote.passage.span.of(text).split()) == quote.words


def test_case_counts_only_with_a_capital(finder: Any) -> None:
    assert len(finder.keyword("nobody")) == 1
    assert len(finder.keyword("Nobody")) == 1
    assert len(finder.keyword("NOBODY")) == 0
    assert len(finder.keyword(r"\Bobody")) == 1, "an escape is no capital"


def test_white_space_of_any_kind_and_number_is_found(finder: Any) -> None:
    assert marked(finder.keyword(r"has no time +either")) == ["has no time either"]


def test_labels_and_other_turns_are_out_of_reach(finder: Any) -> None:
    assert words(finder.keyword("P1")) == []
    assert words(finder.keyword(r"jobs\.\s+\w")) == []
    assert words(finder.keyword("^Then .* ourselves.$")) == ["Then we sweep it ourselves."]


def test_a_match_may_run_over_segments_of_one_turn(finder: Any) -> None:
    (quote,) = finder.keyword(r"sweeping\. I would")
    assert quote.words.startswith("The forms take longer than the sweeping. I would")
    assert [mark.of(quote.words) for mark in quote.marks] == ["sweeping. I would"]


def test_accents_typed_apart_are_found(finder: Any) -> None:
    assert marked(finder.keyword("pa\u030a")) == ["p\u00e5"]


@pytest.mark.parametrize(("pattern", "said"), [("(a", "missing )"), ("", "nothing to search for"), ("[", "unterm")])
def test_a_faulty_pattern_is_told(finder: Any, pattern: str, said: str) -> None:
    with pytest.raises(SearchError, match=regex.escape(said)):
        finder.keyword(pattern)


def test_a_pattern_that_would_take_forever_is_given_up(finder: Any) -> None:
    corpus = finder._now()[0].corpus
    kept = np.ones(len(corpus.start), bool)
    began = time.monotonic()
    with pytest.raises(SearchError, match="takes too long"):
        keyword_hits(corpus, kept, compiled(r"((\w|\s)+)+[^\w\s]{3}"), patience=0.02)
    assert time.monotonic() - began < 2


def test_filters_narrow_and_a_wrong_name_is_told(finder: Any) -> None:
    assert {q.passage.transcript for q in finder.keyword("time", Filters.of([("country", "Denmark")]))} == {"walk"}
    assert words(finder.keyword("time", Filters.of([("role", "moderator")]))) == ["Who has time for the park?"]
    both = Filters.of([("country", "Denmark"), ("country", "United Kingdom"), ("speaker", "P1")])
    assert len(finder.keyword("time", both)) == 3
    with pytest.raises(TableError, match="Did you mean 'country'"):
        finder.keyword("time", Filters.of([("contry", "Denmark")]))
    with pytest.raises(TableError, match="Denmark"):
        finder.keyword("time", Filters.of([("country", "Danmark")]))


LINES = st.lists(st.text("ab \u00e9", min_size=1, max_size=6), min_size=1, max_size=5)
PATTERNS = st.sampled_from(["a", "ab", "b+", r"\s+", "[^a]+", "a?", "^b", "a$", r"\bb", "(a|b) ?a", ".*", r"a\s*b"])


@given(LINES, PATTERNS, st.integers(1, 3))
def test_searching_as_a_whole_finds_what_searching_line_by_line_finds(lines: list[str], pattern: str, gap: int) -> None:
    wanted, text, expected = compiled(pattern), "", []
    for line in lines:
        text += "\n" * gap
        expected += [
            Span(len(text) + one.start(), len(text) + one.end())
            for one in wanted.finditer(line)
            if one.start() < one.end()
        ]
        text += line
    found, at = [], 0
    while (one := _next_match(wanted, text, at, time.monotonic() + 5)) is not None:
        found.append(one)
        at = one.end
    assert found == expected

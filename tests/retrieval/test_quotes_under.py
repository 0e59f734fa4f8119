"""The quotes under a code, and what is decided between two searches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fgcoder.errors import TableError
from fgcoder.model import Action, Code, Codebook, Span
from fgcoder.retrieval.filters import Filters
from fgcoder.retrieval.finder import Finder

NO_TIME, SISTER = "I have no time.", "My daughter has\nno time   either, with two jobs."
FORMS = "The forms take longer than the sweeping."


def words(found: Any) -> list[str]:
    return [quote.words for quote in found]


def test_a_passage_is_given_once_with_all_its_codes_and_coders(finder: Any, decide: Any) -> None:
    decide("park", NO_TIME, "no-time")
    decide("park", NO_TIME, "no-time", coder="ben")
    decide("park", NO_TIME, "litter", coder="ben")
    decide("walk", "Nobody has time", "no-time")
    first, second = finder.quotes_under("no-time")
    assert (first.words, first.codes, first.coders) == (NO_TIME, ("no-time", "litter"), ("ana", "ben"))
    assert (second.words, second.segment, second.turn) == ("Nobody has time", "walk#1", 1)
    assert first.cited == f"“{NO_TIME}” (P1, citizen, United Kingdom; park, turn 2)"
    assert finder.quotes_under("no-time").base.quotes == 2


def test_a_theme_gathers_its_codes_and_a_code_what_it_was_called(finder: Any, decide: Any) -> None:
    decide("park", FORMS, "red-tape")
    decide("park", NO_TIME, "hurry")
    decide("park", "Then we sweep", "litter")
    assert words(finder.quotes_under("obstacles")) == [NO_TIME, FORMS]
    assert words(finder.quotes_under("no-time")) == words(finder.quotes_under("hurry")) == [NO_TIME]
    assert finder.quotes_under("hurry")[0].codes == ("no-time",)


def test_codes_follow_a_codebook_that_changes_meanwhile(
    store: Any, codebook: Codebook, letters: Any, decide: Any
) -> None:
    books = [codebook]
    finder = Finder(store, lambda: books[-1], lambda: letters)
    decide("park", FORMS, "red-tape")
    assert words(finder.quotes_under("red-tape")) == [FORMS]
    books.append(Codebook("Parks", "2", "en", (Code("bureaucracy", "Bureaucracy", was=("red-tape",)),)))
    assert finder.quotes_under("bureaucracy")[0].codes == ("bureaucracy",)


def test_what_is_decided_and_taken_back_between_two_searches_counts(finder: Any, decide: Any) -> None:
    assert words(finder.quotes_under("litter")) == []
    made = decide("park", FORMS, "litter")
    assert words(finder.quotes_under("litter")) == [FORMS]
    decide("park", FORMS, "litter", action=Action.WITHDRAW, withdraws=made.id)
    assert words(finder.quotes_under("litter")) == []


def test_decisions_of_an_earlier_time_that_are_merged_later_count(finder: Any, decide: Any, store: Any) -> None:
    one = decide("park", FORMS, "litter")
    assert len(finder.quotes_under("litter")) == 1
    decide("park", NO_TIME, "litter", coder="ben", made_at=one.made_at - timedelta(days=1))
    assert words(finder.quotes_under("litter")) == [NO_TIME, FORMS]


def test_filters_by_coder_by_people_and_by_another_code(finder: Any, decide: Any) -> None:
    decide("park", NO_TIME, "no-time", coder="ben")
    decide("park", FORMS, "no-time")
    decide("park", FORMS, "red-tape")

    def under(*conditions: tuple[str, str]) -> list[str]:
        return words(finder.quotes_under("no-time", Filters.of(conditions)))

    assert under() == [NO_TIME, FORMS]
    assert under(("coder", "ben")) == [NO_TIME]
    assert under(("stakeholders", "professional")) == [FORMS]
    assert under(("code", "red-tape")) == [FORMS]
    assert under(("coder", "ben"), ("stakeholders", "professional")) == []
    assert under(("country", "Denmark")) == []


def test_coded_and_not_coded(finder: Any, decide: Any) -> None:
    decide("walk", "Nobody has time", "no-time")
    decide("walk", "twice", "litter", coder="ben")

    def walk(*conditions: tuple[str, str]) -> list[str]:
        found = finder.keyword("walk", Filters.of([("group", "walk"), *conditions]))
        return [quote.segment for quote in found]

    assert walk() == ["walk#1", "walk#2"]
    assert walk(("coded", "yes")) == ["walk#1", "walk#2"]
    assert walk(("coded", "no")) == []
    assert walk(("coded", "no"), ("coder", "ben")) == ["walk#1"]
    assert walk(("coded", "no"), ("code", "obstacles")) == ["walk#2"]
    assert walk(("code", "obstacles")) == ["walk#1"]
    assert walk(("coder", "ben"), ("code", "litter")) == ["walk#2"]
    assert walk(("coded", "no"), ("coded", "yes")) == ["walk#1", "walk#2"]


def test_memos_and_flags_are_told(finder: Any, decide: Any) -> None:
    decide("park", NO_TIME, "no-time")
    decide("park", FORMS, "no-time")
    memo = decide("park", NO_TIME, "no-time", action=Action.MEMO, text="Compare with Denmark.")
    decide("park", FORMS, "", action=Action.FLAG, text="")
    first, second = finder.quotes_under("no-time")
    assert (first.has_memo, first.is_flagged, second.has_memo, second.is_flagged) == (True, False, False, True)
    decide("park", NO_TIME, "no-time", action=Action.WITHDRAW, withdraws=memo.id)
    assert not finder.quotes_under("no-time")[0].has_memo


def test_a_coding_on_no_words_or_past_the_end_does_no_harm(finder: Any, decide: Any, store: Any) -> None:
    decide("park", "P2: ", "litter")
    text = store.transcript("walk").text
    decide("walk", "Nobody", "litter", span=Span(len(text) - 5, len(text) + 50))
    found = finder.quotes_under("litter")
    assert [quote.passage.transcript for quote in found] == ["park", "walk"]
    assert [quote.words for quote in found] == ["", "in)."]


def test_a_code_that_is_not_there_is_told(finder: Any, decide: Any) -> None:
    with pytest.raises(TableError, match="Did you mean 'red-tape'"):
        finder.quotes_under("redtape")
    decide("park", FORMS, "gone")
    assert words(finder.quotes_under("gone")) == [FORMS], "the codebook has it no longer, the coding stays"


def test_values_to_filter_by(finder: Any, decide: Any) -> None:
    decide("park", FORMS, "litter", coder="ben")
    values = finder.values()
    assert values["country"] == ["Denmark", "United Kingdom"]
    assert values["stakeholders"] == ["citizen", "professional", "third sector", "(not given)"]
    assert values["coder"] == ["ben"]
    assert values["code"] == ["obstacles", "no-time", "red-tape", "litter"]
    assert values["group"] == ["park", "sti", "walk"]
    assert values["age"] == ["71", "(not given)"]
    for name, there in values.items():
        for value in there:
            finder.keyword("no", Filters.of([(name, value)]))

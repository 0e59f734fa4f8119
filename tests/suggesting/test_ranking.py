"""Ranking: suggestions in order and with their reason, and queues in which each segment has its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.model import Queue, Role, Segment, Span
from fgcoder.suggesting.lines import AVOID, Line
from fgcoder.suggesting.ranking import QUOTE, Material, Ranking
from fgcoder.suggesting.suggester import CodeSuggester

CODES = ("time", "forms", "trust", "money")
LINES = tuple(Line(code, kind, f"{kind} of {code}") for code in CODES for kind in ("label", "example", AVOID))
COUNT = 30
DECIDED = 12


def segment(number: int) -> Segment:
    return Segment(
        "park", number, number, 10 * number, 10 * number + 10, Span(10 * number, 10 * number + 9), Role.UNKNOWN
    )


SEGMENTS = [segment(number) for number in range(1, COUNT + 1)]
NAMES = [one.id for one in SEGMENTS]


@cache
def ranking(seed: int = 0, decided: int = DECIDED) -> Ranking:
    """A study of chance of which the first segments are decided, every fourth of them by rejecting only."""
    random = np.random.default_rng(seed)

    def vectors(count: int) -> np.ndarray:
        rows = random.normal(size=(count, 6))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    segments = vectors(COUNT)
    material = Material(
        model="model",
        lines=LINES,
        codes=CODES,
        rows={one.id: row for row, one in enumerate(SEGMENTS)},
        texts=tuple(f"words {number}" for number in range(COUNT)),
        segments=segments,
        line_vectors=vectors(len(LINES)),
        features=segments,
        starting=random.normal(size=(COUNT, len(CODES))).astype(np.float32),
        voices=np.arange(COUNT) % 5,
    )
    rows = range(decided)
    truth = (random.random((decided, len(CODES))) < 0.3).astype(float)
    truth[::4] = np.where(truth[::4] == 1, 0, np.nan)
    given = {code: np.flatnonzero(truth[:, column] == 1) for column, code in enumerate(CODES)}
    refused = [[CODES[column] for column in np.flatnonzero(truth[row] == 0)] if row % 4 == 0 else [] for row in rows]
    return Ranking(
        material,
        CodeSuggester().fit(segments[:decided], truth, material.starting[:decided], material.voices[:decided]),
        tuple(rows),
        given,
        {row: frozenset(codes) for row, codes in enumerate(refused) if codes},
    )


def applied(ranked: Ranking) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(code for code, rows in ranked.given.items() if row in rows) for row, name in enumerate(NAMES)
    }


def queue(ranked: Ranking, kind: Queue, code: str | None = None, decided: Iterable[str] = NAMES[:DECIDED]) -> list[str]:
    return ranked.queue(kind, code, applied(ranked), set(decided))


SEEDS = st.integers(0, 50)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.sets(st.sampled_from(CODES)), st.none() | st.integers(0, 6), st.booleans())
def test_suggestions_are_in_order_without_what_is_left_out(
    seed: int, without: set[str], limit: int | None, silent: bool
):
    ranked = ranking(seed)
    for row, one in enumerate(SEGMENTS):
        by_code = dict(zip(CODES, ranked.probabilities()[row], strict=True))
        limits = dict(zip(CODES, ranked.thresholds, strict=True))
        found = ranked.suggestions(one, iter(without), limit, silent=silent)
        wanted = {code for code in CODES if code not in without and (not silent or by_code[code] >= limits[code])}
        assert [suggestion.rank for suggestion in found] == list(range(1, len(found) + 1))
        scores = [suggestion.score for suggestion in found]
        assert scores == sorted(scores, reverse=True)
        assert scores == pytest.approx([by_code[suggestion.code] for suggestion in found])
        shown = {suggestion.code for suggestion in found}
        assert shown <= wanted
        assert len(found) == len(shown) == min(len(wanted), len(CODES) if limit is None else limit)
        assert all(by_code[code] <= min(scores) + 1e-6 for code in wanted - shown if scores)


def test_silence_leaves_something_out_and_not_everything():
    ranked = ranking()
    shown = sum(len(ranked.suggestions(one)) for one in SEGMENTS)
    everything = sum(len(ranked.suggestions(one, silent=False)) for one in SEGMENTS)
    assert 0 < shown < everything == COUNT * len(CODES)


def test_codes_that_are_as_likely_keep_the_order_of_the_codebook():
    even = replace(ranking().material, starting=np.zeros((COUNT, 4), np.float32))
    suggester = CodeSuggester().fit(even.features[:0], np.zeros((0, 4)), even.starting[:0])
    suggestions = Ranking(even, suggester).suggestions(SEGMENTS[0], silent=False)
    assert [suggestion.code for suggestion in suggestions] == list(CODES)


def test_a_segment_that_is_not_in_the_study_has_no_suggestions():
    assert ranking().suggestions(segment(COUNT + 1)) == []
    assert ranking().suggestions(segment(COUNT + 1), silent=False) == []


def test_a_ranking_names_its_model():
    assert ranking().model == "model"


def test_probabilities_of_some_rows_are_those_rows_of_all():
    ranked = ranking()
    assert np.allclose(ranked.probabilities(np.array([7, 2])), ranked.probabilities()[[7, 2]], atol=1e-6)


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_the_reason_is_the_nearest_line_or_coded_quote_and_never_the_segment_itself(seed: int):
    ranked = ranking(seed)
    material = ranked.material
    kinds = set()
    for row, one in enumerate(SEGMENTS):
        for suggestion in ranked.suggestions(one, silent=False):
            near = {
                (line.text, line.kind): float(material.segments[row] @ material.line_vectors[number])
                for number, line in enumerate(LINES)
                if line.code == suggestion.code and line.kind != AVOID
            } | {
                (material.texts[other], QUOTE): float(material.segments[row] @ material.segments[other])
                for other in ranked.given[suggestion.code].tolist()
                if other != row
            }
            chosen = (suggestion.reason, suggestion.reason_kind)
            assert near[chosen] == pytest.approx(max(near.values()), abs=1e-5)
            kinds.add(suggestion.reason_kind)
    assert QUOTE in kinds
    assert kinds & {"label", "example"}


def test_a_code_without_lines_is_suggested_without_a_reason_until_there_is_a_quote():
    ranked = ranking()
    bare = replace(ranked.material, lines=LINES[:9], line_vectors=ranked.material.line_vectors[:9])
    alone = replace(ranked, material=bare, given={})
    reasons = {one.code: (one.reason, one.why) for one in alone.suggestions(SEGMENTS[20], silent=False)}
    assert reasons["money"] == ("", "")
    assert all(reasons[code][0] for code in CODES[:3])
    quoted = replace(ranked, material=bare, given={"money": np.array([4])})
    by_code = {one.code: one for one in quoted.suggestions(SEGMENTS[20], silent=False)}
    assert by_code["money"].why == "coded quote: words 4"
    itself = {one.code: one for one in quoted.suggestions(SEGMENTS[4], silent=False)}
    assert itself["money"].reason == ""


def test_reading_order_is_all_of_the_study_in_order():
    assert queue(ranking(), Queue.READING) == NAMES
    assert queue(ranking(), Queue.READING, "time", decided=[]) == NAMES


@settings(deadline=None, max_examples=25)
@given(SEEDS, st.sets(st.sampled_from(NAMES)), st.sampled_from(CODES))
def test_undecided_segments_stand_in_order_of_what_is_asked(seed: int, decided: set[str], code: str):
    ranked = ranking(seed)
    probabilities = ranked.probabilities().astype(float)
    likely = dict(zip(NAMES, probabilities[:, CODES.index(code)], strict=True))
    entropies = -(probabilities * np.log2(probabilities) + (1 - probabilities) * np.log2(1 - probabilities)).sum(axis=1)
    unsure = dict(zip(NAMES, entropies, strict=True))
    for kind, worth in ((Queue.LIKELIEST, likely), (Queue.UNSURE, unsure)):
        names = queue(ranked, kind, code, decided)
        assert len(names) == len(set(names))
        assert set(names) == set(NAMES) - decided
        values = [worth[name] for name in names]
        assert values == pytest.approx(sorted(values, reverse=True), abs=1e-5)


@pytest.mark.parametrize("code", [None, "gone"])
def test_no_segment_is_likely_to_get_a_code_that_is_not_there(code: str | None):
    assert queue(ranking(), Queue.LIKELIEST, code) == []


def expected_and_open(ranked: Ranking, name: str, given: dict[str, frozenset[str]]) -> float | None:
    """The highest probability, judged without the segment itself, of a code that was expected and not decided on."""
    row = NAMES.index(name)
    found = (
        ranked.suggester.predict_proba_left_out()[ranked.learnt.index(row)]
        if row in ranked.learnt
        else ranked.probabilities()[row]
    )
    settled = given.get(name, frozenset()) | ranked.refused.get(row, frozenset())
    worth = [
        float(chance)
        for chance, threshold, code in zip(found, ranked.thresholds, CODES, strict=True)
        if code not in settled and chance >= threshold
    ]
    return max(worth, default=None)


@settings(deadline=None, max_examples=25)
@given(SEEDS, st.integers(0, 6))
def test_possibly_missed_are_decided_segments_with_an_expected_code_that_nobody_settled(seed: int, further: int):
    ranked = ranking(seed)
    decided = NAMES[: DECIDED + further]  # the last ones since the suggestions were made
    names = queue(ranked, Queue.MISSED, decided=decided)
    worth = {name: expected_and_open(ranked, name, applied(ranked)) for name in decided}
    assert set(names) == {name for name, value in worth.items() if value is not None}
    values = [worth[name] for name in names]
    assert values == sorted(values, reverse=True)


def test_what_is_applied_or_rejected_is_not_missed():
    ranked = ranking()
    everything = dict.fromkeys(NAMES, frozenset(CODES))
    missed = queue(ranked, Queue.MISSED)
    assert missed
    assert ranked.queue(Queue.MISSED, None, everything, set(NAMES)) == []
    refused = replace(ranked, refused=dict.fromkeys(range(COUNT), frozenset(CODES)))
    assert queue(refused, Queue.MISSED) == []
    assert queue(ranked, Queue.MISSED, decided=[]) == []
    first = missed[0]
    assert first not in ranked.queue(Queue.MISSED, None, applied(ranked) | {first: CODES}, set(NAMES[:DECIDED]))


def test_the_one_among_its_like_that_was_not_given_their_code_is_missed():
    """Twelve remarks that say the same, eleven given a code: its own decision must not excuse the twelfth."""
    base = ranking().material
    same = base.segments.copy()
    same[:12] = same[0]
    material = replace(base, segments=same, features=same, starting=np.zeros((COUNT, 4), np.float32))
    truth = np.zeros((24, 4))
    truth[:11, 0] = 1
    suggester = CodeSuggester().fit(same[:24], truth, material.starting[:24])
    ranked = Ranking(material, suggester, tuple(range(24)), {"time": np.arange(11)})
    assert queue(ranked, Queue.MISSED, decided=NAMES[:24])[0] == NAMES[11]
    assert suggester.predict_proba_left_out()[11, 0] > ranked.probabilities()[11, 0]


@pytest.mark.parametrize("count", [0, 2001])
def test_studies_of_any_size_know_when_to_keep_silent(count: int):
    random = np.random.default_rng(1)
    vectors = random.normal(size=(count, 6)).astype(np.float32)
    starting = random.normal(size=(count, 4)).astype(np.float32)
    rows = {f"park#{number}": number for number in range(count)}
    texts = tuple("words" for _ in range(count))
    material = replace(
        ranking().material,
        rows=rows,
        texts=texts,
        segments=vectors,
        features=vectors,
        starting=starting,
        voices=np.arange(count),
    )
    suggester = CodeSuggester().fit(vectors[:0], np.zeros((0, 4)), starting[:0])
    ranked = Ranking(material, suggester)
    assert ranked.thresholds.shape == (4,)
    assert np.array_equal(ranked.thresholds, Ranking(material, suggester).thresholds)
    for kind in Queue:
        assert len(ranked.queue(kind, "time", {}, set())) == (0 if kind is Queue.MISSED else count)

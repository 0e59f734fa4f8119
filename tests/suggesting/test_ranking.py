"""Ranking: reading suggestions off the scores of a study."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.model import Role, Segment, Span
from fgcoder.suggesting.lines import Line
from fgcoder.suggesting.ranking import Ranking, rank

LINES = tuple(
    Line(code, kind, f"{kind} of {code}")
    for code in ("time", "forms", "trust", "money")
    for kind in ("label", "definition", "example")
)
CODES = ("time", "forms", "trust", "money")


def segment(number: int) -> Segment:
    return Segment(
        "park", number, number, 10 * number, 10 * number + 10, Span(10 * number, 10 * number + 9), Role.UNKNOWN
    )


def ranking(segments: int = 6, seed: int = 0) -> tuple[Ranking, list[Segment]]:
    random = np.random.default_rng(seed)

    def vectors(count: int) -> np.ndarray:
        rows = random.normal(size=(count, 6))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    made = [segment(number) for number in range(1, segments + 1)]
    return rank(
        "model",
        LINES,
        vectors(len(LINES)),
        made,
        ["words of a person"] * segments,
        vectors(segments),
        ["en"] * segments,
    ), made


@settings(deadline=None)
@given(st.integers(0, 1000), st.sets(st.sampled_from(CODES)), st.none() | st.integers(0, 6))
def test_suggestions_are_ranked_and_explained_without_what_is_settled(seed: int, without: set[str], limit: int | None):
    ranked, segments = ranking(seed=seed)
    for one in segments:
        everything = ranked.suggestions(one)
        assert sorted(suggestion.code for suggestion in everything) == sorted(CODES)
        given_ = ranked.suggestions(one, without=without, limit=limit)
        kept = [suggestion for suggestion in everything if suggestion.code not in without][:limit]
        assert [(s.code, s.score, s.reason) for s in given_] == [(s.code, s.score, s.reason) for s in kept]
        assert [suggestion.rank for suggestion in given_] == list(range(1, len(given_) + 1))
        scores = [suggestion.score for suggestion in given_]
        assert scores == sorted(scores, reverse=True)
        for suggestion in given_:
            assert Line(suggestion.code, suggestion.reason_kind, suggestion.reason) in LINES


def test_the_scores_of_a_segment_are_those_of_its_row():
    ranked, segments = ranking()
    assert ranked.model == "model"
    assert ranked.codes == CODES
    for row, one in enumerate(segments):
        by_code = {suggestion.code: suggestion.score for suggestion in ranked.suggestions(one)}
        assert [by_code[code] for code in CODES] == pytest.approx(list(ranked.scores[row]))


def test_codes_that_score_alike_keep_the_order_of_the_codebook():
    ranked = Ranking(
        "model", LINES, CODES, {"park#1": 0}, np.zeros((1, 4), np.float32), np.array([[0, 3, 6, 9]], np.int32)
    )
    assert [suggestion.code for suggestion in ranked.suggestions(segment(1))] == list(CODES)


def test_a_segment_that_is_not_in_the_study_has_no_suggestions():
    ranked, _ = ranking(segments=3)
    assert ranked.suggestions(segment(4)) == []


def test_a_study_without_segments_can_be_ranked():
    ranked = rank("model", LINES, np.eye(12, dtype=np.float32), [], [], np.zeros((0, 12), np.float32), [])
    assert ranked.scores.shape == (0, 4)
    assert ranked.nearest.shape == (0, 4)
    assert ranked.suggestions(segment(1)) == []


def test_words_shared_with_a_codes_lines_move_it_up():
    random = np.random.default_rng(3)
    rows = random.normal(size=(len(LINES) + 2, 6))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    lines = [Line(line.code, line.kind, f"{line.text} volunteers") if line.code == "trust" else line for line in LINES]
    made, languages = [segment(1), segment(2)], ["en", "en"]

    def position(words: str) -> int:
        ranked = rank("m", lines, vectors[:-2], made, [words, "something else"], vectors[-2:], languages)
        return [suggestion.code for suggestion in ranked.suggestions(made[0])].index("trust")

    assert position("no volunteers, no volunteers anywhere") <= position("something else")
    scores = rank("m", lines, vectors[:-2], made, ["no volunteers", "else"], vectors[-2:], languages).scores
    without = rank("m", lines, vectors[:-2], made, ["else", "else"], vectors[-2:], languages).scores
    column = CODES.index("trust")
    assert scores[0, column] - scores[1, column] > without[0, column] - without[1, column]

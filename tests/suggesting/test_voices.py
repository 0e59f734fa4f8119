"""What follows from who speaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fgcoder.suggesting.suggester import CodeSuggester
from fgcoder.suggesting.voices import HELD, LEANING, lean_on_voices, learn_leanings, numbered

SOME = settings(max_examples=30, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)


def unit(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def sigmoid(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-odds))


def study(seed: int, count: int = 30, codes: int = 3, voices: int = 5):
    """Give vectors, answers, codebook's scores and voices, all drawn."""
    random = np.random.default_rng(seed)
    starting = random.normal(size=(count, codes)).astype(np.float32)
    truth = random.choice((0.0, 1.0, np.nan), (count, codes), p=(0.5, 0.3, 0.2))
    return unit(random.normal(size=(count, 6))), truth, starting, random.integers(voices, size=count)


def test_voices_get_numbers_and_what_has_none_is_one_of_its_own():
    found = numbered([("a", "P1"), None, ("b", "P1"), ("a", "P1"), None])
    assert found[0] == found[3]
    assert len(set(found.tolist())) == 4
    assert numbered([]).shape == (0,)


@SOME
@given(SEEDS)
def test_of_each_score_a_part_is_the_mean_over_the_voice(seed: int):
    _, _, scores, voices = study(seed)
    means = np.stack([scores[voices == voice].mean(axis=0) for voice in voices])
    leant = lean_on_voices(scores, voices)
    np.testing.assert_allclose(leant, (1 - LEANING) * scores + LEANING * means, atol=1e-5)
    np.testing.assert_allclose(leant.mean(axis=0), scores.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(lean_on_voices(scores, np.arange(len(scores))), scores, atol=1e-6)


@SOME
@given(SEEDS, st.integers(1, 8))
def test_left_out_leanings_are_those_that_follow_from_the_other_segments(seed: int, voices: int):
    _, truth, starting, who = study(seed, voices=voices)
    known = ~np.isnan(truth)
    surprise = np.where(known, truth - sigmoid(starting.astype(float)), 0.0)
    _, left_out = learn_leanings(who, surprise, known)
    for row in range(len(who)):
        others = np.arange(len(who)) != row
        alone = learn_leanings(who[others], surprise[others], known[others])[0].of(who[[row]])
        np.testing.assert_allclose(left_out[row], alone[0], atol=1e-12)


def test_a_leaning_is_a_mean_held_to_nothing():
    voices, known = np.array([7, 7, 2, 7]), np.array([[True], [True], [True], [False]])
    leanings, _ = learn_leanings(voices, np.array([[0.9], [0.5], [-0.5], [0.0]]), known)
    found = leanings.of(np.array([2, 7, 3, 9]))[:, 0]
    np.testing.assert_allclose(found, [-0.5 / (1 + HELD), 1.4 / (2 + HELD), 0, 0])


@SOME
@given(SEEDS)
def test_left_out_predictions_leave_the_segment_out_of_its_voice_too(seed: int):
    vectors, truth, starting, who = study(seed, codes=1)
    fitted = CodeSuggester().fit(vectors, truth, starting, who)
    expected = fitted.intercepts_ + fitted.slope_ * starting.astype(float)
    known = ~np.isnan(truth)
    surprise = np.where(known, truth - sigmoid(expected), 0.0)
    odds = np.empty_like(expected)
    for row in range(len(who)):
        others = np.arange(len(who)) != row
        kept = vectors[others].astype(float)
        weights = np.linalg.solve(kept.T @ kept + fitted.strength * np.eye(6), kept.T @ surprise[others])
        same = others & (who == who[row]) & known[:, 0]
        parts = [1, expected[row, 0], vectors[row] @ weights[:, 0], surprise[same].sum() / (same.sum() + HELD)]
        odds[row] = fitted.blend_ @ parts
    np.testing.assert_allclose(fitted.predict_proba_left_out(), sigmoid(odds), atol=1e-4)


@SOME
@given(SEEDS, st.permutations(range(30)))
def test_neither_order_nor_the_numbers_of_voices_matter(seed: int, order: list[int]):
    vectors, truth, starting, who = study(seed)
    found = CodeSuggester().fit(vectors, truth, starting, who).predict_proba(vectors, starting, who)
    other = 100 - who
    turned = CodeSuggester().fit(vectors[order], truth[order], starting[order], other[order])
    np.testing.assert_allclose(turned.predict_proba(vectors, starting, other), found, atol=1e-3)


@SOME
@given(SEEDS)
def test_where_each_segment_is_a_voice_of_its_own_nobody_is_heard(seed: int):
    vectors, truth, starting, _ = study(seed)
    silent = CodeSuggester().fit(vectors, truth, starting)
    own = numbered([None] * 30)
    alone = CodeSuggester().fit(vectors, truth, starting, own)
    np.testing.assert_array_equal(alone.predict_proba(vectors, starting, own), silent.predict_proba(vectors, starting))
    np.testing.assert_array_equal(alone.predict_proba_left_out(), silent.predict_proba_left_out())


def test_one_voice_alone_and_nothing_known_are_no_trouble():
    vectors, truth, starting, _ = study(1)
    one = np.zeros(30, int)
    found = CodeSuggester().fit(vectors, truth, starting, one).predict_proba(vectors, starting, one)
    assert ((found > 0) & (found < 1)).all()
    blank = CodeSuggester().fit(vectors, np.full_like(truth, np.nan), starting, one)
    before = CodeSuggester().fit(vectors[:0], truth[:0], starting[:0], one[:0])
    expected = before.predict_proba(vectors, starting, one)
    np.testing.assert_allclose(blank.predict_proba(vectors, starting, one), expected, atol=1e-6)


def test_what_somebody_is_given_again_and_again_speaks_for_that_person_alone():
    random = np.random.default_rng(3)
    vectors, starting = unit(random.normal(size=(80, 20))), np.zeros((80, 3), np.float32)
    who = np.repeat(np.arange(8), 10)
    truth = (random.random((80, 3)) < 0.15).astype(float)
    truth[:10, 0] = 1
    fitted = CodeSuggester().fit(vectors, truth, starting, who)
    new, nothing = unit(random.normal(size=(20, 20))), np.zeros((20, 3), np.float32)
    own, other, stranger = (fitted.predict_proba(new, nothing, np.full(20, voice)) for voice in (0, 3, 99))
    assert (own[:, 0] > stranger[:, 0] + 0.1).all()
    assert (other[:, 0] < stranger[:, 0]).all()


def test_voices_of_another_number_than_segments_are_refused():
    vectors, truth, starting, who = study(0)
    with pytest.raises(ValueError, match="of voices"):
        CodeSuggester().fit(vectors, truth, starting, who[:4])

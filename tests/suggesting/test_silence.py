"""Silence: thresholds are the best there are in expectation, and there is one for every code."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fgcoder.suggesting.silence import RECALL_WEIGHT, thresholds

TABLES = arrays.arrays(np.float32, st.tuples(st.integers(1, 12), st.integers(1, 4)), elements=st.floats(0, 1, width=32))
BETA = Fraction(RECALL_WEIGHT) ** 2


def expected_f(shown: list[Fraction], everything: list[Fraction]) -> Fraction:
    """F of showing some segments, where each is right with its probability: sums for counts, in exact arithmetic."""
    below = len(shown) + BETA * sum(everything)
    return (1 + BETA) * sum(shown) / below if below else Fraction(0)


@settings(deadline=None)
@given(TABLES)
def test_no_other_cut_has_a_higher_expected_f(table: np.ndarray):
    for column, threshold in zip(table.T, thresholds(table), strict=True):
        everything = sorted((Fraction(float(value)) for value in column), reverse=True)
        best = max(expected_f(everything[:cut], everything) for cut in range(len(everything) + 1))
        chosen = [Fraction(float(value)) for value in column if value >= threshold]
        assert float(expected_f(chosen, everything)) == pytest.approx(float(best), rel=1e-4)
        assert float(threshold) == pytest.approx(float(best / (1 + BETA)), rel=1e-4, abs=1e-30)


@settings(deadline=None)
@given(TABLES)
def test_every_threshold_is_a_probability_and_lets_the_likeliest_segment_through(table: np.ndarray):
    found = thresholds(table)
    assert found.shape == (table.shape[1],)
    assert ((found >= 0) & (found <= 1)).all()
    assert (table.max(axis=0) >= found).all()


@pytest.mark.parametrize("never", [0.0, 1e-30, 1e-6])
def test_a_code_that_is_never_likely_has_a_threshold_and_leaves_the_others_alone(never: float):
    others = np.array([[0.9, 0.1], [0.2, 0.4], [0.1, 0.1]], np.float32)
    table = np.column_stack([others, np.full(3, never, np.float32)])
    found = thresholds(table)
    assert 0 <= found[2] <= never
    assert np.array_equal(found[:2], thresholds(others))


def test_a_study_without_segments_has_a_threshold_of_zero_for_each_code():
    assert thresholds(np.zeros((0, 3), np.float32)).tolist() == [0.0, 0.0, 0.0]


def test_where_nothing_is_sure_everything_likely_is_shown_and_beside_what_is_sure_it_is_not():
    doubtful = np.full((10, 1), 0.3, np.float32)
    assert (doubtful >= thresholds(doubtful)).all()
    sure = np.array([[0.95]] * 10 + [[0.02]] * 10, np.float32)
    assert (sure[:10] >= thresholds(sure)).all()
    assert (sure[10:] < thresholds(sure)).all()

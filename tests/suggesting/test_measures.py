"""The measures, on examples that can be worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import average_precision_score, top_k_accuracy_score

from fgcoder.suggesting.measures import calibration_error, hit, mean_average_precision, measure, recall

SCORES = np.array([[0.9, 0.5, 0.1], [0.2, 0.3, 0.8], [0.6, 0.7, 0.1], [0.5, 0.4, 0.3]])
GIVEN = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])


def test_hit_and_recall_count_segments_with_a_code():
    assert hit(SCORES, GIVEN, 1) == pytest.approx(2 / 3)
    assert hit(SCORES, GIVEN, 2) == 1
    assert recall(SCORES, GIVEN, 1) == pytest.approx((1 / 2 + 0 + 1) / 3)
    assert recall(SCORES, GIVEN, 2) == pytest.approx((1 / 2 + 1 + 1) / 3)
    assert recall(SCORES, GIVEN, 5) == 1


def test_average_precision_counts_segments_without_a_code():
    # Code 0: its one segment comes first. Code 1: its two come first (0.7) and fourth (0.3). Code 2: second, with 0.1
    # as low as another; both are then one step, at which one of four is right.
    of_code_1 = (1 + 2 / 4) / 2
    assert mean_average_precision(SCORES, GIVEN) == pytest.approx((1 + of_code_1 + 1 / 4) / 3)


def test_a_code_that_nobody_gave_does_not_count():
    wider = np.hstack([GIVEN, np.zeros((4, 1))])
    assert mean_average_precision(np.hstack([SCORES, SCORES[:, :1]]), wider) == mean_average_precision(SCORES, GIVEN)


def test_calibration_error_by_hand():
    stated = np.array([[0.05, 0.05], [0.95, 0.95]])
    assert calibration_error(stated, np.array([[0.0, 0.0], [1.0, 1.0]])) == pytest.approx(0.05)
    assert calibration_error(stated, np.array([[0.0, 1.0], [1.0, 0.0]])) == pytest.approx(0.45)
    assert calibration_error(np.array([[0.31, 0.39]]), np.array([[0.0, 1.0]])) == pytest.approx(abs(0.35 - 0.5))
    assert calibration_error(np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]])) == 0


def test_what_cannot_be_said_is_none():
    nothing = measure(SCORES, np.zeros_like(GIVEN), probabilities=False)
    assert (nothing.hit_1, nothing.recall_5, nothing.average_precision) == (None, None, None)
    assert (nothing.calibration_error, nothing.calibration_error_first) == (None, None)
    assert calibration_error(np.zeros((0, 3)), np.zeros((0, 3))) is None


def test_calibration_of_the_first_suggestion_looks_at_it_alone():
    found = measure(SCORES, GIVEN, probabilities=True)
    # Stated 0.9 right, 0.8 wrong, 0.7 right, 0.5 wrong: each in a bin of its own.
    assert found.calibration_error_first == pytest.approx((0.1 + 0.8 + 0.3 + 0.5) / 4)


tables = st.integers(2, 12).flatmap(
    lambda rows: st.tuples(
        arrays(float, (rows, 6), elements=st.floats(0, 1, width=32), unique=True),
        arrays(np.intp, rows, elements=st.integers(0, 5)),
    )
)


@over(tables)
def test_where_each_segment_has_one_code_hit_and_recall_are_top_k_accuracy(case):
    scores, code = case
    marks = np.eye(6)[code]
    for first in (1, 3, 5):
        known = top_k_accuracy_score(code, scores, k=first, labels=range(6))
        assert hit(scores, marks, first) == pytest.approx(known)
        assert recall(scores, marks, first) == pytest.approx(known)


@over(tables)
def test_mean_average_precision_is_that_of_scikit_learn(case):
    scores, code = case
    marks = np.eye(6)[code]
    there = np.unique(code)
    known = average_precision_score(marks[:, there], scores[:, there], average="macro")
    assert mean_average_precision(scores, marks) == pytest.approx(known)


@over(tables)
def test_the_calibration_error_never_exceeds_one_and_ignores_the_order_of_segments(case):
    scores, code = case
    marks = np.eye(6)[code]
    error = calibration_error(scores, marks)
    assert error is not None
    assert 0 <= error <= 1
    assert calibration_error(scores[::-1], marks[::-1]) == pytest.approx(error)

"""Intervals, against published examples and against SciPy's bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from fgcoder.tables.intervals import Estimate, Sample, Way, difference, estimate


def sample(hits, base, transcripts, segments=None) -> Sample:
    segments = range(len(hits)) if segments is None else segments
    return Sample(*(np.array(list(values), dtype=np.int64) for values in (hits, base, transcripts, segments)))


def at_one_place(hits: int, base: int) -> Sample:
    return sample([hits], [base], [0])


def test_wilson_of_a_handful_is_the_textbook_one():
    made = estimate(at_one_place(0, 10))
    assert (made.value, made.low, made.of, made.way) == (0.0, 0.0, 10, Way.WILSON)
    assert made.high == pytest.approx(0.2775, abs=1e-4)


def test_newcombe_s_own_example():
    """56/70 against 48/80, method 10: 0.0524 to 0.3339."""
    made = difference(at_one_place(56, 70), at_one_place(48, 80))
    assert made.way is Way.NEWCOMBE
    assert made.value == pytest.approx(0.2)
    assert (made.low, made.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@pytest.fixture
def clustered() -> tuple[Sample, Sample]:
    """Two samples of 300 visits each in the same fourteen transcripts, which differ much among themselves."""
    random = np.random.default_rng(5)
    made = []
    for shift in (0.0, 0.1):
        transcripts = random.integers(0, 14, 300)
        base = random.integers(0, 4, 300)
        made.append(sample(random.binomial(base, 0.2 + shift + 0.03 * transcripts), base, transcripts))
    return made[0], made[1]


def sums(one: Sample) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.bincount(one.transcripts, weights=counts, minlength=14) for counts in (one.hits, one.base))


def test_the_bootstrap_is_scipy_s_over_the_sums_of_transcripts(clustered):
    one, _ = clustered
    scipys = stats.bootstrap(
        sums(one),
        lambda hits, base, axis: hits.sum(axis) / base.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    ).confidence_interval
    made = estimate(one)
    assert made.way is Way.TRANSCRIPTS
    assert (made.low, made.high) == pytest.approx((scipys.low, scipys.high), abs=0.01)
    independent = stats.binomtest(*one.counts).proportion_ci(method="wilson")
    assert made.high - made.low > 1.3 * (independent.high - independent.low)


def test_the_bootstrap_of_a_difference_is_scipy_s_too(clustered):
    one, other = clustered
    scipys = stats.bootstrap(
        (*sums(one), *sums(other)),
        lambda a, b, c, d, axis: a.sum(axis) / b.sum(axis) - c.sum(axis) / d.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    ).confidence_interval
    made = difference(one, other)
    assert made.way is Way.TRANSCRIPTS
    assert (made.low, made.high) == pytest.approx((scipys.low, scipys.high), abs=0.01)


@pytest.mark.parametrize(
    ("one", "way"),
    [
        (sample([1] * 10 + [0] * 10, [1] * 20, [0, 1, 2, 3, 4] * 3 + [4] * 5), Way.TRANSCRIPTS),
        (sample([1, 0] * 10, [1] * 20, [0, 1, 2, 3] * 5), Way.SEGMENTS),
        (sample([1, 0] * 10, [1, 1] * 8 + [0] * 4, [0] * 16 + [1, 2, 3, 4]), Way.SEGMENTS),
        (sample([1, 0] * 10, [1] * 20, [0] * 20, [0, 1, 2, 3] * 5), Way.WILSON),
        (sample([1] * 20, [1] * 20, range(20)), Way.WILSON),
        (sample([0] * 20, [1] * 20, range(20)), Way.WILSON),
        (sample([1] * 4 + [0] * 16, [1] * 20, range(20)), Way.WILSON),
        (sample([0] * 4 + [1] * 16, [1] * 20, range(20)), Way.WILSON),
        (sample([1] * 20, [2] * 20, range(20)), Way.WILSON),
    ],
    ids=[
        "five transcripts",
        "four transcripts",
        "a fifth without a base",
        "four segments",
        "all",
        "none",
        "few hits",
        "few misses",
        "everywhere the same",
    ],
)
def test_what_is_resampled_depends_on_how_much_there_is(one: Sample, way: Way):
    hits = np.minimum(one.hits, one.base)
    one = Sample(hits, one.base, one.transcripts, one.segments)
    assert estimate(one).way is way
    plenty = sample([1, 0] * 20, [1] * 40, range(40))
    assert (difference(one, plenty).way is Way.NEWCOMBE) is (way is Way.WILSON)


def test_without_a_base_there_is_no_figure_and_of_a_mean_no_formula():
    nothing = Estimate(None, None, None, 0, Way.NONE)
    empty, few = sample([], [], []), sample([2, 1], [1, 1], [0, 0])
    assert estimate(empty) == difference(empty, few) == difference(few, empty) == nothing
    assert estimate(few, is_share=False) == Estimate(1.5, None, None, 2, Way.NONE)
    assert difference(few, few, is_share=False) == Estimate(0.0, None, None, 2, Way.NONE)


VISITS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9), st.integers(0, 3)).map(
        lambda drawn: (min(drawn[:2]), max(drawn[:2]), drawn[2], 10 * drawn[2] + drawn[3])
    ),
    max_size=40,
)


@settings(max_examples=100, deadline=None)
@given(one=VISITS, other=VISITS, data=st.data())
def test_intervals_hold_their_estimate_stay_in_range_and_know_no_order(one, other, data):
    first, second = (sample(*zip(*visits, strict=True)) if visits else sample([], [], []) for visits in (one, other))
    made = estimate(first)
    if made.value is not None:
        assert 0 <= made.low <= made.value + 1e-12
        assert made.value - 1e-12 <= made.high <= 1
    apart = difference(first, second)
    if apart.value is not None:
        assert -1 <= apart.low <= apart.value + 1e-12
        assert apart.value - 1e-12 <= apart.high <= 1
    shuffled = data.draw(st.permutations(one))
    if shuffled:
        assert estimate(sample(*zip(*shuffled, strict=True))) == made

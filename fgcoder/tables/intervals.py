"""95 % intervals for shares of things counted at segments, which are not independent of each other.

What is said in one focus group resembles itself more than what is said in the next, and a coder's day has its mood, so
a formula for independent draws promises too much. Whole transcripts are resampled instead, as far as there are enough.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall. Chapter 13.
Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of eleven
methods. Statistics in Medicine 17, 873-890. Method 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL: Final = 0.95
RESAMPLES: Final = 2000
SEED: Final = 1993
"""Fixed, so that the same study prints the same figures."""
ENOUGH: Final = 5
"""Transcripts, or else segments, from which on they are resampled; and hits and misses from which on a share's are."""


class Way(StrEnum):
    """How an interval was come by."""

    TRANSCRIPTS = "transcripts"
    """Percentile bootstrap over transcripts."""
    SEGMENTS = "segments"
    """Percentile bootstrap over segments."""
    WILSON = "wilson"
    """Wilson's score interval, for one share."""
    NEWCOMBE = "newcombe"
    """Newcombe's score interval, for a difference of two shares."""
    NONE = "none"
    """There is none."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval."""

    value: float | None
    """None where the base is 0."""
    low: float | None
    high: float | None
    of: int
    """The base; of a difference the smaller of the two."""
    way: Way


@dataclass(frozen=True)
class Sample:
    """What was counted at each visit, and where the visit was; all of shape (n_visits,)."""

    hits: NDArray[np.int64]
    base: NDArray[np.int64]
    """Where this is 0 the visit has no part in the figure."""
    transcripts: NDArray[np.int64]
    """A number for each visit's transcript."""
    segments: NDArray[np.int64]
    """A number for each visit's segment."""

    @property
    def counts(self) -> tuple[int, int]:
        """All hits, and the whole base."""
        return int(self.hits.sum()), int(self.base.sum())


def estimate(sample: Sample, *, is_share: bool = True) -> Estimate:
    """Give hits in proportion to their base, with an interval.

    Where transcripts with a base number at least five, they are resampled, else the segments with a base. Where there
    are fewer than five segments, or the ratio is the same in all that would be resampled, a share has Wilson's
    interval, and any other ratio none. A share also has it where fewer than five are hits or fewer than five are not:
    resampling a handful cannot tell how many more there might have been, and of none it makes a certainty.

    Parameters
    ----------
    sample
        The counts.
    is_share
        Whether hits are a part of the base, so that their ratio cannot exceed 1.
    """
    hits, base = sample.counts
    if base == 0:
        return Estimate(None, None, None, 0, Way.NONE)
    value = hits / base
    rows, way = _sums([sample]) if _is_mixed(sample) or not is_share else (None, Way.NONE)
    if rows is not None:
        drawn = _resampled(rows)
        return Estimate(value, *_percentiles(drawn[:, 0] / drawn[:, 1]), base, way)
    if is_share:
        return Estimate(value, *_wilson(hits, base), base, Way.WILSON)
    return Estimate(value, None, None, base, Way.NONE)


def difference(one: Sample, other: Sample, *, is_share: bool = True) -> Estimate:
    """Give how much larger the ratio of one sample is than that of the other, with an interval.

    Transcripts are resampled with what they hold of both samples, where each sample has at least five, else segments.
    Where `estimate` would not resample one of the two, a difference of shares has Newcombe's interval, and any other
    none.
    """
    (hits, base), (other_hits, other_base) = one.counts, other.counts
    if base == 0 or other_base == 0:
        return Estimate(None, None, None, 0, Way.NONE)
    value = hits / base - other_hits / other_base
    of = min(base, other_base)
    both_mixed = _is_mixed(one) and _is_mixed(other)
    rows, way = _sums([one, other]) if both_mixed or not is_share else (None, Way.NONE)
    if rows is not None:
        drawn = _resampled(rows)
        drawn = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
        return Estimate(value, *_percentiles(drawn[:, 0] / drawn[:, 1] - drawn[:, 2] / drawn[:, 3]), of, way)
    if not is_share:
        return Estimate(value, None, None, of, Way.NONE)
    share, other_share = hits / base, other_hits / other_base
    (low, high), (other_low, other_high) = _wilson(hits, base), _wilson(other_hits, other_base)
    return Estimate(
        value,
        value - hypot(share - low, other_high - other_share),
        value + hypot(high - share, other_share - other_low),
        of,
        Way.NEWCOMBE,
    )


def _is_mixed(sample: Sample) -> bool:
    hits, base = sample.counts
    return ENOUGH <= hits <= base - ENOUGH


def _wilson(hits: int, base: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    interval = binomtest(hits, base).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def _sums(samples: Sequence[Sample]) -> tuple[NDArray[np.float64] | None, Way]:
    """Sum hits and base of every sample by transcript, or by segment where too few transcripts have a base.

    Returns
    -------
    NDArray or None
        Shape (n_units, 2 * n_samples): hits and base of the first sample, then of the next; None where even the
        segments of one sample are too few, or where it has the same ratio in every unit.
    Way
        What the units are.
    """
    import numpy as np

    ways = (
        (Way.TRANSCRIPTS, [sample.transcripts[sample.base > 0] for sample in samples]),
        (Way.SEGMENTS, [sample.segments[sample.base > 0] for sample in samples]),
    )
    for way, places in ways:
        if any(len(np.unique(units)) < ENOUGH for units in places):
            continue
        everywhere = np.unique(np.concatenate(places))
        columns = []
        for sample, units in zip(samples, places, strict=True):
            unit = np.searchsorted(everywhere, units)
            for counts in (sample.hits, sample.base):
                columns.append(np.bincount(unit, weights=counts[sample.base > 0], minlength=len(everywhere)))
        pairs = zip(columns[::2], columns[1::2], strict=True)
        if any((hits * base.sum() == base * hits.sum()).all() for hits, base in pairs):
            break
        return np.stack(columns, axis=1), way
    return None, Way.NONE


def _resampled(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw as many rows as there are with replacement, and sum them; again and again.

    `scipy.stats.bootstrap` does the same row by row, which takes minutes for the several hundred figures of a report
    over thousands of segments. Rows that are equal are interchangeable, so it is enough to draw how often each distinct
    row comes up, and that number is multinomial; a test holds the two against each other.

    Returns
    -------
    NDArray
        Shape (RESAMPLES, n_columns).
    """
    import numpy as np

    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    weights = np.random.default_rng(SEED).multinomial(len(rows), counts / len(rows), size=RESAMPLES)
    sums: NDArray[np.float64] = weights.astype(np.float64) @ distinct
    return sums


def _percentiles(values: NDArray[np.float64]) -> tuple[float, float]:
    import numpy as np

    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)

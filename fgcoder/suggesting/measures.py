"""How well scores put the codes first that a person gave: the measures that evaluations of suggestions report.

Scores and what was given are tables of the same shape, one row a segment and one column a code. Where codes tie, the
one that stands first in the codebook goes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.floating[Any]]

BINS = 10
"""Of equal width, in which calibration is judged."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What one way of scoring comes to on one set of segments. None is what cannot be said."""

    hit_1: float | None
    """See `hit`, with the first suggestion; over segments with any code."""
    hit_5: float | None
    """See `hit`, with the first five; over segments with any code."""
    recall_5: float | None
    """See `recall`, with the first five; over segments with any code."""
    average_precision: float | None
    """See `mean_average_precision`; over all segments."""
    calibration_error: float | None
    """See `calibration_error`; over all pairs of a segment and a code."""
    calibration_error_first: float | None
    """See `calibration_error`; over each segment's first suggestion."""


def measure(scores: Table, given: Table, *, probabilities: bool) -> Measures:
    """Give all measures.

    Parameters
    ----------
    scores
        Higher is likelier, shape (n_segments, n_codes).
    given
        1 where the code was given, 0 elsewhere; same shape.
    probabilities
        Whether the scores are meant as probabilities, so that calibration can be judged.
    """
    first = ranked(scores)[:, :1]
    return Measures(
        hit(scores, given, 1),
        hit(scores, given, 5),
        recall(scores, given, 5),
        mean_average_precision(scores, given),
        calibration_error(scores, given) if probabilities else None,
        calibration_error(np.take_along_axis(scores, first, 1), np.take_along_axis(given, first, 1))
        if probabilities
        else None,
    )


def ranked(scores: Table) -> NDArray[np.intp]:
    """Give the columns of each row, the highest score first."""
    order: NDArray[np.intp] = np.argsort(-scores, axis=1, kind="stable")
    return order


def _right(scores: Table, given: Table, first: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give, for the segments with any code, how many right ones are among the first, and how many there are."""
    codes = given.sum(axis=1)
    found = np.take_along_axis(given, ranked(scores)[:, :first], axis=1).sum(axis=1)
    return found[codes > 0], codes[codes > 0]


def hit(scores: Table, given: Table, first: int) -> float | None:
    """Give the share of segments with a right code among the first; those without any code are left out.

    Known as success at k (Craswell and Hawking, Overview of the TREC-2004 Web Track).
    """
    found, _ = _right(scores, given, first)
    return float((found > 0).mean()) if len(found) else None


def recall(scores: Table, given: Table, first: int) -> float | None:
    """Give the share of a segment's codes that are among the first, as a mean over segments with any.

    Recall at k (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 8.4). A segment
    with more than `first` codes cannot reach 1.
    """
    found, codes = _right(scores, given, first)
    return float((found / codes).mean()) if len(found) else None


def mean_average_precision(scores: Table, given: Table) -> float | None:
    """Give the mean over codes of average precision, each over all segments; codes that nobody gave are left out.

    Average precision is scikit-learn's `average_precision_score` (Manning, Raghavan and Schütze, 2008, chapter 8.4);
    with codes for queries, its mean says how well segments are ordered for each code.
    """
    from sklearn.metrics import average_precision_score

    columns = np.flatnonzero(given.sum(axis=0))
    if not len(columns):
        return None
    return float(np.mean([average_precision_score(given[:, column], scores[:, column]) for column in columns]))


def calibration_error(probabilities: Table, given: Table) -> float | None:
    """Give the expected calibration error: how far probabilities lie from the shares that turn out right.

    Ten bins of equal width, each weighing as many as fall into it (Naeini, Cooper and Hauskrecht, Obtaining well
    calibrated probabilities using Bayesian binning, AAAI 2015). Of our own, since scikit-learn only draws the curve.
    """
    stated, right = probabilities.ravel().astype(float), given.ravel().astype(float)
    if not len(stated):
        return None
    bins = np.clip((stated * BINS).astype(int), 0, BINS - 1)
    gaps = np.bincount(bins, stated - right, BINS)
    return float(np.abs(gaps).sum() / len(stated))

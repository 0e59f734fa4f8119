"""Weighted shares of a survey's answers with their 95 % intervals.

The point estimate is the weighted share among those of a domain who answered (Hájek's ratio estimator). Its variance
is linearised: the ratio's residuals are summed within primary sampling units, and these are compared within strata, as
if drawn with replacement; people outside the domain stay in the design with residuals of 0. The interval is Wald's on
the scale of the log odds with Student's t and the design's degrees of freedom, so it stays within 0 and 1. Where all
or none give the answer that is not defined, and the interval is Clopper and Pearson's at an effective base.

This is what R's `survey::svyciprop(method = "logit")` and Stata's `svy: proportion` do. It is written here because
samplics, the library for it in Python, is no longer maintained and costs 1.4 s and another data frame library to
import, and statsmodels knows clusters or weights, but no strata; the tests hold it against both.

The effective base is Korn and Graubard's: the base over the design effect, times (t of n - 1 / t of the design's
degrees of freedom)², so that few sampling units say little however many people are in each. They take the design effect
from the variance, p(1 - p) over it being the base; R's `svyciprop(method = "beta")` divides nil by nil there. What
weights alone do to it is known without the answers: if these do not depend on the weights, p(1 - p) over the expected
variance is Kish's (sum of weights)² / sum of squares, whatever p is. What clusters do to it is not known where nobody
differs, and enters by the degrees of freedom.

References
----------
Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
counts estimated from survey data. Survey Methodology 24, 193-201.
Kish, L. (1965). Survey Sampling. Wiley. Section 11.7.
Lumley, T. (2010). Complex Surveys: A Guide to Analysis Using R. Wiley. Chapter 2.
Wolter, K. M. (2007). Introduction to Variance Estimation, 2nd ed. Springer. Chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Final

from fgcoder.model import Share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL: Final = 0.95


@dataclass(frozen=True)
class Design:
    """How the people asked were drawn; all of shape (n,)."""

    weights: NDArray[np.float64]
    """Not negative; who weighs 0 is in no base."""
    strata: NDArray[np.int64]
    """A number for each person's stratum."""
    clusters: NDArray[np.int64]
    """A number for each person's primary sampling unit, no two strata having one in common."""

    def lonely(self) -> NDArray[np.int64]:
        """Give the strata that hold one primary sampling unit alone: nothing says how much these vary."""
        import numpy as np

        pairs = np.unique(np.stack([self.strata, self.clusters], axis=1), axis=0)
        strata, counts = np.unique(pairs[:, 0], return_counts=True)
        return np.asarray(strata[counts == 1])


def estimate(chosen: NDArray[np.bool_], answered: NDArray[np.bool_], design: Design, missing: int = 0) -> Share | None:
    """Estimate which share of those who answered chose an answer.

    Parameters
    ----------
    chosen, answered
        Whether each person gave one of the answers that count, and whether he or she is in the domain and gave any;
        shape (n,).
    design
        How all people were drawn, those outside the domain too.
    missing
        People in the domain without an answer, to be said beside the share.

    Returns
    -------
    Share or None
        None where nobody with a weight answered.
    """
    import numpy as np

    inside = answered & (design.weights > 0)
    base = int(inside.sum())
    if not base:
        return None
    weights = np.where(inside, design.weights, 0.0)
    total = weights.sum()
    degrees = _degrees(inside, design)
    if not (chosen & inside).any() or (chosen | ~inside).all():
        share = float((chosen & inside).any())
        low, high = _exact(share, float(total**2 / (weights**2).sum()) * _left(degrees, base - 1))
    else:
        share = min(float(weights[chosen & inside].sum() / total), 1.0)  # a sum in another order may be a hair above
        residuals = weights * (chosen.astype(float) - share) / total
        low, high = _on_log_odds(share, _variance(residuals, design), degrees)
    # Where the variance is nil the bounds are the share, taken to log odds and back: a hair off, on either side.
    return Share(share, min(low, share), max(high, share), base, missing)


def _variance(residuals: NDArray[np.float64], design: Design) -> float:
    """Sum over strata n/(n-1) times the squared deviations of the units' sums from their mean in the stratum."""
    import numpy as np

    units, at = np.unique(design.clusters, return_inverse=True)
    sums = np.bincount(at, weights=residuals, minlength=len(units))
    stratum_of = np.empty(len(units), np.int64)
    stratum_of[at] = design.strata
    _, stratum = np.unique(stratum_of, return_inverse=True)
    count = np.bincount(stratum)
    deviations = sums - (np.bincount(stratum, weights=sums) / count)[stratum]
    squares = np.bincount(stratum, weights=deviations**2)
    return float((squares * count / np.maximum(count - 1, 1)).sum())


def _degrees(inside: NDArray[np.bool_], design: Design) -> int:
    """Count the primary sampling units in the domain, less its strata."""
    import numpy as np

    return len(np.unique(design.clusters[inside])) - len(np.unique(design.strata[inside]))


def _on_log_odds(share: float, variance: float, degrees: int) -> tuple[float, float]:
    if degrees < 1:
        return 0.0, 1.0
    odds = log(share / (1 - share))
    reach = _student(degrees) * sqrt(variance) / (share * (1 - share))
    low, high = (
        1 / (1 + exp(-bound)) if abs(bound) < 700 else float(bound > 0) for bound in (odds - reach, odds + reach)
    )
    return low, high


def _student(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + LEVEL) / 2))


def _left(degrees: int, of_people: int) -> float:
    """Give what is left of a base, as a factor, where people were not drawn one by one (Korn and Graubard 1998)."""
    if degrees >= of_people:
        return 1.0
    return (_student(of_people) / _student(degrees)) ** 2 if degrees > 0 else 0.0


def _exact(share: float, base: float) -> tuple[float, float]:
    """Give Clopper and Pearson's interval for none or all of a base, which need not be a whole number."""
    if not base:
        return 0.0, 1.0
    tail = ((1 - LEVEL) / 2) ** (1 / base)
    return (0.0, 1 - tail) if share < 0.5 else (tail, 1.0)

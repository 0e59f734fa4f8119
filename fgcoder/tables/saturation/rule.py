"""The rule of Guest, Namey and Chen by which saturation is said to be reached, and the curve it is applied to.

References
----------
Guest, G., Namey, E. and Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
research. PLOS ONE 15(5): e0232076.
Gotelli, N. J. and Colwell, R. K. (2001). Quantifying biodiversity: procedures and pitfalls in the measurement and
comparison of species richness. Ecology Letters 4, 379-391.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rule:
    """When new information is little enough."""

    base: int
    """Base size: the groups whose codes all that comes later is held against."""
    run: int
    """Run length: the groups in which new codes are looked for at a time."""
    threshold: float
    """New information threshold: the new codes of a run as a share of the base's, from 0 to 1."""


@dataclass(frozen=True)
class Curve:
    """What each group adds; arrays of shape (n_groups,) unless said otherwise."""

    first: NDArray[np.int64]
    """The position of the group that each code comes up in first, -1 for none; shape (n_codes,)."""
    new: NDArray[np.int64]
    """Codes that come up for the first time."""
    so_far: NDArray[np.int64]
    """Codes that have come up, in this group or before."""
    in_any_order: NDArray[np.float64]
    """Codes that would have come up after so many groups, on average over all orders of these groups."""
    in_run: NDArray[np.int64]
    """New codes of the run that ends with this group; 0 where there is no whole run."""
    ratio: NDArray[np.float64]
    """`in_run` as a share of the codes of the base; NaN up to the end of the first run after the base."""
    reached: int | None
    """How many groups come before the first run at or below the threshold; None where there is no such run."""

    def first_at(self, group: int) -> list[int]:
        """Give the codes that come up for the first time in a group, by position."""
        found: list[int] = (self.first == group).nonzero()[0].tolist()
        return found


def curve(has: NDArray[np.bool_], rule: Rule) -> Curve:
    """Follow the codes through the groups in their order.

    The first run begins after the base, and each further run one group later, so that runs overlap. The base stays the
    same throughout. Saturation is reached before the first run whose new codes are at most the threshold's share of
    the base's: with base 4 and run 2, where groups 7 and 8 bring too little, after 6 groups, written 6+2 (Guest, Namey
    and Chen 2020). Where nothing came up in the base there is no ratio.

    The average over all orders is the sample-based rarefaction curve (Gotelli and Colwell 2001): a code that is in f
    of N groups is among n of them with probability 1 - C(N - f, n) / C(N, n).

    Parameters
    ----------
    has
        Whether each code came up in each group; shape (n_groups, n_codes).
    rule
        Base size, run length and threshold.
    """
    import numpy as np

    groups = len(has)
    in_groups = has.sum(axis=0)
    first = np.where(in_groups > 0, has.argmax(axis=0), -1) if groups else np.full(has.shape[1], -1)
    new = np.bincount(first[first >= 0], minlength=groups).astype(np.int64)
    so_far = np.cumsum(new)
    frequencies, codes = np.unique(in_groups[in_groups > 0], return_counts=True)
    in_any_order = np.array(
        [
            sum(
                int(count) * (1 - comb(groups - int(often), heard) / comb(groups, heard))
                for often, count in zip(frequencies, codes, strict=True)
            )
            for heard in range(1, groups + 1)
        ],
        dtype=np.float64,
    )
    in_run, ratio = np.zeros(groups, dtype=np.int64), np.full(groups, np.nan)
    reached = None
    for last in range(rule.base + rule.run - 1, groups):
        in_run[last] = new[last + 1 - rule.run : last + 1].sum()
        if so_far[rule.base - 1]:
            ratio[last] = in_run[last] / so_far[rule.base - 1]
        if reached is None and ratio[last] <= rule.threshold:
            reached = last + 1 - rule.run
    return Curve(first.astype(np.int64), new, so_far, in_any_order, in_run, ratio, reached)

"""Choosing few quotes out of many: those nearest to what all say, or those that differ most from one another.

A report has room for three quotes of a code and the code has two hundred. Both ways go by the vectors that suggestions
are made from and leave nothing to chance, so that the same study gives the same quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAYS_ENOUGH = 8
"""Words from which on a quote stands for itself; shorter ones are picked only where no others are left."""

DECIMALS = 6
"""To which nearness is told apart: vectors are kept in single precision, and equals are to be equal everywhere."""


class Most(StrEnum):
    """What the quotes that are picked are to be."""

    TYPICAL = "typical"
    """Nearest to the middle of all."""
    VARIED = "varied"
    """Farthest from one another."""


def picked(
    vectors: NDArray[np.float32],
    speakers: Sequence[object],
    words: Sequence[int],
    count: int,
    most: Most,
    *,
    one_per_speaker: bool = True,
) -> list[int]:
    """Pick quotes.

    `TYPICAL` takes those with the largest cosine to the centroid. `VARIED` begins with the most typical one and adds,
    again and again, the quote that is farthest from all picked so far: the greedy way of Gonzalez (1985), Clustering to
    minimize the maximum intercluster distance, Theoretical Computer Science 38, 293-306, after which no quote is
    farther from a picked one than twice what the best choice of so many would allow. That holds of the quotes it
    chooses among: people not quoted yet come first, and quotes of fewer than `SAYS_ENOUGH` words last.

    Parameters
    ----------
    vectors
        Of norm 1, shape (n, d); rows of 0 are quotes without a vector, which are never picked.
    speakers
        Who speaks, for each quote.
    words
        How many words each has.
    count
        How many to pick.
    most
        Which.
    one_per_speaker
        Whether people who are not quoted yet come first.

    Returns
    -------
    list[int]
        At most `count` indices, the best first. Of equals the first is taken.
    """
    import numpy as np

    usable = np.linalg.norm(vectors, axis=1) > 0
    if not usable.any():
        return []
    middle = vectors[usable].astype(np.float64).mean(axis=0)
    typical = np.round(vectors.astype(np.float64) @ middle, DECIMALS)
    is_long = np.asarray(words) >= SAYS_ENOUGH
    distance = np.full(len(vectors), np.inf)
    chosen: list[int] = []
    while len(chosen) < count:
        left = usable.copy()
        left[chosen] = False
        quoted = {speakers[at] for at in chosen} if one_per_speaker else set()
        is_new = np.array([speaker not in quoted for speaker in speakers])
        tiers = (left & is_long & is_new, left & is_long, left & is_new, left)
        among = next((tier for tier in tiers if tier.any()), None)
        if among is None:
            break
        worth = typical if most is Most.TYPICAL or not chosen else distance
        best = int(np.argmax(np.where(among, worth, -np.inf)))
        chosen.append(best)
        apart = np.linalg.norm(vectors.astype(np.float64) - vectors[best], axis=1)
        distance = np.minimum(distance, np.round(apart, DECIMALS))
    return chosen

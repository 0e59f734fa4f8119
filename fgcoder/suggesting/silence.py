"""When to keep silent: the probability below which a code is not worth a line on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECALL_WEIGHT = 2.0
"""How many times as bad it is to keep a right code back as to show a wrong one: one is rejected at a glance, the other
has to be thought of."""


def thresholds(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give for each code the probability from which on it is to be suggested.

    The threshold at which the expected F-measure over the study is highest, which needs no decision, only calibrated
    probabilities (Lipton, Elkan and Naryanaswamy, Optimal thresholding of classifiers to maximize F1 measure, 2014,
    with recall counted `RECALL_WEIGHT` times).

    Parameters
    ----------
    probabilities
        Shape (n_segments, n_codes).

    Returns
    -------
    NDArray[float32]
        Shape (n_codes,); zeros where there is no segment.
    """
    if not len(probabilities):
        return np.zeros(probabilities.shape[1], np.float32)
    falling = -np.sort(-probabilities.astype(np.float64), axis=0)
    right = np.cumsum(falling, axis=0)
    shown = np.arange(1, len(falling) + 1)[:, None]
    beta = RECALL_WEIGHT**2
    measure = (1 + beta) * right / (shown + beta * right[-1])
    # At the best cut the threshold is the measure itself, divided; stated as a probability it holds for new segments.
    best: NDArray[np.float32] = (measure.max(axis=0) / (1 + beta)).astype(np.float32)
    return best

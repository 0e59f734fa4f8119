"""Where suggestions start: how well each code fits each segment by the codebook alone, before anybody has decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fgcoder.suggesting.lines import AVOID, Line
from fgcoder.suggesting.surroundings import Surroundings
from fgcoder.suggesting.voices import lean_on_voices
from fgcoder.suggesting.wording import wording_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fgcoder.suggesting.voices import Numbers

WORDING = 0.2
"""How much nearness in wording counts beside nearness in meaning, both in standard deviations."""
BREADTH = 0.5
"""What a code gains for being described broadly, as a share of its breadth: such codes are given more often, but not as
much more as that alone would have it."""
_STRENGTH = 3.0
"""Of the ridge penalty, for vectors of norm 1."""
_KNOWN_AFTER = 20.0
"""Number of segments at which half of a code's usual level is taken off, and half of its breadth believed."""
_NOTHING = 1e-6
"""Below this lies what is left of equal numbers in 32 bits, which is not to be blown up to scores."""


def starting_scores(
    lines: Sequence[Line],
    surroundings: Surroundings,
    codes: Sequence[str],
    texts: Sequence[str],
    voices: Numbers | None = None,
) -> NDArray[np.float32]:
    """Score every code for every segment by the codebook.

    A ridge regression on the lines learns what sets each code off from the others; cosines alone would rank first the
    codes that are worded broadly. A line that says when not to use a code counts against it. To this is added nearness
    in wording, the sum is spread over each segment's surroundings and its voice, and each code's usual level is taken
    off. In its place comes a share of how broadly the code is described.

    Parameters
    ----------
    lines, surroundings
        The codebook's lines, and where they and the segments lie.
    codes
        The columns, in order.
    texts
        The segments' words.
    voices
        The number of each segment's voice, shape (n_segments,); None where each is a voice of its own.

    Returns
    -------
    NDArray[float32]
        Shape (n_segments, n_codes); over all segments and codes the mean is 0 and the standard deviation 1, or all are
        0 where nothing tells the codes apart.
    """
    if not len(texts):
        return np.zeros((0, len(codes)), np.float32)
    meaning = _meaning(lines, surroundings, codes)
    scores = _standardised(meaning - meaning.mean(axis=0) if len(texts) > 1 else meaning)
    column = {code: number for number, code in enumerate(codes)}
    telling = [line for line in lines if line.kind != AVOID]
    columns = [column[line.code] for line in telling]
    wording = wording_scores([line.text for line in telling], columns, texts, len(codes))
    scores = surroundings.spread(scores + WORDING * wording)
    if voices is not None:
        scores = lean_on_voices(scores, voices)
    usual, belief = scores.mean(axis=0), len(texts) / (len(texts) + _KNOWN_AFTER)
    # A level that all codes share changes no ranking; taking it off whole centres the scores on 0.
    scores -= usual.mean() + belief * (usual - usual.mean())
    return _standardised(_standardised(scores) + BREADTH * belief * _breadth(lines, surroundings, codes))


def _meaning(lines: Sequence[Line], surroundings: Surroundings, codes: Sequence[str]) -> NDArray[np.float32]:
    column = {code: number for number, code in enumerate(codes)}
    targets = np.zeros((len(lines), len(codes)), np.float32)
    for row, line in enumerate(lines):
        if line.kind == AVOID:
            targets[row, column[line.code]] = -1
        else:
            targets[row] = -1 / len(codes) if len(codes) > 1 else 0
            targets[row, column[line.code]] += 1
    vectors = surroundings.lines
    weights = np.linalg.solve(vectors @ vectors.T + _STRENGTH * np.eye(len(vectors), dtype=np.float32), targets)
    scores: NDArray[np.float32] = surroundings.segments @ (vectors.T @ weights)
    return scores


def _breadth(lines: Sequence[Line], surroundings: Surroundings, codes: Sequence[str]) -> NDArray[np.float32]:
    """Give how near the segments are on the whole to each code's nearest line, around 0, shape (n_codes,).

    Lines that describe a code from many sides reach more of what is said; lines that say the same thing twice do not.
    Measured in standard deviations of that nearness from segment to segment, this is much where a codebook describes
    some codes broadly and others narrowly, and little where it describes all alike.
    """
    nearness = np.zeros((len(surroundings.segments), len(codes)), np.float32)
    for number, code in enumerate(codes):
        own = [row for row, line in enumerate(lines) if line.code == code and line.kind != AVOID]
        if own:
            nearness[:, number] = (surroundings.segments @ surroundings.lines[own].T).max(axis=1)
    level = nearness.mean(axis=0)
    spread = float((nearness - level).std())
    breadth: NDArray[np.float32] = (level - level.mean()) / np.float32(spread if spread > _NOTHING else np.inf)
    return breadth


def _standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = float(scores.std())
    return (scores / spread if spread > _NOTHING else np.zeros_like(scores)).astype(np.float32)

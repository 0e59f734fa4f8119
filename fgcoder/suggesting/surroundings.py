"""Surroundings: what a segment is near to, in meaning and in the talk, so that its neighbours can speak for it.

One remark of twenty words says little, and an embedding model of a hundred languages hears only part of that. What
was said just before and after, and what was said elsewhere in nearly the same words, are further evidence of what it
is about. Both are links between segments; spread along them, vectors and scores let each segment lean on others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fgcoder.suggesting.neighbours import nearest_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NEAREST = 10
"""How many of the nearest segments each is linked to."""
NEXT = 2.0
"""The weight of the link to the segment before and after; that of a segment with the same words elsewhere is 1."""
LEANING = 0.6
"""How much a segment takes from its neighbours, from 0, nothing, to 1."""
ASKED = 0.15
"""How much of the question before a segment is added to what it says itself."""
_STEPS = 10
"""Enough for what comes over more links to be less than a hundredth."""
_KNOWN_AFTER = 20.0
"""Number of segments at which half of a mean over them is believed."""


@dataclass(frozen=True)
class Surroundings:
    """Segments and lines on one map, and the links between the segments."""

    segments: NDArray[np.float32]
    """Vectors of norm 1 of the segments, centred by language, shape (n_segments, d)."""
    lines: NDArray[np.float32]
    """Vectors of norm 1 of the codebook's lines, centred, shape (n_lines, d)."""
    links: csr_matrix
    """Symmetric and normalised, shape (n_segments, n_segments)."""

    def spread(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Let each segment lean on its neighbours: personalised PageRank's sum over the links, a few steps of it.

        The scheme is that of Zhou, Bousquet, Lal, Weston and Schölkopf, Learning with local and global consistency
        (NIPS 2003).

        Parameters
        ----------
        values
            One row a segment, shape (n_segments, anything).
        """
        spread = values = np.asarray(values, np.float32)
        own = np.float32(1 - LEANING) * values
        for _ in range(_STEPS):
            spread = self.links @ spread
            spread *= np.float32(LEANING)  # in place, since in a large study each copy is as large as all vectors
            spread += own
        return spread


def survey_surroundings(
    lines: NDArray[np.float32],
    segments: NDArray[np.float32],
    languages: Sequence[str],
    transcripts: Sequence[str] | None = None,
    asked: NDArray[np.float32] | None = None,
) -> Surroundings:
    """Put segments and lines on one map and link the segments.

    Parameters
    ----------
    lines, segments
        Vectors of norm 1, shapes (n_lines, d) and (n_segments, d).
    languages
        The language of each segment. A model places each language a little apart; each is centred on its own mean.
    transcripts
        The transcript of each segment, where they are in reading order; None where their order means nothing.
    asked
        The vector of the moderator's words before each segment, of norm 1, or 0 where there are none; shape as
        `segments`. None where there is no moderator.
    """
    if asked is not None:
        segments = _unit(segments + ASKED * asked)
    centred = _centred(lines, segments, languages)
    own = _unit(lines - lines.mean(axis=0)) if len(lines) > 1 else lines
    return Surroundings(centred, own, _links(centred, transcripts))


def _centred(
    lines: NDArray[np.float32], segments: NDArray[np.float32], languages: Sequence[str]
) -> NDArray[np.float32]:
    # The few segments that a study begins with say little about where its segments lie: centred on their own mean
    # one alone would be nothing at all. Until there are more, they lie where the codebook's lines do.
    if not len(segments) or len(lines) < 2:
        return segments
    mean = _believed(segments, lines.mean(axis=0))
    labels = np.array(languages)
    centred = np.empty_like(segments)
    for language in dict.fromkeys(languages):
        own = labels == language
        centred[own] = segments[own] - _believed(segments[own], mean)
    return _unit(centred)


def _believed(vectors: NDArray[np.float32], otherwise: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the mean of the vectors as far as there are enough to know it, and of `otherwise` for the rest."""
    belief = len(vectors) / (len(vectors) + _KNOWN_AFTER)
    mixed: NDArray[np.float32] = belief * vectors.mean(axis=0) + (1 - belief) * otherwise
    return mixed


def _links(vectors: NDArray[np.float32], transcripts: Sequence[str] | None) -> csr_matrix:
    from scipy.sparse import csr_matrix, diags

    count = len(vectors)
    links: Any = csr_matrix((count, count), dtype=np.float32)
    nearest = min(NEAREST, count - 1)
    if nearest > 0:
        cosines, columns = nearest_of(vectors, nearest)
        rows = np.repeat(np.arange(count), nearest)
        links = csr_matrix((np.square(cosines).ravel(), (rows, columns.ravel())), (count, count), dtype=np.float32)
        links = links.maximum(links.T)
    if transcripts is not None and count > 1:
        names = np.array(transcripts)
        first = np.flatnonzero(names[1:] == names[:-1])
        along = csr_matrix((np.full(len(first), NEXT, np.float32), (first, first + 1)), (count, count))
        links = links + along + along.T
    degrees = np.asarray(links.sum(axis=1)).ravel()
    scale = diags(np.divide(1, np.sqrt(degrees), out=np.zeros_like(degrees), where=degrees > 0))
    return csr_matrix(scale @ links @ scale, dtype=np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to norm 1; a row of zeros stays one."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1)).astype(np.float32, copy=False)


def features_of(surroundings: Surroundings) -> NDArray[np.float32]:
    """Give the vectors that a classifier learns from: each segment's with its neighbours' spread in, of norm 1."""
    return _unit(surroundings.spread(surroundings.segments))

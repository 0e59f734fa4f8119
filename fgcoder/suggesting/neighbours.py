"""The nearest neighbours of each of many vectors: exactly, and roughly where there are too many for that.

Comparing each of 100,000 segments with each other takes minutes, at every start of the program. So a large study is
sorted into cells of vectors that lie close together, and each is compared with those of its own cell and of the cells
around it: an inverted file (Sivic and Zisserman, Video Google, 2003). Libraries for this exist, but they are large, and
this is what their simplest index does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

EXACT = 10_000
"""Up to so many vectors each is compared with each: a few seconds."""
PROBED = 0.05
"""The share of cells that are looked through for each: of its neighbours some four in five and more are found."""
_ROUNDS = 5
"""Of moving the cells' centres to the middle of what lies in them."""
_SAMPLE = 64
"""Vectors a cell that its centre is found from."""


def nearest_of(vectors: Matrix, count: int) -> tuple[Matrix, NDArray[np.int_]]:
    """Give for each vector the cosines with its nearest neighbours, and which these are; itself is none.

    Parameters
    ----------
    vectors
        Of norm 1, shape (n, d).
    count
        How many neighbours; fewer than n.

    Returns
    -------
    tuple of NDArray
        Cosines, 0 where they would be negative, and rows of `vectors`, both of shape (n, count), in no order.
    """
    if len(vectors) <= EXACT:
        return exact(vectors, count)
    return roughly(vectors, count)


def exact(vectors: Matrix, count: int) -> tuple[Matrix, NDArray[np.int_]]:
    """Compare each vector with each."""
    from sklearn.neighbors import NearestNeighbors

    distances, rows = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(vectors).kneighbors()
    return np.maximum(1 - distances**2 / 2, 0), rows


def roughly(vectors: Matrix, count: int) -> tuple[Matrix, NDArray[np.int_]]:
    """Compare each vector with those in the cells that it is nearest to."""
    centres = _centres(vectors, max(round(np.sqrt(len(vectors))), 1))
    probed = max(round(PROBED * len(centres)), 1)
    cells = np.concatenate([_best(part @ centres.T, probed) for part in _parts(vectors)])
    own = _cell_of(vectors, centres)
    cosines = np.full((len(vectors), count), -np.inf, np.float32)
    rows = np.zeros((len(vectors), count), np.int_)
    for cell in range(len(centres)):
        members = np.flatnonzero(own == cell)
        if not len(members):
            continue
        asking = np.flatnonzero((cells == cell).any(axis=1))
        alike = vectors[asking] @ vectors[members].T
        alike[asking[:, None] == members[None, :]] = -np.inf
        chosen = _best(alike, count)
        both = np.concatenate([cosines[asking], np.take_along_axis(alike, chosen, axis=1)], axis=1)
        which = np.concatenate([rows[asking], members[chosen]], axis=1)
        kept = _best(both, count)
        cosines[asking] = np.take_along_axis(both, kept, axis=1)
        rows[asking] = np.take_along_axis(which, kept, axis=1)
    return np.maximum(cosines, 0), rows


def _parts(vectors: Matrix) -> list[Matrix]:
    return np.array_split(vectors, len(vectors) // 4096 + 1)


def _best(alike: Matrix, count: int) -> NDArray[np.int_]:
    """Give the columns of the highest values of each row; all where there are no more."""
    if alike.shape[1] <= count:
        return np.broadcast_to(np.arange(alike.shape[1]), alike.shape)
    return np.argpartition(alike, -count, axis=1)[:, -count:]


def _centres(vectors: Matrix, cells: int) -> Matrix:
    """Place the cells: spherical k-means on a sample, with a fixed seed."""
    draw = np.random.default_rng(0)
    sample = vectors[np.sort(draw.choice(len(vectors), min(_SAMPLE * cells, len(vectors)), replace=False))]
    centres = sample[draw.choice(len(sample), cells, replace=False)]
    for _ in range(_ROUNDS):
        cell = _cell_of(sample, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, cell, sample)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.where(norms > 0, norms, 1), centres).astype(np.float32)
    return centres


def _cell_of(vectors: Matrix, centres: Matrix) -> NDArray[np.int_]:
    return np.concatenate([(part @ centres.T).argmax(axis=1) for part in _parts(vectors)])

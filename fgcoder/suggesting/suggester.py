"""CodeSuggester: how well each code fits each segment, from vectors alone.

Cosines of one embedding model sit in a narrow band, and each code has a level of its own in it: a code whose lines are
worded broadly is near to everything. Ranking codes by raw cosine therefore ranks breadth. The estimator takes each
code's usual level over the corpus off its scores, as far as the corpus is large enough to know that level.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_array, check_is_fitted

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CodeSuggester(BaseEstimator):  # type: ignore[misc]
    """Score codes for segments by the nearness of the codebook's lines.

    Parameters
    ----------
    nearest
        How many of a code's lines count: the score is the mean cosine over so many of those nearest to the segment.
    correction
        How far each code's level is corrected once the corpus is large: 0 not at all, 1 wholly.
    known_after
        Number of segments at which half of that correction is made.

    Attributes
    ----------
    codes_ : tuple of str
        In the order of the columns of the scores.
    levels_ : ndarray of shape (n_codes,)
        What is taken off each code's mean cosine.
    spread_ : float
        Standard deviation, over the corpus and all codes, of the corrected mean cosines.
    """

    def __init__(self, nearest: int = 3, correction: float = 1.0, known_after: float = 20.0) -> None:
        self.nearest = nearest
        self.correction = correction
        self.known_after = known_after

    def fit(self, lines: NDArray[np.float32], codes: Sequence[str], corpus: NDArray[np.float32]) -> Self:
        """Learn each code's usual level.

        Parameters
        ----------
        lines
            Vectors of norm 1 of the codebook's lines, shape (n_lines, d).
        codes
            The code that each line describes, of length n_lines.
        corpus
            Vectors of norm 1 of the segments among which codes are to be ranked, shape (n_segments, d); it may be
            empty.

        Raises
        ------
        ValueError
            If the shapes do not fit together, or there is no line.
        """
        self.lines_ = check_array(lines, dtype=np.float32)
        if len(codes) != len(self.lines_):
            raise ValueError(f"{len(codes)} codes for {len(self.lines_)} lines")
        self.codes_ = tuple(dict.fromkeys(codes))
        column = {code: index for index, code in enumerate(self.codes_)}
        columns = np.array([column[code] for code in codes])
        self.rows_of_ = [np.flatnonzero(columns == index) for index in range(len(self.codes_))]
        self.levels_ = np.zeros(len(self.codes_), np.float32)
        self.spread_ = 1.0
        corpus = np.asarray(corpus, np.float32)
        if len(corpus):
            cosines, _ = self._mean_cosines(corpus)
            usual = cosines.mean(axis=0)
            weight = self.correction * len(corpus) / (len(corpus) + self.known_after)
            # A level shared by all codes changes no ranking; taking it off whole centres the scores on 0.
            self.levels_ = usual.mean() + weight * (usual - usual.mean())
            self.spread_ = float((cosines - self.levels_).std()) or 1.0
        return self

    def decision_function(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the score of every code for every segment.

        Parameters
        ----------
        vectors
            Shape (n, d).

        Returns
        -------
        NDArray[float32]
            Shape (n, n_codes), in standard deviations above the code's usual level; columns as in `codes_`.
        """
        return self.explain(vectors)[0]

    def explain(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Give the scores, and for each the index of the code's line that is nearest to the segment.

        Returns
        -------
        scores, nearest
            Both of shape (n, n_codes).
        """
        check_is_fitted(self)
        vectors = np.asarray(vectors, np.float32)
        if not len(vectors):
            empty = (0, len(self.codes_))
            return np.zeros(empty, np.float32), np.zeros(empty, np.int32)
        cosines, nearest = self._mean_cosines(vectors)
        return ((cosines - self.levels_) / self.spread_).astype(np.float32), nearest

    def _mean_cosines(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        similarity = vectors @ self.lines_.T
        cosines = np.empty((len(vectors), len(self.codes_)), np.float32)
        nearest = np.empty((len(vectors), len(self.codes_)), np.int32)
        for index, rows in enumerate(self.rows_of_):
            own = similarity[:, rows]
            count = min(self.nearest, len(rows))
            cosines[:, index] = np.partition(own, len(rows) - count, axis=1)[:, len(rows) - count :].mean(axis=1)
            nearest[:, index] = rows[own.argmax(axis=1)]
        return cosines, nearest

"""CodeSuggester: how well each code fits each segment, from vectors alone.

Cosines of one embedding model sit in a narrow band, and each code has a level of its own in it: a code whose lines are
worded broadly is near to everything, so that ranking codes by raw cosine ranks breadth. Two things mend that. The
codes are told apart by a classifier trained on the codebook's lines, which learns what sets each code off from the
others. And each code's usual level over the corpus is taken off its scores, as far as the corpus is large enough to
know that level.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_array, check_is_fitted

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CodeSuggester(BaseEstimator):  # type: ignore[misc]
    """Score codes for segments, starting from the lines of the codebook.

    Parameters
    ----------
    C
        Inverse strength of the classifier's regularisation, as in `sklearn.linear_model.LogisticRegression`.
    known_after
        Number of segments at which half of a mean over them is believed, when vectors are centred and levels
        corrected. With few segments little is corrected, and they are centred on the mean of the lines.

    Attributes
    ----------
    codes_ : tuple of str
        In the order of the columns of the scores: as they first come in the lines.
    levels_ : ndarray of shape (n_codes,)
        What is taken off each code's scores.
    spread_ : float
        Standard deviation, over the corpus and all codes, of the corrected scores.
    """

    def __init__(self, C: float = 10.0, known_after: float = 20.0) -> None:  # noqa: N803 - scikit-learn's name for it
        self.C = C
        self.known_after = known_after

    def fit(
        self,
        lines: NDArray[np.float32],
        codes: Sequence[str],
        corpus: NDArray[np.float32],
        languages: Sequence[str] | None = None,
    ) -> Self:
        """Learn what sets the codes apart, and each code's usual level.

        Parameters
        ----------
        lines
            Vectors of norm 1 of the codebook's lines, shape (n_lines, d).
        codes
            The code that each line describes, of length n_lines.
        corpus
            Vectors of norm 1 of the segments among which codes are to be ranked, shape (n_segments, d); it may be
            empty.
        languages
            The language of each segment. A model places each language a little apart; with languages given, each is
            centred on its own mean.

        Raises
        ------
        ValueError
            If the shapes do not fit together, or there is no line.
        """
        lines = check_array(lines, dtype=np.float32)
        if len(codes) != len(lines):
            raise ValueError(f"{len(codes)} codes for {len(lines)} lines")
        corpus = np.asarray(corpus, np.float32).reshape(-1, lines.shape[1])
        self.codes_ = tuple(dict.fromkeys(codes))
        self.line_mean_ = lines.mean(axis=0)
        self._centre_corpus(corpus, languages)
        self.lines_ = _unit(lines - self.line_mean_) if len(self.codes_) > 1 else lines
        column = {code: index for index, code in enumerate(self.codes_)}
        columns = np.array([column[code] for code in codes])
        self.rows_of_ = [np.flatnonzero(columns == index) for index in range(len(self.codes_))]
        self.weights_, self.intercepts_ = self._weights(columns)
        self.levels_, self.spread_ = np.zeros(len(self.codes_), np.float32), 1.0
        if len(corpus):
            scores = self._raw(self._centred(corpus, languages))
            usual = scores.mean(axis=0)
            # A level that all codes share changes no ranking; taking it off whole centres the scores on 0.
            self.levels_ = usual.mean() + self._belief(len(corpus)) * (usual - usual.mean())
            self.spread_ = float((scores - self.levels_).std()) or 1.0
        return self

    def decision_function(
        self, vectors: NDArray[np.float32], languages: Sequence[str] | None = None
    ) -> NDArray[np.float32]:
        """Give the score of every code for every segment.

        Parameters
        ----------
        vectors
            Shape (n, d).
        languages
            The language of each segment; one that was not in the corpus is centred on the mean of all.

        Returns
        -------
        NDArray[float32]
            Shape (n, n_codes), in standard deviations above the code's usual level; columns as in `codes_`.
        """
        check_is_fitted(self)
        raw = self._raw(self._centred(np.asarray(vectors, np.float32), languages))
        return ((raw - self.levels_) / self.spread_).astype(np.float32)

    def nearest_lines(self, vectors: NDArray[np.float32], languages: Sequence[str] | None = None) -> NDArray[np.int32]:
        """Give for every segment and code the index of the code's line nearest to the segment: shape (n, n_codes)."""
        check_is_fitted(self)
        similarity = self._centred(np.asarray(vectors, np.float32), languages) @ self.lines_.T
        nearest = np.empty((len(similarity), len(self.codes_)), np.int32)
        for index, rows in enumerate(self.rows_of_):
            nearest[:, index] = rows[similarity[:, rows].argmax(axis=1)] if len(similarity) else 0
        return nearest

    def _belief(self, count: int) -> float:
        return count / (count + self.known_after)

    def _centre_corpus(self, corpus: NDArray[np.float32], languages: Sequence[str] | None) -> None:
        # The few segments that a study begins with say little about where its segments lie: centred on their own mean
        # one alone would be nothing at all. Until there are more, they lie where the codebook's lines do.
        known = self._belief(len(corpus))
        self.mean_ = known * corpus.mean(axis=0) + (1 - known) * self.line_mean_ if len(corpus) else self.line_mean_
        self.language_means_ = {}
        labels = np.array(languages if languages is not None else [])
        for language in dict.fromkeys(languages or ()):
            own = corpus[labels == language]
            belief = self._belief(len(own))
            self.language_means_[language] = belief * own.mean(axis=0) + (1 - belief) * self.mean_

    def _centred(self, vectors: NDArray[np.float32], languages: Sequence[str] | None) -> NDArray[np.float32]:
        if len(self.codes_) == 1 or not len(vectors):
            return vectors
        if languages is None:
            return _unit(vectors - self.mean_)
        return _unit(vectors - np.stack([self.language_means_.get(language, self.mean_) for language in languages]))

    def _weights(self, columns: NDArray[np.int_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Give one weight vector and one intercept a code."""
        count = len(self.codes_)
        if count == 1:  # nothing to tell apart: nearness to the code's lines is all there is
            return self.lines_.mean(axis=0, keepdims=True), np.zeros(1, np.float32)
        model = LogisticRegression(C=self.C, max_iter=2000).fit(self.lines_, columns)
        if count == 2:  # scikit-learn then keeps the weights of the second class alone
            weights, intercept = model.coef_[0], model.intercept_[0]
            return np.stack([-weights, weights]), np.array([-intercept, intercept])
        return model.coef_, model.intercept_

    def _raw(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = vectors @ self.weights_.T + self.intercepts_
        return scores


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to norm 1; a row of zeros stays one."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1)).astype(np.float32, copy=False)

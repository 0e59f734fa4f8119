"""CodeSuggester: how probable it is that a coder would give a segment each code, learnt from what was decided so far.

It starts from the codebook's scores and learns four things from decisions, each as far as they carry: how often each
code is given at all and how much the codebook's scores are worth; what else in a segment's vector tells its codes; what
else its speaker is given; and how far these are to be believed, judged on decisions that were left out. With no
decision it ranks by the codebook, and no step can lead far from there on little evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from fgcoder.suggesting.voices import Leanings, learn_leanings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fgcoder.suggesting.voices import Numbers

    Matrix = NDArray[np.float32]

_PART = 1_000
"""Vectors that are turned at once."""
_STEPS = 25
"""Newton steps at most; a handful are needed."""


class CodeSuggester(BaseEstimator):  # type: ignore[misc]
    """Give the probability of every code for segments.

    Parameters
    ----------
    strength
        Ridge penalty on the weights of the vectors, which have norm 1.
    slope
        What a standard deviation of the codebook's score is worth in log-odds before anything is decided.
    expected
        How many codes a segment is expected to be given before anything is decided.
    steadiness
        How many decisions' worth of evidence holds each code's base rate to that of all codes.
    remembered
        At most so many decided segments, drawn at random, judge base rates and calibration; vectors are learnt from
        all.
    random_state
        Seed of that draw.

    Attributes
    ----------
    intercepts_ : ndarray of shape (n_codes,)
        Log-odds of each code where its score is 0.
    slope_ : float
        The same as `slope`, learnt.
    weights_ : ndarray of shape (n_features, n_codes)
        What the vectors add to what was expected, in probability.
    leanings_ : Leanings
        What each voice was given beyond what was expected, in probability.
    blend_ : ndarray of shape (4,)
        Intercept and weights of the expected log-odds, of what the vectors add and of the voices' leanings.
    rivalry_ : ndarray of shape (3,)
        Intercept, and weights of a code's log-odds and of those of its strongest rival on the same segment. Where
        segments get one code each, a strong rival speaks against a code; where they get many, it does not.

    Examples
    --------
    >>> vectors = np.eye(3, dtype=np.float32)
    >>> starting = np.array([[1.0, -1.0], [-1.0, 1.0], [0.0, 0.0]], np.float32)
    >>> suggester = CodeSuggester().fit(vectors[:2], np.array([[1.0, 0.0], [0.0, 1.0]]), starting[:2])
    >>> suggester.predict_proba(vectors, starting).shape
    (3, 2)
    """

    def __init__(
        self,
        strength: float = 1.0,
        slope: float = 1.6,
        expected: float = 1.0,
        steadiness: float = 3.0,
        remembered: int = 400,
        random_state: int = 0,
    ) -> None:
        self.strength = strength
        self.slope = slope
        self.expected = expected
        self.steadiness = steadiness
        self.remembered = remembered
        self.random_state = random_state

    def fit(
        self,
        X: Matrix,  # noqa: N803 - scikit-learn's names
        Y: NDArray[np.float64],  # noqa: N803
        starting: Matrix,
        voices: Numbers | None = None,
    ) -> Self:
        """Learn from decided segments.

        Parameters
        ----------
        X
            Vectors of norm 1 of the decided segments, shape (n, n_features); n may be 0.
        Y
            For each segment and code 1 where it was given, 0 where it was not, NaN where that is not known; shape
            (n, n_codes).
        starting
            The codebook's scores for these segments, shape (n, n_codes), with standard deviation 1 over the study.
        voices
            The number of each segment's voice, shape (n,); None where nobody's segments have to do with each other.

        Raises
        ------
        ValueError
            If the shapes do not fit together.
        """
        vectors, truth, start = np.asarray(X, np.float32), np.asarray(Y, np.float64), np.asarray(starting, np.float64)
        who = None if voices is None else np.asarray(voices)
        if vectors.ndim != 2 or truth.ndim != 2 or truth.shape != start.shape or len(vectors) != len(truth):
            raise ValueError(f"shapes {vectors.shape}, {truth.shape} and {start.shape} do not fit together")
        if who is not None and who.shape != truth.shape[:1]:
            raise ValueError(f"shapes {who.shape} of voices and {truth.shape} do not fit together")
        codes = truth.shape[1]
        self.n_features_in_ = vectors.shape[1]
        usual = _usual_intercept(codes, self.slope, min(self.expected, codes / 2))
        self.intercepts_, self.slope_ = np.full(codes, usual), self.slope
        self.weights_ = np.zeros((vectors.shape[1], codes), np.float32)
        self.leanings_ = Leanings(np.zeros(0, np.int_), np.zeros((0, codes)))
        self.blend_, self.rivalry_ = np.array([0.0, 1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])
        self.left_out_ = np.zeros((0, codes))
        if not len(vectors):
            return self
        known = ~np.isnan(truth)
        given = np.where(known, truth, 0.0)
        judged = self._judged(len(vectors))
        self._learn_rates(given[judged], known[judged], start[judged], usual)
        expected = self.intercepts_ + self.slope_ * start
        surprise = np.where(known, given - _sigmoid(expected), 0.0)
        self.left_out_ = expected.copy()
        without = self._learn_vectors(vectors, surprise)
        leaning = np.zeros_like(without)
        if who is not None:
            self.leanings_, leaning = learn_leanings(who, surprise, known)
        self._learn_belief(given, known, [expected, without, leaning], judged)
        return self

    def predict_proba(
        self,
        X: Matrix,  # noqa: N803 - scikit-learn's name
        starting: Matrix,
        voices: Numbers | None = None,
    ) -> Matrix:
        """Give the probability of every code for segments, shape (n, n_codes).

        Parameters
        ----------
        X, starting, voices
            As for `fit`, of any segments.
        """
        check_is_fitted(self)
        expected = self.intercepts_ + self.slope_ * np.asarray(starting)
        leaning = 0.0 if voices is None else self.leanings_.of(np.asarray(voices))
        return self._believed(expected, np.asarray(X, np.float32) @ self.weights_, leaning)

    def predict_proba_left_out(self) -> Matrix:
        """Give for each segment learnt from what is predicted when it is left out itself, shape (n, n_codes)."""
        check_is_fitted(self)
        return _sigmoid(self.left_out_).astype(np.float32)

    def _judged(self, count: int) -> NDArray[np.int_]:
        if count <= self.remembered:
            return np.arange(count)
        return np.sort(np.random.default_rng(self.random_state).choice(count, self.remembered, replace=False))

    def _learn_rates(
        self, given: NDArray[np.float64], known: NDArray[np.bool_], starting: NDArray[np.float64], usual: float
    ) -> None:
        """Learn each code's base rate, held to that of all codes, and what the codebook's scores are worth.

        A logistic regression with random intercepts, by penalised Newton steps (Gelman and Hill, Data Analysis Using
        Regression and Multilevel/Hierarchical Models, 2007, chapter 14), the strength of the prior given.
        """
        held, common = self.steadiness, usual
        for _ in range(_STEPS):
            rates = _sigmoid(self.intercepts_ + self.slope_ * starting)
            curve = rates * (1 - rates) * known
            pull = ((given - rates) * known).sum(axis=0) - held * (self.intercepts_ - common)
            step = np.clip(pull / (curve.sum(axis=0) + held), -1, 1)
            self.intercepts_ = self.intercepts_ + step
            common = (held * self.intercepts_.sum() + usual) / (held * len(self.intercepts_) + 1)
            drift = float(((given - rates) * known * starting).sum()) - 20 * (self.slope_ - self.slope)
            turn = float(np.clip(drift / (float((curve * starting**2).sum()) + 20), -0.3, 0.3))
            self.slope_ = max(self.slope_ + turn, 0.05)
            if abs(turn) < 1e-3 and np.abs(step).max() < 1e-2:
                break

    def _learn_vectors(self, vectors: Matrix, surprise: NDArray[np.float64]) -> NDArray[np.float64]:
        """Learn from vectors what was not expected; give what each segment's own would be predicted to be without it.

        Ridge regression, whose predictions with one row left out have a closed form (Allen's PRESS; Hastie, Tibshirani
        and Friedman, The Elements of Statistical Learning, 2009, section 7.10).
        """
        from scipy.linalg import cholesky, solve_triangular

        penalty = self.strength * np.eye(vectors.shape[1], dtype=np.float32)
        root = cholesky(vectors.T @ vectors + penalty, lower=True)
        # In parts, since no other thread can run meanwhile, and one of them answers the coder's keys.
        parts = np.split(vectors.T, range(_PART, len(vectors), _PART), axis=1)
        turned = np.hstack([solve_triangular(root, part, lower=True) for part in parts])
        self.weights_ = solve_triangular(root, turned @ surprise.astype(np.float32), lower=True, trans="T")
        leverage = np.square(turned).sum(axis=0)[:, None]
        added = vectors @ self.weights_
        without: NDArray[np.float64] = (added - leverage * surprise) / np.maximum(1 - leverage, 1e-3)
        return without

    def _learn_belief(
        self,
        given: NDArray[np.float64],
        known: NDArray[np.bool_],
        predicted: Sequence[NDArray[np.float64]],
        judged: NDArray[np.int_],
    ) -> None:
        """Learn how far to believe each part, from predictions that left the segment out (stacking; Wolpert 1992)."""
        seen = known[judged]
        truth = given[judged][seen]
        parts = np.stack([np.ones_like(truth), *(part[judged][seen] for part in predicted)], axis=1)
        self.blend_ = _logistic(parts, truth, np.array([0.0, 1.0, 4.0, 4.0]), np.array([1.0, 20.0, 2.0, 2.0]))
        odds = self._blended(*predicted)
        if odds.shape[1] > 1:
            rival = _strongest_rival(odds)
            parts = np.stack([np.ones_like(truth), odds[judged][seen], rival[judged][seen]], axis=1)
            self.rivalry_ = _logistic(parts, truth, np.array([0.0, 1.0, 0.0]), np.array([1.0, 20.0, 10.0]))
            odds = self.rivalry_[0] + self.rivalry_[1] * odds + self.rivalry_[2] * rival
        self.left_out_ = odds

    def _blended(
        self, expected: NDArray[np.float64], added: NDArray[np.floating[Any]], leaning: NDArray[np.float64] | float
    ) -> NDArray[np.float64]:
        level, worth, learnt, voiced = self.blend_
        odds: NDArray[np.float64] = level + worth * expected + learnt * added + voiced * leaning
        return odds

    def _believed(self, expected: NDArray[np.float64], added: Matrix, leaning: NDArray[np.float64] | float) -> Matrix:
        odds = self._blended(expected, added, leaning)
        if odds.shape[1] > 1 and self.rivalry_[2]:
            odds = self.rivalry_[0] + self.rivalry_[1] * odds + self.rivalry_[2] * _strongest_rival(odds)
        return _sigmoid(odds).astype(np.float32)


def _sigmoid(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import expit

    return np.asarray(expit(odds))


def _usual_intercept(codes: int, slope: float, expected: float) -> float:
    """Find the intercept at which scores of standard deviation 1 give a segment so many codes on average."""
    points, weights = np.polynomial.hermite_e.hermegauss(31)
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        rate = float((weights * _sigmoid(middle + slope * points)).sum() / weights.sum())
        low, high = (low, middle) if codes * rate > expected else (middle, high)
    return (low + high) / 2


def _strongest_rival(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give for each segment and code the highest log-odds among the other codes."""
    second, first = np.moveaxis(np.partition(odds, -2, axis=1)[:, -2:], 1, 0)
    rival: NDArray[np.float64] = np.where(odds >= first[:, None], second[:, None], first[:, None])
    return rival


def _logistic(
    parts: NDArray[np.float64], truth: NDArray[np.float64], start: NDArray[np.float64], held: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit a logistic regression whose weights are held to `start`, each with its own penalty.

    Newton steps of our own, since scikit-learn's regression can only be held to zero.
    """
    weights = start.copy()
    for _ in range(_STEPS):
        rates = _sigmoid(parts @ weights)
        curve = (parts * (rates * (1 - rates))[:, None]).T @ parts + np.diag(held)
        step = np.linalg.solve(curve, parts.T @ (truth - rates) - held * (weights - start))
        weights = weights + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-4:
            break
    # A part that seems to speak against itself is noise.
    weights[1:2] = np.maximum(weights[1:2], 0.05)
    return weights

"""What suggestions are to be measured against: what anybody would try first, all of it through scikit-learn.

A figure means something only beside what simple ways come to on the same rows. Each way is prepared once for a corpus,
whose texts are all known to it but not their codes, and then asked again as more and more is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fgcoder.suggesting.lines import AVOID, Line

Matrix = NDArray[np.float32]
"""Scores or vectors, a row for each text."""
Rows = NDArray[np.intp]
"""Positions of texts in a corpus."""

NEAREST = 10
"""How many decided segments speak for one."""
C = 10.0
"""Of the logistic regressions. scikit-learn's own choice, 1, is held back too much for vectors that lie as near to each
other as these; a baseline that is worse than it need be would flatter what stands beside it."""


@dataclass(frozen=True)
class Corpus:
    """Segments that people coded, and the codebook they coded by, with vectors of norm 1."""

    codes: tuple[str, ...]
    lines: tuple[Line, ...]
    line_vectors: Matrix
    """Shape (n_lines, d)."""
    texts: tuple[str, ...]
    vectors: Matrix
    """Shape (n_texts, d)."""
    languages: tuple[str, ...]
    given: NDArray[np.float64]
    """1 where the code was given to the text, else 0; shape (n_texts, n_codes)."""
    transcripts: tuple[str, ...] | None = None
    """The transcript of each text, where the texts stand in reading order."""
    originals: tuple[str, ...] | None = None
    """The sentence that each text is or translates, where texts are translations of each other."""
    voices: tuple[str, ...] | None = None
    """The voice of each text, where it is known who speaks."""

    def part(self, rows: Rows) -> Corpus:
        """Give the corpus with these texts alone."""

        def of(values: Sequence[str]) -> tuple[str, ...]:
            return tuple(values[row] for row in rows)

        return replace(
            self,
            texts=of(self.texts),
            vectors=self.vectors[rows],
            languages=of(self.languages),
            given=self.given[rows],
            transcripts=self.transcripts and of(self.transcripts),
            originals=self.originals and of(self.originals),
            voices=self.voices and of(self.voices),
        )


Scorer = Callable[[Rows, Rows], Matrix]
"""From the rows that are decided and the rows to score, to scores of shape (n_scored, n_codes)."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of suggesting codes."""

    name: str
    learns_only: bool
    """Whether it can say nothing before something is decided."""
    probabilities: bool
    """Whether its scores are meant as probabilities."""
    prepare: Callable[[Corpus], Scorer]


def _fixed(scores: Matrix) -> Scorer:
    return lambda decided, scored: scores[scored]


def _highest_cosine(corpus: Corpus, counts: Callable[[Line], bool]) -> Scorer:
    """Score by the highest cosine between a segment and the lines that count; -1 for a code without any."""
    scores = np.full((len(corpus.texts), len(corpus.codes)), -1, np.float32)
    for column, code in enumerate(corpus.codes):
        own = [row for row, line in enumerate(corpus.lines) if line.code == code and counts(line)]
        if own:
            scores[:, column] = (corpus.vectors @ corpus.line_vectors[own].T).max(axis=1)
    return _fixed(scores)


def _label_cosine(corpus: Corpus) -> Scorer:
    return _highest_cosine(corpus, lambda line: line.kind == "label")


def _codebook_cosine(corpus: Corpus) -> Scorer:
    return _highest_cosine(corpus, lambda line: line.kind != AVOID)


def _logistic(features: Any, given: NDArray[np.float64]) -> Scorer:
    """Fit one logistic regression a code; a code with one answer so far keeps to that."""
    from sklearn.linear_model import LogisticRegression

    def score(decided: Rows, scored: Rows) -> Matrix:
        scores = np.empty((len(scored), given.shape[1]), np.float32)
        for column in range(given.shape[1]):
            answers = given[decided, column]
            if answers.min() == answers.max():
                scores[:, column] = answers[0]
            else:
                learnt = LogisticRegression(C=C, max_iter=1000).fit(features[decided], answers)
                scores[:, column] = learnt.predict_proba(features[scored])[:, 1]
        return scores

    return score


def _words_logistic(corpus: Corpus) -> Scorer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return _logistic(TfidfVectorizer(sublinear_tf=True).fit_transform(corpus.texts), corpus.given)


def _centred(corpus: Corpus) -> Matrix:
    """Give the vectors less the mean of their language; as they come, they lie too close together to learn from."""
    centred = corpus.vectors.copy()
    spoken = np.array(corpus.languages)
    for language in dict.fromkeys(corpus.languages):
        centred[spoken == language] -= centred[spoken == language].mean(axis=0)
    return centred


def _vectors_logistic(corpus: Corpus) -> Scorer:
    return _logistic(_centred(corpus), corpus.given)


def _nearest(corpus: Corpus) -> Scorer:
    from sklearn.neighbors import KNeighborsRegressor

    vectors = _centred(corpus)

    def score(decided: Rows, scored: Rows) -> Matrix:
        count = min(NEAREST, len(decided))
        # A regression on 0 and 1 gives the share of the neighbours with each code, for all codes in one go.
        learnt = KNeighborsRegressor(count, weights="distance", metric="cosine", algorithm="brute")
        learnt.fit(vectors[decided], corpus.given[decided])
        return np.asarray(learnt.predict(vectors[scored]), np.float32)

    return score


BASELINES = (
    Method("label cosine", learns_only=False, probabilities=False, prepare=_label_cosine),
    Method("codebook cosine", learns_only=False, probabilities=False, prepare=_codebook_cosine),
    Method("TF-IDF and logistic regression", learns_only=True, probabilities=True, prepare=_words_logistic),
    Method("logistic regression", learns_only=True, probabilities=True, prepare=_vectors_logistic),
    Method("nearest neighbours", learns_only=True, probabilities=True, prepare=_nearest),
)

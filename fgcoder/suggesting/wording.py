"""Nearness in wording: what a small embedding model overlooks, the plain words that codebook and talk have in common.

A model of a hundred languages knows what a sentence is about better than that it says `WhatsApp`, `formulář` or
`Freiwillige`. Where a codebook has examples in the study's languages, shared stretches of letters say that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NGRAMS = (4, 6)
"""Letters in a stretch: shorter ones tell languages apart, longer ones hardly recur in inflected words."""


def wording_scores(
    lines: Sequence[str], columns: Sequence[int], texts: Sequence[str], codes: int
) -> NDArray[np.float32]:
    """Score codes for texts by the stretches of letters they share with each code's lines.

    The cosine between a text and the centroid of a code's lines, both as TF-IDF over stretches of letters within
    words, taken off what all codes' lines have in common (Rocchio's classifier; Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, 2008, chapter 14.2).

    Parameters
    ----------
    lines, columns
        The codebook's lines, and for each the column of its code.
    texts
        The segments' words.
    codes
        How many codes there are.

    Returns
    -------
    NDArray[float32]
        Shape (n_texts, n_codes): each code's mean over the texts is 0, and the standard deviation of all is 1. All
        zeros where there is but one code, or nothing in common.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    if not texts or not lines or codes == 1:
        return np.zeros((len(texts), codes), np.float32)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=NGRAMS, sublinear_tf=True, dtype=np.float32)
    # Only what the codebook says can be shared with it, so its letters alone make the vocabulary.
    of_lines = vectorizer.fit_transform(lines)
    of_texts = vectorizer.transform(texts)
    own = np.array(columns)
    sums = np.vstack([np.asarray(of_lines[own == column].sum(axis=0)) for column in range(codes)])
    centroids = normalize(sums)
    centroids = normalize(centroids - centroids.mean(axis=0))
    scores = np.asarray(of_texts @ centroids.T, np.float32)
    scores = scores - scores.mean(axis=0)
    spread = float(scores.std())
    standardised: NDArray[np.float32] = scores / np.float32(spread) if spread > 0 else scores
    return standardised

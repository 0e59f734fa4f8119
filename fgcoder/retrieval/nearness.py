"""Passages like this one: how near the segments of a study are to a passage or a text, in meaning, in any language.

The vectors are those that suggestions are made from; a study that shows suggestions has them. Their cosines lie in a
narrow band, and each language lies a little apart: so each is measured from the middle of its language. Then 0 is as
near as any two passages are, and 1 the same meaning. A remark of three words says little and is a little like anything,
so that alone it would crowd the first places: what is short counts for less. On the sample study, with the codings of
two coders as the judge, each of the two steps puts more passages with the same code among the first ten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fgcoder.errors import Fault, ModelError
from fgcoder.retrieval.corpus import Corpus
from fgcoder.storage.searching import Searching

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 4096
"""Rows that are widened to float32 at a time."""
_SAYS_HALF = 8.0
"""Words that say half of what a long passage says."""
_KNOWN_AFTER = 20.0
"""Number of segments at which half of a language's mean is believed; the rest is the mean of all."""


class Encoder(Protocol):
    """What a search needs of the embedding model."""

    @property
    def name(self) -> str:
        """What its vectors are filed under."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a vector of norm 1 for every text, shape (n, d); loads the model when first called."""


@dataclass(frozen=True)
class Map:
    """Where a study's segments lie in the space of meanings."""

    rows: NDArray[np.int64]
    """The segments that have a vector, by their rows in the corpus; shape (n,)."""
    vectors: NDArray[np.float16]
    """Theirs, of norm 1; in half precision, since a hundred thousand take 77 MB so. Shape (n, d)."""
    language: NDArray[np.int64]
    """Of each, by its number; shape (n,)."""
    means: NDArray[np.float32]
    """The middle of each language, shape (n_languages, d)."""
    distances: NDArray[np.float32]
    """How far each segment is from it, shape (n,)."""
    weights: NDArray[np.float32]
    """How much each says, from 0 to 1, by the number of its words; shape (n,)."""
    missing: int
    """Segments that can be coded and have no vector yet."""

    def vector_of(self, rows: range) -> tuple[NDArray[np.float32], int] | None:
        """Give the vector of some segments together and the language it is in; None where none has a vector."""
        import numpy as np

        found = np.flatnonzero((self.rows >= rows.start) & (self.rows < rows.stop))
        if not len(found):
            return None
        return np.asarray(self.vectors[found].astype(np.float32).mean(axis=0)), int(self.language[found[0]])

    def placed(self, passages: Sequence[range]) -> NDArray[np.float32]:
        """Give for each run of segments its vector from the middle of its language.

        Returns
        -------
        NDArray[float32]
            Of norm 1, shape (n, d); 0 where no segment has a vector.
        """
        import numpy as np

        placed = np.zeros((len(passages), self.vectors.shape[1]), np.float32)
        for at, rows in enumerate(passages):
            known = self.vector_of(rows)
            if known is not None:
                vector, language = known
                away = vector - self.means[language]
                placed[at] = away / max(float(np.linalg.norm(away)), 1e-9)
        return placed

    def language_of(self, vector: NDArray[np.float32]) -> int:
        """Give the language whose middle is nearest to a vector: where a text was written that nobody labelled."""
        import numpy as np

        return int(np.argmax(self.means @ vector / np.linalg.norm(self.means, axis=1)))

    def scores(self, vector: NDArray[np.float32], language: int) -> NDArray[np.float32]:
        """Say of each segment how near it is to a vector: the cosine from its language's middle, by what it says."""
        import numpy as np

        wanted = vector - self.means[language]
        wanted /= max(float(np.linalg.norm(wanted)), 1e-9)
        along = np.empty(len(self.rows), np.float32)
        for start in range(0, len(along), _BLOCK):
            along[start : start + _BLOCK] = self.vectors[start : start + _BLOCK].astype(np.float32) @ wanted
        cosines = (along - (self.means @ wanted)[self.language]) / np.maximum(self.distances, 1e-9)
        return np.asarray(cosines * self.weights, np.float32)


def draw_map(corpus: Corpus, searching: Searching, model: str) -> Map:
    """Read the vectors of a model and place the segments that can be coded.

    Raises
    ------
    ModelError
        If not one segment has been embedded.
    """
    import numpy as np

    rows = np.flatnonzero(corpus.is_codable)
    wanted: dict[str, list[int]] = {}
    lengths = np.empty(len(rows), np.float32)
    for place, row in enumerate(rows.tolist()):
        words = corpus.words(row).split()
        lengths[place] = len(words)
        wanted.setdefault(text_key(words), []).append(place)
    vectors: NDArray[np.float16] | None = None
    has_vector = np.zeros(len(rows), bool)
    for key, numbers in searching.vectors(model):
        places = wanted.get(key)
        if places is None:
            continue
        vector = np.frombuffer(numbers, "<f4")
        if vectors is None:
            vectors = np.zeros((len(rows), len(vector)), np.float16)
        vectors[places] = vector
        has_vector[places] = True
    if vectors is None:
        todo = "Wait until the suggestions are there, or run `fgcoder suggest`: both embed what is new."
        raise ModelError("Nothing was searched.", Fault("no passage has been embedded yet.", todo=todo))
    missing = len(rows) - int(has_vector.sum())
    if missing:
        rows, vectors, lengths = rows[has_vector], vectors[has_vector], lengths[has_vector]
    names = sorted({group.language for group in corpus.groups})
    of_group = np.array([names.index(group.language) for group in corpus.groups])
    language = of_group[corpus.group[rows]]
    means, distances = _middles(vectors, language, len(names))
    return Map(rows, vectors, language, means, distances, lengths / (lengths + _SAYS_HALF), missing)


def _middles(
    vectors: NDArray[np.float16], language: NDArray[np.int64], languages: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    import numpy as np

    sums = np.zeros((languages, vectors.shape[1]), np.float32)
    squares = np.empty(len(vectors), np.float32)
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(vectors), _BLOCK)]
    for block in blocks:
        wide = vectors[block].astype(np.float32)
        for number in range(languages):
            sums[number] += wide[language[block] == number].sum(axis=0)
    counts = np.bincount(language, minlength=languages).astype(np.float32)
    belief = (counts / (counts + _KNOWN_AFTER))[:, None]
    means = belief * sums / np.maximum(counts, 1)[:, None] + (1 - belief) * sums.sum(axis=0) / max(len(vectors), 1)
    for block in blocks:
        squares[block] = np.linalg.norm(vectors[block].astype(np.float32) - means[language[block]], axis=1)
    return means.astype(np.float32), squares


def text_key(words: Sequence[str]) -> str:
    """Give the hash that a text's vector is kept under: that of its words with single spaces."""
    return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()

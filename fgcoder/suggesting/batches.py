"""What every encoder does alike: texts of like length go together, and vectors come back in the order of the texts."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_TEXTS = 32
MOST_TOKENS = 2048
"""In a batch. Work is kept and can be stopped between two batches, so none may take more than about a second."""


class Batched(ABC):
    """An encoder whose vectors come batch by batch."""

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """The length of a vector."""

    @abstractmethod
    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the vectors batch by batch, so that a caller can keep what is done and stop between two batches.

        A text too long for the model is read in windows, and its vector is their mean, each window weighing as many as
        it has tokens. The longest texts come first, so that the time left is over- rather than underestimated.

        Yields
        ------
        tuple[list[int], NDArray[float32]]
            Positions in `texts`, and the vectors of norm 1 for them, shape (len(positions), d). Every position comes
            once.

        Raises
        ------
        ModelError
            If the model cannot be loaded.
        """

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Give a vector of norm 1 for every text.

        Parameters
        ----------
        texts
            Of any length: see `encode_batches`.
        progress
            Called after each batch with the number of texts done and their total; what it raises stops the work.

        Returns
        -------
        NDArray[float32]
            Shape (n, d), rows in the order of `texts`.

        Raises
        ------
        ModelError
            If the model cannot be loaded.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.dimensions), np.float32)
        done = 0
        for positions, rows in self.encode_batches(texts):
            vectors[positions] = rows
            done += len(positions)
            if progress:
                progress(done, len(texts))
        return vectors


def by_length(tokens: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions in batches of like length, the longest first; a text too long for a batch is one by itself."""
    batch: list[int] = []
    held = 0
    for position in sorted(range(len(tokens)), key=lambda one: tokens[one], reverse=True):
        if batch and (len(batch) == MOST_TEXTS or held + tokens[position] > MOST_TOKENS):
            yield batch
            batch, held = [], 0
        batch.append(position)
        held += tokens[position]
    if batch:
        yield batch


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a vector to norm 1."""
    import numpy as np

    scaled: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return scaled


def threads() -> int:
    """Give the number of processors to use: `OMP_NUM_THREADS`, else those this process may use.

    In a container that is fewer than the machine has.
    """
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

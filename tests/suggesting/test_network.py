"""The network's whole numbers fit everywhere and stand for the packed weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from fgcoder.suggesting import bundled
from fgcoder.suggesting.packed import PackedModel, read_packed


@pytest.fixture(scope="module")
def model() -> PackedModel:
    return read_packed(bundled.packaged_file().read_bytes())


@pytest.fixture(scope="module")
def constants(model_folder: Path) -> dict[str, np.ndarray]:
    graph = onnx.load(model_folder / "model.onnx").graph
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}


def test_pairs_of_products_fit_in_16_bits(constants: dict[str, np.ndarray]) -> None:
    matrices = [value for value in constants.values() if value.dtype == np.int8]
    assert len(matrices) == 12 * 4
    most = max(int(np.abs(matrix.astype(int)).max()) for matrix in matrices)
    assert most == 63
    assert 2 * 255 * most <= np.iinfo(np.int16).max


def test_a_matrix_stands_for_the_packed_weights(model: PackedModel, constants: dict[str, np.ndarray]) -> None:
    name = "encoder.layer.3.intermediate"
    matrix = (constants[f"{name}.weight"] * constants[f"{name}.scales"]).T
    packed = model.floats(f"{name}.dense.weight")
    assert np.abs(matrix - packed).max() <= constants[f"{name}.scales"].max() * 0.5001
    self_ = "encoder.layer.0.attention.self"
    parts = [model.floats(f"{self_}.{part}.weight") for part in ("query", "key", "value")]
    assert constants[f"{self_}.weight"].shape == (384, 1152)
    together = (constants[f"{self_}.weight"] * constants[f"{self_}.scales"]).T
    assert np.corrcoef(together.ravel(), np.concatenate(parts).ravel())[0, 1] > 0.999


def test_words_keep_the_four_bits_they_come_in(model: PackedModel, constants: dict[str, np.ndarray]) -> None:
    words = model.weights["embeddings.word_embeddings.weight"]
    assert np.array_equal(constants["words"], words.codes)
    assert np.array_equal(constants["words.scales"], words.scales)

"""Vectors come back bit for bit under their model's name."""

from __future__ import annotations

import numpy as np


def test_vectors_come_back_bit_for_bit(store):
    random = np.random.default_rng(0)
    vectors = {f"{number:064x}": random.normal(size=384).astype(np.float32) for number in range(1203)}
    store.add_vectors("bundled", vectors)
    found = store.vectors("bundled", [*vectors, "f" * 64, next(iter(vectors))])
    assert found.keys() == vectors.keys()
    assert all(found[key].dtype == np.float32 and np.array_equal(found[key], vectors[key]) for key in vectors)


def test_each_model_has_vectors_of_its_own(store):
    store.add_vectors("a", {"x": np.array([1.0, 2.0])})
    store.add_vectors("b", {"x": np.array([3.0], dtype=np.float32)})
    assert store.vectors("a", ["x"])["x"].tolist() == [1.0, 2.0]
    assert store.vectors("b", ["x"])["x"].tolist() == [3.0]
    assert store.vectors("c", ["x"]) == {}
    assert store.vectors("a", []) == {}


def test_a_vector_that_is_there_stays(store):
    store.add_vectors("a", {"x": np.ones(2)})
    store.add_vectors("a", {"x": np.zeros(2), "y": np.zeros(2)})
    store.add_vectors("a", {})
    found = store.vectors("a", ["x", "y"])
    assert found["x"].tolist() == [1, 1]
    assert found["y"].tolist() == [0, 0]

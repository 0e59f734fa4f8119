"""Vectors come back bit for bit under their model's name; a coder goes on where they left."""

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


def test_the_place_left_last_comes_first(store):
    assert store.places("anna") == {}
    for transcript, segment in (("dk", 3), ("de", 5), ("fr", 1), ("dk", 9)):
        store.set_place("anna", transcript, segment)
    store.set_place("jonas", "uk", 2)
    assert list(store.places("anna").items()) == [("dk", 9), ("fr", 1), ("de", 5)]
    assert store.places("jonas") == {"uk": 2}


def test_a_place_is_kept_with_the_decisions(store, make):
    store.append([make(1, coder="jonas")], place=("dk", 12))
    assert store.places("jonas") == {"dk": 12}
    store.append([make(2, coder="jonas")])
    assert store.places("jonas") == {"dk": 12}

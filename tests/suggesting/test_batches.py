"""Batches hold every text once, of like length, and are small enough to stop between; a model is loaded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.errors import ModelError
from fgcoder.suggesting.batches import MOST_TEXTS, MOST_TOKENS, Batched, by_length, threads, unloadable


class Counted(Batched[int]):
    """Its model is the number of times that it was loaded; a folder that is not there cannot be."""

    times = 0

    def _load(self, folder: Path) -> int:
        self.times += 1
        if not folder.exists():
            raise unloadable(OSError("No such folder.\nA page of trace."), folder, "make it")
        return self.times

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Any]]:
        model = self._loaded()
        yield from (([position], np.full((1, 3), model, np.float32)) for position in range(len(texts)))


@given(st.lists(st.integers(1, 3 * MOST_TOKENS), max_size=200))
def test_every_position_comes_once_longest_first_in_batches_within_bounds(tokens: list[int]) -> None:
    batches = list(by_length(tokens))
    order = [position for batch in batches for position in batch]
    assert sorted(order) == list(range(len(tokens)))
    lengths = [tokens[position] for position in order]
    assert lengths == sorted(lengths, reverse=True)
    for batch in batches:
        assert 1 <= len(batch) <= MOST_TEXTS
        assert len(batch) == 1 or sum(tokens[position] for position in batch) <= MOST_TOKENS


@pytest.mark.parametrize(("said", "count"), [("3", 3), ("1", 1)])
def test_the_environment_says_how_many_threads(said: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert threads() == count


@pytest.mark.parametrize("said", ["", "0", "4,2", "many"])
def test_otherwise_there_is_a_thread_for_each_processor(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    usual = threads()
    assert usual >= 1
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert threads() == usual


def test_a_model_is_loaded_when_it_is_first_needed_and_once_for_all_threads(tmp_path: Path) -> None:
    encoder = Counted("m", lambda: tmp_path, 3)
    assert (encoder.dimensions, encoder.times) == (3, 0)
    together = Barrier(8)

    def encode(_: int) -> Any:
        together.wait()
        return encoder.encode(["a"])

    with ThreadPoolExecutor(8) as pool:
        assert np.array_equal(np.vstack(list(pool.map(encode, range(8)))), np.ones((8, 3)))
    assert encoder.times == 1


def test_the_model_is_asked_for_dimensions_that_nobody_knows(tmp_path: Path) -> None:
    encoder = Counted("m", lambda: tmp_path)
    assert (encoder.dimensions, encoder.dimensions, encoder.times) == (3, 3, 1)


def test_a_model_that_cannot_be_loaded_is_tried_again_and_the_reason_is_one_line(tmp_path: Path) -> None:
    encoder = Counted("m", lambda: tmp_path / "model", 3)
    with pytest.raises(ModelError) as caught:
        encoder.encode(["a"])
    assert [fault.what for fault in caught.value.faults] == ["the model cannot be loaded: No such folder."]
    (tmp_path / "model").mkdir()
    assert encoder.encode(["a"]).tolist() == [[2, 2, 2]]

"""Batches hold every text once, of like length, and are small enough to stop between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.suggesting.batches import MOST_TEXTS, MOST_TOKENS, by_length, threads


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

"""Picking quotes: held against what plain Python finds by trying everything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from fgcoder.reporting.picking import Most, picked

LONG = 20


def unit(rows: list[list[float]]) -> NDArray[np.float32]:
    made = np.array(rows, np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def scattered(count: int, seed: int) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).normal(size=(count, 5)).tolist())


def radius(vectors: NDArray[np.float32], chosen: tuple[int, ...]) -> float:
    """How far the farthest quote is from a chosen one: what the k-centre problem makes as small as can be."""
    return max(min(float(np.linalg.norm(one - vectors[at])) for at in chosen) for one in vectors)


@given(count=st.integers(2, 9), number=st.integers(1, 3), seed=st.integers(0, 999))
def test_varied_quotes_keep_the_bound_of_gonzalez(count: int, number: int, seed: int) -> None:
    """Gonzalez (1985), theorem 2.2: at most twice the best radius, found here by trying all choices."""
    vectors = scattered(count, seed)
    chosen = picked(vectors, range(count), [LONG] * count, number, Most.VARIED)
    best = min(radius(vectors, one) for one in combinations(range(count), min(number, count)))
    assert radius(vectors, tuple(chosen)) <= 2 * best + 1e-5


@given(count=st.integers(1, 12), number=st.integers(1, 5), seed=st.integers(0, 999))
def test_typical_quotes_are_the_nearest_to_the_middle(count: int, number: int, seed: int) -> None:
    vectors = scattered(count, seed)
    middle = [sum(column) / count for column in zip(*vectors.tolist(), strict=True)]
    near = [sum(a * b for a, b in zip(one, middle, strict=True)) for one in vectors.tolist()]
    chosen = picked(vectors, range(count), [LONG] * count, number, Most.TYPICAL)
    assert [near[at] for at in chosen] == pytest.approx(sorted(near, reverse=True)[:number], abs=1e-5)
    assert len(set(chosen)) == min(number, count)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20)), min_size=1, max_size=12), st.integers(1, 6))
def test_nobody_is_quoted_twice_before_all_are_quoted_once(people: list[tuple[int, int]], number: int) -> None:
    speakers, words = [one for one, _ in people], [LONG for _ in people]
    chosen = [speakers[at] for at in picked(scattered(len(people), 1), speakers, words, number, Most.VARIED)]
    assert len(chosen) == min(number, len(people))
    first = chosen[: len(set(speakers))]
    assert len(set(first)) == len(first)


def test_short_quotes_come_last_and_equals_in_reading_order() -> None:
    vectors = unit([[1, 0], [1, 0], [1, 0]])
    assert picked(vectors, "abc", [2, LONG, LONG], 3, Most.TYPICAL) == [1, 2, 0]
    assert picked(vectors, "abc", [2, LONG, LONG], 3, Most.VARIED) == [1, 2, 0]


def test_speakers_count_only_where_it_is_wished() -> None:
    vectors = unit([[1, 0], [1, 0.1], [0, 1], [1, 0.05]])
    assert picked(vectors, "aaba", [LONG] * 4, 2, Most.TYPICAL, one_per_speaker=False) != [1, 2]
    assert picked(vectors, "aaba", [LONG] * 4, 2, Most.TYPICAL) == [1, 2]


@pytest.mark.parametrize("most", Most)
def test_what_has_no_vector_is_never_picked(most: Most) -> None:
    vectors = np.zeros((3, 2), np.float32)
    assert picked(vectors, "abc", [LONG] * 3, 2, most) == []
    vectors[1] = (0, 1)
    assert picked(vectors, "abc", [LONG] * 3, 2, most) == [1]

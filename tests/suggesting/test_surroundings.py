"""Surroundings: languages on one map, links between segments, and what is spread along them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fgcoder.suggesting.surroundings import LEANING, NEAREST, features_of, survey_surroundings

Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def drawn(count: int, width: int = 8, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, width)))


def apart(count: int) -> Vectors:
    """Vectors of which none is near to another: every cosine is below 0."""
    return unit(np.eye(count) - 1 / count)


ONE_LINE = drawn(1)
"""With so little a codebook nothing is centred: what goes in can be reasoned about."""


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 40), st.integers(0, 6), st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_links_are_symmetric_and_spreading_never_makes_more_of_it(
    count: int, lines: int, seed: int, in_order: bool, twice: bool
):
    random = np.random.default_rng(seed)
    segments = unit(random.normal(size=(max(count, 1), 5)))[:count]
    if twice:
        segments[count // 2 :] = segments[: count - count // 2]
    languages = [str(name) for name in random.choice(["cs", "en"], count)]
    transcripts = sorted(str(name) for name in random.choice(["a", "b", "c"], count)) if in_order else None
    around = survey_surroundings(unit(random.normal(size=(max(lines, 1), 5))), segments, languages, transcripts)
    links = around.links.toarray()
    assert links.shape == (count, count)
    assert np.allclose(links, links.T)
    assert not links.diagonal().any()
    assert (links >= 0).all()
    values = random.normal(size=(count, 3)).astype(np.float32)
    spread = around.spread(values)
    assert spread.shape == (count, 3)
    assert spread.dtype == np.float32
    # The links' largest eigenvalue is 1, so no direction grows.
    assert (np.linalg.norm(spread, axis=0) <= np.linalg.norm(values, axis=0) * (1 + 1e-4)).all()
    features = features_of(around)
    assert features.shape == segments.shape
    assert np.allclose(np.linalg.norm(features, axis=1), 1, atol=1e-4)
    assert np.allclose(np.linalg.norm(around.segments, axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("transcripts", [None, ["a", "a"], ["a", "b"]])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_smallest_studies_work(count: int, transcripts: list[str] | None):
    around = survey_surroundings(drawn(3), drawn(count, seed=1), ["en"] * count, transcripts and transcripts[:count])
    assert around.segments.shape == (count, 8)
    assert around.links.shape == (count, count)
    assert np.isfinite(features_of(around)).all()
    if count == 1:
        assert np.allclose(features_of(around), around.segments, atol=1e-6)


def test_what_comes_next_is_linked_within_a_transcript_only():
    around = survey_surroundings(ONE_LINE, apart(7), ["en"] * 7, ["a", "a", "a", "b", "c", "c", "c"])
    linked = {(int(row), int(column)) for row, column in zip(*around.links.nonzero(), strict=True)}
    assert linked == {(0, 1), (1, 0), (1, 2), (2, 1), (4, 5), (5, 4), (5, 6), (6, 5)}
    assert not survey_surroundings(ONE_LINE, apart(7), ["en"] * 7, None).links.toarray().any()


def test_what_is_near_is_linked_the_more_the_nearer_it_is():
    segments = unit(np.array([[1, 0, 0], [1, 0.2, 0], [1, 1, 0], [-1, 0, 1]], float))
    links = survey_surroundings(ONE_LINE[:, :3], segments, ["en"] * 4).links.toarray()
    assert links[0, 1] > links[0, 2] > links[0, 3] == 0


def test_each_is_linked_to_so_many_and_whoever_chose_it():
    links = survey_surroundings(ONE_LINE, unit(np.abs(drawn(60))), ["en"] * 60).links.toarray() > 0
    assert (links.sum(axis=1) >= NEAREST).all()
    assert (links.sum(axis=1) > NEAREST).any()
    assert links.sum() <= 2 * 60 * NEAREST


@pytest.mark.parametrize(
    ("segments", "transcripts"),
    [
        (apart(8), ["a", "a", "b", "b", "c", "c", "d", "d"]),
        (np.repeat(drawn(1, seed=4), 8, axis=0), None),
    ],
    ids=["pairs", "the same text eight times"],
)
def test_where_all_have_as_many_links_what_is_the_same_everywhere_stays(
    segments: Vectors, transcripts: list[str] | None
):
    around = survey_surroundings(ONE_LINE, segments, ["en"] * 8, transcripts)
    assert np.allclose(around.spread(np.full((8, 2), 3.0, np.float32)), 3.0, atol=1e-4)


def test_spreading_takes_to_neighbours_and_no_further_than_they_go():
    around = survey_surroundings(ONE_LINE, apart(5), ["en"] * 5, ["a", "a", "a", "b", "b"])
    spread = around.spread(np.array([[1], [0], [0], [0], [0]], np.float32))[:, 0]
    assert spread[0] > spread[1] > spread[2] > 0
    assert not spread[3:].any()


def test_spreading_is_the_sum_over_links_of_every_length():
    segments = drawn(30, seed=2)
    around = survey_surroundings(drawn(4), segments, ["en"] * 30, ["a"] * 30)
    values = drawn(30, 3, seed=3)
    # What the steps approach, by the formula of the paper.
    whole = (1 - LEANING) * np.linalg.solve(np.eye(30) - LEANING * around.links.toarray(), values)
    assert np.allclose(around.spread(values), whole, atol=0.02)


def test_the_same_text_twice_gets_the_same_vectors():
    segments = drawn(6, seed=5)
    segments[3] = segments[0]
    around = survey_surroundings(drawn(4), segments, ["en"] * 6)
    assert np.array_equal(around.segments[0], around.segments[3])
    assert np.allclose(features_of(around)[0], features_of(around)[3], atol=1e-5)


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 25), st.integers(0, 2**32 - 1), st.data())
def test_permuted_segments_give_permuted_surroundings(count: int, seed: int, data: st.DataObject):
    order = np.array(data.draw(st.permutations(range(count))))
    lines, segments = drawn(4, seed=seed), drawn(count, seed=seed + 1)
    languages = np.random.default_rng(seed).choice(["cs", "en"], count)
    straight = survey_surroundings(lines, segments, list(languages))
    turned = survey_surroundings(lines, segments[order], list(languages[order]))
    assert np.allclose(turned.segments, straight.segments[order], atol=1e-4)
    assert np.allclose(turned.links.toarray(), straight.links.toarray()[order][:, order], atol=1e-4)
    assert np.allclose(features_of(turned), features_of(straight)[order], atol=1e-3)


def test_where_a_language_lies_changes_nothing_once_there_is_enough_of_it():
    count = 600
    segments = np.hstack([drawn(count, 8, seed=6), np.zeros((count, 1), np.float32)])
    lines = np.hstack([drawn(12, 8, seed=7), np.zeros((12, 1), np.float32)])
    languages = ["cs", "en"] * (count // 2)
    moved = segments.copy()
    moved[::2, 8] = 1.0
    moved = unit(moved)

    def agreement(named: list[str]) -> tuple[float, float]:
        before = survey_surroundings(lines, segments, languages)
        after = survey_surroundings(lines, moved, named)
        across = (after.segments[::2] @ after.segments[1::2].T) - (before.segments[::2] @ before.segments[1::2].T)
        return float((before.segments * after.segments).sum(axis=1).min()), float(np.abs(across).max())

    worst, change = agreement(languages)
    assert worst > 0.995
    assert change < 0.05
    untold, change_untold = agreement(["en"] * count)
    assert untold < 0.92
    assert change_untold > 0.2


def test_few_segments_are_not_centred_on_themselves():
    cone = np.zeros(8)
    cone[0] = 3
    lines, segments = unit(drawn(12) + cone), unit(drawn(2, seed=1) + cone)
    around = survey_surroundings(lines, segments, ["en", "cs"])
    # Centred on their own means the two would be nothing; centred on the codebook's they are what sets them off.
    expected = unit(segments - lines.mean(axis=0))
    assert (around.segments * expected).sum(axis=1).min() > 0.98

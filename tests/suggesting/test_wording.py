"""Nearness in wording: shared stretches of letters count, what all codes share does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.suggesting.wording import wording_scores

LINES = ["nobody has the time", "no time after work", "the forms take months", "a form for every tree"]
COLUMNS = [0, 0, 1, 1]


def test_the_code_whose_words_recur_scores_highest():
    scores = wording_scores(LINES, COLUMNS, ["I never have time", "forms, forms, forms", "hello"])
    assert scores.shape == (3, 2)
    assert scores[0].argmax() == 0
    assert scores[1].argmax() == 1
    assert scores.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert scores.std() == pytest.approx(1, abs=1e-5)


def test_inflected_words_share_stretches():
    scores = wording_scores(
        ["formulář na úřadě", "dobrovolníci chybí"], [0, 1], ["samé formuláře", "shánět dobrovolníka"]
    )
    assert list(scores.argmax(axis=1)) == [0, 1]


def test_nothing_in_common_scores_nothing():
    assert not wording_scores(LINES, COLUMNS, ["ξένος", "чужой"]).any()


def test_one_code_or_no_text_gives_zeros():
    assert wording_scores(["a line"], [0], ["a line", "b"]).tolist() == [[0.0], [0.0]]
    assert wording_scores(LINES, COLUMNS, []).shape == (0, 2)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_permuted_texts_give_permuted_scores(texts: list[str], random):
    order = list(range(len(texts)))
    random.shuffle(order)
    straight = wording_scores(LINES, COLUMNS, texts)
    assert np.isfinite(straight).all()
    np.testing.assert_allclose(wording_scores(LINES, COLUMNS, [texts[i] for i in order]), straight[order], atol=1e-4)

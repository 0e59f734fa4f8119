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
    scores = wording_scores(LINES, COLUMNS, ["I never have time", "forms, forms, forms", "hello"], 2)
    assert scores.shape == (3, 2)
    assert scores.dtype == np.float32
    assert scores[0].argmax() == 0
    assert scores[1].argmax() == 1
    assert scores.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert scores.std() == pytest.approx(1, abs=1e-5)


def test_inflected_words_share_stretches():
    lines, texts = ["formulář na úřadě", "dobrovolníci chybí"], ["samé formuláře", "shánět dobrovolníka"]
    assert list(wording_scores(lines, [0, 1], texts, 2).argmax(axis=1)) == [0, 1]


def test_nothing_in_common_scores_nothing():
    assert not wording_scores(LINES, COLUMNS, ["ξένος", "чужой"], 2).any()


def test_one_code_no_text_or_no_line_gives_zeros():
    assert wording_scores(["a line"], [0], ["a line", "b"], 1).tolist() == [[0.0], [0.0]]
    assert wording_scores(LINES, COLUMNS, [], 2).shape == (0, 2)
    assert wording_scores([], [], ["a text", "b"], 3).tolist() == [[0.0] * 3] * 2


def test_a_code_without_lines_has_a_column_in_its_place():
    scores = wording_scores(LINES, [0, 0, 2, 2], ["I never have time", "forms, forms, forms", "hello"], 4)
    assert scores.shape == (3, 4)
    assert list(scores[:2].argmax(axis=1)) == [0, 2]
    assert np.array_equal(scores[:, 1], scores[:, 3])


def test_the_order_of_lines_does_not_matter():
    texts = ["I never have time", "forms, forms, forms", "every tree"]
    turned = wording_scores(LINES[::-1], COLUMNS[::-1], texts, 2)
    np.testing.assert_allclose(turned, wording_scores(LINES, COLUMNS, texts, 2), atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_permuted_texts_give_permuted_scores(texts: list[str], random):
    order = list(range(len(texts)))
    random.shuffle(order)
    straight = wording_scores(LINES, COLUMNS, texts, 2)
    assert np.isfinite(straight).all()
    turned = wording_scores(LINES, COLUMNS, [texts[i] for i in order], 2)
    np.testing.assert_allclose(turned, straight[order], atol=1e-4)

"""Where suggestions start: the codebook's lines say which code fits, and which does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fgcoder.model import Code, Codebook
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import AVOID, Line, lines_of
from fgcoder.suggesting.starting import starting_scores
from fgcoder.suggesting.surroundings import survey_surroundings

Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def scores_of(lines: list[Line], at: Vectors, codes: list[str], texts: list[str], segments: Vectors) -> Vectors:
    return starting_scores(lines, survey_surroundings(at, segments, ["en"] * len(texts)), codes, texts)


def apart(codes: int, segments: int, seed: int = 7) -> tuple[list[Line], Vectors, list[str], Vectors, NDArray[np.int_]]:
    """Codes that are told apart with ease, in a narrow cone, and segments of which the right code is known."""
    random = np.random.default_rng(seed)
    width = codes + 4
    cone = np.zeros(width)
    cone[-1] = 3
    meaning = np.eye(codes, width)
    truth = random.integers(0, codes, segments)
    own = np.repeat(np.arange(codes), 4)
    lines = [Line(f"c{code}", "example", f"line {number}") for number, code in enumerate(own)]
    at = unit(cone + meaning[own] + 0.1 * random.normal(size=(len(own), width)))
    corpus = unit(cone + meaning[truth] + 0.1 * random.normal(size=(segments, width)))
    return lines, at, [f"c{code}" for code in range(codes)], corpus, truth


@pytest.mark.parametrize(("codes", "segments"), [(2, 60), (3, 60), (8, 60), (4, 2), (4, 5)])
def test_the_right_code_comes_first_however_small_the_study(codes: int, segments: int):
    lines, at, names, corpus, truth = apart(codes, segments)
    scores = scores_of(lines, at, names, ["-"] * segments, corpus)
    assert scores.argmax(axis=1).tolist() == truth.tolist()


def test_one_segment_alone_gets_the_right_code():
    lines, at, names, corpus, truth = apart(5, 12)
    for row in range(12):
        scores = scores_of(lines, at, names, ["-"], corpus[[row]])
        assert scores.argmax() == truth[row]


def test_the_order_of_codes_is_the_order_of_columns():
    lines, at, names, corpus, _ = apart(4, 30)
    straight = scores_of(lines, at, names, ["-"] * 30, corpus)
    turned = scores_of(lines, at, names[::-1], ["-"] * 30, corpus)
    assert np.allclose(turned[:, ::-1], straight, atol=1e-4)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 15), st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
@example(1, [1, 1], 0)  # equal but for the last of 32 bits
def test_scores_are_measured_in_standard_deviations_around_0(count: int, per_code: list[int], seed: int):
    random = np.random.default_rng(seed)
    kinds = ("label", "example", AVOID)
    lines = [
        Line(f"c{code}", kinds[int(random.integers(3))], f"line {number} of {code}")
        for code, of in enumerate(per_code)
        for number in range(of)
    ]
    names = [f"c{code}" for code in range(len(per_code))]
    texts = [str(random.choice(["line of words", "other", "2 of 1"])) for _ in range(count)]
    corpus = unit(random.normal(size=(max(count, 1), 6)))[:count]
    scores = scores_of(lines, unit(random.normal(size=(len(lines), 6))), names, texts, corpus).astype(float)
    assert scores.shape == (count, len(names))
    assert np.isfinite(scores).all()
    if scores.any():
        assert scores.mean() == pytest.approx(0, abs=1e-3)
        assert scores.std() == pytest.approx(1, abs=1e-3)


def test_nothing_that_tells_codes_apart_gives_zeros():
    lines = [Line("a", "label", "same"), Line("b", "label", "same")]
    at = np.repeat(unit(np.ones((1, 5))), 2, axis=0)
    segments = unit(np.random.default_rng(0).normal(size=(4, 5)))
    assert not scores_of(lines, at, ["a", "b"], ["same"] * 4, segments).any()
    assert starting_scores(lines, survey_surroundings(at, segments[:0], []), ["a", "b"], []).shape == (0, 2)


def test_one_code_ranks_segments_by_nearness_to_its_lines():
    lines = [Line("only", "label", "x"), Line("only", "use", "y")]
    at = unit(np.array([[1, 0, 0.1], [1, 0.5, 0]]))
    around = replace(
        survey_surroundings(at, unit(np.array([[0, 1, 1], [1, 0.1, 0.1], [1, 1, 0]])), ["en"] * 3),
        lines=at,
        segments=unit(np.array([[0, 1, 1], [1, 0.1, 0.1], [1, 1, 0]])),
    )
    assert starting_scores(lines, around, ["only"], ["-"] * 3)[:, 0].argsort().tolist() == [0, 2, 1]


def test_a_code_that_is_near_to_everything_is_levelled_down():
    """The reason for levels: a broad code must not come first everywhere only because it is broad."""
    lines, at, names, corpus, truth = apart(3, 90)
    broad = unit(at[[0]] + 4 * corpus.mean(axis=0, keepdims=True))
    scores = scores_of([*lines, Line("c0", "use", "broad")], np.vstack([at, broad]), names, ["-"] * 90, corpus)
    assert scores.argmax(axis=1).tolist() == truth.tolist()


def level_of_the_first(lines: list[Line], at: Vectors, names: list[str], corpus: Vectors) -> float:
    """How much higher the first code's mean score is than the others'."""
    first, *others = scores_of(lines, at, names, ["-"] * len(corpus), corpus).mean(axis=0)
    return float(first - np.mean(others))


def test_a_code_that_is_described_from_many_sides_gains_a_little():
    lines, at, names, corpus, truth = apart(6, 200)
    kept = [row for row, line in enumerate(lines) if line.code not in {"c4", "c5"}]  # whose segments c0 comes to reach
    alike = [lines[row] for row in kept], at[kept]
    more = [Line("c0", "use", f"of another {row}") for row in range(16, 24)]
    broad = [*alike[0], *more], np.vstack([alike[1], at[16:24]])
    of_four = corpus[truth < 4]
    assert abs(level_of_the_first(*alike, names[:4], of_four)) < 0.1
    assert 0.2 < level_of_the_first(*broad, names[:4], corpus) < 1
    right = scores_of(*broad, names[:4], ["-"] * len(of_four), of_four).argmax(axis=1) == truth[truth < 4]
    assert right.all()


def test_saying_the_same_thing_again_makes_no_code_broader():
    lines, at, names, corpus, _ = apart(3, 90)
    once = level_of_the_first(lines, at, names, corpus)
    again = [Line("c0", "use", f"again {row}") for row in range(4)]
    assert level_of_the_first([*lines, *again], np.vstack([at, at[:4]]), names, corpus) == pytest.approx(once, abs=0.1)


def test_words_that_recur_in_the_lines_of_a_code_move_it_up():
    random = np.random.default_rng(3)
    lines = [Line(code, "use", f"{code} and so on") for code in ("forms", "trust", "money")]
    at, corpus = unit(random.normal(size=(3, 6))), unit(random.normal(size=(8, 6)))
    silent = scores_of(lines, at, ["forms", "trust", "money"], ["-"] * 8, corpus)
    said = scores_of(lines, at, ["forms", "trust", "money"], ["no trust", *["-"] * 7], corpus)
    assert said[0, 1] - said[0, [0, 2]].max() > silent[0, 1] - silent[0, [0, 2]].max()


def test_what_is_said_around_a_segment_counts_for_it():
    lines, at, names, corpus, _ = apart(3, 30)
    middle = unit(corpus.mean(axis=0, keepdims=True))
    told = np.vstack([at[:4], middle, at[4:8]])

    def score(transcripts: list[str]) -> Vectors:
        around = survey_surroundings(at, told, ["en"] * 9, transcripts)
        return starting_scores(lines, around, names, ["-"] * 9)[4]

    between = score(["a"] * 9)
    after_first = score(["a"] * 5 + ["b"] * 4)
    before_second = score(["a"] * 4 + ["b"] * 5)
    assert after_first[0] - after_first[1] > between[0] - between[1] > before_second[0] - before_second[1]


# With the real model


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> Encoder:
    return load_encoder("bundled", Path("unused"), model_folder.parent)


AVOIDED = "The speaker does not understand the question and asks what the word means."
TEXTS = [
    AVOIDED,
    "What do the citizens do? Next to nothing, it is all our staff.",
    "I would help, but I work two jobs and there are no hours left.",
    "We share the decisions with the residents every month.",
    "The bins are emptied by the neighbours on Saturdays.",
]


def book(avoid: tuple[str, ...]) -> Codebook:
    return Codebook(
        "Views",
        "1",
        "en",
        (
            Code(
                "scepticism",
                "Scepticism",
                "Doubt that citizens contribute much to a service.",
                use=("Asks what citizens could possibly do",),
                avoid=avoid,
            ),
            Code("no-time", "No time", "Work and family leave no time to take part."),
            Code("sharing", "Sharing power", "Professionals let citizens decide with them."),
        ),
    )


def test_a_text_like_a_line_to_avoid_scores_lower_for_that_code_than_without_the_line(encoder: Encoder):
    corpus = encoder.encode(TEXTS)

    def score(avoid: tuple[str, ...]) -> Vectors:
        lines = list(lines_of(book(avoid)))
        at = encoder.encode([line.text for line in lines])
        return scores_of(lines, at, [code.id for code in book(avoid).codes], TEXTS, corpus)

    without, with_line = score(()), score((AVOIDED,))
    assert with_line[0, 0] < without[0, 0] - 1
    assert without[0].argmax() == 0
    assert with_line[0].argmin() == 0
    assert with_line[1:].argmax(axis=1).tolist() == without[1:].argmax(axis=1).tolist()


def test_the_codebook_alone_says_which_code_fits(encoder: Encoder):
    lines = list(lines_of(book(())))
    at = encoder.encode([line.text for line in lines])
    scores = scores_of(lines, at, [code.id for code in book(()).codes], TEXTS, encoder.encode(TEXTS))
    assert scores[1:4].argmax(axis=1).tolist() == [0, 1, 2]

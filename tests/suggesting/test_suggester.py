"""The estimator: what holds for any vectors, and what it must get right on vectors made to be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from fgcoder.suggesting.suggester import CodeSuggester

Vectors = NDArray[np.float32]
LANGUAGES = ("cs", "da", "en")
FEW = settings(max_examples=30, deadline=None)
"""Each example fits a classifier, which takes a moment."""


@dataclass(frozen=True)
class Case:
    """A codebook's lines and a corpus, as vectors."""

    lines: Vectors
    codes: list[str]
    corpus: Vectors
    languages: list[str]

    def fitted(self) -> CodeSuggester:
        return CodeSuggester().fit(self.lines, self.codes, self.corpus, self.languages)

    def scores(self) -> Vectors:
        return self.fitted().decision_function(self.corpus, self.languages)


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@st.composite
def cases(draw: st.DrawFn, min_codes: int = 1, min_segments: int = 0) -> Case:
    """Random lines and segments in a narrow cone, as E5 gives them; some of each stand there twice."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    width = draw(st.integers(3, 8))
    per_code = draw(st.lists(st.integers(1, 4), min_size=min_codes, max_size=5))
    codes = [f"c{index}" for index, count in enumerate(per_code) for _ in range(count)]
    count = draw(st.integers(min_segments, 12))
    cone = 2 * unit(random.normal(size=(1, width)))
    lines = unit(cone + random.normal(size=(len(codes), width)))
    corpus = unit(cone + random.normal(size=(max(count, 1), width)))[:count]
    if draw(st.booleans()):
        lines[-1] = lines[0]
        corpus[-1:] = corpus[:1]
    shuffled = draw(st.permutations(range(len(codes))))
    languages = [str(name) for name in random.choice(LANGUAGES, count)]
    return Case(lines[shuffled], [codes[index] for index in shuffled], corpus, languages)


@FEW
@given(cases())
def test_there_is_a_finite_score_for_every_segment_and_code(case: Case):
    fitted = case.fitted()
    scores = fitted.decision_function(case.corpus, case.languages)
    assert fitted.codes_ == tuple(dict.fromkeys(case.codes))
    assert scores.shape == (len(case.corpus), len(fitted.codes_))
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


@FEW
@given(cases(min_segments=2), st.data())
def test_permuted_segments_give_permuted_scores(case: Case, data: st.DataObject):
    order = data.draw(st.permutations(range(len(case.corpus))))
    permuted = Case(case.lines, case.codes, case.corpus[order], [case.languages[index] for index in order])
    np.testing.assert_allclose(permuted.scores(), case.scores()[order], atol=1e-3)


@FEW
@given(cases(min_codes=2, min_segments=2), st.data())
def test_permuted_codes_give_permuted_columns(case: Case, data: st.DataObject):
    order = data.draw(st.permutations(range(len(case.codes))))
    permuted = Case(case.lines[order], [case.codes[index] for index in order], case.corpus, case.languages)
    columns = [permuted.fitted().codes_.index(code) for code in case.fitted().codes_]
    # Both orders are fitted to the same optimum, each to the solver's tolerance.
    np.testing.assert_allclose(permuted.scores()[:, columns], case.scores(), atol=0.05)


@FEW
@given(cases())
def test_what_a_code_is_called_does_not_matter(case: Case):
    renamed = Case(case.lines, [f"z{99 - int(code[1:])}" for code in case.codes], case.corpus, case.languages)
    np.testing.assert_allclose(renamed.scores(), case.scores(), atol=0.05)


@FEW
@given(cases(min_segments=1))
def test_the_same_text_twice_gets_the_same_scores(case: Case):
    twice = Case(
        case.lines, case.codes, np.vstack([case.corpus, case.corpus]), [*case.languages, *case.languages]
    ).scores()
    np.testing.assert_allclose(twice[: len(case.corpus)], twice[len(case.corpus) :], atol=1e-4)


@FEW
@given(cases(min_segments=1))
def test_explanations_point_to_a_line_of_the_same_code(case: Case):
    fitted = case.fitted()
    nearest = fitted.nearest_lines(case.corpus, case.languages)
    assert nearest.shape == (len(case.corpus), len(fitted.codes_))
    for row in nearest:
        assert tuple(case.codes[line] for line in row) == fitted.codes_


@FEW
@given(cases(min_segments=3))
def test_scores_are_centred_on_the_corpus_and_measured_in_its_standard_deviations(case: Case):
    scores = case.scores().astype(np.float64)
    assert scores.mean() == pytest.approx(0, abs=1e-3)
    if scores.std() > 1e-3:  # a corpus whose scores are all alike has no spread to measure in
        assert scores.std() == pytest.approx(1, abs=1e-3)


def apart(codes: int, segments: int, seed: int = 7) -> tuple[Case, list[str]]:
    """Codes that are easily told apart, and segments of which the right code is known."""
    random = np.random.default_rng(seed)
    width = codes + 4
    cone = np.zeros(width)
    cone[-1] = 3
    meaning = np.eye(codes, width)
    truth = random.integers(0, codes, segments)
    own = np.repeat(np.arange(codes), 4)
    lines = unit(cone + meaning[own] + 0.1 * random.normal(size=(len(own), width)))
    corpus = unit(cone + meaning[truth] + 0.1 * random.normal(size=(segments, width)))
    return Case(lines, [f"c{index}" for index in own], corpus, ["en"] * segments), [f"c{index}" for index in truth]


@pytest.mark.parametrize("codes", [2, 3, 8])
def test_the_right_code_comes_first(codes: int):
    case, truth = apart(codes, 60)
    fitted = case.fitted()
    first = [fitted.codes_[column] for column in case.scores().argmax(axis=1)]
    assert first == truth


@pytest.mark.parametrize("segments", [0, 1, 2])
def test_the_right_code_comes_first_however_small_the_corpus(segments: int):
    """A study begins with a transcript or none; what the corpus cannot say yet, the codebook must make up for."""
    asked, truth = apart(4, 20, seed=3)
    small = Case(asked.lines, asked.codes, asked.corpus[:segments], asked.languages[:segments])
    fitted = small.fitted()
    first = fitted.decision_function(asked.corpus, asked.languages).argmax(axis=1)
    assert [fitted.codes_[column] for column in first] == truth


def test_one_code_ranks_segments_by_nearness_to_its_lines():
    lines = unit(np.array([[1, 0, 0.1], [1, 0.1, 0]]))
    corpus = unit(np.array([[0, 1, 1], [1, 0.1, 0.1], [1, 1, 0]]))
    scores = CodeSuggester().fit(lines, ["only", "only"], corpus).decision_function(corpus)
    assert scores.shape == (3, 1)
    assert list(scores[:, 0].argsort()) == [0, 2, 1]


def test_a_code_that_is_near_to_everything_is_levelled_down():
    """The reason for levels: a broad code must not come first everywhere only because it is broad."""
    case, truth = apart(3, 90)
    broad = unit(case.lines[[0]] + 4 * case.corpus.mean(axis=0))
    lines, codes = np.vstack([case.lines, broad]), [*case.codes, "c0"]
    fitted = CodeSuggester().fit(lines, codes, case.corpus, case.languages)
    first = fitted.decision_function(case.corpus, case.languages).argmax(axis=1)
    assert [fitted.codes_[column] for column in first] == truth


def test_a_language_that_lies_apart_is_centred_on_its_own_mean():
    case, truth = apart(3, 200)
    shift = np.zeros(case.corpus.shape[1], np.float32)
    shift[0] = 0.9  # in the direction of the first code
    languages = ["da" if index % 2 else "en" for index in range(200)]
    moved = unit(case.corpus + shift * np.array([[index % 2] for index in range(200)]))

    def right(named: list[str] | None) -> float:
        fitted = CodeSuggester().fit(case.lines, case.codes, moved, named)
        first = fitted.decision_function(moved, named).argmax(axis=1)
        return float(np.mean([fitted.codes_[column] == code for column, code in zip(first, truth, strict=True)]))

    assert right(languages) > 0.95 > 0.85 > right(None)


def test_a_language_that_was_not_in_the_corpus_is_centred_on_the_mean_of_all():
    case, _ = apart(3, 20)
    fitted = case.fitted()
    np.testing.assert_array_equal(
        fitted.decision_function(case.corpus, ["fr"] * 20), fitted.decision_function(case.corpus, None)
    )


def test_it_is_an_estimator_of_scikit_learn():
    asked = CodeSuggester(C=3.0, known_after=7.0)
    assert asked.get_params() == {"C": 3.0, "known_after": 7.0}
    copy = clone(asked)
    assert copy is not asked
    assert copy.get_params() == asked.get_params()
    assert asked.set_params(C=1.0).C == 1.0
    case, _ = apart(3, 20)
    fitted = copy.fit(case.lines, case.codes, case.corpus)
    assert fitted is copy
    with pytest.raises(NotFittedError):
        clone(fitted).decision_function(case.corpus)
    with pytest.raises(NotFittedError):
        clone(fitted).nearest_lines(case.corpus)


def test_the_regularisation_asked_for_is_used():
    case, _ = apart(3, 40)
    weak = CodeSuggester(C=0.01).fit(case.lines, case.codes, case.corpus)
    strong = CodeSuggester(C=100.0).fit(case.lines, case.codes, case.corpus)
    assert np.abs(weak.weights_).sum() < np.abs(strong.weights_).sum() / 10


def test_shapes_that_do_not_fit_are_refused():
    case, _ = apart(3, 5)
    with pytest.raises(ValueError, match="2 codes for 12 lines"):
        CodeSuggester().fit(case.lines, ["a", "b"], case.corpus)
    with pytest.raises(ValueError, match="0 sample"):
        CodeSuggester().fit(np.zeros((0, 3), np.float32), [], case.corpus[:, :3])

"""The estimator: what holds for any decisions, and what it comes to where the truth was simulated and so is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression

from fgcoder.suggesting.measures import calibration_error, hit, mean_average_precision
from fgcoder.suggesting.suggester import CodeSuggester

Vectors = NDArray[np.float32]
Truth = NDArray[np.float64]
SOME = settings(max_examples=40, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def sigmoid(odds: NDArray[np.floating]) -> Truth:
    return 1 / (1 + np.exp(-np.asarray(odds, float)))


def odds_of(probabilities: NDArray[np.floating]) -> Truth:
    stated = np.asarray(probabilities, float)
    return np.log(stated / (1 - stated))


# What holds for any decisions


@dataclass(frozen=True)
class Case:
    """Decided segments, and others to be judged."""

    vectors: Vectors
    truth: Truth
    starting: Vectors
    asked: Vectors
    asked_starting: Vectors

    def fitted(self) -> CodeSuggester:
        return CodeSuggester().fit(self.vectors, self.truth, self.starting)

    def predicted(self, suggester: CodeSuggester | None = None) -> Vectors:
        return (suggester or self.fitted()).predict_proba(self.asked, self.asked_starting)

    def columns(self, chosen: list[int]) -> Case:
        return Case(
            self.vectors, self.truth[:, chosen], self.starting[:, chosen], self.asked, self.asked_starting[:, chosen]
        )

    def rows(self, chosen: list[int]) -> Case:
        return Case(self.vectors[chosen], self.truth[chosen], self.starting[chosen], self.asked, self.asked_starting)


@st.composite
def cases(draw: st.DrawFn, min_segments: int = 0, min_codes: int = 1) -> Case:
    """Any answers at all: none given, all given, some not known; some segments stand there twice."""
    random = np.random.default_rng(draw(SEEDS))
    count, codes, width = draw(st.integers(min_segments, 14)), draw(st.integers(min_codes, 5)), draw(st.integers(2, 6))
    answers = draw(st.sampled_from([(0.0,), (1.0,), (np.nan,), (0.0, 1.0), (0.0, np.nan), (0.0, 1.0, np.nan)]))
    vectors = unit(random.normal(size=(count + 6, width)))
    starting = random.normal(size=(count + 6, codes)).astype(np.float32)
    truth = random.choice(answers, (count, codes))
    if count > 1 and draw(st.booleans()):
        half = count // 2
        vectors[half : 2 * half], starting[half : 2 * half] = vectors[:half], starting[:half]
        if draw(st.booleans()):
            truth[half : 2 * half] = truth[:half]
    return Case(vectors[:count], truth, starting[:count], vectors[count:], starting[count:])


@SOME
@given(cases())
def test_there_is_a_probability_for_every_segment_and_code(case: Case):
    fitted = case.fitted()
    for found, shape in (
        (case.predicted(fitted), case.asked_starting.shape),
        (fitted.predict_proba_left_out(), case.truth.shape),
    ):
        assert found.shape == shape
        assert found.dtype == np.float32
        assert ((found > 0) & (found < 1)).all()


@SOME
@given(cases(min_segments=2), st.data())
def test_the_order_of_decided_segments_does_not_matter(case: Case, data: st.DataObject):
    order = data.draw(st.permutations(range(len(case.truth))))
    turned = case.rows(order)
    np.testing.assert_allclose(turned.predicted(), case.predicted(), atol=1e-3)
    np.testing.assert_allclose(
        turned.fitted().predict_proba_left_out(), case.fitted().predict_proba_left_out()[order], atol=1e-3
    )


@SOME
@given(cases(min_codes=2), st.data())
def test_permuted_codes_give_permuted_columns(case: Case, data: st.DataObject):
    order = data.draw(st.permutations(range(case.truth.shape[1])))
    np.testing.assert_allclose(case.columns(order).predicted(), case.predicted()[:, order], atol=1e-3)


@SOME
@given(cases(), st.permutations(range(6)))
def test_permuted_segments_give_permuted_probabilities(case: Case, order: list[int]):
    fitted = case.fitted()
    turned = fitted.predict_proba(case.asked[order], case.asked_starting[order])
    np.testing.assert_allclose(turned, case.predicted(fitted)[order], atol=1e-6)
    alone = fitted.predict_proba(case.asked[:1], case.asked_starting[:1])
    np.testing.assert_allclose(alone, case.predicted(fitted)[:1], atol=1e-6)


@SOME
@given(cases(min_segments=1))
def test_the_same_text_twice_gets_the_same_probabilities(case: Case):
    twice = case.fitted().predict_proba(np.repeat(case.asked, 2, axis=0), np.repeat(case.asked_starting, 2, axis=0))
    np.testing.assert_allclose(twice[::2], twice[1::2], atol=1e-6)


@SOME
@given(cases(min_codes=2), st.data())
def test_codes_can_be_added_or_removed_between_fits_and_a_refit_forgets(case: Case, data: st.DataObject):
    kept = data.draw(st.lists(st.integers(0, case.truth.shape[1] - 1), min_size=1, unique=True))
    fewer = case.columns(kept)
    one = case.fitted()
    one.fit(fewer.vectors, fewer.truth, fewer.starting)
    assert np.array_equal(fewer.predicted(one), fewer.predicted())
    assert np.array_equal(one.predict_proba_left_out(), fewer.fitted().predict_proba_left_out())
    one.fit(case.vectors, case.truth, case.starting)
    assert np.array_equal(case.predicted(one), case.predicted())
    one.fit(case.vectors[:0], case.truth[:0], case.starting[:0])
    assert np.array_equal(case.predicted(one), case.rows([]).predicted())
    assert one.predict_proba_left_out().shape == (0, case.truth.shape[1])


@SOME
@given(cases(min_segments=1))
def test_a_code_that_was_always_given_rises_and_one_that_never_was_falls(case: Case):
    assume(not np.isnan(case.truth).any())
    usual = case.rows([]).fitted().intercepts_
    intercepts = case.fitted().intercepts_
    given_, codes = case.truth.mean(axis=0), case.truth.shape[1]
    if (given_ == 1).all():
        assert (intercepts > usual).all()
    elif (given_ == 0).all():
        assert (intercepts < usual).all()
    elif codes > 1 and (given_ == 1).any() and (given_ == 0).any():
        assert intercepts[given_ == 1].min() > intercepts[given_ == 0].max()


# What is not known


@SOME
@given(cases(min_segments=1), st.data())
def test_where_nothing_is_known_of_a_segment_it_says_nothing_of_how_often_codes_are_given(
    case: Case, data: st.DataObject
):
    blank = np.full((data.draw(st.integers(1, 5)), case.truth.shape[1]), np.nan)
    more = Case(
        np.vstack([case.vectors, case.asked[: len(blank)]]),
        np.vstack([case.truth, blank]),
        np.vstack([case.starting, case.asked_starting[: len(blank)]]),
        case.asked,
        case.asked_starting,
    ).fitted()
    np.testing.assert_allclose(more.intercepts_, case.fitted().intercepts_, atol=1e-9)
    assert more.slope_ == pytest.approx(case.fitted().slope_)


@SOME
@given(cases(), st.integers(1, 5))
def test_nothing_known_at_all_leaves_the_codebook(case: Case, count: int):
    blank = np.full((count, case.truth.shape[1]), np.nan)
    fitted = CodeSuggester().fit(case.asked[:count], blank, case.asked_starting[:count])
    np.testing.assert_allclose(case.predicted(fitted), case.rows([]).predicted(), atol=1e-6)


@SOME
@given(SEEDS)
def test_an_open_answer_lies_between_yes_and_no(seed: int):
    random = np.random.default_rng(seed)
    vectors, starting = unit(random.normal(size=(8, 6))), random.normal(size=(8, 4)).astype(np.float32)
    truth = (random.random((8, 4)) < 0.3).astype(float)
    found = []
    for answer in (0.0, np.nan, 1.0):
        truth[0, 1] = answer
        found.append(CodeSuggester().fit(vectors, truth, starting).predict_proba(vectors[:1], starting[:1])[0, 1])
    assert found[0] < found[1] < found[2]


# Before and after the first decision


@SOME
@given(SEEDS, st.integers(1, 30), st.integers(1, 40))
def test_before_any_decision_codes_are_ranked_as_by_the_codebook(seed: int, codes: int, segments: int):
    random = np.random.default_rng(seed)
    starting = random.normal(size=(segments, codes)).astype(np.float32)
    vectors = unit(random.normal(size=(segments, 3)))
    fitted = CodeSuggester().fit(vectors[:0], np.zeros((0, codes)), starting[:0])
    found = fitted.predict_proba(vectors, starting)
    in_order = np.take_along_axis(found, starting.argsort(axis=1), axis=1)
    assert (np.diff(in_order, axis=1) >= 0).all()
    # Across segments too: the codebook's score alone decides.
    assert (np.diff(found.ravel()[starting.ravel().argsort()]) >= 0).all()


@pytest.mark.parametrize("codes", [4, 12, 40])
@pytest.mark.parametrize("expected", [0.5, 1.0, 2.0])
def test_before_any_decision_as_many_codes_as_usual_are_expected(codes: int, expected: float):
    starting = np.random.default_rng(codes).normal(size=(20_000, codes)).astype(np.float32)
    fitted = CodeSuggester(expected=expected).fit(np.zeros((0, 3), np.float32), np.zeros((0, codes)), starting[:0])
    found = fitted.predict_proba(np.zeros((20_000, 3), np.float32), starting)
    assert found.sum(axis=1).mean() == pytest.approx(expected, rel=0.02)


def like(vector: Vectors, random: np.random.Generator) -> Vectors:
    return unit(vector + 0.1 * unit(random.normal(size=vector.shape)))


@SOME
@given(SEEDS, st.integers(2, 20))
def test_the_first_code_applied_is_likelier_for_a_like_segment(seed: int, codes: int):
    random = np.random.default_rng(seed)
    vectors, starting = unit(random.normal(size=(1, 20))), random.normal(size=(1, codes)).astype(np.float32)
    near, truth = like(vectors, random), np.zeros((1, codes))
    before = CodeSuggester().fit(vectors[:0], truth[:0], starting[:0]).predict_proba(near, starting)[0]
    truth[0, 0] = 1
    after = CodeSuggester().fit(vectors, truth, starting).predict_proba(near, starting)[0]
    gained = odds_of(after) - odds_of(before)
    assert gained[0] > gained[1:].max()
    # One that was expected anyway can fall, where others that were expected too were not given.
    if before[0] < 0.3:
        assert after[0] > before[0]


@SOME
@given(SEEDS, st.integers(1, 20))
def test_the_first_code_rejected_is_less_likely_for_a_like_segment(seed: int, codes: int):
    random = np.random.default_rng(seed)
    vectors, starting = unit(random.normal(size=(1, 20))), random.normal(size=(1, codes)).astype(np.float32)
    near, truth = like(vectors, random), np.full((1, codes), np.nan)
    before = CodeSuggester().fit(vectors[:0], truth[:0], starting[:0]).predict_proba(near, starting)[0]
    truth[0, 0] = 0
    after = CodeSuggester().fit(vectors, truth, starting).predict_proba(near, starting)[0]
    gained = odds_of(after) - odds_of(before)
    assert after[0] < before[0]
    if codes > 1:
        assert gained[0] < gained[1:].mean()


# Left-out predictions


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from([(0.0, 1.0), (0.0, 0.0, 1.0, np.nan)]), st.integers(1, 4), st.booleans())
def test_left_out_predictions_are_those_of_a_fit_without_the_segment(
    seed: int, answers: tuple[float, ...], codes: int, twice: bool
):
    random = np.random.default_rng(seed)
    vectors, starting = unit(random.normal(size=(25, 6))), random.normal(size=(25, codes)).astype(np.float32)
    if twice:
        vectors[12:24] = vectors[:12]
    truth = random.choice(answers, (25, codes))
    fitted = CodeSuggester().fit(vectors, truth, starting)
    expected = fitted.intercepts_ + fitted.slope_ * starting.astype(float)
    surprise = np.nan_to_num(truth - sigmoid(expected))
    without = np.empty_like(expected)
    for row in range(25):
        others = np.arange(25) != row
        kept = vectors[others].astype(float)
        weights = np.linalg.solve(kept.T @ kept + fitted.strength * np.eye(6), kept.T @ surprise[others])
        without[row] = vectors[row].astype(float) @ weights
    odds = fitted.blend_[:3] @ np.stack([np.ones_like(expected), expected, without]).reshape(3, -1)
    odds = odds.reshape(expected.shape)
    if codes > 1:
        others = np.array([[np.delete(row, column).max() for column in range(codes)] for row in odds])
        odds = fitted.rivalry_[0] + fitted.rivalry_[1] * odds + fitted.rivalry_[2] * others
    np.testing.assert_allclose(fitted.predict_proba_left_out(), sigmoid(odds), atol=1e-4)
    assert not np.allclose(fitted.predict_proba_left_out(), fitted.predict_proba(vectors, starting), atol=1e-3)


# scikit-learn's conventions

CHANGED = {"strength": 9.0, "slope": 0.5, "expected": 3.0, "steadiness": 60.0, "remembered": 20, "random_state": 4}


def chance(count: int = 60, codes: int = 4) -> Case:
    random = np.random.default_rng(11)
    vectors, starting = unit(random.normal(size=(count + 9, 6))), random.normal(size=(count + 9, codes))
    truth = (random.random((count, codes)) < sigmoid(1.5 * starting[:count] - 1)).astype(float)
    starting = starting.astype(np.float32)
    return Case(vectors[:count], truth, starting[:count], vectors[count:], starting[count:])


def test_parameters_are_got_set_cloned_and_printed():
    asked = CodeSuggester(**CHANGED)
    assert set(CodeSuggester().get_params()) == set(CHANGED)
    assert asked.get_params() == CHANGED
    copy = clone(asked)
    assert copy is not asked
    assert copy.get_params() == CHANGED
    assert CodeSuggester().set_params(**CHANGED).get_params() == CHANGED
    assert eval(repr(asked), {"CodeSuggester": CodeSuggester}).get_params() == CHANGED
    with pytest.raises(ValueError, match="Invalid parameter"):
        asked.set_params(strenght=1.0)


def test_fitting_gives_the_estimator_itself_and_leaves_parameters_and_input_alone():
    case = chance()
    copies = case.vectors.copy(), case.truth.copy(), case.starting.copy()
    asked = CodeSuggester(**CHANGED)
    assert asked.fit(case.vectors, case.truth, case.starting) is asked
    assert asked.get_params() == CHANGED
    assert asked.n_features_in_ == 6
    for copy, own in zip(copies, (case.vectors, case.truth, case.starting), strict=True):
        assert np.array_equal(copy, own)


def test_an_estimator_that_was_not_fitted_or_is_a_clone_of_one_that_was_says_so():
    case = chance()
    for unfitted in (CodeSuggester(), clone(case.fitted())):
        with pytest.raises(NotFittedError):
            case.predicted(unfitted)
        with pytest.raises(NotFittedError):
            unfitted.predict_proba_left_out()


@pytest.mark.parametrize("name", [name for name in CHANGED if name != "random_state"])
def test_every_parameter_is_used(name: str):
    case = chance()
    changed = CodeSuggester(**{name: CHANGED[name]}).fit(case.vectors, case.truth, case.starting)
    assert not np.allclose(case.predicted(changed), case.predicted(), atol=1e-4)


def test_the_same_input_gives_the_same_output_and_the_seed_says_which():
    case = chance()

    def predicted(seed: int) -> Vectors:
        suggester = CodeSuggester(remembered=20, random_state=seed)
        return case.predicted(suggester.fit(case.vectors, case.truth, case.starting))

    assert np.array_equal(predicted(0), predicted(0))
    assert not np.array_equal(predicted(0), predicted(1))
    np.random.default_rng(1).random()
    assert np.array_equal(predicted(1), predicted(1))


def test_left_out_predictions_come_for_all_segments_though_only_some_are_remembered():
    case = chance()
    suggester = CodeSuggester(remembered=20).fit(case.vectors, case.truth, case.starting)
    assert suggester.predict_proba_left_out().shape == case.truth.shape
    near = np.abs(suggester.predict_proba_left_out() - suggester.predict_proba(case.vectors, case.starting))
    assert near.max() < 0.5


@pytest.mark.parametrize(
    ("vectors", "truth", "starting"),
    [((5, 3), (4, 2), (4, 2)), ((5, 3), (5, 2), (5, 3)), ((5, 3), (5,), (5,)), ((5,), (5, 2), (5, 2))],
)
def test_shapes_that_do_not_fit_are_refused(
    vectors: tuple[int, ...], truth: tuple[int, ...], starting: tuple[int, ...]
):
    with pytest.raises(ValueError, match="do not fit together"):
        CodeSuggester().fit(np.zeros(vectors, np.float32), np.zeros(truth), np.zeros(starting, np.float32))


# Where the truth is known

HELD_OUT = slice(400, None)
STAGES = (5, 25, 100, 400)
DRAWS = range(5)
MORE_DRAWS = range(12)


class Study(NamedTuple):
    """Segments whose codes depend on the codebook's scores and, beyond these, on their vectors."""

    vectors: Vectors
    starting: Vectors
    given: Truth


@cache
def simulated(seed: int, per_segment: float) -> Study:
    """Draw a study of ten codes, each given to a segment independently of the others."""
    random = np.random.default_rng(seed)
    count, codes, width = 900, 10, 24
    vectors = unit(random.normal(size=(count, width)))

    def standardised(values: NDArray[np.floating]) -> Truth:
        return (values - values.mean()) / values.std()

    meaning = standardised(vectors @ random.normal(size=(width, codes)))
    starting = standardised(meaning + random.normal(size=(count, codes)))
    beyond = standardised(vectors @ random.normal(size=(width, codes)))
    odds = 1.5 * starting + 1.5 * meaning + beyond + random.normal(size=codes)
    odds = odds - _shift(odds, per_segment)
    return Study(vectors, starting.astype(np.float32), (random.random(odds.shape) < sigmoid(odds)).astype(float))


def _shift(odds: Truth, per_segment: float) -> float:
    low, high = -20.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(odds - middle).sum(axis=1).mean() > per_segment else (low, middle)
    return low


@cache
def learnt(seed: int, per_segment: float, decided: int) -> CodeSuggester:
    study = simulated(seed, per_segment)
    return CodeSuggester().fit(study.vectors[:decided], study.given[:decided], study.starting[:decided])


def judged(seed: int, per_segment: float, decided: int) -> tuple[Vectors, Truth]:
    study = simulated(seed, per_segment)
    suggester = learnt(seed, per_segment, decided)
    return suggester.predict_proba(study.vectors[HELD_OUT], study.starting[HELD_OUT]), study.given[HELD_OUT]


def regression(study: Study, decided: int) -> Truth:
    """What scikit-learn makes of the same vectors: a regression a code, and 0 or 1 where all answers are the same."""
    found = np.empty_like(study.given[HELD_OUT])
    for column, answers in enumerate(study.given[:decided].T):
        if answers.min() == answers.max():
            found[:, column] = answers[0]
        else:
            one = LogisticRegression(max_iter=1000).fit(study.vectors[:decided], answers)
            found[:, column] = one.predict_proba(study.vectors[HELD_OUT])[:, 1]
    return found


def quality(scores: NDArray[np.floating], truth: Truth) -> tuple[float, float]:
    precision, first = mean_average_precision(scores, truth), hit(scores, truth, 1)
    assert precision is not None
    assert first is not None
    return precision, first


@pytest.mark.parametrize("per_segment", [1.2, 3.0], ids=["about one code", "several codes"])
@pytest.mark.parametrize("decided", STAGES)
def test_learning_does_no_harm(per_segment: float, decided: int):
    ours, codebook, theirs = [], [], []
    for seed in DRAWS:
        study = simulated(seed, per_segment)
        found, truth = judged(seed, per_segment, decided)
        ours.append(quality(found, truth))
        codebook.append(quality(study.starting[HELD_OUT], truth))
        theirs.append(quality(regression(study, decided), truth))
    for name, other in (("codebook", codebook), ("regression", theirs)):
        assert (np.mean(ours, axis=0) > np.mean(other, axis=0) - 0.01).all(), (name, ours, other)


@pytest.mark.parametrize("per_segment", [1.2, 3.0], ids=["about one code", "several codes"])
def test_more_decisions_make_better_suggestions(per_segment: float):
    course = [np.mean([quality(*judged(seed, per_segment, n)) for seed in DRAWS], axis=0) for n in (0, 25, 100, 400)]
    assert (np.diff(course, axis=0) > 0).all()
    assert (course[-1] - course[0] > 0.04).all()


@pytest.mark.parametrize("per_segment", [1.2, 3.0], ids=["about one code", "several codes"])
def test_probabilities_are_the_shares_that_turn_out_right(per_segment: float):
    studies = [judged(seed, per_segment, 400) for seed in MORE_DRAWS]
    assert np.mean([calibration_error(*study) for study in studies]) < 0.03
    found, truth = map(np.concatenate, zip(*studies, strict=True))
    tenths = np.clip((found * 10).astype(int), 0, 9)
    for tenth in range(10):
        inside = tenths == tenth
        assert inside.sum() > 100
        assert truth[inside].mean() == pytest.approx(found[inside].mean(), abs=0.05), tenth


def test_left_out_predictions_are_as_good_as_those_of_segments_not_seen():
    course = []
    for seed in MORE_DRAWS:
        study, suggester = simulated(seed, 1.2), learnt(seed, 1.2, 400)
        itself = suggester.predict_proba(study.vectors[:400], study.starting[:400])
        both = (itself, suggester.predict_proba_left_out())
        course.append([*(quality(one, study.given[:400])[0] for one in both), quality(*judged(seed, 1.2, 400))[0]])
    seen, left_out, held_out = np.mean(course, axis=0)
    assert left_out == pytest.approx(held_out, abs=0.02)
    assert seen > held_out + 0.04


@pytest.mark.parametrize("seed", range(4))
def test_a_strong_rival_speaks_against_a_code_where_segments_get_one_code_each(seed: int):
    random = np.random.default_rng(seed)
    study = simulated(seed, 1.2)
    odds = 2 * study.starting + study.vectors @ (4 * random.normal(size=(24, 10)))
    one_each = np.eye(10)[(odds + random.gumbel(size=odds.shape)).argmax(axis=1)]
    fitted = CodeSuggester().fit(study.vectors[:400], one_each[:400], study.starting[:400])
    assert fitted.rivalry_[2] < -0.2
    many = learnt(seed, 3.0, 400)
    assert many.rivalry_[2] == pytest.approx(0, abs=0.1)

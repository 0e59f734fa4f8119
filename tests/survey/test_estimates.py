"""Weighted shares and their intervals, held against statsmodels, samplics and closed forms."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fgcoder.survey.estimates import Design, estimate

PEOPLE = 600


@pytest.fixture
def people():
    draw = np.random.default_rng(7)
    weights = draw.uniform(0.3, 3, PEOPLE)
    chosen = draw.random(PEOPLE) < 0.2
    strata = draw.integers(0, 4, PEOPLE)
    return chosen, weights, strata, strata * 10 + draw.integers(0, 8, PEOPLE)


def everybody(count=PEOPLE):
    return np.ones(count, bool)


def design(weights, strata=None, clusters=None):
    count = len(weights)
    return Design(
        np.asarray(weights, float),
        np.zeros(count, int) if strata is None else strata,
        np.arange(count) if clusters is None else clusters,
    )


@pytest.mark.filterwarnings("ignore:cov_type not fully supported")
@pytest.mark.parametrize("clustered", [False, True])
def test_as_a_logistic_regression_with_robust_errors(people, clustered):
    """Statsmodels' GLM on a constant alone, its sandwich over sampling units, with the factor n/(n-1) it leaves out."""
    chosen, weights, _, clusters = people
    units = clusters if clustered else np.arange(PEOPLE)
    model = sm.GLM(chosen.astype(float), np.ones((PEOPLE, 1)), family=sm.families.Binomial(), var_weights=weights)
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": units, "use_correction": False})
    count = len(set(units))
    reach = stats.t.ppf(0.975, count - 1) * fitted.bse[0] * np.sqrt(count / (count - 1))
    found = estimate(chosen, everybody(), design(weights, clusters=units))
    expected = [1 / (1 + np.exp(-(fitted.params[0] + step))) for step in (0, -reach, reach)]
    assert [found.value, found.low, found.high] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("stratified", "clustered", "low", "high"),
    [
        (False, False, 0.18532324432330557, 0.25856814336619155),
        (True, False, 0.18531845211949943, 0.25857422855398177),
        (False, True, 0.18290983289160764, 0.26166014926511977),
        (True, True, 0.1824741083292903, 0.2622243098408741),
    ],
)
def test_as_samplics_has_it(people, stratified, clustered, low, high):
    """What samplics 0.6.0, `TaylorEstimator(PopParam.prop)`, gives for the same people; it is no longer maintained."""
    chosen, weights, strata, clusters = people
    found = estimate(
        chosen, everybody(), design(weights, strata if stratified else None, clusters if clustered else None)
    )
    assert [found.value, found.low, found.high] == pytest.approx([0.21976147536915347, low, high], rel=1e-12)


def test_people_outside_the_domain_stay_in_the_design(people):
    """A domain of whole strata is a sample by itself; one across sampling units is not (samplics 0.6.0, as above)."""
    chosen, weights, strata, clusters = people
    one = strata == 2
    alone = estimate(chosen[one], everybody(one.sum()), design(weights[one], strata[one], clusters[one]))
    inside = estimate(chosen, one, design(weights, strata, clusters))
    assert astuple(inside) == pytest.approx(astuple(alone))
    inside = np.random.default_rng(11).integers(0, 2, PEOPLE) == 1
    across = estimate(chosen, inside, design(weights, clusters=clusters))
    within = estimate(chosen[inside], everybody(inside.sum()), design(weights[inside], clusters=clusters[inside]))
    assert (across.low, across.high) == pytest.approx((within.low, within.high))  # every sampling unit is in it
    halved = clusters % 10 < 4
    across = estimate(chosen, halved, design(weights, clusters=clusters))
    within = estimate(chosen[halved], everybody(halved.sum()), design(weights[halved], clusters=clusters[halved]))
    assert across.low != within.low


@pytest.mark.parametrize("base", [1, 3, 50, 400])
def test_none_and_all_have_the_exact_interval(base):
    """Clopper and Pearson's, as SciPy has it; among equal weights the effective base is the base."""
    none = estimate(np.zeros(base, bool), everybody(base), design(np.full(base, 2.0)))
    exact = stats.binomtest(0, base).proportion_ci(0.95, method="exact")
    assert (none.value, none.low) == (0, 0)
    assert none.high == pytest.approx(exact.high)
    every = estimate(everybody(base), everybody(base), design(np.full(base, 2.0)))
    assert (every.value, every.high, every.low) == (1, 1, pytest.approx(1 - exact.high))


def test_unequal_weights_say_less():
    """Kish's effective base of weights 1 and 3 is 80 % of the number."""
    even, uneven = (estimate(np.zeros(100, bool), everybody(100), design(w)) for w in ([2] * 100, [1, 3] * 50))
    assert uneven.high == pytest.approx(1 - 0.025 ** (1 / 80))
    assert uneven.high > even.high


def _none_and_all(design):
    """The upper bound where nobody gives the answer, and the lower one where everybody does."""
    count = len(design.weights)
    none = estimate(np.zeros(count, bool), everybody(count), design)
    every = estimate(everybody(count), everybody(count), design)
    assert (none.value, none.low, every.value, every.high) == (0, 0, 1, 1)
    assert every.low == pytest.approx(1 - none.high)
    return none.high


def test_none_in_few_sampling_units_says_less_than_none_among_as_many_people():
    """Korn and Graubard's effective base by their formula: 200 people in 5 units count as 100.9."""
    clusters = np.repeat(np.arange(5), 40)
    base = 200 * (stats.t.ppf(0.975, 199) / stats.t.ppf(0.975, 4)) ** 2
    assert base == pytest.approx(100.9, abs=0.05)
    upper = stats.beta.ppf(0.975, 1, base)  # Clopper and Pearson's for 0 of the base, as R's `qbeta` has it
    assert upper == pytest.approx(0.0359, abs=0.00005)
    assert _none_and_all(design(np.ones(200), clusters=clusters)) == pytest.approx(upper)
    assert _none_and_all(design(np.ones(200))) == pytest.approx(stats.beta.ppf(0.975, 1, 200))
    halves = np.repeat([0, 1], [80, 120])  # two strata cost one degree more
    base = 200 * (stats.t.ppf(0.975, 199) / stats.t.ppf(0.975, 3)) ** 2
    assert _none_and_all(design(np.ones(200), halves, clusters)) == pytest.approx(stats.beta.ppf(0.975, 1, base))


def test_none_with_weights_and_sampling_units():
    """Both cost: Kish's base for the weights, and the factor for the degrees of freedom."""
    factor = (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, 9)) ** 2
    found = _none_and_all(design([1, 3] * 50, clusters=np.repeat(np.arange(10), 10)))
    assert found == pytest.approx(stats.beta.ppf(0.975, 1, 80 * factor))


def test_kishs_base_is_what_korn_and_graubards_comes_to_where_answers_do_not_depend_on_the_weights():
    """Of answers drawn at random p(1 - p) over the mean of the linearised variance, which at 0 is nil by nil."""
    weights = np.tile([1.0, 3.0], 200)
    draw = np.random.default_rng(3)
    variances = []
    for _ in range(400):
        chosen = draw.random(400) < 0.1
        share = weights[chosen].sum() / weights.sum()
        variances.append(((weights * (chosen - share) / weights.sum()) ** 2).sum() * 400 / 399)
    assert 0.09 / np.mean(variances) == pytest.approx(0.8 * 400, rel=0.03)


def test_one_sampling_unit_says_nothing_of_the_others():
    assert _none_and_all(design(np.ones(50), clusters=np.zeros(50, int))) == 1


def test_nobody_answered():
    assert estimate(np.zeros(3, bool), np.zeros(3, bool), design([1, 1, 1])) is None
    assert estimate(everybody(3), everybody(3), design([0, 0, 0])) is None


def test_two_who_differ_say_nothing():
    found = estimate(np.array([True]), everybody(1), design([1]))
    assert found.low < 0.03
    one_each = Design(np.ones(2), np.array([0, 1]), np.array([0, 1]))
    found = estimate(np.array([True, False]), everybody(2), one_each)
    assert (found.low, found.high) == (0, 1)
    assert list(one_each.lonely()) == [0, 1]


answers = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.floats(0.05, 20), st.integers(0, 2)), min_size=4, max_size=60
)


@given(answers, st.randoms(use_true_random=False))
def test_what_must_not_matter(people, chance):
    """The order of people and the unit of the weights; and the other answers are the complement."""
    chosen, answered, weights, strata = (np.array(column) for column in zip(*people, strict=True))
    found = estimate(chosen, answered, design(weights, strata))
    if found is None:
        assert not answered.any()
        return
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.base == answered.sum()

    def same(other):
        assert [other.value, other.low, other.high] == pytest.approx([found.value, found.low, found.high], abs=1e-9)

    order = list(range(len(chosen)))
    chance.shuffle(order)
    same(estimate(chosen[order], answered[order], Design(weights[order], strata[order], np.array(order))))
    same(estimate(chosen, answered, design(weights * 7, strata)))
    other = estimate(~chosen, answered, design(weights, strata))
    assert [1 - other.value, 1 - other.high, 1 - other.low] == pytest.approx(
        [found.value, found.low, found.high], abs=1e-9
    )

"""Kappa and alpha, against their authors' worked examples, other implementations and the definitions."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from fgcoder.tables.agreement.ratings import Ratings
from fgcoder.tables.agreement.reliability import agreements
from fgcoder.tables.intervals import Way

# Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, sections A, B and C. A dot is no value.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Cohen, J. (1960), table 2: 200 patients, three diagnoses.
COHEN = ((88, 10, 2), (14, 40, 6), (18, 10, 12))


def rated(*coders: str, transcripts: list[int] | None = None) -> Ratings:
    """Ratings from one sign a segment for each coder: each sign is a code, and a segment has one or none."""
    codes = sorted(set("".join(coders)) - {"."})
    decided = np.array([[sign != "." for sign in signs] for signs in coders]).T
    applied = [
        (segment, coder, codes.index(sign))
        for coder, signs in enumerate(coders)
        for segment, sign in enumerate(signs)
        if sign != "."
    ]
    where = np.zeros(len(decided), np.int64) if transcripts is None else np.array(transcripts)
    names = tuple(f"coder {number}" for number in range(len(coders)))
    return Ratings(
        names, tuple(codes), where, decided, np.zeros_like(decided), np.array(applied, dtype=np.int64).reshape(-1, 3)
    )


def overall(*coders: str):
    made = rated(*coders)
    return agreements(made, made.coders)[1]


def test_alpha_of_two_coders_and_binary_data():
    made = rated(*BINARY)
    for one in agreements(made, made.coders)[0]:
        assert one.alpha.value == pytest.approx(0.095, abs=5e-4)
        assert one.share == pytest.approx(0.6)
    zero, _ = agreements(made, made.coders)[0]
    assert (zero.both, zero.first_only, zero.second_only, zero.neither) == (5, 3, 1, 1)


def test_alpha_of_nominal_data_is_that_of_all_codes_together():
    """A segment that has one code of several is a set of one, and two such sets differ by two codes or by none."""
    assert overall(*NOMINAL).alpha.value == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_many_coders_and_missing_values():
    made = overall(*MISSING)
    assert made.alpha.value == pytest.approx(0.743, abs=5e-4)
    assert made.segments == 11, "a segment that one coder alone has decided about tells nothing"
    assert made.kappa.value is None


def test_kappa_is_cohen_s():
    one = "".join(sign * sum(row) for sign, row in zip("abc", COHEN, strict=True))
    other = "".join(sign * count for row in COHEN for sign, count in zip("abc", row, strict=True))
    made = overall(one, other)
    assert made.kappa.value == pytest.approx(0.492, abs=5e-4)
    assert made.segments == 200


BOTH = st.integers(2, 40).flatmap(
    lambda size: st.tuples(*[st.lists(st.sampled_from("01"), min_size=size, max_size=size)] * 2)
)


@given(BOTH)
def test_kappa_of_one_code_is_scikit_learn_s(pair):
    one, other = map("".join, pair)
    made = rated(one, other)
    figures = dict(zip(made.codes, agreements(made, made.coders, with_intervals=False)[0], strict=True))
    theirs = cohen_kappa_score(list(one), list(other), labels=["0", "1"]) if len(set(one + other)) > 1 else np.nan
    for ours in figures.values():
        if np.isnan(theirs):
            assert ours.kappa.value is None
        else:
            assert ours.kappa.value == pytest.approx(theirs, abs=1e-12)
        assert ours.both + ours.first_only + ours.second_only + ours.neither == ours.segments == len(one)


def by_definition(coders: list[str], code: str) -> float | None:
    """Alpha from its definition: every pair of values within a unit against every pair of values at all."""
    units = [[sign == code for sign in signs if sign != "."] for signs in zip(*coders, strict=True)]
    units = [values for values in units if len(values) > 1]
    everything = [value for values in units for value in values]
    observed = sum(sum(a != b for a, b in permutations(values, 2)) / (len(values) - 1) for values in units)
    expected = sum(a != b for a, b in permutations(everything, 2)) / max(len(everything) - 1, 1)
    return 1 - observed / expected if expected else None


SEVERAL = st.integers(1, 9).flatmap(
    lambda size: st.lists(st.text("ab.", min_size=size, max_size=size), min_size=2, max_size=5)
)


@given(SEVERAL)
def test_alpha_of_one_code_is_its_definition(coders: list[str]):
    made = rated(*coders)
    for code, ours in zip(made.codes, agreements(made, made.coders, with_intervals=False)[0], strict=True):
        wanted = by_definition(coders, code)
        assert ours.alpha.value == (None if wanted is None else pytest.approx(wanted, abs=1e-12))


@given(SEVERAL)
def test_neither_the_order_of_coders_nor_that_of_segments_matters(coders: list[str]):
    there, back = overall(*coders), overall(*[signs[::-1] for signs in coders[::-1]])
    assert (there.segments, there.used, there.differed) == (back.segments, back.used, back.differed)
    assert there.alpha.value == (None if back.alpha.value is None else pytest.approx(back.alpha.value, abs=1e-12))


def drawn(count: int, n_transcripts: int, seed: int = 3) -> Ratings:
    """Two coders who agree in some transcripts more than in others."""
    random = np.random.default_rng(seed)
    transcripts = np.sort(random.integers(0, n_transcripts, count))
    one = random.random(count) < 0.4
    other = np.where(random.random(count) < 0.05 + 0.03 * transcripts, ~one, one)
    signs = ["".join("01"[int(value)] for value in coder) for coder in (one, other)]
    return rated(*signs, transcripts=transcripts.tolist())


@pytest.mark.parametrize("statistic", ["kappa", "alpha"])
def test_the_interval_is_scipy_s_bootstrap_over_transcripts(statistic: str):
    made = drawn(400, 12)
    ones = np.zeros((400, 2), bool)
    code = made.codes.index("1")
    at = made.applied[made.applied[:, 2] == code]
    ones[at[:, 0], at[:, 1]] = True

    def of(*chosen):
        rows = np.concatenate([np.flatnonzero(made.transcripts == name) for name in chosen[0]])
        a, b = ones[rows].T
        if statistic == "kappa":
            return cohen_kappa_score(a, b)
        values = np.concatenate([a, b])
        n = len(values)
        return 1 - (n - 1) * 2 * (a != b).sum() / 2 / (values.sum() * (n - values.sum()))

    scipys = stats.bootstrap(
        (np.arange(12),), of, vectorized=False, method="percentile", n_resamples=1500, rng=np.random.default_rng(1)
    ).confidence_interval
    ours = getattr(agreements(made, made.coders)[0][code], statistic)
    assert ours.way is Way.TRANSCRIPTS
    assert (ours.low, ours.high) == pytest.approx((scipys.low, scipys.high), abs=0.03)
    assert ours.low < ours.value < ours.high


def test_segments_are_resampled_where_transcripts_are_few():
    made = drawn(200, 3)
    single, together = agreements(made, made.coders)
    assert {one.alpha.way for one in (*single, together)} == {Way.SEGMENTS}


@settings(max_examples=20)
@given(st.integers(0, 4), st.integers(0, 4))
def test_a_handful_has_no_interval(used: int, differed: int):
    one = "1" * used + "0" * differed + "0" * 40
    other = "1" * used + "1" * differed + "0" * 40
    made = rated(one, other)
    for figure in agreements(made, made.coders)[0]:
        assert (figure.alpha.low, figure.alpha.high, figure.alpha.way) == (None, None, Way.NONE)


def test_the_share_of_many_coders_is_that_of_irr_cac():
    """On the same data irrCAC for R (Gwet 2014) prints 0.8181818; two values that differ do so about two codes."""
    made = overall(*MISSING)
    assert made.share == pytest.approx(1 - 2 * (1 - 0.8181818) / 5, abs=1e-7)


def test_a_segment_counts_once_in_the_share_however_many_decided_about_it():
    made = rated("a" * 14, "bbbb" + "a" * 10, "bbbb" + "." * 10)
    single, together = agreements(made, made.coders, with_intervals=False)
    assert [one.share for one in (*single, together)] == [pytest.approx((4 / 3 + 10) / 14)] * 3


@given(SEVERAL)
def test_the_share_of_one_code_is_its_definition(coders: list[str]):
    made = rated(*coders)
    single, together = agreements(made, made.coders, with_intervals=False)
    for code, ours in zip(made.codes, single, strict=True):
        units = [[sign == code for sign in signs if sign != "."] for signs in zip(*coders, strict=True)]
        units = [values for values in units if len(values) > 1]
        pairs = [[a == b for a, b in permutations(values, 2)] for values in units]
        wanted = np.mean([np.mean(of_one) for of_one in pairs]) if any(map(any, units)) else None
        assert ours.share == (None if wanted is None else pytest.approx(wanted, abs=1e-12))
    told = [one.share for one in single if one.share is not None]
    assert together.share == (pytest.approx(np.mean(told), abs=1e-12) if told else None)


def test_codes_that_nobody_gave_in_what_is_compared_change_nothing():
    made = rated("aaaaaaaac.", "aaaaaabb..")
    before, after = rated("aaaaaaaa", "aaaaaabb"), replace(made, codes=(*made.codes, "", "rejected"))
    assert agreements(after, after.coders)[1] == agreements(before, before.coders)[1]
    assert agreements(before, before.coders)[1].share == pytest.approx(0.75)
    assert [one.share for one in agreements(after, after.coders)[0]] == [0.75, 0.75, None, None, None]


@pytest.mark.parametrize(("apart", "has"), [(4, False), (5, True)])
def test_a_segment_is_differed_about_once_whatever_the_codes(apart: int, has: bool):
    """One code against another is two codes apart and one segment, for all codes together as for each."""
    made = overall("a" * apart + "ab" * 10, "b" * apart + "ab" * 10)
    assert (made.used, made.differed) == (apart + 20, apart)
    for figure in (made.kappa, made.alpha):
        assert (figure.low is not None, figure.high is not None, figure.way is Way.SEGMENTS) == (has,) * 3


def test_coders_who_never_met_have_no_figures():
    made = rated("01..", "..01")
    single, together = agreements(made, made.coders)
    assert {(one.segments, one.share, one.alpha.value, one.kappa.value) for one in (*single, together)} == {
        (0, None, None, None)
    }

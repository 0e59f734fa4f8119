"""What agreement leaves out, as one coder alone decided about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.tables.agreement.passed_over import PassedOver, decided_alone, passed_over
from fgcoder.tables.agreement.ratings import Ratings
from fgcoder.tables.agreement.reliability import agreements

CODES = "ab"
NONE_FITS = "0"


def rated(*coders: str, transcripts: str = "") -> Ratings:
    """Ratings from one sign a segment for each coder: a code, `0` where none fits, a dot where nothing was decided."""
    decided = np.array([[sign != "." for sign in signs] for signs in coders]).T
    applied = [
        (segment, coder, CODES.index(sign))
        for coder, signs in enumerate(coders)
        for segment, sign in enumerate(signs)
        if sign in CODES
    ]
    where = np.array([ord(name) for name in transcripts or "x" * len(coders[0])])
    names = tuple("xyz"[: len(coders)])
    return Ratings(
        names, tuple(CODES), where, decided, np.zeros_like(decided), np.array(applied, np.int64).reshape(-1, 3)
    )


def of(*coders: str, transcripts: str = "") -> PassedOver:
    made = rated(*coders, transcripts=transcripts)
    return passed_over(made, made.coders)


def test_what_one_coder_alone_decided_about_is_counted_where_the_two_are_compared():
    assert of("aab.aa", "aabb..", transcripts="111122").alone == 1
    assert of("aab0", "aabb").alone == 0


def test_alpha_would_be_what_it_is_if_the_other_had_found_that_no_code_fits():
    told = rated("aabba0bb", "aabb00.b"), rated("aabba0bb", "aabb000b")
    as_if = agreements(told[1], told[1].coders)[1].alpha.value
    assert passed_over(told[0], told[0].coders).alpha == pytest.approx(as_if)
    assert agreements(told[0], told[0].coders)[1].alpha.value > as_if


def test_nothing_is_supposed_where_nothing_was_passed_over_or_coders_are_more_than_two():
    assert of("aabb", "aab0").alpha is None
    three = of("aabb.", "aab.b", "aa...")
    assert (three.alone, three.alpha) == (2, None)


def test_whoever_coded_all_they_decided_about_is_named():
    assert of("aab.", "aabb").always_coding == ("x", "y")
    assert of("aab0", "aabb").always_coding == ("y",)
    assert of("aaba0", "aabb.", transcripts="11112").always_coding == ("x", "y"), "elsewhere it says nothing of these"


SIGNS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        *[st.text("ab0.", min_size=size, max_size=size)] * 2, st.text("12", min_size=size, max_size=size)
    )
)


@given(SIGNS)
def test_a_count_segment_by_segment_finds_the_same(signs: tuple[str, str, str]):
    one, other, transcripts = signs
    made = rated(one, other, transcripts=transcripts)
    rows = list(zip(one, other, transcripts, strict=True))
    shared = {name for a, b, name in rows if a != "." and b != "."}
    alone = sum((a == ".") != (b == ".") for a, b, name in rows if name in shared)
    found = passed_over(made, made.coders)
    assert found.alone == decided_alone(made, made.coders) == alone
    always = [coder for at, coder in enumerate("xy") if not any(r[at] == NONE_FITS for r in rows if r[2] in shared)]
    assert list(found.always_coding) == always
    turned = replace(made, decided=made.decided.copy())
    passed_over(turned, turned.coders)
    assert (turned.decided == made.decided).all(), "the ratings stay as they were"

"""Figures are rounded so that none is told from little, and all from nearly all."""

from __future__ import annotations

import pytest

from fgcoder.rounding import decimals_for, per_cent, percent_done


@pytest.mark.parametrize(
    ("share", "highest", "printed"),
    [
        (0.0, 1.0, "0 %"),
        (0.004, 1.0, "<1 %"),
        (0.0004, 0.05, "<0.1 %"),
        (0.5, 1.0, "50 %"),
        (0.996, 1.0, ">99 %"),
        (1.0, 1.0, "100 %"),
        (1 - 1e-12, 1.0, "100 %"),
        (1e-12, 1.0, "0 %"),
    ],
)
def test_only_none_is_printed_as_none_and_only_all_as_all(share: float, highest: float, printed: str) -> None:
    assert per_cent(share, decimals_for(highest)) == printed


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 9, 0), (1, 1000, 1), (999, 1000, 99), (1000, 1000, 100), (1, 3, 33), (0, 0, 0)]
)
def test_percentages_of_progress_are_whole_but_never_claim_none_or_all(part: int, whole: int, shown: int) -> None:
    assert percent_done(part, whole) == shown

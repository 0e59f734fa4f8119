"""The table itself."""

from __future__ import annotations

import pandas as pd
import pytest

from fgcoder.rounding import per_cent
from fgcoder.tabular import Row, RowKind, Table

ROWS = (Row(RowKind.THEME, "a", "A"), Row(RowKind.CODE, "b", "B", 1, ("A",)))


def test_cells_come_as_plain_values_and_print_with_none_told_from_no_data() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([0, None], dtype="Int64"),
            "fraction": [1 / 3, float("nan")],
            "text": pd.Series(["x", None], index=["a", "b"]).array,
        },
        index=["a", "b"],
    )
    table = Table(frame, "T", "Row", ROWS)
    assert table.values() == [(0, 1 / 3, "x"), (None, None, None)]
    assert [type(value) for value in table.values()[0]] == [int, float, str]
    assert table.printed() == [("0", "0.33", "x"), ("–", "–", "–")]
    assert table.levels == (0, 1)
    assert table.columns == ("whole", "fraction", "text")


def test_rows_and_frame_must_belong_together() -> None:
    with pytest.raises(ValueError, match="index must be the ids"):
        Table(pd.DataFrame({"x": [1, 2]}, index=["b", "a"]), "T", "Row", ROWS)


@pytest.mark.parametrize(
    ("value", "decimals", "is_share", "shown"),
    [
        (0.125, 2, True, "13 %"),
        (0.285, 2, True, "29 %"),
        (0.0449, 3, True, "4.5 %"),
        (-0.001, 2, False, "0.00"),
        (2.675, 2, False, "2.68"),
        (-2.005, 2, False, "-2.01"),
        (1e20, 0, False, "100,000,000,000,000,000,000"),
        (-1234.5, 2, False, "-1,234.50"),
        (12.5, 2, True, "1,250 %"),
        (float("inf"), 2, False, "inf"),
    ],
)
def test_figures_are_rounded_as_spreadsheets_round_them(
    value: float, decimals: int, is_share: bool, shown: str
) -> None:
    table = Table(pd.DataFrame({"x": [value]}, ["a"]), "T", "Row", ROWS[:1], decimals=decimals, percent=is_share)
    assert table.printed() == [(shown,)]


@pytest.mark.parametrize(
    ("share", "decimals", "printed"),
    [
        (0.0, 0, "0 %"),
        (0.0004, 0, "<1 %"),
        (0.005, 0, "1 %"),
        (0.0004, 1, "<0.1 %"),
        (0.994, 0, "99 %"),
        (0.996, 0, ">99 %"),
        (0.9996, 1, ">99.9 %"),
        (1.0, 0, "100 %"),
        (1.25, 0, "125 %"),
    ],
)
def test_only_nil_is_0_and_only_all_is_100_per_cent(share: float, decimals: int, printed: str):
    assert per_cent(share, decimals) == printed
    row = Row(RowKind.CODE, "a", "A")
    table = Table(pd.DataFrame({"x": [share]}, ["a"]), "t", "Code", (row,), percent=True, decimals=2 + decimals)
    assert table.printed() == [(printed,)]


def test_differences_are_printed_with_their_signs():
    row = Row(RowKind.CODE, "a", "A")
    frame = pd.DataFrame({"up": [0.5], "down": [-2.0], "nil": [-0.001], "none": [None], "plain": [1.0]}, ["a"])
    table = Table(frame, "t", "Code", (row,), signed=("up", "down", "nil", "none"))
    assert table.printed() == [("+0.50", "−2.00", "0.00", "–", "1.00")]

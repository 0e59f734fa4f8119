"""The table itself."""

from __future__ import annotations

import pandas as pd
import pytest

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

"""How a table stands on paper."""

from __future__ import annotations

import pandas as pd

from fgcoder.export.layout import Heading, are_numbers, are_prose, column_names, heading_lines, prose_weights
from fgcoder.tabular import Row, RowKind, Table


def _table(headings: tuple[tuple[str, ...], ...]) -> Table:
    frame = pd.DataFrame([[1] * len(headings)], index=["a"], columns=[f"c{at}" for at in range(len(headings))])
    return Table(frame, "T", "Row", (Row(RowKind.CODE, "a", "A"),), headings=headings)


def test_neighbours_share_a_heading_and_the_innermost_never_do() -> None:
    lines = heading_lines(_table((("A", "x"), ("A", "x"), ("B", "x"), ("A", "y"), ("Total", ""))))
    assert lines[0] == [Heading("A", 0, 2), Heading("B", 2, 1), Heading("A", 3, 1), Heading("", 4, 1)]
    assert [one.text for one in lines[1]] == ["x", "x", "x", "y", "Total"]
    assert {one.columns for one in lines[1]} == {1}


def test_equal_headings_under_different_ones_are_kept_apart() -> None:
    lines = heading_lines(_table((("A", "u", "1"), ("A", "u", "2"), ("B", "u", "1"), ("B", "v", "1"))))
    assert lines[1] == [Heading("u", 0, 2), Heading("u", 2, 1), Heading("v", 3, 1)]


def test_every_line_stands_over_every_column_once() -> None:
    table = _table((("A", "x"), ("A", "y"), ("Total",), ("", "V")))
    for line in heading_lines(table):
        assert [at for one in line for at in range(one.first, one.first + one.columns)] == [0, 1, 2, 3]
    assert column_names(table) == ["A / x", "A / y", "Total", "V"]


def test_columns_of_figures_with_signs_are_no_prose(text_table: Table, grouped_table: Table) -> None:
    assert are_prose(text_table) == [True, True]
    assert are_numbers(text_table) == [False, False]
    assert are_prose(grouped_table) == [False] * 5
    assert are_numbers(grouped_table) == [True] * 5


def test_prose_gets_room_by_what_it_holds_but_none_is_pressed_together() -> None:
    frame = pd.DataFrame(
        [["w " * 50, "w " * 800, "w " * 20, 3], ["", "w " * 800, "", 4]], index=["a", "b"], columns=list("pqrn")
    ).astype({"n": "Int64"})
    table = Table(frame, "T", "Row", (Row(RowKind.CODE, "a", "A"), Row(RowKind.CODE, "b", "B")))
    few, many, fewest, number = prose_weights(table)
    assert number == 0
    assert sum((few, many, fewest)) / 3 == 1
    assert many > 2 * few
    assert few == fewest > 0.4
    empty = Table(frame.iloc[:0], "T", "Row", ())
    assert prose_weights(empty) == [0, 0, 0, 0]

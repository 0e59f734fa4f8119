"""How a table is laid out and painted for a screen: nothing wider than its place, nothing left out unsaid."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fgcoder.tables.comparison.table import Show
from fgcoder.tables.saturation.table import ANY_ORDER, EVERY, NEW, SO_FAR
from fgcoder.tabular import Row, RowKind, Table
from fgcoder.tui.widgets.plot_view.cells import SHADES, SIZES, Picture, painted
from fgcoder.tui.widgets.plot_view.curve import curve_of
from fgcoder.tui.widgets.table_view.layout import LEAST, MORE, PROSE_LINES, cut, lay_out, lines_of
from fgcoder.tui.widgets.table_view.notes import told

ROWS = (
    Row(RowKind.THEME, "obstacles", "Obstacles"),
    Row(RowKind.CODE, "no-time", "No time, or none that one would give", 1, ("Obstacles",)),
    Row(RowKind.CODE, "litter", "Litter"),
    Row(RowKind.BASE, "(segments)", "Segments"),
)


def table(frame: dict[str, list[Any]], rows: tuple[Row, ...] = ROWS, **more: Any) -> Table:
    index = [row.id for row in rows]
    return Table(pd.DataFrame(frame, index, dtype="object"), "Title", "Code", rows, **more)


COUNTS = table({"Denmark": [8, 4, None, 20], "Total": [1200, 6, 1, 30]}, total_columns=("Total",), unit="segments")


@given(st.text(max_size=60), st.integers(2, 20), st.integers(1, 4))
def test_lines_are_never_wider_or_more_than_there_is_room_for(text: str, width: int, most: int) -> None:
    lines = lines_of(text, width, most)
    assert 1 <= len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)


@given(st.text(alphabet="ab 川のé", max_size=40), st.integers(2, 20))
def test_what_is_left_out_is_said(text: str, width: int) -> None:
    lines = lines_of(text, width, 2)
    kept = "".join(lines).replace(" ", "")
    assert kept == text.replace(" ", "") or lines[-1].endswith(MORE)


@given(st.text(max_size=40), st.integers(1, 30))
def test_cut_to_so_many_cells(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= max(width, cell_len(text) if cell_len(text) <= width else 0)


def test_labels_are_indented_and_cut() -> None:
    made = lay_out(COUNTS, 60)
    assert made.label_width == 24
    assert made.lines[1].label[0].startswith("  No time, or none")
    assert made.lines[1].label[0].endswith(MORE)
    assert all(cell_len(line) <= made.label_width for one in made.lines for line in one.label)
    assert lay_out(COUNTS, 20).label_width == LEAST


def test_numbers_stand_at_the_right_and_words_at_the_left() -> None:
    mixed = table({"Alpha": ["0.94 (0.90 to 0.97)", "–", None, "1"], "First in": ["dk-health", "", "nowhere", ""]})
    assert [column.is_figure for column in lay_out(mixed, 80).columns] == [True, False]
    assert [column.is_total for column in lay_out(COUNTS, 80).columns] == [False, True]


def test_headings_are_broken_between_words() -> None:
    made = lay_out(table({"Reluctance to share the role": [1, 2, 3, 4]}), 80)
    assert made.columns[0].heading == ("Reluctance", "to share the", "role")
    assert made.columns[0].width == 12
    assert made.heading_height == 3


def test_grouped_columns_say_their_group_each() -> None:
    grouped = table({"a": [1] * 4, "b": [2] * 4}, headings=(("Denmark", "health"), ("Denmark", "safety")))
    assert [column.heading for column in lay_out(grouped, 80).columns] == [("Denmark", "health"), ("Denmark", "safety")]


def test_prose_is_cut_to_a_few_lines_and_its_row_is_as_high() -> None:
    words = "We sweep the path every morning and nobody ever asked us to do it. " * 9
    made = lay_out(table({"Said": [words, "short", None, ""]}), 80)
    assert made.lines[0].height == PROSE_LINES
    assert made.lines[0].cells[0][-1].endswith(MORE)
    assert made.lines[1].height == 2, "the label is a sentence"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (("no-time", "Denmark"), ("Obstacles › No time, or none that one would give · Denmark: 4 segments", "")),
        (("litter", "Denmark"), ("Litter · Denmark: –", "")),
        (("litter", "Total"), ("Litter · Total: 1 segment", "")),
        (("(segments)", "Total"), ("Segments · Total: 30", "")),
        (("obstacles", "Total"), ("Obstacles · Total: 1,200 segments", "")),
    ],
)
def test_a_cell_in_words(cell: tuple[str, str], words: tuple[str, str]) -> None:
    assert told(COUNTS, cell) == words


def test_a_long_cell_is_given_in_full() -> None:
    words = "“We sweep the path.” (P1)\n“So do we.” (P2)"
    said = table({"Said": [words, "", None, ""]})
    assert told(said, ("obstacles", "Said")) == ("Obstacles · Said", words)
    assert told(said, ("no-time", "Said"))[0].endswith("Said: ")


def test_shades_by_quarters_themes_and_codes_each_by_their_own() -> None:
    codes = tuple(Row(RowKind.CODE, name, name) for name in "abcdef")
    made = table({"x": [40, 0, 1, 10, 11, 20]}, codes)
    paint = painted(made, Picture.HEAT)
    assert [SHADES.index(paint[row.id, "x"].shade) for row in codes] == [4, 0, 1, 1, 2, 2]
    apart = painted(COUNTS, Picture.HEAT)
    assert apart["obstacles", "Denmark"].shade == apart["no-time", "Denmark"].shade == "█"


def test_totals_bases_and_what_is_not_known_are_not_painted() -> None:
    assert set(painted(COUNTS, Picture.HEAT)) == {("obstacles", "Denmark"), ("no-time", "Denmark")}


def test_of_codes_by_codes_the_diagonal_is_not_painted() -> None:
    rows = tuple(Row(RowKind.CODE, name, name.upper()) for name in "abc")
    square = table({"A": [90, 3, 0], "B": [3, 80, 1], "C": [0, 1, 70]}, rows)
    paint = painted(square, Picture.HEAT)
    assert ("a", "A") not in paint
    assert paint["b", "A"].shade == "█"


COMPARED = table(
    {"DK: observed": [3, 2, 1, 9], "DK: residual": [-2.5, 1.24, -0.02, None], "V": [0.5, 0.4, 0.1, None]},
    headings=(("Denmark", Show.OBSERVED.value), ("Denmark", Show.RESIDUAL.value), ("V",)),
    marks={("obstacles", "DK: residual"): "▼"},
)


def test_bars_to_the_left_for_less_and_to_the_right_for_more() -> None:
    narrow = Picture.BARS.narrowed(COMPARED)
    assert narrow.columns == ("DK: residual",)
    assert narrow.headings == (("Denmark",),)
    assert [row.id for row in narrow.rows] == ["obstacles", "no-time", "litter"]
    paint = painted(narrow, Picture.BARS)
    less, more, none = (paint[row, "DK: residual"] for row in ("obstacles", "no-time", "litter"))
    assert (less.drawn(4), less.text) == ("████│    ", "−2.5▼")
    assert (more.drawn(4), more.text) == ("    │██  ", "+1.2")
    assert (none.drawn(4), none.text) == ("    │    ", "0.0")
    assert less.is_less
    assert not more.is_less


@given(st.floats(-1, 1), st.sampled_from(SIZES))
def test_a_bar_has_its_length_and_no_more(share: float, size: int) -> None:
    made = table({"r": [share, 1.0, None, None]}, headings=((Show.RESIDUAL.value,),))
    one = painted(made, Picture.BARS)["obstacles", "r"]
    drawn = one.drawn(size)
    assert len(drawn) == 2 * size + 1
    assert drawn[size] == "│"
    halves = sum({"█": 2, "▌": 1, "▐": 1}.get(sign, 0) for sign in drawn)
    assert abs(halves - 2 * size * abs(share)) <= 0.5
    assert not (drawn[:size] if share > 0 else drawn[size + 1 :]).strip()


SERIES = (
    Row(RowKind.THEME, "(all)", EVERY),
    Row(RowKind.CODE, "a", "a", 1, (EVERY,)),
    Row(RowKind.CODE, "b", "b", 1, (EVERY,)),
    Row(RowKind.THEME, "(dk)", "Denmark"),
    Row(RowKind.CODE, "dk: b", "b", 1, ("Denmark",)),
)
SATURATED = table({NEW: [None, 3, 1, None, 2], SO_FAR: [4, 3, 4, 2, 2], ANY_ORDER: [None, 2.5, 4.0, None, 2.0]}, SERIES)


@pytest.mark.parametrize(
    ("row", "name", "groups"),
    [(None, EVERY, ("a", "b")), (1, EVERY, ("a", "b")), (3, "Denmark", ("b",)), (4, "Denmark", ("b",))],
)
def test_the_curve_is_that_of_the_row_in_hand(row: int | None, name: str, groups: tuple[str, ...]) -> None:
    made = curve_of(SATURATED, None if row is None else SERIES[row])
    assert (made.name, made.groups) == (name, groups)
    assert len(made.new) == len(made.so_far) == len(made.any_order) == len(groups)


def test_a_table_of_one_series_has_one_curve() -> None:
    rows = (Row(RowKind.CODE, "a", "a"), Row(RowKind.CODE, "b", "b"))
    made = curve_of(table({NEW: [3, 1], SO_FAR: [3, 4], ANY_ORDER: [2.5, 4.0]}, rows), rows[0])
    assert (made.name, made.new, made.so_far, made.any_order) == ("", (3, 1), (3, 4), (2.5, 4.0))

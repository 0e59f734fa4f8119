"""Brackets and labels in the margin, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fgcoder.model import Span
from fgcoder.tui.widgets.transcript.margin import Bracket, CodedSpan, MarginRow, heavy, lay_out_margin


def coded(label: str, signs: str = "") -> CodedSpan:
    return CodedSpan(Span(0, 1), label.lower(), label, signs)


def one_block(height: int, *rows: tuple[int, int, str], room: int = 30) -> list[str]:
    """The margin beside one block, as text; each bracket given by its first and last line and its label."""
    brackets = [Bracket((0, first), (0, last), coded(label)) for first, last, label in rows]
    (block,) = lay_out_margin(brackets, [height], room)
    return drawn(block)


def drawn(block: list[MarginRow]) -> list[str]:
    return [f"{row.lanes} {row.caption}".rstrip() for row in block]


def test_a_bracket_covers_its_lines_and_has_its_label_on_the_first() -> None:
    assert one_block(4, (0, 2, "No time")) == ["┐ No time", "│", "┘", ""]


def test_a_single_line_has_a_bracket_of_its_own() -> None:
    assert one_block(2, (1, 1, "No time")) == ["", "] No time"]


def test_overlapping_brackets_stand_side_by_side_and_an_arm_leads_to_the_second_label() -> None:
    assert one_block(3, (0, 2, "Litter"), (0, 2, "Pride")) == ["┐┐ Litter", "│├ Pride", "┘┘"]


def test_an_arm_crosses_the_brackets_to_its_right() -> None:
    assert one_block(4, (0, 3, "Outer"), (0, 2, "Inner")) == ["┐┐ Inner", "├┼ Outer", "│┘", "┘"]


def test_the_label_of_a_bracket_that_ends_sooner_comes_first() -> None:
    assert one_block(3, (0, 2, "Long"), (0, 0, "Short")) == ["┐] Short", "├─ Long", "┘"]


def test_a_line_with_three_codes_gets_lines_beneath_so_that_every_label_can_be_read() -> None:
    assert one_block(1, (0, 0, "One"), (0, 0, "Two"), (0, 0, "Three")) == ["]]] One", " ╰┼ Two", "  ╰ Three"]


def test_a_label_beneath_its_bracket_does_not_look_as_if_the_bracket_went_on() -> None:
    assert one_block(3, (0, 0, "One"), (0, 0, "Two"), (2, 2, "Three")) == ["]] One", " ╰ Two", "]  Three"]
    assert one_block(3, (0, 1, "A"), (0, 0, "B"), (0, 0, "C"), (0, 0, "D")) == ["┐]]] B", "┘ ╰┼ C", "┊  ╰ D", "╰─── A"]


def test_a_bracket_goes_on_in_the_next_block() -> None:
    brackets = [Bracket((0, 1), (1, 1), coded("Over")), Bracket((1, 0), (1, 0), coded("Here"))]
    first, second = lay_out_margin(brackets, [2, 2], 30)
    assert drawn(first) == ["", "┐  Over"]
    assert drawn(second) == ["│] Here", "┘"]


def test_lines_are_added_where_the_labels_are_and_the_bracket_that_goes_on_is_drawn_beside_them() -> None:
    brackets = [Bracket((0, 0), (1, 0), coded("Over")), *(Bracket((0, 0), (0, 0), coded(x)) for x in ("A", "B"))]
    first, second = lay_out_margin(brackets, [1, 1], 30)
    assert drawn(first) == ["┐]] A", "│ ╰ B"]
    assert drawn(second) == ["┴── Over"]


def test_a_lane_is_used_again_where_it_is_free() -> None:
    assert one_block(4, (0, 1, "One"), (2, 3, "Two")) == ["┐ One", "┘", "┐ Two", "┘"]


def test_labels_are_cut_to_the_room_in_cells_and_signs_stay() -> None:
    row = lay_out_margin([Bracket((0, 0), (0, 0), coded("Trust in the council", "!✎"))], [1], 16)[0][0]
    assert row == MarginRow("]", "Trust in t… !✎")
    wide = lay_out_margin([Bracket((0, 0), (0, 0), coded("川は私たちのものです"))], [1], 12)[0][0]
    assert wide.caption == "川は私た…"
    assert cell_len(wide.caption) <= 10


def test_brackets_leave_room_for_labels_however_many_there_are() -> None:
    brackets = [Bracket((0, 0), (0, 0), coded(f"Code {number}")) for number in range(30)]
    (block,) = lay_out_margin(brackets, [1], 20)
    assert [row.caption for row in block] == [f"Code {number}" for number in range(30)]
    assert max(cell_len(f"{row.lanes} {row.caption}") for row in block) <= 20


brackets_in_blocks = st.lists(st.integers(1, 4), min_size=1, max_size=4).flatmap(
    lambda heights: st.tuples(
        st.just(heights),
        st.lists(
            st.tuples(*[st.sampled_from([(b, r) for b, height in enumerate(heights) for r in range(height)])] * 2).map(
                sorted
            ),
            max_size=6,
        ),
    )
)


@given(brackets_in_blocks)
def test_every_bracket_begins_and_ends_on_its_lines_and_every_label_stands_once(
    given_: tuple[list[int], list[list[tuple[int, int]]]],
) -> None:
    heights, spans = given_
    brackets = [Bracket(first, last, coded(f"Code {at}")) for at, (first, last) in enumerate(spans)]
    blocks = lay_out_margin(brackets, heights, 40)
    assert all(len(block) >= height for block, height in zip(blocks, heights, strict=True))
    captions = {row.caption: (at, line) for at, block in enumerate(blocks) for line, row in enumerate(block)}
    captions.pop("", None)
    assert sorted(captions) == sorted(bracket.coded.label for bracket in brackets)
    for bracket in brackets:
        assert captions[bracket.coded.label] >= bracket.first
        assert captions[bracket.coded.label][0] <= bracket.last[0]
    for at, block in enumerate(blocks):
        for line, row in enumerate(block):
            assert sum(sign in "┐┬]" for sign in row.lanes) == sum(b.first == (at, line) for b in brackets)
            assert sum(sign in "┘┴]" for sign in row.lanes) == sum(b.last == (at, line) for b in brackets)
            through = [b for b in brackets if b.first < (at, line) < b.last]
            assert sum(sign in "│├┼" for sign in row.lanes) >= len(through)


@pytest.mark.parametrize("signs", ["", "!", "!✎⇄"])
@given(label=st.text(st.sampled_from("abc 川です🙂"), max_size=30), room=st.integers(8, 40))
def test_a_caption_never_takes_more_than_its_room(signs: str, label: str, room: int) -> None:
    assert cell_len(coded(label, signs).caption(room)) <= room


@pytest.mark.parametrize(
    ("row", "drawn"),
    [
        (MarginRow("│┐", "Litter", 1), "┃┓"),
        (MarginRow("├─┼", "Litter", 0), "┣━╋"),
        (MarginRow("╰─┼", "Litter", 0), "╰╌╋"),
        (MarginRow("┊]", "Litter", 1), "┊┫"),
        (MarginRow("│"), "┃"),
    ],
)
def test_what_covers_the_line_is_heavy_without_colour(row: MarginRow, drawn: str) -> None:
    assert heavy(row) == drawn

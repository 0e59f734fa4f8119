"""The transcript on a screen: what it shows, where it scrolls to, what is selected and found, and the mouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.scrollbar import ScrollBarRender

from fgcoder.coding.spans import Edge
from fgcoder.errors import SearchError
from fgcoder.model import Segment, Span, Transcript
from fgcoder.reading import read
from fgcoder.segmenting import segment
from fgcoder.tui.widgets.transcript import CodedSpan, TranscriptView

HEADER = "---\nlanguage: en\ntitle: The path\n---\n\n"
TALK = """\
[00:05] MODERATOR: What do people here put into the park?

[00:12] P1: I sweep the path in front of the gate. Nobody asked me to.

[00:31] P2: She does. I have seen her do it in the snow, and I tell you honestly that without those who live \
beside it this park would be lost, because we are three people for eleven parks and there is nobody else at all.

[01:10] P1: 川は私たちのものです。 We clean it   every Sunday.

"""
LONG = "".join(
    f"P{number % 3 + 1}: This is what was said in turn {number} about the path.\n\n" for number in range(1, 81)
)


class Reading(App[None]):
    """A transcript, and what it tells."""

    CSS = "TranscriptView { height: 1fr; }"

    def __init__(self, transcript: Transcript, segments: Sequence[Segment]) -> None:
        super().__init__()
        self.transcript, self.segments = transcript, segments
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    @on(TranscriptView.Chosen)
    @on(TranscriptView.Selected)
    def tell(self, event: Message) -> None:
        self.told.append(event)


class Seen:
    """A view under a pilot, and what can be read off it."""

    def __init__(self, app: Reading, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.view = app.query_one(TranscriptView)
        self.text, self.segments = app.transcript.text, app.segments

    def coded(self, words: str, label: str, signs: str = "") -> CodedSpan:
        return CodedSpan(self.span(words), label.lower(), label, signs)

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    @property
    def lines(self) -> list[str]:
        return [self.view.render_line(y).text.rstrip() for y in range(self.view.size.height)]

    def at(self, words: str) -> tuple[int, int]:
        """The cell in which some words begin."""
        y = next(y for y, line in enumerate(self.lines) if words in line)
        before = self.lines[y][: self.lines[y].index(words)]
        return len(before) + sum(character in "川は私たちのものです。" for character in before), y

    def style(self, words: str) -> Style:
        x, y = self.at(words)
        (style,) = [cells.style for cells in self.view.render_line(y).crop(x, x + 1)]
        assert style is not None
        return style

    @property
    def in_view(self) -> range:
        """The lines of the page that are in view."""
        top = self.view.scroll_offset.y
        return range(top, top + self.view.size.height)


@asynccontextmanager
async def seen(
    folder: Path, text: str = TALK, size: tuple[int, int] = (100, 30), current: int = 1, longest: int = 200
) -> AsyncIterator[Seen]:
    path = folder / "talk.txt"
    path.write_text(HEADER + text, encoding="utf-8")
    transcript = read(path)
    app = Reading(transcript, segment(transcript, longest))
    async with app.run_test(size=size) as pilot:
        one = Seen(app, pilot)
        one.view.show(transcript, app.segments, [], set(), current)
        await pilot.pause()
        yield one


# What is shown


async def test_the_current_segment_is_plain_to_see_and_moves(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        assert "I sweep the path" in "".join(line for line in one.lines if line.startswith("▌"))
        one.view.move_to(3)
        await one.pilot.pause()
        (line,) = [line for line in one.lines if line.startswith("▌")]
        assert "We clean it every Sunday." in line
        assert one.style("We clean").bgcolor != one.style("She does").bgcolor


async def test_a_decision_shows_in_the_margin_and_by_a_sign(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        assert one.lines[one.at("I sweep")[1]].startswith("▌   P1")
        whole = CodedSpan(one.segments[1].words, "litter", "Litter", "!")
        one.view.recode([whole], {1, 3})
        await one.pilot.pause()
        line = one.lines[one.at("I sweep")[1]]
        assert line.startswith("▌●  P1")
        assert line.endswith(("┐ Litter !", "] Litter !"))
        assert one.lines[one.at("We clean")[1]].startswith(" ○  P1")
        one.view.recode([], set())
        await one.pilot.pause()
        assert not any("Litter" in line or "●" in line or "○" in line for line in one.lines)


async def test_in_a_narrow_view_codes_stand_beneath_the_words(tmp_path: Path) -> None:
    async with seen(tmp_path, size=(60, 30)) as one:
        one.view.recode([one.coded("Nobody asked me to.", "Litter", "✎")], {1})
        await one.pilot.pause()
        assert any(line.startswith("▌") and line.endswith("◆ Litter ✎") for line in one.lines)
        lanes = [line[one.at("Nobody")[0] - 2] for line in one.lines if line.startswith("▌") and "◆" not in line]
        assert lanes in ([" ", "["], ["["], ["┌", "└"])


async def test_words_coded_apart_are_underlined(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        one.view.recode([one.coded("the path", "Litter"), CodedSpan(one.segments[3].words, "pride", "Pride")], {1})
        await one.pilot.pause()
        assert one.style("the path").underline
        assert not one.style("I sweep").underline
        assert not one.style("We clean").underline


async def test_the_moderator_is_set_off(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        assert one.style("What do").italic
        assert one.style("MODERATOR").italic
        assert not one.style("She does").italic


async def test_times_are_shown_on_demand(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        assert one.view.has_times
        assert not any("0:31" in line for line in one.lines)
        one.view.times = True
        await one.pilot.pause()
        assert one.at("0:31") == (one.at("P2")[0], one.at("P2")[1] + 1)
        one.view.times = False
        await one.pilot.pause()
        assert not any("0:31" in line for line in one.lines)


async def test_a_transcript_without_times_says_so(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG) as one:
        assert not one.view.has_times


async def test_another_theme_paints_anew(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        dark = one.style("She does")
        one.app.theme = "textual-light"
        await one.pilot.pause()
        assert one.style("She does").color != dark.color


async def test_before_anything_is_shown_nothing_can_go_wrong() -> None:
    app = Reading(Transcript("t", "", "", "", "en", {}, {}, (), ""), ())
    async with app.run_test() as pilot:
        view = app.query_one(TranscriptView)
        view.recode([], set())
        view.select(None)
        view.scroll_pages(1)
        assert (view.turn_at_top, view.go_to_turn(1), view.has_times, view.find("a")) == (0, False, False, 0)
        assert (view.next_match(), view.previous_match(), view.offset_at(5, 5)) == (None, None, None)
        view.show(app.transcript, (), [], set(), 0)
        await pilot.click(TranscriptView, offset=(5, 5))
        assert app.told == []


# Scrolling


async def test_lines_pages_and_turns(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        view = one.view
        assert view.turn_at_top == 1
        view.scroll_lines(2)
        assert view.turn_at_top == 2
        view.scroll_pages(1)
        assert view.scroll_offset.y == 2 + one.view.size.height - 2
        view.scroll_pages(-1)
        view.scroll_lines(-5)
        assert view.scroll_offset.y == 0
        assert view.go_to_turn(40)
        assert view.turn_at_top == 40
        assert "turn 40 " in one.lines[0]
        assert not view.go_to_turn(81)
        assert not view.go_to_turn(0)
        assert view.turn_at_top == 40


async def test_the_current_segment_is_brought_into_view(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=60) as one:
        assert any(line.startswith("▌") and "turn 61 " in line for line in one.lines)
        one.view.scroll_pages(-9)
        assert not any(line.startswith("▌") for line in one.lines)
        one.view.move_to(61)
        assert any(line.startswith("▌") and "turn 62 " in line for line in one.lines)


async def test_a_change_of_size_keeps_the_words_at_the_top(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        one.view.go_to_turn(30)
        await one.pilot.resize_terminal(44, 20)
        await one.pilot.pause()
        assert one.view.turn_at_top == 30
        one.view.move_to(50)
        await one.pilot.resize_terminal(120, 12)
        await one.pilot.pause()
        assert any(line.startswith("▌") and "turn 51 " in line for line in one.lines)


# Selecting


async def test_the_edges_of_a_selection_are_plain_to_see(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        one.view.select(one.span("the path in"), Edge.END)
        assert any("sweep[the path in►front" in line for line in one.lines)
        assert one.style("path in").bgcolor != one.style("I sweep").bgcolor
        one.view.select(one.span("the path in"), Edge.START)
        assert any("sweep◄the path in]front" in line for line in one.lines)
        one.view.select(one.segments[1].words)
        assert any("[I sweep" in line for line in one.lines)
        assert any("to.]" in line for line in one.lines)
        one.view.select(None)
        assert not any(sign in line for line in one.lines for sign in "[]►◄")
        assert one.view.selected is None


async def test_an_edge_without_a_space_beside_it_has_a_style_of_its_own(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        one.view.select(one.span("私たち"), Edge.END)
        assert not any(sign in line for line in one.lines for sign in "[]►◄")
        assert one.style("ち").bgcolor != one.style("私").bgcolor
        assert one.style("私").bgcolor != one.style("の").bgcolor
        assert one.at("We clean")[0] == one.at("川は")[0] + 23


async def test_the_moving_edge_is_brought_into_view(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        start, end = one.span("This is what was said in turn 3 ").start, one.span("turn 70 about").end
        one.view.select(Span(start, end), Edge.END)
        assert any("turn 70 about►the" in line for line in one.lines)
        one.view.select(Span(start, end), Edge.START)
        assert any("◄This is what was said in turn 3" in line for line in one.lines)


# Finding


async def test_matches_are_highlighted_and_gone_to(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=40) as one:
        view = one.view
        assert view.find("turn 4.? about") == 11
        matches = [view.next_match() for _ in range(3)]
        assert [str(match) for match in matches] == ["3 of 11", "4 of 11", "5 of 11"]
        assert one.style("turn 42 about").bgcolor != one.style("turn 43 about").bgcolor
        assert one.style("turn 43 about").underline
        assert one.style("turn 42 about").bold
        assert str(view.previous_match()) == "4 of 11"
        before = [view.previous_match() for _ in range(4)]
        assert str(before[-1]) == "11 of 11, from the other end again"
        assert any("turn 49 about" in line for line in one.lines)
        assert view.find("") == 0
        assert not one.style("turn 49 about").bold
        assert view.next_match() is None


async def test_the_search_goes_on_from_the_segment_one_has_gone_to(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        view = one.view
        assert view.find("path") == 80
        match = view.next_match()
        assert match is not None
        assert match.number == 1
        view.move_to(view.segment_at(match.span.start))
        assert str(view.next_match()) == "2 of 80"
        view.move_to(50)
        assert str(view.next_match()) == "51 of 80"
        view.move_to(20)
        assert str(view.previous_match()) == "20 of 80"


async def test_a_faulty_pattern_leaves_what_was_found(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        one.view.find("path")
        with pytest.raises(SearchError):
            one.view.find("(")
        assert str(one.view.next_match()) == "1 of 80"


async def test_showing_the_same_transcript_anew_keeps_what_is_selected_and_found(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        one.view.find("path")
        one.view.next_match()
        one.view.select(one.span("turn 3 about"), Edge.END)
        one.view.show(one.app.transcript, one.segments, [], set(), 2)
        await one.pilot.pause()
        assert any("turn 3 about►" in line for line in one.lines)
        assert str(one.view.next_match()) == "3 of 80"


async def test_another_transcript_is_searched_for_the_same(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=0) as one:
        one.view.find("path")
        one.view.select(one.span("turn 3 about"), Edge.END)
        path = tmp_path / "other.txt"
        path.write_text(HEADER + TALK, encoding="utf-8")
        other = read(path)
        one.view.show(other, segment(other, 200), [], set(), 0)
        assert str(one.view.next_match()) == "1 of 1"
        assert one.view.selected is None


# The mouse


async def test_a_click_chooses_the_segment(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        await one.pilot.click(TranscriptView, offset=one.at("She does"))
        await one.pilot.pause()
        assert one.app.told == [TranscriptView.Chosen(2)]
        await one.pilot.click(TranscriptView, offset=(2, one.view.size.height - 1))
        assert len(one.app.told) == 1


async def test_a_double_click_selects_a_word(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        x, y = one.at("path in")
        await one.pilot.click(TranscriptView, offset=(x + 1, y), times=2)
        await one.pilot.pause()
        assert one.app.told == [TranscriptView.Chosen(1), TranscriptView.Selected(one.span("path"))]


async def drag(one: Seen, start: tuple[int, int], *way: tuple[int, int]) -> None:
    await one.pilot.mouse_down(TranscriptView, offset=start)
    for place in way:
        await one.pilot.hover(TranscriptView, offset=place)
    await one.pilot.mouse_up(TranscriptView, offset=way[-1])
    await one.pilot.pause()


async def test_dragging_selects_whole_words_and_tells(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        (x, y), (to_x, to_y) = one.at("weep the"), one.at("ront of")
        await drag(one, (x, y), (x + 3, y), (to_x, to_y))
        span = one.span("sweep the path in front")
        assert one.app.told == [TranscriptView.Selected(span)]
        assert one.view.selected == span
        await drag(one, (to_x, to_y), (x, y))
        assert one.app.told[1:] == [TranscriptView.Selected(span, Edge.START)]
        assert any("◄sweep" in line for line in one.lines)


async def test_dragging_goes_over_wide_characters_and_turns(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        start, end = one.at("nobody else"), one.at("clean it")
        await drag(one, start, end)
        last = one.span("We clean").end
        assert one.app.told == [TranscriptView.Selected(Span(one.text.index("nobody else"), last))]


async def test_dragging_past_the_edge_scrolls(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, size=(100, 12), current=0) as one:
        start = one.at("turn 2 ")
        await one.pilot.mouse_down(TranscriptView, offset=start)
        one.view.styles.height = 8
        await one.pilot.pause()
        await one.pilot.hover(offset=(start[0], 11))
        async with asyncio.timeout(60):
            while one.view.scroll_offset.y < 5:
                await one.pilot.pause(0.05)
        assert one.view.selected is not None
        assert one.view.selected.end > one.span("turn 5 about").start
        await one.pilot.mouse_up(offset=(start[0], 11))
        top = one.view.scroll_offset.y
        await one.pilot.pause(0.2)
        assert one.view.scroll_offset.y == top
        assert [type(event) for event in one.app.told] == [TranscriptView.Selected]


async def test_a_cell_leads_to_its_codepoint(tmp_path: Path) -> None:
    async with seen(tmp_path) as one:
        for words in ("I sweep", "私たち", "We clean", "every Sunday", "She does"):
            assert one.view.offset_at(*one.at(words)) == one.text.index(words), words
        x, y = one.at("私たち")
        assert one.view.offset_at(x + 1, y) == one.text.index("私たち")
        assert one.view.offset_at(0, y) is None
        assert one.view.offset_at(x, y + 1) is None
        assert one.view.offset_at(95, y) is None


async def test_moving_paints_only_the_two_segments_anew(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG, current=3) as one:
        before = [one.view.render_line(y) for y in range(one.view.size.height)]
        one.view.move_to(4)
        after = [one.view.render_line(y) for y in range(one.view.size.height)]
        assert one.view.scroll_offset.y == 0
        changed = [y for y in range(len(after)) if after[y] is not before[y]]
        owners = {one.view.segment_at(at) for y in changed if (at := one.view.offset_at(20, y)) is not None}
        assert owners == {3, 4}


# The scrollbar


def picture(height: int, lines: int, position: float) -> list[Any]:
    bar = ScrollBarRender.render_bar(height, lines, height, position, 1, True, Color.parse("red"), Color.parse("blue"))
    return list(bar.segments)


@pytest.mark.parametrize("times", [1, 12])
async def test_the_scrollbar_of_a_long_transcript_moves_when_its_thumb_does(tmp_path: Path, times: int) -> None:
    async with seen(tmp_path, LONG * times) as one:
        bar, height, lines = one.view.vertical_scrollbar, one.view.size.height, one.view.virtual_size.height
        assert (bar.window_size, bar.window_virtual_size) == (height, lines)
        told = set()
        for position in range(lines - height + 1):
            bar.position = position
            told.add(bar.position)
            assert picture(height, lines, bar.position) == picture(height, lines, position), position
        assert len(told) <= min(8 * height, lines)


async def test_scrolling_moves_the_scrollbar(tmp_path: Path) -> None:
    async with seen(tmp_path, LONG) as one:
        assert one.view.vertical_scrollbar.position == 0
        one.view.scroll_end(animate=False)
        await one.pilot.pause()
        assert one.view.vertical_scrollbar.position == one.view.max_scroll_y

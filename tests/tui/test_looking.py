"""Getting about in the coding screen: finding text, turns, lines, times; other screens, and the way back from each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fgcoder.config import Settings
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.codebook import CodebookScreen
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.overview import OverviewScreen
from fgcoder.tui.screens.retrieval import RetrievalScreen
from fgcoder.tui.screens.tour import TourScreen

SIZES = [(80, 24), (120, 36)]
TIMED = """\
---
language: en
---

[00:05] MODERATOR: What do people here put into the park?

[00:12] P1: I sweep the path in front of the gate.

[1:00:31] P2: She does.
"""


async def find(seen: Any, pattern: str) -> None:
    await seen.press("slash", *pattern, "enter")


def at(seen: Any) -> int:
    """The number of the current segment; it is in view."""
    words = seen.desk.current.words.of(seen.desk.session.transcript.text)
    assert words[:5] in seen.current_lines[0]
    return int(seen.desk.current.number)


# Finding


@pytest.mark.parametrize(
    ("pattern", "numbers", "said"),
    [
        ("broom", [6, 7, 9, 6], "Match {} of 3"),
        ("BROOM", [], "Nothing here matches BROOM"),
        (r"form|forms? for a", [5, 6, 7, 5], "Match {} of 3"),
        (r"^I \w+ed", [8, 8], "Match 1 of 1"),
        (r"snow\.", [3], "Match {} of 1"),
        ("zebra", [], "Nothing here matches zebra. f looks through the whole study."),
    ],
)
async def test_text_is_found_by_words_and_regular_expressions_and_n_goes_round(
    desk: Any, pattern: str, numbers: list[int], said: str
) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await find(seen, pattern)
        if not numbers:
            assert said in seen.message
            assert desk.current.number == 2
            return
        count = len(set(numbers))
        been = []
        for step in range(len(numbers)):
            been.append(at(seen))
            assert said.format(step % count + 1) in seen.message
            assert ("from the other end again" in seen.message) == (step >= count)
            await seen.press("n")
        assert been == numbers


async def test_matches_are_gone_through_backwards_from_where_one_stands(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("end")
        await find(seen, "broom")
        assert (at(seen), "from the other end again" in seen.message) == (6, True)
        await seen.press("N")
        assert (at(seen), seen.message) == (9, "Match 3 of 3, from the other end again. n goes on, N goes back.")
        await seen.press("N", "N")
        assert at(seen) == 6
        await seen.press("home", "n")
        assert at(seen) == 6, "the search goes on from where one has gone"
        await seen.press("down", "down", "N")
        assert at(seen) == 7


@pytest.mark.parametrize("pattern", ["a(b", "[", "*x"])
async def test_a_faulty_pattern_is_told_and_what_was_found_stays(desk: Any, pattern: str) -> None:
    async with desk.seen() as seen:
        await find(seen, "broom")
        await find(seen, pattern)
        assert f"“{pattern}” cannot be searched for." in seen.message
        assert "meant as it stands" in seen.told
        await seen.press("n")
        assert seen.message.startswith("Match 2 of 3")


@pytest.mark.parametrize("keys", [("slash", "escape"), ("slash", *"broom", "escape"), ("slash", "enter", "escape")])
async def test_a_search_that_is_left_goes_nowhere(desk: Any, keys: tuple[str, ...]) -> None:
    async with desk.seen() as seen:
        await seen.press(*keys, "n")
        assert (at(seen), seen.message) == (2, "Nothing is searched. / finds text.")


async def test_what_is_searched_for_is_searched_for_in_the_next_transcript_too(desk: Any) -> None:
    async with desk.seen() as seen:
        await find(seen, "(?i)we ")
        await seen.press("t", *"river", "enter", "n")
        assert desk.current.id == "river#2"
        assert "Match 1 of 1" in seen.message


async def test_a_match_can_be_coded(desk: Any) -> None:
    async with desk.seen() as seen:
        await find(seen, "Twice")
        await seen.press("v", "tab", "right", "right", "right", "1")
        (one,) = desk.decisions
        assert one.span.of(desk.session.transcript.text) == "Twice."


# Turns, lines, pages


async def test_one_goes_to_a_turn_by_its_number_also_to_a_moderators(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("g")
        assert isinstance(seen.app.screen, AskScreen)
        assert "Go to which turn? 1 to 12" in seen.shown
        await seen.press("1", "0", "enter")
        assert at(seen) == 12
        assert "moderator's words are not coded" in seen.text("#remark")
        await seen.press("g", "3", "enter")
        assert at(seen) == 3
        for wrong in ("13", "0", "-1", "two"):
            await seen.press("g", *wrong, "enter")
            assert (at(seen), seen.message) == (3, f"There is no turn {wrong}.")
        await seen.press("g", "escape", "g", "enter", "escape")
        assert at(seen) == 3


async def test_from_turn_to_turn_with_something_to_code_and_no_further_than_the_last(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        been = [at(seen)]
        for _ in range(8):
            await seen.press("}")
            been.append(at(seen))
        assert been == [2, 3, 6, 8, 9, 10, 11, 13, 14]
        await seen.press("}")
        assert (at(seen), seen.message) == (14, "There is no turn further on.")
        await seen.press(*["{"] * 9)
        assert at(seen) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_reading_on_by_line_and_page_stays_at_the_segment_which_a_move_shows_again(
    desk: Any, size: tuple[int, int]
) -> None:
    async with desk.seen().at(size) as seen:
        whole = seen.view.virtual_size.height
        assert whole > seen.view.size.height, "there is something to scroll"
        before = seen.transcript_lines
        await seen.press("J")
        assert seen.transcript_lines[:-1] == before[1:]
        await seen.press("K")
        assert seen.transcript_lines == before
        await seen.press(*["pagedown"] * 20)
        assert any("town hall knows" in line for line in seen.transcript_lines)
        await seen.press("1")
        assert desk.decisions[0].span == desk.session.segments[1].words
        assert at(seen) == 2, "what is decided about is in view"
        await seen.press("pagedown", "down")
        assert at(seen) == 3


# Times


@pytest.mark.parametrize("size", SIZES)
async def test_times_are_shown_on_demand_and_hidden_again(
    new_study: Callable[..., Any], desks: Callable[..., Any], size: tuple[int, int]
) -> None:
    desk = desks(new_study(talk=TIMED))
    async with desk.seen().at(size) as seen:
        await seen.until(lambda: bool(seen.current_lines))
        sheet = "\n".join(seen.transcript_lines)
        assert "0:12" not in sheet
        await seen.press("T")
        assert seen.message == "Timestamps are shown."
        sheet = "\n".join(seen.transcript_lines)
        for time in ("0:05", "0:12", "1:00:31"):
            assert time in sheet
        await seen.press("down")
        assert at(seen) == 3
        await seen.press("T")
        assert seen.message == "Timestamps are hidden."
        assert "0:12" not in "\n".join(seen.transcript_lines)


# Other screens and back


@pytest.mark.parametrize(
    ("key", "kind"), [("s", OverviewScreen), ("f", RetrievalScreen), ("F", RetrievalScreen), ("B", CodebookScreen)]
)
@pytest.mark.parametrize("size", SIZES)
async def test_from_every_screen_one_comes_back_to_the_same_place(
    desk: Any, size: tuple[int, int], key: str, kind: type
) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("down", "1", "down", key)
        await seen.show(kind)
        await seen.settle()
        for _ in range(3):
            if not isinstance(seen.app.screen, CodingScreen):
                await seen.press("escape")
        assert isinstance(seen.app.screen, CodingScreen)
        assert at(seen) == 4
        assert len(desk.decisions) == 1
        await seen.press("enter")
        assert len(desk.decisions) == 2


async def test_quotes_begin_with_the_code_of_the_segment_and_lead_to_their_place(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "down", "c", *"litter", "enter", "end", "c", *"litter", "enter", "f")
        await seen.show(RetrievalScreen)
        await seen.until(lambda: "2 quotes" in seen.shown)
        assert "Litter" in seen.shown
        await seen.press("enter")
        await seen.until(lambda: isinstance(seen.app.screen, CodingScreen))
        await seen.pilot.pause()
        assert at(seen) == 3
        await seen.press("f")
        await seen.show(RetrievalScreen)
        await seen.until(lambda: "2 quotes" in seen.shown)
        await seen.press("1", *"king", "enter", "end")
        await seen.until(lambda: "[country: United Kingdom]" in seen.shown)
        left = seen.shown
        await seen.press("enter", "home", "F")
        await seen.until(lambda: "nearest first" in seen.shown)
        await seen.press("escape", "f")
        await seen.until(lambda: "nearest first" in seen.shown)
        await seen.press("backspace")
        await seen.until(lambda: seen.shown == left)
        await seen.press("escape", "f")
        await seen.until(lambda: seen.shown == left)
        await seen.press("escape", "u")
        assert "Undone: applied Litter" in seen.message


async def test_a_passage_like_this_one_in_another_transcript_can_be_gone_to(desk: Any) -> None:
    desk.start_at = "river"
    async with desk.seen() as seen:
        await seen.press("F")
        await seen.show(RetrievalScreen)
        await seen.until(lambda: "nearest first" in seen.shown)
        assert "川は私たちのものです" in seen.shown
        await seen.press("enter")
        await seen.until(lambda: isinstance(seen.app.screen, CodingScreen))
        await seen.pilot.pause()
        assert seen.text("#where").startswith(desk.current.transcript)
        assert at(seen)
        assert desk.current.id != "river#2"


async def test_the_codebook_opens_at_the_code_of_the_segment_and_what_is_changed_there_counts_here(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"litter", "enter", "B")
        screen = await seen.show(CodebookScreen)
        assert screen.code.id == "litter"
        desk.session.change_codebook(
            lambda text, _: text.replace("label: Litter", "label: Rubbish"), "Renamed", "litter"
        )
        screen.dismiss(True)
        await seen.show(CodingScreen)
        await seen.settle()
        assert seen.text("#codes") == "◆ Rubbish"
        assert any("Rubbish" in line for line in seen.transcript_lines)


async def test_the_study_overview_can_come_first_and_enter_goes_to_where_one_left(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("t", *"river", "enter", "down", "q")
    later = desk.again()
    later.overview_first = True
    async with later.seen() as seen:
        await seen.show(OverviewScreen)
        await seen.until(lambda: "river, segment 3" in seen.shown)
        await seen.press("enter")
        await seen.show(CodingScreen)
        assert later.current.id == "river#3"
        assert at(seen) == 3


async def test_the_overview_names_the_key_that_flags_as_it_is_set(desk: Any) -> None:
    desk.settings, desk.overview_first = Settings(keys={"flag": "f9"}), True
    async with desk.seen() as seen:
        await seen.show(OverviewScreen)
        await seen.until(lambda: "F9 flags a passage while coding" in seen.shown)


async def test_a_new_user_who_begins_with_the_overview_is_shown_around_once_there_is_a_transcript(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "state"))
    desk.overview_first = desk.tour = True
    async with desk.seen() as seen:
        await seen.show(OverviewScreen)
        await seen.press("enter")
        await seen.show(TourScreen)


async def test_going_to_the_transcript_that_is_open_stays_where_one_is(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "down", "down", "t", *"park", "enter")
        assert at(seen) == 4
        await seen.press("down", "s")
        await seen.show(OverviewScreen)
        assert "Enter continues where you stopped: park, segment 5" in seen.shown
        await seen.press("enter")
        await seen.show(CodingScreen)
        assert at(seen) == 5


async def test_the_overview_counts_what_was_decided_meanwhile(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("s")
        await seen.show(OverviewScreen)
        await seen.until(lambda: "ana has decided 0 %" in seen.shown)
        await seen.press("escape", *["0"] * 11, "s")
        await seen.show(OverviewScreen)
        await seen.until(lambda: "ana has decided 85 %" in seen.shown)

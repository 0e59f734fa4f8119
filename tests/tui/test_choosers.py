"""The lists to choose from: typing narrows, Enter and a click choose, Escape thinks better of it."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from textual import events
from textual.widgets import Input, OptionList

from fgcoder.model import Action
from fgcoder.tui.widgets.chooser import Chooser


def options(seen: Any) -> list[str]:
    """What can be chosen, without the headings."""
    listing = seen.app.screen.query_one(OptionList)
    return [" ".join(str(option.prompt).split()) for option in listing.options if not option.disabled]


def highlighted(seen: Any) -> str:
    listing = seen.app.screen.query_one(OptionList)
    return listing.get_option_at_index(listing.highlighted).id


def codes(seen: Any) -> list[str]:
    return [decision.code for decision in seen.desk.decisions if decision.action is Action.APPLY]


async def test_typing_narrows_and_enter_applies(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("c")
        assert len(options(seen)) == 9
        await seen.press(*"prid")
        assert options(seen)[0] == "Pride in the place 40 % Reasons to help"
        detail = seen.app.screen.query_one("#chooser-detail-text").render()
        assert "Reasons to help › Pride in the place" in str(detail)
        await seen.press("enter")
        assert codes(seen) == ["pride"]
        assert seen.desk.current.number == 2
        assert "◆ Pride in the place" in seen.text("#codes")


async def test_deleting_what_was_typed_widens_again(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"prid", *["backspace"] * 4)
        assert len(options(seen)) == 9


async def test_escape_leaves_everything_as_it_was(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"prid", "escape")
        assert seen.app.screen is seen.coding
        assert codes(seen) == []
        assert seen.desk.current.number == 2


async def test_a_click_applies(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c")
        await seen.pilot.click("#chooser-list", offset=(3, 4))  # the heading is the first line
        await seen.pilot.pause()
        assert codes(seen) == ["not-asked"]
        assert seen.app.screen is seen.coding


async def test_arrows_move_the_highlight_and_the_typing_goes_on(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", "down", "down")
        assert highlighted(seen) == "no-trust"
        await seen.press("up")
        assert highlighted(seen) == "red-tape"
        await seen.press("l")
        assert seen.app.screen.query_one(Input).value == "l"
        await seen.press("enter")
        assert len(codes(seen)) == 1


async def test_nothing_of_that_name(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"zzz")
        assert options(seen) == ["+ Add a new code called “zzz”"]
        assert "Nothing of that name." in "\n".join(seen.lines)
        await seen.press("escape")
        assert codes(seen) == []


async def test_several_marked_codes_go_on_as_one_gesture(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"prid", "+", *"litt", "insert", "enter")
        assert codes(seen) == ["pride", "litter"]
        assert len({decision.gesture for decision in seen.desk.decisions}) == 1


async def test_a_digit_applies_a_recent_code(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"prid", "enter", "c", *"litt", "enter", "down", "c", "2")
        assert codes(seen) == ["pride", "litter", "pride"]


async def test_shares_are_shown_where_suggestions_are_and_not_where_they_are_hidden(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c")
        assert "No time 90 %" in options(seen)
        await seen.press("escape", "b", "c")
        assert not any("%" in option for option in options(seen))


async def test_the_code_applied_last_comes_first(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"money", "enter", "down", "c")
        assert options(seen)[0] == "1 Money"
        await seen.press("enter")
        assert codes(seen) == ["money", "money"]


async def test_a_theme_is_not_offered(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"obstacles")
        assert "Obstacles" not in options(seen)


async def test_square_brackets_in_what_is_typed_are_just_letters(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *"[/red]")
        assert isinstance(seen.app.screen, Chooser)


async def test_going_to_another_transcript_and_back_to_where_one_was(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("down", "down", "t", *"riv")
        assert options(seen) == ["river 0 %"]
        await seen.press("enter")
        assert seen.desk.session.transcript.id == "river"
        assert "river" in seen.text("#where")
        assert any("山田太郎" in line for line in seen.current_lines)
        await seen.press("t", *"park", "enter")
        assert seen.desk.current.id == "park#4"
        assert seen.current_lines


async def test_the_transcripts_say_how_far_one_has_come(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("enter", "0", "t")
        assert options(seen) == ["park 18 %", "river 0 %"]
        assert "2 of 11 segments decided" in "\n".join(seen.lines)
        assert "1 coding " in seen.shown


async def test_transcripts_can_be_gone_to_before_what_is_decided_is_counted(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, may = desk.session.progress_everywhere, Event()

    def counts_late() -> object:
        assert may.wait(60)
        return counts()

    monkeypatch.setattr(desk.session, "progress_everywhere", counts_late)
    async with desk.seen() as seen:
        await seen.press("enter")
        try:
            await seen.pilot.press("t")
            await seen.until(lambda: isinstance(seen.app.screen, Chooser) and options(seen) == ["park …", "river …"])
            assert "Counting what is decided …" in "\n".join(seen.lines)
            await seen.pilot.press("r", "down")
            await seen.until(lambda: highlighted(seen) == "park")
        finally:
            may.set()
        await seen.until(lambda: options(seen) == ["river 0 %", "park 9 %"])
        assert (highlighted(seen), seen.app.screen.query_text) == ("park", "r")
        assert "1 of 11 segments decided" in "\n".join(seen.lines)
        await seen.press("enter")
        assert seen.desk.current.id == "park#3"


async def test_what_is_counted_after_the_list_was_left_is_dropped(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, may = desk.session.progress_everywhere, Event()
    over: list[object] = []

    def counts_late() -> object:
        assert may.wait(60)
        over.append(counts())
        return over[-1]

    monkeypatch.setattr(desk.session, "progress_everywhere", counts_late)
    async with desk.seen() as seen:
        try:
            await seen.pilot.press("t", "escape")
            await seen.until(lambda: seen.app.screen is seen.coding)
        finally:
            may.set()
        await seen.until(lambda: bool(over))
        await seen.press("1")
        assert len(codes(seen)) == 1


async def test_removing_one_of_several_codes_asks_which(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "1", "d")
        assert options(seen) == ["No time", "Red tape"]
        await seen.press(*"tape", "enter")
        last = seen.desk.decisions[-1]
        assert (last.action, last.code) == (Action.WITHDRAW, "red-tape")
        assert "◆ No time" in seen.text("#codes")
        assert "Red tape" not in seen.text("#codes")


async def test_removing_where_there_is_nothing_says_so(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("d")
        assert "no code on this segment" in seen.message
        assert desk.decisions == []


async def test_keys_pressed_without_a_pause_go_where_they_are_meant_to(desk: Any) -> None:
    """The keys of the coding screen have priority for this: else the `d` of `pride` takes a code off."""
    async with desk.seen() as seen:
        await seen.press("1")
        for key in ("c", *"pride", "enter", "down", "c", *"litt", "enter"):
            seen.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await seen.until(lambda: len(desk.decisions) == 3)
        assert [decision.action for decision in desk.decisions] == [Action.APPLY] * 3
        assert codes(seen)[1:] == ["pride", "litter"]
        assert desk.decisions[1].span != desk.decisions[2].span

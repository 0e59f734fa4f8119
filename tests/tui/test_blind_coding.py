"""Blind coding on screen: what is hidden says so in words, and the keys do what they say meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fgcoder.blinding import Draw
from fgcoder.model import Action, Mode
from fgcoder.storage.store import Store

SIZES = [(80, 24), (120, 36)]
HINT = "Drawn for blind coding: code it with c, then Enter shows the suggestions."


@pytest.fixture
def drawn(study_folder: Any, desks: Callable[..., Any]) -> Any:
    """The small study, every segment of it drawn for blind coding."""
    return desks(study_folder, draw=Draw(1.0, 7))


def made(desk: Any) -> list[tuple[Action, str, Mode]]:
    return [(decision.action, decision.code, decision.mode) for decision in desk.decisions]


@pytest.mark.parametrize("size", SIZES)
async def test_a_drawn_segment_says_so_and_shows_nothing(drawn: Any, size: tuple[int, int]) -> None:
    async with drawn.seen().at(size) as seen:
        assert seen.suggested == []
        assert HINT in seen.text("#remark")
        assert "Drawn for blind coding" in seen.shown
        assert "ana · blind (drawn)" in seen.lines[0]
        foot = seen.lines[-1]
        assert "⏎ Show" in foot
        assert "0 None" in foot
        assert "Accept" not in foot
        assert "Add" not in foot
        assert "Reject" not in foot


async def test_one_codes_it_and_enter_shows_the_suggestions(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("c", *"litter", "enter")
        assert seen.suggested == []
        assert "◆ Litter" in seen.text("#codes")
        assert seen.text("#remark") == HINT
        await seen.press("enter")
        assert drawn.current.number == 2
        assert len(seen.suggested) == 7
        assert "ana · assisted" in seen.text("#who")
        assert "Coded blind" in seen.message
        assert "⏎ Accept" in seen.lines[-1]
        await seen.press("enter")
        assert drawn.current.number == 3
        assert seen.text("#remark") == HINT
        assert made(drawn) == [(Action.APPLY, "litter", Mode.DRAWN), (Action.APPLY, "no-time", Mode.ASSISTED)]


async def test_enter_without_a_code_records_that_none_fits_and_shows_them(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("enter")
        assert made(drawn) == [(Action.NOTHING, "", Mode.DRAWN)]
        assert "no code fits" in seen.message
        assert drawn.current.number == 2
        assert len(seen.suggested) == 7
        assert any(line.startswith("▌○  P1") for line in seen.transcript_lines)
        await seen.press("u")
        assert "Undone: recorded that no code fits" in seen.message
        assert "0/11 decided" in seen.text("#where")
        assert len(seen.suggested) == 7, "what was seen is not hidden again"


async def test_nought_records_that_none_fits_and_goes_on(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("0")
        assert made(drawn) == [(Action.NOTHING, "", Mode.DRAWN)]
        assert drawn.current.number == 3
        assert "no code fits" in seen.message
        assert "1/11 decided · 0 codings" in seen.text("#where")
        await seen.press("u")
        assert drawn.current.number == 2
        assert seen.text("#remark") == HINT, "it was never seen"


async def test_keys_for_suggestions_do_nothing_and_say_why(drawn: Any) -> None:
    async with drawn.seen() as seen:
        for key in ("1", "7", "x"):
            await seen.press("b", "b", key)
            assert seen.message == HINT
        assert made(drawn) == []


async def test_leaving_without_a_decision_keeps_it_hidden(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("down", "up")
        assert seen.suggested == []
        await seen.press("c", *"litter", "enter", "down", "up")
        assert len(seen.suggested) == 7


async def test_what_is_taken_in_meanwhile_reveals_nothing(study_folder: Any, desks: Callable[..., Any]) -> None:
    """The folder is read again and the suggestions arrive while the coder is at a drawn segment."""
    desk = desks(study_folder, draw=Draw(1.0, 7))
    async with desk.seen() as seen:
        await seen.press("c", *"litter", "enter")
        seen.app.prepare()
        await seen.settle()
        assert seen.suggested == []


async def test_one_who_hides_everything_goes_on_hidden_after_a_drawn_segment(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("b", "enter")
        assert seen.suggested == []
        assert seen.text("#remark") == "Suggestions are hidden (b shows them)."
        assert "Accept" not in seen.lines[-1]
        assert "ana · blind" in seen.lines[0]
        await seen.press("b")
        assert len(seen.suggested) == 7
        assert "⏎ Accept" in seen.lines[-1]


async def test_the_moderator_is_not_drawn(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.pilot.click(seen.view, offset=(30, 0))
        await seen.pilot.pause()
        assert "moderator's words are not coded" in seen.text("#remark")
        assert "ana · assisted" in seen.text("#who")


async def test_the_record_keeps_what_was_withheld(drawn: Any) -> None:
    async with drawn.seen() as seen:
        await seen.press("c", *"litter", "enter")
        (one,) = drawn.decisions
        assert len(one.withheld) == 7
        assert (one.shown, one.draw, one.model) == ((), "1.0/7", "by hand")
    with Store.open(drawn.study.store) as store:
        assert store.decisions() == [one]

"""Queues on screen: chosen by a key, walked across transcripts, with how much is left in the line at the top."""

from __future__ import annotations

from typing import Any

import pytest

from fgcoder.model import Mode
from fgcoder.tui.widgets.chooser import Chooser


async def order(seen: Any, *letters: str) -> None:
    await seen.press("o", *letters, "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_least_sure_is_walked_across_transcripts(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await order(seen, *"least")
        assert desk.current.id == "river#3"
        assert seen.lines[0].startswith(" river  least sure · 1 of 13")
        assert "Order: least sure, 13 segments" in seen.message
        assert any("Vi kender hinanden" in line for line in seen.current_lines)
        await seen.press("down", "enter")
        assert [(one.transcript, one.rank) for one in desk.decisions] == [("river", 1)]
        assert desk.current.id == "park#14"
        assert seen.lines[0].startswith(" park  least sure · 3 of 13")
        assert any("He does" in line for line in seen.current_lines)
        await seen.press("up")
        assert desk.current.id == "river#2"
        assert any(line.startswith("▌●") for line in seen.current_lines)
        await seen.press("tab")
        assert desk.current.id == "park#14"
        await seen.press("end", "down")
        assert desk.current.id == "park#2"
        assert "last one in this order. o makes a fresh list" in seen.message
        await order(seen, *"least")
        assert " of 12" in seen.lines[0]


async def test_one_goes_back_to_reading_where_one_left(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("down", "down")
        await order(seen, *"least")
        assert desk.current.id == "river#3"
        await order(seen, *"reading")
        assert desk.current.id == "park#4"
        assert seen.text("#where").startswith("park")
        assert "0/11 decided" in seen.text("#where")
        assert seen.message == "Order: reading order. o chooses another."


async def test_the_likeliest_of_one_code(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("o", *"likeliest", "enter")
        assert "The likeliest segments of which code?" in "\n".join(seen.lines)
        await seen.press(*"litter", "enter")
        assert seen.lines[0].startswith(" river  likeliest: Litter · 1 of 13")
        await seen.press("o", *"likeliest", "enter", "escape")
        assert desk.session.walk.at == 0


async def test_what_was_possibly_missed(desk: Any) -> None:
    async with desk.seen() as seen:
        await order(seen, *"missed")
        assert seen.message == "There is nothing for this order now (possibly missed)."
        assert desk.current.id == "park#2"
        await seen.press("down", "enter")
        await order(seen, *"missed")
        assert desk.current.id == "park#3"
        assert seen.lines[0].startswith(" park  possibly missed · 1 of 1")


async def test_hiding_suggestions_ends_an_order_that_tells_them(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("o", *"likeliest", "enter", *"litter", "enter", "b")
        assert "Reading order again" in seen.message
        assert "decided" in seen.text("#where")
        await seen.press("o", *"likeliest", "enter", *"litter", "enter")
        assert "The suggestions are hidden" in seen.message
        await order(seen, *"least")
        assert "least sure" in seen.text("#where")
        await seen.press("c", *"litter", "enter")
        assert desk.decisions[0].mode is Mode.BLIND


async def test_without_suggestions_it_says_so(desk: Any) -> None:
    async with desk.seen() as seen:
        desk.session.ranking = None
        await order(seen, *"least")
        assert "no suggestions yet" in seen.message
        assert not isinstance(seen.app.screen, Chooser)


async def test_each_order_says_what_it_is_for(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("o")
        for words in ("Transcript by transcript", "least sure", "one code fits best", "expected and not applied"):
            assert words in seen.shown
            await seen.press("down")

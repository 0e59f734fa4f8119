"""The key that leaves from anywhere: it asks before it drops what is being written, and only then."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from fgcoder.config import Settings
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.codebook.form import FormScreen
from fgcoder.tui.screens.leave import LeaveScreen
from fgcoder.tui.screens.link import LinkScreen
from fgcoder.tui.screens.memo import MemoScreen
from fgcoder.tui.widgets.chooser import PickerScreen

KEYS = {"quit-anywhere": "f10", "leave-back": "f9"}
DRAFTS: list[tuple[type, list[str], list[str]]] = [
    (MemoScreen, ["m", "a"], ["escape", "escape"]),
    (AskScreen, ["exclamation_mark", "a"], ["escape"]),
    (PickerScreen, ["c", "a"], ["escape"]),
    (LinkScreen, ["l", "enter", "a"], ["escape"]),
    (FormScreen, ["B", "a", "a"], ["escape", "escape", "escape"]),
]
"""Dialogs, the keys that open them and write something, and those that leave them."""


@pytest.mark.parametrize("keys", [{}, KEYS])
async def test_nothing_that_is_being_written_is_dropped_unasked(desk: Any, keys: dict[str, str]) -> None:
    desk.settings = Settings(keys=keys)
    leave, back = (keys or {"quit-anywhere": "ctrl+q", "leave-back": "escape"}).values()
    async with desk.seen() as seen:
        await seen.press("down")
        for kind, write, drop in DRAFTS[:1] if keys else DRAFTS:
            await seen.press(*write)
            dialog = await seen.show(kind)
            await seen.press(leave)
            await seen.show(LeaveScreen)
            told = (
                ("F10 once more drops it", "F9 goes back") if keys else ("Ctrl+Q once more drops it", "Esc goes back")
            )
            assert all(one in seen.shown for one in told)
            await seen.press(*"words", "enter", "space")
            assert isinstance(seen.app.screen, LeaveScreen), "what is typed on answers nothing"
            await seen.press(back)
            assert await seen.show(kind) is dialog
            typed = dialog.query("Input, TextArea").first()
            assert isinstance(typed, Input | TextArea)
            assert (typed.value if isinstance(typed, Input) else typed.text) == "a"
            await seen.press(*drop)
        await seen.press("m", "a", leave, leave)
        await seen.until(lambda: not seen.app.is_running)
        assert (seen.app.return_code, desk.decisions) == (0, [])
        assert desk.store.places("ana") == {"park": 3}


@pytest.mark.parametrize("opens", [[], ["m"], ["B"], ["f"]])
async def test_where_nothing_is_being_written_it_leaves_at_once(desk: Any, opens: list[str]) -> None:
    async with desk.seen() as seen:
        await seen.press("down", *opens, "ctrl+q")
        await seen.until(lambda: not seen.app.is_running)
        assert (seen.app.return_code, desk.store.places("ana")) == (0, {"park": 3})

"""Pictures of the screens, in both sizes and in several themes; no cursor blinks, on a study that never changes.

Look at a changed picture in the report before taking it over with `pytest --snapshot-update`.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from fgcoder.config import Settings

SMALL, LARGE = (80, 24), (120, 36)
DARK, LIGHT = "textual-dark", "textual-light"
DECIDED = ("3", "enter", "2", "x", "0", "2")
"""Suggestions accepted and rejected, so that every sign is on the screen."""
NOTED = (
    *("home", "1", "m", *"Proud?", "ctrl+s"),
    *("v", "left", "left", "c", *"litter", "enter"),
    *("down", "exclamation_mark", *"in the snow", "enter", "l", "enter", "down", "enter", "full_stop"),
    "up",
)
"""Codes on words and on segments, a memo, a flag, a link."""
BOTH = ((SMALL, LIGHT), (LARGE, DARK))
OTHER_WAY = ((SMALL, DARK), (LARGE, LIGHT))
EVERY = (*BOTH, *OTHER_WAY)
SCREENS: dict[str, tuple[tuple[str, ...], tuple[tuple[tuple[int, int], str], ...]]] = {
    "coding": (DECIDED, EVERY),
    "contrast": ((*NOTED, "down"), ((SMALL, "high-contrast-light"), (LARGE, "high-contrast-dark"))),
    "notes": (NOTED, BOTH),
    "selecting": ((*DECIDED, "home", "v", "down", "left", "tab", "right"), OTHER_WAY),
    "found": (("slash", *"the", "enter", "n"), BOTH),
    "blind": ((*DECIDED, "b"), OTHER_WAY),
    "codes": ((*DECIDED, "c"), OTHER_WAY),
    "code": ((*DECIDED, "c", "plus", "down", "plus", *"ti"), BOTH),
    "transcripts": ((*DECIDED, "t", "down"), BOTH),
    "order": (("o", "down"), OTHER_WAY),
    "ask": (("exclamation_mark", *"in the snow?"), BOTH),
    "memo": (("m", *"Proud of it, ", "enter", *"or hurt?", "escape"), OTHER_WAY),
    "link": (("l", "enter", "down", *"nobody did"), BOTH),
    "codebook": ((*DECIDED, "B", "down", "down"), OTHER_WAY),
    "overview": ((*NOTED, "s"), BOTH),
    "quotes": ((*DECIDED, "home", "f"), OTHER_WAY),
    "alike": (("F", "down"), BOTH),
    "help": (("question_mark",), BOTH),
    "keys": (("question_mark", "pagedown", "pagedown"), OTHER_WAY),
    "tour": (("question_mark", "t", "right"), OTHER_WAY),
}
"""For each picture the keys that lead there, and its sizes and themes."""


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        pytest.param(name, size, theme, id=f"{name}-{size[0]}-{theme.removeprefix('textual-')}")
        for name, (_, pictures) in SCREENS.items()
        for size, theme in pictures
    ],
)
def test_screen(desk: Any, settle: Any, snap_compare: Any, name: str, size: tuple[int, int], theme: str) -> None:
    desk.settings = Settings(theme=theme)
    app = desk.app()

    async def drive(pilot: Any) -> None:
        await settle(pilot)
        for key in SCREENS[name][0]:
            await pilot.press(key)
        await settle(pilot)
        for box in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(box, Input | TextArea)
            box.cursor_blink = False
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=drive)

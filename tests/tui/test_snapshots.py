"""Pictures of the screens, in both sizes and themes; without cursors that blink, on a study that never changes.

Look at a changed picture in the report before taking it over with `pytest --snapshot-update`.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from fgcoder.config import Settings

SMALL, LARGE = (80, 24), (120, 36)
DECIDED = ("3", "enter", "2", "x", "0", "2")
"""Suggestions accepted and rejected, so that every sign is on the screen."""


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("coding", SMALL, "textual-dark", DECIDED),
        ("coding", LARGE, "textual-dark", DECIDED),
        ("coding", SMALL, "textual-light", DECIDED),
        ("coding", LARGE, "textual-light", DECIDED),
        ("codes", SMALL, "textual-dark", (*DECIDED, "c", "t", "i")),
        ("codes", LARGE, "textual-light", (*DECIDED, "c")),
        ("transcripts", SMALL, "textual-light", (*DECIDED, "t")),
        ("transcripts", LARGE, "textual-dark", (*DECIDED, "t", "down")),
        ("help", SMALL, "textual-light", ("question_mark",)),
        ("help", LARGE, "textual-dark", ("question_mark", "pagedown")),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}" if value in (SMALL, LARGE) else "",
)
def test_screen(
    desk: Any, snap_compare: Any, name: str, size: tuple[int, int], theme: str, keys: tuple[str, ...]
) -> None:
    desk.settings = Settings(theme=theme)
    app = desk.app()

    async def drive(pilot: Any) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=drive)

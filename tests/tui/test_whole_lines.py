"""The widgets that paint whole lines look as Textual would have painted them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from fgcoder.tui.widgets.whole_lines import WholeLines


def looks(strips: list[Strip]) -> list[list[Any]]:
    return [list(strip.simplify()) for strip in strips]


@pytest.mark.parametrize("theme", ["textual-light", "high-contrast-dark"])
async def test_they_look_as_textual_paints_them(desk: Any, theme: str) -> None:
    async with desk.seen().at((120, 36)) as seen:
        await seen.press("enter", "down", "F")
        await seen.press("escape")
        seen.app.theme = theme
        await seen.pilot.pause()
        painted = [widget for widget in seen.coding.walk_children() if isinstance(widget, WholeLines)]
        assert len(painted) == 2
        for widget in painted:
            width, height = widget.size
            for crop in (Region(0, 0, width, height), Region(3, 2, width // 2, 5)):
                assert looks(widget.render_lines(crop)) == looks(Widget.render_lines(widget, crop))

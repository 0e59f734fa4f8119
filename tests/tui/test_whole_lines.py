"""The widgets that paint whole lines look as Textual would have painted them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from fgcoder.tui.widgets.whole_lines import Covered, WholeLines


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


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (200, 50), (40, 12), (20, 5)])
async def test_nothing_shines_through_where_nothing_is_painted(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("enter", "down")
        widgets = seen.coding._compositor.visible_widgets
        assert sum(isinstance(widget, Covered) for widget in widgets) == 2
        painted = seen.coding._compositor.render_strips()
        assert [strip.cell_length for strip in painted] == [size[0]] * size[1]

"""The line of keys at the bottom: whole hints only, and help always among them, on every screen in a small window."""

from __future__ import annotations

from typing import Any

from textual.widgets._footer import FooterKey

PLACES: dict[str, tuple[str, ...]] = {
    "coding": (),
    "blind": ("b",),
    "words": ("b", "v"),
    "codes": ("escape", "c"),
    "one of many": ("escape", "t"),
    "memo": ("escape", "m"),
    "link": ("escape", "l", "enter"),
    "overview": ("escape", "s"),
    "quotes": ("escape", "f"),
    "tables": ("escape", "A"),
    "codebook": ("escape", "B"),
    "a form": ("down", "e"),
    "merging": ("escape", "g", "down", "enter"),
}
"""The keys that lead from each place to the next."""


def hints(seen: Any) -> tuple[list[str], list[str]]:
    """What the line says, and what each key that is shown should say there."""
    keys = [key for key in seen.app.screen.query(FooterKey) if key.display]
    return seen.lines[-1].split(), " ".join(f"{key.key_display} {key.description}" for key in keys).split()


async def test_every_hint_is_whole_and_help_is_always_there(desk: Any) -> None:
    desk.session.open("park")
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("home", "1")
        for place, keys in PLACES.items():
            await seen.press(*keys)
            await seen.settle()
            line, wanted = hints(seen)
            assert line == wanted, place
            assert "Help" in line, place
        await seen.press("escape")  # where there are more keys than here
        await seen.pilot.resize_terminal(34, 24)
        await seen.pilot.pause()
        line, wanted = hints(seen)
        assert line == wanted
        assert "Help" in line
        assert {"Esc", "Back"} < set(line)
        few = len(line)
        await seen.pilot.resize_terminal(200, 24)
        await seen.pilot.pause()
        assert len(seen.lines[-1].split()) > few

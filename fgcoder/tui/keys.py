"""The keys of the app, which count on every screen; those of a screen stand beside it."""

from __future__ import annotations

from textual.binding import Binding

from fgcoder.tui.binding import binding

EVERYWHERE: list[Binding] = [
    binding(
        "ctrl+q",
        "app.quit",
        "quit-anywhere",
        "Quit",
        "Quit from any screen; asks before it drops what is being written",
    ),
]

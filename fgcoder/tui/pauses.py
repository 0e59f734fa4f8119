"""What is put off while somebody presses keys."""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.timer import Timer

from fgcoder.pipeline.garbage import look_through_all

PAUSE = 2.0
"""Seconds without a key or the mouse that are a pause: somebody reads."""


class UsesPauses(App[None]):
    """An app that looks for garbage while nobody presses a key; that Python does so less often, is up to its user."""

    _pause: Timer | None = None

    def on_mount(self) -> None:
        """Wait for the first pause."""
        self._pause = self.set_interval(PAUSE, look_through_all, name="pause")

    async def on_event(self, event: events.Event) -> None:
        """Begin the pause anew with each key."""
        if self._pause is not None and isinstance(event, events.InputEvent):
            self._pause.reset()
        await super().on_event(event)

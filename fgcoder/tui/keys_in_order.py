"""Taking keys in the order in which they were pressed, however fast they come.

Textual hands a key on as soon as it arrives. What the key before has caused may not have come about by then: the
dialog that it opens is not there yet, or a letter still waits for its line while Enter, which the dialog takes first,
closes it. Whoever types faster than the screen then loses letters, or decides something that was never meant. So here
a key waits until all that the one before has caused is done.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App

PASSES = 100_000
"""Rounds of the event loop after which a key goes on come what may: a task that never rests must not hold keys back."""

LONGEST = 15.0
"""Seconds after which a key no longer waits for a screen at work: one that never ends can still be left."""


class KeysInOrder(App[None]):
    """An app whose keys and pastes, and the mouse between them, act one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Event] = deque()
        """What was pressed and is not handed on yet, the first one first."""
        self._in_turn: events.Event | None = None
        """What is being handed on."""
        self._taken = asyncio.Event()
        """Set once the app has taken what is in turn."""
        self._handing_on: asyncio.Task[None] | None = None
        self._at_rest: asyncio.Future[bool] | None = None
        """True once the screen in front has worked off its messages; False where another one came to the front."""

    def on_mount(self) -> None:
        """Know of each screen that comes to the front."""
        self.screen_change_signal.subscribe(self, lambda _: _end(self._at_rest, False), immediate=True)

    def on_unmount(self) -> None:
        """Let go of what was pressed after the key that has ended the app."""
        if self._handing_on is not None:
            self._handing_on.cancel()

    async def on_event(self, event: events.Event) -> None:
        """Line up what is pressed; take what is in turn, and all that is no key, at once."""
        if event.is_forwarded or not self._has_a_turn(event):
            await super().on_event(event)
        elif event is self._in_turn:
            try:
                await super().on_event(event)
            finally:
                self._taken.set()
        else:
            self._waiting.append(event)
            if self._handing_on is None or self._handing_on.done():
                self._handing_on = asyncio.create_task(self._hand_on(), name="keys in order")

    def _has_a_turn(self, event: events.Event) -> bool:
        """Say whether an event has to wait for its turn: a key always, the mouse where it would overtake one."""
        is_busy = bool(self._waiting) or self._in_turn is not None
        return isinstance(event, events.Key | events.Paste) or (is_busy and isinstance(event, events.InputEvent))

    async def _hand_on(self) -> None:
        """Hand on one after the other. In a task of its own, since the app has to go on with its work meanwhile."""
        while self._waiting and await self._has_settled():
            self._in_turn = self._waiting.popleft()
            self._taken.clear()
            self.post_message(self._in_turn)
            await self._taken.wait()
            self._in_turn = None

    async def _has_settled(self) -> bool:
        """Wait until all that was caused so far is done; say whether the app goes on after it.

        A screen may wait for what another one before it is to give. So only the one in front is waited for, and only
        as long as it is in front.
        """
        while self.is_running and not self._exit:
            await _nothing_at_once()
            at_rest = self._at_rest = asyncio.get_running_loop().create_future()
            if not self.screen.call_later(_end, at_rest, True):
                return False
            await _nothing_at_once()
            if at_rest.done() and at_rest.result():
                return True
            if not (await asyncio.wait({at_rest}, timeout=LONGEST))[0]:
                return True
        return False


def _end(waiting: asyncio.Future[bool] | None, result: bool) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(result)


async def _nothing_at_once() -> None:
    """Wait until only timers, threads and the user can set something going."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(PASSES):
        if not loop._ready:  # what every loop of asyncio has; there is no public way to ask whether one is idle
            return
        await asyncio.sleep(0)

"""Times key presses inside an app: from the key event's making until a change is handed to the terminal.

Textual's Pilot waits on purpose after each press, and without a terminal Textual does not write what it paints. So the
app runs here on a driver that takes what is written, as a terminal would, and notes when. Pressing goes on once nothing
has been written or done for a while, which does not count.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

_POINTER = "\x1b]22;"
"""Begins what gives the mouse's pointer a shape; nothing on the screen changes by it."""
QUIET = 0.06
"""Seconds without work or a write after which everything is taken to be painted: four of Textual's frames."""
STEP = QUIET / 4
"""Seconds after which it is looked whether the app is quiet; asked later than twice that, it was at work."""
TOO_LONG = 10.0


class TimedDriver(Driver):
    """Takes what the app writes, and notes when."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.first_at = self.wrote_at = 0.0
        """When something was written first since it was asked for, and when last."""
        self.has_written = asyncio.Event()

    def write(self, data: str) -> None:
        """Note the time, unless it is but the shape of the mouse's pointer; what is written goes nowhere."""
        data.encode()
        if data.startswith(_POINTER):
            return
        self.wrote_at = time.perf_counter()
        if not self.has_written.is_set():
            self.first_at = self.wrote_at
            self.has_written.set()

    def start_application_mode(self) -> None:
        """Tell the app its size, as a terminal does."""
        size = Size(*(self._size or (120, 36)))
        self.send_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """There is none."""

    def stop_application_mode(self) -> None:
        """There is nothing to put back."""


class Keyboard:
    """Presses keys on a running app."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    @property
    def driver(self) -> TimedDriver:
        """What the app writes to."""
        assert isinstance(self._app._driver, TimedDriver)
        return self._app._driver

    async def quiet(self) -> None:
        """Wait until nothing has been written for a while in which the app was not at work either."""
        ends = time.perf_counter() + TOO_LONG
        idle = 0.0
        while idle < QUIET and time.perf_counter() < ends:
            asked, wrote_at = time.perf_counter(), self.driver.wrote_at
            await asyncio.sleep(STEP)
            is_late = time.perf_counter() - asked > 2 * STEP
            idle = 0.0 if is_late or self.driver.wrote_at > wrote_at else idle + STEP

    async def press(self, key: str) -> float:
        """Press a key that changes what is seen, and give the seconds until the change was first written."""
        driver = self.driver
        driver.has_written.clear()
        began = time.perf_counter()
        driver.send_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.wait_for(driver.has_written.wait(), TOO_LONG)
        await self.quiet()
        return driver.first_at - began

    async def presses(self, key: str, count: int, warm_up: int = 5) -> list[float]:
        """Press a key many times, after some presses that do not count."""
        for _ in range(warm_up):
            await self.press(key)
        return [await self.press(key) for _ in range(count)]


async def run(app: App[Any], measure: Callable[[Keyboard], Awaitable[None]], size: tuple[int, int] = (120, 36)) -> None:
    """Run an app on a timed driver until it has been measured."""
    app.driver_class = TimedDriver

    async def pilot(_: object) -> None:
        keyboard = Keyboard(app)
        await keyboard.quiet()
        await measure(keyboard)
        app.exit()

    await app.run_async(size=size, auto_pilot=pilot)
    if app._exception is not None:
        raise app._exception

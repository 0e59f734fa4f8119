"""Times key presses inside an app: from the key event's making until what it changed has been handed to the terminal.

Textual's Pilot waits on purpose after each press, and without a terminal Textual does not write what it paints. So the
app runs here on a driver that takes what is written, as a terminal would, and notes when: a press is over with the last
write that it caused. Pressing goes on once nothing has been written for a while, which does not count.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

QUIET = 0.06
"""Seconds without a write after which everything is taken to be painted: four of Textual's frames."""
TOO_LONG = 10.0


class TimedDriver(Driver):
    """Takes what the app writes, and notes when."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.first_at = self.wrote_at = 0.0
        """When something was written first since it was asked for, and when last."""
        self.has_written = asyncio.Event()

    def write(self, data: str) -> None:
        """Note the time; what is written goes nowhere."""
        data.encode()
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


@dataclass(frozen=True)
class Press:
    """What one key press took, in seconds."""

    first: float
    """Until the first write."""
    last: float
    """Until the last write that it caused."""
    cpu: float
    """Of the app's thread."""


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
        """Wait until nothing has been written for a while."""
        ends = time.perf_counter() + TOO_LONG
        while time.perf_counter() - self.driver.wrote_at < QUIET and time.perf_counter() < ends:
            await asyncio.sleep(QUIET / 4)

    async def press(self, key: str) -> Press:
        """Press a key that changes what is seen, and give what it took."""
        driver = self.driver
        driver.has_written.clear()
        cpu = time.thread_time()
        began = time.perf_counter()
        driver.send_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.wait_for(driver.has_written.wait(), TOO_LONG)
        await self.quiet()
        return Press(driver.first_at - began, driver.wrote_at - began, time.thread_time() - cpu)

    async def presses(self, key: str, count: int, warm_up: int = 5) -> list[Press]:
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

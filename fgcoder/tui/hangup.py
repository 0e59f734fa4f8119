"""The end of the program when its terminal goes away: a window that is closed, a connection that is dropped.

Textual reads from a terminal that is gone as fast as it can, and for ever. So a thread of our own waits, at rest, for
the terminal to hang up. The app is then asked to end as by its own key; where it cannot, the program ends all the
same. Nothing is lost by that: whatever was decided is on disk before the screen says so.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

STATUS = 128 + signal.SIGHUP
"""What the program ends with: what a shell reports of one that was hung up."""
GRACE = 10.0
"""Seconds in which the app may end by itself."""


@contextmanager
def ends_with_terminal(leave: Callable[[], object]) -> Iterator[None]:
    """Ask the app to leave when its terminal goes away, and make an end where it does not; as long as the block lasts.

    Parameters
    ----------
    leave
        Asks the app to end; called in a thread.
    """
    over = Event()

    def end() -> None:
        leave()
        if not over.wait(GRACE):
            os._exit(STATUS)

    def watch() -> None:
        terminal = select.poll()
        terminal.register(0, 0)  # that it hung up is told unasked
        ((_, told),) = terminal.poll()
        if told & (select.POLLHUP | select.POLLERR) and not over.is_set():
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (
                0,
                1,
                2,
            ):  # or the last thing that is written would be an error, and stop the one that writes
                os.dup2(nowhere, stream)
            end()

    # In threads: a signal's handler may come at any point of what the app is doing.
    before = signal.signal(signal.SIGHUP, lambda *_: Thread(target=end, name="hung up", daemon=True).start())
    Thread(target=watch, name="terminal", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        signal.signal(signal.SIGHUP, before)

"""The real program in a pseudo-terminal, timed from outside: from writing a key until the bytes that show it have come.

That is what somebody at the keyboard feels, the terminal's own drawing aside. What arrives is noted with its time and
only then put on a screen, to see which of it showed what was waited for, since that takes longer than the program.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 120.0
"""Seconds after which a program that does not show what is waited for is taken for hung."""
_IN_ONE_GO = 0.005
"""Seconds within which more is taken to belong to what has just come; nothing is put on the screen meanwhile."""


class Terminal:
    """A program on a terminal of its own.

    Parameters
    ----------
    command
        What to run.
    environment
        What to add to the environment.
    size
        Columns and rows.
    """

    def __init__(
        self, command: Sequence[str], environment: dict[str, str] | None = None, size: tuple[int, int] = (120, 36)
    ) -> None:
        columns, self.rows = size
        self._screen = pyte.Screen(columns, self.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, columns, 0, 0))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (environment or {}),
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def press(self, keys: str, shows: Callable[[str], bool] | None = None) -> float:
        """Type keys and give the seconds until the screen shows what is waited for; by default, anything new."""
        before = self.text
        os.write(self._ours, keys.encode())
        return self.until(shows or (lambda text: text != before), time.perf_counter())

    def until(self, shows: Callable[[str], bool], since: float | None = None) -> float:
        """Read until the screen shows something; give the seconds since a moment, by default the start."""
        began, found = self.began if since is None else since, None
        while time.perf_counter() - began < PATIENCE:
            for at, written in self._read(1.0):
                self._stream.feed(written)
                if found is None and shows(self.text):
                    found = at - began
            if found is not None:
                return found
        raise TimeoutError(f"it never came:\n{self.text}")

    def settle(self, quiet: float = 0.1) -> None:
        """Read until nothing has come for a while."""
        while read := self._read(quiet):
            for _, written in read:
                self._stream.feed(written)

    def _read(self, seconds: float) -> list[tuple[float, bytes]]:
        """Wait for something to come, and give all that comes in one go, with the times."""
        read: list[tuple[float, bytes]] = []
        while select.select([self._ours], [], [], _IN_ONE_GO if read else seconds)[0]:
            at = time.perf_counter()
            try:
                read.append((at, os.read(self._ours, 1 << 16)))
            except OSError as problem:  # the other end is gone
                raise EOFError(f"the program has ended:\n{self.text}") from problem
        return read

    def megabytes(self) -> float:
        """Give the memory that the program has in use."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def peak_megabytes(self) -> float:
        """Give the most memory that the program has had in use."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


def end_in_order() -> None:
    """Let the end of a benchmark that is told to end be the end of what it has started; a plain app would go on."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def fgcoder(study: Path, *arguments: str, coder: str = "ana") -> list[str]:
    """Give the command that opens a study."""
    return [sys.executable, "-m", "fgcoder", "-C", str(study), "--coder", coder, *arguments]

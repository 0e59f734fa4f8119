"""The terminal goes away: the real program ends by itself, in order, and comes back to where it was."""

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
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.hangup import STATUS

PATIENCE = 60.0
"""Seconds after which a program that goes on is taken for an orphan."""


class Terminal:
    """The program on a terminal that can be taken away."""

    def __init__(self, study: Path, cache: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = os.environ | {
            "TERM": "xterm-256color",
            "FGCODER_CACHE": str(cache),
            "FGCODER_SETTINGS": str(study / "no-settings.yaml"),
            "TEXTUAL_ANIMATIONS": "none",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fgcoder", "-C", str(study), "--coder", "ana", "code"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,  # with no terminal of its own: the kernel does not tell it that this one has gone
        )
        os.close(theirs)
        self._is_there = True

    def until(self, words: bytes) -> None:
        """Read until something is written."""
        read, ends = b"", time.monotonic() + PATIENCE
        while words not in read:
            assert time.monotonic() < ends, read[-2000:]
            if select.select([self._ours], [], [], 0.2)[0]:
                read += os.read(self._ours, 1 << 16)

    def close(self) -> None:
        """Take it away, as a window does that is closed."""
        if self._is_there:
            self._is_there = False
            os.close(self._ours)

    def hang_up(self) -> None:
        """Say that the line is dead, as shells do of their jobs, while it still takes what is written."""
        self.process.send_signal(signal.SIGHUP)

    def ended(self) -> int | None:
        """Give what the program ends with, if it does."""
        ends = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < ends:
            if self._is_there and select.select([self._ours], [], [], 0)[0]:
                os.read(self._ours, 1 << 16)
            time.sleep(0.05)
        return self.process.returncode


@pytest.fixture
def terminal(ranked_copy: Path, model_folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(ranked_copy, model_folder.parent)
    yield terminal
    terminal.close()
    if terminal.process.poll() is None:
        os.killpg(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait()


@pytest.mark.parametrize("gone", [Terminal.close, Terminal.hang_up])
def test_the_program_ends_with_its_terminal(
    terminal: Terminal, ranked_copy: Path, gone: Callable[[Terminal], None]
) -> None:
    terminal.until(b" codings")
    gone(terminal)
    assert terminal.ended() == STATUS
    with Store.open(open_study(ranked_copy).store) as store:
        assert len(store.places("ana")) == 1, "where the coder was is not kept"

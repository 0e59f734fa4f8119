"""Ends that nobody asked for: the terminal goes away, the program has a fault. The real program on a pseudo-tty."""

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
from contextlib import suppress
from pathlib import Path

import pytest

from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.hangup import STATUS

START = "from fgcoder.cli.main import run; run()"
ARGUMENTS = ("--coder", "ana", "-C")
PATIENCE = 60.0
"""Seconds after which a program that goes on is taken for an orphan."""


class Terminal:
    """The program on a terminal that can be taken away."""

    def __init__(self, study: Path, cache: Path, before: str = "") -> None:
        self.read = b""
        """What the program has written."""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = os.environ | {
            "TERM": "xterm-256color",
            "FGCODER_CACHE": str(cache),
            "FGCODER_SETTINGS": str(study / "no-settings.yaml"),
            "FGCODER_STATE": str(study / "state"),
            "TEXTUAL_ANIMATIONS": "none",
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"{before}\nfrom fgcoder.cli.main import run\nrun()",
                *ARGUMENTS,
                str(study),
                "code",
            ],
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
        ends = time.monotonic() + PATIENCE
        while words not in self.read:
            assert time.monotonic() < ends, self.read[-2000:]
            self._take(0.2)

    def _take(self, seconds: float) -> None:
        """Take in what is written within a time."""
        if self._is_there and select.select([self._ours], [], [], seconds)[0]:
            with suppress(OSError):  # the other end is gone
                self.read += os.read(self._ours, 1 << 16)

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

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
            self._take(0.05)
            time.sleep(0.01)
        for _ in range(10):
            self._take(0)
        return self.process.returncode


@pytest.fixture
def terminal(ranked_copy: Path, model_folder: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The program; a test may give what is run before it."""
    terminal = Terminal(ranked_copy, model_folder.parent, getattr(request, "param", ""))
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


FAULTY = """
from fgcoder.tui.screens.coding.screen import CodingScreen

def broken(self):
    words = self._session.transcript.text[:40]
    raise ValueError(f"what was said: {words}")

CodingScreen.action_next = broken
"""


@pytest.mark.parametrize("terminal", [FAULTY], indirect=True, ids=["faulty"])
def test_a_fault_is_told_without_what_was_said(terminal: Terminal, ranked_copy: Path) -> None:
    terminal.until(b" codings")
    terminal.press(b"j")
    assert terminal.ended() == 1
    after = terminal.read.rpartition(b"\x1b[?1049l")[2].decode()
    (file,) = (ranked_copy / "state").glob("fault-*.txt")
    assert "there is a fault in the program" in after
    assert "All that you decided and kept is on disk." in after
    assert file.name in after.replace("\r\n", "")
    assert "Traceback" not in after
    assert file.stat().st_mode & 0o777 == 0o600
    trace = file.read_text(encoding="utf-8")
    assert "builtins.ValueError\n" in trace
    assert "in broken" in trace
    with Store.open(open_study(ranked_copy).store) as store:
        said = [words for name in store.transcript_ids() for words in store.transcript(name).text[:40].split("\n")]
        assert not any(words in text for words in said if len(words) > 5 for text in (trace, after))
        assert len(store.places("ana")) == 1, "where the coder was is not kept"

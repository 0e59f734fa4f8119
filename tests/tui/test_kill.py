"""Killed while deciding: the real program in a pseudo-terminal loses nothing that its screen has acknowledged.

A dozen times: start, press keys that decide, SIGKILL the process group at a moment drawn by lot, read the last thing
the screen said, open the store. Several lives are lived on one study, so that a store which survived a kill is also
gone on with and killed again.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte

from fgcoder.model import Action, Decision
from fgcoder.storage.store import Store
from fgcoder.study import open_study

SEED = 20131105
KILLS = 12
LIVES = (True, False, False, False)
"""Kills of one study, one after the other: whether after the suggestions have come, or while they are prepared."""
AT_ONCE = 2
PATIENCE = 60.0
"""Seconds after which a program that shows nothing is taken for hung."""
ROWS, COLUMNS = 24, 80
ACKNOWLEDGED = re.compile(r"decided · (\d+) codings?")
SUGGESTED = re.compile(r"^ 1 [█░]", re.MULTILINE)
BY_NAME = ("cscepticism\r", "ctape\r", "colder\r", "ctime\r", "\x1b[B")
"""Pick a code by name, or go on without deciding: works before there are suggestions."""
ANY = ("\r", "\r", "\r", "1", "1", "2", "5", *BY_NAME)
"""The same, and accept and go on, accept and stay."""


class Terminal:
    """The program on a terminal of its own, and what stands on its screen."""

    def __init__(self, study: Path, cache: Path) -> None:
        self.acknowledged: int | None = None
        """How many codings the top line counts; None before there is one."""
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = os.environ | {
            "TERM": "xterm-256color",
            "FGCODER_CACHE": str(cache),
            "FGCODER_SETTINGS": str(study / "no-settings.yaml"),
            "TEXTUAL_ANIMATIONS": "none",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "fgcoder", "-C", str(study), "--coder", "kill", "code"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def read(self, seconds: float) -> bool:
        """Take in what is written within a time; say whether there was anything."""
        if not select.select([self._ours], [], [], max(seconds, 0))[0]:
            return False
        try:
            written = os.read(self._ours, 1 << 16)
        except OSError:  # the other end is gone
            return False
        self._stream.feed(written)
        found = ACKNOWLEDGED.search("".join(self._screen.buffer[0][x].data for x in range(COLUMNS)))
        if found and self._screen.cursor.y:  # a top line that is half written may say anything
            self.acknowledged = int(found[1])
        return bool(written)

    def until(self, condition: Callable[[], bool]) -> None:
        """Read until something has come about."""
        ends = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < ends, f"nothing more came:\n{self.text}"
            assert self._process.poll() is None, f"the program has ended:\n{self.text}"
            self.read(0.2)

    def kill(self) -> None:
        """Kill the program and its children, and read what it had said before."""
        assert self._process.poll() is None, f"it had ended before it was killed:\n{self.text}"
        os.killpg(self._process.pid, signal.SIGKILL)
        assert self._process.wait() == -signal.SIGKILL
        while self.read(0):
            pass

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._ours)

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)


@contextmanager
def program(study: Path, cache: Path) -> Iterator[Terminal]:
    terminal = Terminal(study, cache)
    try:
        yield terminal
    finally:
        terminal.close()


@dataclass(frozen=True)
class Life:
    """What came of one start and one kill."""

    before: int
    """Codings acknowledged when the screen came up."""
    acknowledged: int
    """Codings acknowledged when it was killed."""
    kept: list[Decision]
    """What the store holds afterwards."""


def live(study: Path, cache: Path, chance: random.Random, *, assisted: bool) -> Life:
    """Start, decide, be killed at any moment."""
    with program(study, cache) as terminal:
        terminal.until(lambda: terminal.acknowledged is not None)
        before = terminal.acknowledged or 0
        if assisted:
            terminal.until(lambda: SUGGESTED.search(terminal.text) is not None)
        gestures, wanted = ANY if assisted else BY_NAME, before + chance.randint(1, 4)
        for _ in range(200):
            terminal.press(chance.choice(gestures))
            terminal.read(chance.uniform(0.0, 0.06))
            if (terminal.acknowledged or 0) >= wanted:
                break
        terminal.press(chance.choice(gestures))
        terminal.read(chance.uniform(0.0, 0.1))
        terminal.kill()
        acknowledged = terminal.acknowledged
    assert acknowledged is not None
    file = open_study(study).store
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    with Store.open(file) as store:
        return Life(before, acknowledged, store.decisions(coder="kill"))


def lives(study: Path, cache: Path, chance: random.Random) -> list[Life]:
    """Live on one study, again and again."""
    return [live(study, cache, chance, assisted=assisted) for assisted in LIVES]


def test_nothing_acknowledged_is_lost(
    ranked_study: Path, model_folder: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("seed", SEED)
    studies = [shutil.copytree(ranked_study, tmp_path / f"study-{n}") for n in range(KILLS // len(LIVES))]
    chances = [random.Random(f"{SEED}/{n}") for n in range(len(studies))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lives, studies, [model_folder.parent] * len(studies), chances))
    assert sum(map(len, told)) == KILLS
    for number, story in enumerate(told):
        kept: list[Decision] = []
        for life in story:
            where = f"seed {SEED}/{number}"
            assert life.before == codings(kept), f"{where}: the screen counts what the store kept"
            assert codings(life.kept) >= life.acknowledged, f"{where}: an acknowledged decision is lost"
            assert life.kept[: len(kept)] == kept, f"{where}: a decision of an earlier life is lost or altered"
            kept = life.kept
    assert sum(life.acknowledged > life.before for story in told for life in story) > KILLS / 2, "too few were deciding"


def codings(decisions: list[Decision]) -> int:
    """Count as the top line does, in the one transcript that is coded here."""
    assert all(decision.action is Action.APPLY for decision in decisions)
    return len({(decision.transcript, decision.span, decision.code) for decision in decisions})

"""The real program in a real terminal: sessions in tmux. Every wait is for what the screen says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fgcoder.model import Action
from fgcoder.storage.store import Store
from fgcoder.study import open_study

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
PATIENCE = 60.0
"""Seconds after which a screen that does not change is taken for stuck."""
SUGGESTED = r"(?m)^ 1 [█░]"


class Tmux:
    """A tmux server of its own, with one window."""

    def __init__(self, socket: Path, study: Path) -> None:
        self._base = ["tmux", "-S", str(socket), "-f", "/dev/null"]
        self._study = study

    def _tmux(self, *words: str) -> str:
        return subprocess.run([*self._base, *words], check=True, capture_output=True, text=True).stdout

    def start(self, *words: str) -> None:
        """Start the program; when it ends the window stays, with a last line that says so."""
        command = [sys.executable, "-m", "fgcoder", "-C", str(self._study), "--coder", "ana", *words]
        line = f"{shlex.join(command)}; echo ended with $?; exec cat"
        self._tmux("new-session", "-d", "-x", "80", "-y", "24", "-s", "w", "env", "LC_ALL=C.UTF-8", "sh", "-c", line)

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", "-t", "w", *keys)

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "w")

    def until(self, pattern: str) -> str:
        """Wait until the screen says something; give the screen."""
        ends = time.monotonic() + PATIENCE
        while not re.search(pattern, screen := self.screen):
            assert time.monotonic() < ends, f"`{pattern}` never came:\n{screen}"
            time.sleep(0.03)
        return screen

    def type(self, text: str) -> None:
        """Type into the input of a list, each letter once the one before stands there."""
        for end in range(1, len(text) + 1):
            self.press(text[end - 1])
            self.until(rf"▊ +{text[:end]} ")

    def quit(self) -> None:
        self.press("q")
        self.until("ended with 0")
        self._tmux("kill-session", "-t", "w")

    def close(self) -> None:
        subprocess.run([*self._base, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def tmux(ranked_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    socket = Path("/tmp") / f"fgcoder-{ranked_copy.stat().st_ino}"  # a socket's path has to be short
    terminal = Tmux(socket, ranked_copy)
    yield terminal
    terminal.close()
    socket.unlink(missing_ok=True)


def made(study: Path) -> list[tuple[Action, str, str]]:
    with Store.open(open_study(study).store) as store:
        return [(decision.action, decision.code, decision.transcript) for decision in store.decisions(coder="ana")]


def test_a_session_from_opening_to_reopening(tmux: Tmux, ranked_copy: Path) -> None:
    tmux.start()
    screen = tmux.until(SUGGESTED)
    assert "dk-public-health" in screen.splitlines()[0]
    assert "? Help" in screen
    assert "q Quit" in screen

    tmux.press("Enter")
    tmux.until("1/[0-9]+ decided · 1 coding")
    tmux.press("u")
    tmux.until("0/[0-9]+ decided · 0 codings")

    tmux.press("c")
    tmux.until("Apply a code")
    tmux.type("redtape")
    tmux.until(r"│  Red tape +│ What stands in the way › Red")
    tmux.press("Enter")
    tmux.until("Applied: Red tape")
    tmux.until("1 coding")

    tmux.press("t")
    tmux.until("Go to a transcript")
    tmux.type("uk")
    tmux.until(r"│  uk-local-environment  0 % +│ \w")  # alone in the list, and explained
    tmux.press("Enter")
    tmux.until(r"\A uk-local-environment .* 0 codings")
    tmux.press("Down", "Down", "Down")
    tmux.until(SUGGESTED)
    tmux.press("2")
    tmux.until("1 coding")
    place = re.search(r"segment \d+ · turn \d+", tmux.screen)
    tmux.quit()

    actions = made(ranked_copy)
    assert [action for action, _, _ in actions] == [Action.APPLY, Action.WITHDRAW, Action.APPLY, Action.APPLY]
    assert actions[2][1:] == ("red-tape", "dk-public-health")
    assert actions[3][2] == "uk-local-environment"

    tmux.start()
    tmux.until(r"\A uk-local-environment .* 1 coding")
    assert place is not None
    tmux.until(re.escape(place[0]))
    tmux.quit()
    assert made(ranked_copy) == actions


def test_a_whole_transcript_is_coded_by_keys(tmux: Tmux, ranked_copy: Path) -> None:
    """Accept, add a second code, reject all, in turn, as far as anything is suggested; leave nothing undecided."""
    tmux.start("code", "uk-local-environment")
    screen = tmux.until(SUGGESTED)
    found = re.search(r"0/(\d+) decided", screen)
    assert found is not None
    total, codings = int(found[1]), 0

    def accept(key: str) -> int:
        """Give how many codings that made: none where nothing is suggested, which the screen says then."""
        tmux.press(key)
        screen = tmux.until(rf" {codings + 1} codings?|There is no suggestion")
        return int("There is no suggestion" not in screen)

    for done in range(1, total + 1):
        if done % 3 == 1:
            codings += (made := accept("Enter"))
            if not made:
                tmux.press("0")
        elif done % 3 == 2:
            codings += (made := accept("1"))
            more = accept("Enter") if made else 0
            codings += more
            if not more:
                tmux.press("Down" if made else "0")
        else:
            tmux.press("0")
        tmux.until(rf" {done}/{total} decided · {codings} codings?")
    tmux.press("n")
    tmux.until("Everything here is decided")
    tmux.quit()
    with Store.open(open_study(ranked_copy).store) as store:
        codable = {s.words for s in store.segments("uk-local-environment") if s.is_codable}
        decisions = store.decisions("uk-local-environment", "ana")
    assert {decision.span for decision in decisions} == codable
    assert sum(decision.action is Action.APPLY for decision in decisions) == codings
    assert codings > total / 3, "most of it was coded"
    assert all(decision.rank or decision.action is Action.NOTHING for decision in decisions)

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

from fgcoder.coding.session import CodingSession
from fgcoder.model import Action, Relation
from fgcoder.pipeline.contents import codebook_of
from fgcoder.storage.store import Store
from fgcoder.study import open_study

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
PATIENCE = 60.0
"""Seconds after which a screen that does not change is taken for stuck."""
SUGGESTED = r"(?m)^ 1 [█░]"
DECIDED = r"\d+/\d+ decided"
UK = "uk-local-environment"


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
        """Type into a line, all of it at once."""
        self.press("-l", text)
        self.until(rf"[▊│] +{re.escape(text)} ")

    def ask(self, key: str, typed: str, *, says: str) -> None:
        """Press a key that asks and answer it before it has, all as fast as it can be sent; wait for what it says."""
        self.press(key)
        self.press("-l", typed)
        self.press("Enter")
        self.until(says)

    def look(self, key: str, shows: str) -> None:
        """Go to another screen, and come back."""
        self.press(key)
        self.until(shows)
        self.press("Escape")
        self.until(DECIDED)

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
    tmux.until("Enter opens dk-public-health")
    tmux.press("Enter")
    screen = tmux.until(SUGGESTED)
    assert "dk-public-health" in screen.splitlines()[0]
    assert "? Help" in screen
    assert "c Code" in screen

    tmux.press("Enter")
    tmux.until("1/[0-9]+ decided · 1 coding")
    tmux.press("u")
    tmux.until("0/[0-9]+ decided · 0 codings")

    tmux.press("c")
    tmux.until("Apply codes")
    tmux.type("redtape")
    tmux.until(r"›  Red tape .*What stands in the way")
    tmux.press("Enter")
    tmux.until("Applied: Red tape")
    tmux.until("1 coding")

    tmux.press("t")
    tmux.until("Go to a transcript")
    tmux.type("uk")
    tmux.until(rf"›  {UK}  0 %")
    tmux.press("Enter")
    tmux.until(rf"\A {UK} .* 0 codings")
    tmux.press("Down", "Down", "Down")
    tmux.until(SUGGESTED)
    tmux.press("2")
    tmux.until("1 coding")
    place = re.search(r"segment \d+ · turn \d+", tmux.screen)
    tmux.quit()

    actions = made(ranked_copy)
    assert [action for action, _, _ in actions] == [Action.APPLY, Action.WITHDRAW, Action.APPLY, Action.APPLY]
    assert actions[2][1:] == ("red-tape", "dk-public-health")
    assert actions[3][2] == UK

    assert place is not None
    tmux.start()
    tmux.until(rf"Enter continues where you stopped: {UK}, {place[0].split(' · ')[0]}")
    tmux.press("Enter")
    tmux.until(rf"\A {UK} .* 1 coding")
    tmux.until(re.escape(place[0]))
    tmux.quit()
    assert made(ranked_copy) == actions


class Day:
    """A transcript coded from the first segment to the last, with all that comes up on the way."""

    def __init__(self, tmux: Tmux) -> None:
        self.tmux = tmux
        self.codings = 0

    def accept(self, key: str) -> bool:
        """Say whether that made a coding: none where nothing is suggested, which the screen says then."""
        self.tmux.press(key)
        screen = self.tmux.until(rf" {self.codings + 1} codings?|There is no suggestion")
        taken = "There is no suggestion" not in screen
        self.codings += taken
        return taken

    def first(self) -> None:
        """Accept the first suggestion, which goes on; where there is none, none fits."""
        if not self.accept("Enter"):
            self.tmux.press("0")

    def two(self) -> None:
        """Accept two suggestions, as far as there are any."""
        if not self.accept("1"):
            self.tmux.press("0")
        elif not self.accept("Enter"):
            self.tmux.press("Down")

    def none(self) -> None:
        self.tmux.press("0")

    def words(self) -> None:
        """Code fewer words than the segment, and then all with the same code."""
        self.tmux.press("v", "Left", "Left", "Right")
        self.tmux.until("selecting words")
        self.tmux.ask("c", "redtape", says="Applied: Red tape")
        self.tmux.press(".")
        self.codings += 2
        self.tmux.until(f" {self.codings} codings")
        self.tmux.press("Down")

    def memo(self) -> None:
        self.tmux.press("m")
        self.tmux.until("Memo on the segment")
        self.tmux.press("-l", "Why does nobody ask?")
        self.tmux.until("Why does nobody ask[?]")
        self.tmux.press("C-s")
        self.tmux.until("Wrote a memo on the segment")
        self.none()

    def flag(self) -> None:
        self.tmux.ask("!", "irony", says="Flagged to discuss")
        self.first()

    def link(self) -> None:
        self.tmux.press("l")
        self.tmux.until("Link to which finding[?]")
        self.tmux.press("Enter")
        self.tmux.until("What do the words do to the finding[?]")
        self.tmux.press("Down", "Enter")
        self.tmux.until("Linked: expands")
        self.none()

    def back_and_forth(self) -> None:
        """Pick a code, take it back, do it again, change it to another."""
        self.tmux.ask("c", "redtape", says="Applied: Red tape")
        self.tmux.press("u")
        self.tmux.until("Undone: applied Red tape")
        self.tmux.press("U")
        self.tmux.until("Done again: applied Red tape")
        self.codings += 1
        self.tmux.ask("r", "scepticism", says="Red tape is now")
        self.tmux.until(f" {self.codings} codings")
        self.tmux.press("Down")


def test_a_whole_transcript_is_coded_by_keys(tmux: Tmux, ranked_copy: Path) -> None:
    """From the first segment to the last, with every kind of key; then the other screens; then the store is read."""
    tmux.start("code", UK)
    found = re.search(r"0/(\d+) decided", tmux.until(SUGGESTED))
    assert found is not None
    total, day = int(found[1]), Day(tmux)
    special = {5: day.words, 8: day.memo, 11: day.flag, 14: day.link, 17: day.back_and_forth}
    for done in range(1, total + 1):
        special.get(done, (day.none, day.first, day.two)[done % 3])()
        tmux.until(rf" {done}/{total} decided · {day.codings} codings?")
    tmux.press("Tab")
    tmux.until("Everything here is decided")

    tmux.ask("/", "the [a-z]+ing", says="Match 1 of [0-9]+")
    tmux.press("n")
    tmux.until("Match 2 of")
    tmux.ask("g", "2", says=r"turn 2\b")
    tmux.look("f", "▸/ words|▸c under a code")
    tmux.look("B", "Merge")
    tmux.look("?", "what is known of the current segment")
    tmux.press("s")
    tmux.until("ana has decided [0-9]+ %")
    tmux.until("Flags? ")
    tmux.press("Escape")
    tmux.until(DECIDED)
    tmux.quit()
    check(ranked_copy, day.codings, total)


def check(study: Path, codings: int, total: int) -> None:
    """See that the store holds what was done, and nothing else."""
    opened = open_study(study)
    with Store.open(opened.store) as store:
        session = CodingSession(store, codebook_of(opened), "ana")
        session.open(UK)
        decisions = store.decisions(UK, "ana")
        text = session.transcript.text
        assert session.progress().decided == session.progress().codable == total
        assert len(session.all_codings) == codings > total / 3, "most of it was coded"
        (memo,), (flag,), (link,) = session.notes.memos, session.notes.flags, session.notes.links
    assert (memo.text, flag.text, link.relation) == ("Why does nobody ask?", "irony", Relation.EXPANDS)
    (part,) = [one for one in decisions if one.at is not None and one.action is Action.APPLY]
    assert (part.code, part.at.start) == ("red-tape", part.span.start)
    assert len(part.span.of(text).split()) == len(part.at.of(text).split()) - 1
    undone = [one for one in decisions if one.action is Action.WITHDRAW]
    assert [(one.code, bool(one.reverses)) for one in undone] == [("red-tape", True)] * 2 + [("red-tape", False)]
    picked = [one for one in decisions if one.action is Action.APPLY and one.rank is None]
    assert len(picked) <= 4, "all else was accepted from the list"

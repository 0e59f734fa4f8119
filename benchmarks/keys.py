"""How long a key press takes until the screen has been updated, beside plain Textual widgets with the same rows.

The app runs headless under Textual's Pilot, in one process, with a generated transcript of 5,000 turns; a press counts
from sending the key until every message it caused has been handled and the screen refreshed.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import time
from pathlib import Path

import numpy as np
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList

from benchmarks.timing import line, percentile
from fgcoder.codebook import read
from fgcoder.coding import CodingSession
from fgcoder.config import Settings
from fgcoder.locations import sample_study
from fgcoder.model import Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.pipeline import Imported, OnProgress
from fgcoder.storage.store import Store
from fgcoder.suggesting.learning import Learner, prepare
from fgcoder.suggesting.lines import lines_of
from fgcoder.suggesting.ranking import Ranking
from fgcoder.tui.app import FgcoderApp

TURNS = 5_000
PRESSES = 150
DIMENSIONS = 384
CODER = "bench"
WORDS = "and then we said that nobody had asked us what we do here all day long with the bins"


def generated_transcript() -> tuple[Transcript, list[Segment]]:
    """Give a transcript of many turns, each one segment."""
    parts, turns, segments, at = [], [], [], 0
    for number in range(1, TURNS + 1):
        label = f"P{number % 7 + 1}: "
        text = f"{label}{number} {WORDS}.\n\n"
        turns.append(Turn(number, label[:-2], at, at + len(label), at + len(text)))
        words = Span(at + len(label), at + len(text) - 2)
        segments.append(Segment("bench", number, number, at, at + len(text), words, Role.PARTICIPANT))
        parts.append(text)
        at += len(text)
    text = "".join(parts)
    speakers = {f"P{n}": Speaker(f"P{n}", Role.PARTICIPANT) for n in range(1, 8)}
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Transcript("bench", "Generated", text, digest, "en", {}, speakers, tuple(turns), "bench.txt"), segments


class Prepared:
    """A preparation that is over at once: vectors are drawn with a fixed seed, since only time is measured."""

    def __init__(self, learner: Learner, store: Store) -> None:
        self._learner = learner
        self._store = store

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Take nothing in."""
        return []

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Give the ranking."""
        return self._learner.learn([])

    def learn(self) -> Ranking:
        """Learn from the decisions made by now."""
        return self._learner.learn(self._store.decisions(coder=CODER))


class OptionListApp(App[None]):
    """The same rows in an OptionList."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Fill the list."""
        yield OptionList(*self._rows)


class DataTableApp(App[None]):
    """The same rows in a DataTable."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Make the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_column("words")
        table.add_rows([(row,) for row in self._rows])


async def press_times(pilot: Pilot[None], key: str) -> list[float]:
    """Press a key many times and give the time of each press in seconds."""
    for _ in range(10):
        await pilot.press(key)
    times = []
    for _ in range(PRESSES):
        began = time.perf_counter()
        await pilot.press(key)
        times.append(time.perf_counter() - began)
    return times


async def measure(folder: Path) -> None:
    """Print the ratios."""
    transcript, segments = generated_transcript()
    book = read(sample_study() / "codebooks" / "coproduction.yaml")
    lines = lines_of(book)
    rows = [segment.words.of(transcript.text) for segment in segments]
    drawn = np.random.default_rng(0).normal(size=(len(lines) + len(rows), DIMENSIONS)).astype(np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    languages = [transcript.language] * len(rows)
    learner = prepare("drawn", book, lines, vectors[: len(lines)], segments, rows, vectors[len(lines) :], languages)
    others = {}
    for name, app in (("OptionList", OptionListApp(rows)), ("DataTable", DataTableApp(rows))):
        async with app.run_test(size=(120, 36)) as pilot:
            others[name] = await press_times(pilot, "down")
    with Store.open(folder / "store.sqlite") as store:
        store.add_transcript(transcript, segments, "bench")
        session = CodingSession(store, book, CODER)
        coding = FgcoderApp(session, Settings(), Prepared(learner, store))
        async with coding.run_test(size=(120, 36)) as pilot:
            await coding.workers.wait_for_complete()
            await pilot.pause()
            ours = {"move": await press_times(pilot, "down"), "accept and go on": await press_times(pilot, "enter")}
    for what, times in ours.items():
        for name, other in others.items():
            print(line(f"{what} ({TURNS} turns)", times, f"move in {name}", other))
        print(f"{what:44} p95 {1000 * percentile(times, 0.95):6.1f} ms")


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()

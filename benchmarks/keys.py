"""How long a key press takes to show, in a study of 100,000 segments, beside plain Textual widgets with the same rows.

Twice: inside the app, from the key event to what is handed to the terminal (`in_app` says how), where Textual's own
widgets are measured in the same way; and from outside, in a real pseudo-terminal, from writing the key until the bytes
that show it have come (`terminal`). The study is generated (`big_study`); suggestions are ranked from its vectors and
learn from each decision, as they do with a model. An accepted suggestion is on disk before it is shown.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from textual.app import App, ComposeResult
from textual.widgets import DataTable, OptionList

from benchmarks.big_study import CODER, LONG, borrowed, rows_of
from benchmarks.in_app import Keyboard, run
from benchmarks.terminal import Terminal, end_in_order, fgcoder
from benchmarks.timing import percentile
from fgcoder.cli.coding import answer_keys_first
from fgcoder.coding.session import CodingSession
from fgcoder.config import Settings
from fgcoder.overview import StudyOverview
from fgcoder.pipeline.contents import codebook_of
from fgcoder.pipeline.preparing import Preparation
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.opening import Views
from fgcoder.tui.pauses import PAUSE

PRESSES = 60
OPENED = ("group-050", "group-101", "group-007", "group-150", "group-088")
"""Transcripts that are opened one after the other."""
LEARNS = 1.5
"""Seconds after a decision in which the suggestions have been learnt anew, on a slow machine."""


class OptionListApp(App[None]):
    """The same rows in an OptionList."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Fill the list."""
        yield OptionList(*self._rows)


class DataTableApp(App[None]):
    """The same rows in a DataTable."""

    def __init__(self, rows: Sequence[str]) -> None:
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


def tell(what: str, times: Sequence[float]) -> None:
    """Print one line of the table, in milliseconds; past the app, which takes what is printed for itself."""
    middle, most = percentile(times, 0.5), percentile(times, 0.95)
    figures = "".join(f"{1000 * figure:9.1f}" for figure in (middle, most, min(times)))
    assert sys.__stdout__ is not None
    sys.__stdout__.write(f"{what:52}{figures}\n")
    sys.__stdout__.flush()


def heading(text: str) -> None:
    """Print the head of a table."""
    assert sys.__stdout__ is not None
    sys.__stdout__.write(f"\n{text:52}{'p50':>9}{'p95':>9}{'least':>9}  ms\n")


async def measure_beside(rows: Sequence[str]) -> None:
    """Measure Textual's own widgets."""
    for name, app in (("OptionList", OptionListApp(rows)), ("DataTable", DataTableApp(rows))):

        async def measure(keyboard: Keyboard, name: str = name) -> None:
            for key in ("down", "pagedown"):
                presses = await keyboard.presses(key, PRESSES, warm_up=40 if key == "down" else 5)
                tell(f"{name}, {len(rows):,} rows: {key}", presses)

        await run(app, measure)


async def measure_app(folder: Path) -> None:
    """Measure the app from inside, once it has ranked everything."""
    study = open_study(folder)
    with Store.open(study.store) as store:
        book = codebook_of(study)
        session = CodingSession(store, book, CODER, codebook_file=study.codebook)
        preparation = Preparation(study, store, CODER)
        views = Views(StudyOverview(study, lambda: store, CODER, lambda: session.codebook), no_finder)

        async def measure(keyboard: Keyboard) -> None:
            while session.ranking is None:
                await asyncio.sleep(0.2)
            for what, key, pause in (
                ("move", "down", 0.0),
                ("accept and go on", "enter", LEARNS),
                ("accept and go on, while learning", "enter", 0.0),
                ("undo", "u", LEARNS),
                ("page down", "pagedown", 0.0),
            ):
                await asyncio.sleep(2 * PAUSE)
                times: list[float] = []
                for _ in range(PRESSES):
                    times.append(await keyboard.press(key))
                    await asyncio.sleep(pause)
                tell(what, times)
            if looks:
                tell(f"looking through everything for garbage, {len(looks)} times", looks)

        with looks_through_all() as looks:
            await run(FgcoderApp(lambda: session, Settings(), lambda: preparation, LONG, views=views), measure)


@contextmanager
def looks_through_all() -> Iterator[list[float]]:
    """Note how long each look for garbage among everything takes: as long as a key may have to wait that hits one."""
    took: list[float] = []
    began = 0.0

    def note(phase: str, about: dict[str, int]) -> None:
        nonlocal began
        if about["generation"] < 2:
            return
        if phase == "start":
            began = time.perf_counter()
        else:
            took.append(time.perf_counter() - began)

    gc.callbacks.append(note)
    try:
        yield took
    finally:
        gc.callbacks.remove(note)


def no_finder() -> NoReturn:
    """Quotes are not looked for here."""
    raise NotImplementedError


def number(text: str) -> str:
    """Read off the screen which segment is in hand."""
    found = re.search(r"segment (\d+) ", text)
    return found[1] if found else ""


def moves(terminal: Terminal) -> Callable[[str], bool]:
    """Wait for another segment than the one in hand now."""
    before = number(terminal.text)
    return lambda text: number(text) not in {"", before}


@contextmanager
def opened(folder: Path, *arguments: str) -> Iterator[Terminal]:
    """Run the program on the study as a user has it who has seen the tour."""
    state = folder / "state"
    state.mkdir(exist_ok=True)
    (state / "tour-seen").touch()
    environment = {"FGCODER_SETTINGS": str(folder / "none.yaml"), "FGCODER_STATE": str(state)}
    with Terminal(fgcoder(folder, *arguments, coder=CODER), environment) as terminal:
        yield terminal


LIST = """
from textual.app import App
from textual.widgets import OptionList
class List(App):
    def compose(self):
        yield OptionList(*(f"row {number}" for number in range(2_000)))
List().run()
"""
"""A plain list that scrolls at each press, once its cursor is at the lower edge."""


def measure_terminal(folder: Path) -> None:
    """Measure from outside: while suggestions are prepared, and after that.

    Beside a plain list with the same pauses: a machine that has been idle answers late now and then, whoever is asked.
    """
    heading("in a pseudo-terminal")
    with Terminal([sys.executable, "-c", LIST]) as terminal:
        terminal.until(lambda text: "row 0" in text)
        terminal.press("\x1b[B" * terminal.rows, lambda text: "row 0 " not in text)
        terminal.settle(LEARNS)
        for pause in (0.1, LEARNS):
            tell(f"OptionList, {pause:.1f} s between presses", scrolled(terminal, "\x1b[B", pause))
    with opened(folder, "code", LONG) as terminal:
        terminal.until(lambda text: bool(number(text)))
        times: list[float] = []
        while "Ranking the codes" not in terminal.text or len(times) < PRESSES:
            times.append(terminal.press("\x1b[B", moves(terminal)))
            time.sleep(0.1)
        tell("move, while everything is read and ranked", times)
        terminal.until(lambda text: "█" in text and "Ranking the codes" not in text)
        terminal.settle(LEARNS)
        tell("move", [pressed(terminal, "\x1b[B") for _ in range(PRESSES)])
        tell("accept and go on", [pressed(terminal, "\r", LEARNS) for _ in range(PRESSES)])
        tell("accept and go on, while learning", [pressed(terminal, "\r") for _ in range(PRESSES)])
        terminal.settle(LEARNS)
        tell("undo", [pressed(terminal, "u", LEARNS) for _ in range(PRESSES // 3)])
        tell("page down", scrolled(terminal, "\x1b[6~"))
        measure_screens(terminal)


def measure_screens(terminal: Terminal) -> None:
    """Measure what shows another transcript or screen, while nothing else is at work."""
    lists, shown, overviews = [], [], []
    for name in OPENED:
        lists.append(terminal.press("t", lambda text: "Go to a transcript" in text))
        terminal.press(name.removeprefix("group-"), lambda text: "1 of " in text)
        terminal.settle()
        shown.append(terminal.press("\r", begins_with(name)))
        terminal.settle(LEARNS)
        overviews.append(terminal.press("s", lambda text: bool(re.search(r"Transcripts: \d", text))))
        terminal.settle(LEARNS)
        terminal.press("\x1b", begins_with(name))
        terminal.settle(LEARNS)
    tell("list of transcripts", lists)
    tell("open another transcript", shown)
    tell("study overview, what there is", overviews)


def begins_with(words: str) -> Callable[[str], bool]:
    """Wait for what begins with these words."""
    return lambda text: text.lstrip().startswith(words)


def scrolled(terminal: Terminal, key: str, pause: float = 0.1) -> list[float]:
    """Press a key that changes what is on the screen, many times."""
    times = []
    for _ in range(PRESSES):
        times.append(terminal.press(key))
        terminal.settle(pause)
    return times


def pressed(terminal: Terminal, key: str, pause: float = 0.1) -> float:
    """Press a key that leads to another segment, and wait."""
    taken = terminal.press(key, moves(terminal))
    terminal.settle(pause)
    return taken


def main() -> None:
    """Print the tables."""
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    end_in_order()
    answer_keys_first()
    with borrowed() as folder:
        heading("inside the app")
        asyncio.run(measure_app(folder))
        asyncio.run(measure_beside(rows_of(folder)))
    with borrowed() as folder:
        measure_terminal(folder)


if __name__ == "__main__":
    main()

"""A small study whose suggestions are made by hand, and the app on it, for every test that drives the screens."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Footer, Static

from fgcoder.blinding import Draw
from fgcoder.coding.advised import Ranking
from fgcoder.coding.session import CodingSession
from fgcoder.config import Settings
from fgcoder.model import Decision, Queue, Segment, Suggestion
from fgcoder.overview import StudyOverview
from fgcoder.pipeline import contents, embedding, events, preparing, taking_in
from fgcoder.reporting.linking import FindingsForQuotes
from fgcoder.reporting.tables_source import TableSource
from fgcoder.retrieval.finder import Finder
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.opening import Views
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.widgets.study_bar import StudyBar
from fgcoder.tui.widgets.suggestions import SegmentPanel
from fgcoder.tui.widgets.suggestions.layout import Part
from fgcoder.tui.widgets.transcript import TranscriptView

CODER = "ana"
PATIENCE = 180
"""Seconds that a screen may take on a busy machine."""
DRAWN = frozenset("│─╭╮╰╯┃━▊▎▔▁█")
OPTIONS = {
    "study.yaml": "title: Two parks\ncodebook: codebook.yaml\nsurveys: [survey.yaml]\nsegments: {longest: 25}\n",
    "survey.yaml": """\
title: What people do for their park
base: 400 neighbours
source: The town's own survey
findings:
  - id: most-would-help
    statement: Most people would help if somebody asked them.
    figures: [{label: would help, value: 61 %}]
  - {id: time-is-short, statement: Two in three say that they have no time to help., codes: [no-time]}
""",
}
CODEBOOK = """\
title: Parks
version: "1"
language: en
codes:
  - id: obstacles
    label: Obstacles
    children:
      - id: no-time
        label: No time
        definition: Somebody would help but has no hours left for it.
        use: [Work or family leave no evening free]
        avoid: [Somebody does not want to help]
        examples: [I would come if there were more hours in the day.]
      - {id: red-tape, label: Red tape, definition: Rules or forms keep people from helping.}
      - {id: no-trust, label: No trust, definition: People doubt that the council means it.}
      - {id: not-asked, label: Nobody asked, definition: Nobody ever asked for help.}
  - id: reasons
    label: Reasons to help
    children:
      - {id: neighbours, label: Neighbours, definition: People help because they know one another.}
      - {id: pride, label: Pride in the place, definition: People help because the place is theirs.}
      - {id: children, label: For the children, definition: People help because children use the place.}
  - {id: litter, label: Litter, definition: Rubbish that lies about.}
  - {id: money, label: Money, definition: What it costs and who pays for it.}
"""
PARK = """\
---
title: Focus group on the park
language: en
country: United Kingdom
participants:
  P1: {stakeholders: citizen, role: retired gardener, gender: f, age: 71}
  P2: {stakeholders: professional, role: park warden, gender: m, age: 48}
  Jürgen-Maximilian: {stakeholders: third sector, role: volunteer, gender: m, age: 33}
---

MODERATOR: What do people here put into the park?

P1: I sweep the path in front of the gate. Nobody asked me to.

P2: She does. I have seen her do it in the snow. We are three people for eleven parks, and I tell you honestly that \
without those who live beside it this one would be lost. I would not know where to begin. The forms for a volunteer \
take longer than the sweeping.

Jürgen-Maximilian: There is a form for the broom as well.

MODERATOR: A form for the broom?

P1: I signed it. Twice.

P2: The council wants to know whose broom it is when somebody falls over it.

Jürgen-Maximilian: My children play there, so I pick up the bottles before they do. It is ten minutes, on the way home \
from work.

P1: Ten minutes you have. My daughter has not got them, with two jobs.

MODERATOR: Who pays for the bags?

P2: I do.

P1: He does, out of his own pocket, and nobody at the town hall knows.
"""
RIVER = """\
---
title: 川のグループ (wide characters)
language: en
country: Denmark
participants:
  山田太郎: {stakeholders: citizen}
  Åse: {stakeholders: citizen}
---

MODERATOR: And the river?

山田太郎: 川は私たちのものです。だから毎週日曜日に掃除します。 We clean it every Sunday 🙂 and the ducks know us.

Åse: Vi kender hinanden. That is all.
"""


def write_study(folder: Path, **transcripts: str) -> Path:
    """Write a study with the small codebook and the transcripts given, by name."""
    (folder / "transcripts").mkdir(parents=True)
    for name, text in {**OPTIONS, "codebook.yaml": CODEBOOK}.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in transcripts.items():
        (folder / "transcripts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


class Letters:
    """An encoder that needs no model: alike in meaning means here, of the same letters."""

    name = "alphabet"

    @property
    def dimensions(self) -> int:
        return len(ascii_lowercase)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array([[text.casefold().count(letter) + 0.01 for letter in ascii_lowercase] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


@pytest.fixture(autouse=True)
def patient_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every pause of a pilot, and every key press, last until the screen has come to rest, however long that takes.

    Textual's own pause gives each widget one turn. What follows from that, such as the keys in the footer, which are
    laid out only once all else is painted, a slow machine shows later than a test looks.
    """
    pause, press = Pilot.pause, Pilot.press

    async def come_to_rest(pilot: Pilot[Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            calm = 0
            while pilot.app.is_running and pilot.app._exception is None:
                pilot.app.screen._on_timer_update()
                calm = calm + 1 if at_rest(pilot.app) else 0
                if calm == 2:
                    return
                await pilot._wait_for_screen()

    async def patient_pause(pilot: Pilot[Any], delay: float | None = None) -> None:
        await pause(pilot, delay)
        await come_to_rest(pilot)

    async def patient_press(pilot: Pilot[Any], *keys: str) -> None:
        await press(pilot, *keys)
        await come_to_rest(pilot)

    monkeypatch.setattr(Pilot, "pause", patient_pause)
    monkeypatch.setattr(Pilot, "press", patient_press)


def at_rest(app: App[Any]) -> bool:
    """Whether nothing is on its way to the screen in front but what workers are still to tell."""
    screen = app.screen
    nodes = [app, *screen.walk_children(with_self=True)]
    return not (
        any(node._message_queue.qsize() or node._next_callbacks for node in nodes)
        or screen._callbacks
        or screen._layout_required
        or not all(footer._bindings_ready for footer in screen.query(Footer))
    )


async def settle(pilot: Pilot[Any]) -> None:
    """Wait for every worker, and for what follows from what they told."""
    async with asyncio.timeout(PATIENCE):
        await pilot.pause()
        while not all(worker.is_finished for worker in pilot.app.workers):
            await pilot.pause()


@pytest.fixture(name="settle")
def settling() -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Wait until a screen shows all that its workers had to tell: `await settle(pilot)`."""
    return settle


@dataclass(frozen=True, eq=False)
class HandMade:
    """Suggestions by a rule that can be read: from one segment to the next the first code moves to the end.

    Nine tenths for the first code, a tenth less for each that follows. In every order but that of reading the last
    segment comes first; what was possibly missed is whatever is decided.
    """

    reasons: Mapping[str, str]
    """For each code, in the codebook's order, its definition."""
    rows: Mapping[str, int]
    """The place of each segment that can be coded, by id."""
    silent: frozenset[str] = frozenset()
    """Segments for which nothing is likely enough."""
    model: str = "by hand"

    @property
    def codes(self) -> list[str]:
        return list(self.reasons)

    def suggestions(self, segment: Segment, without: Iterable[str] = (), limit: int | None = None) -> list[Suggestion]:
        if segment.id not in self.rows or segment.id in self.silent:
            return []
        codes, left_out = list(self.reasons), set(without)
        first = self.rows[segment.id] % len(codes)
        ranked = [(0.9 - 0.1 * place, code) for place, code in enumerate(codes[first:] + codes[:first])]
        kept = [one for one in ranked if one[1] not in left_out]
        return [
            Suggestion(code, rank, score, self.reasons[code], "definition")
            for rank, (score, code) in enumerate(kept[:limit], 1)
        ]

    def queue(
        self, kind: Queue, code: str | None, applied: Mapping[str, Collection[str]], decided: Collection[str]
    ) -> list[str]:
        if kind is Queue.MISSED:
            return [name for name in self.rows if name in decided]
        return [name for name in reversed(self.rows) if name not in decided]


def hand_made(desk: Desk) -> HandMade:
    """Rank the segments of the store."""
    segments = [s for name in desk.store.transcript_ids() for s in desk.store.segments(name) if s.is_codable]
    reasons = {code.id: code.definition for code in desk.session.codebook.codes}
    return HandMade(reasons, {segment.id: row for row, segment in enumerate(segments)})


@dataclass
class Preparation:
    """The real reading of the folder; then what the test wants for suggestions."""

    desk: Desk

    def take_in(self, on_progress: events.OnProgress) -> list[taking_in.Imported]:
        return taking_in.take_in(self.desk.study, self.desk.store, on_progress)

    def rank(self, on_progress: events.OnProgress) -> Ranking:
        on_progress(events.Progress("Embedding", 1, 2))
        return self.desk.ranks(self.desk)

    def learn(self) -> Ranking:
        return self.desk.ranks(self.desk)


@dataclass
class Desk:
    """A study in a folder of its own, its open store, and the app on it."""

    folder: Path
    store: Store
    ranks: Callable[[Desk], Ranking] = hand_made
    settings: Settings = field(default_factory=Settings)
    start_at: str | None = None
    draw: Draw | None = None
    prepare: bool = True
    """False leaves the preparation to `preparing.Preparation`, and searching by meaning, too, with the real model."""
    overview_first: bool = False
    tour: bool = False
    near: bool = False
    """Whether survey findings are ranked for passages, as they are when the program runs."""

    def __post_init__(self) -> None:
        self.study = open_study(self.folder)
        self.session = CodingSession(
            self.store,
            contents.codebook_of(self.study),
            CODER,
            draw=self.draw,
            findings=contents.findings_of(self.study, compute=not self.near),
            codebook_file=self.study.codebook,
        )

    @property
    def decisions(self) -> list[Decision]:
        """What is on disk."""
        return self.store.decisions()

    @property
    def current(self) -> Segment:
        assert self.session.current is not None
        return self.session.current

    def app(self) -> FgcoderApp:
        real = preparing.Preparation(self.study, self.store, CODER)
        encoder = Letters if self.prepare else lambda: embedding.encoder_of(self.study)

        def finder() -> Finder:
            return Finder(self.store, lambda: self.session.codebook, encoder)

        return FgcoderApp(
            lambda: self.session,
            self.settings,
            lambda: Preparation(self) if self.prepare else real,
            self.start_at,
            views=Views(
                StudyOverview(self.study, lambda: self.store, CODER, lambda: self.session.codebook),
                finder,
                tuple(self.study.settings.attributes),
                lambda: TableSource(self.study, self.store, lambda: self.session.codebook, finder),
                findings=self._ranks_findings if self.near else None,
            ),
            overview_first=self.overview_first,
            tour=self.tour,
        )

    def _ranks_findings(self) -> FindingsForQuotes:
        finder = Finder(self.store, lambda: self.session.codebook, Letters)
        return FindingsForQuotes(contents.findings_of(self.study), finder, lambda: self.session.codebook)

    def seen(self) -> Seen:
        return Seen(self)

    def again(self) -> Desk:
        """The same study as another run of the program finds it."""
        return replace(self)


class Seen(AbstractAsyncContextManager["Seen"]):
    """The app under a pilot, once the suggestions are there, and what can be read off its screen."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.app = desk.app()
        self.pilot: Pilot[None]
        self.size = (120, 36)

    def at(self, size: tuple[int, int]) -> Seen:
        self.size = size
        return self

    async def __aenter__(self) -> Seen:
        self._running = self.app.run_test(size=self.size, notifications=True)
        self.pilot = await self._running.__aenter__()
        await self.settle()
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._running.__aexit__(*problem)

    async def settle(self) -> None:
        """Wait for the worker, and for what it posted to be shown."""
        await settle(self.pilot)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def show(self, kind: type[Screen[Any]]) -> Any:
        """Wait until a screen of a kind is in front, and give it."""
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause()
        return self.app.screen

    @property
    def coding(self) -> CodingScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, CodingScreen))

    @property
    def view(self) -> TranscriptView:
        return self.coding.query_one(TranscriptView)

    @property
    def shown(self) -> str:
        """What the screen in front says, in one line, without the lines that are drawn."""
        return " ".join("".join(" " if letter in DRAWN else letter for letter in " ".join(self.lines)).split())

    def text(self, selector: str) -> str:
        """What a region of the coding screen says."""
        panel, bar = self.coding.query_one(SegmentPanel), self.coding.query_one(StudyBar)
        match selector:
            case "#speaker" | "#codes" | "#remark":
                return panel.text(Part(selector[1:])).replace("\n", " ")
            case "#where":
                return bar.where
            case "#who":
                return bar.who
        return str(self.coding.query_one(selector, Static).render())

    @property
    def message(self) -> str:
        return self.text("#message")

    @property
    def told(self) -> str:
        """What stands in notifications, which wrap too early to be read off the screen."""
        return "\n".join(one.message for one in self.app._notifications)

    @property
    def suggested(self) -> list[str]:
        """The rows of suggestions that are shown."""
        rows: dict[int, list[str]] = {}
        for line in self.coding.query_one(SegmentPanel).lines:
            if line.rank:
                rows.setdefault(line.rank, []).append(line.text.strip())
        return [" ".join(row) for row in rows.values()]

    @property
    def lines(self) -> list[str]:
        """The screen as a terminal would show it."""
        width = self.app.size.width
        lines = []
        for strip in self.app.screen._compositor.render_strips():
            lines.append("".join(segment.text for segment in strip)[:width].rstrip())
        return lines

    @property
    def transcript_lines(self) -> list[str]:
        """The lines of the transcript that are in view."""
        view = self.view
        return [view.render_line(y).text.rstrip() for y in range(view.size.height)]

    @property
    def current_lines(self) -> list[str]:
        """The lines in view that are set off as the current segment."""
        return [line for line in self.transcript_lines if line.startswith("▌")]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something has come about."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.pilot.pause()


@pytest.fixture(scope="session")
def kept_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, taken in once."""
    folder = write_study(tmp_path_factory.mktemp("tui") / "study", park=PARK, river=RIVER)
    study = open_study(folder)
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        place_by_letters(store)
    return folder


def place_by_letters(store: Store) -> None:
    """Store for each segment the vector by which passages like another one are found."""
    words = [
        " ".join(segment.words.of(store.transcript(name).text).split())
        for name in store.transcript_ids()
        for segment in store.segments(name)
    ]
    keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in words]
    store.add_vectors(Letters.name, dict(zip(keys, Letters().encode(words), strict=True)))


@pytest.fixture
def desks() -> Iterator[Callable[..., Desk]]:
    """Sit down at any study folder."""
    with ExitStack() as stack:

        def sit(folder: Path, **how: object) -> Desk:
            return Desk(folder, stack.enter_context(Store.open(open_study(folder).store)), **how)

        yield sit


@pytest.fixture
def study_folder(kept_study: Path, tmp_path: Path) -> Path:
    """A copy of the small study."""
    return shutil.copytree(kept_study, tmp_path / "study")


@pytest.fixture
def desk(study_folder: Path, desks: Callable[..., Desk]) -> Desk:
    """The small study, ready to code."""
    return desks(study_folder)


@pytest.fixture
def new_study(tmp_path: Path) -> Callable[..., Path]:
    """Write a study of one's own: `new_study(name=text)`."""
    return lambda **transcripts: write_study(tmp_path / "new", **transcripts)

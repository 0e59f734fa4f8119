"""The study overview: every key, at each size, on a real study."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import on
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Markdown, OptionList, Static

from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Decision, Mode, Span
from fgcoder.overview import Overview, StudyOverview
from fgcoder.pipeline import contents, taking_in
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.messages import GoTo
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.overview import OverviewScreen
from fgcoder.tui.screens.overview.keys import OVERVIEW
from fgcoder.tui.themes import OURS
from fgcoder.tui.widgets.chooser import ChooserScreen
from fgcoder.tui.widgets.overview import CodersPanel, FlagList, TranscriptGrid, TranscriptList

COUNTRIES = {"cz": "Czech Republic", "dk": "Denmark", "fr": "France"}
SECTORS = {"health": "public health", "safety": "community safety"}
TEXT = """\
---
title: Group on {sector}, {country}
language: en
country: {country}
sector: {sector}
---

MODERATOR: What do you do?

P1: I walk the dogs of the whole [street].

P2: Nothing. Nobody has asked me to.

P1: I asked you twice, on the stairs and at the gate.

P2: That was about my own dog.
"""
STUDY = """\
title: Three countries
codebook: codebook.yaml
attributes:
  country: [Czech Republic, Denmark, France]
  sector: [public health, community safety]
"""
CODEBOOK = """\
title: Small
version: "1"
language: en
codes:
  - {id: help, label: Helping, definition: People help.}
  - {id: time, label: No time, definition: Nobody has time.}
"""
SMALL, LARGE = (80, 24), (120, 36)


class Host(App[None]):
    """An app that remembers where it was asked to go."""

    def __init__(self, source: Any, theme: str = "textual-dark") -> None:
        super().__init__()
        self.source = source
        self.wanted_theme = theme
        self.asked: list[tuple[str, Span | None]] = []

    def on_mount(self) -> None:
        for theme in OURS:
            self.register_theme(theme)
        self.theme = self.wanted_theme
        overview = OverviewScreen(self.source)
        self.push_screen(overview)
        overview.call_after_refresh(overview.fill)

    @on(GoTo)
    def go_to(self, event: GoTo) -> None:
        self.asked.append((event.transcript, event.span))


class Made:
    """A study of six transcripts in three countries, and what is decided in it."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.study = open_study(folder)
        self.store = store
        self.codebook = contents.codebook_of(self.study)
        self.source = StudyOverview(self.study, lambda: store, "ana", lambda: self.codebook)

    def segment(self, transcript: str, number: int) -> Span:
        return self.store.segments(transcript)[number - 1].words

    def decide(self, coder: str, transcript: str, number: int, code: str = "help", **more: Any) -> None:
        moment = self.store.next_moment()
        values = {"action": Action.APPLY, "mode": Mode.ASSISTED, **more}
        span, kept = self.segment(transcript, number), self.store.transcript(transcript).hash
        made = Decision(
            f"{moment.timestamp()}", coder, moment, values.pop("action"), transcript, kept, span, code, **values
        )
        self.store.append([made])

    def fill(self) -> None:
        """Let two coders decide, flag and stop."""
        for number in (2, 3, 4, 5):
            self.decide("ana", "dk-health", number, mode=Mode.DRAWN if number == 2 else Mode.ASSISTED)
        self.decide("ana", "fr-safety", 2, "time")
        for number, code in ((2, "help"), (3, "time"), (4, "help")):
            self.decide("ben", "dk-health", number, code)
        self.decide("ana", "dk-health", 3, "", action=Action.FLAG, text="[bold]really?")
        self.decide("ben", "cz-safety", 5, "", action=Action.FLAG)
        self.store.set_place("ana", "dk-health", 4)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    for country, whole in COUNTRIES.items():
        for sector, name in SECTORS.items():
            text = TEXT.format(country=whole, sector=name)
            (tmp_path / "transcripts" / f"{country}-{sector}.txt").write_text(text, encoding="utf-8")
    study = open_study(tmp_path)
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        yield Made(tmp_path, store)


Show = Callable[..., Any]


@asynccontextmanager
async def shown(source: Any, size: tuple[int, int] = LARGE) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host(source)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()  # until then the screen, and so its worker, may not be there to be waited for
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


def text(app: Host, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


def cells(table: Any) -> list[list[str]]:
    return [[str(value) for value in table.get_row_at(row)] for row in range(table.row_count)]


def listed(app: Host) -> list[str]:
    return [row[0] for row in cells(app.screen.query_one(TranscriptList).table)]


async def test_it_says_where_the_study_stands(made: Made):
    made.fill()
    async with shown(made.source) as (app, _):
        assert text(app, "#study") == "Three countries  ana has decided 21 % of 24 segments in 6 transcripts"
        assert text(app, "#hint") == "Enter continues where you stopped: dk-health, segment 4"
        assert listed(app) == ["cz-safety", "cz-health", "dk-safety", "dk-health", "fr-safety", "fr-health"]
        danish = cells(app.screen.query_one(TranscriptList).table)[3]
        assert danish == ["dk-health", "██████ 100 %", "4/4", "25 %", "1", "!1", "today"]
        grid = app.screen.query_one(TranscriptGrid)
        assert cells(grid)[1] == ["░░░░   0 %", "████ 100 % !1", "██░░  50 % !1"]
        assert cells(grid)[3] == ["█░░░   8 % !1", "█░░░  33 % !1", "█░░░  21 % !2"]
        assert [str(row.label) for row in grid.ordered_rows] == ["Czech Republic", "Denmark", "France", "All"]
        coders = text(app, "#by-coder")
        assert coders.splitlines() == [
            "ana █░░░░░  21 % (you) · today",
            "  5 of 24 · 5 codings",
            "  20 % blind",
            "ben █░░░░░  12 % · today",
            "  3 of 24 · 3 codings",
        ]
        assert "on 3 segments, ana and ben" in text(app, "#agreement")
        flags = cells(app.screen.query_one(FlagList))
        assert flags[0][0].startswith("! cz-safety 5\n  ben, today: ")
        assert flags[1][0].endswith("[bold]really?: “Nothing. Nobody has asked me to.”")


async def test_enter_goes_on_where_one_stopped(made: Made):
    made.fill()
    async with shown(made.source) as (app, pilot):
        await pilot.press("enter")
        assert app.asked == [("dk-health", None)]
        await pilot.press("down", "enter")
        assert app.asked[-1] == ("fr-safety", None)


async def test_enter_on_a_cell_opens_its_transcript_or_lists_its_transcripts(made: Made):
    async with shown(made.source) as (app, pilot):
        await pilot.press("tab", "down", "right", "enter")
        assert app.asked == [("dk-health", None)]
        await pilot.press("right", "enter")
        assert len(app.asked) == 1
        assert listed(app) == ["dk-safety", "dk-health"]
        assert app.screen.query_one(TranscriptList).border_title == "Transcripts: 2 of 6 · Denmark"
        await pilot.press("enter")
        assert app.asked[-1] == ("dk-safety", None)
        await pilot.press("escape")
        assert len(listed(app)) == 6


async def test_w_goes_round_all_coders_together_each_and_oneself(made: Made):
    made.fill()
    made.decide("ben", "dk-safety", 2)
    async with shown(made.source) as (app, pilot):
        seen = []
        for _ in range(4):
            danish = cells(app.screen.query_one(TranscriptList).table)[3]
            grid = cells(app.screen.query_one(TranscriptGrid))
            headings = [str(column.label) for column in app.screen.query_one(TranscriptList).table.ordered_columns]
            seen.append((text(app, "#study").split("  ")[1], headings[1], danish[1:3], grid[3][2]))
            await pilot.press("w")
    own = ("ana has decided 21 % of 24 segments in 6 transcripts", "You", ["██████ 100 %", "4/4"], "█░░░  21 % !2")
    assert seen[0] == seen[3] == own
    assert seen[1] == (
        *("all coders together have decided 25 % of 24 segments in 6 transcripts", "Together"),
        *(["██████ 100 %", "4/4"], "█░░░  25 % !2"),
    )
    assert seen[2] == (
        *("ben has decided 17 % of 24 segments in 6 transcripts", "ben"),
        *(["████░░  75 %", "3/4"], "█░░░  17 % !2"),
    )


async def test_all_memos_are_listed_and_lead_to_their_places(made: Made):
    memo = {"action": Action.MEMO}
    made.decide("ben", "dk-health", 3, "", text="Is this irony?", **memo)
    made.decide("ana", "cz-safety", 2, "help", text="Help [or] duty?", **memo)
    async with shown(made.source) as (app, pilot):
        await pilot.press("m")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ChooserScreen)
        listed = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert "Help [or] duty?" in listed[0]
        assert "Helping, cz-safety 2" in listed[0]
        assert "Is this irony?" in listed[1]
        await pilot.press(*"irony")
        assert "ben, today: dk-health 3" in text(app, "#chooser-detail-text")
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked == [("dk-health", made.segment("dk-health", 3))]


async def test_enter_on_a_flag_goes_to_its_passage(made: Made):
    made.fill()
    async with shown(made.source) as (app, pilot):
        await pilot.press("shift+tab", "down", "enter")
        assert app.asked == [("dk-health", made.segment("dk-health", 3))]


async def test_the_filter_takes_every_letter_in_order(made: Made):
    async with shown(made.source) as (app, pilot):
        await pilot.press(*"/q", "backspace", *"health do", "backspace", "backspace", "backspace")
        listing = app.screen.query_one(TranscriptList)
        assert listing.field.value == "health"
        assert listed(app) == ["cz-health", "dk-health", "fr-health"]
        await pilot.press("space", "f", "r")
        assert listed(app) == ["fr-health"]
        await pilot.press("enter")
        assert app.asked == [("fr-health", None)]
        await pilot.press("escape")
        assert (listing.field.value, len(listed(app))) == ("", 6)


async def test_a_filter_that_fits_nothing_opens_nothing(made: Made):
    async with shown(made.source) as (app, pilot):
        await pilot.press(*"/zzz", "enter")
        assert (listed(app), app.asked) == ([], [])
        assert app.screen.query_one(TranscriptList).border_title == "Transcripts: 0 of 6 · “zzz”"


async def test_the_list_can_be_ordered_and_turned_round(made: Made):
    made.fill()
    async with shown(made.source) as (app, pilot):
        listing = app.screen.query_one(TranscriptList)
        seen = {}
        for _ in range(4):
            seen[listing.border_subtitle] = listed(app)
            assert listing.highlighted.id == "dk-health", "what is in hand stays in hand"
            await pilot.press("o")
        assert list(seen) == ["by country ↓", "by progress ↓", "by last worked ↓", "by flagged ↓"]
        assert seen["by progress ↓"][-2:] == ["fr-safety", "dk-health"]
        assert seen["by last worked ↓"][:2] == ["dk-health", "fr-safety"]
        assert seen["by flagged ↓"][:2] == ["cz-safety", "dk-health"]
        await pilot.press("o", "O")
        assert (listing.border_subtitle, listed(app)[0]) == ("by progress ↑", "dk-health")


async def test_a_small_window_shows_one_part_at_a_time(made: Made):
    made.fill()
    async with shown(made.source, SMALL) as (app, pilot):
        for name, kind in (
            ("Transcripts", TranscriptList),
            ("Grid", TranscriptGrid),
            ("Coders", CodersPanel),
            ("Flagged !2", FlagList),
        ):
            assert f"[{name}]" in text(app, "#parts")
            region = app.screen.query_one(kind).region
            assert (region.width, region.height) == (80, 20)
            shown_now = [
                one
                for one in (TranscriptList, TranscriptGrid, CodersPanel, FlagList)
                if app.screen.query_one(one).region.area
            ]
            assert shown_now == [kind]
            await pilot.press("tab")
        assert "[Transcripts]" in text(app, "#parts")


async def test_it_is_there_before_anything_is_counted(made: Made):
    made.fill()
    gate = threading.Event()

    class Slow:
        title, glance = made.source.title, made.source.glance

        def count(self) -> Overview:
            gate.wait(60)
            return made.source.count()

    app = Host(Slow())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "ana has decided … of 24 segments" in text(app, "#study")
        assert "Counting what is decided" in text(app, "#by-coder")
        await pilot.press("down", "enter")
        assert app.asked == [("fr-safety", None)], "nothing waits for the figures"
        gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "21 %" in text(app, "#study")
        assert app.screen.query_one(TranscriptList).highlighted.id == "fr-safety"


async def test_what_is_counted_is_shown_before_it_is_counted_once_more(made: Made):
    made.fill()
    started, gates = [], [threading.Event(), threading.Event()]

    class Slow:
        title, glance = made.source.title, made.source.glance

        def count(self) -> Overview:
            started.append(threading.current_thread())
            gates[len(started) - 1].wait(60)
            return made.source.count()

    app = Host(Slow())
    async with app.run_test(size=LARGE) as pilot:
        while not started:
            await pilot.pause()
        app.screen.recount()  # as when transcripts have been taken in meanwhile
        await pilot.pause()
        assert len(started) == 1, "one after the other"
        gates[0].set()
        while len(started) < 2:
            await pilot.pause()
        assert "21 %" in text(app, "#study")
        made.decide("ana", "cz-safety", 2)
        gates[1].set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "25 %" in text(app, "#study")


async def test_it_counts_anew_when_it_comes_back(made: Made):
    async with shown(made.source) as (app, pilot):
        assert "0 %" in text(app, "#study")
        app.push_screen(Screen())
        made.fill()
        await pilot.pause()
        app.pop_screen()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "21 %" in text(app, "#study")


async def test_what_cannot_be_counted_is_told(made: Made):
    class Broken:
        title, glance = made.source.title, made.source.glance

        def count(self) -> Overview:
            raise StoreError("The store cannot be read.", Fault("it is locked."))

    async with shown(Broken()) as (app, _):
        (notification,) = app._notifications
        assert "it is locked." in notification.message


async def test_escape_goes_back_and_q_quits(made: Made):
    async with shown(made.source) as (app, pilot):
        await pilot.press("escape")
        assert not isinstance(app.screen, OverviewScreen)
    async with shown(made.source) as (app, pilot):
        await pilot.press("q")
        await asyncio.sleep(0)
        assert app._exit


async def test_help_names_every_key(made: Made):
    async with shown(made.source) as (app, pilot):
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.query(Markdown).first().source.startswith("# The study overview")
        drawn = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        seen = drawn
        for _ in range(6):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert all(str(binding.id) in seen for binding in OVERVIEW)
        assert seen != drawn
    ids = [binding.id for binding in OVERVIEW]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert all(binding.tooltip for binding in OVERVIEW)


async def test_rows_have_their_headings_however_early_the_grid_is_painted(made: Made):
    made.fill()
    async with shown(made.source) as (app, pilot):
        grid = app.screen.query_one(TranscriptGrid)
        assert grid._overview is not None
        grid.show(grid._overview)
        at_once = [grid.render_line(y).text.strip() for y in range(grid.size.height)]
        await pilot.pause()
        later = [grid.render_line(y).text.strip() for y in range(grid.size.height)]
        assert at_once == later
        assert [line.split("  ")[0] for line in later[1:5]] == ["Czech Republic", "Denmark", "France", "All"]


async def test_a_study_without_transcripts_says_what_to_do(tmp_path: Path):
    (tmp_path / "study.yaml").write_text("title: Empty\ncodebook: codebook.yaml\n", encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    study = open_study(tmp_path)
    with Store.open(study.store) as store:
        async with shown(Made(tmp_path, store).source) as (app, pilot):
            assert "There are no transcripts yet" in text(app, "#hint")
            await pilot.press("enter", "tab", "enter", "tab", "enter", "o", "tab")
            assert app.asked == []
            assert app.screen.query_one(TranscriptGrid).region.area == 0


@pytest.mark.parametrize(
    ("size", "keys", "theme"),
    [
        (LARGE, (), "textual-dark"),
        (LARGE, ("tab", "down"), "textual-light"),
        (SMALL, (), "textual-light"),
        (SMALL, ("tab",), "textual-dark"),
        (SMALL, ("shift+tab",), "high-contrast-dark"),
        (SMALL, ("tab", "tab"), "high-contrast-light"),
    ],
    ids=["large-dark", "large-light", "small-light", "small-grid-dark", "small-flags", "small-coders"],
)
def test_picture(made: Made, settle: Any, snap_compare: Any, theme: str, size: tuple[int, int], keys: tuple[str, ...]):
    made.fill()

    async def drive(pilot: Any) -> None:
        await settle(pilot)
        await pilot.press(*keys)

    assert snap_compare(Host(made.source, theme), terminal_size=size, run_before=drive)

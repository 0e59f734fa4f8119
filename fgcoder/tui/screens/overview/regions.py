"""What the study overview shows: its parts, and the figures in them, once they are counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from fgcoder.errors import FgcoderError
from fgcoder.overview.figures import Overview
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import StaysAtRefusals
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.screens.overview.keys import OVERVIEW
from fgcoder.tui.screens.overview.source import OverviewSource
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.overview import CodersPanel, FlagList, TranscriptGrid, TranscriptList
from fgcoder.tui.widgets.overview.headline import hint, totals
from fgcoder.tui.widgets.overview.signs import WAITING

REGIONS = {"list": "Transcripts", "grid": "Grid", "coders": "Coders", "flags": "Flagged"}
"""The parts by id, in the order in which Tab goes through them."""


class OverviewRegions(StaysAtRefusals, Screen[None]):
    """The parts of the overview, each filled with what is known by then.

    Parameters
    ----------
    source
        Asked for its figures when told to `fill` the screen, and each time it comes back.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS: ClassVar[str] = "#transcript-table"
    DEFAULT_CSS = """
    OverviewRegions {
        & > #study, & > #hint { text-wrap: nowrap; text-overflow: ellipsis; }
        & > #study { height: 1; padding: 0 1; background: $primary-background; color: $text; }
        & > #hint { height: 1; padding: 0 1; }
        & > #parts { height: 1; padding: 0 1; display: none; }
        & > #regions { height: 1fr; layout: horizontal; }
        & #left { width: 2fr; }
        & #right { width: 1fr; min-width: 42; }
        &.-narrow {
            & > #parts { display: block; }
            & > #regions, & > #regions > Vertical { layout: vertical; width: 100%; height: 1fr; }
            & .-away { display: none; }
            & TranscriptGrid, & CodersPanel { height: 1fr; max-height: 100%; }
        }
    }
    """

    def __init__(self, source: OverviewSource) -> None:
        super().__init__()
        self._source = source
        self._overview: Overview | None = None
        """The figures; None until the screen is told to ask for them."""
        self._region = "list"
        self._whose: str | None = ""
        """Whose progress is shown, as `Overview.whose`."""
        self._filtering = False
        self._uncounted = self._counting = False
        """Whether there is something to be counted, and whether something is being counted."""
        self._reading = ""
        """What is being read from the study's folder; empty once all of it has been."""
        self.counted = asyncio.Event()
        """Set once the figures have been counted, or nobody waits for them any more."""

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Static("", id="study")
        yield Static("", id="hint")
        yield Static("", id="parts")
        with Container(id="regions"):
            with Vertical(id="left"):
                yield TranscriptGrid()
                yield TranscriptList()
            with Vertical(id="right"):
                yield CodersPanel(id="coders")
                yield FlagList()
        yield KeyHints()

    def on_mount(self) -> None:
        """Show what is known at once."""
        self._mark_region()
        self.query_one("#study", Static).update(Content.styled(self._source.title, "bold"))
        self.query_one("#hint", Static).update(f"Reading the study {WAITING}")

    def fill(self) -> None:
        """Ask for the figures and show them, once the frame is painted.

        Raises
        ------
        FgcoderError
            If there are none to be had.
        """
        if self._overview is None and self._is_there:
            self._show(self._source.glance())
            self.call_after_refresh(self.recount)

    def on_screen_resume(self) -> None:
        """Count anew whenever the screen comes up, since coding may have gone on; but first let it be seen."""
        if self._overview is not None:
            self.call_after_refresh(self.recount)

    def recount(self) -> None:
        """Count anew, in a thread; what was shown before stays until then.

        What is being counted already is shown before it is counted once more: dropped, it would be waited for longer.
        """
        self._uncounted = True
        if not self._counting:
            self._counting = True
            self._count()

    @work(group="overview")
    async def _count(self) -> None:
        try:
            while self._uncounted:
                self._uncounted = False
                overview = await asyncio.to_thread(self._source.count)
                if self._is_there:
                    self._show(overview)
        except FgcoderError as error:
            self.notify(str(error), title="The study could not be counted.", severity="error", markup=False)
        finally:
            self._counting = False
            self.counted.set()

    def on_unmount(self) -> None:
        """Keep nobody waiting."""
        self.counted.set()

    @property
    def _is_there(self) -> bool:
        """Whether the coder has not left the screen; a thread may have figures while its parts are taken down."""
        parts = (TranscriptGrid, TranscriptList, CodersPanel, FlagList)
        return self in self.app.screen_stack and all(self.query(part) for part in parts)

    def _show(self, overview: Overview) -> None:
        self._overview = overview = replace(overview, whose=self._whose)
        self.query_one(TranscriptGrid).show(overview)
        self.query_one(TranscriptList).show(overview)
        self.query_one(CodersPanel).show(overview)
        self.query_one(FlagList).show(overview)
        self.query_one("#study", Static).update(totals(overview))
        self._show_hint(overview)
        self._mark_region()

    def _show_hint(self, overview: Overview) -> None:
        key = self._with_keys("{overview-open}")
        self.query_one("#hint", Static).update(hint(overview, key, self._reading))

    def reads(self, what: str) -> None:
        """Say what is being read from the study's folder, until there is something to show; count anew after it."""
        self._reading = what
        if self._overview is not None and self._is_there:
            if what:
                self._show_hint(self._overview)
            else:
                self.recount()

    # Parts

    @property
    def _parts(self) -> list[str]:
        """The ids of the parts that there are."""
        return [name for name in REGIONS if name != "grid" or (self._overview is not None and self._overview.axes)]

    def _focus_of(self, name: str) -> Widget:
        return self.query_one(TranscriptList).table if name == "list" else self.query_one(f"#{name}")

    def _mark_region(self) -> None:
        """Leave only the part in hand in a small window, and say which there are."""
        flags = len(self._overview.flagged) if self._overview is not None else 0
        parts = []
        for name in self._parts:
            label = f"{REGIONS[name]} !{flags}" if name == "flags" and flags else REGIONS[name]
            is_here = name == self._region
            parts.append(Content.assemble((f"[{label}]", "bold reverse")) if is_here else Content(f" {label} "))
            self.query_one(f"#{name}").set_class(not is_here, "-away")
        self.query_one("#left").set_class(self._region in ("coders", "flags"), "-away")
        self.query_one("#right").set_class(self._region not in ("coders", "flags"), "-away")
        self.query_one("#parts", Static).update(Content(" ").join(parts))

    def _go_to_region(self, name: str) -> None:
        self._region = name
        self._mark_region()
        self.set_focus(self._focus_of(name))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know which part has the keys where it was clicked."""
        for name in self._parts:
            if event.widget is self._focus_of(name) and name != self._region:
                self._region = name
                self._mark_region()

    def _with_keys(self, text: str) -> str:
        return with_keys(text, [*OVERVIEW, *CODING], self.app)

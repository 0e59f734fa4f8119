"""The study overview, the first screen: what there is, how far it is coded, where to go on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import DataTable, Static

from fgcoder.errors import FgcoderError
from fgcoder.model import Target
from fgcoder.overview.figures import Overview
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.messages import GoTo, ShowCodebook, ShowTables
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.screens.overview_keys import OVERVIEW
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.overview import CodersPanel, FlagList, Order, TranscriptGrid, TranscriptList
from fgcoder.tui.widgets.overview.headline import hint, totals
from fgcoder.tui.widgets.overview.signs import WAITING

if TYPE_CHECKING:
    from fgcoder.overview.memos import Written

REGIONS = {"list": "Transcripts", "grid": "Grid", "coders": "Coders", "flags": "Flagged"}
"""The parts by id, in the order in which Tab goes through them."""
TYPED = ("order", "turn_order", "filter", "whose", "memos", "tables", "help", "quit")
"""Actions whose keys are letters or signs, which belong to the filter while it is being typed."""


class OverviewSource(Protocol):
    """Where the figures come from. `count` may take a while and is asked in a thread."""

    @property
    def title(self) -> str:
        """The study's title."""

    def glance(self) -> Overview:
        """Give what is known without counting decisions."""

    def count(self) -> Overview:
        """Give everything."""

    def memos(self) -> list[Written]:
        """Give all that anybody has written down; asked in a thread, too."""


class OverviewScreen(Screen[None]):
    """The study overview. It says with `GoTo` what the coder wants to see; leaving the screen is up to the app.

    Parameters
    ----------
    source
        Asked for its figures when told to `fill` the screen, and each time it comes back.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS: ClassVar[str] = "#transcript-table"
    BINDINGS = [*OVERVIEW]
    DEFAULT_CSS = """
    OverviewScreen {
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

    def action_region(self, step: int) -> None:
        """Go to another part."""
        parts = self._parts
        at = parts.index(self._region) if self._region in parts else 0
        self._stop_filtering()
        self._go_to_region(parts[(at + step) % len(parts)])

    # Opening

    def action_open(self) -> None:
        """Open what is in hand."""
        self._stop_filtering()
        if self._overview is None:
            return
        if self._region == "flags":
            self._open_flag()
        elif self._region == "grid":
            self._open_cell(self._overview)
        else:
            line = self.query_one(TranscriptList).highlighted if self._region == "list" else None
            name = line.id if line is not None else self._overview.next_transcript if self._region == "coders" else ""
            if name:
                self.post_message(GoTo(name))

    def _open_flag(self) -> None:
        flagged = self.query_one(FlagList).highlighted
        if flagged is not None:
            self.post_message(GoTo(flagged.flag.transcript, flagged.flag.span))

    def _open_cell(self, overview: Overview) -> None:
        values = self.query_one(TranscriptGrid).values
        lines = overview.lines_with(values)
        if len(lines) == 1:
            self.post_message(GoTo(lines[0].id))
        elif lines:
            self.query_one(TranscriptList).narrow(values)
            self._go_to_region("list")

    @on(DataTable.RowSelected)
    @on(DataTable.CellSelected)
    def clicked(self) -> None:
        """Open what was clicked a second time."""
        self.action_open()

    # Whose progress

    def action_whose(self) -> None:
        """Show the progress of all coders together, then of each of them, then one's own again."""
        if self._overview is not None and self._overview.is_counted:
            self._whose = self._overview.next_whose
            self._show(self._overview)

    # Memos

    @work(exclusive=True, group="memos")
    async def action_memos(self) -> None:
        """List all memos, to go to the place of one."""
        from fgcoder.tui.note_choices import written_choices
        from fgcoder.tui.widgets.chooser import ChooserScreen

        try:
            found = await asyncio.to_thread(self._source.memos)
        except FgcoderError as error:
            self.notify(str(error), title="The memos could not be read.", severity="error", markup=False)
            return
        if not self._is_there:
            return
        if not found:
            self.notify(self._with_keys("Nobody has written a memo yet. {memo} writes one while coding."))
            return
        targets = {one.memo.decision: one.memo.target for one in found}
        choices = written_choices(found, date.today())
        self.app.push_screen(
            ChooserScreen("Memos: {choose} goes to the place", choices, "words of a memo, a coder"),
            lambda chosen: self._go_to_memo(targets[chosen]) if chosen is not None else None,
        )

    def _with_keys(self, text: str) -> str:
        return with_keys(text, [*OVERVIEW, *CODING], self.app)

    def _go_to_memo(self, target: Target) -> None:
        if target.transcript:
            self.post_message(GoTo(target.transcript, target.span))
        elif target.code:
            self.post_message(ShowCodebook(target.code))
        else:
            self.notify(self._with_keys("It is about a finding of the survey. {link} shows findings while coding."))

    # The list

    def action_order(self) -> None:
        """Order the transcripts in the next way."""
        listing = self.query_one(TranscriptList)
        orders = list(Order)
        listing.order = orders[(orders.index(listing.order) + 1) % len(orders)]
        listing.is_reversed = False
        listing.refilter()

    def action_turn_order(self) -> None:
        """Turn the order round."""
        listing = self.query_one(TranscriptList)
        listing.is_reversed = not listing.is_reversed
        listing.refilter()

    def action_filter(self) -> None:
        """Take what is typed from now on as the filter."""
        self._go_to_region("list")
        self._filtering = True
        self.query_one(TranscriptList).add_class("-filtering")
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Type into the filter: what comes here is what no key of the screen and of the list has taken."""
        listing = self.query_one(TranscriptList)
        if self._filtering and listing.field.take(event):
            event.stop()
            listing.refilter()

    def _stop_filtering(self) -> None:
        self._filtering = False
        self.query_one(TranscriptList).remove_class("-filtering")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the filter while it is being typed."""
        return not (self._filtering and action in TYPED)

    # Leaving

    def action_leave(self) -> None:
        """Drop the filter; where there is none, go back to coding."""
        listing = self.query_one(TranscriptList)
        if self._filtering or listing.field.value or listing.values:
            self._stop_filtering()
            listing.field.value = ""
            listing.narrow({})
        else:
            self.dismiss(None)

    def action_tables(self) -> None:
        """Show tables of the codings."""
        self.post_message(ShowTables())

    def action_help(self) -> None:
        """Show every key."""
        from fgcoder.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("overview", OVERVIEW))

    async def action_quit(self) -> None:
        """Leave the program."""
        await self.app.action_quit()

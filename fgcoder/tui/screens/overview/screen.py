"""The study overview itself, the first screen: what its keys do, but for memos."""

from __future__ import annotations

from textual import events, on
from textual.widgets import DataTable

from fgcoder.overview.figures import Overview
from fgcoder.tui.messages import GoTo, ShowTables
from fgcoder.tui.screens.overview.keys import OVERVIEW, TYPED
from fgcoder.tui.screens.overview.memos import Memos
from fgcoder.tui.widgets.overview import FlagList, Order, TranscriptGrid, TranscriptList


class OverviewScreen(Memos):
    """The study overview. It says with `GoTo` what the coder wants to see; leaving the screen is up to the app."""

    BINDINGS = [*OVERVIEW]

    # Parts

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

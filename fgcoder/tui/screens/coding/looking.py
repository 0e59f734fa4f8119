"""Looking around: the study, the codebook, quotes, tables, timestamps, help; and leaving."""

from __future__ import annotations

from fgcoder.tui.messages import ShowCodebook, ShowOverview, ShowQuotes, ShowTables
from fgcoder.tui.screens.coding.keys import GROUPS
from fgcoder.tui.screens.coding.workplace import NOTHING_TO_CODE, Workplace
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.widgets.transcript import TranscriptView


class Looking(Workplace):
    """The keys that show something else, and the one that leaves. Other screens are the app's to show."""

    def action_overview(self) -> None:
        """Show the whole study."""
        self._session.keep_place()  # which is shown there
        self.post_message(ShowOverview())

    def action_codebook(self) -> None:
        """Show the codebook, to work on it."""
        segment = self._session.current
        codings = self._session.codings(segment) if segment is not None else []
        self.post_message(ShowCodebook(codings[-1].code if codings else ""))

    def action_quotes(self) -> None:
        """Look through quotes, to begin with those under the last code on the segment."""
        segment = self._session.current
        codings = self._session.codings(segment) if segment is not None else []
        self.post_message(ShowQuotes(code=codings[-1].code if codings else ""))

    def action_tables(self) -> None:
        """Show tables of the codings."""
        self.post_message(ShowTables())

    def action_similar(self) -> None:
        """Look for passages like the one in hand."""
        passage, transcript = self._passage, self._session.transcript
        if passage is None or transcript is None:
            self.say(NOTHING_TO_CODE)
            return
        self.post_message(ShowQuotes(transcript=transcript.id, span=passage))

    def action_times(self) -> None:
        """Show the turns' timestamps, or hide them."""
        view = self.query_one(TranscriptView)
        if not view.has_times:
            self.say("This transcript has no timestamps.")
            return
        view.times = not view.times
        self.say("Timestamps are shown." if view.times else "Timestamps are hidden.")

    def action_toggle_blind(self) -> None:
        """Hide or show suggestions."""
        session, walked = self._session, self._session.walk
        session.blind = not session.blind
        self._show_segment()
        self._show_bar()
        order = " Reading order again: the other would tell them." if walked is not session.walk else ""
        self.say(f"Suggestions are hidden from now on.{order}" if session.blind else "Suggestions are shown again.")

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen("coding" if self.selection is None else "words", GROUPS))

    async def action_quit_coding(self) -> None:
        """Leave."""
        await self.app.action_quit()

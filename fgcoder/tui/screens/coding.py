"""The coding screen: what each key does. It passes on what the coder wants and shows what has come of it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from fgcoder.coding import CodingSession
from fgcoder.errors import FgcoderError
from fgcoder.model import Code, Mode, Queue
from fgcoder.tui.bindings import CODING
from fgcoder.tui.choices import code_choices, queue_choices, queue_name, transcript_choices
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.workplace import MODERATOR, NOTHING_TO_CODE, Workplace
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen
from fgcoder.tui.widgets.suggestions.panel import SuggestionRow
from fgcoder.tui.widgets.transcript import TranscriptView

NO_CODE_FITS = "Recorded: no code fits. u takes it back."


class CodingScreen(Workplace):
    """Where coders spend their day."""

    BINDINGS = [*CODING]

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self._recent: list[str] = []

    # Deciding

    def action_accept(self, rank: int) -> None:
        """Apply the suggestion at a rank."""
        decision = self._session.accept(rank)
        if decision is None:
            self.say(self._none_to(f"{rank} here. c picks any code by name"))
            return
        self._remember(decision.code)
        self._decided(f"Applied: {self._session.codebook.label(decision.code)}. u takes it back.")

    def action_accept_and_go_on(self) -> None:
        """Apply the first suggestion and go to the next segment; at a drawn segment show the suggestions instead."""
        if self._concealed is Mode.DRAWN:
            self._finish_blind()
            return
        if self._session.accept(1) is None:
            self.action_accept(1)
            return
        segment = self._session.current
        code = self._session.codings(segment)[-1].code if segment is not None else ""
        self._remember(code)
        self._decided(f"Applied: {self._session.codebook.label(code)}. u takes it back.")
        self._go(self._session.next, "")

    def _finish_blind(self) -> None:
        nothing = self._session.finish_blind()
        self._decided(
            NO_CODE_FITS if nothing else "Coded blind. What is suggested now you may take or leave; ↓ goes on."
        )

    def action_reject(self) -> None:
        """Reject the first suggestion."""
        decision = self._session.reject(1)
        if decision is None:
            self.say(self._none_to("to reject here"))
            return
        self._decided(f"Rejected: {self._session.codebook.label(decision.code)}. u takes it back.")

    def action_reject_all(self) -> None:
        """Reject every suggestion on screen, or record that no code fits where none is shown, and go on."""
        rejected = self._session.reject_all()
        if rejected:
            self._decided(f"None fits: {len(rejected)} suggestions rejected. u takes it back.")
        elif self._session.nothing_fits() is not None:
            self._decided(NO_CODE_FITS)
        else:
            coded = self._session.current is not None and self._session.codings(self._session.current)
            self.say("There are codes on this segment. d takes one off." if coded else self._none_to("to reject here"))
            return
        self._go(self._session.next, "")

    def action_remove(self) -> None:
        """Take a code off the segment; ask which where there are several."""
        segment = self._session.current
        codings = self._session.codings(segment) if segment is not None else []
        codes = [self._session.codebook.by_id.get(c.code) or Code(c.code, c.code) for c in codings]
        if not codes:
            self.say("There is no code on this segment.")
        elif len(codes) == 1:
            self._remove(codes[0].id)
        else:
            choices = [Choice(code.id, code.label, code.definition) for code in codes]
            self.app.push_screen(ChooserScreen("Take off which code?", choices, "part of its name"), self._remove)

    def _remove(self, code: str | None) -> None:
        if code is not None and self._session.remove(code):
            self._decided(f"Taken off: {self._session.codebook.label(code)}.", everywhere=True)

    def action_pick_code(self) -> None:
        """Ask for a code by name and apply it."""
        session, segment = self._session, self._session.current
        if segment is None or not segment.is_codable:
            self.say(NOTHING_TO_CODE if segment is None else MODERATOR)
            return
        choices = code_choices(session.codebook, self._recent)
        self.app.push_screen(ChooserScreen("Apply a code", choices, "part of its name"), self._apply)

    def _apply(self, code: str | None) -> None:
        if code is None:
            return
        try:
            self._session.apply(code)
        except FgcoderError as error:
            self.say(str(error.faults[0]))
            return
        self._remember(code)
        self._decided(f"Applied: {self._session.codebook.label(code)}. u takes it back.")

    def _remember(self, code: str) -> None:
        self._recent = [code, *(other for other in self._recent if other != code)][:5]

    def action_undo(self) -> None:
        """Take back the last decision and go to where it was made."""
        before = self._session.transcript
        undone = self._session.undo()
        if undone is None:
            self.say("There is nothing to undo.")
            return
        if self._session.transcript is not before:
            self.show_transcript()
        self._moved()
        self._decided(f"Undone, {undone.what} ({undone.transcript}, segment {undone.segment}).", everywhere=True)

    # Moving

    def _go(self, step: Callable[[], bool], nowhere: str) -> None:
        if step():
            self._moved()
        elif nowhere:
            self.say(nowhere)

    def action_next(self) -> None:
        """Go to the next segment."""
        self._go(
            self._session.next,
            "This is the last segment. t goes to another transcript."
            if self._session.walk is None
            else "This was the last one in this order. o makes a fresh list.",
        )

    def action_previous(self) -> None:
        """Go to the segment before."""
        self._go(self._session.previous, "This is the first segment.")

    def action_next_uncoded(self) -> None:
        """Go to the next segment that is not decided about."""
        self._go(
            self._session.next_uncoded,
            "Everything here is decided. t goes to another transcript."
            if self._session.walk is None
            else "Everything in this order is decided. o makes a fresh list.",
        )

    def action_first(self) -> None:
        """Go to the first segment."""
        self._go(self._session.first, "")

    def action_last(self) -> None:
        """Go to the last segment."""
        self._go(self._session.last, "")

    def action_page(self, pages: int) -> None:
        """Scroll without leaving the segment."""
        view = self.query_one(TranscriptView)
        view.scroll_relative(y=pages * max(view.size.height - 2, 1), animate=False)

    @on(TranscriptView.Chosen)
    def choose_segment(self, event: TranscriptView.Chosen) -> None:
        """Go to the segment that was clicked."""
        self._session.move_to(event.position)
        self._moved()

    @on(SuggestionRow.Clicked)
    def accept_clicked(self, event: SuggestionRow.Clicked) -> None:
        """Apply the suggestion that was clicked."""
        self.action_accept(event.rank)

    def action_pick_transcript(self) -> None:
        """Ask for a transcript and go there."""
        choices = transcript_choices(self._session)
        self.app.push_screen(ChooserScreen("Go to a transcript", choices, "part of its name"), self._open)

    def _open(self, transcript: str | None) -> None:
        if transcript is not None:
            self._session.open(transcript)
            self.show_transcript()
            self.say("")

    def action_pick_order(self) -> None:
        """Ask for the order in which segments are put before the coder."""
        self.app.push_screen(ChooserScreen("In which order?", queue_choices(), "part of its name"), self._order)

    def _order(self, chosen: str | None) -> None:
        if chosen is None:
            return
        if Queue(chosen) is not Queue.LIKELIEST:
            self._follow(Queue(chosen))
            return
        choices = code_choices(self._session.codebook, self._recent)
        title = "The likeliest segments of which code?"
        self.app.push_screen(ChooserScreen(title, choices, "part of its name"), self._follow_code)

    def _follow_code(self, code: str | None) -> None:
        if code is not None:
            self._follow(Queue.LIKELIEST, code)

    def _follow(self, queue: Queue, code: str | None = None) -> None:
        session, name = self._session, queue_name(queue, code, self._session.codebook)
        try:
            found = session.follow(queue, code)
        except FgcoderError as error:
            self.say(str(error.faults[0]))
            return
        if not found:
            self.say(f"There is nothing for this order now ({name}).")
            return
        self.show_transcript()
        count = "" if session.walk is None else f", {len(session.walk.segments)} segments"
        self.say(f"Order: {name}{count}. o chooses another.")

    # The rest

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
        self.app.push_screen(HelpScreen("coding", CODING))

    def action_quit_coding(self) -> None:
        """Keep the place and leave."""
        self._session.keep_place()
        self.app.exit()

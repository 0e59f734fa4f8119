"""The coding screen: the transcript, the current segment, what is suggested for it, and the keys that decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from fgcoder.coding import CodingSession
from fgcoder.errors import FgcoderError
from fgcoder.model import Code, Segment
from fgcoder.tui.bindings import CODING
from fgcoder.tui.messages import Progressed
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen
from fgcoder.tui.widgets.study_bar import StudyBar
from fgcoder.tui.widgets.suggestions import SegmentPanel
from fgcoder.tui.widgets.suggestions.panel import SuggestionRow
from fgcoder.tui.widgets.transcript import Mark, TranscriptView

NOTHING_TO_CODE = "There is no transcript in the study yet."
MODERATOR = "The moderator's words are not coded."


class CodingScreen(Screen[None]):
    """Where coders spend their day."""

    BINDINGS = [*CODING]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS: ClassVar[str] = "TranscriptView"

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self._session = session
        self._preparing = "Preparing suggestions…"
        self._recent: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out the regions."""
        yield StudyBar()
        with Container(id="work"):
            yield TranscriptView(id="transcript")
            yield SegmentPanel(id="segment")
        yield Static("", id="message")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show where the coder left off."""
        self.show_transcript()

    def on_resize(self) -> None:
        """Show the segment anew, once it is known whether the window is narrow."""
        self.call_after_refresh(self._show_segment)

    # Showing

    def show_transcript(self) -> None:
        """Show the session's transcript from scratch."""
        session = self._session
        if session.transcript is None:
            self._show_bar()
            self.say(NOTHING_TO_CODE)
            return
        marks = [self._mark(segment) for segment in session.segments]
        self.query_one(TranscriptView).show(session.transcript, session.segments, marks, session.position)
        self._show_segment()
        self._show_bar()

    def ranked(self) -> None:
        """Show the suggestions that have arrived."""
        self._preparing = ""
        self._show_segment()

    def failed(self, error: FgcoderError) -> None:
        """Say why there are no suggestions; coding goes on without."""
        self._preparing = f"No suggestions: {error}"
        self._show_segment()

    @on(Progressed)
    def show_progress(self, event: Progressed) -> None:
        """Show a sign of life while suggestions are being prepared."""
        progress = event.progress
        share = 100 * progress.done / progress.total if progress.total else 100
        self._preparing = f"{progress.step}: {share:.0f} %" + (f", {progress.detail}" if progress.detail else "")
        if self._session.ranking is None:
            self._show_segment()

    def say(self, text: str) -> None:
        """Show a line about what has just happened."""
        self.query_one("#message", Static).update(Content(text))

    def _mark(self, segment: Segment) -> Mark:
        session = self._session
        labels = tuple(session.codebook.label(coding.code) for coding in session.codings(segment))
        return Mark(labels, session.is_decided(segment))

    def _show_bar(self) -> None:
        self.query_one(StudyBar).show(self._session.progress(), self._session.coder, blind=self._session.blind)

    def _show_segment(self) -> None:
        session, segment = self._session, self._session.current
        if session.transcript is None or segment is None:
            return
        suggestions = session.suggestions(segment)
        self.query_one(SegmentPanel).show(
            session.transcript, segment, session.codebook, session.codings(segment), suggestions, self._remark(segment)
        )

    def _remark(self, segment: Segment) -> str:
        if self._session.blind:
            return "Hidden: you are coding blind. b shows them again."
        if not segment.is_codable:
            return MODERATOR
        return self._preparing if self._session.ranking is None else ""

    def _decided(self, text: str, *, everywhere: bool = False) -> None:
        """Show a decision that is on disk; `everywhere` where it may concern more than the current segment."""
        session = self._session
        view = self.query_one(TranscriptView)
        for position, segment in enumerate(session.segments):
            if everywhere or position == session.position:
                view.mark(position, self._mark(segment))
        self._show_segment()
        self._show_bar()
        self.say(text)

    def _moved(self) -> None:
        self.query_one(TranscriptView).move_to(self._session.position)
        self._show_segment()

    # Deciding

    def action_accept(self, rank: int) -> None:
        """Apply the suggestion at a rank."""
        decision = self._session.accept(rank)
        if decision is None:
            self.say(f"There is no suggestion {rank} here. c picks any code by name.")
            return
        self._remember(decision.code)
        self._decided(f"Applied: {self._session.codebook.label(decision.code)}. u takes it back.")

    def action_accept_and_go_on(self) -> None:
        """Apply the first suggestion and go to the next segment."""
        if self._session.accept(1) is None:
            self.action_accept(1)
            return
        segment = self._session.current
        code = self._session.codings(segment)[-1].code if segment is not None else ""
        self._remember(code)
        self._decided(f"Applied: {self._session.codebook.label(code)}. u takes it back.")
        self._go(self._session.next, "")

    def action_reject(self) -> None:
        """Reject the first suggestion."""
        decision = self._session.reject(1)
        if decision is None:
            self.say("There is no suggestion to reject here.")
            return
        self._decided(f"Rejected: {self._session.codebook.label(decision.code)}. u takes it back.")

    def action_reject_all(self) -> None:
        """Reject every suggestion on screen and go on."""
        rejected = self._session.reject_all()
        if not rejected:
            self.say("There is no suggestion to reject here.")
            return
        self._decided(f"None fits: {len(rejected)} suggestions rejected. u takes it back.")
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
        recent = [session.codebook.by_id[code] for code in self._recent if code in session.codebook.by_id]
        others = [code for code in session.codebook.codes if code not in recent]
        choices = [code_choice(session, code, "recent") for code in recent]
        choices += [code_choice(session, code) for code in others]
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
        self._go(self._session.next, "This is the last segment. t goes to another transcript.")

    def action_previous(self) -> None:
        """Go to the segment before."""
        self._go(self._session.previous, "This is the first segment.")

    def action_next_uncoded(self) -> None:
        """Go to the next segment that is not decided about."""
        self._go(self._session.next_uncoded, "Everything here is decided. t goes to another transcript.")

    def action_first(self) -> None:
        """Go to the first segment."""
        if self._session.segments:
            self._session.move_to(0)
            if not self._session.segments[0].is_codable:
                self._session.next()
            self._moved()

    def action_last(self) -> None:
        """Go to the last segment."""
        if self._session.segments:
            self._session.move_to(len(self._session.segments) - 1)
            if not self._session.segments[-1].is_codable:
                self._session.previous()
            self._moved()

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
        choices = []
        for progress in self._session.overview():
            done = f"{progress.decided} of {progress.codable} segments decided\n{progress.codings} codings"
            share = f"{100 * progress.decided // max(progress.codable, 1)} %"
            choices.append(
                Choice(progress.transcript, progress.transcript, f"{progress.title}\n\n{done}", progress.title, share)
            )
        self.app.push_screen(ChooserScreen("Go to a transcript", choices, "part of its name"), self._open)

    def _open(self, transcript: str | None) -> None:
        if transcript is not None:
            self._session.open(transcript)
            self.show_transcript()
            self.say("")

    # The rest

    def action_toggle_blind(self) -> None:
        """Hide or show suggestions."""
        self._session.blind = not self._session.blind
        self._show_segment()
        self._show_bar()
        self.say("Suggestions are hidden from now on." if self._session.blind else "Suggestions are shown again.")

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen("coding", CODING))

    def action_quit_coding(self) -> None:
        """Keep the place and leave."""
        self._session.keep_place()
        self.app.exit()


def code_choice(session: CodingSession, code: Code, note: str = "") -> Choice:
    """Give a code as something to choose, with all that helps to decide whether it fits."""
    themes = [session.codebook.label(theme) for theme in session.codebook.path_of[code.id]]
    parts = [" › ".join([*themes, code.label]), code.definition]
    for heading, lines in (("Use:", code.use), ("Do not use:", code.avoid), ("Examples:", code.examples[:3])):
        if lines:
            parts.append("\n".join([heading, *(f"• {line}" for line in lines)]))
    also = " ".join([code.definition, *code.use])
    return Choice(code.id, code.label, "\n\n".join(part for part in parts if part), also, note)

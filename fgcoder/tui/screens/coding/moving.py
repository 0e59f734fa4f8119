"""Moving: from segment to segment, by turn, line and page, to what is searched, to other transcripts and orders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from textual import on, work

from fgcoder.errors import FgcoderError
from fgcoder.model import Queue, Span
from fgcoder.tui.choices import code_choices, queue_choices, queue_name, transcript_choices
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.workplace import Workplace
from fgcoder.tui.widgets.chooser import ChooserScreen
from fgcoder.tui.widgets.transcript import TranscriptView


class Moving(Workplace):
    """The keys that go somewhere."""

    def _move_on(self, step: Callable[[], bool], nowhere: str) -> None:
        """Go somewhere else; what was said about the segment before is over."""
        self.say("")
        self._go(step, nowhere)

    def action_next(self) -> None:
        """Go to the next segment."""
        self._move_on(
            self._session.next,
            "This is the last segment. {transcript} goes to another transcript."
            if self._session.walk is None
            else "This was the last one in this order. {order} makes a fresh list.",
        )

    def action_previous(self) -> None:
        """Go to the segment before."""
        self._move_on(self._session.previous, "This is the first segment.")

    def action_next_uncoded(self) -> None:
        """Go to the next segment that is not decided about."""
        self._move_on(
            self._session.next_uncoded,
            "Everything here is decided. {transcript} goes to another transcript."
            if self._session.walk is None
            else "Everything in this order is decided. {order} makes a fresh list.",
        )

    def action_first(self) -> None:
        """Go to the first segment."""
        self._move_on(self._session.first, "")

    def action_last(self) -> None:
        """Go to the last segment."""
        self._move_on(self._session.last, "")

    def action_turn(self, step: int) -> None:
        """Go to the next turn or the one before that can be coded."""
        self._move_on(lambda: self._session.next_turn(step), "There is no turn further on." if step > 0 else "")

    def action_line(self, lines: int) -> None:
        """Scroll by a line without leaving the segment."""
        self.query_one(TranscriptView).scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by a page without leaving the segment."""
        self.query_one(TranscriptView).scroll_pages(pages)

    @on(TranscriptView.Chosen)
    def choose_segment(self, event: TranscriptView.Chosen) -> None:
        """Go to the segment that was clicked."""
        self.selection = None
        self._session.move_to(event.position)
        self.say("")
        self._moved()

    def action_go_to_turn(self) -> None:
        """Ask for a turn's number and go there."""
        transcript = self._session.transcript
        if transcript is not None:
            ask = AskScreen(f"Go to which turn? 1 to {len(transcript.turns)}", placeholder="a number")
            self.app.push_screen(ask, self._to_turn)

    def _to_turn(self, answer: str | None) -> None:
        if answer is None:
            return
        if not answer.isdecimal() or not self._session.go_to_turn(int(answer)):
            self.say(f"There is no turn {answer}.")
            return
        self.say("")
        self._moved()

    # Finding text

    def action_find(self) -> None:
        """Ask for a pattern and go to its next match."""
        self.app.push_screen(
            AskScreen("Find in this transcript", placeholder="words or a regular expression"), self._find
        )

    def _find(self, pattern: str | None) -> None:
        if not pattern:
            return
        try:
            found = self.query_one(TranscriptView).find(pattern)
        except FgcoderError as error:
            self.refuse(error)
            return
        if not found:
            self.say(f"Nothing here matches {pattern}. {{quotes}} looks through the whole study.")
            return
        self.action_match(1)

    def action_match(self, step: int) -> None:
        """Go to the next match or the one before."""
        view = self.query_one(TranscriptView)
        found = view.next_match() if step > 0 else view.previous_match()
        if found is None:
            self.say("Nothing is searched. {find} finds text.")
            return
        self._session.move_to(view.segment_at(found.span.start))
        self._moved()
        self.say(f"Match {found}. {{next-match}} goes on, {{previous-match}} goes back.")

    # Other transcripts, other orders

    def action_pick_transcript(self) -> None:
        """Ask for a transcript and go there; how far each is coded, is said once it is counted."""
        titles = self._session.titles
        chooser = ChooserScreen("Go to a transcript", transcript_choices(titles), "part of its name")
        self.app.push_screen(chooser, self._open)
        chooser.call_after_refresh(self._count_for, chooser, titles)

    @work(exclusive=True, group="counting")
    async def _count_for(self, chooser: ChooserScreen, titles: Mapping[str, str]) -> None:
        try:
            counted = await asyncio.to_thread(self._session.progress_everywhere)
        except FgcoderError as error:
            self.notify(str(error), title="What is decided could not be counted.", severity="error", markup=False)
        else:
            chooser.renew(transcript_choices(titles, counted))

    def _open(self, transcript: str | None) -> None:
        if transcript is not None:
            self.open_transcript(transcript)

    def open_transcript(self, transcript: str, span: Span | None = None) -> None:
        """Show a transcript, where the coder left it or at a passage."""
        if span is None:
            self._session.keep_place()  # of this one, should it be the same
            self._session.open(transcript)
        else:
            self._session.go_to(transcript, span)
        self.selection = None
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
        choices = code_choices(self._session.codebook, self._session.recent_codes)
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
            self.refuse(error)
            return
        if not found:
            self.say(f"There is nothing for this order now ({name}).")
            return
        self.show_transcript()
        count = "" if session.walk is None else f", {len(session.walk.segments)} segments"
        self.say(f"Order: {name}{count}. {{order}} chooses another.")

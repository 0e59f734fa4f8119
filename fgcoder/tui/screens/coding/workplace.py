"""What the coding screen shows: the transcript, the segment in hand, what is suggested for it, how far one has come."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Container
from textual.content import Content
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widgets import Static

from fgcoder.coding.advised import Ranking
from fgcoder.coding.session import CodingSession
from fgcoder.coding.spans import Bounds, Selection
from fgcoder.errors import FgcoderError
from fgcoder.model import Coding, Mode, Segment, Span
from fgcoder.pipeline.garbage import look_through_the_new
from fgcoder.tui.choices import queue_name
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.messages import Decided, Progressed
from fgcoder.tui.refusing import STAYS, StaysAtRefusals, in_a_line
from fgcoder.tui.screens.coding.beside import Beside
from fgcoder.tui.screens.coding.keys import CODING, ONLY_SELECTING, WHILE_SELECTING, labelled
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.study_bar import StudyBar
from fgcoder.tui.widgets.suggestions import SegmentPanel
from fgcoder.tui.widgets.transcript import TranscriptView
from fgcoder.tui.widgets.transcript.wrapping import cut
from fgcoder.tui.widgets.whole_lines import Covered

NOTHING_TO_CODE = "There is no transcript in the study yet."
MODERATOR = "The moderator's words are not coded."
SILENT = "Nothing is likely enough to be suggested here. {pick} picks a code, {none-fits} says that none fits."
SETTLES = 0.4
"""Seconds after a key press in which the list of suggestions may still change; later, somebody is reading it."""
_LAST_SENTENCE = re.compile(r"(?<=[.!?]) [^.!?]*\.$")
HIDDEN = {
    Mode.DRAWN: "Drawn for blind coding: code it with {pick}, then {accept} shows the suggestions.",
    Mode.BLIND: "Suggestions are hidden ({blind} shows them).",
}


class Work(Container, Covered):
    """The transcript and what is beside it."""


class Workplace(StaysAtRefusals, Screen[None], Covered):
    """The regions of the coding screen."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS: ClassVar[str] = "TranscriptView"

    def __init__(self, session: CodingSession) -> None:
        super().__init__()
        self._session = session
        self._beside = Beside(session)
        self._preparing = "Preparing suggestions…"
        self._shown = ""
        """The id of the transcript on screen."""
        self._concealed: Mode | None = None
        self._fresh: Ranking | None = None
        """Suggestions learnt anew that are not on screen yet."""
        self._acted = monotonic()
        """When the coder last moved or decided."""
        self._selection: Selection | None = None
        self._mending: Coding | None = None
        """The coding whose edges are being moved."""
        self._known_bounds: Bounds | None = None
        self._bounds_of = ""
        """The transcript whose bounds are known."""

    @property
    def selection(self) -> Selection | None:
        """The words that are selected, where it is not the segment that is in hand."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection | None) -> None:
        switched = (selection is None) != (self._selection is None)
        self._selection = selection
        view = self.query_one(TranscriptView)
        if selection is None:
            self._mending = None
            view.select(None, None)
        else:
            view.select(selection.span, selection.edge)
        if switched:
            self._show_bar()
            self.refresh_bindings()

    @property
    def _passage(self) -> Span | None:
        """The words in hand: those selected, else those of the segment."""
        if self.selection is not None:
            return self.selection.span
        segment = self._session.current
        return segment.words if segment is not None and segment.words.start < segment.words.end else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer while words are being selected what can be done with them, and otherwise the rest."""
        return action in WHILE_SELECTING if self._selection is not None else action not in ONLY_SELECTING

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys for the footer, their labels fitting what is concealed."""
        return labelled(super().active_bindings, self._concealed)

    def compose(self) -> ComposeResult:
        """Lay out the regions."""
        yield StudyBar()
        with Work(id="work"):
            yield TranscriptView(id="transcript")
            yield SegmentPanel(id="segment")
        yield Static("", id="message")
        yield KeyHints()

    def on_mount(self) -> None:
        """Show where the coder left off."""
        self.show_transcript()

    def on_resize(self) -> None:
        """Show the segment anew, once it is known whether the window is narrow."""
        self.call_after_refresh(self._show_segment)

    def show_transcript(self) -> None:
        """Show the session's transcript from scratch."""
        session = self._session
        if session.transcript is None:
            self._show_bar()
            self.say(NOTHING_TO_CODE)
            return
        self._shown = session.transcript.id
        self._freshen()
        self.query_one(TranscriptView).show(
            session.transcript, session.segments, self._beside.spans(), session.decided, session.position
        )
        self._show_segment()
        self._show_bar()

    def ranked(self) -> None:
        """Show the suggestions that have arrived."""
        self._preparing = ""
        if self._is_laid_out:
            self._show_segment()

    def learnt(self, ranking: Ranking) -> None:
        """Take over suggestions that were learnt anew: at once, or on the next move where the list is being read."""
        self._fresh = ranking
        if self._is_laid_out and monotonic() - self._acted < SETTLES:
            self._freshen()
            self._show_segment()
        elif self._is_laid_out:
            self._get_ahead()

    @property
    def _is_laid_out(self) -> bool:
        """Whether the regions are there; a thread may have news after they were taken down on quitting."""
        return bool(self.query(SegmentPanel))

    def _freshen(self) -> None:
        if self._fresh is not None:
            self._session.ranking, self._fresh = self._fresh, None

    def codebook_changed(self) -> None:
        """Show the codes as the codebook has them now."""
        self.query_one(TranscriptView).recode(self._beside.spans(), self._session.decided)
        self._show_segment()

    def failed(self, error: FgcoderError) -> None:
        """Say why there are no suggestions; coding goes on without."""
        self._preparing = f"No suggestions: {error}"
        self._show_segment()

    @on(Progressed)
    def show_progress(self, event: Progressed) -> None:
        """Show a sign of life while suggestions are being prepared."""
        self._preparing = event.words
        if self._session.ranking is None:
            self._show_segment()

    def say(self, text: str) -> None:
        """Show a line about what has just happened; `{undo}` and the like stand for keys.

        Where the line is too short, the last sentence goes: it names the key that the footer names too. What is still
        too long is cut.
        """
        said, message = with_keys(text, CODING, self.app), self.query_one("#message", Static)
        room = message.content_size.width or self.app.size.width
        if cell_len(said) > room:
            said = cut(_LAST_SENTENCE.sub("", said), room)
        if said or message.content:
            message.update(Content(said), layout=False)

    def refuse(self, error: FgcoderError) -> None:
        """Say why something was not done; what can be done about it is too long for the line."""
        self.say(in_a_line(error, with_todo=False))
        if any(fault.todo for fault in error.faults):
            self.notify(str(error), severity="warning", timeout=STAYS, markup=False)

    def _show_bar(self) -> None:
        session, queue = self._session, ""
        if session.walk is not None:
            name = queue_name(session.walk.queue, session.walk.code, session.codebook)
            queue = f"{name} · {session.walk.at + 1} of {len(session.walk.segments)}"
        if self.selection is not None:
            queue = "moving edges" if self._mending is not None else "selecting words"
        mode = "blind (drawn)" if self._concealed is Mode.DRAWN else "blind" if session.blind else "assisted"
        self.query_one(StudyBar).show(session.progress(), session.coder, mode, queue)

    def _show_segment(self) -> None:
        session, segment = self._session, self._session.current
        if session.transcript is None or segment is None:
            return
        suggestions = session.suggestions(segment)
        concealed = session.concealment(segment)
        if concealed is not self._concealed:
            self._concealed = concealed
            self.refresh_bindings()
        remark = with_keys(self._remark(segment), CODING, self.app)
        self.query_one(SegmentPanel).show(
            session.transcript,
            segment,
            session.codebook,
            session.codings(segment),
            suggestions,
            remark,
            self._beside.notes_on(segment.words),
        )
        self.call_after_refresh(self._get_ahead)

    def _get_ahead(self) -> None:
        """Do what the next key would have to wait for, now that the coder has seen what this one did."""
        self._session.look_ahead(self._fresh)
        look_through_the_new()

    def _remark(self, segment: Segment) -> str:
        if not segment.is_codable:
            return MODERATOR
        if self._concealed is not None:
            return HIDDEN[self._concealed]
        if self._session.ranking is None:
            return self._preparing
        return "" if self._session.suggestions(segment) else SILENT

    def _noted(self, text: str) -> None:
        """Show a note that is on disk."""
        self.query_one(TranscriptView).recode(self._beside.spans(), self._session.decided)
        self._show_segment()
        self.say(text)

    def _decided(self, text: str, *, go_on: bool = False) -> None:
        """Show a decision that is on disk, and the next segment where the coder goes on to it."""
        self.query_one(TranscriptView).recode(self._beside.spans(), self._session.decided)
        if go_on and self._session.next():
            self._moved()
        else:
            self._acted = monotonic()
            self._show_segment()
            self._show_bar()
        self.say(text)
        self.post_message(Decided())

    def _moved(self) -> None:
        self._acted = monotonic()
        self._freshen()
        transcript = self._session.transcript
        if transcript is not None and transcript.id != self._shown:  # a queue leads from one to the other
            self.show_transcript()
            return
        self.query_one(TranscriptView).move_to(self._session.position)
        self._show_segment()
        self._show_bar()

    def _go(self, step: Callable[[], bool], nowhere: str) -> None:
        if step():
            self._moved()
        elif nowhere:
            self.say(nowhere)

    def _room_beside_words(self) -> Region:
        """Give the part of the window right of the words of the transcript, or below them in a small window."""
        view, hints = self.query_one(TranscriptView), self.query_one(KeyHints).region
        if self.has_class("-narrow"):
            corner = Offset(0, self.query_one(SegmentPanel).region.y)
        else:
            corner = Offset(view.region.x + view.words_end, view.region.y)
        return Region.from_corners(*corner, hints.right, hints.y)

    def _none_to(self, do: str) -> str:
        """Say why there is no suggestion to do something with."""
        segment = self._session.current
        if segment is None:
            return NOTHING_TO_CODE
        if not segment.is_codable:
            return MODERATOR
        return HIDDEN[self._concealed] if self._concealed is not None else f"There is no suggestion {do}."

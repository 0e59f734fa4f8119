"""Selecting words: more or fewer than the segment, for a new coding or to mend one."""

from __future__ import annotations

from textual import on

from fgcoder.coding.spans import Bounds, Selection, Unit
from fgcoder.model import Coding
from fgcoder.tui.screens.coding.deciding import Deciding
from fgcoder.tui.widgets.transcript import TranscriptView

HOW = (
    "{edge-word-back} {edge-word} word · {edge-sentence-back} {edge-sentence} sentence · "
    "{edge-turn-back} {edge-turn} turn · {edge-other} other edge"
)


class Selecting(Deciding):
    """The keys and the mouse that select words."""

    def action_select(self) -> None:
        """Begin with the words of the current segment."""
        passage = self._passage
        if passage is not None:
            self._begin(Selection(passage), None, f"{HOW} · {{pick}} codes them.")

    def action_mend(self) -> None:
        """Begin with the words of a coding, and keep the code."""
        self.with_coding("Move the edges of which coding?", self._mend)

    def _mend(self, coding: Coding) -> None:
        label = self._session.codebook.label(coding.code)
        told = f"Edges of {label}: {{selection-done}} keeps them, {{selection-leave}} leaves them as they were."
        self._begin(Selection(coding.span), coding, told)

    @on(TranscriptView.Selected)
    def select_by_mouse(self, event: TranscriptView.Selected) -> None:
        """Take the words that were marked with the mouse."""
        told = "Selected. {pick} codes the words, {selection-leave} lets go of them."
        self._begin(Selection(event.span, event.edge), self._mending, told)

    def _begin(self, selection: Selection, mending: Coding | None, told: str) -> None:
        self._mending = mending
        self.selection = selection
        self.say(told)

    def action_edge(self, unit: str, steps: int) -> None:
        """Move the edge."""
        if self.selection is not None:
            self.selection = self._bounds.moved(self.selection, Unit(unit), steps)

    def action_other_edge(self) -> None:
        """Go over to the other edge."""
        if self.selection is not None:
            self.selection = self.selection.other_edge

    @property
    def _bounds(self) -> Bounds:
        transcript = self._session.transcript
        assert transcript is not None  # words are selected in a transcript
        if self._bounds_of != transcript.id:
            self._bounds_of, self._known_bounds = transcript.id, Bounds(transcript, self._session.segments)
        assert self._known_bounds is not None
        return self._known_bounds

    def action_finish(self) -> None:
        """Keep the edges that were moved, or ask for the codes of the selected words."""
        if self.selection is None:
            return
        if self._mending is None:
            self.action_pick_code()
            return
        coding, span = self._mending, self.selection.span
        label = self._session.codebook.label(coding.code)
        self._session.replace(coding, span=span)
        self.action_leave_selection()
        if span == coding.span:
            self.say(f"The edges of {label} stay as they were.")
            return
        self._decided(f"Moved the edges of {label}. {{undo}} takes it back.")

    def action_leave_selection(self) -> None:
        """Let go of the words."""
        self._mending = None
        self.selection = None
        self.say("")

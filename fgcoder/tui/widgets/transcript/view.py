"""The transcript to work on: words can be selected, by key or with the mouse, and found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message
from textual.timer import Timer

from fgcoder.coding.spans import Bounds, Edge
from fgcoder.errors import SearchError
from fgcoder.model import Segment, Span, Transcript
from fgcoder.tui.widgets.transcript.finding import NOTHING_FOUND, Match, find
from fgcoder.tui.widgets.transcript.margin import CodedSpan
from fgcoder.tui.widgets.transcript.sheet import Sheet

DRAG_SCROLL = 1 / 20
"""Seconds between two lines when the mouse is dragged past the edge."""


class TranscriptView(Sheet):
    """A transcript in which words are selected and found."""

    @dataclass
    class Chosen(Message):
        """A segment was clicked."""

        position: int

    @dataclass
    class Selected(Message):
        """Words were selected with the mouse."""

        span: Span
        """Whole words; they may reach into other segments and turns."""
        edge: Edge = Edge.END
        """Where the mouse was let go."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._bounds: Bounds | None = None
        self._pressed: tuple[int, int] | None = None
        """The cell in which the mouse was pressed."""
        self._pressed_at = 0
        """The codepoint there."""
        self._pointer = (0, 0)
        self._dragging = False
        self._scrolling: Timer | None = None
        self._search_from = 0
        self._pattern = ""

    def show(
        self,
        transcript: Transcript,
        segments: Sequence[Segment],
        coded: Sequence[CodedSpan],
        decided: Collection[int],
        current: int,
    ) -> None:
        """Show a transcript, or the same one from scratch; the parameters are those of `Sheet.show`.

        In another transcript nothing is selected, and what was searched for is searched for there.
        """
        self._bounds = Bounds(transcript, segments)
        self._stop_dragging()
        super().show(transcript, segments, coded, decided, current)
        self._search_from = segments[current].start if segments else 0
        if self._pattern and not self._painter.overlay.found.spans:
            with suppress(SearchError):  # nobody has asked just now; the next search will tell
                self.find(self._pattern)

    def move_to(self, position: int) -> None:
        """Make another segment the current one; where no match is in it, the search goes on from here."""
        match = self._painter.overlay.match
        if self._shown is not None and (match is None or position not in self._touched(match)):
            self._search_from = self._shown[1][position].start
            self._stand_at(None)
        super().move_to(position)

    def scroll_to_current(self) -> None:
        """Bring the current segment into view; and of a long one the part that is being looked at."""
        super().scroll_to_current()
        overlay = self._painter.overlay
        if overlay.selected is not None:
            self._scroll_to_edge()
        elif overlay.match is not None and overlay.current in self._touched(overlay.match):
            self.scroll_to_codepoint(overlay.match.start)

    # Selecting

    @property
    def selected(self) -> Span | None:
        """The words shown as selected."""
        return self._painter.overlay.selected

    def select(self, span: Span | None, edge: Edge | None = None) -> None:
        """Show words as selected, and which edge moves, and bring that edge into view; None selects nothing."""
        self._draw_selection(span, edge)
        self._scroll_to_edge()

    def _draw_selection(self, span: Span | None, edge: Edge | None) -> None:
        overlay = self._painter.overlay
        if (span, edge) != (overlay.selected, overlay.edge):
            touched = self._touched(overlay.selected) | self._touched(span)
            self._overlay(replace(overlay, selected=span, edge=edge), touched)

    def _scroll_to_edge(self) -> None:
        span, edge = self.selected, self._painter.overlay.edge
        if span is not None:
            self.scroll_to_codepoint(max(span.end - 1, span.start) if edge is Edge.END else span.start)

    def _touched(self, span: Span | None) -> set[int]:
        """Give the positions of the segments that a span reaches."""
        if span is None or self._page is None:
            return set()
        last = self._page.segment_at(max(span.end - 1, span.start))
        return set(range(self._page.segment_at(span.start), last + 1))

    # Finding

    def find(self, pattern: str) -> int:
        """Highlight all matches of a regular expression and give their number; an empty one ends the search.

        Raises
        ------
        SearchError
            If the pattern is faulty, or takes too long; what was found before stays.
        """
        found = find(self._shown[0], pattern) if self._shown is not None and pattern else NOTHING_FOUND
        self._pattern = pattern
        self._painter.overlay = replace(self._painter.overlay, found=found, match=None)
        self._painter.forget()
        self.refresh()
        return len(found.spans)

    def next_match(self) -> Match | None:
        """Go to the match after the last one, or after where the current segment begins; None without matches."""
        return self._go_to(self._painter.overlay.found.after(self._search_from - (self._painter.overlay.match is None)))

    def previous_match(self) -> Match | None:
        """Go to the match before the last one, or before the current segment; None without matches."""
        return self._go_to(self._painter.overlay.found.before(self._search_from))

    def segment_at(self, codepoint: int) -> int:
        """Give the position of the segment to which a codepoint belongs."""
        return self._page.segment_at(codepoint) if self._page else 0

    def _go_to(self, match: Match | None) -> Match | None:
        if match is not None:
            self._search_from = match.span.start
            self._stand_at(match.span)
            self.scroll_to_codepoint(match.span.start)
        return match

    def _stand_at(self, span: Span | None) -> None:
        overlay = self._painter.overlay
        if span != overlay.match:
            self._overlay(replace(overlay, match=span), self._touched(overlay.match) | self._touched(span))

    # The mouse

    def offset_at(self, x: int, y: int) -> int | None:
        """Give the codepoint shown in a cell of the view; None where there are no words."""
        found = self._page.line_at(y + self.scroll_offset.y) if self._page else None
        if self._page is None or found is None or found[0].words is None:
            return None
        return found[0].words.codepoint_at(x - self._page.columns.words_start)

    def _nearest(self, x: int, y: int) -> int | None:
        """Give the codepoint in a cell, or else the one nearest to it on the line, or on the first line above."""
        if self._page is None:
            return None
        for line_number in range(min(y + self.scroll_offset.y, self._page.height - 1), -1, -1):
            found = self._page.line_at(line_number)
            if found is not None and (words := found[0].words) is not None:
                cell = x - self._page.columns.words_start
                at = words.codepoint_at(cell)
                return at if at is not None else words.start if cell < 0 else max(words.end - 1, words.start)
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a drag may begin."""
        at = self._nearest(event.x, event.y)
        if event.button == 1 and at is not None:
            self._pressed, self._pressed_at, self._dragging = (event.x, event.y), at, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the mouse was pressed to where it is; past the edge, scroll."""
        if self._pressed is None or (not self._dragging and (event.x, event.y) == self._pressed):
            return
        self._dragging, self._pointer = True, (event.x, event.y)
        self._drag()
        if 0 <= event.y < self.size.height:
            self._stop_scrolling()
        elif self._scrolling is None:
            self._scrolling = self.set_interval(DRAG_SCROLL, self._drag)

    def _drag(self) -> None:
        x, y = self._pointer
        if not 0 <= y < self.size.height:
            self.scroll_lines(-1 if y < 0 else 1)
        at = self._nearest(x, min(max(y, 0), self.size.height - 1))
        if at is None or self._bounds is None:
            return
        span = self._bounds.snapped(Span(min(at, self._pressed_at), max(at, self._pressed_at) + 1))
        if span is not None:
            self._draw_selection(span, Edge.END if at >= self._pressed_at else Edge.START)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """Tell what was selected."""
        if self._dragging and self.selected is not None:
            self.post_message(self.Selected(self.selected, self._painter.overlay.edge or Edge.END))
        self._stop_dragging(keep=self._dragging)

    def _stop_dragging(self, *, keep: bool = False) -> None:
        if self._pressed is not None:
            self.release_mouse()
        self._pressed, self._dragging = None, keep  # the click that ends a drag chooses nothing
        self._stop_scrolling()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def on_click(self, event: events.Click) -> None:
        """Choose the segment under the mouse; a second click selects the word."""
        dragged, self._dragging = self._dragging, False
        found = self._page.line_at(event.y + self.scroll_offset.y) if self._page else None
        if dragged or found is None:
            return
        at = self.offset_at(event.x, event.y)
        word = self._bounds.snapped(Span(at, at + 1)) if self._bounds and at is not None and event.chain > 1 else None
        if word is not None:
            self.post_message(self.Selected(word))
        else:
            self.post_message(self.Chosen(found[0].segment))

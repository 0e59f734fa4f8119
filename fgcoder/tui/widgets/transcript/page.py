"""A whole transcript in lines of a given width, of which only those that are looked at are ever made.

How many lines each segment takes is measured at once, so that the scroll bar is right and going anywhere needs no
search; that is cheap. The lines themselves are laid out when somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from fgcoder.model import Segment, Span, Transcript
from fgcoder.tui.widgets.transcript.layout import Columns, Line, LineKind, clock, lane_beside, passing, shortened
from fgcoder.tui.widgets.transcript.margin import NO_CODES, CodedSpan, MarginRow, lay_out_margin
from fgcoder.tui.widgets.transcript.stretches import Reach, Stretch, bracket
from fgcoder.tui.widgets.transcript.wrapping import WordLine, breaks, collapse, wrap

LONGEST_CAPTION = 200
"""Cells of a label beneath the words; beyond, nobody reads it."""


class Page:
    """A transcript laid out.

    Parameters
    ----------
    transcript, segments
        The transcript, and its segments in reading order.
    coded, decided
        Its codings, and the positions of the segments about which anything is decided.
    width
        In cells.
    times
        Whether the time at which each turn begins is shown.
    """

    def __init__(
        self,
        transcript: Transcript,
        segments: Sequence[Segment],
        coded: Sequence[CodedSpan],
        decided: Collection[int],
        width: int,
        *,
        times: bool = False,
    ) -> None:
        self.transcript = transcript
        self.segments = segments
        self.width = width
        self.columns = Columns.fitting(transcript, width, times=times)
        self._times = times
        self._reach = Reach(segments)
        self._begins = [segment.start for segment in segments]
        self._blocks: dict[int, tuple[Line, ...]] = {}
        self._words: dict[int, list[WordLine]] = {}
        self._counts = [self._count(segment) for segment in segments]
        self._decided: frozenset[int] = frozenset()
        self._coded_spans: Sequence[CodedSpan] = ()
        self._stretch_of: dict[int, Stretch] = {}
        self._margins: dict[Stretch, list[list[MarginRow]]] = {}
        self._heights = [self._height(position) for position in range(len(segments))]
        self.recode(coded, decided)

    # Where things stand

    @property
    def height(self) -> int:
        """All lines."""
        return self._starts[-1]

    def lines_of(self, position: int) -> range:
        """Give the lines of a segment."""
        return range(self._starts[position], self._starts[position + 1])

    def line_at(self, y: int) -> tuple[Line, int] | None:
        """Give a line, and which of its segment's lines it is; None beyond the last one."""
        if not 0 <= y < self.height:
            return None
        position = bisect_right(self._starts, y) - 1
        row = y - self._starts[position]
        return self.block(position)[row], row

    def segment_at(self, codepoint: int) -> int:
        """Give the position of the segment to which a codepoint belongs."""
        return max(bisect_right(self._begins, codepoint) - 1, 0)

    def line_of(self, codepoint: int) -> int:
        """Give the line on which a codepoint is shown, or the one that comes next to it."""
        position = self.segment_at(codepoint)
        found = self._starts[position]
        for row, line in enumerate(self.block(position)):
            if line.words is not None and (line.words.start <= codepoint or line.words.start == line.words.end):
                found = self._starts[position] + row
        return found

    def first_of_turn(self, number: int) -> int | None:
        """Give the position of the first segment of a turn; None where there is no such turn."""
        position = bisect_left(self.segments, number, key=lambda segment: segment.turn)
        found = position < len(self.segments) and self.segments[position].turn == number
        return position if found else None

    # What is decided

    def recode(self, coded: Sequence[CodedSpan], decided: Collection[int]) -> set[int]:
        """Take over codings and decided segments, and give the positions of the segments that look different now.

        Only what is around codings that came or went is looked at, so that one decision costs the same among thousands
        as among a few; a coding that stays is to be the same object as before.
        """
        came, went = _difference(coded, self._coded_spans)
        gone = {id(one) for one in went}
        before = {
            stretch
            for one in (*came, *went)
            for position in self._reach.of(one)
            if (stretch := self._stretch_of.get(position))
        }
        around = {id(one) for one in (*(one for stretch in before for one in stretch.coded), *came)}
        looked_at = around - gone
        stretches = self._reach.stretches(one for one in coded if id(one) in looked_at)
        now = {position: stretch for stretch in stretches for position in stretch.segments}
        then = {position: stretch for stretch in before for position in stretch.segments}
        changed = {position for position in now.keys() | then.keys() if now.get(position) != then.get(position)}
        for stretch in before.difference(stretches):
            self._margins.pop(stretch, None)
        for position in then:
            del self._stretch_of[position]
        self._stretch_of |= now
        self._coded_spans = tuple(coded)
        for position in changed:
            self._blocks.pop(position, None)
            self._heights[position] = self._height(position)
        self._starts = list(accumulate(self._heights, initial=0))
        signed = self._decided.symmetric_difference(decided)
        self._decided = frozenset(decided)
        return changed | signed

    def sign(self, position: int) -> str:
        """Give the sign of a segment: with a code, decided without a code, nothing decided."""
        words = self.segments[position].words
        if any(coded.code and coded.span.overlaps(words) for coded in self._coded(position)):
            return "●"
        return "○" if position in self._decided else " "

    def partly_coded(self, position: int) -> list[Span]:
        """Give the coded spans that cover some of a segment's words but not all."""
        words = self.segments[position].words
        spans = (coded.span for coded in self._coded(position))
        return [s for s in spans if s.overlaps(words) and not (s.start <= words.start and s.end >= words.end)]

    def _coded(self, position: int) -> Sequence[CodedSpan]:
        stretch = self._stretch_of.get(position)
        return stretch.coded if stretch else ()

    # Laying out

    def block(self, position: int) -> tuple[Line, ...]:
        """Give the lines of a segment."""
        if position not in self._blocks:
            self._blocks[position] = tuple(self._lay_out(position))
        return self._blocks[position]

    def _lay_out(self, position: int) -> Iterator[Line]:
        turn = self.transcript.turns[self.segments[position].turn - 1]
        first = self._starts_turn(position)
        time = clock(turn) if self._times and first else ""
        labels = {0: shortened(turn.speaker, self.columns.label), 1: time} if first and self.columns.label else {}
        if first and not self.columns.label and (turn.speaker or time):
            yield Line(position, LineKind.SPEAKER, text="  ".join(filter(None, (turn.speaker, time))))
        words, margin = self._lines(position), self._margin(position)
        spans = [] if self.columns.margin else [coded.span for coded in self._coded(position)]
        for row in range(max(self._rows(position), len(margin))):
            line = words[row] if row < len(words) else None
            yield Line(
                position,
                LineKind.WORDS,
                labels.get(row, ""),
                line,
                lane=lane_beside(line, spans) if line else " ",
                margin=margin[row] if row < len(margin) else NO_CODES,
            )
        for text in self._captions(position):
            yield Line(position, LineKind.CODES, text=text)
        if self._ends_turn(position):
            below = self._margin(position + 1) if self._joined(position) else []
            through = passing(margin[-1], below[0]) if margin and below else NO_CODES
            yield Line(position, LineKind.BLANK, margin=through)

    def _height(self, position: int) -> int:
        turn = self.transcript.turns[self.segments[position].turn - 1]
        named = bool(turn.speaker or (self._times and clock(turn)))
        above = self._starts_turn(position) and not self.columns.label and named
        rows = self._rows(position)
        if len(self._coded(position)) > 1:  # one label always finds a line
            rows = max(rows, len(self._margin(position)))
        return above + rows + len(self._captions(position)) + self._ends_turn(position)

    def _rows(self, position: int) -> int:
        """Give the lines that the words of a segment take, and the time of its turn beneath the speaker."""
        timed = self._times and self.columns.label and self._starts_turn(position)
        turn = self.transcript.turns[self.segments[position].turn - 1]
        return max(self._counts[position], 2 if timed and clock(turn) else 1)

    def _count(self, segment: Segment) -> int:
        shown, _ = collapse(self.transcript.text, segment.words.start, segment.words.end)
        return len(breaks(shown, self.columns.words))

    def _lines(self, position: int) -> list[WordLine]:
        if position not in self._words:
            words = self.segments[position].words
            self._words[position] = wrap(self.transcript.text, words.start, words.end, self.columns.words)
        return self._words[position]

    def _captions(self, position: int) -> list[str]:
        """Give the labels of the codings that begin in a segment, where there is no margin for them."""
        if self.columns.margin or position not in self._stretch_of:
            return []
        begun = (one for one in self._coded(position) if self._reach.of(one).start == position)
        captions = (f"◆ {one.caption(LONGEST_CAPTION)}" if one.code else one.caption(LONGEST_CAPTION) for one in begun)
        return [text[a:b] for text in captions for a, b in breaks(text, self.columns.words)]

    def _margin(self, position: int) -> list[MarginRow]:
        """Give the margin beside the words of a segment."""
        stretch = self._stretch_of.get(position)
        if stretch is None or not self.columns.margin:
            return []
        if stretch not in self._margins:
            brackets = []
            for coded in stretch.coded:
                reached = self._reach.of(coded)
                first, last = self._lines(reached.start), self._lines(reached.stop - 1)
                brackets.append(bracket(coded, reached, stretch, first, last))
            heights = [self._rows(at) for at in stretch.segments]
            self._margins[stretch] = lay_out_margin(brackets, heights, self.columns.margin)
        return self._margins[stretch][position - stretch.first]

    def _starts_turn(self, position: int) -> bool:
        return position == 0 or self.segments[position - 1].turn != self.segments[position].turn

    def _ends_turn(self, position: int) -> bool:
        return position + 1 == len(self.segments) or self.segments[position + 1].turn != self.segments[position].turn

    def _joined(self, position: int) -> bool:
        """Say whether a stretch goes on in the next segment."""
        stretch = self._stretch_of.get(position)
        return stretch is not None and position < stretch.last


def _difference(now: Sequence[CodedSpan], then: Sequence[CodedSpan]) -> tuple[list[CodedSpan], list[CodedSpan]]:
    """Give what came and what went, told apart by identity; from the first place on where the two differ."""
    same = next((place for place, (new, old) in enumerate(zip(now, then, strict=False)) if new is not old), None)
    start = min(len(now), len(then)) if same is None else same
    known, kept = {id(one) for one in then[start:]}, {id(one) for one in now[start:]}
    return [one for one in now[start:] if id(one) not in known], [one for one in then[start:] if id(one) not in kept]

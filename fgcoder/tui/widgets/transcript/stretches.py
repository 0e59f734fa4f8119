"""Which segments the codings touch, grouped so that a decision lays out anew only what it changes.

Codings that share a segment share its margin. A stretch is a run of segments with all codings on them, so that nothing
outside has to be looked at to lay it out; mostly it is one segment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fgcoder.model import Segment
from fgcoder.tui.widgets.transcript.margin import Bracket, CodedSpan, Place
from fgcoder.tui.widgets.transcript.wrapping import WordLine


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of segments and the codings on them."""

    first: int
    last: int
    coded: tuple[CodedSpan, ...]

    @property
    def segments(self) -> range:
        """The positions of its segments."""
        return range(self.first, self.last + 1)


class Reach:
    """Finds the segments that spans reach; answers by bisection, since a transcript may have thousands."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._starts = [segment.words.start for segment in segments]
        self._ends = [segment.words.end for segment in segments]

    def of(self, coded: CodedSpan) -> range:
        """Give the positions of the segments of which a coding covers some words."""
        return range(bisect_right(self._ends, coded.span.start), bisect_left(self._starts, coded.span.end))

    def stretches(self, coded: Iterable[CodedSpan]) -> list[Stretch]:
        """Group codings; one that covers no words at all has no place on the page."""
        found: list[Stretch] = []
        for one in sorted(coded, key=lambda one: one.span):
            reached = self.of(one)
            if not reached:
                continue
            if found and reached.start <= found[-1].last:
                before = found.pop()
                last = max(before.last, reached.stop - 1)
                found.append(Stretch(before.first, last, (*before.coded, one)))
            else:
                found.append(Stretch(reached.start, reached.stop - 1, (one,)))
        return found


def bracket(coded: CodedSpan, reached: range, stretch: Stretch, first: list[WordLine], last: list[WordLine]) -> Bracket:
    """Say which lines a coding covers, given the lines of the first and of the last segment that it reaches."""
    begin = next(at for at, line in enumerate(first) if line.end > coded.span.start or at + 1 == len(first))
    end = max((at for at, line in enumerate(last) if line.start < coded.span.end), default=0)
    start: Place = (reached.start - stretch.first, begin)
    return Bracket(start, max(start, (reached.stop - 1 - stretch.first, end)), coded)

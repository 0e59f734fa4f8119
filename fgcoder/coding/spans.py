"""Selecting words: from one edge to the other by word, sentence and turn, without leaving the text that was spoken.

A coding may cover any words, and people reach them in steps. An edge moves either way, so that what went too far is put
right with the opposite key.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fgcoder.model import Segment, Span, Transcript

WORD = re.compile(r"\S+")


class Unit(StrEnum):
    """How far an edge moves in one step."""

    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"


class Edge(StrEnum):
    """The end of a selection that moves."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Selection:
    """Words that are selected, and the edge that moves."""

    span: Span
    edge: Edge = Edge.END

    @property
    def other_edge(self) -> Selection:
        """The same words, with the other edge to move."""
        return replace(self, edge=Edge.START if self.edge is Edge.END else Edge.END)


class Bounds:
    """Where words, sentences and turns begin and end in what is spoken in one transcript.

    They are looked up around the place that is asked about, so that a transcript of thousands of turns need not be gone
    through first.

    Parameters
    ----------
    transcript, segments
        The transcript, and its segments in reading order.
    """

    def __init__(self, transcript: Transcript, segments: Sequence[Segment]) -> None:
        self._text = transcript.text
        self._segments = [segment for segment in segments if segment.words.start < segment.words.end]
        self._begin = [segment.words.start for segment in self._segments]

    def moved(self, selection: Selection, unit: Unit, steps: int) -> Selection:
        """Move the edge by so many units, backwards where negative; at least one word stays selected."""
        if not self._segments:
            return selection
        span, forth = selection.span, steps > 0
        at = span.start if selection.edge is Edge.START else span.end
        for _ in range(abs(steps)):
            at = self._stepped(at, unit, selection.edge, forth=forth)
        if selection.edge is Edge.START:
            last_word = self._stepped(span.end, Unit.WORD, Edge.START, forth=False)
            return replace(selection, span=Span(min(at, last_word), span.end))
        first_word = self._stepped(span.start, Unit.WORD, Edge.END, forth=True)
        return replace(selection, span=Span(span.start, max(at, first_word)))

    def snapped(self, span: Span) -> Span | None:
        """Widen a span to whole words, without white space and labels at its ends; None where it touches no word."""
        touched = [
            word
            for index in self._around(span.start, span.end)
            for word in self._spans(Unit.WORD, index)
            if word.start < max(span.end, span.start + 1) and span.start < word.end
        ]
        return Span(touched[0].start, touched[-1].end) if touched else None

    def _stepped(self, at: int, unit: Unit, edge: Edge, *, forth: bool) -> int:
        """Give the nearest place beyond an offset where a unit begins or ends; itself where there is none."""
        index = self._index(at)
        order = range(index, len(self._segments)) if forth else range(index, -1, -1)
        for near in order:
            places = [span.start if edge is Edge.START else span.end for span in self._spans(unit, near)]
            beyond = [place for place in places if (place > at if forth else place < at)]
            if beyond:
                return min(beyond) if forth else max(beyond)
        return at

    def _index(self, at: int) -> int:
        """Give the last segment whose words begin at an offset or before it."""
        return max(bisect_right(self._begin, at) - 1, 0)

    def _around(self, start: int, end: int) -> range:
        return range(self._index(start), self._index(max(end, start)) + 1) if self._segments else range(0)

    def _spans(self, unit: Unit, index: int) -> list[Span]:
        """Give the words or sentences of a segment, or the turn it belongs to."""
        segment = self._segments[index]
        if unit is Unit.TURN:
            first = last = index
            while first and self._segments[first - 1].turn == segment.turn:
                first -= 1
            while last + 1 < len(self._segments) and self._segments[last + 1].turn == segment.turn:
                last += 1
            return [Span(self._segments[first].words.start, self._segments[last].words.end)]
        if unit is Unit.WORD:
            return [Span(*found.span()) for found in WORD.finditer(self._text, segment.words.start, segment.words.end)]
        starts = [segment.words.start, *segment.sentences]
        return [
            Span(start, start + len(self._text[start:end].rstrip()))
            for start, end in zip(starts, [*segment.sentences, segment.words.end], strict=True)
        ]

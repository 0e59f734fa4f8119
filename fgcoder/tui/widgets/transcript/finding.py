"""Find text by regular expression, in what is spoken, as it is shown: line breaks of the file are spaces."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from fgcoder.model import Span, Transcript
from fgcoder.retrieval.patterns import compiled, given_up
from fgcoder.tui.widgets.transcript.wrapping import collapse

PATIENCE = 0.5
"""Seconds that a search may take, since nothing else happens meanwhile."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where the pattern matches."""

    span: Span
    number: int
    """Counted from 1."""
    total: int
    wrapped: bool = False
    """Whether the search has gone round, past the end or the beginning of the transcript."""

    def __str__(self) -> str:
        return f"{self.number} of {self.total}" + (", from the other end again" if self.wrapped else "")


@dataclass(frozen=True, slots=True)
class Found:
    """All places where a pattern matches in one transcript, in reading order."""

    spans: tuple[Span, ...] = ()

    def after(self, codepoint: int) -> Match | None:
        """Give the first match that begins after a codepoint, from the start again after the last one."""
        at = bisect_right(self.spans, codepoint, key=lambda span: span.start)
        return self._match(at % len(self.spans), wrapped=at == len(self.spans)) if self.spans else None

    def before(self, codepoint: int) -> Match | None:
        """Give the last match that begins before a codepoint, from the end again before the first one."""
        at = bisect_left(self.spans, codepoint, key=lambda span: span.start) - 1
        return self._match(at % len(self.spans), wrapped=at < 0) if self.spans else None

    def within(self, start: int, end: int) -> tuple[Span, ...]:
        """Give the matches that touch a part of the text."""
        first = bisect_right(self.spans, start, key=lambda span: span.end)
        return self.spans[first : bisect_left(self.spans, end, key=lambda span: span.start)]

    def _match(self, at: int, *, wrapped: bool) -> Match:
        return Match(self.spans[at], at + 1, len(self.spans), wrapped)


NOTHING_FOUND = Found()


def find(transcript: Transcript, pattern: str) -> Found:
    """Find all matches in what is said in a transcript; a match stays within its turn.

    Raises
    ------
    SearchError
        If the pattern is faulty, or takes too long.
    """
    wanted = compiled(pattern)
    until = time.monotonic() + PATIENCE
    spans = []
    try:
        for turn in transcript.turns:
            spoken = transcript.text[turn.words_start : turn.end].rstrip()
            shown, offsets = collapse(transcript.text, turn.words_start, turn.words_start + len(spoken))
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for match in wanted.finditer(shown, timeout=left):
                start, end = match.span()
                if start < end:
                    # Up to the last character's end and not to the next one's beginning: white space may lie between.
                    spans.append(Span(offsets[start], offsets[end - 1] + 1))
    except TimeoutError as error:
        raise given_up(pattern) from error
    return Found(tuple(spans))

"""How far a coder has come: which segments of a transcript are decided about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fgcoder.decisions import in_force, verdicts
from fgcoder.model import Action, Decision, Segment, Span, Transcript


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder has come in a transcript."""

    transcript: str
    title: str
    decided: int
    """Codable segments about which the coder has decided anything."""
    codable: int
    """Segments that are not the moderator's and hold words."""
    codings: int


class Cover:
    """Which parts of a text some spans cover; answers by bisection, since it is asked for every segment."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def touches(self, span: Span) -> bool:
        """Say whether the span shares a character with what is covered."""
        first = bisect_right(self._ends, span.start)
        return first < len(self._starts) and self._starts[first] < span.end


def progress_in(transcript: Transcript, segments: Sequence[Segment], decisions: Iterable[Decision]) -> Progress:
    """Say how far the decisions of one coder about one transcript go."""
    settled = in_force(decisions)
    cover = Cover(decision.span for decision in settled)
    codable = [segment for segment in segments if segment.is_codable]
    decided = sum(cover.touches(segment.words) for segment in codable)
    codings = sum(decision.action is Action.APPLY for decision in verdicts(settled))
    return Progress(transcript.id, transcript.title, decided, len(codable), codings)

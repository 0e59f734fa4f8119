"""Where a coder stands with a transcript: what is decided about which segment, and how much is left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from fgcoder.decisions import in_force, verdicts
from fgcoder.model import Action, Coding, Decision, Segment, Span, Transcript


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


class Standing:
    """One transcript with its segments, and what one coder has decided about it.

    Parameters
    ----------
    transcript, segments
        The transcript, and its segments in reading order.
    decisions
        Those of one coder about it.
    own
        The ids of decisions made in this run of the program; it is kept, so that it may grow.
    """

    def __init__(
        self,
        transcript: Transcript,
        segments: Sequence[Segment],
        decisions: Iterable[Decision],
        own: Collection[str] = (),
    ) -> None:
        self.transcript = transcript
        self.segments = tuple(segments)
        self.decisions = list(decisions)
        self._own = own
        self._fold()

    def add(self, made: Iterable[Decision]) -> None:
        """Take in decisions that the coder has just made."""
        self.decisions.extend(made)
        self._fold()

    def _fold(self) -> None:
        self.in_force = in_force(self.decisions)
        """The decisions that nobody has taken back, in order of time."""
        self._decided = Cover(decision.span for decision in self.in_force)
        earlier = [decision for decision in self.decisions if decision.id not in self._own]
        self._ever = Cover(decision.span for decision in [*self.in_force, *earlier])
        self._verdicts: dict[Span, dict[str, Decision]] = {}
        for decision in verdicts(self.in_force):
            self._verdicts.setdefault(decision.span, {})[decision.code] = decision
        self.progress = self._count()
        """How far the coder has come."""

    def _count(self) -> Progress:
        codable = [segment for segment in self.segments if segment.is_codable]
        decided = sum(self.is_decided(segment) for segment in codable)
        codings = sum(
            decision.action is Action.APPLY for by_code in self._verdicts.values() for decision in by_code.values()
        )
        return Progress(self.transcript.id, self.transcript.title, decided, len(codable), codings)

    def is_decided(self, segment: Segment) -> bool:
        """Say whether the coder has decided anything about a segment."""
        return self._decided.touches(segment.words)

    def was_decided(self, segment: Segment) -> bool:
        """Say whether anything is decided about a segment, or was in an earlier run and has been taken back."""
        return self._ever.touches(segment.words)

    def codings(self, segment: Segment) -> list[Coding]:
        """Give the codings that overlap a segment, in order of time."""
        found = [
            decision
            for span, by_code in self._verdicts.items()
            if span.overlaps(segment.words)
            for decision in by_code.values()
            if decision.action is Action.APPLY
        ]
        found.sort(key=lambda decision: decision.made_at)
        return [Coding(d.id, d.coder, d.transcript, d.span, d.code) for d in found]

    def rejected(self, segment: Segment) -> set[str]:
        """Give the codes rejected for a segment."""
        by_code = self._verdicts.get(segment.words, {})
        return {code for code, decision in by_code.items() if decision.action is Action.REJECT}

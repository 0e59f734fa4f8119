"""Where a coder stands with a transcript: what is decided about which segment, and how much is left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from fgcoder.model import Action, Coding, Decision, Progress, Segment, Span, Transcript
from fgcoder.record.decisions import in_force, verdict


class Standing:
    """One transcript with its segments, and what one coder has decided about it.

    Parameters
    ----------
    transcript, segments
        The transcript, and its segments in reading order.
    decisions
        Those of one coder about it.
    own
        The ids of decisions made in this run of the program.
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
        self._codable = frozenset(index for index, segment in enumerate(self.segments) if segment.is_codable)
        self._starts = [segment.start for segment in self.segments]
        self._known_touched: dict[Span, list[int]] = {}
        self._earlier = {
            index
            for decision in self.decisions
            if decision.action.is_verdict and decision.id not in own
            for index in self._touched(decision.span)
        }
        """The segments about which something was decided in an earlier run."""
        self._fold()

    def add(self, made: Sequence[Decision]) -> None:
        """Take in decisions that the coder has just made."""
        # Folding anew would take longer with every decision, and a key press waits for this.
        self.decisions.extend(made)
        if any(decision.action is Action.WITHDRAW for decision in made):
            self._reconsider()
        else:
            for decision in made:
                self.in_force.append(decision)
                self._take(decision)
        self.progress = self._count()

    def _fold(self) -> None:
        self.in_force = in_force(self.decisions)
        """The decisions that nobody has taken back, in order of time."""
        self._latest: dict[tuple[Span, str], dict[str, Decision]] = {}
        """By what the code was when it was decided: of codes that became one, each is judged by itself."""
        self._codings: dict[tuple[Span, str], Coding] = {}
        """Those of the verdicts that apply a code; kept, since a screen asks for all of them after every key press."""
        self._at: dict[int, dict[tuple[Span, str], Decision]] = {}
        """By the index of each segment whose words a verdict touches."""
        self.notes: list[Decision] = []
        """Those in force that are no verdicts, in order of time: memos, flags, links and the like."""
        for decision in self.in_force:
            self._take(decision)
        self.progress = self._count()
        """How far the coder has come."""

    def _reconsider(self) -> None:
        """Take anew what stands on the same words as what is no longer in force, or is again."""
        before, now = self.in_force, in_force(self.decisions)
        stood, stand = ({one.id for one in some} for some in (before, now))
        changed = [*(one for one in before if one.id not in stand), *(one for one in now if one.id not in stood)]
        self.in_force = now
        keys = self._entangled((one.span, one.code) for one in changed if one.action.is_verdict)
        for span, code in keys:
            self._latest.pop((span, code), None)
            self._codings.pop((span, code), None)
            for index in self._touched(span):
                self._at.pop(index, None)
        self.notes = [one for one in now if not one.action.is_verdict]
        for decision in now:
            if decision.action.is_verdict and (decision.span, decision.code) in keys:
                self._take(decision)
        self._codings = dict(sorted(self._codings.items(), key=lambda item: self._taken_at(item[0])))

    def _entangled(self, keys: Iterable[tuple[Span, str]]) -> set[tuple[Span, str]]:
        """Add to some verdicts those at the same segments, those at the same segments as these, and so on."""
        found: set[tuple[Span, str]] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += [one for index in self._touched(key[0]) for one in self._at.get(index, ())]
        return found

    def _taken_at(self, key: tuple[Span, str]) -> tuple[datetime, str]:
        """Say when the newest decision about a code on a span was made; the id tells apart what was made at once."""
        newest = next(reversed(self._latest[key].values()))
        return newest.made_at, newest.id

    def _take(self, decision: Decision) -> None:
        if not decision.action.is_verdict:
            self.notes.append(decision)
            return
        key = (decision.span, decision.code)
        latest = self._latest.setdefault(key, {})
        latest.pop(decision.code_then, None)  # the newest stands last
        latest[decision.code_then] = decision
        decision = verdict(latest.values())
        self._codings.pop(key, None)
        if decision.action is Action.APPLY:
            self._codings[key] = _coding(decision)
        for index in self._touched(decision.span):
            here = self._at.setdefault(index, {})
            here.pop(key, None)
            here[key] = decision

    def _touched(self, span: Span) -> list[int]:
        """Give the indices of the segments with whose words a span shares a character; they are found by bisection."""
        if span in self._known_touched:
            return self._known_touched[span]
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        found = []
        while index < len(self.segments) and self.segments[index].start < span.end:
            if self.segments[index].words.overlaps(span):
                found.append(index)
            index += 1
        self._known_touched[span] = found
        return found

    def _count(self) -> Progress:
        decided = len(self._codable & self._at.keys())
        return Progress(self.transcript.id, self.transcript.title, decided, len(self._codable), len(self._codings))

    def is_decided(self, segment: Segment) -> bool:
        """Say whether the coder has decided anything about a segment."""
        return segment.number - 1 in self._at

    def was_decided(self, segment: Segment) -> bool:
        """Say whether anything is decided about a segment, or was in an earlier run and has been taken back."""
        return self.is_decided(segment) or segment.number - 1 in self._earlier

    @property
    def decided(self) -> Collection[int]:
        """The indices of the segments about which anything is decided."""
        return self._at.keys()

    @property
    def codings(self) -> list[Coding]:
        """The codings in the transcript, in order of time."""
        return list(self._codings.values())

    def codings_of(self, segment: Segment) -> list[Coding]:
        """Give the codings that overlap a segment, in order of time."""
        here = self._at.get(segment.number - 1, {}).values()
        return [_coding(decision) for decision in here if decision.action is Action.APPLY]

    def rejected(self, segment: Segment) -> set[str]:
        """Give the codes rejected for a segment."""
        here = self._at.get(segment.number - 1, {}).items()
        return {code for (span, code), decision in here if decision.action is Action.REJECT and span == segment.words}


def _coding(decision: Decision) -> Coding:
    return Coding(decision.id, decision.coder, decision.transcript, decision.span, decision.code)

"""CodingSession: one coder at work on one study, without a screen.

Everything a coder can do is a method here, so that a transcript can be coded in a test or from a script, and the
screen is left with showing. The session keeps the place, writes each decision to the store before it returns, and
records with it what was being suggested.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fgcoder.decisions import in_force, verdicts
from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Codebook, Coding, Decision, Mode, Segment, Shown, Span, Suggestion, Transcript
from fgcoder.progress import Cover, Progress, progress_in
from fgcoder.storage.store import Store

VISIBLE = 7
"""How many suggestions are put before the coder; a digit accepts each."""


class Ranking(Protocol):
    """What the session needs of the suggestions that are computed elsewhere."""

    @property
    def model(self) -> str:
        """The name of the embedding model behind them."""

    def suggestions(
        self, segment: Segment, without: Iterable[str] = (), limit: int | None = None
    ) -> Sequence[Suggestion]:
        """Rank the codes for a segment, leaving some out."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back, in words, and where it was."""

    what: str
    transcript: str
    segment: int


class CodingSession:
    """One coder at work on one study.

    Parameters
    ----------
    store, codebook, coder
        The study's database, the codes, and the name under which decisions are recorded.
    ranking
        Where suggestions come from; may be set later, since computing them takes a moment.
    blind
        Whether suggestions are hidden; recorded with each decision.
    """

    def __init__(
        self, store: Store, codebook: Codebook, coder: str, ranking: Ranking | None = None, *, blind: bool = False
    ) -> None:
        self._store = store
        self.codebook = codebook
        self.coder = coder
        self.ranking = ranking
        self.blind = blind
        self.transcript: Transcript | None = None
        self.segments: tuple[Segment, ...] = ()
        self.position = 0
        """Index of the current segment in `segments`."""
        self._decisions: list[Decision] = []
        self._verdicts: dict[tuple[int, int], dict[str, Decision]] = {}
        self._decided = Cover(())

    # Where the coder stands

    @property
    def transcript_ids(self) -> list[str]:
        """The transcripts of the study, by id."""
        return self._store.transcript_ids()

    def resume(self) -> None:
        """Open the transcript that the coder left last, at its place; the first one where there is none."""
        known = self.transcript_ids
        left = [transcript for transcript in self._store.places(self.coder) if transcript in known]
        if left or known:
            self.open(left[0] if left else known[0])

    def open(self, transcript_id: str) -> None:
        """Go to a transcript, to where the coder left it or to its first segment that can be coded.

        Raises
        ------
        StoreError
            If the study has no transcript of that name.
        """
        transcript = self._store.transcript(transcript_id)
        if self.transcript is not None and self.transcript.id != transcript_id:
            self.keep_place()
        self.transcript = transcript
        self.segments = self._store.segments(transcript_id)
        self._decisions = self._store.decisions(transcript_id, self.coder)
        self._fold()
        left_at = self._store.places(self.coder).get(transcript_id)
        if left_at is not None and 1 <= left_at <= len(self.segments):
            self.position = left_at - 1
        else:
            self.position = next((i for i, segment in enumerate(self.segments) if segment.is_codable), 0)

    def reread(self) -> bool:
        """Take over what has changed in the store under the open transcript, and say whether anything had."""
        if self.transcript is None:
            return False
        before, position = (self.transcript, self.segments, self._decisions), self.position
        self.open(self.transcript.id)
        changed = before != (self.transcript, self.segments, self._decisions)
        if position < len(self.segments) and self.segments[position].is_codable:
            self.position = position
        return changed

    @property
    def current(self) -> Segment | None:
        """The segment put before the coder."""
        return self.segments[self.position] if self.segments else None

    def move_to(self, position: int) -> None:
        """Go to a segment by its index."""
        if not 0 <= position < len(self.segments):
            raise IndexError(position)
        self.position = position

    def next(self) -> bool:
        """Go to the next segment that can be coded; say whether there was one."""
        return self._go(range(self.position + 1, len(self.segments)))

    def previous(self) -> bool:
        """Go to the segment before that can be coded; say whether there was one."""
        return self._go(range(self.position - 1, -1, -1))

    def next_uncoded(self) -> bool:
        """Go to the next segment about which nothing is decided, from the start again after the last one."""
        around = [*range(self.position + 1, len(self.segments)), *range(self.position + 1)]
        return self._go(around, undecided=True)

    def _go(self, positions: Iterable[int], *, undecided: bool = False) -> bool:
        for position in positions:
            segment = self.segments[position]
            if segment.is_codable and not (undecided and self.is_decided(segment)):
                self.position = position
                return True
        return False

    def keep_place(self) -> None:
        """Write down where the coder stands."""
        if self.current is not None:
            self._store.set_place(self.coder, self.current.transcript, self.current.number)

    # What is known of a segment

    def codings(self, segment: Segment) -> list[Coding]:
        """Give this coder's codings that overlap a segment, in order of time."""
        found = [
            decision
            for span, by_code in self._verdicts.items()
            if span[0] < segment.words.end and segment.words.start < span[1]
            for decision in by_code.values()
            if decision.action is Action.APPLY
        ]
        found.sort(key=lambda decision: decision.made_at)
        return [Coding(d.id, d.coder, d.transcript, d.span, d.code) for d in found]

    def rejected(self, segment: Segment) -> set[str]:
        """Give the codes this coder has rejected for a segment."""
        by_code = self._verdicts.get((segment.words.start, segment.words.end), {})
        return {code for code, decision in by_code.items() if decision.action is Action.REJECT}

    def is_decided(self, segment: Segment) -> bool:
        """Say whether the coder has decided anything about a segment."""
        return self._decided.touches(segment.words)

    def suggestions(self, segment: Segment) -> list[Suggestion]:
        """Give the suggestions to show for a segment: not those already decided, none when blind."""
        if self.blind or self.ranking is None or not segment.is_codable:
            return []
        settled = {coding.code for coding in self.codings(segment)} | self.rejected(segment)
        return list(self.ranking.suggestions(segment, without=settled, limit=VISIBLE))

    # Deciding

    def apply(self, code: str) -> Decision:
        """Apply a code to the current segment.

        Raises
        ------
        StoreError
            If the codebook has no such code, or it is a theme, or there is no segment.
        """
        return self._decide([code], Action.APPLY)[0]

    def accept(self, rank: int) -> Decision | None:
        """Apply the suggestion at a rank, counted from 1; nothing where there is none."""
        return self._on_rank(rank, Action.APPLY)

    def reject(self, rank: int) -> Decision | None:
        """Reject the suggestion at a rank, counted from 1; nothing where there is none."""
        return self._on_rank(rank, Action.REJECT)

    def reject_all(self) -> list[Decision]:
        """Reject every suggestion on screen, as one gesture: none of these fits."""
        segment = self.current
        shown = self.suggestions(segment) if segment is not None else []
        return self._decide([suggestion.code for suggestion in shown], Action.REJECT) if shown else []

    def record(self, wanted: Iterable[tuple[int, str, Sequence[str]]], action: Action) -> int:
        """Decide about many segments at once, as a script does; all of it is recorded or nothing.

        Parameters
        ----------
        wanted
            For each the line it was asked for in (0 for none), the segment's id, and the codes.
        action
            Apply or reject.

        Returns
        -------
        int
            The number of decisions.

        Raises
        ------
        StoreError
            With a fault for each line that names a segment or code that is not there.
        """
        faults: list[Fault] = []
        made: list[Decision] = []
        segments: dict[str, tuple[Segment, ...]] = {}
        known = set(self.transcript_ids)
        for line, name, codes in wanted:
            where = f"line {line}: " if line else ""
            transcript, _, number = name.partition("#")
            if transcript in known and transcript not in segments:
                segments[transcript] = self._store.segments(transcript)
            position = int(number) - 1 if number.isdecimal() else -1
            if not 0 <= position < len(segments.get(transcript, ())):
                faults.append(Fault(f"{where}there is no segment `{name}`.", todo="`fgcoder suggest` lists them."))
                continue
            words = segments[transcript][position].words
            if words.start == words.end:
                faults.append(Fault(f"{where}there are no words in `{name}` to code."))
                continue
            unknown = [fault for code in codes if (fault := self._fault_of(code, where))]
            faults.extend(unknown)
            if not codes:
                faults.append(Fault(f"{where}no code is named for `{name}`."))
            if not unknown:
                if self.transcript is None or self.transcript.id != transcript:
                    self.transcript = self._store.transcript(transcript)
                made.extend(self._make(codes, action, segments[transcript][position], ()))
        if faults:
            raise StoreError("Nothing was recorded.", *faults)
        self._store.append(made)
        self.transcript, self.segments = None, ()
        return len(made)

    def remove(self, code: str) -> bool:
        """Withdraw this coder's codings with a code that overlap the current segment; say whether there were any."""
        segment = self.current
        if segment is None:
            return False
        spans = {coding.span for coding in self.codings(segment) if coding.code == code}
        # A code that was applied twice to one span has to go twice, or the earlier coding comes to light again.
        self._withdraw(
            decision
            for decision in in_force(self._decisions)
            if decision.action is Action.APPLY and decision.code == code and decision.span in spans
        )
        return bool(spans)

    def undo(self) -> Undone | None:
        """Take back the last key press that is still in force, wherever it was, and go there.

        Withdrawals stay in the record. Works across restarts, since what is undone is read from the store.
        """
        last = self._last_gesture()
        if not last:
            return None
        first = last[0]
        if self.transcript is None or self.transcript.id != first.transcript:
            self.open(first.transcript)
        self._withdraw(last)
        for index, segment in enumerate(self.segments):
            if segment.words.overlaps(first.span) or segment.words == first.span:
                self.position = index
                break
        verb = "applied" if first.action is Action.APPLY else "rejected"
        labels = ", ".join(self.codebook.label(decision.code) for decision in last)
        number = self.segments[self.position].number
        return Undone(f"no longer {verb}: {labels}", first.transcript, number)

    def _last_gesture(self) -> list[Decision]:
        taken_back: set[str] = set()
        last: list[Decision] = []
        for decision in self._store.decisions_latest_first(self.coder):
            if last and decision.gesture != last[0].gesture:
                break
            if decision.action is Action.WITHDRAW:
                if decision.id not in taken_back and decision.withdraws is not None:
                    taken_back.add(decision.withdraws)
            elif decision.id not in taken_back:
                last.append(decision)
        return last[::-1]

    def _on_rank(self, rank: int, action: Action) -> Decision | None:
        segment = self.current
        shown = self.suggestions(segment) if segment is not None else []
        if not 1 <= rank <= len(shown):
            return None
        return self._decide([shown[rank - 1].code], action)[0]

    def _decide(self, codes: Sequence[str], action: Action) -> list[Decision]:
        segment = self.current
        if segment is None or segment.words.start == segment.words.end:
            raise StoreError("Nothing was coded.", Fault("there are no words here to code."))
        faults = [fault for code in codes if (fault := self._fault_of(code))]
        if faults:
            raise StoreError("Nothing was coded.", *faults)
        made = self._make(codes, action, segment, tuple(Shown(s.code, s.score) for s in self.suggestions(segment)))
        self._write(made)
        return made

    def _fault_of(self, code: str, where: str = "") -> Fault | None:
        known = self.codebook.by_id.get(code)
        if known is None:
            return Fault(f"{where}there is no code `{code}`.", todo="`fgcoder codebook show` lists them.")
        if known.is_theme:
            below = ", ".join(child.id for child in known.children)
            return Fault(f"{where}`{code}` is a theme, and only codes are applied.", todo=f"Below it are: {below}.")
        return None

    def _make(self, codes: Sequence[str], action: Action, segment: Segment, shown: tuple[Shown, ...]) -> list[Decision]:
        gesture = str(uuid.uuid4())
        return [self._decision(action, code, gesture, segment.words, shown=shown) for code in codes]

    def _withdraw(self, targets: Iterable[Decision]) -> None:
        gesture = str(uuid.uuid4())
        self._write(
            [
                self._decision(Action.WITHDRAW, target.code, gesture, target.span, withdraws=target.id)
                for target in targets
            ]
        )

    def _decision(
        self,
        action: Action,
        code: str,
        gesture: str,
        span: Span,
        *,
        shown: tuple[Shown, ...] = (),
        withdraws: str | None = None,
    ) -> Decision:
        assert self.transcript is not None  # there is no current segment without one
        return Decision(
            id=str(uuid.uuid4()),
            coder=self.coder,
            made_at=self._store.next_moment(),
            action=action,
            transcript=self.transcript.id,
            transcript_hash=self.transcript.hash,
            span=span,
            code=code,
            mode=Mode.ASSISTED if shown else Mode.BLIND,
            shown=shown,
            gesture=gesture,
            withdraws=withdraws,
            model=self.ranking.model if shown and self.ranking is not None else "",
            codebook_version=self.codebook.version,
        )

    def _write(self, made: list[Decision]) -> None:
        current = self.current
        if not made or current is None:
            return
        self._store.append(made, place=(current.transcript, current.number))
        self._decisions.extend(made)
        self._fold()

    def _fold(self) -> None:
        self._verdicts = {}
        self._decided = Cover(decision.span for decision in in_force(self._decisions))
        for decision in verdicts(self._decisions):
            self._verdicts.setdefault((decision.span.start, decision.span.end), {})[decision.code] = decision

    # How far the coder has come

    def progress(self) -> Progress | None:
        """Say how far the coder has come in the open transcript."""
        if self.transcript is None:
            return None
        return progress_in(self.transcript, self.segments, self._decisions)

    def overview(self) -> list[Progress]:
        """Say how far the coder has come in every transcript."""
        decisions: dict[str, list[Decision]] = {}
        for decision in self._store.decisions(coder=self.coder):
            decisions.setdefault(decision.transcript, []).append(decision)
        return [
            progress_in(transcript, self._store.segments(name), decisions.get(name, []))
            for name, transcript in self._store.transcripts().items()
        ]

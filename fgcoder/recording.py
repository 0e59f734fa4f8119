"""Making the record: from a gesture, and what was on screen, to the decisions that go into the store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Codebook, Decision, Mode, Segment, Shown, Span, Transcript
from fgcoder.storage.store import Store


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What the coder saw of the suggestions when deciding, and what was kept from sight; by default nothing."""

    mode: Mode = Mode.BLIND
    shown: tuple[Shown, ...] = ()
    withheld: tuple[Shown, ...] = ()
    draw: str = ""
    model: str = ""


class Recorder:
    """Makes one coder's decisions; the caller stores them.

    Parameters
    ----------
    store
        Gives each decision its time.
    codebook, coder
        The codes there are, and the name under which decisions are recorded.
    """

    def __init__(self, store: Store, codebook: Codebook, coder: str) -> None:
        self._store = store
        self._codebook = codebook
        self._coder = coder

    def decisions(
        self, action: Action, codes: Sequence[str], transcript: Transcript, span: Span, screen: OnScreen
    ) -> list[Decision]:
        """Make a decision for each code, as one gesture."""
        gesture = str(uuid.uuid4())
        return [self._decision(action, code, gesture, transcript, span, screen) for code in codes]

    def withdrawals(self, targets: Iterable[Decision], transcript: Transcript, screen: OnScreen) -> list[Decision]:
        """Take decisions back, as one gesture."""
        gesture = str(uuid.uuid4())
        return [
            self._decision(Action.WITHDRAW, target.code, gesture, transcript, target.span, screen, target.id)
            for target in targets
        ]

    def _decision(
        self,
        action: Action,
        code: str,
        gesture: str,
        transcript: Transcript,
        span: Span,
        screen: OnScreen,
        withdraws: str | None = None,
    ) -> Decision:
        return Decision(
            id=str(uuid.uuid4()),
            coder=self._coder,
            made_at=self._store.next_moment(),
            action=action,
            transcript=transcript.id,
            transcript_hash=transcript.hash,
            span=span,
            code=code,
            mode=screen.mode,
            shown=screen.shown,
            withheld=screen.withheld,
            draw=screen.draw,
            gesture=gesture,
            withdraws=withdraws,
            model=screen.model,
            codebook_version=self._codebook.version,
        )

    def last_gesture(self) -> list[Decision]:
        """Give the decisions of the coder's last gesture of which any is in force, in order of time."""
        taken_back: set[str] = set()
        last: list[Decision] = []
        for decision in self._store.decisions_latest_first(self._coder):
            if last and decision.gesture != last[0].gesture:
                break
            if decision.action is Action.WITHDRAW:
                if decision.id not in taken_back and decision.withdraws is not None:
                    taken_back.add(decision.withdraws)
            elif decision.id not in taken_back:
                last.append(decision)
        return last[::-1]

    def faults(self, codes: Iterable[str], where: str = "") -> list[Fault]:
        """Say which codes cannot be applied, and why; each sentence begins with `where`."""
        return [fault for code in codes if (fault := self._fault(code, where))]

    def _fault(self, code: str, where: str) -> Fault | None:
        known = self._codebook.by_id.get(code)
        if known is None:
            return Fault(f"{where}there is no code `{code}`.", todo="`fgcoder codebook show` lists them.")
        if known.is_theme:
            below = ", ".join(child.id for child in known.children)
            return Fault(f"{where}`{code}` is a theme, and only codes are applied.", todo=f"Below it are: {below}.")
        return None

    def from_script(self, wanted: Iterable[tuple[int, str, Sequence[str]]], action: Action) -> list[Decision]:
        """Make decisions about many segments; `CodingSession.record` says what is wanted and what is raised."""
        faults: list[Fault] = []
        made: list[Decision] = []
        known = set(self._store.transcript_ids())
        opened: dict[str, tuple[Transcript, tuple[Segment, ...]]] = {}
        for line, name, codes in wanted:
            where = f"line {line}: " if line else ""
            transcript_id, _, number = name.partition("#")
            if transcript_id in known and transcript_id not in opened:
                opened[transcript_id] = (self._store.transcript(transcript_id), self._store.segments(transcript_id))
            position = int(number) - 1 if number.isdecimal() else -1
            if transcript_id not in opened or not 0 <= position < len(opened[transcript_id][1]):
                faults.append(Fault(f"{where}there is no segment `{name}`.", todo="`fgcoder suggest` lists them."))
                continue
            transcript, segments = opened[transcript_id]
            words = segments[position].words
            if words.start == words.end:
                faults.append(Fault(f"{where}there are no words in `{name}` to code."))
                continue
            unknown = self.faults(codes, where)
            faults += unknown
            if not codes:
                faults.append(Fault(f"{where}no code is named for `{name}`."))
            if not unknown:
                made += self.decisions(action, codes, transcript, words, OnScreen())
        if faults:
            raise StoreError("Nothing was recorded.", *faults)
        return made

"""Making the record: from a gesture, and what was on screen, to the decisions that go into the store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fgcoder.controls import without_controls
from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Codebook, Decision, Mode, Segment, Shown, Span, Transcript, parts_written

if TYPE_CHECKING:
    from fgcoder.storage.store import Store

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Stands in a decision until it has its time."""


def new_id() -> str:
    """Give a name for a decision or a gesture that no other has."""
    return str(uuid.uuid4())


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
        self.codebook = codebook
        """May be replaced when the codebook changes."""
        self._coder = coder

    def decisions(
        self,
        action: Action,
        codes: Sequence[str],
        transcript: Transcript,
        span: Span,
        screen: OnScreen,
        *,
        gesture: str = "",
        at: Span | None = None,
    ) -> list[Decision]:
        """Make a decision for each code, as one gesture; `at` is the segment in hand where the span is another."""
        made = Decision(
            id="",
            coder=self._coder,
            made_at=BEGINNING,
            action=action,
            transcript=transcript.id,
            transcript_hash=transcript.hash,
            span=span,
            code="",
            mode=screen.mode,
            shown=screen.shown,
            withheld=screen.withheld,
            draw=screen.draw,
            gesture=gesture or new_id(),
            model=screen.model,
            at=None if at == span else at,
        )
        return [self.stamped(replace(made, code=code)) for code in codes]

    def withdrawals(
        self, targets: Iterable[Decision], screen: OnScreen, *, gesture: str = "", reverses: str = ""
    ) -> list[Decision]:
        """Take decisions back, as one gesture.

        Parameters
        ----------
        targets, screen
            The decisions, and what the coder sees of the suggestions.
        gesture
            The one it is part of; by default a new one.
        reverses
            The gesture that is undone, or whose undoing is.
        """
        name = gesture or new_id()
        return [
            self.stamped(
                Decision(
                    id="",
                    coder=self._coder,
                    made_at=BEGINNING,
                    action=Action.WITHDRAW,
                    transcript=target.transcript,
                    transcript_hash=target.transcript_hash,
                    span=target.span,
                    code=target.code,
                    mode=screen.mode,
                    shown=screen.shown,
                    withheld=screen.withheld,
                    draw=screen.draw,
                    gesture=name,
                    withdraws=target.id,
                    reverses=reverses,
                    model=screen.model,
                    at=target.at,
                )
            )
            for target in targets
        ]

    def note(self, action: Action, transcript: Transcript | None, span: Span | None, **fields: Any) -> Decision:
        """Make the decision of a memo, a flag, a link or a change of the codebook.

        Parameters
        ----------
        action
            Which of these.
        transcript, span
            What it is about; None for a transcript as a whole, and for what is in no transcript.
        fields
            The fields of `Decision` that say what it is.
        """
        made = Decision(
            id="",
            coder=self._coder,
            made_at=BEGINNING,
            action=action,
            transcript=transcript.id if transcript else "",
            transcript_hash=transcript.hash if transcript else "",
            span=span or Span(0, 0),
            code=fields.pop("code", ""),
            mode=Mode.BLIND,
            gesture=fields.pop("gesture", "") or new_id(),
        )
        fields["text"] = without_controls(fields.get("text", ""))  # it may have been pasted
        return self.stamped(replace(made, **fields))

    def stamped(self, decision: Decision) -> Decision:
        """Give a decision its id and its time, and say by which codebook it was made."""
        return replace(
            decision,
            id=new_id(),
            made_at=self._store.next_moment(),
            codebook_version=self.codebook.version,
        )

    def faults(self, codes: Iterable[str], where: str = "") -> list[Fault]:
        """Say which codes cannot be applied, and why; each sentence begins with `where`."""
        return [fault for code in codes if (fault := self._fault(code, where))]

    def _fault(self, code: str, where: str) -> Fault | None:
        known = self.codebook.by_id.get(code)
        if known is None:
            return Fault(f"{where}there is no code `{code}`.", todo="`fgcoder codebook show` lists them.")
        if known.id in self.codebook.retired:
            return Fault(f"{where}`{code}` is retired.", todo=f"`fgcoder codebook restore {code}` brings it back.")
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
            transcript_id, number = parts_written(name)
            if transcript_id in known and transcript_id not in opened:
                opened[transcript_id] = (self._store.transcript(transcript_id), self._store.segments(transcript_id))
            position = -1 if number is None else number - 1
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

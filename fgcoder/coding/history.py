"""Undo and redo: which gesture comes next either way, read from the record, so that a restart forgets nothing.

A gesture is undone by one that withdraws its decisions and says which gesture it reverses; it is done again by one that
withdraws those withdrawals. Nothing is ever taken out of the record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fgcoder.model import Action, Codebook, Decision

if TYPE_CHECKING:
    from fgcoder.storage.store import Store

NAMED = 2
"""As many codes of a gesture are named; of more only the number is."""


def gesture_of(decision: Decision) -> str:
    """Name the key press that a decision was made by; decisions from elsewhere may stand for themselves."""
    return decision.gesture or decision.id


class History:
    """One coder's gestures, from the latest back.

    Parameters
    ----------
    store, coder
        Where they are recorded, and whose.
    """

    def __init__(self, store: Store, coder: str) -> None:
        self._store = store
        self._coder = coder

    def to_undo(self, without: Collection[str] = ()) -> list[Decision]:
        """Give the latest gesture that is not undone, in order of time; nothing where all are.

        Parameters
        ----------
        without
            Gestures to pass over, because they cannot be undone.
        """
        undone: set[str] = set(without)
        for gesture in self._gestures():
            first = gesture[0]
            if gesture_of(first) in undone:
                continue
            if not first.reverses:
                return gesture
            undone.add(first.reverses)
        return []

    def to_redo(self) -> list[Decision]:
        """Give the latest undoing that is not taken back and after which nothing new was done, in order of time."""
        taken_back: set[str] = set()
        for gesture in self._gestures():
            first = gesture[0]
            if gesture_of(first) in taken_back:
                continue
            if not first.reverses:
                return []
            if self._is_undoing(first.reverses):
                return gesture
            taken_back.add(first.reverses)
        return []

    def _is_undoing(self, gesture: str) -> bool:
        """Say whether a gesture that was reversed was an ordinary one, and not itself an undoing."""
        found = self._store.decisions_of_gesture(self._coder, gesture)
        return bool(found) and not found[0].reverses

    def _gestures(self) -> Iterator[list[Decision]]:
        gesture: list[Decision] = []
        for decision in self._store.decisions_latest_first(self._coder):
            if gesture and gesture_of(decision) != gesture_of(gesture[0]):
                yield gesture[::-1]
                gesture = []
            gesture.append(decision)
        if gesture:
            yield gesture[::-1]


def in_words(gesture: Sequence[Decision], targets: Mapping[str, Decision], codebook: Codebook) -> str:
    """Say what a gesture did.

    Parameters
    ----------
    gesture
        Its decisions.
    targets
        By id, the decisions that its withdrawals take back.
    codebook
        For the codes' labels.
    """
    taken = [target for one in gesture if (target := targets.get(one.withdraws or ""))]
    made = [one for one in gesture if one.action is not Action.WITHDRAW and one.action is not Action.MEMO] or [
        one for one in gesture if one.action is Action.MEMO
    ]
    if not made:
        away = _few([_noun(one, codebook) for one in taken], "things")
        return f"took away {away}" if taken else "took something back"
    first = made[0]
    old = [one for one in taken if one.action is Action.APPLY]
    if old and first.action is Action.APPLY:
        if codebook.current(old[0].code) == codebook.current(first.code):
            return f"moved the edges of {codebook.label(first.code)}"
        return f"changed {codebook.label(old[0].code)} to {codebook.label(first.code)}"
    labels = _few([codebook.label(one.code) for one in made if one.code], "codes")
    return {
        Action.APPLY: f"applied {labels}",
        Action.REJECT: f"rejected {labels}",
        Action.NOTHING: "recorded that no code fits",
        Action.MEMO: "wrote a memo" if first.text else "took away a memo",
        Action.FLAG: "flagged a passage",
        Action.LINK: f"linked a passage to finding {first.finding}",
        Action.TRANSLATION: "translated a passage" if first.text else "took away a translation",
        Action.USE: "marked a passage as used in the report",
        Action.CODEBOOK: first.text[:1].lower() + first.text[1:],
    }[first.action]


def _few(names: Sequence[str], kind: str) -> str:
    """Name one or two; of more say how many there are, since all of it has to be read in one line."""
    different = list(dict.fromkeys(names))
    return ", ".join(different) if len(different) <= NAMED else f"{len(different)} {kind}"


def _noun(decision: Decision, codebook: Codebook) -> str:
    return {
        Action.APPLY: codebook.label(decision.code),
        Action.REJECT: f"the rejection of {codebook.label(decision.code)}",
        Action.NOTHING: "the note that no code fits",
        Action.MEMO: "a memo",
        Action.FLAG: "a flag",
        Action.LINK: f"the link to finding {decision.finding}",
        Action.TRANSLATION: "a translation",
        Action.USE: "the mark that a passage is used in the report",
    }.get(decision.action, "something")

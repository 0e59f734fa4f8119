"""Codings in all transcripts of a study, changed without opening one: a code is split in all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fgcoder.coding.recording import OnScreen, Recorder, new_id
from fgcoder.errors import StoreError
from fgcoder.model import Action, Coding, Decision, Target, Transcript
from fgcoder.record.decisions import codings, following, in_force
from fgcoder.record.notes import target_of

if TYPE_CHECKING:
    from fgcoder.storage.store import Store


class Everywhere:
    """One coder's codings in the whole study.

    Parameters
    ----------
    store, coder
        Where decisions are, and whose.
    recorder, write
        Makes decisions, and stores them.
    """

    def __init__(self, store: Store, coder: str, recorder: Recorder, write: Callable[[list[Decision]], None]) -> None:
        self._store = store
        self._coder = coder
        self._recorder = recorder
        self._write = write

    def codings_with(self, code: str) -> list[Coding]:
        """Give the codings with a code in the order of transcripts and words; takes a moment in a large study."""
        there = set(self._store.transcript_ids())
        made = codings(following(self._store.decisions(coder=self._coder), self._recorder.codebook))
        found = [coding for coding in made if coding.code == code and coding.transcript in there]
        return sorted(found, key=lambda coding: (coding.transcript, coding.span))

    def transcript(self, name: str) -> Transcript:
        """Give a transcript."""
        return self._store.transcript(name)

    def replace(self, coding: Coding, code: str) -> None:
        """Give a coding another code, as one gesture; its memo goes along.

        Raises
        ------
        StoreError
            If the codebook has no such code, or it is a theme or retired.
        """
        if code == coding.code:
            return
        faults = self._recorder.faults([code])
        if faults:
            raise StoreError("The coding stays as it was.", *faults)
        transcript, gesture, screen = self.transcript(coding.transcript), new_id(), OnScreen()
        decisions = self._store.decisions(coding.transcript, self._coder)
        known = in_force(following(decisions, self._recorder.codebook))
        on_it = [one for one in known if target_of(one) == Target(coding.transcript, coding.span, coding.code)]
        applied = [one for one in on_it if one.action is Action.APPLY]
        memos = [one for one in on_it if one.action is Action.MEMO]
        made = self._recorder.withdrawals([*applied, *memos], screen, gesture=gesture)
        made += self._recorder.decisions(Action.APPLY, [code], transcript, coding.span, screen, gesture=gesture)
        if memos and memos[-1].text:
            text = memos[-1].text
            made.append(
                self._recorder.note(Action.MEMO, transcript, coding.span, code=code, text=text, gesture=gesture)
            )
        self._write(made)

"""What a coder notes on quotes that go into the report: that one is used, and what it says in the report's language.

Unlike memos these are about any passage of the study, open or not, and count for everybody: a study has one report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fgcoder.coding.recording import OnScreen, Recorder, new_id
from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Decision, Passage, Transcript, Use
from fgcoder.record.decisions import in_force
from fgcoder.record.notes import translations, uses

if TYPE_CHECKING:
    from fgcoder.storage.store import Store


class QuoteMarks:
    """The translations of quotes and the marks of their use, and one coder's way of making them.

    Parameters
    ----------
    store
        Where those of all coders are read.
    recorder
        Makes the decisions.
    write
        Puts decisions on disk.
    """

    def __init__(self, store: Store, recorder: Recorder, write: Callable[[list[Decision]], None]) -> None:
        self._store = store
        self._recorder = recorder
        self._write = write

    def translation(self, passage: Passage) -> str:
        """Give what somebody wrote as the translation of this very passage; empty where nobody did."""
        return next((one.text for one in translations(self._in_force(passage)) if one.span == passage.span), "")

    def translate(self, passage: Passage, text: str) -> bool:
        """Write the translation of a passage in place of what was written; empty takes it away. Say if that is new.

        Raises
        ------
        StoreError
            If there is no such transcript, or the passage does not lie in it.
        """
        text = text.strip()
        transcript = self._holding(passage)
        if text == self.translation(passage):
            return False
        self._write([self._recorder.note(Action.TRANSLATION, transcript, passage.span, text=text)])
        return True

    def uses(self, passage: Passage) -> list[Use]:
        """Give the marks of use that share a character with a passage, in order of time."""
        return [use for use in uses(self._in_force(passage)) if use.span.overlaps(passage.span)]

    def use(self, passage: Passage, where: str = "") -> bool:
        """Mark a passage as used in the report, and where; what was said of it before is replaced. Say if that is new.

        Raises
        ------
        StoreError
            If there is no such transcript, or the passage does not lie in it.
        """
        where = where.strip()
        transcript = self._holding(passage)
        old = [use for use in self.uses(passage) if use.span == passage.span]
        if any(use.text == where for use in old):
            return False
        gesture = new_id()
        back = self._withdrawn(passage, old, gesture)
        self._write([*back, self._recorder.note(Action.USE, transcript, passage.span, text=where, gesture=gesture)])
        return True

    def unuse(self, passage: Passage) -> bool:
        """Take away the marks of use that share a character with a passage; say whether there were any."""
        self._holding(passage)
        old = self.uses(passage)
        self._write(self._withdrawn(passage, old))
        return bool(old)

    def _holding(self, passage: Passage) -> Transcript:
        transcript = self._store.transcript(passage.transcript)
        if not 0 <= passage.span.start < passage.span.end <= len(transcript.text):
            start, end = passage.span.start, passage.span.end
            what = f"`{transcript.id}` has {len(transcript.text):,} characters, and {start} to {end} is no part of it."
            raise StoreError("Nothing was recorded.", Fault(what))
        return transcript

    def _in_force(self, passage: Passage) -> list[Decision]:
        return in_force(self._store.decisions(passage.transcript))

    def _withdrawn(self, passage: Passage, old: list[Use], gesture: str = "") -> list[Decision]:
        ids = {use.decision for use in old}
        targets = [decision for decision in self._in_force(passage) if decision.id in ids]
        return self._recorder.withdrawals(targets, OnScreen(), gesture=gesture)

"""Tying any passage of a study to a survey finding, open or not, and writing down what a finding comes to.

The coding screen does it for the transcript in hand (`notebook`); from the command line it is done for whichever
passage is named, and where the coder stands does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fgcoder.coding.recording import OnScreen, Recorder
from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Decision, Finding, Link, Memo, Passage, Relation, Target
from fgcoder.record.decisions import in_force
from fgcoder.record.notes import links, memos

if TYPE_CHECKING:
    from fgcoder.storage.store import Store

TITLE = "Nothing was recorded."


class FindingLinks:
    """One coder's links between passages and findings, and inferences.

    Parameters
    ----------
    store, coder
        Where decisions are read, and whose count.
    recorder
        Makes the decisions.
    write
        Puts decisions on disk.
    findings
        The study's survey findings.
    """

    def __init__(
        self,
        store: Store,
        coder: str,
        recorder: Recorder,
        write: Callable[[list[Decision]], None],
        findings: Sequence[Finding],
    ) -> None:
        self._store = store
        self._coder = coder
        self._recorder = recorder
        self._write = write
        self._known = {finding.id for finding in findings}

    def link(self, passage: Passage, finding: str, relation: Relation, text: str = "") -> bool:
        """Tie a passage to a finding; an earlier link between the two is replaced. Say whether anything is new.

        Raises
        ------
        StoreError
            If there is no such transcript or finding, or the passage does not lie in the transcript.
        """
        self._check(finding)
        transcript = self._store.transcript(passage.transcript)
        if not 0 <= passage.span.start < passage.span.end <= len(transcript.text):
            raise StoreError(TITLE, Fault(f"the passage is no part of `{transcript.id}`."))
        text = text.strip()
        known = (link for link in self.on(passage, finding) if link.span == passage.span)
        if any((link.relation, link.text) == (relation, text) for link in known):
            return False
        fields = {"finding": finding, "relation": relation, "text": text}
        self._write([self._recorder.note(Action.LINK, transcript, passage.span, **fields)])
        return True

    def on(self, passage: Passage, finding: str) -> list[Link]:
        """Give the coder's links between a finding and words that share a character with a passage."""
        here = links(in_force(self._store.decisions(passage.transcript, self._coder)))
        return [link for link in here if link.finding == finding and link.span.overlaps(passage.span)]

    def unlink(self, passage: Passage, finding: str) -> int:
        """Take away the coder's links between a finding and a passage, and what they replaced; say how many it were."""
        self._store.transcript(passage.transcript)
        old = self.on(passage, finding)
        spans = {link.span for link in old}
        targets = [
            decision
            for decision in in_force(self._store.decisions(passage.transcript, self._coder))
            if decision.action is Action.LINK and decision.finding == finding and decision.span in spans
        ]
        self._write(self._recorder.withdrawals(targets, OnScreen()))
        return len(old)

    def inference(self, finding: str) -> str:
        """Give what the coder wrote about a finding; empty where there is nothing."""
        about = Target(finding=finding)
        return next((memo.text for memo in self._memos() if memo.target == about), "")

    def infer(self, finding: str, text: str) -> bool:
        """Write what follows from a finding and the words beside it, in place of what was written; empty takes it away.

        Raises
        ------
        StoreError
            If there is no such finding.
        """
        text = text.strip()
        if text:
            self._check(finding)
        if text == self.inference(finding):
            return False
        self._write([self._recorder.note(Action.MEMO, None, None, finding=finding, text=text)])
        return True

    def _memos(self) -> list[Memo]:
        return memos(in_force(self._store.decisions("", self._coder)))

    def _check(self, finding: str) -> None:
        if finding not in self._known:
            known = ", ".join(sorted(self._known)) or "none; name survey files in study.yaml"
            raise StoreError(TITLE, Fault(f"there is no finding `{finding}`.", todo=f"There are: {known}."))

"""What coders write beside their codings: memos, flags to discuss, links to survey findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fgcoder.coding.place import Place
from fgcoder.coding.recording import OnScreen, Recorder, new_id
from fgcoder.errors import Fault, StoreError
from fgcoder.model import Action, Coding, Decision, Finding, Flag, Link, Memo, Relation, Span, Target, Transcript
from fgcoder.record.notes import flags, links, memos, target_of


class Notebook:
    """One coder's memos, flags and links in one study.

    Parameters
    ----------
    place
        Where the coder stands; notes are about the open transcript, or about codes.
    recorder
        Makes the decisions.
    write
        Puts decisions on disk.
    findings
        The study's survey findings, for links.
    """

    def __init__(
        self,
        place: Place,
        recorder: Recorder,
        write: Callable[[list[Decision]], None],
        findings: Sequence[Finding] = (),
    ) -> None:
        self.findings = {finding.id: finding for finding in findings}
        """By id."""
        self._place = place
        self._recorder = recorder
        self._write = write

    # Memos

    @property
    def memos(self) -> list[Memo]:
        """Those in the open transcript, and on it, in order of time."""
        return memos(self._place.notes_in_force)

    def memo(self, target: Target) -> str:
        """Give the text written about a target; empty where there is none."""
        known = memos(self._place.in_force_anywhere) if not target.transcript else self.memos
        return next((memo.text for memo in known if memo.target == target), "")

    def write_memo(self, target: Target, text: str) -> bool:
        """Write about a target, in place of what was written before; empty takes it away. Say whether that is new.

        Raises
        ------
        StoreError
            If the target is in a transcript that is not open.
        """
        transcript = self._transcript() if target.transcript else None
        if transcript is not None and transcript.id != target.transcript:
            raise StoreError("Nothing was written down.", Fault(f"`{target.transcript}` is not open."))
        text = text.strip()
        if text == self.memo(target):
            return False
        about = {"code": target.code, "finding": target.finding}
        self._write([self._recorder.note(Action.MEMO, transcript, target.span, text=text, **about)])
        return True

    # Flags

    @property
    def flags(self) -> list[Flag]:
        """Those in the open transcript, in order of time."""
        return flags(self._place.notes_in_force)

    def flags_on(self, span: Span) -> list[Flag]:
        """Give the flags that overlap a passage."""
        return [flag for flag in self.flags if flag.span.overlaps(span)]

    def flag(self, span: Span, text: str = "") -> None:
        """Mark a passage of the open transcript to be discussed; what was said about it before is replaced."""
        transcript = self._transcript()
        old = [flag.decision for flag in self.flags if flag.span == span]
        gesture = new_id()
        back = self._withdrawn(old, gesture)
        self._write([*back, self._recorder.note(Action.FLAG, transcript, span, text=text.strip(), gesture=gesture)])

    def unflag(self, span: Span) -> bool:
        """Take away the flags that overlap a passage; say whether there were any."""
        old = [flag.decision for flag in self.flags_on(span)]
        self._write(self._withdrawn(old))
        return bool(old)

    # Links

    @property
    def links(self) -> list[Link]:
        """Those in the open transcript, in order of time."""
        return links(self._place.notes_in_force)

    def links_on(self, span: Span) -> list[Link]:
        """Give the links that overlap a passage."""
        return [link for link in self.links if link.span.overlaps(span)]

    def link(self, span: Span, finding: str, relation: Relation, text: str = "") -> None:
        """Tie a passage of the open transcript to a finding; an earlier link between the two is replaced.

        Raises
        ------
        StoreError
            If the study has no such finding.
        """
        if finding not in self.findings:
            known = ", ".join(self.findings) or "none; name survey files in study.yaml"
            fault = Fault(f"there is no finding `{finding}`.", todo=f"There are: {known}.")
            raise StoreError("The passage was not linked.", fault)
        fields = {"finding": finding, "relation": relation, "text": text.strip()}
        self._write([self._recorder.note(Action.LINK, self._transcript(), span, **fields)])

    def unlink(self, link: Link) -> None:
        """Take a link away, and what it replaced with it."""
        ends = (link.span, link.finding)
        self._write(
            self._withdrawn(
                [
                    decision.id
                    for decision in self._place.notes_in_force
                    if decision.action is Action.LINK and (decision.span, decision.finding) == ends
                ]
            )
        )

    def carried(self, coding: Coding, span: Span, code: str, gesture: str) -> list[Decision]:
        """Make the decisions that take a coding's memo along to other words or another code."""
        old = Target(coding.transcript, coding.span, coding.code)
        text = self.memo(old)
        if not text:
            return []
        targets = [
            decision.id
            for decision in self._place.notes_in_force
            if decision.action is Action.MEMO and target_of(decision) == old
        ]
        back = self._withdrawn(targets, gesture)
        return [
            *back,
            self._recorder.note(Action.MEMO, self._transcript(), span, code=code, text=text, gesture=gesture),
        ]

    def _withdrawn(self, ids: Sequence[str], gesture: str = "") -> list[Decision]:
        targets = [decision for decision in self._place.in_force if decision.id in ids]
        return self._recorder.withdrawals(targets, OnScreen(), gesture=gesture)

    def _transcript(self) -> Transcript:
        transcript = self._place.transcript
        if transcript is None:
            raise StoreError("Nothing was written down.", Fault("no transcript is open."))
        return transcript

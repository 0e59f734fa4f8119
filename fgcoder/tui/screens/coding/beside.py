"""What stands in the margin beside the words: the codes, and the notes on words that need not be coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import shorten

from fgcoder.coding.session import CodingSession
from fgcoder.model import Codebook, Coding, Span, Target
from fgcoder.tui.widgets.transcript import CodedSpan

FLAGGED, WRITTEN, TIED = "!", "✎", "⇄"
"""The signs of a flag, a memo and a link."""
NOTE = 40
"""Letters of a note that are shown in the margin."""


class Beside:
    """Gives what stands in the margin; what stays from one time to the next is the same object.

    So the transcript, which may have thousands of codings, sees at once what has changed.

    Parameters
    ----------
    session
        Whose open transcript it is.
    """

    def __init__(self, session: CodingSession) -> None:
        self._session = session
        self._known: dict[str, CodedSpan] = {}
        """By the decision that each rests on."""
        self._fits: tuple[Codebook, frozenset[Target]] | None = None
        """The codebook, and the codings with memos, for which what is known of codings holds."""
        self._whole: list[tuple[Span, str]] = []
        """The notes as they were written, with the words that they are about."""

    def spans(self) -> list[CodedSpan]:
        """Give what stands beside the words of the open transcript now."""
        notes, memos = self._session.notes, self._session.notes.memos
        now = self._coded(frozenset(memo.target for memo in memos if memo.target.code))
        beside = [(flag.decision, flag.span, f"{FLAGGED} {flag.text or 'to discuss'}") for flag in notes.flags]
        beside += [(link.decision, link.span, f"{TIED} {link.relation} {link.finding}") for link in notes.links]
        beside += [
            (memo.decision, memo.target.span, f"{WRITTEN} {memo.text}")
            for memo in memos
            if memo.target.span and not memo.target.code
        ]
        now |= self._notes(beside)
        self._whole = list(self._written_out())
        self._known = now
        return list(now.values())

    def _coded(self, written: frozenset[Target]) -> dict[str, CodedSpan]:
        """Give the codings, with a sign where a memo is written on one."""
        session, known = self._session, self._known
        if (session.codebook, written) == self._fits:  # of thousands of codings one has come
            return {
                coding.decision: known.get(coding.decision) or self._span(coding, written)
                for coding in session.all_codings
            }
        self._fits = (session.codebook, written)
        now = {coding.decision: self._span(coding, written) for coding in session.all_codings}
        return {
            decision: before if (before := known.get(decision)) == one and before is not None else one
            for decision, one in now.items()
        }

    def _span(self, coding: Coding, written: frozenset[Target]) -> CodedSpan:
        sign = WRITTEN if written and Target(coding.transcript, coding.span, coding.code) in written else ""
        return CodedSpan(coding.span, coding.code, self._session.codebook.label(coding.code), sign)

    def _notes(self, beside: Iterable[tuple[str, Span, str]]) -> dict[str, CodedSpan]:
        made = {}
        for decision, span, text in beside:
            note = CodedSpan(span, "", shorten(text, NOTE, placeholder="…"))
            known = self._known.get(decision)
            made[decision] = known if known == note and known is not None else note
        return made

    def notes_on(self, words: Span) -> list[str]:
        """Give the flags, links and memos on some words, whole and each behind its sign, as `spans` found them last."""
        return [text for span, text in self._whole if span.overlaps(words)]

    def _written_out(self) -> Iterator[tuple[Span, str]]:
        notes, label = self._session.notes, self._session.codebook.label
        for flag in notes.flags:
            yield flag.span, f"{FLAGGED} {flag.text or 'to discuss'}"
        for link in notes.links:
            finding = notes.findings.get(link.finding)
            said = finding.statement if finding is not None else link.finding
            yield link.span, f"{TIED} {link.relation}: {said}" + (f" ({link.text})" if link.text else "")
        for memo in notes.memos:
            if memo.target.span is not None:
                about = f"{label(memo.target.code)}: " if memo.target.code else ""
                yield memo.target.span, f"{WRITTEN} {about}{memo.text}"

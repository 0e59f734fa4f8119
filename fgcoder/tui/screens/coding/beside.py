"""What stands in the margin beside the words: the codes, and the notes on words that need not be coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import shorten

from fgcoder.coding.session import CodingSession
from fgcoder.model import Span, Target
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
        self._whole: list[tuple[Span, str]] = []
        """The notes as they were written, with the words that they are about."""

    def spans(self) -> list[CodedSpan]:
        """Give what stands beside the words of the open transcript now."""
        session, notes = self._session, self._session.notes
        memos, labels = notes.memos, {code: session.codebook.label(code) for code in session.codebook.by_id}
        written = {memo.target for memo in memos if memo.target.code}
        now: dict[str, CodedSpan] = {}
        for coding in session.all_codings:
            sign = WRITTEN if written and Target(coding.transcript, coding.span, coding.code) in written else ""
            label = labels.get(coding.code) or session.codebook.label(coding.code)
            known = self._known.get(coding.decision)
            if known is None or known.label != label or known.signs != sign or known.code != coding.code:
                known = CodedSpan(coding.span, coding.code, label, sign)
            now[coding.decision] = known
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

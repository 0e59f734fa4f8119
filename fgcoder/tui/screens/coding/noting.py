"""Notes: memos, flags to discuss, links to survey findings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from textual import work

from fgcoder.errors import FgcoderError
from fgcoder.model import Finding, Passage, Span, Target
from fgcoder.tui.choices import code_choices
from fgcoder.tui.note_choices import A_CODE, finding_choices, memo_choices
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.workplace import NOTHING_TO_CODE, Workplace
from fgcoder.tui.screens.link import Linked, LinkScreen
from fgcoder.tui.screens.memo import Kept, MemoScreen
from fgcoder.tui.widgets.chooser import ChooserScreen

if TYPE_CHECKING:
    from fgcoder.reporting.linking import ProposedFinding


class FindingsBeside(Protocol):
    """Ranks the study's findings for a passage."""

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings, with their figures."""

    def prepare(self, transcript: str) -> None:
        """Compute what ranking needs to know of a transcript; runs in a thread."""

    def is_ready(self, transcript: str) -> bool:
        """Say whether that is done."""

    def rank(self, passage: Passage, codes: Collection[str]) -> Sequence[ProposedFinding]:
        """Give all findings, those first that the passage may speak to; the codes are those known to be on it."""


class Noting(Workplace):
    """The keys that write something beside the codings."""

    # Memos

    def action_memo(self) -> None:
        """Write about the segment, or the selected words."""
        passage, transcript = self._passage, self._session.transcript
        if passage is None or transcript is None:
            self.say(NOTHING_TO_CODE)
            return
        self._write(Target(transcript.id, passage), "the segment" if self.selection is None else "the selected words")

    def action_memo_on(self) -> None:
        """Ask what to write about."""
        choices, targets = memo_choices(self._session, self._passage)

        def chosen(answer: str | None) -> None:
            if answer == A_CODE:
                self._memo_on_code()
            elif answer is not None:
                self._write(*targets[answer])

        self.app.push_screen(ChooserScreen("Write a memo on what?", choices, "part of its name"), chosen)

    def _memo_on_code(self) -> None:
        choices = code_choices(self._session.codebook, self._session.recent_codes)

        def chosen(code: str | None) -> None:
            if code is not None:
                self._write(Target(code=code), f"the code {self._session.codebook.label(code)}")

        self.app.push_screen(ChooserScreen("A memo on which code?", choices, "part of its name"), chosen)

    def _write(self, target: Target, name: str) -> None:
        notes = self._session.notes
        quote = self._words_of(target.span) if target.span is not None else ""

        async def keep(text: str) -> bool:
            return notes.write_memo(target, text)

        def written(kept: Kept | None) -> None:
            if kept is not None and kept.is_new:
                self._leave_selection()
                self._noted(
                    f"Wrote a memo on {name}. {{undo}} takes it back."
                    if kept.text.strip()
                    else "The memo is gone. {undo} brings it back."
                )

        self.app.push_screen(MemoScreen(f"Memo on {name}", keep, notes.memo(target), quote), written)

    # Flags

    def action_flag(self) -> None:
        """Flag the passage, with a reason or without; take the flag away where there is one."""
        passage = self._passage
        if passage is None:
            self.say(NOTHING_TO_CODE)
            return
        if self._session.notes.flags_on(passage) and self.selection is None:
            self._session.notes.unflag(passage)
            self._noted("The flag is gone. {undo} brings it back.")
            return

        def flagged(why: str | None) -> None:
            if why is not None:
                self._leave_selection()
                self._noted("Flagged to discuss. {flag} takes the flag away.")

        placeholder = "may stay empty; {ask-done} flags"
        notes = self._session.notes
        ask = AskScreen(
            "Flag to discuss: why?",
            placeholder=placeholder,
            allow_empty=True,
            keep=lambda why: notes.flag(passage, why),
        )
        self.app.push_screen(ask, flagged)

    # Links

    findings: FindingsBeside | None = None
    """Ranks findings for a passage; None until it is made."""

    @work(group="findings", exclusive=True)
    async def prepare_findings(self, make: Callable[[], FindingsBeside] | None = None) -> None:
        """Compute in a thread what findings are near to in the open transcript; the first time with their figures."""
        transcript = self._session.transcript
        try:
            if make is not None:
                self.findings = await asyncio.to_thread(make)
                self._session.notes.findings = {finding.id: finding for finding in self.findings.findings}
            if self.findings is not None and transcript is not None and not self.findings.is_ready(transcript.id):
                await asyncio.to_thread(self.findings.prepare, transcript.id)
        except FgcoderError as error:
            self.notify(str(error), title="Survey findings", severity="warning", timeout=15, markup=False)

    def _reasons(self, passage: Span) -> dict[str, str]:
        """Say why each finding may be what a passage speaks to, the likeliest first; nothing until that is known.

        Of codes only the coder's own count: nobody is told here what others think.
        """
        transcript = self._session.transcript
        if self.findings is None or transcript is None:
            return {}
        if not self.findings.is_ready(transcript.id):
            self.prepare_findings()  # for the next time: the list has to be there at once, or keys would go astray
            return {}
        book = self._session.codebook
        codes = [coding.code for coding in self._session.all_codings if coding.span.overlaps(passage)]
        ranked = self.findings.rank(Passage(transcript.id, passage), list(dict.fromkeys(map(book.current, codes))))
        return {one.finding.id: one.why.reason(book) for one in ranked}

    def action_link(self) -> None:
        """Ask for a finding, then for what the passage does to it."""
        session, passage = self._session, self._passage
        if passage is None:
            self.say(NOTHING_TO_CODE)
            return
        if not session.notes.findings:
            self.say("The study has no survey findings. Name survey files in study.yaml, under `surveys`.")
            return

        def chosen(finding: str | None) -> None:
            if finding is not None:
                self._link(session.notes.findings[finding], passage)

        choices = finding_choices(session.notes, passage, self._reasons(passage))
        self.app.push_screen(ChooserScreen("Link to which finding?", choices, "words of the finding"), chosen)

    def _link(self, finding: Finding, passage: Span) -> None:
        notes = self._session.notes
        known = next((link for link in notes.links_on(passage) if link.finding == finding.id), None)

        def keep(answer: Linked) -> None:
            if answer.relation is not None:
                notes.link(known.span if known else passage, finding.id, answer.relation, answer.text)
            elif known is not None:
                notes.unlink(known)

        def linked(answer: Linked | None) -> None:
            if answer is None:
                return
            if answer.relation is None:
                self._noted("The link is gone. {undo} brings it back.")
                return
            self._leave_selection()
            self._noted(f"Linked: {answer.relation} “{finding.statement.rstrip('.')}”. {{undo}} takes it back.")

        self.app.push_screen(LinkScreen(finding, self._words_of(passage), known, keep), linked)

    def _words_of(self, span: Span) -> str:
        transcript = self._session.transcript
        return " ".join(span.of(transcript.text).split()) if transcript is not None else ""

    def _leave_selection(self) -> None:
        self.selection = None

"""Deciding: which codes the passage in hand has."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from fgcoder.coding.session import Step
from fgcoder.errors import FgcoderError
from fgcoder.model import Coding, Mode, Span
from fgcoder.tui.choices import code_choices
from fgcoder.tui.messages import CodebookChanged
from fgcoder.tui.screens.coding.workplace import MODERATOR, NOTHING_TO_CODE, Workplace
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen, Chosen, New, PickerScreen
from fgcoder.tui.widgets.suggestions import SegmentPanel
from fgcoder.tui.widgets.transcript import TranscriptView

A_NAME = "part of a name, a definition or an id"
NO_CODE_FITS = "Recorded: no code fits. {undo} takes it back."


class Deciding(Workplace):
    """The keys that apply, reject, change and take off codes, and those that take all that back."""

    def action_accept(self, rank: int) -> None:
        """Apply the suggestion at a rank, to the segment or the selected words."""
        if self.selection is not None:
            suggestions = self._session.suggestions(self._session.current) if self._session.current else []
            if rank <= len(suggestions):
                self.apply([suggestions[rank - 1].code])
            else:
                self.say(self._none_to(f"{rank} here. {{pick}} picks any code by name"))
            return
        decision = self._session.accept(rank)
        if decision is None:
            self.say(self._none_to(f"{rank} here. {{pick}} picks any code by name"))
            return
        self._applied([decision.code])

    @on(SegmentPanel.Clicked)
    def accept_clicked(self, event: SegmentPanel.Clicked) -> None:
        """Apply the suggestion that was clicked."""
        self.action_accept(event.rank)

    def action_accept_and_go_on(self) -> None:
        """Apply the first suggestion and go to the next segment; at a drawn segment show the suggestions instead."""
        if self._concealed is Mode.DRAWN:
            nothing = self._session.finish_blind()
            done = "Coded blind. What is suggested now you may take or leave; {next} goes on."
            self._decided(NO_CODE_FITS if nothing else done)
            return
        decision = self._session.accept(1)
        if decision is None:
            self.action_accept(1)
            return
        self._applied([decision.code], go_on=True)

    def action_reject(self) -> None:
        """Reject the first suggestion."""
        decision = self._session.reject(1)
        if decision is None:
            self.say(self._none_to("to reject here"))
            return
        self._decided(f"Rejected: {self._session.codebook.label(decision.code)}. {{undo}} takes it back.")

    def action_reject_all(self) -> None:
        """Reject every suggestion on screen, or record that no code fits where none is shown, and go on."""
        rejected = self._session.reject_all()
        if rejected:
            many = "1 suggestion" if len(rejected) == 1 else f"{len(rejected)} suggestions"
            self._decided(f"None fits: {many} rejected. {{undo}} takes it back.", go_on=True)
        elif self._session.nothing_fits() is not None:
            self._decided(NO_CODE_FITS, go_on=True)
        else:
            coded = self._session.current is not None and self._session.codings(self._session.current)
            self.say(
                "There are codes on this segment. {remove} takes one off." if coded else self._none_to("to reject here")
            )

    # Picking

    def action_pick_code(self) -> None:
        """Ask for codes by name and apply them."""
        self._pick()

    def action_pick_code_and_go_on(self) -> None:
        """Ask for codes by name, apply them and go to the next segment."""
        self._pick(go_on=True)

    def _pick(self, *, go_on: bool = False) -> None:
        passage = self._codable_passage()
        if passage is None:
            return
        what = "Apply codes" if self.selection is None else "Apply codes to the selected words"

        def chosen(result: Chosen | New | None) -> None:
            if isinstance(result, Chosen):
                self.apply(list(result.ids), go_on=go_on)
            elif result is not None:
                self.add_code(result.label)

        self.query_one(TranscriptView).scroll_to_current()
        choices, room = self._code_choices(passage), self._room_beside_words
        self.app.push_screen(PickerScreen(what, choices, A_NAME, allow_new=True, room=room), chosen)

    def _code_choices(self, passage: Span) -> list[Choice]:
        session, segment = self._session, self._session.current
        return code_choices(
            session.codebook,
            session.recent_codes,
            applied={coding.code for coding in session.all_codings if coding.span.overlaps(passage)},
            suggested=session.suggestions(segment) if segment is not None else (),
            used=session.times_applied,
        )

    def action_repeat_code(self) -> None:
        """Apply the code that was applied last."""
        recent = self._session.recent_codes
        if not recent:
            self.say("No code was applied yet that could be applied again.")
        elif self._codable_passage() is not None:
            self.apply(recent[:1])

    def apply(self, codes: list[str], *, go_on: bool = False) -> None:
        """Apply codes to the selected words, or to the segment; then go on to the next one, where that is wanted."""
        span = self.selection.span if self.selection is not None else None
        try:
            self._session.apply(*codes, span=span)
        except FgcoderError as error:
            self.refuse(error)
            return
        self.selection = None
        self._applied(codes, go_on=go_on)

    def _applied(self, codes: list[str], *, go_on: bool = False) -> None:
        labels = ", ".join(self._session.codebook.label(code) for code in codes)
        self._decided(f"Applied: {labels}. {{undo}} takes it back.", go_on=go_on)

    def add_code(self, label: str) -> None:
        """Add a code of that name and apply it; where the codebook is worked on."""
        raise NotImplementedError

    # Changing what was applied

    def action_recode(self) -> None:
        """Ask for a coding where there are several, then for the code it shall have instead."""
        self.with_coding("Change which code?", self._recode)

    def _recode(self, coding: Coding) -> None:
        label = self._session.codebook.label(coding.code)

        def change(code: str | None) -> None:
            if code == coding.code:
                self.say(f"{label} stays as it was.")
            elif code is not None:
                self._session.replace(coding, code=code)
                self._decided(f"{label} is now {self._session.codebook.label(code)}. {{undo}} takes it back.")

        choices = self._code_choices(coding.span)
        title = f"Change {label} to …"
        self.app.push_screen(ChooserScreen(title, choices, A_NAME, room=self._room_beside_words), change)

    def action_remove(self) -> None:
        """Take a code off the segment; ask which where there are several."""
        self.with_coding("Take off which code?", self._remove)

    def _remove(self, coding: Coding) -> None:
        self._session.remove(coding)
        self._decided(f"Taken off: {self._session.codebook.label(coding.code)}. {{undo}} puts it back.")

    def with_coding(self, title: str, then: Callable[[Coding], None]) -> None:
        """Do something with a coding on the passage in hand; ask with which one where there are several."""
        session, passage = self._session, self._passage
        codings = [coding for coding in session.all_codings if passage is not None and coding.span.overlaps(passage)]
        if not codings or session.transcript is None:
            self.say("There is no code on this segment.")
            return
        if len(codings) == 1:
            then(codings[0])
            return
        text, by_id = session.transcript.text, {coding.decision: coding for coding in codings}
        choices = [
            Choice(coding.decision, session.codebook.label(coding.code), " ".join(coding.span.of(text).split()))
            for coding in codings
        ]

        def chosen(coding: str | None) -> None:
            if coding is not None:
                then(by_id[coding])

        self.app.push_screen(ChooserScreen(title, choices, "part of its name"), chosen)

    # Undo and redo

    def action_undo(self) -> None:
        """Take back the last gesture and go to where it was made."""
        self._step(self._session.undo, "Undone: {}. {{redo}} does it again.", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Do again what was undone last, and go there."""
        self._step(self._session.redo, "Done again: {}.", "There is nothing to do again.")

    def _step(self, step: Callable[[], Step | None], told: str, nothing: str) -> None:
        before = self._session.transcript
        try:
            made = step()
        except FgcoderError as error:
            self.refuse(error)
            return
        if made is None:
            self.say(nothing)
            return
        if self._session.transcript is not before:
            self.show_transcript()
        where = f" ({made.transcript}, segment {made.segment})" if made.segment else ""
        self._moved()
        self._decided(told.format(made.what + where))
        if made.codebook:
            self.post_message(CodebookChanged())

    def _codable_passage(self) -> Span | None:
        """Give the words to be coded; say why where there are none."""
        segment, passage = self._session.current, self._passage
        if segment is None or passage is None:
            self.say(NOTHING_TO_CODE)
        elif self.selection is None and not segment.is_codable:
            self.say(MODERATOR)
        else:
            return passage
        return None

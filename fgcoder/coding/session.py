"""CodingSession: one coder at work on one study, without a screen.

Everything a coder can do is a method here, so that a transcript can be coded in a test or from a script, and the
screen is left with showing. The session keeps the place, writes each decision to the store before it returns, and
records with it what was being suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.blinding import Draw
from fgcoder.coding.advised import Advised, Ranking
from fgcoder.coding.codebook_desk import CodebookDesk, Edit
from fgcoder.coding.everywhere import Everywhere
from fgcoder.coding.history import History, gesture_of, in_words
from fgcoder.coding.linking import FindingLinks
from fgcoder.coding.marking import QuoteMarks
from fgcoder.coding.notebook import Notebook
from fgcoder.coding.recording import OnScreen, Recorder, new_id
from fgcoder.errors import CodebookError, Fault, FgcoderError, StoreAccessError, StoreError
from fgcoder.model import (
    Action,
    Codebook,
    Coding,
    Decision,
    Finding,
    Mode,
    Progress,
    Span,
)
from fgcoder.overview.progress import progress_of, titles_of
from fgcoder.record.decisions import following, in_force

if TYPE_CHECKING:
    from fgcoder.storage.store import Store

RECENT = 9
"""How many codes used lately are kept in mind; a digit picks each."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was undone or done again."""

    what: str
    """In words, in the past tense: what the gesture had done."""
    transcript: str = ""
    """Where; empty for what is about no transcript."""
    segment: int = 0
    """Its number; 0 for what is about no segment."""
    codebook: bool = False
    """Whether the codebook is another now."""


class CodingSession(Advised):
    """One coder at work on one study.

    Parameters
    ----------
    store, codebook, coder
        The study's database, the codes, and the name under which decisions are recorded.
    ranking
        Where suggestions come from; may be set later, since computing them takes a moment.
    blind
        Whether the coder wants suggestions hidden; recorded with each decision.
    draw
        The study's draw of segments for which nothing is suggested until the coder has decided; recorded, too.
    findings
        The study's survey findings, for links.
    codebook_file
        Where the codebook stands, so that it can be changed from here; None where it shall not be.
    """

    def __init__(
        self,
        store: Store,
        codebook: Codebook,
        coder: str,
        ranking: Ranking | None = None,
        *,
        blind: bool = False,
        draw: Draw | None = None,
        findings: Sequence[Finding] = (),
        codebook_file: Path | None = None,
    ) -> None:
        super().__init__(store, codebook, coder, ranking, blind=blind, draw=draw)
        self._recorder = Recorder(store, codebook, coder)
        self._history = History(store, coder)
        self._stuck: set[str] = set()
        """Gestures that could not be undone, and are passed over."""
        self._recent: list[str] | None = None
        self.notes = Notebook(self, self._recorder, self._write, findings)
        """Memos, flags and links."""
        self.marks = QuoteMarks(store, self._recorder, self._write)
        """Translations of quotes, and which are used in the report."""
        self.finding_links = FindingLinks(store, coder, self._recorder, self._write, findings)
        """Links between findings and any passage of the study, and what is inferred from findings."""
        self.everywhere = Everywhere(store, coder, self._recorder, self._write)
        """The codings in every transcript."""
        self._desk = CodebookDesk(codebook_file, self._recorder) if codebook_file is not None else None

    # Deciding

    def apply(self, *codes: str, span: Span | None = None) -> list[Decision]:
        """Apply codes as one gesture, to words of the open transcript; by default to the current segment.

        Raises
        ------
        StoreError
            If the codebook has no such code, or it is a theme or retired, or there are no words.
        """
        return self._decide(codes, Action.APPLY, span)

    def replace(self, coding: Coding, *, code: str | None = None, span: Span | None = None) -> None:
        """Give a coding another code or other words, as one gesture; its memo goes along.

        Raises
        ------
        StoreError
            If the codebook has no such code, or it is a theme or retired.
        """
        transcript, now = self.transcript, (span or coding.span, code or coding.code)
        if transcript is None or now == (coding.span, coding.code):
            return
        faults = self._recorder.faults([now[1]]) if code else []
        if faults:
            raise StoreError("The coding stays as it was.", *faults)
        screen, gesture = self._screen_at(now[0]), new_id()
        old = self._recorder.withdrawals(self._behind([coding]), screen, gesture=gesture)
        new = self._recorder.decisions(
            Action.APPLY, [now[1]], transcript, now[0], screen, gesture=gesture, at=self._hand_at(now[0])
        )
        self._write([*old, *new, *self.notes.carried(coding, *now, gesture)])

    @property
    def recent_codes(self) -> list[str]:
        """The codes applied lately, the last one first; those that can be applied now."""
        if self._recent is None:
            latest = islice(self._store.decisions_latest_first(self.coder), 500)
            self._recent = [decision.code for decision in latest if decision.action is Action.APPLY]
        current, applicable = dict.fromkeys(map(self.codebook.current, self._recent)), self._applicable
        return [code for code in current if code in applicable][:RECENT]

    def accept(self, rank: int) -> Decision | None:
        """Apply the suggestion at a rank, counted from 1; nothing where there is none."""
        return self._on_rank(rank, Action.APPLY)

    def reject(self, rank: int) -> Decision | None:
        """Reject the suggestion at a rank, counted from 1; nothing where there is none."""
        return self._on_rank(rank, Action.REJECT)

    def reject_all(self) -> list[Decision]:
        """Reject every suggestion on screen, as one gesture: none of these fits."""
        segment = self.current
        shown = self.suggestions(segment) if segment is not None else []
        return self._decide([suggestion.code for suggestion in shown], Action.REJECT) if shown else []

    def nothing_fits(self) -> Decision | None:
        """Record that no code fits the current segment; nothing where it has codes or cannot be coded."""
        segment = self.current
        if segment is None or not segment.is_codable or self.codings(segment):
            return None
        return self._decide([""], Action.NOTHING)[0]

    def finish_blind(self) -> Decision | None:
        """End the blind coding of a drawn segment, so that its suggestions may be shown.

        Where nothing is decided about it, this records that no code fits, and gives that decision.
        """
        segment = self.current
        if segment is None or self.concealment(segment) is not Mode.DRAWN:
            return None
        made = None if self.is_decided(segment) else self.nothing_fits()
        self._blindfold.lift(segment.id)
        return made

    def record(self, wanted: Iterable[tuple[int, str, Sequence[str]]], action: Action) -> int:
        """Decide about many segments at once, as a script does; all of it is recorded or nothing.

        Parameters
        ----------
        wanted
            For each the line it was asked for in (0 for none), the segment's id, and the codes.
        action
            Apply or reject.

        Returns
        -------
        int
            The number of decisions.

        Raises
        ------
        StoreError
            With a fault for each line that names a segment or code that is not there.
        """
        made = self._recorder.from_script(wanted, action)
        self._store.append([*made, *(self._taken_off_by(made) if action is Action.REJECT else ())])
        self._here = None
        return len(made)

    def _taken_off_by(self, rejections: Sequence[Decision]) -> list[Decision]:
        """Take back what was applied under an id that has become the rejected one; a rejection alone would not."""
        rejected = {(one.transcript, one.span, one.code) for one in rejections}
        known = in_force(following(self._store.decisions(coder=self.coder), self.codebook))
        applied = [one for one in known if one.action is Action.APPLY and one.code_then]
        targets = [one for one in applied if (one.transcript, one.span, one.code) in rejected]
        return self._recorder.withdrawals(targets, OnScreen(), gesture=rejections[0].gesture) if targets else []

    @property
    def times_applied(self) -> dict[str, int]:
        """How often this coder has applied each code in the study, by the codings that stand."""
        counts = self._store.times_applied(self.coder)
        now: dict[str, int] = {}
        for code, count in counts.items():
            now[self.codebook.current(code)] = now.get(self.codebook.current(code), 0) + count
        return now

    @property
    def titles(self) -> dict[str, str]:
        """The titles of all transcripts, in the order of their ids."""
        return titles_of(self._store)

    def progress_everywhere(self) -> list[Progress]:
        """Say how far the coder has come in every transcript; may be asked in a thread."""
        return progress_of(self._store, self.coder, self.codebook.former)

    def remove(self, *codings: Coding) -> None:
        """Take codings off, as one gesture."""
        targets = self._behind(codings)
        if targets:
            self._write(self._recorder.withdrawals(targets, self._screen_at(targets[0].span)))

    def _behind(self, codings: Iterable[Coding]) -> list[Decision]:
        """Give the decisions that codings rest on.

        A code that was applied twice to one span has to go twice, or the earlier coding comes to light again.
        """
        keys = {(coding.span, coding.code) for coding in codings}
        return [one for one in self.in_force if one.action is Action.APPLY and (one.span, one.code) in keys]

    # The codebook

    def change_codebook(self, edit: Edit, words: str, code: str = "") -> bool:
        """Change the codebook's file, and take over what it says now; say whether anything has changed.

        Parameters
        ----------
        edit
            Gives the file's text as it shall be; one of the functions of `codebook.editing` with its arguments.
        words
            What is done, as a sentence without its full stop: `Added the code Red tape`.
        code
            The id of the code that it is about.

        Raises
        ------
        CodebookError
            If it cannot be changed; it is then as it was.
        StoreError
            If that cannot be recorded; the file is as it was then, too.
        """
        with self._or_stay(), self._codebook_desk.together():
            book, decision = self._codebook_desk.change(edit, words, code)
            self._take_over(book)
            if decision is not None:
                self._write([decision])
        return decision is not None

    def reread_codebook(self) -> bool:
        """Take over what somebody else has made of the codebook's file; say whether anything has changed.

        Raises
        ------
        CodebookError
            If the file is faulty, or cannot be read; the codebook stays as it was then.
        """
        book = self._desk.changed_outside() if self._desk is not None else None
        if book is None or book == self.codebook:
            return False
        self._take_over(book)
        return True

    @property
    def _codebook_desk(self) -> CodebookDesk:
        if self._desk is None:
            raise CodebookError("The codebook was not changed.", Fault("it cannot be changed from here."))
        return self._desk

    def _take_over(self, book: Codebook) -> None:
        self.codebook = self._recorder.codebook = book
        self.reread()

    # Undo and redo

    def undo(self) -> Step | None:
        """Take back the last gesture that is still in force, wherever it was, and go there.

        Withdrawals stay in the record. Works across restarts, since what is undone is read from the store.

        Raises
        ------
        CodebookError
            If it changed the codebook, and the file says something else there by now. It is passed over from then on.
        StoreError
            If it was in a transcript that the study does not have. It is passed over, too.
        StoreAccessError
            If the store cannot be read or written now. It comes next all the same, and all is as it was.
        """
        gesture = self._history.to_undo(self._stuck)
        try:
            return self._reverse(gesture, gesture) if gesture else None
        except StoreAccessError:
            raise
        except FgcoderError:
            self._stuck.add(gesture_of(gesture[0]))
            raise

    def redo(self) -> Step | None:
        """Do the gesture again that was undone last; nothing where something new was done since.

        Raises
        ------
        CodebookError
            If it changed the codebook, and the file says something else there by now.
        StoreAccessError
            If the store cannot be read or written now. It comes next all the same, and all is as it was.
        """
        undoing = self._history.to_redo()
        if not undoing:
            return None
        return self._reverse(undoing, self._store.decisions_of_gesture(self.coder, undoing[0].reverses))

    def _reverse(self, gesture: list[Decision], told: list[Decision]) -> Step:
        """Withdraw a gesture's decisions and what else it did, or nothing of it; tell of what was done or undone."""
        with self._or_stay(), self._desk.together() if self._desk is not None else nullcontext():
            return self._reversed(gesture, told)

    def _reversed(self, gesture: list[Decision], told: list[Decision]) -> Step:
        targets = self._store.decisions_by_id(one.withdraws for one in told if one.withdraws is not None)
        what = in_words(told, targets, self.codebook)
        changed = [one for one in told if one.action is Action.CODEBOOK]
        for one in changed:
            self._take_over(self._codebook_desk.reverse(one.changes, forth=gesture is not told))
        about = next((one for one in gesture if one.transcript), None)
        if about is None:
            self._write(self._recorder.withdrawals(gesture, OnScreen(), reverses=gesture_of(gesture[0])))
            return Step(what, codebook=bool(changed))
        here = self.current
        if here is not None and here.transcript == about.transcript and here.words.overlaps(about.span):
            screen = self._on_screen(here)
        else:
            screen = OnScreen(draw=self._blindfold.record)  # whatever is on screen is about another segment
        if self.transcript is None or self.transcript.id != about.transcript:
            self._load(about.transcript)
        self._write(self._recorder.withdrawals(gesture, screen, reverses=gesture_of(gesture[0])))
        if about.span == Span(0, 0):  # a memo on the transcript
            return Step(what, about.transcript)
        self._go_to_span(about.span)
        now = self.segments[self.position]
        if self.walk is not None:
            self.walk.stand_at(now.id)
        return Step(what, about.transcript, now.number)

    def _on_rank(self, rank: int, action: Action) -> Decision | None:
        segment = self.current
        shown = self.suggestions(segment) if segment is not None else []
        if not 1 <= rank <= len(shown):
            return None
        return self._decide([shown[rank - 1].code], action)[0]

    def _decide(self, codes: Sequence[str], action: Action, span: Span | None = None) -> list[Decision]:
        segment = self.current
        words = span or self._segment_words
        if self.transcript is None or segment is None or words is None or words.start >= words.end:
            raise StoreError("Nothing was coded.", Fault("there are no words here to code."))
        faults = [] if action is Action.NOTHING else self._recorder.faults(codes)
        if faults:
            raise StoreError("Nothing was coded.", *faults)
        screen = self._screen_at(words)
        if screen.mode is Mode.DRAWN:
            self._blindfold.hold(segment.id)
        made = self._recorder.decisions(action, codes, self.transcript, words, screen, at=self._hand_at(words))
        self._write(made)
        return made

    def _write(self, made: list[Decision]) -> None:
        if not made:
            return
        current = self.current
        keeps = self.walk is None and current is not None
        self._store.append(made, place=(current.transcript, current.number) if keeps and current else None)
        self._own.update(decision.id for decision in made)
        applied = [decision.code for decision in made if decision.action is Action.APPLY]
        if self._recent is not None and applied:
            self._recent = [*reversed(applied), *self._recent]
        if self._here is not None:
            own = [decision for decision in made if decision.transcript == self._here.transcript.id]
            if own:
                self._here.add(own)

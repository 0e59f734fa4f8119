"""CodingSession: one coder at work on one study, without a screen.

Everything a coder can do is a method here, so that a transcript can be coded in a test or from a script, and the
screen is left with showing. The session keeps the place, writes each decision to the store before it returns, and
records with it what was being suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fgcoder.blinding import Draw
from fgcoder.errors import Fault, ModelError, StoreError
from fgcoder.model import Action, Codebook, Decision, Mode, Queue, Segment, Shown, Suggestion
from fgcoder.place import Place
from fgcoder.recording import OnScreen, Recorder
from fgcoder.storage.store import Store
from fgcoder.walking import TELLING, Orders, set_out

VISIBLE = 7
"""How many suggestions are put before the coder; a digit accepts each."""


NO_LONGER = {
    Action.APPLY: "no longer applied: ",
    Action.REJECT: "no longer rejected: ",
    Action.NOTHING: "no longer recorded that no code fits",
}


class Ranking(Orders, Protocol):
    """What the session needs of the suggestions that are computed elsewhere."""

    @property
    def model(self) -> str:
        """The name of the embedding model behind them."""

    def suggestions(
        self, segment: Segment, without: Iterable[str] = (), limit: int | None = None
    ) -> Sequence[Suggestion]:
        """Rank the codes for a segment, leaving some out."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back, in words, and where it was."""

    what: str
    transcript: str
    segment: int


class CodingSession(Place):
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
    ) -> None:
        super().__init__(store, coder, draw)
        self.codebook = codebook
        self.ranking = ranking
        self._blind = blind
        self._recorder = Recorder(store, codebook, coder)

    # Queues

    def follow(self, queue: Queue, code: str | None = None) -> bool:
        """Put the study's segments before the coder in another order, fixed now, and go to the first.

        Segments drawn for blind coding and not yet decided are left out where the order tells what is suggested.

        Parameters
        ----------
        queue
            The order; `READING` goes back to where reading was left.
        code
            Whose likeliest segments come first; for `LIKELIEST` alone.

        Returns
        -------
        bool
            Whether there is any segment in the queue; the coder stays where nothing is.

        Raises
        ------
        ModelError
            If the suggestions are not there yet, or are hidden and the queue would tell them.
        """
        title = "The order stays as it is."
        if queue is Queue.READING:
            if self.walk is not None:
                self.resume()
            return bool(self.segments)
        if self.ranking is None:
            raise ModelError(title, Fault("there are no suggestions yet that could be put in order."))
        if self.blind and queue in TELLING:
            raise ModelError(title, Fault("the suggestions are hidden, and this order would tell them."))
        walk = set_out(self.ranking, queue, code, self._study(), self._blindfold)
        if not walk.segments:
            return False
        self.keep_place()
        self.walk = walk
        self._show(walk.segments[0])
        return True

    # What is suggested

    @property
    def blind(self) -> bool:
        """Whether the coder wants suggestions hidden; that ends a queue which tells them."""
        return self._blind

    @blind.setter
    def blind(self, blind: bool) -> None:
        self._blind = blind
        if blind and self.walk is not None and self.walk.queue in TELLING:
            self.walk = None

    def concealment(self, segment: Segment) -> Mode | None:
        """Say why nothing is suggested for a segment of the open transcript; None where nothing is concealed.

        `DRAWN`: it was drawn for blind coding and the coder is not done with it. `BLIND`: the coder wants it so.
        """
        if self._here is None or not segment.is_codable:
            return None
        was_decided = self._here.was_decided(segment)
        if self._blindfold.hides(segment, self._here.transcript.hash, decided=was_decided):
            return Mode.DRAWN
        return Mode.BLIND if self.blind else None

    def suggestions(self, segment: Segment) -> list[Suggestion]:
        """Give the suggestions to show for a segment: not those already decided, none that are concealed."""
        if self.concealment(segment) is not None:
            return []
        found = self._would_show(segment)
        if found:
            self._blindfold.lift(segment.id)
        return found

    def _would_show(self, segment: Segment) -> list[Suggestion]:
        if self.ranking is None or not segment.is_codable:
            return []
        settled = {coding.code for coding in self.codings(segment)} | self.rejected(segment)
        return list(self.ranking.suggestions(segment, without=settled, limit=VISIBLE))

    # Deciding

    def apply(self, code: str) -> Decision:
        """Apply a code to the current segment.

        Raises
        ------
        StoreError
            If the codebook has no such code, or it is a theme, or there is no segment.
        """
        return self._decide([code], Action.APPLY)[0]

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
        self._store.append(made)
        self._here = None
        return len(made)

    def remove(self, code: str) -> bool:
        """Withdraw this coder's codings with a code that overlap the current segment; say whether there were any."""
        segment = self.current
        if self._here is None or segment is None:
            return False
        spans = {coding.span for coding in self.codings(segment) if coding.code == code}
        # A code that was applied twice to one span has to go twice, or the earlier coding comes to light again.
        targets = [
            decision
            for decision in self._here.in_force
            if decision.action is Action.APPLY and decision.code == code and decision.span in spans
        ]
        self._withdraw(targets, self._on_screen(segment))
        return bool(spans)

    def undo(self) -> Undone | None:
        """Take back the last key press that is still in force, wherever it was, and go there.

        Withdrawals stay in the record. Works across restarts, since what is undone is read from the store.
        """
        last = self._recorder.last_gesture()
        if not last:
            return None
        first, here = last[0], self.current
        if here is not None and here.transcript == first.transcript and here.words.overlaps(first.span):
            screen = self._on_screen(here)
        else:
            screen = OnScreen(draw=self._blindfold.record)  # whatever is on screen is about another segment
        if self.transcript is None or self.transcript.id != first.transcript:
            self._load(first.transcript)
        self._withdraw(last, screen)
        for index, segment in enumerate(self.segments):
            if segment.words.overlaps(first.span) or segment.words == first.span:
                self.move_to(index)
                break
        now = self.segments[self.position]
        if self.walk is not None:
            self.walk.stand_at(now.id)
        labels = ", ".join(self.codebook.label(decision.code) for decision in last if decision.code)
        return Undone(f"{NO_LONGER[first.action]}{labels}", first.transcript, now.number)

    def _on_rank(self, rank: int, action: Action) -> Decision | None:
        segment = self.current
        shown = self.suggestions(segment) if segment is not None else []
        if not 1 <= rank <= len(shown):
            return None
        return self._decide([shown[rank - 1].code], action)[0]

    def _decide(self, codes: Sequence[str], action: Action) -> list[Decision]:
        segment = self.current
        if self.transcript is None or segment is None or segment.words.start == segment.words.end:
            raise StoreError("Nothing was coded.", Fault("there are no words here to code."))
        faults = [] if action is Action.NOTHING else self._recorder.faults(codes)
        if faults:
            raise StoreError("Nothing was coded.", *faults)
        screen = self._on_screen(segment)
        if screen.mode is Mode.DRAWN:
            self._blindfold.hold(segment.id)
        made = self._recorder.decisions(action, codes, self.transcript, segment.words, screen)
        self._write(made)
        return made

    def _on_screen(self, segment: Segment) -> OnScreen:
        concealed = self.concealment(segment)
        listed = tuple(Shown(suggestion.code, suggestion.score) for suggestion in self._would_show(segment))
        suggesting = self.ranking is not None and segment.is_codable
        return OnScreen(
            # An empty list is a list, too: that nothing was likely enough to be suggested is what the coder saw.
            mode=concealed or (Mode.ASSISTED if suggesting else Mode.BLIND),
            shown=() if concealed else listed,
            withheld=listed if concealed else (),
            draw=self._blindfold.record if segment.is_codable else "",
            model=self.ranking.model if suggesting and self.ranking is not None else "",
        )

    def _withdraw(self, targets: Iterable[Decision], screen: OnScreen) -> None:
        assert self.transcript is not None  # what is taken back was made in the open transcript
        self._write(self._recorder.withdrawals(targets, self.transcript, screen))

    def _write(self, made: list[Decision]) -> None:
        current = self.current
        if not made or self._here is None or current is None:
            return
        self._store.append(made, place=(current.transcript, current.number) if self.walk is None else None)
        self._own.update(decision.id for decision in made)
        self._here.add(made)

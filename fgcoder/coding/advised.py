"""A coder with suggestions before them: what is shown, what is kept from them, and what the record says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from fgcoder.blinding import Draw
from fgcoder.coding.place import Place
from fgcoder.coding.recording import OnScreen
from fgcoder.coding.walking import TELLING, Orders, set_out
from fgcoder.errors import Fault, ModelError
from fgcoder.model import Codebook, Mode, Queue, Segment, Shown, Span, Suggestion

if TYPE_CHECKING:
    from fgcoder.storage.store import Store

VISIBLE = 7
"""How many suggestions are put before the coder; a digit accepts each."""
_MOST_KEPT = 100
"""Segments of which a ranking's suggestions are kept."""


class Ranking(Orders, Protocol):
    """What the session needs of the suggestions that are computed elsewhere. No two are equal, whatever they hold."""

    @property
    def model(self) -> str:
        """The name of the embedding model behind them."""

    @property
    def codes(self) -> Sequence[str]:
        """The ids of the codes that are ranked."""

    def suggestions(
        self, segment: Segment, without: Iterable[str] = (), limit: int | None = None
    ) -> Sequence[Suggestion]:
        """Rank the codes for a segment, leaving some out."""


class Advised(Place):
    """Where one coder stands in a study, and what is suggested there.

    Parameters
    ----------
    store, codebook, coder, draw
        As for `Place`.
    ranking
        Where suggestions come from; may be set later, since computing them takes a moment.
    blind
        Whether the coder wants suggestions hidden.
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
        super().__init__(store, codebook, coder, draw)
        self.ranking = ranking
        self._blind = blind
        self._listed: WeakKeyDictionary[Ranking, dict[str, tuple[set[str], list[Suggestion]]]] = WeakKeyDictionary()
        """What a ranking said of the segments looked at last, by their ids, and which codes were settled then."""

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

    def look_ahead(self, fresh: Ranking | None = None) -> None:
        """Rank the codes for the segment that comes next, so that going on need not wait for it.

        Parameters
        ----------
        fresh
            What will be the ranking by then, where it is not the present one.
        """
        upcoming, ranking = self.upcoming, fresh or self.ranking
        if upcoming is not None and ranking is not None:
            self._listed_by(ranking, upcoming)

    def _would_show(self, segment: Segment) -> list[Suggestion]:
        if self.ranking is None or not segment.is_codable:
            return []
        return list(self._listed_by(self.ranking, segment))

    def _listed_by(self, ranking: Ranking, segment: Segment) -> list[Suggestion]:
        """Give what a ranking suggests; a key press asks for the same list several times."""
        settled = {coding.code for coding in self.codings(segment)} | self.rejected(segment)
        # What was ranked before the codebook changed may name codes that can no longer be applied.
        settled.update(set(ranking.codes) - self._applicable)
        kept = self._listed.setdefault(ranking, {})
        before, listed = kept.get(segment.id, (None, []))
        if before != settled:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            listed = list(ranking.suggestions(segment, without=settled, limit=VISIBLE))
            kept[segment.id] = (settled, listed)
        return listed

    @property
    def _applicable(self) -> set[str]:
        return {code.id for code in self.codebook.codes}

    # What the record says of the screen

    @property
    def _segment_words(self) -> Span | None:
        return self.current.words if self.current is not None else None

    def _hand_at(self, span: Span) -> Span | None:
        """Give the words of the segment in hand where a passage touches them."""
        words = self._segment_words
        return words if words is not None and words.overlaps(span) else None

    def _screen_at(self, span: Span) -> OnScreen:
        """Say what is on screen about a passage: the suggestions are about the segment in hand alone."""
        if self.current is not None and self._hand_at(span) is not None:
            return self._on_screen(self.current)
        return OnScreen(draw=self._blindfold.record)

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

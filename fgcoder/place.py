"""Where one coder stands in a study: the open transcript, the segment in hand, the order in which it goes on.

The core of a coding session, without suggestions and without deciding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fgcoder.blinding import Blindfold, Draw
from fgcoder.model import Coding, Decision, Segment, Transcript
from fgcoder.progress import Progress, Standing
from fgcoder.storage.store import Store
from fgcoder.walking import Walk


class Place:
    """One coder's place in one study.

    Parameters
    ----------
    store, coder
        The study's database, and whose place it is.
    draw
        The study's draw of segments for blind coding: leaving such a segment ends its blind coding.
    """

    def __init__(self, store: Store, coder: str, draw: Draw | None = None) -> None:
        self.coder = coder
        self.position = 0
        """Index of the current segment in `segments`."""
        self.walk: Walk | None = None
        """The queue that is being followed; None in reading order."""
        self._store = store
        self._blindfold = Blindfold(draw)
        self._here: Standing | None = None
        self._own: set[str] = set()
        """The ids of the decisions made in this run."""

    @property
    def transcript(self) -> Transcript | None:
        """The open transcript."""
        return self._here.transcript if self._here else None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of the open transcript, in reading order."""
        return self._here.segments if self._here else ()

    @property
    def transcript_ids(self) -> list[str]:
        """The transcripts of the study, by id."""
        return self._store.transcript_ids()

    def resume(self) -> None:
        """Open the transcript that the coder left last, at its place; the first one where there is none."""
        known = self.transcript_ids
        left = [transcript for transcript in self._store.places(self.coder) if transcript in known]
        if left or known:
            self.open(left[0] if left else known[0])

    def open(self, transcript_id: str) -> None:
        """Go to a transcript, to where the coder left it or to its first segment that can be coded, in reading order.

        Raises
        ------
        StoreError
            If the study has no transcript of that name.
        """
        self._load(transcript_id)
        self.walk = None

    def _load(self, transcript_id: str) -> None:
        transcript = self._store.transcript(transcript_id)
        if self._here is not None and self._here.transcript.id != transcript_id:
            self.keep_place()
        self._blindfold.hold(None)
        decisions = self._store.decisions(transcript_id, self.coder)
        self._here = Standing(transcript, self._store.segments(transcript_id), decisions, self._own)
        left_at = self._store.places(self.coder).get(transcript_id)
        if left_at is not None and 1 <= left_at <= len(self.segments):
            self.position = left_at - 1
        else:
            self.position = next((i for i, segment in enumerate(self.segments) if segment.is_codable), 0)

    def reread(self) -> bool:
        """Take over what has changed in the store under the open transcript, and say whether anything had."""
        if self._here is None:
            return False
        before, position, held = self._here, self.position, self._blindfold.held
        self._load(before.transcript.id)
        if position < len(self.segments) and self.segments[position].is_codable:
            self.position = position
            self._blindfold.hold(held)
        now = self._here
        return (before.transcript, before.segments, before.decisions) != (now.transcript, now.segments, now.decisions)

    @property
    def current(self) -> Segment | None:
        """The segment put before the coder."""
        return self.segments[self.position] if self.segments else None

    def move_to(self, position: int) -> None:
        """Go to a segment of the open transcript by its index."""
        if not 0 <= position < len(self.segments):
            raise IndexError(position)
        if position != self.position:
            self._blindfold.hold(None)
        self.position = position

    def next(self) -> bool:
        """Go to the next segment that can be coded; say whether there was one."""
        return self._go(range(self._at + 1, self._length))

    def previous(self) -> bool:
        """Go to the segment before that can be coded; say whether there was one."""
        return self._go(range(self._at - 1, -1, -1))

    def first(self) -> bool:
        """Go to the first segment that can be coded; say whether there was one."""
        return self._go(range(self._length))

    def last(self) -> bool:
        """Go to the last segment that can be coded; say whether there was one."""
        return self._go(range(self._length - 1, -1, -1))

    def next_uncoded(self) -> bool:
        """Go to the next segment about which nothing is decided, from the start again after the last one."""
        around = [*range(self._at + 1, self._length), *range(self._at + 1)]
        if self.walk is None:
            return self._go(place for place in around if not self.is_decided(self.segments[place]))
        decided = {one.id for here in self._study() for one in here.segments if here.is_decided(one)}
        return self._go(place for place in around if self.walk.segments[place] not in decided)

    @property
    def _at(self) -> int:
        """Where the coder stands in the queue, or in the transcript."""
        return self.position if self.walk is None else self.walk.at

    @property
    def _length(self) -> int:
        return len(self.segments) if self.walk is None else len(self.walk.segments)

    def _go(self, places: Iterable[int]) -> bool:
        """Go to the first of some places, in the queue or the transcript, at which there is something to code."""
        for place in places:
            if self.walk is not None:
                self._show(self.walk.segments[place])
                self.walk.at = place
                return True
            if self.segments[place].is_codable:
                self.move_to(place)
                return True
        return False

    def _show(self, segment_id: str) -> None:
        transcript_id, _, number = segment_id.rpartition("#")
        if self.transcript is None or self.transcript.id != transcript_id:
            self._load(transcript_id)
        self.move_to(int(number) - 1)

    def keep_place(self) -> None:
        """Write down where the coder stands in reading order; a queue that is being followed leaves no trace."""
        if self.current is not None and self.walk is None:
            self._store.set_place(self.coder, self.current.transcript, self.current.number)

    # What is known of a segment

    def codings(self, segment: Segment) -> list[Coding]:
        """Give this coder's codings that overlap a segment, in order of time."""
        return self._here.codings(segment) if self._here else []

    def rejected(self, segment: Segment) -> set[str]:
        """Give the codes this coder has rejected for a segment."""
        return self._here.rejected(segment) if self._here else set()

    def is_decided(self, segment: Segment) -> bool:
        """Say whether the coder has decided anything about a segment."""
        return self._here is not None and self._here.is_decided(segment)

    # How far the coder has come

    def progress(self) -> Progress | None:
        """Say how far the coder has come in the open transcript."""
        return self._here.progress if self._here else None

    def overview(self) -> list[Progress]:
        """Say how far the coder has come in every transcript."""
        return [standing.progress for standing in self._study()]

    def _study(self) -> Iterator[Standing]:
        decisions: dict[str, list[Decision]] = {}
        for decision in self._store.decisions(coder=self.coder):
            decisions.setdefault(decision.transcript, []).append(decision)
        for name, transcript in self._store.transcripts().items():
            yield Standing(transcript, self._store.segments(name), decisions.get(name, []), self._own)

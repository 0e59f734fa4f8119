"""Where one coder stands in a study: the open transcript, the segment in hand, the order in which it goes on.

The core of a coding session, without suggestions and without deciding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from fgcoder.blinding import Blindfold, Draw
from fgcoder.coding.progress import Standing
from fgcoder.coding.walking import Walk
from fgcoder.errors import StoreAccessError
from fgcoder.model import Codebook, Coding, Decision, Progress, Segment, Span, Transcript, parts_of
from fgcoder.record.decisions import following, in_force

if TYPE_CHECKING:
    from fgcoder.storage.store import Store


class Place:
    """One coder's place in one study.

    Parameters
    ----------
    store, codebook, coder
        The study's database, the codes that decisions follow, and whose place it is.
    draw
        The study's draw of segments for blind coding: leaving such a segment ends its blind coding.
    """

    def __init__(self, store: Store, codebook: Codebook, coder: str, draw: Draw | None = None) -> None:
        self.codebook = codebook
        self.coder = coder
        self.position = 0
        """Index of the current segment in `segments`."""
        self.walk: Walk | None = None
        """The queue that is being followed; None in reading order."""
        self._store = store
        self._blindfold = Blindfold(draw)
        self._here: Standing | None = None
        self._stamp = ""
        """Of the open transcript, as it stood in the store when it was opened."""
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
        # All that may fail comes first: where it does, one stands where one stood.
        stamp, _ = self._store.stamp(transcript_id, self.coder)
        standing = self._standing(transcript_id)
        left_at = self._store.places(self.coder).get(transcript_id)
        if self._here is not None and self._here.transcript.id != transcript_id:
            self.keep_place()
        self._blindfold.hold(None)
        self._stamp, self._here = stamp, standing
        if left_at is not None and 1 <= left_at <= len(self.segments):
            self.position = left_at - 1
        else:
            self.position = next((i for i, segment in enumerate(self.segments) if segment.is_codable), 0)

    def _standing(self, transcript_id: str) -> Standing:
        transcript = self._store.transcript(transcript_id)
        decisions = following(self._store.decisions(transcript_id, self.coder), self.codebook)
        return Standing(transcript, self._store.segments(transcript_id), decisions, self._own)

    @contextmanager
    def _or_stay(self) -> Iterator[None]:
        """Stand where one stood, with what was known then, should the block fail: the screen still shows that."""
        codebook, here, position, walk, stamp = self.codebook, self._here, self.position, self.walk, self._stamp
        held = self._blindfold.held
        try:
            yield
        except BaseException:
            self.codebook, self._here, self.position, self.walk, self._stamp = codebook, here, position, walk, stamp
            self._blindfold.hold(held)
            raise

    def catch_up(self) -> bool:
        """Reread, unless the store is as it was; say whether anything has changed."""
        if self._here is None:
            return False
        known = (self._stamp, len(self._here.decisions))
        return self._store.stamp(self._here.transcript.id, self.coder) != known and self.reread()

    def reread(self) -> bool:
        """Take over what has changed in the store under the open transcript, and say whether anything had."""
        if self._here is None:
            return False
        before, position, held = self._here, self.position, self._blindfold.held
        self._load(before.transcript.id)
        if self.segments == before.segments or (position < len(self.segments) and self.segments[position].is_codable):
            self.position = position
            self._blindfold.hold(held)
        now = self._here
        return (before.transcript, before.segments, before.decisions) != (now.transcript, now.segments, now.decisions)

    @property
    def current(self) -> Segment | None:
        """The segment put before the coder."""
        return self.segments[self.position] if self.segments else None

    @property
    def upcoming(self) -> Segment | None:
        """The segment that `next` leads to; None where there is none, or in another transcript."""
        for place in range(self._at + 1, self._length):
            if self.walk is not None:
                transcript_id, number = parts_of(self.walk.segments[place])
                here = self.transcript is not None and self.transcript.id == transcript_id
                return self.segments[number - 1] if here else None
            if self.segments[place].is_codable:
                return self.segments[place]
        return None

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

    def next_turn(self, step: int) -> bool:
        """Go to the first segment of the next turn (1) or the turn before (-1) in which there is something to code."""
        here = self.current
        if here is None:
            return False
        self.walk = None
        turns = sorted({segment.turn for segment in self.segments if segment.is_codable}, reverse=step < 0)
        beyond = next((turn for turn in turns if (turn - here.turn) * step > 0), None)
        return beyond is not None and self.go_to_turn(beyond)

    def go_to_turn(self, number: int) -> bool:
        """Go to the first segment of a turn, the moderator's too; say whether there is such a turn."""
        index = next((index for index, segment in enumerate(self.segments) if segment.turn == number), None)
        if index is not None:
            self.walk = None
            self.move_to(index)
        return index is not None

    def next_uncoded(self) -> bool:
        """Go to the next segment about which nothing is decided, from the start again after the last one."""
        around = [*range(self._at + 1, self._length), *range(min(self._at + 1, self._length))]
        if self.walk is None:
            return self._go(place for place in around if not self.is_decided(self.segments[place]))
        read: dict[str, Standing] = {}
        return self._go(place for place in around if not self._was_settled(self.walk.segments[place], read))

    def _was_settled(self, segment_id: str, read: dict[str, Standing]) -> bool:
        """Say whether a segment anywhere is decided about; `read` keeps what had to be read for that."""
        transcript_id, number = parts_of(segment_id)
        if transcript_id not in read:
            read[transcript_id] = self._standing(transcript_id)
        standing = read[transcript_id]
        return standing.is_decided(standing.segments[number - 1])

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
        transcript_id, number = parts_of(segment_id)
        if self.transcript is None or self.transcript.id != transcript_id:
            self._load(transcript_id)
        self.move_to(number - 1)

    def _go_to_span(self, span: Span) -> None:
        """Go to the first segment of the open transcript that a span touches."""
        for index, segment in enumerate(self.segments):
            if segment.words.overlaps(span) or segment.words == span:
                self.move_to(index)
                return

    def go_to(self, transcript_id: str, span: Span) -> None:
        """Go to a passage, in reading order.

        Raises
        ------
        StoreError
            If the study has no transcript of that name.
        """
        self.keep_place()
        self.open(transcript_id)
        self._go_to_span(span)

    def keep_place(self) -> None:
        """Write down where the coder stands in reading order; a queue that is being followed leaves no trace.

        Where the store cannot be written it is not kept: that costs a few keys later, and must not hold anybody up.
        """
        if self.current is not None and self.walk is None:
            with suppress(StoreAccessError):
                self._store.set_place(self.coder, self.current.transcript, self.current.number)

    # What is known of a segment

    @property
    def in_force(self) -> list[Decision]:
        """The coder's decisions about the open transcript that nobody has taken back, in order of time."""
        return self._here.in_force if self._here else []

    @property
    def notes_in_force(self) -> list[Decision]:
        """Those of them that decide about no code, which are few: screens ask for notes after every key press."""
        return self._here.notes if self._here else []

    @property
    def in_force_anywhere(self) -> list[Decision]:
        """The coder's decisions that are about no transcript and that nobody has taken back, in order of time."""
        return in_force(following(self._store.decisions("", self.coder), self.codebook))

    @property
    def decided(self) -> Collection[int]:
        """The indices of the open transcript's segments about which the coder has decided anything."""
        return self._here.decided if self._here else ()

    @property
    def all_codings(self) -> list[Coding]:
        """The coder's codings in the open transcript, in order of time."""
        return self._here.codings if self._here else []

    def codings(self, segment: Segment) -> list[Coding]:
        """Give this coder's codings that overlap a segment, in order of time."""
        return self._here.codings_of(segment) if self._here else []

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

    def _study(self) -> Iterator[Standing]:
        decisions: dict[str, list[Decision]] = {}
        for decision in following(self._store.decisions(coder=self.coder), self.codebook):
            decisions.setdefault(decision.transcript, []).append(decision)
        for name, transcript in self._store.transcripts().items():
            yield Standing(transcript, self._store.segments(name), decisions.get(name, []), self._own)

"""The study as searches need it: every text once, and the segments as columns of numbers.

The texts are kept blanked: what is no speaker's words (labels, empty lines) is line ends, and a line end within
somebody's words is a space. So every offset still holds, a pattern cannot match a label, and one line is one turn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from fgcoder.model import Passage, Role, Span, Speaker
from fgcoder.retrieval.quotes import NOBODY, Utterance
from fgcoder.storage.searching import Searching, SegmentRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_GAPS = "\n\r\t\v\f\x1c\x1d\x1e\x85\xa0\u2028\u2029"
"""Within somebody's words they are read as one space, as a search finds them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A transcript: all that is known of it, and where its parts are in the columns."""

    id: str
    title: str
    language: str
    attributes: Mapping[str, str]
    text: str
    """Blanked."""
    origin: int
    """Where it begins when all texts are laid end to end."""
    first: int
    """The row of its first segment; the row after its last one is the next group's first."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks in a group."""

    group: int
    """The group, by its number in `Corpus.groups`."""
    speaker: Speaker


@dataclass(frozen=True)
class Corpus:
    """A study's transcripts, segments and speakers. One row is one segment, in the order of transcripts and text."""

    groups: tuple[Group, ...]
    people: tuple[Person, ...]
    number: NDArray[np.int32]
    """Of the segment in its transcript, counted from 1."""
    turn: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Where the words of each segment are when all texts are laid end to end."""
    group: NDArray[np.int32]
    """In `groups`."""
    person: NDArray[np.int32]
    """In `people`."""

    @cached_property
    def group_named(self) -> dict[str, int]:
        """The number of each group, by its transcript's id."""
        return {group.id: number for number, group in enumerate(self.groups)}

    @cached_property
    def is_codable(self) -> NDArray[np.bool_]:
        """Whether each segment is one that is put before coders, as `Segment.is_codable`; shape (n_segments,)."""
        import numpy as np

        moderates = np.array([person.speaker.role is Role.MODERATOR for person in self.people], bool)
        return (self.start < self.end) & ~moderates[self.person] if len(self.people) else self.start < self.end

    def words(self, row: int) -> str:
        """Give the words of a segment as they stand in the blanked text."""
        return self.span(row).of(self._text(row))

    def span(self, row: int) -> Span:
        """Give the words of a segment as a span of its transcript."""
        origin = self.groups[int(self.group[row])].origin
        return Span(int(self.start[row]) - origin, int(self.end[row]) - origin)

    def spans(self, rows: range) -> list[Span]:
        """Give the words of segments of one transcript as spans of it."""
        origin = self.groups[int(self.group[rows.start])].origin if rows else 0
        starts, ends = (column[rows.start : rows.stop] - origin for column in (self.start, self.end))
        return [Span(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def rows_of(self, passage: Passage) -> range:
        """Give the rows of the segments that a passage overlaps; of the one it begins in, where it touches no words."""
        import numpy as np

        number = self.group_named.get(passage.transcript)
        if number is None:
            return range(0)
        group = self.groups[number]
        last = self.groups[number + 1].first if number + 1 < len(self.groups) else len(self.start)
        starts, ends = self.start[group.first : last], self.end[group.first : last]
        begin, stop = passage.span.start + group.origin, passage.span.end + group.origin
        first = int(np.searchsorted(ends, begin, side="right"))
        after = int(np.searchsorted(starts, stop, side="left"))
        if first >= after:
            first = max(int(np.searchsorted(starts, begin, side="right")) - 1, 0)
            after = min(first + 1, len(starts))
        return range(group.first + first, group.first + after)

    def quoted(self, passage: Passage, marks: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
        """Give a passage's words for reading, and spans of the transcript as spans of them.

        Where another speaker takes over, the label says so.
        """
        rows = self.rows_of(passage)
        parts: list[str] = []
        spans: list[Span] = []
        length = 0
        row = rows.start
        while row < rows.stop:
            turn = self._turn(row)
            words = self._words(turn)
            begin, end = max(words.start, passage.span.start), min(words.end, passage.span.end)
            if begin < end:
                label = f" {self._speaker(row).label or NOBODY}: " if parts else ""
                inside = [Span(max(m.start, begin) - begin, min(m.end, end) - begin) for m in marks if m.start < end]
                text, inside = squeezed(self._text(row)[begin:end], inside)
                length += len(label)
                spans += [Span(m.start + length, m.end + length) for m in inside if m.start < m.end]
                parts += [label, text]
                length += len(text)
            row = turn.stop
        return "".join(parts), tuple(spans)

    def around(self, passage: Passage, turns: int = 1) -> list[Utterance]:
        """Give the turns that a passage is in, with so many before and after as there are."""
        rows = self.rows_of(passage)
        if not rows:
            return []
        here = self.group[rows.start]
        first, stop = self._turn(rows.start).start, self._turn(rows.stop - 1).stop
        begin, end = first, stop
        for _ in range(turns):
            begin = self._turn(begin - 1).start if begin and self.group[begin - 1] == here else begin
            end = self._turn(end).stop if end < len(self.group) and self.group[end] == here else end
        shown, row = [], begin
        while row < end:
            turn = self._turn(row)
            shown.append(self._utterance(turn, passage.span if first <= row < stop else None))
            row = turn.stop
        return shown

    def _utterance(self, turn: range, quoted: Span | None) -> Utterance:
        words, speaker = self._words(turn), self._speaker(turn.start)
        text = self._text(turn.start)[words.start : words.end]
        part = [Span(max(quoted.start - words.start, 0), min(quoted.end - words.start, len(text)))] if quoted else []
        text, part = squeezed(text, part)
        own = part[0] if part and part[0].start < part[0].end else None
        return Utterance(int(self.turn[turn.start]), speaker.label, speaker.role, text, own)

    def _turn(self, row: int) -> range:
        """Give the rows of the turn that a row is of."""
        first, stop = row, row + 1
        key = self.group[row], self.turn[row]
        while first and (self.group[first - 1], self.turn[first - 1]) == key:
            first -= 1
        while stop < len(self.turn) and (self.group[stop], self.turn[stop]) == key:
            stop += 1
        return range(first, stop)

    def _words(self, turn: range) -> Span:
        """Give the words of a turn as a span of its transcript."""
        return Span(self.span(turn.start).start, self.span(turn.stop - 1).end)

    def _text(self, row: int) -> str:
        return self.groups[int(self.group[row])].text

    def _speaker(self, row: int) -> Speaker:
        return self.people[int(self.person[row])].speaker


def squeezed(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """Make every run of spaces one, as it is read and printed, and move spans of the text with it."""
    if "  " not in text:
        return text, list(spans)
    parts = re.split(r"(?<= ) +", text)
    ends = list(accumulate(len(part) for part in parts))
    starts = [0, *(found.end() for found in re.finditer(r"(?<= ) +", text))]

    def moved(at: int) -> int:
        part = bisect_right(starts, at) - 1
        before = ends[part] - len(parts[part])
        return before + min(at - starts[part], len(parts[part]))

    return "".join(parts), [Span(moved(span.start), moved(span.end)) for span in spans]


def read_corpus(searching: Searching) -> Corpus:
    """Read a study from its store; a hundred thousand segments take half a second."""
    import numpy as np

    groups: list[Group] = []
    people: dict[tuple[int, str], int] = {}
    everybody: list[Person] = []
    columns: list[tuple[NDArray[np.int64], list[int]]] = []
    origin = first = 0
    rows_of = dict(searching.segments())
    for stored in searching.transcripts():
        rows, number = rows_of.get(stored.id, []), len(groups)
        for label in dict.fromkeys(row[4] for row in rows):
            people[number, label] = len(everybody)
            everybody.append(Person(number, stored.speakers.get(label) or Speaker(label, Role.UNKNOWN)))
        who = [people[number, row[4]] for row in rows]
        numbers = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4) + np.array([0, 0, origin, origin])
        columns.append((numbers, who))
        text = blanked(stored.text, rows)
        groups.append(Group(stored.id, stored.title, stored.language, stored.attributes, text, origin, first))
        origin, first = origin + len(text), first + len(rows)
    number, turn, start, end = np.concatenate([np.zeros((0, 4), np.int64), *(one for one, _ in columns)]).T
    return Corpus(
        groups=tuple(groups),
        people=tuple(everybody),
        number=number.astype(np.int32),
        turn=turn.astype(np.int32),
        start=np.ascontiguousarray(start),
        end=np.ascontiguousarray(end),
        group=np.repeat(np.arange(len(groups), dtype=np.int32), [len(one) for one, _ in columns]),
        person=np.array([one for _, who in columns for one in who], np.int32),
    )


def blanked(text: str, rows: Sequence[SegmentRow]) -> str:
    """Keep the words of turns alone: the rest becomes line ends, and line ends within a turn become spaces."""
    flat = text
    for gap in _GAPS:
        flat = flat.replace(gap, " ")
    parts, at = [], 0
    for _, turn in groupby(rows, key=itemgetter(1)):
        segments = list(turn)
        start, end = segments[0][2], segments[-1][3]
        if start < end:
            parts += ["\n" * (start - at), flat[start:end]]
            at = end
    return "".join([*parts, "\n" * (len(text) - at)])

"""The figures of an overview, as frozen dataclasses that a screen or a command can show without asking further."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Flag

if TYPE_CHECKING:
    from fgcoder.tables.agreement.reliability import Agreement
    from fgcoder.tables.intervals import Estimate

NOT_GIVEN = "(not given)"
"""What stands for an attribute that a transcript says nothing about."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a coder has done, in one transcript or in several."""

    decided: int = 0
    """Segments about which anything is decided."""
    codings: int = 0
    blind: int = 0
    """Of the segments decided, those for which a decision was made with no suggestions on screen."""
    last: datetime | None = None
    """When the coder last decided, wrote or undid anything here."""

    def __add__(self, other: Work) -> Work:
        times = [time for time in (self.last, other.last) if time is not None]
        return Work(
            self.decided + other.decided,
            self.codings + other.codings,
            self.blind + other.blind,
            max(times, default=None),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One transcript."""

    id: str
    title: str
    language: str
    attributes: Mapping[str, str]
    codable: int
    """Segments that are put before coders."""
    work: Mapping[str, Work] = field(default_factory=dict)
    """By coder; only those who have worked on it."""
    together: Work = Work()
    """What all coders have done taken together: a segment that several have decided about counts once."""
    flags: int = 0
    """Passages in it that anybody has flagged."""

    def value(self, attribute: str) -> str:
        """Give the value of an attribute."""
        return self.attributes.get(attribute) or NOT_GIVEN


@dataclass(frozen=True, slots=True)
class Flagged:
    """A passage that somebody has flagged."""

    flag: Flag
    segment: int
    """The number of the segment it begins in; 0 where it touches the words of none."""
    words: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the coder stopped reading."""

    transcript: str
    segment: int


@dataclass(frozen=True, slots=True)
class Met:
    """How far the coders agree where two or more of them have decided about the same segments."""

    coders: tuple[str, ...]
    """Those who met anybody."""
    overall: Agreement
    lowest: tuple[tuple[str, Estimate], ...]
    """The labels of the codes on which they agree least, each with its alpha; lowest first."""
    alone: int
    """Segments in the same transcripts that one of them alone decided about, so that they are not compared."""


@dataclass(frozen=True)
class Overview:
    """Where a study stands, as one coder sees it."""

    title: str
    coder: str
    axes: tuple[str, ...]
    """The one or two attributes that the transcripts are laid out by; none where transcripts say nothing."""
    lines: tuple[Line, ...]
    """The transcripts, in the order of their ids."""
    stop: Stop | None = None
    """Where the coder stopped; None where nothing has been coded yet."""
    flagged: tuple[Flagged, ...] = ()
    """The latest first."""
    met: Met | None = None
    """None where no two coders have met."""
    whose: str | None = ""
    """Whose progress is shown: a coder's, everybody's taken together (None), or where it is empty one's own."""
    is_counted: bool = True
    """Whether decisions have been counted; without that every figure that rests on them is 0."""

    @cached_property
    def coders(self) -> tuple[str, ...]:
        """Everybody who has decided anything, by name."""
        return tuple(sorted({coder for line in self.lines for coder in line.work}, key=str.casefold))

    def values(self, attribute: str) -> list[str]:
        """Give the distinct values of an attribute in alphabetical order, what is not given last."""
        there = {line.value(attribute) for line in self.lines}
        return sorted(there, key=lambda value: (value == NOT_GIVEN, value.casefold()))

    def lines_with(self, values: Mapping[str, str]) -> list[Line]:
        """Give the transcripts that have all of some values, by attribute."""
        return [line for line in self.lines if all(line.value(name) == value for name, value in values.items())]

    @property
    def shown(self) -> str | None:
        """The coder whose progress is shown; None where it is everybody's."""
        return self.coder if self.whose == "" else self.whose

    def done_in(self, line: Line) -> Work:
        """Give what is done in a transcript, by those whose progress is shown."""
        return line.together if self.shown is None else line.work.get(self.shown, Work())

    def done_on(self, lines: Iterable[Line]) -> Work:
        """Sum up what is done in some transcripts, by those whose progress is shown."""
        return sum(map(self.done_in, lines), Work())

    def work_on(self, lines: Iterable[Line], coder: str) -> Work:
        """Sum up what a coder has done in some transcripts."""
        return sum((line.work.get(coder, Work()) for line in lines), Work())

    @property
    def next_whose(self) -> str | None:
        """Whose progress comes next when one goes round: one's own, everybody's, then each other coder's."""
        round_ = [self.coder, None, *(coder for coder in self.coders if coder != self.coder)]
        at = round_.index(self.shown) if self.shown in round_ else -1
        return round_[(at + 1) % len(round_)]

    @property
    def next_transcript(self) -> str:
        """The transcript to go on with: where the coder stopped or worked last, or the first; empty where is none."""
        if self.stop is not None:
            return self.stop.transcript
        worked = [
            (work.last, line.id) for line in self.lines for work in [line.work.get(self.coder)] if work and work.last
        ]
        return max(worked)[1] if worked else self.lines[0].id if self.lines else ""


def codable(lines: Sequence[Line]) -> int:
    """Count the segments of some transcripts that are put before coders."""
    return sum(line.codable for line in lines)

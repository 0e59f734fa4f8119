"""A transcript as lines of a given width. Pure, so that wrapping can be tested without a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from fgcoder.model import Segment, Transcript

MARGIN = 4
"""Cells on the left: the sign of the current segment, and the sign of what was decided."""
LONGEST_LABEL = 14
NARROW = 50
"""Below so many cells the speaker stands on a line of its own, so that the words keep the width."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is decided about a segment."""

    codes: tuple[str, ...] = ()
    """Labels of the codes applied."""
    decided: bool = False

    @property
    def sign(self) -> str:
        """A sign for the margin: codes applied, decided without a code, nothing decided."""
        return "●" if self.codes else "○" if self.decided else " "


class LineKind(Enum):
    """What stands on a line."""

    WORDS = auto()
    SPEAKER = auto()
    CODES = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the laid-out transcript."""

    segment: int
    """Index of the segment it belongs to."""
    kind: LineKind
    label: str = ""
    """The speaker, on the first line of a turn."""
    text: str = ""


def label_width(transcript: Transcript, width: int) -> int:
    """Give the cells that speakers' labels take beside the words; 0 where they stand above them."""
    if width < NARROW:
        return 0
    return min(max((cell_len(label) for label in transcript.speakers), default=0), LONGEST_LABEL) + 2


def lay_out_segment(
    transcript: Transcript, segments: Sequence[Segment], index: int, mark: Mark, width: int
) -> tuple[Line, ...]:
    """Lay out one segment: its words wrapped, the codes beneath, and a blank line where its turn ends.

    Parameters
    ----------
    transcript, segments, index
        The segment and where it stands.
    mark
        What is decided about it.
    width
        In cells, margin and labels included.
    """
    segment = segments[index]
    turn = transcript.turns[segment.turn - 1]
    starts_turn = index == 0 or segments[index - 1].turn != segment.turn
    ends_turn = index + 1 == len(segments) or segments[index + 1].turn != segment.turn
    gutter = label_width(transcript, width)
    label = _cut(turn.speaker) if starts_turn else ""
    lines = []
    if label and not gutter:
        lines.append(Line(index, LineKind.SPEAKER, text=turn.speaker))
        label = ""
    room = max(width - MARGIN - gutter, 10)
    words = " ".join(segment.words.of(transcript.text).split())
    lines += _wrapped([words], index, LineKind.WORDS, room, label)
    lines += _wrapped((f"◆ {code}" for code in mark.codes), index, LineKind.CODES, room)
    if ends_turn:
        lines.append(Line(index, LineKind.BLANK))
    return tuple(lines)


def _cut(label: str) -> str:
    """Shorten a label that is too long for its column, and show that it was."""
    return label if cell_len(label) <= LONGEST_LABEL else set_cell_size(label, LONGEST_LABEL - 1).rstrip() + "…"


def _wrapped(texts: Iterable[str], index: int, kind: LineKind, room: int, label: str = "") -> Iterable[Line]:
    for text in texts:
        for line in Content(text).wrap(room):
            yield Line(index, kind, label, line.plain.rstrip())
            label = ""

"""What a line of the transcript holds, and how the width is shared out. Pure, to be tested without a screen.

From left to right: the sign of the current segment and of what is decided, the speaker, the words, the margin with the
codes. Where there is no room for a margin, codes stand beneath the words and a lane left of them shows the lines they
cover; where it is narrower still, the speaker stands above the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len

from fgcoder.model import Span, Transcript, Turn
from fgcoder.tui.widgets.transcript.margin import NO_CODES, MarginRow
from fgcoder.tui.widgets.transcript.wrapping import WordLine, cut

LEFT = 4
"""Cells on the left: the sign of the current segment, and the sign of what was decided."""
NARROW = 50
"""Below so many cells the speaker stands on a line of its own, so that the words keep the width."""
NO_MARGIN = 70
"""Below so many cells codes stand beneath the words."""
WIDE = 100
LONGEST_LABEL, LONGEST_LABEL_WIDE = 9, 14
NARROWEST_MARGIN, WIDEST_MARGIN = 20, 48
LONGEST_LINE = 96
"""Longer lines are hard to read: the eye does not find the next one."""


class LineKind(Enum):
    """What stands on a line."""

    WORDS = auto()
    SPEAKER = auto()
    CODES = auto()
    BLANK = auto()
    """The line after a turn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the laid-out transcript."""

    segment: int
    """Index of the segment it belongs to."""
    kind: LineKind
    label: str = ""
    """In the speakers' column: the speaker, or the time beneath."""
    words: WordLine | None = None
    """None where a line was added to make room for labels."""
    text: str = ""
    """What a line without words says."""
    lane: str = " "
    """Left of the words, where there is no margin."""
    margin: MarginRow = NO_CODES


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells each column has."""

    label: int
    """The speakers' labels; 0 where they stand above the words."""
    words: int
    margin: int
    """0 where codes stand beneath the words."""

    @property
    def words_start(self) -> int:
        """The cell in which the words begin."""
        if not self.label:
            return LEFT
        return LEFT + self.label + (2 if self.margin else 3)  # without a margin there is a lane between

    @classmethod
    def fitting(cls, transcript: Transcript, width: int, *, times: bool = False) -> Columns:
        """Share out a width."""
        label = 0
        if width >= NARROW:
            longest = LONGEST_LABEL_WIDE if width >= WIDE else LONGEST_LABEL
            shown = [*transcript.speakers, *((clock(turn) for turn in transcript.turns) if times else ())]
            label = min(max(map(cell_len, shown), default=0), longest)
        margin = 0 if width < NO_MARGIN else min(max(width * 28 // 100, NARROWEST_MARGIN), WIDEST_MARGIN)
        words = width - cls(label, 0, margin).words_start - (margin + 1 if margin else 0)
        return cls(label, min(max(words, 10), LONGEST_LINE), margin)


def clock(turn: Turn) -> str:
    """Give the time at which a turn begins, as m:ss or h:mm:ss; nothing where it is not known."""
    if turn.seconds is None:
        return ""
    minutes, seconds = divmod(int(turn.seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def shortened(label: str, room: int) -> str:
    """Shorten a speaker's label to a width; a number at its end tells speakers apart, so that it is kept."""
    if cell_len(label) <= room:
        return label
    number = label[len(label.rstrip("0123456789")) :]
    return cut(label, room - len(number)) + number if 0 < len(number) < room - 2 else cut(label, room)


def lane_beside(line: WordLine, spans: Sequence[Span]) -> str:
    """Give the sign left of a line for the coded spans that cover some of it; a heavy one for more than one span."""
    covering = [span for span in spans if span.start < line.end and line.start < span.end]
    if len(covering) != 1:
        return "┃" if covering else " "
    starts = covering[0].start >= line.start
    ends = covering[0].end <= line.end
    return "[" if starts and ends else "┌" if starts else "└" if ends else "│"


def passing(above: MarginRow, below: MarginRow) -> MarginRow:
    """Give the margin of a line between two, on which only those brackets are drawn that go from one to the other."""
    lanes = zip(above.lanes, below.lanes, strict=False)
    drawn = "".join("│" if up in "┐│├┼┬" and down in "│┘├┼┴" else " " for up, down in lanes)
    return MarginRow(drawn.rstrip())

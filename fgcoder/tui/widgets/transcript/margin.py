"""Codes in the margin: for each coded span a bracket beside the lines it covers, with its label.

Pure, so that what a margin shows can be tested without a screen. How to read it: `┐ │ ┘` are the lines a coding
covers, `]` covers one line. The label stands on the first line, or, where that is taken, on a later one, to which
an arm leads: `├` within the bracket, `┴` on its last line, `╰` beneath it, where `┊` leads down without covering.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from rich.cells import cell_len

from fgcoder.model import Span
from fgcoder.tui.widgets.transcript.wrapping import cut

LEAST_LABEL = 9
"""Cells that brackets side by side leave to the labels."""

Place = tuple[int, int]
"""A line: the block it is in, and which of the block's lines it is."""


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """A code on a stretch of the text, or a note."""

    span: Span
    code: str
    """The code's id; empty for a note, which does not make its segment a coded one."""
    label: str
    signs: str = ""
    """What else is known of the coding, drawn behind the label: flagged, with a memo, linked."""

    def caption(self, room: int) -> str:
        """Give the label and the signs, the label cut to the room there is."""
        if not self.signs:
            return cut(self.label, room)
        return f"{cut(self.label, max(room - cell_len(self.signs) - 1, 1))} {self.signs}"


@dataclass(frozen=True, slots=True)
class Bracket:
    """A coded span, and the lines it is to stand beside."""

    first: Place
    last: Place
    coded: CodedSpan


@dataclass(frozen=True, slots=True)
class MarginRow:
    """What stands in the margin on one line."""

    lanes: str = ""
    """The brackets, one cell each."""
    caption: str = ""
    lane: int = 0
    """The bracket that the caption belongs to, counted from the left."""


NO_CODES = MarginRow()


def lay_out_margin(brackets: Sequence[Bracket], heights: Sequence[int], room: int) -> list[list[MarginRow]]:
    """Lay out the margin beside some blocks of lines.

    Parameters
    ----------
    brackets
        What is coded there.
    heights
        The number of lines of each block. Only these take labels; a block with more labels than lines gets more lines.
    room
        Cells.

    Returns
    -------
    list of list of MarginRow
        For each block its lines, at least as many as it has.
    """
    ordered = sorted(brackets, key=lambda one: (one.first, tuple(-at for at in one.last)))
    labels, tall = _places_of_labels(ordered, heights)
    lanes = _lanes(ordered, labels, max(room - LEAST_LABEL - 1, 1))
    width = max(lanes, default=-1) + 1
    beside: dict[Place, list[int]] = {}
    for number, (bracket, label) in enumerate(zip(ordered, labels, strict=True)):
        for place in _between(bracket.first, max(bracket.last, label), tall):
            beside.setdefault(place, []).append(number)
    owners = {label: number for number, label in enumerate(labels)}
    rows: list[list[MarginRow]] = []
    for block, height in enumerate(tall):
        rows.append([])
        for line in range(height):
            place = (block, line)
            signs = {lanes[number]: _sign(ordered[number], labels[number], place) for number in beside.get(place, ())}
            if place not in owners:
                rows[-1].append(MarginRow(_drawn(signs, width, None) if signs else ""))
                continue
            owner = ordered[owners[place]]
            lane = lanes[owners[place]]
            arm_from = lane if place != owner.first else None
            rows[-1].append(MarginRow(_drawn(signs, width, arm_from), owner.coded.caption(room - width - 1), lane))
    return rows


def _places_of_labels(ordered: Sequence[Bracket], heights: Sequence[int]) -> tuple[list[Place], list[int]]:
    """Give each label a line of its own, in the bracket if there is one free, and the lines each block needs.

    Of the labels that wait for a line the one whose bracket ends first comes first; so none is late without need.
    """
    labels: list[Place] = [(0, 0)] * len(ordered)
    waiting: list[tuple[Place, int]] = []
    tall, coming = [], 0
    for block, height in enumerate(heights):
        line = 0
        while True:
            while coming < len(ordered) and ordered[coming].first <= (block, line):
                heappush(waiting, (ordered[coming].last, coming))
                coming += 1
            if line >= height and not (waiting and waiting[0][0][0] <= block):
                break
            if waiting:
                labels[heappop(waiting)[1]] = (block, line)
            line += 1
        tall.append(line)
    return labels, tall


def _lanes(ordered: Sequence[Bracket], labels: Sequence[Place], most: int) -> list[int]:
    """Give each bracket the leftmost lane that is free beside all its lines; the last one is shared if need be."""
    taken: list[Place] = []
    lanes = []
    for bracket, label in zip(ordered, labels, strict=True):
        lane = next((at for at, until in enumerate(taken) if until < bracket.first), len(taken))
        if lane == len(taken) and lane < most:
            taken.append((-1, 0))
        lane = min(lane, most - 1)
        taken[lane] = max(taken[lane], bracket.last, label)
        lanes.append(lane)
    return lanes


def _between(first: Place, last: Place, tall: Sequence[int]) -> Iterator[Place]:
    for block in range(first[0], last[0] + 1):
        begin = first[1] if block == first[0] else 0
        end = last[1] + 1 if block == last[0] else tall[block]
        yield from ((block, line) for line in range(begin, end))


def _sign(bracket: Bracket, label: Place, place: Place) -> str:
    if place > bracket.last:
        return "╰" if place == label else "┊"
    if place == bracket.first:
        return "]" if bracket.last == place else "┐"
    if place == bracket.last:
        return "┴" if place == label else "┘"
    return "├" if place == label else "│"


_CROSSED = {" ": "─", "│": "┼", "┊": "┼", "┐": "┬", "┘": "┴"}


def _drawn(signs: dict[int, str], width: int, arm_from: int | None) -> str:
    """Draw the lanes of one line, an arm from one of them crossing those to its right on the way to the label."""
    drawn = [signs.get(lane, " ") for lane in range(width)]
    if arm_from is not None:
        drawn[arm_from + 1 :] = [_CROSSED.get(sign, sign) for sign in drawn[arm_from + 1 :]]
    return "".join(drawn)


_HEAVY = str.maketrans("┐│┘├┴┬┼─]", "┓┃┛┣┻┳╋━┫")


def heavy(row: MarginRow) -> str:
    """Give the lanes of a line with all that covers it drawn heavily, so that it can be told without colour.

    A label whose bracket ended further up, and the arm that leads to it, are light.
    """
    is_late = bool(row.caption) and row.lanes[row.lane] == "╰"
    return (row.lanes.replace("─", "╌") if is_late else row.lanes).translate(_HEAVY)

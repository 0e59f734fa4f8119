"""Words broken into lines, with the way back from each cell to the codepoint that stands there.

Textual can wrap text, too, but gives only the text of each line: here every line has to say which part of the
transcript it shows, since codings and selections are spans of the transcript; white space is shown as a single space;
and a long transcript has to be measured within the time of one frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import regex
from rich.cells import cell_len, set_cell_size

_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""White space at which a line may be broken; that of the typographer holds words together."""
_UNEVEN = re.compile(r"[^\S \u00a0\u2007\u202f]|  ")
"""White space that is not shown as it stands."""
_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u20a0-\u20bf]*"
)
"""Characters that take one cell each, so that counting cells is counting characters."""
_CLUSTER = regex.compile(r"\X")
_NOT_FIRST = frozenset("、。，．・：；？！）」』】〉》〕］｝…ー～々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NOT_LAST = frozenset("（「『【〈《〔［｛")


@dataclass(frozen=True, slots=True)
class WordLine:
    """One line of words."""

    text: str
    """As shown."""
    offsets: Sequence[int]
    """For each character its codepoint in the transcript, and at the end the codepoint after the last one."""

    @property
    def start(self) -> int:
        """The codepoint of the first character."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """The codepoint after the last character."""
        return self.offsets[-1]

    def index(self, codepoint: int) -> int:
        """Give the character that shows a codepoint; 0 for what comes before the line, the length for what follows."""
        return max(bisect_right(self.offsets, codepoint) - 1, 0)

    def codepoint_at(self, cell: int) -> int | None:
        """Give the codepoint shown in a cell of the line; None beside the words."""
        if not 0 <= cell < cell_len(self.text):
            return None
        if _NARROW.fullmatch(self.text):
            return self.offsets[cell]
        starts = [cluster.start() for cluster in _CLUSTER.finditer(self.text)]
        found: int = self.offsets[starts[bisect_right(list(_cells_before(self.text)), cell) - 1]]
        return found


def collapse(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Give a part of a text as it is shown, every white space one space, and the codepoints as in `WordLine`."""
    raw = text[start:end]
    if not _UNEVEN.search(raw):
        return raw, range(start, end + 1)
    offsets: list[int] = []
    at = start
    for run in _SPACES.finditer(raw):
        offsets.extend(range(at, start + run.start() + 1))
        at = start + run.end()
    offsets.extend(range(at, end + 1))
    return _SPACES.sub(" ", raw), offsets


def wrap(text: str, start: int, end: int, room: int) -> list[WordLine]:
    """Break a part of a text into lines of at most so many cells; words that are longer are broken, too."""
    shown, offsets = collapse(text, start, end)
    return [WordLine(shown[first:last], offsets[first : last + 1]) for first, last in breaks(shown, room)]


def breaks(shown: str, room: int) -> list[tuple[int, int]]:
    """Give where each line of a collapsed text starts and ends."""
    if not _NARROW.fullmatch(shown):
        return _breaks_by_cluster(shown, room)
    lines, at, length = [], 0, len(shown)
    while length - at > room:
        space = shown.rfind(" ", at, at + room + 1)
        if space > at:
            lines.append((at, space))
            at = space + 1
        else:
            lines.append((at, at + room))
            at += room
    lines.append((at, length))
    return lines


def _breaks_by_cluster(shown: str, room: int) -> list[tuple[int, int]]:
    """Break where characters have different widths; between two of Chinese or Japanese no space is needed."""
    clusters = [(found.start(), found.group()) for found in _CLUSTER.finditer(shown)]
    before = _cells_before(shown)
    lines = []
    first, candidate = 0, (0, 0)
    for number, (_, cluster) in enumerate(clusters):
        if cluster == " ":
            candidate = (number, number + 1)
            continue
        if number and _may_part(clusters[number - 1][1], cluster):
            candidate = (number, number)
        # A cluster that is wider than the line still needs a place.
        while number > first and before[number + 1] - before[first] > room:
            stop, resume = candidate if candidate[0] > first else (number, number)
            lines.append((clusters[first][0], clusters[stop][0]))
            first = resume
    start = clusters[first][0] if first < len(clusters) else len(shown)
    return [*lines, (start, len(shown))]


def _may_part(before: str, after: str) -> bool:
    wide = cell_len(before) > 1 or cell_len(after) > 1
    return wide and " " not in (before, after) and after not in _NOT_FIRST and before not in _NOT_LAST


def _cells_before(text: str) -> Sequence[int]:
    """Give for each cluster the cells before it, and at the end the cells of the whole."""
    return list(accumulate((cell_len(cluster) for cluster in _CLUSTER.findall(text)), initial=0))


@lru_cache(4096)
def cut(text: str, room: int) -> str:
    """Shorten a text that is too long for its place, and show that it was."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""

"""The lines of the panel: what is said of a segment, broken to a width and a height. Pure, to be tested by itself.

Textual could lay out a widget for each part, but then every key press would have the whole screen laid out anew, and
that takes several times as long as everything else a press does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from textwrap import shorten

from rich.cells import cell_len

from fgcoder.rounding import per_cent
from fgcoder.tui.widgets.transcript.wrapping import breaks, cut

BAR = 5
"""Cells of a score's bar."""
REASON = 180
"""Letters of a reason; a long quote would push the next suggestions off the screen."""
COMPACT_NOTES = 3
"""Lines of notes that are shown below the transcript."""
_INDENT = "  "
"""Before the lines of a reason."""


class Part(StrEnum):
    """What a line belongs to."""

    SPEAKER = "speaker"
    CODES = "codes"
    NOTES = "notes"
    REMARK = "remark"
    SUGGESTION = "suggestion"
    HEADING = "heading"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One line of the panel."""

    part: Part
    pieces: tuple[tuple[str, str], ...] = ()
    """Texts, each with the name of its style; empty for that of the panel."""
    rank: int = 0
    """Of the suggestion that it belongs to."""

    @property
    def text(self) -> str:
        """As it is shown."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """A suggestion."""

    rank: int
    score: float
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of a segment."""

    speaker: str
    known: str
    """Of the speaker."""
    where: str
    """The segment, the turn, the time."""
    codes: tuple[str, ...]
    """The labels of the codes that it has."""
    notes: tuple[str, ...]
    """The flags, links and memos on its words, each behind its sign."""
    remark: str
    """Where there are no suggestions, why; may be empty."""
    entries: tuple[Entry, ...]


def full_lines(card: Card, width: int, height: int, *, spaced: bool) -> list[PanelLine]:
    """Lay out beside the transcript: each suggestion with its reason beneath it.

    Parameters
    ----------
    card
        What to say.
    width, height
        In cells. Where all of it would be higher, reasons are cut, the long ones first, down to one line each.
    spaced
        Whether a blank line stands before each heading.
    """
    codes = [f"◆ {label}" for label in card.codes] or ["none yet"]
    gap = [PanelLine(Part.SPACE)] if spaced else []
    lines = _styled(Part.SPEAKER, _beside(card.speaker, card.known), width, len(card.speaker))
    lines += [PanelLine(Part.SPEAKER, ((line, "muted"),)) for line in _broken(card.where, width)]
    lines += [*gap, PanelLine(Part.HEADING, (("Codes here", "heading"),))]
    lines += [PanelLine(Part.CODES, ((line, "codes"),)) for code in codes for line in _broken(code, width)]
    lines += _noted(card, width)
    lines += [*gap, PanelLine(Part.HEADING, (("Suggestions", "heading"),))]
    lines += [PanelLine(Part.REMARK, ((line, ""),)) for line in _broken(card.remark, width) if line]
    heads = [_head(entry, width) for entry in card.entries]
    room = width - len(_INDENT)
    reasons = [_reason(entry.why, room) for entry in card.entries]
    fitting = _fitting([len(reason) for reason in reasons], height - len(lines) - sum(map(len, heads)))
    for entry, head, reason, count in zip(card.entries, heads, reasons, fitting, strict=True):
        kept = list(reason[:count])
        if count < len(reason):
            kept[-1] = cut(f"{kept[-1]} {reason[count]}", room)
        lines += head
        lines += [
            PanelLine(Part.SUGGESTION, ((f"{_INDENT}{line}", "why"),), entry.rank) for line in kept if line.strip()
        ]
    return lines


def compact_lines(card: Card, width: int) -> list[PanelLine]:
    """Lay out below the transcript: everything on a line of its own, cut off at the end of the line."""
    room = max(width - cell_len(card.where) - 2, 0)
    who = cut(_beside(card.speaker, card.known), room)
    named = len(card.speaker)
    codes = "  ".join(f"◆ {label}" for label in card.codes) or "No codes here yet"
    lines = [
        PanelLine(Part.SPEAKER, ((who[:named], "strong"), (f"{who[named:]}  ", ""), (card.where, "muted"))),
        PanelLine(Part.CODES, ((cut(codes, width), "codes"),)),
        *_few(_noted(card, width), width),
        *(PanelLine(Part.REMARK, ((line, ""),)) for line in _broken(card.remark, width) if line),
    ]
    for entry in card.entries:
        before, label = _measured(entry), cut(entry.label, max(width - _LABEL_AT, 1))
        why = cut(" ".join(entry.why.split()), max(width - _LABEL_AT - cell_len(label) - len(_INDENT), 0))
        pieces = (*before, (label, "strong"), (f"{_INDENT}{why}", "why"))
        lines.append(PanelLine(Part.SUGGESTION, pieces, entry.rank))
    return lines


def _noted(card: Card, width: int) -> list[PanelLine]:
    """Give the notes whole, each from a new line."""
    return [PanelLine(Part.NOTES, ((line, "note"),)) for note in card.notes for line in _broken(note, width)]


def _few(notes: list[PanelLine], width: int) -> list[PanelLine]:
    """Give the first lines of notes; more would leave no room for suggestions."""
    if len(notes) <= COMPACT_NOTES:
        return notes
    *kept, last = notes[:COMPACT_NOTES]
    return [*kept, PanelLine(Part.NOTES, ((cut(f"{last.text} {notes[COMPACT_NOTES].text}", width), "note"),))]


def _beside(speaker: str, known: str) -> str:
    return f"{speaker}  {known}" if known else speaker


def _broken(text: str, room: int) -> list[str]:
    shown = " ".join(text.split())
    return [shown[start:end] for start, end in breaks(shown, max(room, 1))]


@lru_cache(1_000)
def _reason(why: str, room: int) -> tuple[str, ...]:
    """Break a reason, and keep it: a code is suggested for the same line of the codebook again and again."""
    return tuple(_broken(why if len(why) <= REASON else shorten(why, REASON, placeholder=" …"), room))


def _styled(part: Part, text: str, room: int, strong: int) -> list[PanelLine]:
    """Break a text of which the first characters are set off."""
    lines = []
    for start, end in breaks(text, max(room, 1)):
        cut_at = min(max(strong, start), end)
        lines.append(PanelLine(part, ((text[start:cut_at], "strong"), (text[cut_at:end], ""))))
    return lines


def _measured(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Give what stands before a suggestion's label."""
    filled = int(BAR * entry.score + 0.5)  # round() would draw 0.5 and 2.5 as 0 and 2
    bar = "█" * filled + "░" * (BAR - filled)
    return (f"{entry.rank} ", "rank"), (bar, "bar"), (f" {per_cent(entry.score):>5}  ", "")


_LABEL_AT = sum(len(text) for text, _ in _measured(Entry(1, 1.0, "", "")))


def _head(entry: Entry, width: int) -> list[PanelLine]:
    first, *rest = _broken(entry.label, width - _LABEL_AT)
    return [
        PanelLine(Part.SUGGESTION, (*_measured(entry), (first, "strong")), entry.rank),
        *(PanelLine(Part.SUGGESTION, ((" " * _LABEL_AT, ""), (line, "strong")), entry.rank) for line in rest),
    ]


def _fitting(lengths: Sequence[int], room: int) -> list[int]:
    """Shorten the longest, the last of them first, until their sum fits or all are 1."""
    fitting = list(lengths)
    while sum(fitting) > room and max(fitting) > 1:
        longest = max(fitting)
        fitting[len(fitting) - 1 - fitting[::-1].index(longest)] -= 1
    return fitting

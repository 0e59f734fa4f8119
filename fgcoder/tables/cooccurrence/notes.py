"""What stands under a table of codes that come up together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fgcoder.tables.incidence import Level
from fgcoder.tables.part import Part, shared_notes
from fgcoder.wording import counted


@dataclass(frozen=True)
class Paired:
    """What such a table was made from."""

    part: Part
    reach: int | None
    """Turns; None for the same segment."""
    level: Level
    is_list: bool
    is_jaccard: bool
    minimum: int
    left_out: int
    """Codes or themes below the minimum."""
    base: int
    """Segments or turns."""

    @property
    def unit(self) -> str:
        """What is counted."""
        return "segments" if self.reach is None else "turns"

    @property
    def words(self) -> str:
        """How near, in words."""
        near = {None: "in the same segment", 0: "in the same turn", 1: "in the same or the next turn"}
        return near.get(self.reach, f"at most {self.reach} turns apart")


SINGLE: Final = {Level.CODES: "code", Level.THEMES: "theme"}


def notes(of: Paired) -> tuple[str, ...]:
    """Give the notes: what was counted, how to read it, what was left out, and what it rests on."""
    return (_counted(of), *_reading(of), *_left_out(of), *shared_notes(of.part))


def _counted(of: Paired) -> str:
    single = SINGLE[of.level]
    if not of.reach:
        both = f"Counted: distinct {of.unit} that have both {single}s, whoever applied them"
        return f"{both}; base {of.base:,} {of.unit}."
    return (
        f"Counted: distinct turns that have one of the two {single}s while the other is in them or at most "
        f"{counted(of.reach, 'turn')} before or after in the same group, the moderator's among those passed over; "
        f"base {of.base:,} turns."
    )


def _reading(of: Paired) -> Iterator[str]:
    single = SINGLE[of.level]
    jaccard = f"Jaccard (1912): {of.unit} that count for the pair, as a share of those with either {single}; 0 to 1."
    if of.is_list:
        yield f"{jaccard} n: {of.unit} with the one {single} and with the other."
    elif of.is_jaccard:
        yield jaccard
    else:
        yield f"On the diagonal: {of.unit} that have the {single} at all."
    yield (
        f"That two {single}s come up together says that they were applied to the same words or near each other, not "
        f"that speakers link them. Frequent {single}s meet more often: read a figure beside how often each comes up."
    )


def _left_out(of: Paired) -> Iterator[str]:
    if of.left_out:
        fewer = "never come up" if of.minimum <= 1 else f"come up in fewer than {of.minimum} {of.unit}"
        single = SINGLE[of.level]
        yield f"Left out, as they {fewer}: {counted(of.left_out, single)}."
    if of.is_list and of.minimum > 1:
        yield f"Left out: pairs in fewer than {of.minimum} {of.unit}."
    book = of.part.corpus.codebook
    themes = {code.id for code in book.by_id.values() if code.is_theme}
    direct = of.part.counted.loc[of.part.counted["code"].isin(themes), "decision"].nunique()
    if direct and of.level is Level.CODES:
        yield f"{counted(direct, 'coding')} of a theme itself: counted only in a table of themes."

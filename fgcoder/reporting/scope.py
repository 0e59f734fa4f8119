"""What a report is about: all of a study or a part of it, counted once for the index page and the methods.

A report about Denmark that counted the segments of five countries would be wrong where nobody looks twice: beside
tables that are right. So every number outside the tables is taken from here, and from the same part as theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Decision, Mode, Span, Transcript
from fgcoder.tables.agreement.ratings import Ratings, rate
from fgcoder.tables.part import Part
from fgcoder.tables.participants import taking_part
from fgcoder.tables.selection import describe, in_order
from fgcoder.tables.suggestions.visits import visits
from fgcoder.wording import enumerated

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Scope:
    """The part of a study that a report is about, with what can be counted of it."""

    part: Part
    """Whose words and codings, as in the tables; without the moderators'."""
    coders: tuple[str, ...] | None
    """Those whose codings count; None for everybody's."""
    decisions: Sequence[Decision]
    """The record of the whole study, with codes as they are called now."""

    @property
    def is_all(self) -> bool:
        """Whether it is the whole study."""
        return not self.part.where and self.coders is None

    @property
    def told(self) -> str:
        """The part in words, `country = Denmark; codings of anna`; empty for all of the study."""
        parts = [describe(self.part.where)] if self.part.where else []
        parts += [f"codings of {enumerated(self.coders)}"] if self.coders is not None else []
        return "; ".join(parts)

    @cached_property
    def groups(self) -> Mapping[str, Transcript]:
        """The transcripts in which anybody fits, by id."""
        return {name: self.part.corpus.transcripts[name] for name in self.part.groups}

    @cached_property
    def participants(self) -> pd.DataFrame:
        """Those who take part, with their attributes; the same as in the tables."""
        return taking_part(self.part)

    @cached_property
    def words(self) -> Mapping[str, NDArray[np.int64]]:
        """By transcript, start and end of the words of the segments that are put before coders; shape (n, 2)."""
        import numpy as np

        kept = set(self.part.spoken["segment"])
        return {
            name: np.array(
                [
                    (one.words.start, one.words.end)
                    for one in self.part.corpus.segments.get(name, ())
                    if one.is_codable and one.id in kept
                ],
                dtype=np.int64,
            ).reshape(-1, 2)
            for name in self.groups
        }

    @cached_property
    def segments(self) -> int:
        """How many segments are put before coders."""
        return sum(map(len, self.words.values()))

    @cached_property
    def ratings(self) -> Ratings:
        """What each coder decided about each of these segments."""
        made = self.part.corpus.verdicts
        assert made is not None  # the corpus comes from a store, which has rejections too
        return rate(self.words, made)

    @cached_property
    def decided(self) -> int:
        """How many of the segments anybody decided about."""
        return int(self.ratings.decided.any(axis=1).sum())

    @cached_property
    def active(self) -> list[str]:
        """The coders who decided about any of the segments."""
        made = self.ratings
        return in_order(coder for at, coder in enumerate(made.coders) if made.decided[:, at].any())

    @cached_property
    def begun(self) -> list[str]:
        """The groups in which anything is decided about these segments."""
        import numpy as np

        made = self.ratings
        there = set(np.unique(made.transcripts[made.decided.any(axis=1)]).tolist())
        return [name for at, name in enumerate(self.groups) if at in there]

    @cached_property
    def codings(self) -> int:
        """How many codings are on these segments."""
        return int(self.part.counted["decision"].nunique())

    @cached_property
    def modes(self) -> Counter[Mode]:
        """How often a coder decided about a segment, by what was on screen then."""
        return Counter(
            visit.mode
            for visit in visits(self.decisions)
            if visit.is_decided and self._holds(visit.transcript, visit.span, visit.coder)
        )

    @cached_property
    def models(self) -> list[str]:
        """The embedding models behind suggestions for these segments."""
        return in_order(one.model for one in self._own if one.model)

    @cached_property
    def draws(self) -> list[str]:
        """The random draws for blind coding that these segments were subject to."""
        return in_order(one.draw for one in self._own if one.draw)

    @property
    def last_decision(self) -> str:
        """The day of the last decision in these groups, `2026-11-24`; empty where there is none."""
        last = self.part.last_decision
        return "" if last is None else f"{last:%Y-%m-%d}"

    @cached_property
    def _own(self) -> list[Decision]:
        return [one for one in self.decisions if self._holds(one.transcript, one.at or one.span, one.coder)]

    def _holds(self, transcript: str, span: Span, coder: str) -> bool:
        """Say whether somebody who counts decided about words of these segments."""
        if transcript not in self.words or (self.coders is not None and coder not in self.coders):
            return False
        rows = self.words[transcript]
        at = int(rows[:, 1].searchsorted(span.start, side="right"))
        return at < len(rows) and bool(rows[at, 0] < span.end)


def values(groups: Iterable[Transcript], name: str) -> list[str]:
    """Give the values that an attribute has in these groups."""
    return in_order(one.attributes[name] for one in groups if one.attributes.get(name))

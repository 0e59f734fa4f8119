"""The order in which the groups met, as far as it is known: what saturation and coverage are read along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fgcoder.dates import DATE, is_date
from fgcoder.tables.part import Part

YEAR: Final = 4
MONTH: Final = 7
"""How long a date is that says no more than this."""


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """The groups with codings in the order they met."""

    groups: tuple[str, ...]
    dates: Mapping[str, str]
    """By group, where one is known."""
    undated: tuple[str, ...]
    """Groups without a date, or with one that is not written as year-month-day; they come last."""
    inexact: tuple[str, ...]
    """Groups of which only a year or month is known in which others met, too; they come before these."""

    def doubts(self) -> Iterator[str]:
        """Yield what the order is not known by, each a note."""
        if len(self.undated) == len(self.groups):
            yield (
                "No group has a date written as year-month-day: they are in the order of their names, not of fieldwork."
            )
        elif self.undated:
            yield f"Without a date written as year-month-day, and put last: {', '.join(self.undated)}."
        if self.inexact:
            listed = ", ".join(self.inexact)
            yield f"Dated by year or month alone, and put before other groups of that year or month: {listed}."
        if len(set(self.dates.values())) < len(self.dates):
            yield "Groups of the same date are in the order of their names."


def fieldwork(part: Part) -> Fieldwork:
    """Put the groups with codings into the order of their dates, those of the same date by id."""
    stated = {group: part.corpus.transcripts[group].attributes.get(DATE, "").strip() for group in part.groups_coded}
    dates = {group: date for group, date in stated.items() if is_date(date)}
    dated = sorted(dates, key=lambda group: (dates[group], group))
    undated = sorted(set(part.groups_coded) - set(dates))
    periods = {date[:length] for date in dates.values() for length in (YEAR, MONTH) if len(date) > length}
    inexact = (group for group in dated if dates[group] in periods)
    return Fieldwork((*dated, *undated), dates, tuple(undated), tuple(inexact))

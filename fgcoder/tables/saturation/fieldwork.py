"""The order in which the groups met, as far as it is known: what saturation and coverage are read along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fgcoder.tables.part import Part

DATE: Final = "date"
"""The attribute of a transcript that says when the group met."""
_ISO: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""A year, a month or a day, which sort as they are written."""


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """The groups with codings in the order they met."""

    groups: tuple[str, ...]
    dates: Mapping[str, str]
    """By group, where one is known."""
    undated: tuple[str, ...]
    """Groups without a date, or with one that is not written as year-month-day; they come last."""


def fieldwork(part: Part) -> Fieldwork:
    """Put the groups with codings into the order of their dates, those of the same date by id."""
    stated = {group: part.corpus.transcripts[group].attributes.get(DATE, "").strip() for group in part.groups_coded}
    dates = {group: date for group, date in stated.items() if _ISO.fullmatch(date)}
    dated = sorted(dates, key=lambda group: (dates[group], group))
    undated = sorted(set(part.groups_coded) - set(dates))
    return Fieldwork((*dated, *undated), dates, tuple(undated))

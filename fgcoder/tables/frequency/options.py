"""What one can ask of a frequency table, and how each choice is called on paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fgcoder.errors import Fault, TableError
from fgcoder.tables.choice import Choice, Level
from fgcoder.tables.selection import Where, pick

TASK: Final = "The frequency table cannot be made."


class Counting(StrEnum):
    """What one unit of a frequency is."""

    SEGMENTS = "segments"
    """Distinct segments that the code was applied to, in whole or in part."""
    PARTICIPANTS = "participants"
    """Distinct people, told apart by group and label, who say at least one segment that has the code."""
    GROUPS = "groups"
    """Distinct focus groups in which the code was applied at least once."""
    CODINGS = "codings"
    """Distinct decisions to apply: two coders on one segment make two, one coding across three segments is one."""
    WORDS = "words"
    """Distinct words that the codings cover, labels of speakers left out; one coded twice is one."""


class Figures(StrEnum):
    """As what a count is given."""

    COUNTS = "counts"
    """As it is."""
    SHARE = "share"
    """Of all such units that the column has, coded or not."""
    SHARE_OF_CODED = "share-of-coded"
    """Of those units of the column that have any code at all."""
    PER_1000_WORDS = "per-1000-words"
    """For a thousand words that those in the column speak."""


@dataclass(frozen=True)
class Options:
    """What was asked for, checked."""

    by: tuple[str, ...]
    """One attribute, or two."""
    counting: Counting
    figures: Figures
    rows: Choice
    margins: bool
    """Whether two attributes have subtotals."""
    coders: Collection[str] | None
    where: Where
    include_moderator: bool

    @property
    def title(self) -> str:
        """What the table is called."""
        figures = AS[self.figures].format(units=self.counting, coded=self.coded)
        return f"{HEADING[self.counting]}{figures}, by {' and '.join(self.by)}"

    @property
    def unit(self) -> str:
        """What a number in it is."""
        return {
            Figures.COUNTS: f"{self.counting}",
            Figures.SHARE: f"share of {self.counting}",
            Figures.SHARE_OF_CODED: f"share of {self.coded}",
            Figures.PER_1000_WORDS: f"{self.counting} per 1,000 words",
        }[self.figures]

    @property
    def coded(self) -> str:
        """What the units with any code are called."""
        return "codings" if self.counting is Counting.CODINGS else f"{self.counting} with any code"

    @property
    def name(self) -> str:
        """What files are called."""
        counting = [] if self.counting is Counting.SEGMENTS else [self.counting.value]
        figures = [] if self.figures is Figures.COUNTS else [self.figures.value]
        level = [] if self.rows.level is Level.ALL else [self.rows.level.value]
        words = "-".join(["frequency", *level, *counting, *figures, "by", "-and-".join(self.by)])
        return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in words)


HEADING: Final = {
    Counting.SEGMENTS: "Segments coded",
    Counting.PARTICIPANTS: "Participants who speak to each code",
    Counting.GROUPS: "Groups in which each code occurs",
    Counting.CODINGS: "Codings",
    Counting.WORDS: "Words coded",
}
AS: Final = {
    Figures.COUNTS: "",
    Figures.SHARE: " as a share of all {units}",
    Figures.SHARE_OF_CODED: " as a share of all {coded}",
    Figures.PER_1000_WORDS: " per 1,000 words spoken",
}


def figures_named(asked: str, counting: Counting) -> Figures:
    """Give the figures of that name.

    Raises
    ------
    TableError
        When there are none, or they make no sense of what is counted.
    """
    figures = Figures(pick(asked, Figures, task=TASK, noun="kind of figure called"))
    if figures is Figures.SHARE and counting is Counting.CODINGS:
        what = "Codings are no share of anything: any number of them can be made on one segment."
        todo = f"Ask for '{Figures.SHARE_OF_CODED}', the share of all codings, or count segments."
        raise TableError(TASK, Fault(what, todo=todo))
    return figures


def attributes_named(asked: str | Collection[str], there: Collection[str]) -> tuple[str, ...]:
    """Give the attributes that make the columns.

    Raises
    ------
    TableError
        When one does not exist, or they are not one or two different ones.
    """
    names = [asked] if isinstance(asked, str) else list(asked)
    checked = tuple(dict.fromkeys(pick(name, there, task=TASK, noun="attribute") for name in names))
    if len(checked) != len(names) or not 1 <= len(names) <= 2:
        what = f"The columns cannot be made of {', '.join(names) or 'nothing'}."
        raise TableError(TASK, Fault(what, todo="Name one attribute or two different ones, and filter by others."))
    return checked

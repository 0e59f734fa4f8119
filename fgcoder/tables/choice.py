"""Which rows of the codebook a table has and in what order: four choices, the same for every table with such rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fgcoder.tables.incidence import NOT_IN_CODEBOOK
from fgcoder.tables.selection import letters, pick, pick_code
from fgcoder.tabular import Row, RowKind, nested
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.tables.coded import CodedCorpus


class Level(StrEnum):
    """Which rows of the codebook there are."""

    ALL = "all"
    """Themes, and under each its codes."""
    THEMES = "themes"
    """Themes, and codes that stand under none."""
    CODES = "codes"
    """Codes, without the themes over them."""

    @property
    def heading(self) -> str:
        """What stands over the labels of the rows."""
        return {Level.ALL: "Theme and code", Level.THEMES: "Theme", Level.CODES: "Code"}[self]


class Order(StrEnum):
    """How the rows are ordered."""

    CODEBOOK = "codebook"
    """As in the codebook's file."""
    TOTAL = "total"
    """Most frequent first: the themes among themselves, and the codes within each theme."""
    LABEL = "label"
    """By the alphabet, likewise."""


@dataclass(frozen=True)
class Choice:
    """What was asked for, checked."""

    level: Level = Level.ALL
    codes: frozenset[str] = field(default_factory=frozenset)
    """The rows asked for, those below them among them; empty for all."""
    minimum: int = 0
    """The total from which on a row is there."""
    order: Order = Order.CODEBOOK

    def left_out(self, chosen: Chosen) -> Iterator[str]:
        """Yield a note on what is left out for its total."""
        codes, themes = chosen.too_few
        if codes or themes:
            few = " and ".join(counted(count, noun) for count, noun in ((codes, "code"), (themes, "theme")) if count)
            told = "" if self.level is Level.CODES else "; themes count their codes all the same"
            yield f"Left out, with a total below {self.minimum}: {few}{told}."


@dataclass(frozen=True)
class Chosen:
    """The rows that a table has."""

    rows: tuple[Row, ...]
    too_few: tuple[int, int]
    """How many codes and how many themes are left out for their totals."""


def choice_of(
    corpus: CodedCorpus, *, level: str, codes: Collection[str] | None, minimum: int, order: str, task: str
) -> Choice:
    """Check what was asked for.

    Raises
    ------
    TableError
        When there is no such level, order or code.
    """
    return Choice(
        Level(pick(level, Level, task=task, noun="level called")),
        frozenset(with_below(corpus, codes or (), task)),
        minimum,
        Order(pick(order, Order, task=task, noun="order called")),
    )


def with_below(corpus: CodedCorpus, codes: Collection[str], task: str) -> Iterator[str]:
    """Yield codes and themes with all that is below them.

    Raises
    ------
    TableError
        When there is no such code.
    """
    for asked in codes:
        code = pick_code(asked, corpus, task=task)
        yield code
        if code in corpus.codebook.by_id:
            yield from (below.id for below, _ in corpus.codebook.by_id[code].walk())


def ranking(order: Order, total: Mapping[str, int]) -> Callable[[Row], tuple[bool, int, str]]:
    """Give what says where a row stands among its siblings; those of the same rank stay as they are."""

    def rank(row: Row) -> tuple[bool, int, str]:
        is_last = row.id == NOT_IN_CODEBOOK.id
        if order is Order.TOTAL:
            return is_last, -total[row.id], ""
        return is_last, 0, letters(row.label) if order is Order.LABEL else ""

    return rank


def chosen(rows: Sequence[Row], total: Mapping[str, int], choice: Choice) -> Chosen:
    """Choose among the rows of a codebook and put them in order.

    Parameters
    ----------
    rows
        All that there are, nested by their levels, as `codebook_rows` gives them.
    total
        The count of each, by its id.
    choice
        What was asked for.
    """
    above, rank = _above(rows), ranking(choice.order, total)
    if choice.level is Level.CODES:
        wanted = sorted((row for row in rows if row.kind is RowKind.CODE), key=rank)
    else:
        wanted = list(nested(rows, rank))
    if choice.level is Level.THEMES:
        wanted = [row for row in wanted if row.kind is RowKind.THEME or not row.above]
    if choice.codes:
        wanted = [row for row in wanted if row.id in choice.codes]
    kept = [row for row in wanted if total[row.id] >= choice.minimum]
    few = [row for row in wanted if total[row.id] < choice.minimum and row.id != NOT_IN_CODEBOOK.id]
    there = {row.id for row in kept}
    kept = [replace(row, level=sum(one in there for one in above[row.id])) for row in kept]
    themes = sum(row.kind is RowKind.THEME for row in few)
    return Chosen(tuple(kept), (len(few) - themes, themes))


def _above(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Give for each row the ids of those that it stands under."""
    found: dict[str, tuple[str, ...]] = {}
    path: list[Row] = []
    for row in rows:
        path = [one for one in path if one.level < row.level]
        found[row.id] = tuple(one.id for one in path)
        path.append(row)
    return found

"""The rows of a frequency table: the codebook's tree, in an order, as far as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fgcoder.model import Code, Codebook
from fgcoder.tables.frequency.options import Level, Options, Order
from fgcoder.tables.selection import in_order, letters
from fgcoder.tabular import Row, RowKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GONE: Final = Row(RowKind.THEME, "(not in the codebook)", "Not in the codebook")
GROUPS: Final = Row(RowKind.BASE, "(groups)", "Groups")
GROUPS_CODED: Final = Row(RowKind.BASE, "(groups coded)", "Groups with codings")
PARTICIPANTS: Final = Row(RowKind.BASE, "(participants)", "Participants")
SEGMENTS: Final = Row(RowKind.BASE, "(segments)", "Segments")
DECIDED: Final = Row(RowKind.BASE, "(segments decided)", "Segments decided about")
WORDS: Final = Row(RowKind.BASE, "(words)", "Words")
CODED: Final = "(coded)"
"""The id of the row of all units with any code; its label says what they are."""


@dataclass(frozen=True)
class Tree:
    """All rows that codings can count in, and which codings count where."""

    ids: tuple[str, ...]
    """The codebook's themes and codes in its order, then those that codings have and it has not."""
    gone: tuple[str, ...]
    """The latter."""
    first: NDArray[np.int64]
    """For each code of the codings where its rows begin in `rows`; shape (n_codes + 1,)."""
    rows: NDArray[np.int64]
    """The numbers of the rows, its own and those of the themes above it."""

    def spread(self, code: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give for occurrences of codes their rows: positions among the occurrences, and the row of each."""
        import numpy as np

        count = np.diff(self.first)[code]
        at = np.repeat(np.arange(len(code)), count)
        within = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        return at, self.rows[self.first[code[at]] + within]


def tree_of(codebook: Codebook, codes: Sequence[str], used: Sequence[str]) -> Tree:
    """Give the rows, and for each of `codes` those that it counts in; only those `used` must be there."""
    import numpy as np

    gone = in_order(set(used) - set(codebook.by_id))
    ids = (*codebook.by_id, *([GONE.id, *gone] if gone else []))
    at = {row: number for number, row in enumerate(ids)}
    lists = [[at[row] for row in (*_above(codebook, code), code) if row in at] for code in codes]
    first = np.cumsum([0, *map(len, lists)])
    return Tree(ids, tuple(gone), first, np.array([row for rows in lists for row in rows], dtype=np.int64))


def _above(codebook: Codebook, code: str) -> tuple[str, ...]:
    return () if code == GONE.id else codebook.path_of.get(code, (GONE.id,))


@dataclass(frozen=True)
class Listed:
    """The rows that a table has."""

    rows: tuple[Row, ...]
    too_few: tuple[int, int]
    """How many codes and how many themes are left out for their totals."""


def listed(codebook: Codebook, tree: Tree, total: Mapping[str, int], options: Options) -> Listed:
    """Choose the rows and put them in order.

    Parameters
    ----------
    codebook, tree
        What there is.
    total
        The count of each row in all columns.
    options
        What was asked for. Of a retired code there is a row only if it has codings.
    """
    order = Order.CODEBOOK if options.level is Level.CODES else options.order
    everything = [*_ordered(codebook, total, order), *_orphans(tree.gone, total, order)]
    wanted = [row for row in everything if row.id not in codebook.retired or total[row.id]]
    if options.codes:
        wanted = [row for row in wanted if row.id in options.codes]
    if options.level is Level.CODES:
        wanted = [row for row in wanted if row.kind is RowKind.CODE]
        wanted.sort(key=lambda row: _rank(row.id, row.label, total, options.order))
    elif options.level is Level.THEMES:
        wanted = [row for row in wanted if row.kind is RowKind.THEME or not row.above]
    kept = [row for row in wanted if total[row.id] >= options.minimum]
    few = [row for row in wanted if total[row.id] < options.minimum and row.id != GONE.id]
    there = {row.id for row in kept}
    kept = [replace(row, level=sum(above in there for above in _above(codebook, row.id))) for row in kept]
    themes = sum(row.kind is RowKind.THEME for row in few)
    return Listed(tuple(kept), (len(few) - themes, themes))


def _rank(code: str, label: str, total: Mapping[str, int], order: Order) -> tuple[int, str]:
    """Say where a row stands among its siblings; those of the same rank stay in the codebook's order."""
    if order is Order.TOTAL:
        return -total[code], ""
    return 0, letters(label) if order is Order.LABEL else ""


def _ordered(codebook: Codebook, total: Mapping[str, int], order: Order) -> Iterator[Row]:
    """Yield the codebook's rows from the top down."""

    def below(codes: Sequence[Code], above: tuple[str, ...]) -> Iterator[Row]:
        for code in sorted(codes, key=lambda code: _rank(code.id, code.label, total, order)):
            kind = RowKind.THEME if code.is_theme else RowKind.CODE
            label = f"{code.label} (retired)" if code.id in codebook.retired else code.label
            yield Row(kind, code.id, label, level=len(above), above=above)
            yield from below(code.children, (*above, label))

    return below(codebook.roots, ())


def _orphans(gone: Sequence[str], total: Mapping[str, int], order: Order) -> Iterator[Row]:
    """Yield the rows of codes that the codebook no longer has, under a heading of their own."""
    if gone:
        yield GONE
    for code in sorted(gone, key=lambda code: _rank(code, code, total, order)):
        yield Row(RowKind.CODE, code, code, level=1, above=(GONE.label,))

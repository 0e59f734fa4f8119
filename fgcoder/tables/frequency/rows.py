"""The rows that codings can count in: the codebook's tree, and beneath the table the rows of its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.model import Codebook
from fgcoder.tables.incidence import NOT_IN_CODEBOOK
from fgcoder.tables.selection import in_order
from fgcoder.tabular import Row, RowKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    ids = (*codebook.by_id, *([NOT_IN_CODEBOOK.id, *gone] if gone else []))
    at = {row: number for number, row in enumerate(ids)}
    lists = [[at[row] for row in (*_above(codebook, code), code) if row in at] for code in codes]
    first = np.cumsum([0, *map(len, lists)])
    return Tree(ids, tuple(gone), first, np.array([row for rows in lists for row in rows], dtype=np.int64))


def _above(codebook: Codebook, code: str) -> tuple[str, ...]:
    return () if code == NOT_IN_CODEBOOK.id else codebook.path_of.get(code, (NOT_IN_CODEBOOK.id,))

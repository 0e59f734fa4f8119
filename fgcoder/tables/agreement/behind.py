"""The segments behind a cell of an agreement table: those that coders gave a code both, one of them, or not alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.model import Passage, Span
from fgcoder.tables.agreement.ratings import Ratings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BOTH, FIRST, SECOND, NEITHER = COUNTS = ("Both", "Only first", "Only second", "Neither")
"""The columns that say of two coders who gave the code where."""
AGREEMENT: Final = "Agreement"
"""The column behind which the segments stand that coders differ about."""


def behind(
    words: Mapping[str, NDArray[np.int64]], ratings: Ratings, rows: Mapping[str, tuple[tuple[str, ...], str]]
) -> Callable[[str, str], Sequence[Passage]]:
    """Make what looks up the segments behind a cell when it is asked.

    Parameters
    ----------
    words
        As the ratings were made with them.
    ratings
        Of the themes and codes that the rows are about.
    rows
        For the id of each row about a single theme or code the coders and that theme or code.
    """
    places = [Passage(name, Span(int(start), int(end))) for name, own in words.items() for start, end in own]

    def passages(row: str, column: str) -> Sequence[Passage]:
        import numpy as np

        if row not in rows or column not in {BOTH, FIRST, SECOND, AGREEMENT}:
            return ()
        coders, code = rows[row]
        columns = [ratings.coders.index(coder) for coder in coders]
        segment, coder, number = ratings.applied.T
        gave = np.zeros((len(places), len(ratings.coders)), dtype=np.bool_)
        is_it = number == ratings.codes.index(code)
        gave[segment[is_it], coder[is_it]] = True
        decided, gave = ratings.decided[:, columns], gave[:, columns]
        judged = decided.sum(axis=1) >= 2
        if column == AGREEMENT:
            found = judged & gave.any(axis=1) & (decided & ~gave).any(axis=1)
        elif len(columns) == 2:
            first, second = gave.T
            found = judged & {BOTH: first & second, FIRST: first & ~second, SECOND: second & ~first}[column]
        else:
            return ()
        return [places[at] for at in np.flatnonzero(found).tolist()]

    return passages

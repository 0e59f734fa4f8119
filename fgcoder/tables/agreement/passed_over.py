"""What agreement cannot see: segments that one coder decided about and another passed over.

To pass over a segment may mean that no code fits, or that the coder has not come so far; the record does not tell the
two apart. So such segments are not judged. But where coders record nothing for what they do not code, two who overlook
each other's passages agree on all that is left: so it is said how many there are, and what they might come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fgcoder.tables.agreement.ratings import Ratings
from fgcoder.tables.agreement.reliability import agreements

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What some coders passed over in the transcripts where they are compared."""

    alone: int
    """Segments that one of the coders alone decided about, whatever it was."""
    alpha: float | None
    """Of two coders: Krippendorff's alpha over all codes if the other counts as having given these segments no code.
    None where there are more coders or no such segments, or where it cannot be told."""
    always_coding: tuple[str, ...]
    """The coders who also coded every segment that they decided about; of these nobody knows what they passed over
    knowingly."""


def passed_over(ratings: Ratings, coders: Sequence[str]) -> PassedOver:
    """Say what is passed over in transcripts in which at least two of the coders decided about the same segment.

    Parameters
    ----------
    ratings
        Of single codes, so that alpha is that of all codes together.
    coders
        Two or more of the coders of `ratings`.
    """
    columns = [ratings.coders.index(coder) for coder in coders]
    alone, is_there = _alone(ratings, columns)
    value = None
    if len(columns) == 2 and alone.any():
        decided = ratings.decided.copy()
        decided[:, columns] |= alone[:, None]
        value = agreements(replace(ratings, decided=decided), coders, with_intervals=False)[1].alpha.value
    without = ratings.decided & is_there[:, None]
    without[ratings.applied[:, 0], ratings.applied[:, 1]] = False
    always = tuple(coder for coder, at in zip(coders, columns, strict=True) if not without[:, at].any())
    return PassedOver(int(alone.sum()), value, always)


def decided_alone(ratings: Ratings, coders: Sequence[str]) -> int:
    """Count the segments that one of the coders alone decided about, in the transcripts where they are compared."""
    return int(_alone(ratings, [ratings.coders.index(coder) for coder in coders])[0].sum())


def _alone(ratings: Ratings, columns: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Give which segments one coder alone decided about, and which are in transcripts where coders are compared."""
    import numpy as np

    many = ratings.decided[:, columns].sum(axis=1)
    is_there = np.isin(ratings.transcripts, ratings.transcripts[many >= 2])
    return is_there & (many == 1), is_there

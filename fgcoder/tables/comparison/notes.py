"""What stands under a comparison: what its figures mean, and why they are no verdict.

References
----------
Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the Korean Statistical Society 42,
323-328.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from fgcoder.rounding import per_cent
from fgcoder.tables.comparison.spread import SMALL
from fgcoder.tables.part import Part, shared_notes
from fgcoder.tables.participants import doubtful
from fgcoder.tables.selection import in_order, not_given
from fgcoder.wording import counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTABLE: Final = 2
"""Residuals from here on are marked: beyond ±2 lie about 5 in 100 of a standard normal variable."""
BEYOND: Final = 0.0455
"""What lies beyond ±2, exactly."""
UNEVEN: Final = 0.1
"""Of segments decided about, by how much the shares of two columns must differ for coverage to be called uneven."""
HAS: Final = {
    "segments": "Compared: segments that have a code and segments that have not, one code at a time.",
    "participants": "Compared: participants who say at least one segment with a code and those who say none.",
    "groups": "Compared: groups in which a code occurs at least once and groups in which it does not.",
}


@dataclass(frozen=True)
class Compared:
    """What a comparison was made from."""

    part: Part
    by: str
    unit: str
    columns: tuple[str, ...]
    base: int
    """Units in all columns."""
    residual: NDArray[np.float64]
    """Shape (n_rows, n_columns); NaN where there is none."""
    is_doubtful: NDArray[np.bool_]
    decided: Mapping[str, float]
    """Of the segments in each column the share that anything was decided about; empty where nobody knows."""
    among: str
    """`all` segments, or those `decided` about."""
    left_out: tuple[str, ...] = ()
    """What is said of rows that are not there."""


def notes(of: Compared) -> tuple[str, ...]:
    """Give the notes: what was compared, how to read it, how little it proves, and what it rests on."""
    base = "segments that somebody decided about" if of.among == "decided" else "groups with codings"
    return (
        f"{HAS[of.unit]} Only {base} count; what has no code in them counts as not having it.",
        "Expected: what would be observed if the code were as frequent everywhere. Residual: observed less expected, "
        "adjusted and standardised (Haberman 1973); 0 is as expected. Cramér's V: 0 for no difference, 1 for the "
        f"greatest; of codes spread evenly, in a table of this size, the root mean square is {_chance(of):.2f} "
        "(Bergsma 2013).",
        *_comparisons(of),
        *_coverage(of),
        *_cautions(of),
        *_absent(of),
        *not_given(of.part.present, [of.by]),
        *(doubtful(of.part.corpus, of.part.present) if of.unit == "participants" else ()),
        *of.left_out,
        *shared_notes(of.part, of_participants=of.unit == "participants"),
    )


def _chance(of: Compared) -> float:
    """Give the root mean square of V under an even spread: V² is (k - 1) / (N - 1) on average; V itself is less."""
    return sqrt((len(of.columns) - 1) / max(of.base - 1, 1))


def _comparisons(of: Compared) -> Iterator[str]:
    made = int((of.residual == of.residual).sum())
    if not made:
        yield "No code has a residual: each is with all of the units, or with none."
        return
    beyond = int((abs(of.residual.round(2)) >= NOTABLE).sum())
    by_chance = made * BEYOND
    yield (
        f"▲ more and ▼ less than expected: residuals of {NOTABLE} and beyond, {beyond:,} of "
        f"{counted(made, 'comparison')}. About {by_chance:.0f} of that many would be there if nothing differed and "
        f"{of.unit} were independent draws."
    )
    if (of.is_doubtful & (of.residual == of.residual)).any():
        yield f"† fewer than {SMALL} expected with the code, or fewer than {SMALL} without it: not to be relied on."


def _coverage(of: Compared) -> Iterator[str]:
    """Say how unevenly the columns have been worked through, which the counts follow."""
    shares = sorted((share, name) for name, share in of.decided.items())
    if of.among == "decided" or not shares or shares[-1][0] - shares[0][0] < UNEVEN:
        return
    (least, one), (most, other) = shares[0], shares[-1]
    yield (
        f"Coverage is uneven: from {per_cent(least)} of the segments decided about ({one}) to {per_cent(most)} "
        f"({other}), so residuals show differences in work, too. Among the segments decided about alone they would not."
    )


def _cautions(of: Compared) -> Iterator[str]:
    text = "No test and no p-value: participants are no random sample of anybody"
    if of.unit == "groups":
        yield f"{text}, and groups are few."
        return
    rather = " To take each group as one, groups can be counted instead of segments."
    yield (
        f"{text}, and what is said in one group is not independent of the rest that is said there, so that residuals "
        f"look larger than they are.{'' if of.by in ('group', 'speaker') else rather}"
    )


def _absent(of: Compared) -> Iterator[str]:
    present = of.part.present
    if of.by == "speaker":
        return
    missing = in_order(set(map(str, present[of.by].unique())) - set(of.columns))
    if missing:
        yield f"Not compared, as there are no {of.unit} with codings around them: {', '.join(missing)}."

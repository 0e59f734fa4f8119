"""The segments or turns in which codes may come up together, and what is near each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fgcoder.model import Passage, Span
from fgcoder.tables.incidence import incidence
from fgcoder.tables.part import Part
from fgcoder.tabular import Row

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Places:
    """Units of the coded groups in reading order, each with the codes it has and those near it."""

    units: pd.DataFrame
    """What tells them apart: `segment`, or `group` and `turn`."""
    spoken: pd.DataFrame
    """The segments of these groups that count."""
    unit_of: NDArray[np.intp]
    """For each of `spoken` the position of its unit."""
    segment_has: NDArray[np.bool_]
    """Shape (n_spoken, n_rows)."""
    has: NDArray[np.bool_]
    """Shape (n_units, n_rows)."""
    near: NDArray[np.bool_]
    """As `has`, the codes of the units within reach among them."""

    def keep(self, rows: Sequence[int]) -> Places:
        """Keep some of the codes, by their positions, in this order."""
        return replace(self, segment_has=self.segment_has[:, rows], has=self.has[:, rows], near=self.near[:, rows])

    def passages(self, part: Part, one: int, other: int) -> list[Passage]:
        """Give a passage for each unit that counts for a pair: from its first words with one of the two to its last."""
        counts = (self.has[:, one] & self.near[:, other]) | (self.has[:, other] & self.near[:, one])
        chosen = counts[self.unit_of] & (self.segment_has[:, one] | self.segment_has[:, other])
        hulls: dict[int, tuple[str, int, int]] = {}
        words = {
            group: {segment.id: segment.words for segment in part.corpus.segments.get(group, ())}
            for group in map(str, self.spoken.loc[chosen, "group"].unique())
        }
        for at in chosen.nonzero()[0].tolist():
            unit, group = int(self.unit_of[at]), str(self.spoken["group"].iloc[at])
            span = words[group][str(self.spoken["segment"].iloc[at])]
            _, start, end = hulls.get(unit, (group, span.start, span.end))
            hulls[unit] = (group, min(start, span.start), max(end, span.end))
        return [Passage(group, Span(start, end)) for _, (group, start, end) in sorted(hulls.items())]


def places_in(part: Part, rows: Sequence[Row], reach: int | None) -> Places:
    """Lay out the units of the coded groups.

    Parameters
    ----------
    part
        What the table is about.
    rows
        The codes or themes.
    reach
        How many turns apart is near, 0 for the same turn; None for the same segment.
    """
    import numpy as np

    spoken = part.spoken[part.spoken["group"].isin(part.groups_coded)].reset_index(drop=True)
    book, gone = part.corpus.codebook, part.gone
    segment_has = incidence(spoken[["segment"]], part.counted, rows, book, gone)
    if reach is None:
        return Places(
            spoken[["segment"]], spoken, np.arange(len(spoken), dtype=np.intp), segment_has, segment_has, segment_has
        )
    keys = spoken[["group", "turn"]]
    units = keys.drop_duplicates().reset_index(drop=True)
    unit_of = np.asarray(keys.groupby(["group", "turn"], sort=False, observed=True).ngroup(), dtype=np.intp)
    has = incidence(units, part.counted, rows, book, gone)
    return Places(units, spoken, unit_of, segment_has, has, _within(units, has, reach))


def _within(units: pd.DataFrame, has: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Say which turn has each code in it or at most `reach` turns away; the units are ordered within each group."""
    import numpy as np

    if reach == 0 or not len(units):
        return has
    group = units["group"].ne(units["group"].shift()).cumsum().to_numpy(dtype=np.int64)
    turn = units["turn"].to_numpy(dtype=np.int64)
    reach = min(reach, int(turn.max()))
    place = group * (int(turn.max()) + 2 * reach + 1) + turn  # groups lie further apart than anything reaches
    first = np.searchsorted(place, place - reach, side="left")
    after = np.searchsorted(place, place + reach, side="right")
    so_far = np.concatenate([np.zeros((1, has.shape[1]), dtype=np.int64), np.cumsum(has, axis=0)])
    within: NDArray[np.bool_] = so_far[after] > so_far[first]
    return within

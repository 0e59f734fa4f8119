"""Which codes come up together: in the same segment, in the same turn, or a few turns apart.

References
----------
Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11, 37-50.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Passage
from fgcoder.tables.choice import Order, ranking, with_below
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.cooccurrence.notes import Paired, notes
from fgcoder.tables.cooccurrence.places import Places, places_in
from fgcoder.tables.incidence import Level, at_level, codebook_rows
from fgcoder.tables.part import Part, facts, part_of
from fgcoder.tables.selection import Where, pick
from fgcoder.tabular import Row, RowKind, Table
from fgcoder.wording import counted

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

TASK: Final = "The co-occurrence table cannot be made."
SEGMENT: Final = "segment"
TURN: Final = "turn"
CODE: Final = "Code"
OTHER: Final = "Other code"
BOTH: Final = "Both"
JACCARD: Final = "Jaccard"
N_CODE: Final = "n code"
N_OTHER: Final = "n other"
AND: Final = " + "
"""Between the two codes of a pair, in ids and labels alike."""


class Measure(StrEnum):
    """What is in the cells."""

    COUNT = "count"
    """Distinct segments or turns with both."""
    JACCARD = "jaccard"
    """Those with both as a share of those with either."""


@dataclass(frozen=True)
class Together:
    """How often the codes of the rows come up together; all of shape (n_rows, n_rows), symmetric."""

    both: NDArray[np.int64]
    """Units with both; on the diagonal those with the one."""
    either: NDArray[np.int64]
    """Units with one or the other."""
    jaccard: NDArray[np.float64]
    """`both` as a share of `either`; NaN where neither code came up at all."""


def together(has: NDArray[np.bool_], near: NDArray[np.bool_]) -> Together:
    """Count the units in which two codes come up together.

    A unit counts for a pair when it has one of the two and the other is near. Where near means in the unit itself,
    that is, when it has both.

    Parameters
    ----------
    has
        Whether each unit has each code; shape (n_units, n_rows).
    near
        Whether each unit, or one near enough, has each code; shape as `has`, and true wherever `has` is.
    """
    import numpy as np

    # Counts are whole numbers, exact in float64 below 2**53, and only floating point has a fast matrix product.
    own, around = has.astype(np.float64), near.astype(np.float64)
    inside = own.T @ own
    reached = own.T @ around
    both = np.rint(reached + reached.T - inside).astype(np.int64)
    single = has.sum(axis=0, dtype=np.int64)
    either = single[:, None] + single[None, :] - np.rint(inside).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        jaccard = np.where(either > 0, both / either, np.nan)
    return Together(both, either, jaccard)


def cooccurrence(
    corpus: CodedCorpus,
    *,
    within: str | int = SEGMENT,
    level: str = "codes",
    measure: str = "count",
    pairs: bool = False,
    minimum: int = 1,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    codes: Collection[str] | None = None,
    order: str = "codebook",
) -> Table:
    """Count how often two codes come up together.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    within
        How near each other: `segment`, `turn`, or a number of turns: a turn then counts that has one of the two codes
        while the other is in it or at most so many turns before or after, whoever speaks those.
    level
        `codes`, or `themes` for the outermost ones.
    measure
        What is in the cells: the `count` of distinct segments or turns, or `jaccard`, their share of those with
        either code (Jaccard 1912).
    pairs
        Whether to list pairs, most frequent first, instead of a square.
    minimum
        Segments or turns below which a code, or in the list a pair, is left out.
    coders, where, include_moderator
        As for `frequency`.
    codes
        Only these codes, and of themes those below them (or of themes these); all by default.
    order
        Of the codes: as in the `codebook`, by `total` for those first that come up most often, by `label` for the
        alphabet. In the list the most frequent pairs come first, or with `label` the pairs by the alphabet.

    Returns
    -------
    Table
        The square: a row and a column for each code, symmetric, with the code's own count on the diagonal (for
        Jaccard 1). The list: a row for each pair with the labels of both, `Both`, `Jaccard` and how often each comes
        up. The id of a pair joins those of the codes with ` + `.

    Raises
    ------
    TableError
        When a name does not exist, or `within` is neither `segment` nor `turn` nor a number from 1.
    """
    fine = Level(pick(level, Level, task=TASK, noun="level called"))
    shown = Measure(pick(measure, Measure, task=TASK, noun="measure called"))
    ordered = Order(pick(order, Order, task=TASK, noun="order called"))
    reach = _reach(within)
    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    tree = codebook_rows(part.corpus.codebook, set(map(str, part.counted["code"].unique())), part.gone)
    wanted = set(with_below(part.corpus, codes or (), TASK))
    candidates = [row for row in at_level(tree, fine) if not wanted or row.id in wanted]
    places = places_in(part, candidates, reach)
    totals = places.has.sum(axis=0).tolist()
    rank = ranking(ordered, {row.id: total for row, total in zip(candidates, totals, strict=True)})
    frequent = [at for at, total in enumerate(totals) if total >= minimum]
    frequent.sort(key=lambda at: rank(candidates[at]))
    kept = [candidates[at] for at in frequent]
    places = places.keep(frequent)
    found = together(places.has, places.near)
    paired = Paired(
        part, reach, fine, pairs, shown is Measure.JACCARD, minimum, len(candidates) - len(kept), len(places.units)
    )
    base = ("Base", f"{len(places.units):,} {paired.unit} in {counted(len(part.groups_coded), 'group')} with codings")
    made = _list(kept, found, minimum, ordered) if pairs else _square(kept, found, shown)
    return Table(
        frame=made.frame,
        title=f"{f'Pairs of {fine}' if pairs else fine.capitalize()} that come up together, {paired.words}",
        index_label="Pair" if pairs else "Theme" if fine is Level.THEMES else "Code",
        rows=made.rows,
        notes=notes(paired),
        name=f"cooccurrence-{'pairs-' if pairs else ''}within-{reach if reach else within}{'-turns' if reach else ''}",
        unit=JACCARD if shown is Measure.JACCARD and not pairs else "" if pairs else paired.unit,
        measures=("", "", paired.unit, JACCARD, paired.unit, paired.unit) if pairs else (),
        facts=facts(part, base, ("Together", paired.words)),
        behind=_behind(part, places, made),
    )


def _reach(within: str | int) -> int | None:
    """Give the number of turns, 0 for the same one; None for the same segment."""
    if within == SEGMENT:
        return None
    if within == TURN:
        return 0
    if str(within).isdecimal() and int(within) > 0:
        return int(within)
    todo = f"Give {SEGMENT}, {TURN}, or how many turns apart codes may be: 1, 2 …"
    raise TableError(TASK, Fault(f"'{within}' is no distance.", todo=todo))


@dataclass(frozen=True)
class _Made:
    """The cells, and which codes each of them is about."""

    frame: pd.DataFrame
    rows: tuple[Row, ...]
    about: Callable[[str, str], tuple[int, int] | None]
    """The two positions that a cell is about, by the id of its row and its column."""


def _square(kept: Sequence[Row], found: Together, measure: Measure) -> _Made:
    import pandas as pd

    names = [row.label for row in kept]
    names = [f"{row.label} ({row.id})" if names.count(row.label) > 1 else row.label for row in kept]
    ids = [row.id for row in kept]
    if measure is Measure.COUNT:
        frame = pd.DataFrame(found.both, ids, names).astype("Int64")
    else:
        frame = pd.DataFrame(found.jaccard, ids, names).astype("Float64")
    at, column_at = ({name: place for place, name in enumerate(listed)} for listed in (ids, names))
    rows = tuple(Row(row.kind, row.id, row.label, above=row.above) for row in kept)
    return _Made(frame, rows, lambda row, column: (at[row], column_at[column]))


def _list(kept: Sequence[Row], found: Together, minimum: int, order: Order) -> _Made:
    import pandas as pd

    both = [
        (at, other)
        for at in range(len(kept))
        for other in range(at + 1, len(kept))
        if found.both[at, other] >= max(minimum, 1)
    ]
    if order is not Order.LABEL:
        both.sort(key=lambda pair: (-found.both[pair], -found.jaccard[pair], pair))
    cells = {
        CODE: [kept[at].label for at, _ in both],
        OTHER: [kept[other].label for _, other in both],
        BOTH: pd.array([int(found.both[pair]) for pair in both], dtype="Int64"),
        JACCARD: pd.array([float(found.jaccard[pair]) for pair in both], dtype="Float64"),
        N_CODE: pd.array([int(found.both[at, at]) for at, _ in both], dtype="Int64"),
        N_OTHER: pd.array([int(found.both[other, other]) for _, other in both], dtype="Int64"),
    }
    ids = [f"{kept[at].id}{AND}{kept[other].id}" for at, other in both]
    pair_at = dict(zip(ids, both, strict=True))

    def about(row: str, column: str) -> tuple[int, int] | None:
        at, other = pair_at[row]
        return {N_CODE: (at, at), N_OTHER: (other, other), BOTH: (at, other), JACCARD: (at, other)}.get(column)

    rows = tuple(
        Row(RowKind.CODE, name, f"{kept[at].label}{AND}{kept[other].label}")
        for name, (at, other) in zip(ids, both, strict=True)
    )
    return _Made(pd.DataFrame(cells, index=ids), rows, about)


def _behind(part: Part, places: Places, made: _Made) -> Callable[[str, str], Sequence[Passage]]:
    def behind(row: str, column: str) -> Sequence[Passage]:
        pair = made.about(row, column)
        return () if pair is None else places.passages(part, *pair)

    return behind

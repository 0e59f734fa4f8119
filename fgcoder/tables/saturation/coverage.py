"""How widely each code is spread: in how many groups, in how many countries, and where it came up first.

A frequency of 40 may be one group that spoke of nothing else. What is claimed for five countries has to occur in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Passage
from fgcoder.tables.choice import choice_of, chosen
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.incidence import codebook_rows, codes_under, incidence
from fgcoder.tables.part import Part, enumerated, facts, number, part_of, shared_notes
from fgcoder.tables.saturation.fieldwork import Fieldwork, fieldwork
from fgcoder.tables.selection import Where, in_order, not_given, pick
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASK: Final = "The coverage table cannot be made"
GROUPS: Final = "Groups"
SHARE: Final = "Share of groups"
FIRST: Final = "First in"
NOWHERE: Final = "nowhere"
BASE: Final = Row(RowKind.BASE, "(groups coded)", "Groups with codings")


def coverage(
    corpus: CodedCorpus,
    *,
    by: str = "country",
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    level: str = "all",
    codes: Collection[str] | None = None,
    minimum: int = 0,
    order: str = "codebook",
) -> Table:
    """Say in how many groups, and in how many values of an attribute, each code and theme occurs.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    by
        An attribute of the transcripts (`country`, `sector` …) or `language`.
    coders, where, include_moderator
        As for `frequency`.
    level, codes, minimum, order
        Which rows there are and in what order, likewise; the total is that of groups.

    Returns
    -------
    Table
        A row for every theme and code, then the base. A column for each value of `by`, with the groups in which the
        code occurs; then all `Groups`, their share of the groups with codings, in how many values of `by` it occurs,
        and the group in which it came up first, in order of fieldwork.

    Raises
    ------
    TableError
        When a name does not exist, or nothing is coded.
    """
    import numpy as np
    import pandas as pd

    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    of_groups = [*corpus.transcript_attributes.values(), "language"]
    pick(by, of_groups, task=TASK, noun="attribute of transcripts called")
    if not part.groups_coded:
        raise TableError(TASK, Fault("Nothing has been coded yet.", todo="Code some groups, in any order."))
    groups = fieldwork(part)
    tree = codebook_rows(part.corpus.codebook, set(map(str, part.counted["code"].unique())), part.gone)
    choice = choice_of(part.corpus, level=level, codes=codes, minimum=minimum, order=order, task=TASK)
    units = pd.DataFrame({"group": list(groups.groups)}, dtype="str")
    has = incidence(units, part.counted, tree, part.corpus.codebook, part.gone)
    listed = chosen(tree, dict(zip((row.id for row in tree), has.sum(axis=0).tolist(), strict=True)), choice)
    at = {row.id: place for place, row in enumerate(tree)}
    has = has[:, [at[row.id] for row in listed.rows]]
    value = dict(zip(part.present["group"].astype(str), part.present[by].astype(str), strict=True))
    values = in_order(value[group] for group in groups.groups)
    inside = np.array([[value[group] == one for group in groups.groups] for one in values])
    counts = (inside.astype(np.int64) @ has.astype(np.int64)).T
    spread = f"{by.capitalize()} (of {len(values)})"
    ids = [row.id for row in listed.rows]
    frame = pd.DataFrame(counts, ids, values).astype("Int64")
    frame[GROUPS] = pd.array(counts.sum(axis=1), dtype="Int64")
    frame[SHARE] = pd.array(counts.sum(axis=1) / len(groups.groups), dtype="Float64")
    frame[spread] = pd.array(np.count_nonzero(counts, axis=1), dtype="Int64")
    frame[FIRST] = _first(has, groups)
    base = dict(zip(values, inside.sum(axis=1).tolist(), strict=True))
    bottom = pd.DataFrame([{**base, GROUPS: len(groups.groups), spread: len(values), FIRST: ""}], index=[BASE.id])
    bottom = bottom.reindex(columns=frame.columns).astype(frame.dtypes.to_dict())
    return Table(
        frame=pd.concat([frame, bottom]),
        title=f"Groups in which each code occurs, by {by}",
        index_label=choice.level.heading,
        rows=(*listed.rows, BASE),
        notes=(
            "Counted: groups with codings in which the code occurs at least once; a theme where any of its codes does.",
            *_summary(listed.rows, counts, values, by),
            *choice.left_out(listed),
            *not_given(part.present, [by]),
            *shared_notes(part),
        ),
        total_columns=(GROUPS, SHARE, spread, FIRST),
        percent=True,
        measures=(*("groups" for _ in values), "groups", SHARE, by, ""),
        name=f"coverage-by-{by}",
        unit="groups",
        facts=facts(part, ("Base", f"{number(len(groups.groups), 'group')} with codings")),
        behind=_behind(part, value, values),
    )


def _first(has: NDArray[np.bool_], order: Fieldwork) -> list[str]:
    return [order.groups[int(row.argmax())] if row.any() else NOWHERE for row in has.T]


def _summary(tree: Sequence[Row], counts: NDArray[np.int64], values: Sequence[str], by: str) -> list[str]:
    """Say which codes are everywhere, in one value only, and nowhere."""
    import numpy as np

    spread = np.count_nonzero(counts, axis=1).tolist()
    codes = [(row.label, wide) for row, wide in zip(tree, spread, strict=True) if row.kind is RowKind.CODE]
    if len(values) < MINIMUM or not codes:
        return []
    everywhere = sum(wide == len(values) for _, wide in codes)
    single = [label for label, wide in codes if wide == 1]
    missing = [label for label, wide in codes if wide == 0]
    text = f"In every {by}: {everywhere} of {number(len(codes), 'code')}."
    text += f" In one only: {enumerated(single)}." if single else ""
    text += f" Nowhere: {enumerated(missing)}." if missing else ""
    return [text]


MINIMUM: Final = 2
"""Values from which on it is said how many a code is in."""


def _behind(part: Part, value: dict[str, str], values: Sequence[str]) -> Callable[[str, str], Sequence[Passage]]:
    def behind(row: str, column: str) -> Sequence[Passage]:
        if column not in values and column != GROUPS:
            return ()
        codes = codes_under(row, part.corpus.codebook, part.gone)
        of = part.counted[part.counted["code"].isin(codes)]
        return part.passages(of if column == GROUPS else of[of["group"].astype(str).map(value) == column])

    return behind

"""How widely each code is spread: in how many groups, in how many countries, and where it came up first.

A frequency of 40 may be one group that spoke of nothing else. What is claimed for five countries has to occur in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Passage
from fgcoder.tables.choice import choice_of, chosen
from fgcoder.tables.coded import NOT_GIVEN, CodedCorpus
from fgcoder.tables.incidence import codebook_rows, codes_under, incidence
from fgcoder.tables.part import Part, facts, part_of, shared_notes
from fgcoder.tables.saturation.fieldwork import Fieldwork, fieldwork
from fgcoder.tables.selection import Where, in_order, not_given, pick
from fgcoder.tabular import Row, RowKind, Table
from fgcoder.wording import counted, enumerated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASK: Final = "The coverage table cannot be made."
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
        An attribute of the transcripts (`country`, `sector` …), or `language` or `group`.
    coders, where, include_moderator
        As for `frequency`.
    level, codes, minimum, order
        Which rows there are and in what order, likewise; the total is that of groups.

    Returns
    -------
    Table
        A row for every theme and code, then the base. A column for each value of `by`, with the groups in which the
        code occurs; then all `Groups`, their share of the groups with codings, in how many values of `by` it occurs,
        and the group in which it came up first, in order of fieldwork. Groups that do not say `by` have a column, but
        are no value: what occurs in them alone is in none that is known.

    Raises
    ------
    TableError
        When a name does not exist, or nothing is coded.
    """
    import numpy as np
    import pandas as pd

    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    of_groups = [*corpus.transcript_attributes.values(), "language", "group"]
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
    is_known = np.array([one != NOT_GIVEN for one in values])
    inside = np.array([[value[group] == one for group in groups.groups] for one in values])
    counts = (inside.astype(np.int64) @ has.astype(np.int64)).T
    known = counts[:, is_known]
    spread = f"{by.capitalize()} (of {known.shape[1]})"
    ids = [row.id for row in listed.rows]
    frame = pd.DataFrame(counts, ids, values).astype("Int64")
    frame[GROUPS] = pd.array(counts.sum(axis=1), dtype="Int64")
    frame[SHARE] = pd.array(counts.sum(axis=1) / len(groups.groups), dtype="Float64")
    frame[spread] = pd.array(np.count_nonzero(known, axis=1), dtype="Int64")
    frame[FIRST] = _first(has, groups)
    base = dict(zip(values, inside.sum(axis=1).tolist(), strict=True))
    bottom = pd.DataFrame([{**base, GROUPS: len(groups.groups), spread: known.shape[1], FIRST: ""}], index=[BASE.id])
    bottom = bottom.reindex(columns=frame.columns).astype(frame.dtypes.to_dict())
    return Table(
        frame=pd.concat([frame, bottom]),
        title=f"Groups in which each code occurs, by {by}",
        index_label=choice.level.heading,
        rows=(*listed.rows, BASE),
        notes=(
            "Counted: groups with codings in which the code occurs at least once; a theme where any of its codes does.",
            *_summary(listed.rows, counts, is_known, by),
            *_unknown(sum(value[group] == NOT_GIVEN for group in groups.groups), by),
            *(f"{FIRST}: {doubt[:1].lower()}{doubt[1:]}" for doubt in groups.doubts()),
            *choice.left_out(listed),
            *not_given(part.present, [by]),
            *shared_notes(part),
        ),
        total_columns=(GROUPS, SHARE, spread, FIRST),
        percent=True,
        measures=(*("groups" for _ in values), "groups", SHARE, by, ""),
        name=f"coverage-by-{by}",
        unit="groups",
        facts=facts(part, ("Base", f"{counted(len(groups.groups), 'group')} with codings")),
        behind=_behind(part, value, values),
    )


def _first(has: NDArray[np.bool_], order: Fieldwork) -> list[str]:
    return [order.groups[int(row.argmax())] if row.any() else NOWHERE for row in has.T]


def _summary(tree: Sequence[Row], counts: NDArray[np.int64], is_known: NDArray[np.bool_], by: str) -> list[str]:
    """Say which codes are everywhere, in one value only, in none that is known, and nowhere."""
    import numpy as np

    spread = np.count_nonzero(counts[:, is_known], axis=1).tolist()
    occurs = np.count_nonzero(counts, axis=1).tolist()
    codes = [
        (row.label, wide, there)
        for row, wide, there in zip(tree, spread, occurs, strict=True)
        if row.kind is RowKind.CODE
    ]
    values = int(is_known.sum())
    if values < MINIMUM or not codes:
        return []
    everywhere = sum(wide == values for _, wide, _ in codes)
    single = [label for label, wide, _ in codes if wide == 1]
    unknown = [label for label, wide, there in codes if there and wide == 0]
    missing = [label for label, _, there in codes if not there]
    text = f"In every {by}: {everywhere} of {counted(len(codes), 'code')}."
    text += f" In one only: {enumerated(single)}." if single else ""
    text += f" In none that is known: {enumerated(unknown)}." if unknown else ""
    text += f" Nowhere: {enumerated(missing)}." if missing else ""
    return [text]


def _unknown(groups: int, by: str) -> Iterator[str]:
    """Say of groups with codings that do not say `by` how many there are, and where they count."""
    if groups == 1:
        yield f"1 group with codings does not say its {by}: it counts among the groups, and in no {by}."
    elif groups:
        yield f"{groups:,} groups with codings do not say their {by}: they count among the groups, and in no {by}."


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

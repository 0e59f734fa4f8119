"""Which codes differ between the values of an attribute: what was observed against what an even spread would give.

A unit may have several codes, so a table of codes by countries is no contingency table and has no chi-square of its
own. Each code is: it has the code or it has not, by country. Every row here is such a table of two by k.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Passage
from fgcoder.tables.choice import choice_of, chosen
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.comparison.notes import NOTABLE, Compared, notes
from fgcoder.tables.comparison.spread import Spread, spread
from fgcoder.tables.comparison.units import TASK, Among, Unit, decided_share, units_of, values_of
from fgcoder.tables.incidence import codebook_rows, codes_under, incidence
from fgcoder.tables.part import Part, facts, part_of
from fgcoder.tables.selection import Where, attributes, in_order, pick
from fgcoder.tabular import Cell, Row, RowKind, Table

if TYPE_CHECKING:
    import pandas as pd

ALL: Final = "All"
CRAMERS_V: Final = "Cramér's V"
MORE: Final = "▲"
LESS: Final = "▼"
DOUBTFUL: Final = "†"
MINIMUM: Final = 2
"""Values that a comparison needs."""
GROUPS: Final = Row(RowKind.BASE, "(groups)", "Groups with codings")


class Show(StrEnum):
    """What is shown of each value of the attribute."""

    OBSERVED = "observed"
    EXPECTED = "expected"
    RESIDUAL = "residual"


BASE: Final = {
    Unit.SEGMENTS: Row(RowKind.BASE, "(segments)", "Segments"),
    Unit.PARTICIPANTS: Row(RowKind.BASE, "(participants)", "Participants"),
}


def comparison(
    corpus: CodedCorpus,
    *,
    by: str = "country",
    unit: str = "segments",
    among: str = "all",
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    show: Sequence[str] = tuple(Show),
    level: str = "all",
    codes: Collection[str] | None = None,
    minimum: int = 0,
    order: str = "codebook",
) -> Table:
    """Compare how often each code and theme was applied between the values of an attribute.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    by
        What is compared: an attribute of the transcripts or of the speakers, or `language`, `group`, `speaker`.
    unit
        What has a code or has it not: `segments`, `participants` or `groups`; only those of groups with codings.
    among
        Of segments, whether `all` in groups with codings are compared, or those that somebody `decided` about, which
        is fair to groups that were coded in part.
    coders, where, include_moderator
        As for `frequency`.
    show
        What is shown of each value: `observed` and `expected` counts, the adjusted standardised `residual`.
    level, codes, minimum, order
        Which rows there are and in what order, as for `frequency`; the total is that of units with the code.

    Returns
    -------
    Table
        A row for every theme and code, each a table of two by k of its own, then the base. For each value of `by` the
        columns asked for, named `VALUE: observed` and grouped by `headings`; then all units with the code, and
        Cramér's V. `▲` and `▼` stand behind residuals beyond 2, `†` where fewer than 5 are expected with the code or
        without it. NA stands where no residual can be had.

    Raises
    ------
    TableError
        When a name does not exist, when `by` has a single value among what is coded, or when a unit has several
        (a group with citizens and professionals, compared by stakeholders).
    """
    import numpy as np
    import pandas as pd

    counts = Unit(pick(unit, Unit, task=TASK, noun="unit called"))
    shown = [Show(pick(one, Show, task=TASK, noun="figure called")) for one in show]
    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    pick(by, attributes(part.present), task=TASK, noun="attribute")
    choice = choice_of(part.corpus, level=level, codes=codes, minimum=minimum, order=order, task=TASK)
    base = Among(pick(among, Among, task=TASK, noun="base called"))
    units, column_of = units_of(part, counts, by, base)
    columns = in_order(set(column_of))
    if len(columns) < MINIMUM:
        _refuse(by, columns)
    tree = codebook_rows(part.corpus.codebook, set(map(str, part.counted["code"].unique())), part.gone)
    has = incidence(units, part.counted, tree, part.corpus.codebook, part.gone)
    listed = chosen(tree, dict(zip((row.id for row in tree), has.sum(axis=0).tolist(), strict=True)), choice)
    at = {row.id: place for place, row in enumerate(tree)}
    has = has[:, [at[row.id] for row in listed.rows]]
    inside = np.array([column_of == column for column in columns])
    figures = spread((inside.astype(np.int64) @ has.astype(np.int64)).T, inside.sum(axis=1))
    compared = Compared(
        part,
        by,
        counts.value,
        tuple(columns),
        len(units),
        figures.residual,
        figures.is_doubtful,
        decided_share(part, by, columns),
        base.value,
        tuple(choice.left_out(listed)),
    )

    ids = [row.id for row in listed.rows]
    parts = {
        Show.OBSERVED: pd.DataFrame(figures.observed, ids, columns).astype("Int64"),
        Show.EXPECTED: pd.DataFrame(figures.expected, ids, columns).astype("Float64"),
        Show.RESIDUAL: pd.DataFrame(figures.residual, ids, columns).astype("Float64"),
    }
    cells = {f"{column}: {one}": parts[one][column] for column in columns for one in shown}
    cells[ALL] = pd.Series(figures.observed.sum(axis=1), ids).astype("Int64")
    cells[CRAMERS_V] = pd.Series(figures.v, ids).astype("Float64")
    frame = pd.concat([pd.DataFrame(cells, index=ids), _base(part, counts, by, columns, figures, shown)])
    return Table(
        frame=frame,
        title=f"Codes that differ by {by} ({counts})",
        index_label=choice.level.heading,
        rows=(*listed.rows, *_base_rows(counts)),
        notes=notes(compared),
        total_columns=(ALL, CRAMERS_V),
        signed=tuple(f"{column}: {Show.RESIDUAL}" for column in columns if Show.RESIDUAL in shown),
        measures=(*(one.value for _ in columns for one in shown), Show.OBSERVED.value, CRAMERS_V),
        name=f"comparison-by-{by}",
        unit=counts.value,
        facts=facts(part, ("Base", f"{len(units):,} {counts}"), ("Compared", f"{by}: {', '.join(columns)}")),
        headings=(*((column, one.value) for column in columns for one in shown), (ALL,), (CRAMERS_V,)),
        marks=_marks(ids, columns, figures, shown),
        behind=_behind(part, by, columns),
    )


def _refuse(by: str, columns: Sequence[str]) -> None:
    what = f"Only {columns[0]} has codings." if columns else "Nothing has been coded yet."
    todo = f"A comparison by {by} needs codings in {MINIMUM} values of it at least."
    raise TableError(TASK, Fault(what, todo=todo))


def _base_rows(counts: Unit) -> list[Row]:
    return [BASE[counts], GROUPS] if counts in BASE else [GROUPS]


def _base(
    part: Part, counts: Unit, by: str, columns: Sequence[str], figures: Spread, shown: Sequence[Show]
) -> pd.DataFrame:
    """Give the base rows: units and groups under `observed`, or what is shown first where that is not."""
    import pandas as pd

    coded = part.present[part.present["group"].isin(part.groups_coded)]
    groups = coded.assign(column=values_of(coded, by)).groupby("column")["group"].nunique()
    under = Show.OBSERVED if Show.OBSERVED in shown else shown[0]
    lines = {GROUPS.id: {f"{column}: {under}": int(groups.get(column, 0)) for column in columns}}
    lines[GROUPS.id][ALL] = len(part.groups_coded)
    if counts in BASE:
        units = {f"{column}: {under}": int(n) for column, n in zip(columns, figures.base, strict=True)}
        lines[BASE[counts].id] = {**units, ALL: int(figures.base.sum())}
    named = [*(f"{column}: {one}" for column in columns for one in shown), ALL, CRAMERS_V]
    frame = pd.DataFrame.from_dict(lines, orient="index").reindex([row.id for row in _base_rows(counts)])
    return frame.reindex(columns=named).astype("Int64")


def _marks(ids: Sequence[str], columns: Sequence[str], figures: Spread, shown: Sequence[Show]) -> dict[Cell, str]:
    marks: dict[Cell, str] = {}
    for at, row in enumerate(ids):
        for place, column in enumerate(columns):
            doubt = DOUBTFUL if figures.is_doubtful[at, place] and figures.observed[at].sum() else ""
            residual = round(float(figures.residual[at, place]), 2)  # as printed, so that no 2.00 goes unmarked
            sign = MORE if residual >= NOTABLE else LESS if residual <= -NOTABLE else ""
            signs = {Show.EXPECTED: doubt, Show.RESIDUAL: sign + (doubt if residual == residual else "")}
            marks |= {(row, f"{column}: {one}"): signs[one] for one in shown if signs.get(one)}
    return marks


def _behind(part: Part, by: str, columns: Sequence[str]) -> Callable[[str, str], Sequence[Passage]]:
    named = {f"{column}: {Show.OBSERVED}": column for column in columns}

    def behind(row: str, column: str) -> Sequence[Passage]:
        if column != ALL and column not in named:
            return ()
        codes = codes_under(row, part.corpus.codebook, part.gone)
        of = part.counted[part.counted["code"].isin(codes)]
        return part.passages(of if column == ALL else of[values_of(of, by) == named[column]])

    return behind

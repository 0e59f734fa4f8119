"""Whether later groups still bring new codes: the codes that each adds, in order of fieldwork, and when few enough do.

References
----------
Guest, G., Namey, E. and Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
research. PLOS ONE 15(5): e0232076.
Gotelli, N. J. and Colwell, R. K. (2001). Quantifying biodiversity: procedures and pitfalls in the measurement and
comparison of species richness. Ecology Letters 4, 379-391.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Passage
from fgcoder.tables.choice import with_below
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.incidence import Level, at_level, codebook_rows, codes_under, incidence
from fgcoder.tables.part import Part, facts, part_of
from fgcoder.tables.saturation.fieldwork import Fieldwork, fieldwork
from fgcoder.tables.saturation.notes import Saturated, notes
from fgcoder.tables.saturation.rule import Curve, Rule, curve
from fgcoder.tables.selection import Where, in_order, pick
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASK: Final = "The saturation table cannot be made."
EVERY: Final = "All groups"
DATE: Final = "Date"
NEW: Final = "New"
SO_FAR: Final = "So far"
ANY_ORDER: Final = "In any order"
IN_RUN: Final = "In run"
NEW_INFORMATION: Final = "New information (%)"
WHICH: Final = "New codes"
REACHED: Final = "✓"


@dataclass(frozen=True)
class _Series:
    """Groups in order of fieldwork, and what came up in them."""

    name: str
    """The value of the attribute; empty for all."""
    groups: tuple[str, ...]
    has: NDArray[np.bool_]
    """Shape (n_groups, n_codes)."""
    curve: Curve

    def id_of(self, group: str) -> str:
        """Give the id of a group's row."""
        return f"{self.name}: {group}" if self.name else group


def saturation(
    corpus: CodedCorpus,
    *,
    by: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    level: str = "codes",
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    codes: Collection[str] | None = None,
) -> Table:
    """List the groups in order of fieldwork with the codes that each brings for the first time.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook. The order is that of the attribute `date`, then of the id.
    by
        An attribute of the transcripts (`country` …) for each value of which it is done separately, too.
    base
        How many groups make up the base.
    run
        How many groups make up a run.
    threshold
        At what share of new codes, or below, saturation is said to be reached; 0.05 are 5 %.
    level
        What counts as information: `codes`, or `themes` for the outermost ones.
    coders, where, include_moderator
        As for `frequency`.
    codes
        Only these codes, or themes, and what is below them counts as information; all by default.

    Returns
    -------
    Table
        A row for each group with codings, beneath a heading for each value of `by`; ids are then `VALUE: GROUP`.
        Columns: `Date`; `New`, how many codes come up for the first time, and `So far`, up to and with this group;
        `In any order`, how many would on average have come up after so many groups, over all orders; `In run`, the
        new ones of the run that ends here; `New information (%)`, these in proportion to the codes of the base, with
        `✓` at or below the threshold; `New codes`, which they are. NA where the first run has not ended yet.

    Raises
    ------
    TableError
        When a name does not exist, nothing is coded, or base, run or threshold is none.
    """
    import pandas as pd

    rule = _rule(base, run, threshold)
    fine = Level(pick(level, Level, task=TASK, noun="level called"))
    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    if by is not None:
        of_groups = [*corpus.transcript_attributes.values(), "language"]
        pick(by, of_groups, task=TASK, noun="attribute of transcripts called")
    if not part.groups_coded:
        raise TableError(TASK, Fault("Nothing has been coded yet.", todo="Code some groups, in any order."))
    order = fieldwork(part)
    tree = codebook_rows(part.corpus.codebook, set(map(str, part.counted["code"].unique())), part.gone)
    wanted = set(with_below(part.corpus, codes or (), TASK))
    counted = [row for row in at_level(tree, fine) if not wanted or row.id in wanted]
    several = _series(part, order, counted, by, rule)
    rows = tuple(row for series in several for row in _rows(series, is_nested=by is not None))
    cells = {row_id: line for series in several for row_id, line in _cells(series, order, counted, rule).items()}
    frame = pd.DataFrame([cells.get(row.id, {}) for row in rows], index=[row.id for row in rows])
    columns = [DATE, NEW, SO_FAR, ANY_ORDER, IN_RUN, NEW_INFORMATION, WHICH]
    kinds = {DATE: "str", WHICH: "str", ANY_ORDER: "Float64", NEW_INFORMATION: "Float64"}
    frame = frame.reindex(columns=columns).astype({name: kinds.get(name, "Int64") for name in columns})
    saturated = Saturated(
        part, rule, fine, order, tuple((one.name or EVERY, len(one.groups), one.curve) for one in several), len(counted)
    )
    return Table(
        frame=frame,
        title=f"New {fine} by group, in order of fieldwork",
        index_label="Group",
        rows=rows,
        notes=notes(saturated),
        decimals=1,
        measures=("", fine.value, fine.value, fine.value, fine.value, NEW_INFORMATION, ""),
        name=f"saturation-by-{by}" if by else "saturation",
        facts=facts(
            part,
            ("Base", f"{len(part.groups_coded)} groups with codings"),
            *([("Codes", ", ".join(row.label for row in counted) or "none")] if codes else []),
            ("Rule", f"base {rule.base} groups, run {rule.run}, threshold {100 * rule.threshold:g} %"),
        ),
        marks={
            (one.id_of(group), NEW_INFORMATION): REACHED
            for one in several
            for group, ratio in zip(one.groups, one.curve.ratio.tolist(), strict=True)
            if ratio <= rule.threshold
        },
        behind=_behind(part, several, counted),
    )


def _rule(base: int, run: int, threshold: float) -> Rule:
    if base < 1 or run < 1:
        raise TableError(TASK, Fault("Base and run are 1 group at least.", todo="For example: base 4, run 2."))
    if not 0 <= threshold < 1:
        fault = Fault(f"A threshold of {100 * threshold:g} % is none.", todo="Give one from 0 to 99 %; 5 is usual.")
        raise TableError(TASK, fault)
    return Rule(base, run, threshold)


def _series(part: Part, order: Fieldwork, codes: Sequence[Row], by: str | None, rule: Rule) -> list[_Series]:
    import pandas as pd

    units = pd.DataFrame({"group": list(order.groups)}, dtype="str")
    has = incidence(units, part.counted, codes, part.corpus.codebook, part.gone)
    everything = _Series("" if by is None else EVERY, order.groups, has, curve(has, rule))
    if by is None:
        return [everything]
    value = dict(zip(part.present["group"].astype(str), part.present[by].astype(str), strict=True))
    made = [everything]
    for one in in_order(value[group] for group in order.groups):
        at = [place for place, group in enumerate(order.groups) if value[group] == one]
        made.append(_Series(one, tuple(order.groups[place] for place in at), has[at], curve(has[at], rule)))
    return made


def _rows(series: _Series, *, is_nested: bool) -> list[Row]:
    if not is_nested:
        return [Row(RowKind.CODE, group, group) for group in series.groups]
    heading = Row(RowKind.THEME, f"({series.name})", series.name)
    return [
        heading,
        *(Row(RowKind.CODE, series.id_of(group), group, level=1, above=(series.name,)) for group in series.groups),
    ]


def _cells(series: _Series, order: Fieldwork, codes: Sequence[Row], rule: Rule) -> dict[str, dict[str, object]]:
    found = series.curve
    made: dict[str, dict[str, object]] = {f"({series.name})": {DATE: "", SO_FAR: int(found.so_far[-1]), WHICH: ""}}
    for at, group in enumerate(series.groups):
        ratio = float(found.ratio[at])
        has_run = at + 1 >= rule.base + rule.run
        made[series.id_of(group)] = {
            DATE: order.dates.get(group),
            NEW: int(found.new[at]),
            SO_FAR: int(found.so_far[at]),
            ANY_ORDER: float(found.in_any_order[at]),
            IN_RUN: int(found.in_run[at]) if has_run else None,
            NEW_INFORMATION: None if ratio != ratio else 100 * ratio,
            WHICH: "; ".join(codes[code].label for code in found.first_at(at)) or NONE,
        }
    return made


NONE: Final = "none"


def _behind(part: Part, several: Sequence[_Series], codes: Sequence[Row]) -> Callable[[str, str], Sequence[Passage]]:
    place = {one.id_of(group): (one, at) for one in several for at, group in enumerate(one.groups)}

    def behind(row: str, column: str) -> Sequence[Passage]:
        if column not in {NEW, WHICH} or row not in place:
            return ()
        series, at = place[row]
        new = [codes[code].id for code in series.curve.first_at(at)]
        wanted = {code for one in new for code in codes_under(one, part.corpus.codebook, part.gone)}
        counted = part.counted
        return part.passages(counted[counted["code"].isin(wanted) & (counted["group"] == series.groups[at])])

    return behind

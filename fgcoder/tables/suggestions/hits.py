"""How often suggestions were right: precision, recall and hit at 1, 3 and 5; overall, by language and by code.

Suggestions that were seen and those that were withheld stand side by side, since the first kind influences what it is
measured by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.model import Codebook
from fgcoder.tables.figures import Cell, framed, with_base, with_interval
from fgcoder.tables.intervals import Estimate, Sample, estimate
from fgcoder.tables.selection import in_order
from fgcoder.tables.suggestions.notes import interval_note
from fgcoder.tables.suggestions.visits import Arm
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEPTHS: Final = (1, 3, 5)
DEEPEST: Final = DEPTHS[-1]
MEASURES: Final = {f"{kind}@{depth}": (kind, depth) for kind in ("precision", "recall", "hit") for depth in DEPTHS}
"""Each measure's kind and depth, by id."""
FEW: Final = 10
"""Below this base a code's figures say little."""


def measured(arm: Arm, measure: str) -> Sample:
    """Count what a measure sets in proportion, visit by visit.

    With k the depth, precision is the codes applied among the first k listed / the codes listed among the first k;
    recall the same / the codes applied; hit is visits with such a code / visits with any code.
    """
    kind, depth = MEASURES[measure]
    right = arm.right(depth)
    if kind == "precision":
        return arm.sample(right.sum(axis=1), arm.listed(depth).sum(axis=1))
    if kind == "recall":
        return arm.sample(right.sum(axis=1), arm.applied.sum(axis=1))
    return arm.sample(right.sum(axis=1) > 0, arm.applied.sum(axis=1) > 0)


def overall_table(arms: Mapping[str, Arm], notes: Sequence[str]) -> Table:
    """Give the measures over all visits; a row for each measure, the columns for each arm."""
    rows = [Row(RowKind.CODE, measure, _label(measure)) for measure in MEASURES]
    figures = [{name: estimate(measured(arm, measure)) for name, arm in arms.items()} for measure in MEASURES]
    return _table("How often suggestions were right", "Measure", rows, figures, notes)


def language_table(arms: Mapping[str, Arm]) -> Table:
    """Give the measures by language of the transcript: under each measure a row for each language."""
    languages = in_order(str(name) for arm in arms.values() for name in arm.languages)
    rows, figures = [], []
    for measure in MEASURES:
        samples = {name: measured(arm, measure) for name, arm in arms.items()}
        rows.append(Row(RowKind.THEME, measure, _label(measure)))
        figures.append({name: estimate(sample) for name, sample in samples.items()})
        for language in languages:
            rows.append(Row(RowKind.CODE, f"{measure}/{language}", language, 1, (_label(measure),)))
            figures.append(
                {name: estimate(_where(sample, arms[name].languages == language)) for name, sample in samples.items()}
            )
    title = "How often suggestions were right, by language"
    return _table(title, "Measure and language", rows, figures, ["Measures as in the table over all languages."])


def code_table(arm: Arm, name: str, codebook: Codebook) -> Table:
    """Give for each code how often it was right where it was listed, and how often listed where it was applied."""
    listed = arm.listed(DEEPEST)
    right = {depth: arm.right(depth) for depth in DEPTHS}
    rows, cells, estimates = [], [], []
    few = 0
    for at, code in enumerate(arm.codes):
        precision = estimate(arm.sample(right[DEEPEST][:, at], listed[:, at]))
        recalls = {depth: estimate(arm.sample(right[depth][:, at], arm.applied[:, at])) for depth in DEPTHS}
        if not (precision.of or recalls[DEEPEST].of):
            continue
        above = tuple(codebook.label(theme) for theme in codebook.path_of.get(code, ()))
        rows.append(Row(RowKind.CODE, code, codebook.label(code), above=above))
        line: dict[str, Cell] = {"Listed": precision.of} | with_interval("Right", precision)
        line["Applied"] = recalls[DEEPEST].of
        for depth, recall in recalls.items():
            line |= with_interval(f"In first {depth}", recall)
        cells.append(line)
        estimates += [precision, *recalls.values()]
        few += min(precision.of, recalls[DEEPEST].of) < FEW
    silent = sum(code.id not in {row.id for row in rows} for code in codebook.codes)
    notes = [
        f"Listed: visits with the code among the first {DEEPEST}. Right: the share of them where it was applied "
        "(precision). Applied: visits where the code was applied. In first 1, 3, 5: the share of them where it was "
        "listed so far up (recall; of a single code that is its hit, too).",
        *([f"Small base: {few} of {len(rows)} codes were listed or applied fewer than {FEW} times."] if few else []),
        *([f"Left out: {silent} codes neither listed so far up nor applied."] if silent else []),
        interval_note(estimates),
    ]
    return Table(framed(rows, cells), f"Suggestions by code: {name.lower()}", "Code", tuple(rows), tuple(notes))


def _table(
    title: str, heading: str, rows: Sequence[Row], figures: Sequence[Mapping[str, Estimate]], notes: Sequence[str]
) -> Table:
    cells: list[dict[str, Cell]] = []
    for line in figures:
        cells.append({})
        for name, figure in line.items():
            cells[-1] |= with_base(name, figure)
    said = interval_note([figure for line in figures for figure in line.values()])
    return Table(framed(rows, cells), title, heading, tuple(rows), (*notes, said))


def _label(measure: str) -> str:
    kind, depth = MEASURES[measure]
    return f"{kind.capitalize()} at {depth}"


def _where(sample: Sample, kept: NDArray[np.bool_]) -> Sample:
    return Sample(sample.hits * kept, sample.base * kept, sample.transcripts, sample.segments)

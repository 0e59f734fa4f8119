"""What replays came to, as a table: a block for each measure, in it the ways of suggesting, over the stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fgcoder.suggesting.evaluation import ALL_LANGUAGES
from fgcoder.suggesting.measures import BINS
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    from fgcoder.suggesting.evaluation import Outcome

SPREAD = " SD"
"""What the heading of a standard deviation adds to that of its mean."""
MEASURES = {
    "hit_1": "hit@1",
    "hit_5": "hit@5",
    "recall_5": "recall@5",
    "average_precision": "mean average precision",
    "calibration_error": "calibration error",
    "calibration_error_first": "calibration error, first suggestion",
}
"""The headings of the measures, by their names in `Measures`."""


def heading(stage: int) -> str:
    """Give the heading of the column of a stage."""
    return f"after {stage}"


def evaluation_table(outcome: Outcome, title: str) -> Table:
    """Give the figures of all languages, measures, methods and stages as one table.

    Each stage has two columns: the mean over the replays and, as `X SD`, its standard deviation.
    """
    import pandas as pd

    rows: list[Row] = []
    cells: list[dict[str, float | None]] = []
    for language in outcome.languages:
        above = () if language == ALL_LANGUAGES else (language,)
        if above:
            rows.append(Row(RowKind.THEME, language, language))
            cells.append({})
        for name, measure in MEASURES.items():
            rows.append(Row(RowKind.THEME, "/".join((*above, name)), measure, len(above), above))
            cells.append({})
            for method in outcome.methods:
                if name.startswith("calibration") and not method.probabilities:
                    continue
                identity = "/".join((*above, name, method.name))
                rows.append(Row(RowKind.CODE, identity, method.name, len(above) + 1, (*above, measure)))
                cells.append(_figures(outcome, language, method.name, name))
    columns = [column for stage in outcome.stages for column in (heading(stage), heading(stage) + SPREAD)]
    frame = pd.DataFrame(cells, index=[row.id for row in rows], columns=columns, dtype="object")
    return Table(frame, title, "Measure and way of suggesting", tuple(rows), _notes(outcome), decimals=3)


def _figures(outcome: Outcome, language: str, method: str, name: str) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for stage in outcome.stages:
        mean, spread = outcome.figure(language, stage, method, name)
        found |= {heading(stage): mean, heading(stage) + SPREAD: spread}
    return found


def _notes(outcome: Outcome) -> tuple[str, ...]:
    replays = (
        f"Means and standard deviations over {outcome.replays} replays, each with a draw of its own."
        if outcome.replays > 1
        else "One replay, since all would be the same."
    )
    counts = "; ".join(
        (f"{language}: " if language != ALL_LANGUAGES else "") + _range(judged)
        for language, judged in outcome.judged.items()
    )
    notes = [
        f"{replays} Rows judged, none of them decided at any stage: {counts}. Their texts were known beforehand, "
        "their codes were not.",
        "hit@k: rows with a right code among the first k, of those with any code. recall@5: of a row's codes those "
        "among the first five. Mean average precision: over codes, each ordering all rows. Calibration error: how far "
        f"stated probabilities are from the shares that were right, in {BINS} bins; 0 is best.",
        "Decided means that the codes people gave counted as confirmed and all others as not given. A dash: nothing "
        "to learn from yet.",
    ]
    if outcome.left_out:
        stages = ", ".join(map(str, outcome.left_out))
        notes.append(f"Left out, since too few rows would be left to judge: after {stages}.")
    return tuple(notes)


def _range(counts: tuple[int, ...]) -> str:
    low, high = min(counts), max(counts)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"

"""Whether seeing suggestions changes what people code: visits with them against visits drawn to go without.

Only segments that were subject to a random draw are compared, so that chance alone decided who saw a list, and a
difference beyond chance is the list's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fgcoder.model import Codebook
from fgcoder.tables.figures import BASE, DIFFERENCE, Cell, framed, with_interval
from fgcoder.tables.intervals import Estimate, Sample, difference
from fgcoder.tables.selection import in_order
from fgcoder.tables.suggestions.hits import DEEPEST
from fgcoder.tables.suggestions.notes import coders, interval_note
from fgcoder.tables.suggestions.visits import Arm, Visit
from fgcoder.tabular import Row, RowKind, Table
from fgcoder.wording import counted

SMALL: Final = 30
"""Visits in an arm below which a reader is warned."""
ARMS: Final = ("Seen", "Unseen")
"""The names of the columns, and of the arms in the notes."""

Pair = tuple[Sample, Sample]


def influence_table(seen: Arm, unseen: Arm, others: Sequence[Visit]) -> Table:
    """Give what was coded with suggestions and without, and the difference.

    Parameters
    ----------
    seen, unseen
        Visits that were subject to a draw: with the list on screen, and drawn to go without.
    others
        Visits that were subject to a draw and at which the coder had hidden the list.
    """
    measures = (
        ("listed", f"Listed codes applied (first {DEEPEST})", True),
        ("any", "Visits with any code", True),
        ("mean", "Codes a visit", False),
    )
    rows, cells, estimates = [], [], []
    for measure, label, is_share in measures:
        pair = (_measured(seen, measure), _measured(unseen, measure))
        estimates.append(difference(*pair, is_share=is_share))
        rows.append(Row(RowKind.CODE, measure, label))
        cells.append(_line(pair, estimates[-1]))
    notes = (
        "Compared: visits to segments that were subject to a random draw for blind coding "
        f"({_draws([*seen.visits, *unseen.visits])}), with a list. Seen: not drawn, the list on screen "
        f"({counted(len(seen.visits), 'visit')}, by {coders(seen.visits)}). Unseen: drawn, the list withheld, codes "
        f"from before it was revealed ({counted(len(unseen.visits), 'visit')}, by {coders(unseen.visits)}).",
        "Listed codes applied is the most direct measure: the codes of the list, shown or withheld, that the coder "
        "applied. Were suggestions without influence, both shares would be alike.",
        *_small(seen, unseen),
        *_by_choice(others),
        interval_note(estimates),
    )
    return Table(framed(rows, cells), "What seeing suggestions changes", "Measure", tuple(rows), notes)


def influence_by_code(seen: Arm, unseen: Arm, codebook: Codebook) -> Table:
    """Give for each code the share of visits that have it, with suggestions and without; largest difference first."""
    found: list[tuple[Row, Mapping[str, Cell], Estimate]] = []
    for at, code in enumerate(seen.codes):
        pair = (_with_code(seen, at), _with_code(unseen, at))
        if not any(sample.hits.any() for sample in pair):
            continue
        above = tuple(codebook.label(theme) for theme in codebook.path_of.get(code, ()))
        figure = difference(*pair)
        found.append((Row(RowKind.CODE, code, codebook.label(code), above=above), _line(pair, figure), figure))
    found.sort(key=lambda line: -abs(line[2].value or 0.0))
    apart = sum(
        figure.low is not None and figure.high is not None and not figure.low <= 0 <= figure.high
        for _, _, figure in found
    )
    notes = (
        f"The share of visits that have the code. Intervals that leave out zero: {apart} of {len(found)}. About one in "
        "twenty does so by chance alone, so take a single code's as a hint.",
        *_small(seen, unseen),
        interval_note([figure for _, _, figure in found]),
    )
    rows = tuple(row for row, _, _ in found)
    return Table(
        framed(rows, [cells for _, cells, _ in found]), "What seeing suggestions changes, by code", "Code", rows, notes
    )


def _measured(arm: Arm, measure: str) -> Sample:
    import numpy as np

    every = np.ones(len(arm.visits), dtype=np.bool_)
    if measure == "listed":
        return arm.sample(arm.right(DEEPEST).sum(axis=1), arm.listed(DEEPEST).sum(axis=1))
    if measure == "any":
        return arm.sample(arm.applied.sum(axis=1) > 0, every)
    return arm.sample(arm.applied.sum(axis=1), every)


def _with_code(arm: Arm, column: int) -> Sample:
    import numpy as np

    return arm.sample(arm.applied[:, column], np.ones(len(arm.visits), dtype=np.bool_))


def _line(pair: Pair, figure: Estimate) -> dict[str, Cell]:
    line: dict[str, Cell] = {}
    for name, sample in zip(ARMS, pair, strict=True):
        hits, base = sample.counts
        line |= {name: hits / base if base else None, f"{name}{BASE}": base}
    return line | with_interval(DIFFERENCE, figure)


def _draws(visits: Sequence[Visit]) -> str:
    draws = in_order(visit.draw for visit in visits)
    named = ", ".join(draws)
    return f"share/seed {named}" if len(draws) == 1 else f"{len(draws)} draws pooled, share/seed {named}"


def _small(seen: Arm, unseen: Arm) -> list[str]:
    """Warn of arms in which a single visit weighs a lot."""
    return [
        f"Small base: only {counted(len(arm.visits), 'visit')} {name.lower()}, so that one visit is "
        f"{100 / len(arm.visits):.0f} points."
        for name, arm in zip(ARMS, (seen, unseen), strict=True)
        if len(arm.visits) < SMALL
    ]


def _by_choice(others: Sequence[Visit]) -> list[str]:
    """Say what cannot be compared, as the coder and not chance decided."""
    if not others:
        return []
    return [
        f"Not compared: {counted(len(others), 'visit')} by {coders(others)}, who had hidden the suggestions: "
        "that was a choice, not chance."
    ]

"""What `fgcoder evaluate` gives out: figures with their spread, for people, for files and for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fgcoder.cli.giving import give

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.coded_table import CodedTable
    from fgcoder.suggesting.evaluation import Outcome
    from fgcoder.tabular import Table

FIRST_COLUMN, ONE_LINE = 36, 17
"""Characters that the row labels and a stage with its standard deviation beside it take on the terminal."""


def give_outcome(
    outcome: Outcome, table: CodedTable, setting: str, made_in: str | None, output: Path | None, *, json: bool
) -> None:
    """Give the figures: as JSON, to a file, in a format, or laid out for the terminal.

    Parameters
    ----------
    outcome
        What the replays came to.
    table
        What was replayed.
    setting
        Codebook and model, for the notes.
    made_in, output
        The format and the file that were asked for.
    json
        Whether JSON was asked for.

    Raises
    ------
    TableError
        If there is no such format, or the file cannot be written.
    """
    from dataclasses import replace

    from fgcoder.suggesting.evaluation_table import evaluation_table

    made = evaluation_table(outcome, f"Suggestions for {table.path.name}")
    repeated = len(table.texts) - len({" ".join(text.split()) for text in table.texts})
    about = f"{len(table.texts):,} rows, {setting}."
    if repeated:
        about += f" {repeated:,} rows repeat the text of another; a repeated text is easier where the other is decided."
    made = replace(made, notes=(about, *made.notes))
    if json:
        _give_json(outcome, made)
    else:
        give(made, made_in, output, _show)


def _give_json(outcome: Outcome, made: Table) -> None:
    from json import dumps

    from fgcoder.suggesting.evaluation_table import MEASURES

    figures = []
    for language, stage, method in outcome.results:
        for name in MEASURES:
            mean, spread = outcome.figure(language, stage, method, name)
            if mean is not None:
                about = {"language": language or None, "after": stage, "method": method, "measure": name}
                figures.append({**about, "mean": mean, "sd": spread})
    told = {
        "after": outcome.stages,
        "left_out": outcome.left_out,
        "replays": outcome.replays,
        "judged": {language or "all": counts for language, counts in outcome.judged.items()},
        "figures": figures,
        "notes": made.notes,
    }
    typer.echo(dumps(told, ensure_ascii=False, indent=2))


def _show(made: Table, console: Console) -> None:
    from fgcoder.cli.figures import print_tables

    stages = len(made.columns) // 2
    between = " ± " if FIRST_COLUMN + ONE_LINE * stages <= console.width else "\n± "
    print_tables([_in_one_column(made, between)], console)


def _in_one_column(made: Table, between: str) -> Table:
    """Draw each figure and its standard deviation together, as people read them."""
    from dataclasses import replace

    import pandas as pd

    from fgcoder.suggesting.evaluation_table import SPREAD
    from fgcoder.tabular import NO_DATA, RowKind

    printed = pd.DataFrame(made.printed(), index=made.frame.index, columns=list(made.columns), dtype="object")
    drawn = pd.DataFrame(index=made.frame.index, dtype="object")
    for name in (column for column in made.columns if not column.endswith(SPREAD)):
        means, spreads = printed[name], printed[name + SPREAD]
        drawn[name] = [
            mean if spread == NO_DATA else f"{mean}{between}{spread}"
            for mean, spread in zip(means, spreads, strict=True)
        ]
    drawn.loc[[row.id for row in made.rows if row.kind is RowKind.THEME]] = ""
    return replace(made, frame=drawn)

"""`fgcoder table agreement`: how far coders agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.tables.behind import Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import Codes, Level, MadeIn, Output, Picture, Plot, show_plot

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Table

ROOM_FOR_COUNTS = 120
"""Columns of a terminal from which an agreement table is printed in full."""


def agreement_table(
    context: typer.Context,
    coders: Coders = None,
    where: Where = None,
    order: Annotated[
        str, typer.Option("--order", help="codebook, or lowest for the codes first on which coders agree least.")
    ] = "codebook",
    level: Level = "all",
    codes: Codes = None,
    minimum: Annotated[
        int, typer.Option("--minimum", min=0, help="Leave out rows that fewer of the segments judged were given.")
    ] = 0,
    behind: Behind = None,
    column: InColumn = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    made_in: MadeIn = None,
    output: Output = None,
    picture: Picture = None,
    plot: Plot = False,
) -> None:
    """Say how far coders agree: Cohen's kappa and Krippendorff's alpha, code by code, with what they rest on.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.tables.agreement.behind import AGREEMENT
    from fgcoder.tables.agreement.table import agreement

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture, plot)
    with making(context.obj, wanted) as made:
        table = agreement(
            made.corpus,
            made.store.decisions(),
            coders=coders,
            where=conditions(where),
            order=order,
            level=level,
            codes=codes,
            minimum=minimum,
        )
        shown = show_plot if plot else _show_agreement
        made.give(table, shown, lambda _: [AGREEMENT])


def _show_agreement(table: Table, console: Console) -> None:
    """Print the table; without the counts behind the figures where they would push the names of the codes out."""
    from dataclasses import replace

    from fgcoder.cli.figures import print_tables
    from fgcoder.tables.agreement.behind import COUNTS

    if console.width < ROOM_FOR_COUNTS:
        note = f"The counts behind the figures need a terminal of {ROOM_FOR_COUNTS} columns, or a --format."
        table = replace(table.without(*COUNTS), notes=(*table.notes, note))
    print_tables([table], console)

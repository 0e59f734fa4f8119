"""`fgcoder table cooccurrence`: which codes come up together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.tables.behind import Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import MadeIn, Moderator, Order, Output, Picture, Plot, show, show_plot

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Row, Table


def cooccurrence_table(
    context: typer.Context,
    within: Annotated[
        str, typer.Option("--within", help="How near: segment, turn, or how many turns apart: 1, 2 …")
    ] = "segment",
    level: Annotated[str, typer.Option("--level", help="codes or themes.")] = "codes",
    measure: Annotated[
        str, typer.Option("--measure", help="count, or jaccard: the share of those with both among those with either.")
    ] = "count",
    codes: Annotated[
        list[str] | None,
        typer.Option("--code", help="Only this code, or the codes of this theme; may be given several times."),
    ] = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="List pairs, the most frequent first, or with --order label by the alphabet."),
    ] = False,
    minimum: Annotated[
        int, typer.Option("--minimum", min=1, help="Leave out codes, or with --pairs pairs, that come up less often.")
    ] = 1,
    order: Order = "codebook",
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    behind: Behind = None,
    column: InColumn = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    made_in: MadeIn = None,
    output: Output = None,
    picture: Picture = None,
    plot: Plot = False,
) -> None:
    """Count how often two codes come up in the same segment, in the same turn or a few turns apart.

    Without `--format` and `--output` the table is laid out for the terminal: its lower half, the columns by number.
    """
    from fgcoder.tables.cooccurrence.table import BOTH, cooccurrence

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture, plot)
    with making(context.obj, wanted) as made:
        table = cooccurrence(
            made.corpus,
            within=within,
            level=level,
            measure=measure,
            pairs=pairs,
            minimum=minimum,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
            codes=codes,
            order=order,
        )

        def with_others(row: Row) -> list[str]:
            return [name for name, other in zip(table.columns, table.rows, strict=True) if other.id != row.id]

        show_it, usual = (_show_pairs, lambda _: [BOTH]) if pairs else (_show_square, with_others)
        made.give(table, show_plot if plot else show_it, usual)


def _show_pairs(table: Table, console: Console) -> None:
    """Print the list; the labels of the rows have both codes already."""
    from fgcoder.tables.cooccurrence.table import CODE, OTHER

    show(table.without(CODE, OTHER), console)


def _show_square(table: Table, console: Console) -> None:
    """Print the half below the diagonal, with numbers over the columns, as correlations are printed."""
    from dataclasses import replace

    from rich.text import Text

    from fgcoder.cli.tables.blocks import Column, print_in_blocks
    from fgcoder.tabular import RowKind

    rows = tuple(
        replace(row, kind=RowKind.CODE, label=f"{number} {row.label}") for number, row in enumerate(table.rows, 1)
    )
    printed = table.printed()
    columns = []
    for across in range(len(rows)):
        cells = []
        for down, line in enumerate(printed):
            style = "bold" if down == across else "dim" if line[across] in NONE else ""
            cells.append(Text(line[across] if down >= across else "", style=style))
        columns.append(Column(str(across + 1), tuple(cells)))
    print_in_blocks(replace(table, rows=rows), columns, console)


NONE = ("0", "0.00", "–")

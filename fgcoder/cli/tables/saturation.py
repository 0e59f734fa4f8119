"""`fgcoder table saturation` and `table coverage`: whether later groups bring new codes, and where each code is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.tables.behind import BY_DEFAULT, Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import Codes, Level, MadeIn, Minimum, Moderator, Order, Output, Picture, show

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Table


def saturation_table(
    context: typer.Context,
    by: Annotated[
        str | None, typer.Option("--by", help="Do it for each value of an attribute, too: country, sector …")
    ] = None,
    base: Annotated[int, typer.Option("--base", help="How many groups make up the base.")] = 4,
    run: Annotated[int, typer.Option("--run", help="How many groups make up a run.")] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", help="At what per cent of new codes, or below, saturation is reached.")
    ] = 5,
    level: Annotated[str, typer.Option("--level", help="What counts as new: codes or themes.")] = "codes",
    codes: Annotated[
        list[str] | None,
        typer.Option("--code", help="Only this code, or the codes of this theme, count; may be given several times."),
    ] = None,
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
) -> None:
    """List the groups in order of fieldwork with the codes that each brings for the first time.

    New codes in a run of groups are held against those of the base, after Guest, Namey and Chen (2020).

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.tables.saturation.table import NEW, saturation

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture)
    with making(context.obj, wanted) as made:
        table = saturation(
            made.corpus,
            by=by,
            base=base,
            run=run,
            threshold=threshold / 100,
            level=level,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
            codes=codes,
        )
        made.give(table, _show_saturation, lambda _: [NEW])


def coverage_table(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option("--by", help=f"What the groups are told apart by: country, sector, language … {BY_DEFAULT}"),
    ] = None,
    level: Level = "all",
    codes: Codes = None,
    minimum: Minimum = 0,
    coders: Coders = None,
    where: Where = None,
    order: Order = "codebook",
    moderator: Moderator = False,
    behind: Behind = None,
    column: InColumn = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    made_in: MadeIn = None,
    output: Output = None,
    picture: Picture = None,
) -> None:
    """Say in how many groups and countries each code occurs, and where it came up first.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.tables.saturation.coverage import GROUPS, coverage

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture)
    with making(context.obj, wanted) as made:
        table = coverage(
            made.corpus,
            by=by or made.axis,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
            level=level,
            codes=codes,
            minimum=minimum,
            order=order,
        )
        made.give(table, show, lambda _: [GROUPS])


def _show_saturation(table: Table, console: Console) -> None:
    """Print the table, the new codes beneath it: their names would leave the figures no room."""
    from dataclasses import replace

    from fgcoder.tables.saturation.table import EVERY, NEW, WHICH

    lines = zip(table.rows, table.frame[NEW].fillna(0), table.frame[WHICH], strict=True)
    named = [f"New in {row.label}: {which}." for row, new, which in lines if new and row.above in ((), (EVERY,))]
    show(replace(table.without(WHICH), notes=(*named, *table.notes)), console)

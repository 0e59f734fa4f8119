"""`fgcoder table saturation` and `table coverage`: whether later groups bring new codes, and where each code is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.giving import give
from fgcoder.cli.tables.sharing import Coders, MadeIn, Moderator, Output, Picture, Where, conditions, show
from fgcoder.cli.tables.words import with_words

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
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    made_in: MadeIn = None,
    output: Output = None,
    picture: Picture = None,
) -> None:
    """List the groups in order of fieldwork with the codes that each brings for the first time.

    New codes in a run of groups are held against those of the base, after Guest, Namey and Chen (2020).

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.saturation.table import saturation

    at: Context = context.obj
    with at.current_store() as store:
        corpus = coded_corpus(store, codebook_of(at.study))
        table = saturation(
            corpus,
            by=by,
            base=base,
            run=run,
            threshold=threshold / 100,
            level=level,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
        )
        table = with_words(at, store, corpus, table, made_in, output)
    give(table, made_in, output, _show_saturation, picture=picture)


def coverage_table(
    context: typer.Context,
    by: Annotated[str, typer.Option("--by", help="What the groups are told apart by: country, sector, language …")] = (
        "country"
    ),
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    made_in: MadeIn = None,
    output: Output = None,
    picture: Picture = None,
) -> None:
    """Say in how many groups and countries each code occurs, and where it came up first.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.saturation.coverage import coverage

    at: Context = context.obj
    with at.current_store() as store:
        corpus = coded_corpus(store, codebook_of(at.study))
        table = coverage(
            corpus,
            by=by,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
        )
        table = with_words(at, store, corpus, table, made_in, output)
    give(table, made_in, output, show, picture=picture)


def _show_saturation(table: Table, console: Console) -> None:
    """Print the table, the new codes beneath it: their names would leave the figures no room."""
    from dataclasses import replace

    from fgcoder.tables.saturation.table import EVERY, NEW, WHICH

    lines = zip(table.rows, table.frame[NEW].fillna(0), table.frame[WHICH], strict=True)
    named = [f"New in {row.label}: {which}." for row, new, which in lines if new and row.above in ((), (EVERY,))]
    show(replace(table, frame=table.frame.drop(columns=WHICH), notes=(*named, *table.notes)), console)

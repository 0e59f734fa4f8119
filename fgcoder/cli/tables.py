"""`fgcoder table`: what the codings come to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.giving import console_for_tables, give
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.storage.store import Store
    from fgcoder.tabular import Table

ROOM_FOR_COUNTS = 120
"""Columns of a terminal from which an agreement table is printed in full."""

app = typer.Typer(help="Make tables of the codings.", no_args_is_help=True)


@app.command("frequency")
def frequency_table(
    context: typer.Context,
    by: Annotated[
        str, typer.Option("--by", help="What the columns are: country, sector, stakeholders, language, group, coder …")
    ] = "country",
    counting: Annotated[
        str, typer.Option("--count", help="What is counted: segments, codings, participants or groups.")
    ] = "segments",
    coders: Annotated[
        list[str] | None, typer.Option("--of", help="Only this coder's codings; may be given several times.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="Only a part, as ATTRIBUTE=VALUE; may be given several times.")
    ] = None,
    order: Annotated[str, typer.Option("--order", help="codebook, or total for the most frequent first.")] = "codebook",
    moderator: Annotated[bool, typer.Option("--moderator", help="Count what the moderator says, too.")] = False,
    made_in: Annotated[str | None, typer.Option("--format", help="csv, xlsx, markdown or html.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; stdout by default.")] = None,
) -> None:
    """Count codes and themes by country or another attribute.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    at: Context = context.obj
    with at.current_store() as store:
        table = _frequency(at, store, by, counting, coders, _conditions(where), order, include_moderator=moderator)
    give(table, made_in, output, _show)


@app.command("agreement")
def agreement_table(
    context: typer.Context,
    coders: Annotated[
        list[str] | None, typer.Option("--of", help="Only these coders; may be given several times.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="Only a part, as ATTRIBUTE=VALUE; may be given several times.")
    ] = None,
    order: Annotated[
        str, typer.Option("--order", help="codebook, or lowest for the codes first on which coders agree least.")
    ] = "codebook",
    made_in: Annotated[str | None, typer.Option("--format", help="csv, xlsx, markdown or html.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; stdout by default.")] = None,
) -> None:
    """Say how far coders agree: Cohen's kappa and Krippendorff's alpha, code by code, with what they rest on.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.agreement import agreement

    at: Context = context.obj
    with at.current_store() as store:
        table = agreement(
            coded_corpus(store, codebook_of(at.study)),
            store.decisions(),
            coders=coders,
            where=_conditions(where),
            order=order,
        )
    give(table, made_in, output, _show_agreement)


def _show_agreement(table: Table, console: Console) -> None:
    """Print the table; without the counts behind the figures where they would push the names of the codes out."""
    from dataclasses import replace

    from fgcoder.cli.figures import print_tables
    from fgcoder.tables.agreement import COUNTS

    if console.width < ROOM_FOR_COUNTS:
        note = f"The counts behind the figures need a terminal of {ROOM_FOR_COUNTS} columns, or a --format."
        table = replace(table, frame=table.frame.drop(columns=list(COUNTS)), notes=(*table.notes, note))
    print_tables([table], console)


def show_table(at: Context, store: Store) -> None:
    """Print the country table."""
    table = _frequency(at, store, "country", "segments", None, {}, "codebook", include_moderator=False)
    _show(table, console_for_tables())


def _frequency(
    at: Context,
    store: Store,
    by: str,
    counting: str,
    coders: list[str] | None,
    where: dict[str, list[str]],
    order: str,
    *,
    include_moderator: bool,
) -> Table:
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.frequency import frequency

    corpus = coded_corpus(store, codebook_of(at.study))
    return frequency(
        corpus,
        by=by,
        counting=counting,
        coders=coders,
        where=where,
        order=order,
        include_moderator=include_moderator,
    )


def _conditions(where: list[str] | None) -> dict[str, list[str]]:
    conditions: dict[str, list[str]] = {}
    for one in where or []:
        attribute, equals, value = one.partition("=")
        if not equals:
            fault = Fault(
                f"`{one}` is not of the form ATTRIBUTE=VALUE.", todo="For example: --where sector='public health'."
            )
            raise TableError("The table was not made.", fault)
        conditions.setdefault(attribute.strip(), []).append(value.strip())
    return conditions


def _show(table: Table, console: Console) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table as Grid

    from fgcoder.tabular import RowKind

    grid = Grid(box=SIMPLE_HEAD, title=f"[bold]{escape(table.title)}[/]", title_justify="left", pad_edge=False)
    grid.add_column(table.index_label)
    for column in table.columns:
        grid.add_column(escape(column), justify="right", style="bold" if column in table.total_columns else "")
    last = None
    for row, cells in zip(table.rows, table.printed(), strict=True):
        if row.kind is RowKind.BASE and last is not RowKind.BASE:
            grid.add_section()
        style = {RowKind.THEME: "bold", RowKind.BASE: "dim"}.get(row.kind, "")
        grid.add_row("  " * row.level + escape(row.label), *cells, style=style)
        last = row.kind
    console.print(grid)
    for note in table.notes:
        console.print(escape(note), style="dim")

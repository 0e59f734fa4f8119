"""`fgcoder suggest report`: how often suggestions were right, and whether seeing them changed what was coded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.giving import console_for_tables, formats, give, refuse_on_terminal, say_written
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from fgcoder.tables.suggestions.table import SuggestionReport
    from fgcoder.tabular import Table

JOINED = "markdown"
"""The format of which several tables can stand in one file."""
TASK = "The report was not written."


def report(
    context: typer.Context,
    coders: Annotated[
        list[str] | None,
        typer.Option("--coder", "--of", help="Only this coder's decisions; may be given several times."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--table",
            help="Only this table: overall, language, code, code-unseen, influence or influence-code; "
            "may be given several times.",
        ),
    ] = None,
    made_in: Annotated[str | None, typer.Option("--format", help=formats())] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; of several tables each has a file, save in Markdown."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say how often suggestions were right, and whether seeing them changed what was coded.

    Both are read off the record of decisions: what was on screen, and what was withheld from segments drawn at random
    for blind coding. Without `--format` and `--output` the tables are laid out for the terminal.
    """
    from fgcoder.cli.console import stderr
    from fgcoder.cli.figures import print_tables

    at: Context = context.obj
    made = _made(at, coders)
    tables = _chosen(made, only)
    if json:
        _give_json(made, tables)
        return
    if len(tables) == 1:
        give(next(iter(tables.values())), made_in, output, lambda table, console: print_tables([table], console))
    elif output is not None:
        _save(tables, output, made_in)
    elif made_in is not None:
        _pipe(tables, made_in)
    else:
        print_tables(list(tables.values()), console_for_tables())
    if not only:
        console = console_for_tables() if output is None and made_in is None else stderr
        for words in made.missing:
            console.print(words, markup=False)


def _made(at: Context, coders: list[str] | None) -> SuggestionReport:
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.record.decisions import following
    from fgcoder.tables.suggestions.table import suggestion_report

    with at.current_store() as store:
        languages = {name: transcript.language for name, transcript in store.transcripts().items()}
        book = codebook_of(at.study)
        return suggestion_report(following(store.decisions(), book), languages, book, of=coders, draw=at.study.draw)


def _chosen(made: SuggestionReport, only: list[str] | None) -> Mapping[str, Table]:
    from fgcoder.tables.selection import pick
    from fgcoder.tables.suggestions.table import TABLES

    if not only:
        return made.tables
    wanted = {pick(name, TABLES, task=TASK, noun="table") for name in only}
    for name in TABLES:
        if name in wanted and name not in made.tables:
            todo = (
                " ".join(made.missing) or "No segment with its suggestions on screen, or drawn to go without, is in it."
            )
            raise TableError(TASK, Fault(f"The record does not allow for the table '{name}'.", todo=todo))
    return {name: table for name, table in made.tables.items() if name in wanted}


def _save(tables: Mapping[str, Table], output: Path, made_in: str | None) -> None:
    """Write all tables to one file in Markdown, else each to a file of its own beside it."""
    from fgcoder import export
    from fgcoder.files import write_atomically

    made = export.format_of(output) if made_in is None else export.format_named(made_in)
    if made.name != JOINED:
        for name, table in tables.items():
            path = output.with_name(f"{output.stem}-{name}{output.suffix}")
            say_written(path, export.save(table, path, made.name).name)
        return
    try:
        write_atomically(output, _joined(tables))
    except OSError as error:
        fault = Fault(f"The system says: {error.strerror}.", output, todo="Choose another place.")
        raise TableError(TASK, fault) from error
    say_written(output, made.name)


def _pipe(tables: Mapping[str, Table], made_in: str) -> None:
    import sys

    from fgcoder import export

    refuse_on_terminal(made_in)
    if export.format_named(made_in).name != JOINED:
        todo = f"Choose one with --table, or name a file with --output; there is: {', '.join(tables)}."
        raise TableError(TASK, Fault(f"{len(tables)} tables do not go into one {made_in} file.", todo=todo))
    sys.stdout.buffer.write(_joined(tables))


def _joined(tables: Mapping[str, Table]) -> bytes:
    from fgcoder import export

    return b"\n".join(export.render(table, JOINED) for table in tables.values())


def _give_json(made: SuggestionReport, tables: Mapping[str, Table]) -> None:
    from json import dumps

    told = {"tables": {name: _plain(table) for name, table in tables.items()}, "missing": list(made.missing)}
    typer.echo(dumps(told, ensure_ascii=False, indent=2))


def _plain(table: Table) -> dict[str, Any]:
    keys = [name.lower().replace(" ", "_") for name in table.columns]
    rows = [
        {"id": row.id, "label": row.label, "above": list(row.above), **dict(zip(keys, cells, strict=True))}
        for row, cells in zip(table.rows, table.values(), strict=True)
    ]
    return {"title": table.title, "rows": rows, "notes": list(table.notes)}

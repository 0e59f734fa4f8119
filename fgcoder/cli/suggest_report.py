"""`fgcoder suggest report`: how often suggestions were right, and whether seeing them changed what was coded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.context import Context
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from fgcoder.tables.suggestion_report import SuggestionReport
    from fgcoder.tabular import Table

JOINED = "markdown"
"""The format of which several tables can stand in one file."""
TASK = "The report was not written"


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
    made_in: Annotated[str | None, typer.Option("--format", help="csv, xlsx, markdown or html.")] = None,
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
    at: Context = context.obj
    made = _made(at, coders)
    tables = _chosen(made, only)
    if json:
        _give_json(made, tables)
    elif output is not None:
        _save(tables, output, made_in)
    elif made_in is not None:
        _pipe(tables, made_in)
    else:
        _show(tables, () if only else made.missing)
        return
    if not only and not json:
        from fgcoder.cli.console import stderr

        for words in made.missing:
            stderr.print(words, markup=False)


def _made(at: Context, coders: list[str] | None) -> SuggestionReport:
    from fgcoder.pipeline import codebook_of
    from fgcoder.tables.suggestion_report import suggestion_report

    with at.current_store() as store:
        languages = {name: transcript.language for name, transcript in store.transcripts().items()}
        return suggestion_report(store.decisions(), languages, codebook_of(at.study), of=coders)


def _chosen(made: SuggestionReport, only: list[str] | None) -> Mapping[str, Table]:
    from fgcoder.tables.selection import pick
    from fgcoder.tables.suggestion_report import TABLES

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
    """Write one table, or all in Markdown, to the file itself, else each to a file of its own beside it."""
    from fgcoder import export
    from fgcoder.cli.console import stderr
    from fgcoder.files import write_atomically

    made = export.format_of(output) if made_in is None else export.format_named(made_in)
    if len(tables) == 1:
        written = {output: next(iter(tables.values()))}
    elif made.name == JOINED:
        try:
            write_atomically(output, _joined(tables))
        except OSError as error:
            fault = Fault(f"The system says: {error.strerror}.", output, todo="Choose another place.")
            raise TableError(TASK, fault) from error
        stderr.print(f"Wrote {output} ({made.name}).", soft_wrap=True, markup=False)
        return
    else:
        written = {output.with_name(f"{output.stem}-{name}{output.suffix}"): table for name, table in tables.items()}
    for path, table in written.items():
        export.save(table, path, made.name)
        stderr.print(f"Wrote {path} ({made.name}).", soft_wrap=True, markup=False)


def _pipe(tables: Mapping[str, Table], made_in: str) -> None:
    import sys

    from fgcoder import export

    made = export.format_named(made_in)
    if made.name == "xlsx" and sys.stdout.isatty():
        raise TableError(TASK, Fault("an Excel file is not for the terminal.", todo="Name a file with --output FILE."))
    if made.name != JOINED and len(tables) > 1:
        todo = f"Choose one with --table, or name a file with --output; there is: {', '.join(tables)}."
        raise TableError(TASK, Fault(f"{len(tables)} tables do not go into one {made.name} file.", todo=todo))
    sys.stdout.buffer.write(_joined(tables) if made.name == JOINED else made.render(next(iter(tables.values()))))


def _joined(tables: Mapping[str, Table]) -> bytes:
    from fgcoder import export

    return b"\n".join(export.render(table, JOINED) for table in tables.values())


def _show(tables: Mapping[str, Table], missing: tuple[str, ...]) -> None:
    from rich.console import Console

    from fgcoder.cli.console import stdout
    from fgcoder.cli.figures import print_tables

    console = stdout if stdout.is_terminal else Console(width=160, highlight=False)
    print_tables(list(tables.values()), console)
    for words in missing:
        console.print(words, markup=False)


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

"""`fgcoder codebook`: check it, show it, describe its file to an editor; `codebook_changes` has what changes it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fgcoder.cli import codebook_changes
from fgcoder.cli.context import Context

app = typer.Typer(help="Check, show and change the codebook.", no_args_is_help=True)
app.add_typer(codebook_changes.app)


@app.command("check")
def check(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A codebook file; the study's by default.")] = None,
) -> None:
    """Say what is wrong with a codebook, by file and line; what only weakens suggestions is a remark."""
    from fgcoder.cli.console import show_fault, stderr
    from fgcoder.codebook.file import read, remarks

    at: Context = context.obj
    path = file or at.study.codebook
    book = read(path)
    found = remarks(book, path)
    for remark in found:
        show_fault(remark)
    if found:
        stderr.print(f"{len(found)} remarks; none keeps the codebook from being used.")
    themes = sum(code.is_theme for code in book.by_id.values())
    retired = sum(not code.is_theme for code in book.by_id.values()) - len(book.codes)
    also = f", {retired} retired" if retired else ""
    typer.echo(f"{path}: {len(book.codes)} codes in {themes} themes{also}, no faults.")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of codebook files, for editors that check and complete YAML."""
    from json import dumps

    from fgcoder.codebook.file import json_schema

    typer.echo(dumps(json_schema(), indent=2))


@app.command("show")
def show(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the codes as a tree, with their definitions."""
    from fgcoder.cli.console import stdout
    from fgcoder.pipeline.contents import codebook_of

    at: Context = context.obj
    book = codebook_of(at.study)
    if json:
        from dataclasses import asdict
        from json import dumps

        typer.echo(dumps([asdict(root) for root in book.roots], ensure_ascii=False, indent=2))
        return
    from rich.markup import escape
    from rich.tree import Tree

    tree = Tree(f"[bold]{escape(book.title)}[/] version {escape(book.version)}")
    branches: dict[tuple[str, ...], Tree] = {(): tree}
    for code_id, path in book.path_of.items():
        code = book.by_id[code_id]
        label = f"[bold]{escape(code.label)}[/] [dim]{code.id}[/]" + (" (retired)" if code.retired else "")
        text = f"{label}\n{escape(code.definition)}" if code.definition else label
        branches[(*path, code_id)] = branches[path].add(text)
    stdout.print(tree)

"""What all table commands take, and how they show a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.giving import formats, pictures
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Table

Coders = Annotated[
    list[str] | None, typer.Option("--of", help="Only this coder's codings; may be given several times.")
]
Where = Annotated[
    list[str] | None, typer.Option("--where", help="Only a part, as ATTRIBUTE=VALUE; may be given several times.")
]
Moderator = Annotated[bool, typer.Option("--moderator", help="Count what the moderator says, too.")]
MadeIn = Annotated[str | None, typer.Option("--format", help=formats())]
Picture = Annotated[str | None, typer.Option("--picture", help=pictures())]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; stdout by default.")]


def conditions(where: list[str] | None) -> dict[str, list[str]]:
    """Take `--where ATTRIBUTE=VALUE` apart.

    Raises
    ------
    TableError
        If one is not of that form.
    """
    asked: dict[str, list[str]] = {}
    for one in where or []:
        attribute, equals, value = one.partition("=")
        if not equals:
            fault = Fault(
                f"`{one}` is not of the form ATTRIBUTE=VALUE.", todo="For example: --where sector='public health'."
            )
            raise TableError("The table was not made.", fault)
        asked.setdefault(attribute.strip(), []).append(value.strip())
    return asked


def show(table: Table, console: Console) -> None:
    """Lay a table out for the terminal."""
    from fgcoder.cli.tables.layout import show as lay_out

    lay_out(table, console)

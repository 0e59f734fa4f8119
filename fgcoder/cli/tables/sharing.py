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
Level = Annotated[
    str, typer.Option("--level", help="The rows: all, themes (with codes that stand under none) or codes.")
]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", help="Only this code, or this theme and what is below it; may be given several times."),
]
Minimum = Annotated[int, typer.Option("--minimum", min=0, help="Leave out rows with a total count below this.")]
Order = Annotated[
    str, typer.Option("--order", help="codebook, total for the most frequent first, or label for the alphabet.")
]
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

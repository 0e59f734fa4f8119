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
Plot = Annotated[bool, typer.Option("--plot", help="Draw a picture in the terminal instead of the table.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; stdout by default.")]


def show(table: Table, console: Console) -> None:
    """Lay a table out for the terminal."""
    from fgcoder.cli.tables.layout import show as lay_out

    lay_out(table, console)


def show_plot(table: Table, console: Console) -> None:
    """Draw a table in letters, with what its signs mean and what stands beneath the table.

    Raises
    ------
    TableError
        If there is no such picture of it.
    """
    from rich.text import Text

    from fgcoder.export import plots, sketch
    from fgcoder.export.layout import beneath

    kind = plots.natural(table).name
    if not sketch.fits(kind):
        todo = "Name a file for it: --output FILE.svg."
        raise TableError(plots.TASK, Fault(f"A {kind} is not drawn in the terminal.", todo=todo))
    drawn = sketch.sketched(kind, table, console.width, LINES)
    console.print(Text(table.title, style="bold"))
    console.print()
    lines = [Text(line, no_wrap=True) for line in drawn.lines]
    for line, start, end in drawn.names:
        lines[line].stylize("bold", start, end)
    for text in lines:
        console.print(text, crop=False)
    console.print()
    for note in (drawn.legend, *beneath(table)):
        console.print(Text(note, style="dim"))


LINES = 34
"""Of a picture, about; most terminals are no higher."""

"""`fgcoder table framework`: what each group, participant or country said on each theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.tables.behind import Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import MadeIn, Moderator, Output

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fgcoder.tabular import Table


def framework_table(
    context: typer.Context,
    cases: Annotated[
        str, typer.Option("--by", help="What the rows are: group, speaker, country, sector, stakeholders …")
    ] = "group",
    level: Annotated[str, typer.Option("--level", help="What the columns are: themes or codes.")] = "themes",
    codes: Annotated[
        list[str] | None,
        typer.Option("--code", help="This theme or code as a column instead; may be given several times."),
    ] = None,
    fill: Annotated[str, typer.Option("--fill", help="What the cells hold: quotes, memos, or both.")] = "quotes",
    most: Annotated[int, typer.Option("--most", min=0, help="How many quotes a cell holds at most; 0 for all.")] = 3,
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    behind: Behind = None,
    column: InColumn = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    made_in: MadeIn = None,
    output: Output = None,
) -> None:
    """Chart cases by themes, with quotes or coders' memos in the cells (Ritchie and Spencer 1994).

    Without `--format` and `--output` it is laid out for the terminal, case by case, with quotes shortened; files have
    them whole.
    """
    from fgcoder.record.decisions import following, in_force
    from fgcoder.record.notes import memos
    from fgcoder.tables.framework.table import framework

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output)
    with making(context.obj, wanted, quotes_are_cells=fill != "memos") as made:
        table = framework(
            made.corpus,
            cases=cases,
            level=level,
            codes=codes,
            fill=fill,
            most=most,
            memos=memos(in_force(following(made.store.decisions(), made.codebook))),
            quoting=made.quoting.one,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
        )
        made.give(table, _show, lambda _: table.columns)


LINES = 2
"""That a quote takes at most, its citation aside."""
INDENT = 4


def _show(table: Table, console: Console) -> None:
    """Print case by case and theme by theme: side by side the words would be in columns of a few letters."""
    from rich.markup import escape
    from rich.padding import Padding
    from rich.text import Text

    from fgcoder.export.layout import beneath
    from fgcoder.tabular import NO_DATA

    console.print(f"[bold]{escape(table.title)}[/]")
    for row, cells in zip(table.rows, table.values(), strict=True):
        console.print()
        console.print(Text(row.label, style="bold reverse"))
        if not any(cells):
            console.print(Padding(NO_DATA, (0, 0, 0, INDENT // 2)))
            continue
        for column, cell in zip(table.columns, cells, strict=True):
            console.print(Padding(Text(column, style="bold"), (0, 0, 0, INDENT // 2)))
            for line in _lines(str(cell if cell is not None else NO_DATA), console.width - INDENT):
                console.print(Padding(line, (0, 0, 0, INDENT)))
    console.print()
    for note in beneath(table):
        console.print(escape(note), style="dim")


def _lines(cell: str, width: int) -> Iterator[Text]:
    """Give the lines of a cell, the words of each quote shortened."""
    from textwrap import shorten

    from rich.text import Text

    from fgcoder.tables.framework.table import BREAK, CITED

    for line in cell.split(BREAK):
        words, mark, citation = line.rpartition(CITED)
        if not mark:
            yield Text(line, style="dim" if line.startswith(("…", "(")) else "")
            continue
        short = shorten(words, LINES * width, placeholder=" …")
        yield Text(f"{short}”").append(f" ({citation}", style="dim")

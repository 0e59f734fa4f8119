"""`fgcoder table comparison`: which codes differ between countries, or by another attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.tables.behind import BY_DEFAULT, Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import Codes, Level, MadeIn, Minimum, Moderator, Order, Output, Picture

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fgcoder.cli.tables.blocks import Column
    from fgcoder.tabular import Table


def comparison_table(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option("--by", help=f"What is compared: country, sector, stakeholders, language, group … {BY_DEFAULT}"),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", help="What has a code or has it not: segments, participants or groups.")
    ] = "segments",
    among: Annotated[
        str, typer.Option("--among", help="Which segments: all of groups with codings, or those decided about.")
    ] = "all",
    figures: Annotated[
        list[str] | None,
        typer.Option("--show", help="observed, expected or residual; may be given several times; all by default."),
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
    """Say which codes come up more and less often than an even spread would have it.

    For each code: observed and expected counts, adjusted standardised residuals, Cramér's V. It is no test:
    participants are no random sample, and what is said in one group hangs together.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.tables.comparison.table import ALL, Show, comparison

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture)
    with making(context.obj, wanted) as made:
        table = comparison(
            made.corpus,
            by=by or made.axis,
            unit=unit,
            among=among,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
            show=figures or tuple(Show),
            level=level,
            codes=codes,
            minimum=minimum,
            order=order,
        )
        made.give(table, _show, lambda _: [ALL])


def _show(table: Table, console: Console) -> None:
    """Print one column for each value, with what was expected in parentheses where there is room for it."""
    from fgcoder.cli.tables.blocks import fits, print_in_blocks

    for with_expected, between in ((True, " "), (False, " "), (False, "\n")):
        columns = _columns(table, between, with_expected=with_expected)
        if fits(table.rows, columns, console.width):
            break
    print_in_blocks(table, columns, console)


def _columns(table: Table, between: str, *, with_expected: bool) -> list[Column]:
    from rich.text import Text

    from fgcoder.cli.tables.blocks import Column
    from fgcoder.tables.comparison.table import Show

    printed = table.printed()
    places: dict[str, dict[str, int]] = {}
    for at, heading in enumerate(table.headings):
        places.setdefault(heading[0], {})[heading[-1]] = at
    made = []
    for name, parts in places.items():
        if name in parts:  # of all units, not of one value
            cells = tuple(Text("" if line[parts[name]] == NO_FIGURE else line[parts[name]]) for line in printed)
            made.append(Column(SHORT.get(name, name), cells, style="bold"))
            continue
        shown = [part for part in parts if with_expected or part != Show.EXPECTED or len(parts) == 1]
        cells = tuple(_cell({part: line[parts[part]] for part in shown}, between) for line in printed)
        made.append(Column(name, cells))
    return made


NO_FIGURE = "–"
SHORT = {"Cramér's V": "V"}
"""Headings that are shortened; a note says what they are."""


def _cell(parts: dict[str, str], between: str) -> Text:
    """Put the parts of a cell together: `12 (4.43) +4.05 ▲`."""
    from rich.text import Text

    from fgcoder.tables.comparison.table import LESS, MORE, Show

    cell = Text(parts.get(Show.OBSERVED, ""))
    expected, residual = parts.get(Show.EXPECTED, NO_FIGURE), parts.get(Show.RESIDUAL, NO_FIGURE)
    if expected != NO_FIGURE:
        cell.append(f" ({expected.split()[0]})" if cell else expected, style="dim")
    if residual != NO_FIGURE:
        style = "bold" if MORE in residual or LESS in residual else "dim"
        cell.append(f"{between if cell else ''}{residual.replace(' ', '')}", style=style)
    return cell

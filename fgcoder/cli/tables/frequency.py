"""`fgcoder table frequency`: how often each code and theme comes up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.context import Context
from fgcoder.cli.giving import console_for_tables
from fgcoder.cli.tables.behind import BY_DEFAULT, Behind, InColumn, Wanted, making
from fgcoder.cli.tables.sharing import Codes, Level, MadeIn, Minimum, Moderator, Order, Output, Picture, show

if TYPE_CHECKING:
    from fgcoder.storage.store import Store


def frequency_table(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help="What the columns are: country, sector, stakeholders, language, group, speaker, coder …; given twice, "
            f"the second within the first. {BY_DEFAULT}",
        ),
    ] = None,
    counting: Annotated[
        str, typer.Option("--count", help="What is counted: segments, codings, participants, groups or words.")
    ] = "segments",
    figures: Annotated[
        str,
        typer.Option(
            "--as",
            help="counts; share, of all segments, participants … of the column; share-of-coded, of those with any "
            "code; or per-1000-words spoken.",
        ),
    ] = "counts",
    level: Level = "all",
    codes: Codes = None,
    minimum: Minimum = 0,
    margins: Annotated[bool, typer.Option("--margins", help="With two --by: totals for the values of each.")] = False,
    coders: Coders = None,
    where: Where = None,
    order: Order = "codebook",
    moderator: Moderator = False,
    behind: Behind = None,
    column: InColumn = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    made_in: MadeIn = None,
    picture: Picture = None,
    output: Output = None,
) -> None:
    """Count codes and themes by country or another attribute, or by two.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.tables.frequency.table import frequency

    wanted = Wanted(behind, column, template, pseudonyms, made_in, output, picture)
    with making(context.obj, wanted) as made:
        table = frequency(
            made.corpus,
            by=by or [made.axis],
            counting=counting,
            figures=figures,
            level=level,
            codes=codes,
            minimum=minimum,
            margins=margins,
            coders=coders,
            where=conditions(where),
            include_moderator=moderator,
            order=order,
        )
        made.give(table, show, lambda _: table.columns[-1:])


def show_table(at: Context, store: Store) -> None:
    """Print the country table, or what stands in its place where there are no countries."""
    from fgcoder.pipeline.contents import codebook_of, coded_corpus
    from fgcoder.tables.axes import first_axis
    from fgcoder.tables.frequency.table import frequency

    corpus = coded_corpus(store, codebook_of(at.study))
    show(frequency(corpus, by=first_axis(corpus, at.study.settings.attributes)), console_for_tables())

"""`fgcoder table frequency`: how often each code and theme comes up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.giving import console_for_tables, give
from fgcoder.cli.tables.sharing import Coders, MadeIn, Moderator, Output, Picture, Where, conditions, show
from fgcoder.cli.tables.words import with_words
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from fgcoder.storage.store import Store
    from fgcoder.tabular import Table

NOTHING_BEHIND = 1
"""The exit code where no passage is behind a cell, as `fgcoder find` has it."""


def frequency_table(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help="What the columns are: country, sector, stakeholders, language, group, speaker, coder …; given twice, "
            "the second within the first. By default country.",
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
    level: Annotated[
        str, typer.Option("--level", help="The rows: all, themes (with codes that stand under none) or codes.")
    ] = "all",
    codes: Annotated[
        list[str] | None,
        typer.Option("--code", help="Only this code, or this theme and what is below it; may be given several times."),
    ] = None,
    minimum: Annotated[int, typer.Option("--minimum", min=0, help="Leave out rows with a total count below this.")] = 0,
    margins: Annotated[bool, typer.Option("--margins", help="With two --by: totals for the values of each.")] = False,
    coders: Coders = None,
    where: Where = None,
    order: Annotated[
        str, typer.Option("--order", help="codebook, total for the most frequent first, or label for the alphabet.")
    ] = "codebook",
    moderator: Moderator = False,
    behind: Annotated[
        str | None, typer.Option("--behind", help="Print the passages behind the cells of this code or theme instead.")
    ] = None,
    column: Annotated[
        str | None, typer.Option("--column", help="With --behind: only of this column, such as Denmark.")
    ] = None,
    made_in: MadeIn = None,
    picture: Picture = None,
    output: Output = None,
) -> None:
    """Count codes and themes by country or another attribute, or by two.

    Without `--format` and `--output` the table is laid out for the terminal.
    """
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.frequency.table import frequency

    at: Context = context.obj
    if column is not None and behind is None:
        fault = Fault("`--column` goes with `--behind CODE`.", todo="Leave out other columns with --where.")
        raise TableError("The table was not made.", fault)
    with at.current_store() as store:
        corpus = coded_corpus(store, codebook_of(at.study))
        table = frequency(
            corpus,
            by=by or ["country"],
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
        if behind is not None:
            _print_behind(at, store, table, behind, column)
            return
        table = with_words(at, store, corpus, table, made_in, output)
    give(table, made_in, output, show, picture=picture)


def show_table(at: Context, store: Store) -> None:
    """Print the country table."""
    from fgcoder.pipeline import codebook_of, coded_corpus
    from fgcoder.tables.frequency.table import frequency

    show(frequency(coded_corpus(store, codebook_of(at.study))), console_for_tables())


def _print_behind(at: Context, store: Store, table: Table, asked: str, column: str | None) -> None:
    """Print the passages that a cell rests on, as `fgcoder find` prints quotes."""
    from fgcoder.cli.console import stderr
    from fgcoder.cli.find import print_quotes
    from fgcoder.pipeline import codebook_of, encoder_of
    from fgcoder.retrieval.finder import Finder
    from fgcoder.tables.selection import pick
    from fgcoder.tabular import RowKind

    codebook = codebook_of(at.study)
    task = "No passages were looked up."
    rows = {row.id: row for row in table.rows if row.kind is not RowKind.BASE}
    row = rows[pick(codebook.current(asked), rows, task=task, noun="row for the code")]
    place = table.columns[-1] if column is None else pick(column, table.columns, task=task, noun="column")
    assert table.behind is not None
    passages = table.behind(row.id, place)
    quotes = Finder(store, lambda: codebook, lambda: encoder_of(at.study)).quotes_at(passages)
    print_quotes(quotes, [[]] * len(quotes), codebook)
    what = f"{len(quotes):,} {'passage' if len(quotes) == 1 else 'passages'} behind {row.label}, {place}."
    stderr.print(what if quotes else f"No passage is behind {row.label}, {place}.", markup=False)
    if not quotes:
        raise typer.Exit(NOTHING_BEHIND)

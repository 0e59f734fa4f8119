"""The words behind a table's numbers: printed for a cell that is asked for, or kept in the files that can hold them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import corpus_of, quoting_of, tell_named
from fgcoder.cli.context import Context
from fgcoder.cli.giving import give
from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.model import Codebook, Passage
    from fgcoder.reporting.quoting import Quoting
    from fgcoder.storage.store import Store
    from fgcoder.tables.coded import CodedCorpus
    from fgcoder.tabular import Row, Table

Behind = Annotated[
    str | None,
    typer.Option("--behind", help="Print the passages behind the cells of this row (a code, theme, group …) instead."),
]
InColumn = Annotated[str | None, typer.Option("--column", help="With --behind: only of this column, such as Denmark.")]

BY_DEFAULT = (
    "By default country, or the first attribute of study.yaml with several values; group where transcripts have none."
)
"""Of `--by`, for help texts."""
NOTHING_BEHIND = 1
"""The exit code where no passage is behind a cell, as `fgcoder find` has it."""
MOST = 50
"""Quotes that are kept behind a number at most."""
TASK = "No passages were looked up."


@dataclass(frozen=True)
class Wanted:
    """What was said about the words, and about where the table goes."""

    behind: str | None
    column: str | None
    template: str | None
    pseudonyms: bool
    made_in: str | None
    output: Path | None
    picture: str | None = None
    plot: bool = False

    def refuse_unclear(self, *, quotes_are_cells: bool) -> None:
        """Refuse options that would be ignored.

        Raises
        ------
        TableError
            If there are some.
        """
        if self.behind is None and self.column is not None:
            fault = Fault("`--column` goes with `--behind CODE`.", todo="Leave out other columns with --where.")
            raise TableError("The table was not made.", fault)
        if self.behind is not None and any(one is not None for one in (self.made_in, self.output, self.picture)):
            todo = "Leave out --behind: HTML, Excel and JSON files keep the passages behind every number."
            raise TableError(TASK, Fault("`--behind` prints passages, and writes no file.", todo=todo))
        if self.plot and any(one is not None for one in (self.behind, self.made_in, self.output)):
            todo = "Leave it out: --output FILE.svg draws a picture into a file."
            raise TableError("The table was not made.", Fault("`--plot` draws in the terminal alone.", todo=todo))
        if self.template is not None and not (quotes_are_cells or self.behind is not None or self.keeps_quotes):
            todo = "Add --behind CODE, or write the table to a file that keeps quotes: .html, .xlsx, .json."
            raise TableError("The table was not made.", Fault("`--template` is for quotes; here are none.", todo=todo))

    @property
    def keeps_quotes(self) -> bool:
        """Whether the format that is asked for keeps quotes behind numbers."""
        from fgcoder.export import FORMATS

        ending = self.output.suffix.lower() if self.output is not None and self.made_in is None else ""
        return any(one.keeps_quotes and (self.made_in == one.name or ending == one.suffix) for one in FORMATS.values())


@dataclass(frozen=True)
class Making:
    """What a table is made from, and what gives it out."""

    store: Store
    codebook: Codebook
    corpus: CodedCorpus
    quoting: Quoting
    """Makes the quotes behind its numbers ready for print."""
    wanted: Wanted
    declared: Collection[str] = ()
    """The attributes that the study declares."""

    @property
    def axis(self) -> str:
        """What tables are laid out by where `--by` is not given; the same as on the screen and in reports."""
        from fgcoder.tables.axes import first_axis

        return first_axis(self.corpus, self.declared)

    def give(self, table: Table, show: Callable[[Table, Console], None], usual: Callable[[Row], Sequence[str]]) -> None:
        """Give a table out with the quotes behind its numbers where they can be kept, or print those of one row.

        Parameters
        ----------
        table
            What was made.
        show
            Lays it out on a console.
        usual
            Gives the columns of a row whose passages are meant where no column is named.

        Raises
        ------
        TableError
            If there is no such row or column, or the table cannot be written.
        """
        from fgcoder.reporting.evidence import with_quotes

        wanted = self.wanted
        if wanted.behind is not None:
            _print_behind(table, self.quoting, wanted.behind, wanted.column, usual)
            return
        if wanted.keeps_quotes:
            table = with_quotes(table, self.quoting, MOST)
        give(table, wanted.made_in, wanted.output, show, picture=wanted.picture)


@contextmanager
def making(at: Context, wanted: Wanted, *, quotes_are_cells: bool = False) -> Iterator[Making]:
    """Open what every table is made from, once it is sure that none of the options would be ignored.

    Raises
    ------
    FgcoderError
        If an option would be, or the study cannot be opened.
    """
    from fgcoder.pipeline.contents import codebook_of

    wanted.refuse_unclear(quotes_are_cells=quotes_are_cells)
    codebook = codebook_of(at.study)
    with at.current_store() as store:
        corpus = corpus_of(store, codebook, pseudonyms=wanted.pseudonyms)
        quoting = quoting_of(at, store, codebook, wanted.template, pseudonyms=wanted.pseudonyms)
        if quotes_are_cells or wanted.behind is not None or wanted.keeps_quotes:
            quoting.check()
        yield Making(store, codebook, corpus, quoting, wanted, at.study.settings.attributes)
        tell_named(quoting)


def _print_behind(
    table: Table, quoting: Quoting, asked: str, column: str | None, usual: Callable[[Row], Sequence[str]]
) -> None:
    from fgcoder.cli.console import stderr

    row = _row(table, quoting, asked)
    columns = list(usual(row)) if column is None else _columns(table, quoting, column)
    assert table.behind is not None  # every table that is made from codings knows its passages
    found = {passage for name in columns for passage in table.behind(row.id, name)}
    order = {name: at for at, name in enumerate(quoting.transcripts)}
    _print(sorted(found, key=lambda one: (order[one.transcript], one.span)), quoting)
    place = f"{row.label}, {column or (columns[0] if len(columns) == 1 else 'any column')}"
    what = f"{len(found):,} {'passage' if len(found) == 1 else 'passages'} behind {place}."
    stderr.print(what if found else f"No passage is behind {place}.", markup=False)
    if not found:
        raise typer.Exit(NOTHING_BEHIND)


def _row(table: Table, quoting: Quoting, asked: str) -> Row:
    """Find the row that is meant by its id, its code (whoever the coders are), its label, or a pair of codes."""
    from fgcoder.tables.selection import pick
    from fgcoder.tabular import RowKind

    rows = [row for row in table.rows if row.kind is not RowKind.BASE]
    codes = [quoting.codebook.current(part.strip()) for part in asked.split("+")]
    names = [asked, " + ".join(codes), " + ".join(reversed(codes))]
    for name in names:
        for row in rows:
            if row.id == name or row.id.endswith((f":{name}", f": {name}")) or row.label.casefold() == name.casefold():
                return row
    return next(row for row in rows if row.id == pick(asked, [one.id for one in rows], task=TASK, noun="row for"))


def _columns(table: Table, quoting: Quoting, asked: str) -> list[str]:
    """Find the columns that are meant: by name, by any of their headings, or by the code that they are about."""
    from fgcoder.export.layout import headings
    from fgcoder.tables.selection import pick

    if asked in table.columns:
        return [asked]
    codebook = quoting.codebook
    known = codebook.current(asked)
    names = {asked.casefold(), *([codebook.label(known).casefold()] if known in codebook.by_id else [])}
    own = list(zip(table.columns, headings(table), strict=True))
    found = [column for column, levels in own if names & {column.casefold(), *map(str.casefold, levels)}]
    there = dict.fromkeys(name for column, levels in own for name in (column, *levels))
    return found or [pick(asked, there, task=TASK, noun="column")]


def _print(passages: Sequence[Passage], quoting: Quoting) -> None:
    """Print quotes one under another: place and citation, the words, the codes."""
    from rich.padding import Padding
    from rich.text import Text

    from fgcoder.cli.console import stdout

    codebook = quoting.codebook
    for quote in quoting.finder.quotes_at(passages):
        place = Text.assemble((quote.segment, "bold"), (f"  {quoting.citation(quote)}", "cyan"))
        stdout.print(place, soft_wrap=True)
        lines = [Text(quoting.words(quote))]
        lines += [Text(f"({quote.translation})", style="italic")] if quote.translation else []
        if quote.codes:
            by = f" ({', '.join(quote.coders)})" if quote.coders else ""
            lines.append(Text(f"◆ {', '.join(map(codebook.label, quote.codes))}{by}", style="green"))
        for line in lines:
            stdout.print(Padding(line, (0, 0, 0, 2), expand=False))
        stdout.print()

"""`fgcoder joint-display`: survey findings beside themes, quotes, relation and inference; and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template, quoting_of, tell_named
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.context import Context
from fgcoder.cli.giving import give
from fgcoder.cli.tables.sharing import MadeIn, Moderator, Output

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fgcoder.tabular import Table


def joint_display(
    context: typer.Context,
    findings: Annotated[
        list[str] | None, typer.Argument(metavar="[FINDING]…", help="Only these findings, in this order.")
    ] = None,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Instead: findings without quotes, themes and countries without findings.")
    ] = False,
    most: Annotated[
        int, typer.Option("--most", min=0, help="How many quotes of its codes a finding has beside those linked to it.")
    ] = 3,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    made_in: MadeIn = None,
    output: Output = None,
) -> None:
    """Set survey findings beside what the focus groups say to them.

    A row a finding: figures by country, the codes tied to it by country, quotes (those linked first, then those under
    its codes, the nearest in meaning of each country in turn), what the linked ones do to it, and what you infer.
    Without `--format` and `--output` it is laid out for the terminal, with quotes shortened; files have them whole.
    """
    from fgcoder.cli.console import progress
    from fgcoder.pipeline.contents import codebook_of, coded_corpus, findings_of
    from fgcoder.pipeline.embedding import embed_study
    from fgcoder.record.decisions import following, in_force
    from fgcoder.record.notes import links, memos
    from fgcoder.reporting.linking import nearest_first
    from fgcoder.reporting.naming import refuse_labels
    from fgcoder.tables.joint.display import joint_display
    from fgcoder.tables.joint.gaps import joint_gaps
    from fgcoder.tables.selection import pick

    at: Context = context.obj
    part = conditions(where)
    if pseudonyms:
        refuse_labels(part)
    codebook = codebook_of(at.study)
    known = {finding.id: finding for finding in findings_of(at.study)}
    chosen = [known[pick(one, known, task=TASK, noun="finding")] for one in dict.fromkeys(findings or known)]
    with at.current_store() as store:
        corpus = coded_corpus(store, codebook)
        kept = in_force(following(store.decisions(), codebook))
        rest = known.keys() - {finding.id for finding in chosen}
        tied = [link for link in links(kept) if link.finding not in rest]
        inferred = [memo for memo in memos(kept) if memo.target.finding not in rest]
        if gaps:
            table = joint_gaps(corpus, chosen, tied, coders=coders, where=part, include_moderator=moderator)
        else:
            with progress() as on_progress:
                embed_study(at.study, store, codebook, on_progress)
            quoting = quoting_of(at, store, codebook, template, pseudonyms=pseudonyms)
            quoting.check()
            table = joint_display(
                corpus,
                chosen,
                tied,
                inferred,
                quoting=quoting.one,
                most=most,
                order=nearest_first(quoting.finder) if most else None,
                coders=coders,
                where=part,
                include_moderator=moderator,
            )
            tell_named(quoting)
    give(table, made_in, output, _show_gaps if gaps else _show)


TASK = "The joint display cannot be made."
LINES = 2
"""That the words of a quote take at most."""
INDENT = 4


def _show(table: Table, console: Console) -> None:
    """Print finding by finding, column by column beneath: side by side the words would stand a few letters a line."""
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(table.title, style="bold"))
    for row, cells in zip(table.rows, table.values(), strict=True):
        console.print()
        console.print(Text(row.label, style="bold reverse"))
        console.print(Text(row.id, style="dim"))
        for column, cell in zip(table.columns, cells, strict=True):
            console.print(Padding(Text(column, style="bold"), (0, 0, 0, INDENT // 2)))
            for line in _lines(str(cell), console.width - INDENT):
                console.print(Padding(line, (0, 0, 0, INDENT)))
    _show_notes(table, console)


def _show_gaps(table: Table, console: Console) -> None:
    """Print the gaps as a list."""
    from rich.padding import Padding
    from rich.text import Text

    from fgcoder.tabular import RowKind

    console.print(Text(table.title, style="bold"))
    for row, cells in zip(table.rows, table.values(), strict=True):
        missing, there = (str(cell or "") for cell in cells)
        if row.kind is RowKind.THEME:
            console.print()
            console.print(Text.assemble((row.label, "bold"), f": {missing}" if missing else ""))
            continue
        told = Text.assemble(row.label, (f"  {missing}", "bold"), (f"; {there}" if there else "", "dim"))
        console.print(Padding(told, (0, 0, 0, INDENT // 2)))
    _show_notes(table, console)


def _show_notes(table: Table, console: Console) -> None:
    from rich.text import Text

    console.print()
    for note in table.notes:
        console.print(Text(note, style="dim"))


def _lines(cell: str, width: int) -> Iterator[Text]:
    """Give the lines of a cell, the words of each quote shortened."""
    from textwrap import shorten

    from rich.text import Text

    from fgcoder.tables.joint.display import BREAK

    for line in cell.split(BREAK):
        before, opened, rest = line.partition("“")
        words, closed, after = rest.rpartition("” (")
        if not opened or not closed:
            yield Text(line, style="dim" if line.startswith(("…", "(", "Base:")) else "")
            continue
        short = shorten(words, LINES * width, placeholder=" …")
        yield Text.assemble((before, "bold"), f"“{short}”", (f" ({after}", "dim"))

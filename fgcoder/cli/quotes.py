"""`fgcoder quotes`: the words under codes, ready to be printed; marks of those already used, and translations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template, quoting_of, tell_named
from fgcoder.cli.conditions import Coders, Where, conditions, filters
from fgcoder.cli.context import Context
from fgcoder.cli.fallback import CommandOrArguments
from fgcoder.cli.tables.sharing import MadeIn, Moderator, Output

if TYPE_CHECKING:
    from pathlib import Path

    from fgcoder.coding.marking import QuoteMarks
    from fgcoder.retrieval.finder import Finder

NOTHING_FOUND = 1
"""The exit code where there is no quote, as `fgcoder find` has it."""
Passages = Annotated[
    list[str],
    typer.Argument(help="Segments (`dk-public-health#12`) or words by their offsets (`dk-public-health:120-260`)."),
]

app = typer.Typer(cls=CommandOrArguments, invoke_without_command=True)


@app.callback()
def quotes(
    context: typer.Context,
    codes: Annotated[list[str] | None, typer.Argument(help="Codes or themes; a theme stands for its codes.")] = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    turns: Annotated[
        int, typer.Option("--context", min=0, max=1_000_000, help="Give so many turns before and after, too.")
    ] = 0,
    pick: Annotated[int | None, typer.Option("--pick", min=1, help="Only so many of each code or theme.")] = None,
    most: Annotated[
        str | None,
        typer.Option("--most", help="With --pick: typical (nearest to what all say) or varied (farthest apart)."),
    ] = None,
    several_per_speaker: Annotated[
        bool, typer.Option("--several-per-speaker", help="With --pick: do not prefer people who are not quoted yet.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="Leave out what is used in the report already.")] = False,
    coders: Coders = None,
    where: Where = None,
    moderator: Moderator = False,
    names: Annotated[
        bool, typer.Option("--names", help="Say before each quote its name for `quotes use`, and ✓ if it is used.")
    ] = False,
    made_in: MadeIn = None,
    output: Output = None,
) -> None:
    """Give the quotes under codes, verbatim and in their own language, with a citation.

    As text on stdout; with `--format` or `--output` as a table with a row for each quote and code: with all that is
    known of it for spreadsheets and programs, words and citation for what is read (html, docx, …). The citation is
    that of `citation:` in study.yaml unless `--template` says otherwise. Exits with 1 where there is no quote.
    """
    from fgcoder.cli.giving import give
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.embedding import embed_study
    from fgcoder.reporting.choosing import Wish, choose
    from fgcoder.reporting.facts import facts
    from fgcoder.reporting.naming import refuse_labels
    from fgcoder.reporting.picking import Most
    from fgcoder.reporting.quote_list import quote_list
    from fgcoder.reporting.quote_table import quote_table
    from fgcoder.reporting.quote_text import quote_text
    from fgcoder.tables.selection import pick as look_up

    at: Context = context.obj
    _refuse_unclear(codes, pick, most, several_per_speaker)
    if pseudonyms:
        refuse_labels(conditions(where, TASK))
    wish = Wish(
        filters=filters(where, coders, TASK),
        include_moderator=moderator,
        only_unused=unused,
        pick=pick,
        most=Most(look_up(most or Most.TYPICAL, Most, task=TASK, noun="way of picking called")),
        one_per_speaker=not several_per_speaker,
        turns=turns,
    )
    with at.current_store() as store:
        quoting = quoting_of(at, store, codebook_of(at.study), template, pseudonyms=pseudonyms)
        quoting.check()
        if pick is not None:
            from fgcoder.cli.console import progress

            with progress() as on_progress:
                embed_study(at.study, store, quoting.codebook, on_progress)
        choice = choose(quoting, codes or [], wish)
        if made_in is None and output is None:
            typer.echo(quote_text(choice, with_names=names), nl=False)
            _tell(choice.notes)
        else:
            about = facts(store, quoting.codebook)
            declared = at.study.settings.attributes
            table = (
                quote_list(choice, quoting, codes or [], about)
                if _is_to_read(made_in, output)
                else quote_table(choice, quoting, codes or [], about, declared)
            )
            give(table, made_in, output, lambda *_: None)
        tell_named(quoting)
    if not choice.listed:
        raise typer.Exit(NOTHING_FOUND)


@app.command("use")
def use(
    context: typer.Context,
    passages: Passages,
    note: Annotated[str, typer.Option("--note", help="Where in the report, for example `chapter 3`.")] = "",
) -> None:
    """Mark quotes as used in the report."""
    with _marking(context.obj) as (marks, finder):
        found = [finder.passage(one) for one in passages]  # all of them, before anything is recorded
        count = sum(marks.use(one, note) for one in found)
    typer.echo(f"{count} marked as used in the report." if count else "Marked already; nothing was changed.")


@app.command("unuse")
def unuse(context: typer.Context, passages: Passages) -> None:
    """Take away the marks of use that are on these words, or on a part of them."""
    with _marking(context.obj) as (marks, finder):
        found = [finder.passage(one) for one in passages]
        count = sum(marks.unuse(one) for one in found)
    typer.echo(f"{count} not marked any more." if count else "Nothing was marked there.")


@app.command("translate")
def translate(
    context: typer.Context,
    passage: Annotated[str, typer.Argument(help="A segment, or words by their offsets, as the quote stands.")],
    text: Annotated[str, typer.Argument(help="What it says in the language of the report; empty takes it away.")],
) -> None:
    """Write down what a quote says in the language of the report; the words themselves stay as they are."""
    with _marking(context.obj) as (marks, finder):
        changed = marks.translate(finder.passage(passage), text)
    typer.echo(("Translated." if text.strip() else "Taken away.") if changed else "Nothing was changed.")


TASK = "No quotes were given."


def _refuse_unclear(codes: list[str] | None, pick: int | None, most: str | None, several: bool) -> None:
    from fgcoder.errors import Fault, SearchError

    if not codes:
        todo = "Name one or more, as `fgcoder codebook show` lists them: fgcoder quotes low-effort."
        raise SearchError(TASK, Fault("it is not said under which code.", todo=todo))
    if pick is None and (most is not None or several):
        given = "--most" if most is not None else "--several-per-speaker"
        raise SearchError(TASK, Fault(f"{given} says how to pick, and --pick how many.", todo="Add --pick NUMBER."))


def _is_to_read(made_in: str | None, output: Path | None) -> bool:
    """Say whether the format asked for is one that is read, not sorted."""
    from fgcoder.export import FORMATS as KNOWN
    from fgcoder.reporting.quote_list import FORMATS

    if made_in is not None:
        return made_in in FORMATS
    return output is not None and output.suffix.lower() in {KNOWN[name].suffix for name in FORMATS}


@contextmanager
def _marking(at: Context) -> Iterator[tuple[QuoteMarks, Finder]]:
    from fgcoder.coding.session import CodingSession
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.embedding import encoder_of
    from fgcoder.retrieval.finder import Finder

    codebook = codebook_of(at.study)
    with at.current_store() as store:
        session = CodingSession(store, codebook, at.coder, blind=True)
        yield session.marks, Finder(store, lambda: codebook, lambda: encoder_of(at.study))


def _tell(notes: tuple[str, ...]) -> None:
    from fgcoder.cli.console import stderr

    for note in notes:
        stderr.print(note, soft_wrap=True, markup=False)

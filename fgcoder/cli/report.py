"""`fgcoder report`: all tables, pictures and quotes in one folder, with an index page and the methods paragraphs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.citation import Pseudonyms, Template, quoting_of, tell_named
from fgcoder.cli.conditions import Coders, Where, conditions
from fgcoder.cli.context import Context
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.reporting.report import Written

FOLDER = "report"
"""Within the study's, unless told otherwise."""
FAULTY = 1
"""The exit code where a survey file was left out."""
TASK = "The report was not written."
BEHIND = 25
"""Quotes behind a cell, unless told otherwise."""


def report(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Where to; `report` in the study's folder by default. Replaces a report.")
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option("--formats", help="Only these, with commas between: html,xlsx,docx,csv,tidy,markdown,latex …"),
    ] = None,
    template: Template = None,
    pseudonyms: Pseudonyms = False,
    coders: Coders = None,
    where: Where = None,
    behind: Annotated[
        int, typer.Option("--behind", min=0, help="How many quotes at most stand behind each number; 0 for all.")
    ] = BEHIND,
) -> None:
    """Write the report: tables, pictures, quotes and methods, with an index page.

    The same study gives the same bytes again. The folder holds words of participants, and only you can read it. What
    is wrong with a survey file is told, the report is written without it, and the exit code is 1.
    """
    from fgcoder.cli.console import progress
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.embedding import embed_study
    from fgcoder.reporting import naming
    from fgcoder.reporting.material import Material
    from fgcoder.reporting.report import formats_named, write_report

    at: Context = context.obj
    asked = conditions(where, TASK)
    if pseudonyms:
        naming.refuse_labels(asked)
    codebook = codebook_of(at.study)
    wanted = formats_named([one.strip() for one in formats.split(",") if one.strip()] if formats else [])
    goal = (folder or at.study.folder / FOLDER).absolute()
    with at.current_store() as store:
        quoting = quoting_of(at, store, codebook, template, pseudonyms=pseudonyms)
        quoting.check()
        if at.study.surveys:  # the quotes of a joint display are the nearest to the findings
            with progress() as on_progress:
                embed_study(at.study, store, codebook, on_progress)
        material = Material(at.study, store, quoting, asked, tuple(coders) if coders else None)
        with progress() as on_progress:
            written = write_report(material, goal, wanted, behind or None, on_progress)
    _tell(written)
    tell_named(quoting)
    if written.faults:
        raise typer.Exit(FAULTY)


def _tell(written: Written) -> None:
    from fgcoder.cli.console import show_fault, stderr
    from fgcoder.cli.giving import say_lacking

    folder = written.index.parent
    stderr.print(
        f"Wrote {counted(written.tables, 'table')} and {counted(written.pictures, 'picture')}, "
        f"{counted(written.files, 'file')} in all, to {folder}.",
        soft_wrap=True,
        markup=False,
    )
    say_lacking(written.lacking)
    for why in written.missing:
        stderr.print(f"Not there: {why}", soft_wrap=True, markup=False)
    if written.faults:
        stderr.print("Left out, as something is wrong with the survey file:", markup=False)
        for fault in written.faults:
            show_fault(fault)
    stderr.print("Open it in a browser:", markup=False)
    typer.echo(written.index.as_uri())

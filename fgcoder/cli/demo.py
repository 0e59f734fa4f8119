"""`fgcoder demo` and `fgcoder new`: a study to look at, and a study to begin with."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from fgcoder.cli.context import Context

SAMPLE = ("study.yaml", "codebooks", "transcripts", "surveys")
LOGS = "decisions"


def demo(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="Where to put the copy; your data folder by default.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Leave out the two coders' decisions.")] = False,
) -> None:
    """Copy the sample study to a folder of its own and open it.

    Fifteen invented focus groups in five languages, with a codebook, survey findings and the decisions of two coders.
    Where there is no terminal it prints the study's summary and the country table instead. What you do in the copy
    stays there: a second run goes on with it.
    """
    from fgcoder.cli.coding import open_screen
    from fgcoder.cli.console import progress, stderr
    from fgcoder.cli.status import show_status
    from fgcoder.cli.tables.frequency import show_table
    from fgcoder.locations import demo_folder
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.pipeline.embedding import embed_study

    at: Context = context.obj
    default = demo_folder()
    target = folder or (default.with_name("demo-fresh") if fresh else default)
    if copy_sample(target, fresh=fresh):
        stderr.print(f"The sample study is in {target}")
    at = Context(target, at.coder_asked)
    with at.current_store() as store:
        with progress() as on_progress:
            embed_study(at.study, store, codebook_of(at.study), on_progress)
        if not sys.stdout.isatty():
            show_status(at, store)
            typer.echo()
            show_table(at, store)
    if sys.stdout.isatty():
        open_screen(at, overview_first=True)


def copy_sample(target: Path, *, fresh: bool) -> bool:
    """Copy the sample study unless there is one; say whether it was copied."""
    from fgcoder.errors import Fault, StudyError
    from fgcoder.locations import STUDY_FILE, private_folder, sample_study

    if (target / STUDY_FILE).exists():
        return False
    target = target.resolve()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        what = "is not empty, and holds no study." if target.is_dir() else "is not a folder."
        fault = Fault(what, target, todo="Name a folder that is empty or new.")
        raise StudyError("The sample study was not copied.", fault)
    source = sample_study()
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        private_folder(beside)
        for name in SAMPLE if fresh else (*SAMPLE, LOGS):
            if (source / name).is_dir():
                shutil.copytree(source / name, beside / name)
            else:
                shutil.copy2(source / name, beside / name)
        if target.exists():  # it may be the folder that the user is in, so it stays, and `study.yaml` goes in last
            for part in sorted(beside.iterdir(), key=lambda part: part.name == STUDY_FILE):
                part.rename(target / part.name)
            beside.rmdir()
        else:
            beside.rename(target)
    except OSError as problem:
        fault = Fault(f"cannot be written to: {problem.strerror or problem}.", target, todo="Name another folder.")
        raise StudyError("The sample study was not copied.", fault) from problem
    return True


def new(
    folder: Annotated[Path, typer.Argument(help="The study's folder; it is created.")],
    title: Annotated[str | None, typer.Option("--title", help="The study's name; the folder's by default.")] = None,
) -> None:
    """Lay out a new study: `study.yaml`, a codebook to fill in, and folders for transcripts and surveys."""
    from fgcoder.cli.console import stderr
    from fgcoder.study import create_study

    study = create_study(folder, title or folder.resolve().name)
    there = quote(str(folder))
    typer.echo(str(study.folder))
    stderr.print(
        "Next: write your codes into codebooks/codebook.yaml, put transcripts into transcripts/ "
        f"(or run `fgcoder -C {there} import FILES`), then run `fgcoder -C {there}`."
    )

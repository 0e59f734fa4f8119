"""The `fgcoder` command: its groups, its common options, and what becomes of a user's mistake."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fgcoder import __version__
from fgcoder.cli import (
    codebook,
    coding,
    decisions,
    demo,
    evaluate,
    find,
    finding,
    joint_display,
    quotes,
    report,
    serve,
    status,
    suggest,
    transcripts,
)
from fgcoder.cli.context import Context, coder_option, study_option
from fgcoder.cli.tables import group as tables
from fgcoder.errors import FgcoderError

app = typer.Typer(
    name="fgcoder",
    help="Code focus-group transcripts by keyboard, on your own machine. Without a command it opens the study here.",
    no_args_is_help=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    study: Annotated[Path, study_option] = Path(),
    coder: Annotated[str | None, coder_option] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the common options and open the study where no command is given."""
    context.obj = Context(study, coder)
    if context.invoked_subcommand is None:
        coding.open_screen(context.obj, overview_first=True)


app.command("demo")(demo.demo)
app.command("new")(demo.new)
app.command("import")(transcripts.import_files)
app.add_typer(suggest.app, name="suggest")
app.command("code")(coding.code)
app.command("find")(find.find)
app.add_typer(quotes.app, name="quotes")
app.command("report")(report.report)
app.command("serve")(serve.serve)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(tables.app, name="table")
app.add_typer(finding.app, name="finding")
app.command("joint-display")(joint_display.joint_display)
app.command("status")(status.status)
app.add_typer(codebook.app, name="codebook")
app.add_typer(decisions.app, name="decisions")


def run() -> None:
    """Run the command; a user's mistake ends in a message on stderr and exit code 2, not in a traceback."""
    try:
        app(prog_name="fgcoder")
    except FgcoderError as error:
        from fgcoder.cli.console import show_error

        show_error(error)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has had enough
        sys.stderr.close()
        sys.exit(0)

"""The `fgcoder` command: its groups, its common options, and what becomes of a user's mistake."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from fgcoder import __version__
from fgcoder.cli import streams
from fgcoder.cli.context import Context, coder_option, study_option
from fgcoder.cli.on_demand import group_of
from fgcoder.errors import Fault, FgcoderError

COMMANDS = {
    "demo": "fgcoder.cli.demo:demo",
    "new": "fgcoder.cli.demo:new",
    "import": "fgcoder.cli.transcripts:import_files",
    "remove": "fgcoder.cli.transcripts:remove",
    "suggest": "fgcoder.cli.suggest:app",
    "code": "fgcoder.cli.coding:code",
    "find": "fgcoder.cli.find:find",
    "quotes": "fgcoder.cli.quotes:app",
    "report": "fgcoder.cli.report:report",
    "serve": "fgcoder.cli.serve:serve",
    "evaluate": "fgcoder.cli.evaluate:evaluate",
    "table": "fgcoder.cli.tables.group:app",
    "finding": "fgcoder.cli.finding:app",
    "joint-display": "fgcoder.cli.joint_display:joint_display",
    "status": "fgcoder.cli.status:status",
    "codebook": "fgcoder.cli.codebook:app",
    "decisions": "fgcoder.cli.decisions:app",
}

app = typer.Typer(
    name="fgcoder",
    cls=group_of(COMMANDS),
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
        from fgcoder.cli.coding import open_screen

        open_screen(context.obj, overview_first=True)


def run() -> None:
    """Run the command; a user's mistake ends in a message on stderr and exit code 2, not in a traceback."""
    streams.prepare()
    try:
        try:
            app(prog_name="fgcoder")
        except SystemExit:  # the end of every command
            sys.stdout.flush()
            raise
    except FgcoderError as error:
        _end(error)
    except BrokenPipeError:  # the reader of our output has had enough
        sys.stderr.close()
        sys.exit(0)
    except (OSError, UnicodeEncodeError) as problem:
        mistake = _mistake(problem)
        if mistake is None:
            raise
        _end(mistake)


def _end(error: FgcoderError) -> NoReturn:
    from fgcoder.cli.console import show_error

    with suppress(OSError):  # there may be no room on stderr either
        show_error(error)
    sys.exit(2)


def _mistake(problem: OSError | UnicodeEncodeError) -> FgcoderError | None:
    """Give what the user can do something about, if that is behind a problem, and else it is ours."""
    if isinstance(problem, UnicodeEncodeError):
        odd = next((argument for argument in sys.argv if not argument.isascii() and not _is_text(argument)), None)
        return None if odd is None else FgcoderError(f"This is not UTF-8 text: {odd!r}")
    if problem.errno == errno.ENAMETOOLONG:
        return FgcoderError("A name is too long for this system.", Fault(f"It is: {problem.filename}"))
    if streams.is_of_stdout(problem):
        return FgcoderError(f"The output cannot be written: {problem.strerror}.")
    return None


def _is_text(argument: str) -> bool:
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

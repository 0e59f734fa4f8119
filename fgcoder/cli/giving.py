"""Giving out a table: to a file, in a format on stdout, or laid out for the terminal. Every command does it alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from rich.console import Console

    from fgcoder.tabular import Table

TASK = "The table was not written."
PIPED = 160
"""Characters to a line where there is no terminal that says how many it has."""


def give(table: Table, made_in: str | None, output: Path | None, show: Callable[[Table, Console], None]) -> None:
    """Give a table out.

    Parameters
    ----------
    table
        What to give.
    made_in, output
        The format and the file that were asked for; where neither was, the table is shown.
    show
        Lays it out on a console.

    Raises
    ------
    TableError
        If there is no such format, it is not for the terminal, or the file cannot be written.
    """
    import sys

    from fgcoder import export

    if output is not None:
        say_written(output, export.save(table, output, made_in).name)
    elif made_in is None:
        show(table, console_for_tables())
    else:
        content = export.render(table, made_in)
        refuse_on_terminal(made_in)
        sys.stdout.buffer.write(content)


def refuse_on_terminal(made_in: str) -> None:
    """Refuse to print what no terminal can show."""
    import sys

    if made_in == "xlsx" and sys.stdout.isatty():
        raise TableError(TASK, Fault("an Excel file is not for the terminal.", todo="Name a file with --output FILE."))


def say_written(path: Path, format_name: str) -> None:
    """Say which file was written, and in what format."""
    from fgcoder.cli.console import stderr

    stderr.print(f"Wrote {path} ({format_name}).", soft_wrap=True, markup=False)


def console_for_tables() -> Console:
    """Give the terminal, or one wide enough for tables where the output is piped."""
    from rich.console import Console

    from fgcoder.cli.console import stdout

    return stdout if stdout.is_terminal else Console(width=PIPED, highlight=False)

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


def formats() -> str:
    """List the formats for a help text, without loading any of their libraries."""
    from fgcoder.export import FORMATS

    return f"{', '.join(FORMATS)}; svg or png for a picture. By default as the ending of --output says."


def pictures() -> str:
    """List the kinds of picture for a help text."""
    from fgcoder.export.plots import PICTURES

    return f"What an svg or png shows, where several fit: {', '.join(PICTURES)}."


def give(
    table: Table,
    made_in: str | None,
    output: Path | None,
    show: Callable[[Table, Console], None],
    *,
    picture: str | None = None,
) -> None:
    """Give a table out.

    Parameters
    ----------
    table
        What to give.
    made_in, output
        The format and the file that were asked for; where neither was, the table is shown. `svg` and `png`, as a
        format or as the ending of the file, ask for a picture.
    show
        Lays it out on a console.
    picture
        The kind of picture; by default the one that fits the table best.

    Raises
    ------
    TableError
        If there is no such format or picture, it is not for the terminal, or the file cannot be written.
    """
    import sys

    from fgcoder import export

    drawn_in = _drawn_in(made_in, output)
    if drawn_in is None and picture is not None:
        todo = "Name a file that ends in .svg or .png with --output, or use --format svg."
        raise TableError("The picture was not drawn.", Fault("No format for the picture was named.", todo=todo))
    if drawn_in is not None:
        _give_picture(table, drawn_in, output, picture)
    elif output is not None:
        say_written(output, export.save(table, output, made_in).name)
    elif made_in is None:
        show(table, console_for_tables())
    else:
        content = export.render(table, made_in)
        refuse_on_terminal(made_in)
        sys.stdout.buffer.write(content)


def _drawn_in(made_in: str | None, output: Path | None) -> str | None:
    """Give `svg` or `png` where that is asked for."""
    from fgcoder.export.plots import FORMATS

    ending = made_in or (output.suffix.lower().removeprefix(".") if output is not None else "")
    return ending if ending in FORMATS else None


def _give_picture(table: Table, drawn_in: str, output: Path | None, kind: str | None) -> None:
    import sys

    from fgcoder.export import plots

    if output is not None:
        lacking = plots.save(table, output, kind, drawn_in)
        say_written(output, drawn_in)
        say_lacking(lacking)
        return
    picture = plots.drawn(table, kind, drawn_in)
    refuse_on_terminal(drawn_in)
    sys.stdout.buffer.write(picture.content)
    say_lacking(picture.lacking)


def say_lacking(letters: str) -> None:
    """Say which letters no font has, where there are some."""
    from fgcoder.cli.console import stderr
    from fgcoder.export.plots.letters import notice

    if letters:
        stderr.print(notice(letters), soft_wrap=True, markup=False, emoji=False)


def refuse_on_terminal(made_in: str) -> None:
    """Refuse to print what no terminal can show."""
    import sys

    from fgcoder.export import FORMATS

    is_binary = made_in == "png" or (made_in in FORMATS and FORMATS[made_in].is_binary)
    if is_binary and sys.stdout.isatty():
        fault = Fault(f"A file of the kind {made_in} is not for the terminal.", todo="Name a file with --output FILE.")
        raise TableError(TASK, fault)


def say_written(path: Path, format_name: str) -> None:
    """Say which file was written, and in what format."""
    from fgcoder.cli.console import stderr

    stderr.print(f"Wrote {path} ({format_name}).", soft_wrap=True, markup=False)


def console_for_tables() -> Console:
    """Give the terminal, or one wide enough for tables where the output is piped."""
    from fgcoder.cli.console import Console, stdout

    return stdout if stdout.is_terminal else Console(width=PIPED)

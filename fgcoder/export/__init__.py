"""How a table leaves the program: one format a file, each a function from a `Table` to bytes.

The formats are known by name before any of the libraries behind them is loaded, so that a command line can list them
and stay quick. Every format gives the same bytes for the same table: no clock, no random ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fgcoder.errors import Fault, TableError
from fgcoder.files import write_atomically
from fgcoder.tabular import Table

TASK: Final = "The table cannot be written"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that a table can be written in."""

    name: str
    """As typed on the command line; also the name of its module in this package."""
    suffix: str
    """Of its files, with the dot."""
    purpose: str
    """What it is good for, in a few words."""

    def render(self, table: Table) -> bytes:
        """Give the file's content, loading the format's library only now."""
        renderer: Callable[[Table], bytes] = import_module(f"{__name__}.{self.name}").render
        return renderer(table)


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        made.name: made
        for made in (
            Format("csv", ".csv", "for statistics programs: one header row, plain numbers, no notes"),
            Format("xlsx", ".xlsx", "for Excel and LibreOffice: formatted, the notes on a second sheet"),
            Format("markdown", ".md", "for notes and repositories: readable as it stands"),
            Format("html", ".html", "for the browser, and for pasting into a word processor"),
        )
    }
)
"""The formats by name."""


def format_named(name: str) -> Format:
    """Give the format of that name.

    Raises
    ------
    TableError
        When there is none.
    """
    if name not in FORMATS:
        there = ", ".join(FORMATS)
        raise TableError(TASK, Fault(f"There is no format '{name}'.", todo=f"There is: {there}."))
    return FORMATS[name]


def format_of(path: Path) -> Format:
    """Guess the format from the ending of a file's name.

    Raises
    ------
    TableError
        When no format has that ending.
    """
    suffix = path.suffix.lower()
    for made in FORMATS.values():
        if made.suffix == suffix:
            return made
    endings = ", ".join(made.suffix for made in FORMATS.values())
    what = f"The ending '{path.suffix}' names no format." if suffix else "The file's name has no ending."
    raise TableError(
        TASK,
        Fault(what, path, todo=f"Name the format, or use one of these endings: {endings}."),
    )


def render(table: Table, format_name: str) -> bytes:
    """Give a table as the content of a file.

    Raises
    ------
    TableError
        When there is no such format.
    """
    return format_named(format_name).render(table)


def save(table: Table, path: Path, format_name: str | None = None) -> Format:
    """Write a table to a file that only its owner can read, replacing what is there, whole or not at all.

    Parameters
    ----------
    table
        What to write.
    path
        Where to; its folder must exist.
    format_name
        One of `FORMATS`; by default what the ending of `path` says.

    Returns
    -------
    Format
        The format it was written in.

    Raises
    ------
    TableError
        When there is no such format, or the file cannot be written.
    """
    made = format_of(path) if format_name is None else format_named(format_name)
    try:
        _check(path)
        write_atomically(path, made.render(table))
    except OSError as error:
        todo = "Close the file in other programs, or choose another place."
        raise TableError(TASK, Fault(f"The system says: {error.strerror}.", path, todo=todo)) from error
    return made


def _check(path: Path) -> None:
    """Refuse what a rename would fail on, or would replace by an ordinary file."""
    if path.is_dir():
        raise TableError(TASK, Fault("This is a folder.", path, todo="Name a file inside it."))
    if path.exists() and not path.is_file():
        raise TableError(TASK, Fault("This is not an ordinary file.", path, todo="Name another file."))
    if not path.parent.is_dir():
        raise TableError(TASK, Fault("There is no such folder.", path.parent, todo="Make the folder first."))

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
from fgcoder.export.places import put
from fgcoder.tabular import Table
from fgcoder.wording import there_are

TASK: Final = "The table cannot be written."


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that a table can be written in."""

    name: str
    """As typed on the command line; also the name of its module in this package."""
    suffix: str
    """Of its files, with the dot."""
    purpose: str
    """What it is good for, in a few words."""
    is_binary: bool = False
    """Whether it is for programs only, and would garble a terminal."""
    keeps_quotes: bool = False
    """Whether quotes can stay behind the numbers; on paper thousands beneath a table would only be in the way."""

    def render(self, table: Table) -> bytes:
        """Give the file's content, loading the format's library only now."""
        renderer: Callable[[Table], bytes] = import_module(f"{__name__}.{self.name}").render
        return renderer(table)


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        made.name: made
        for made in (
            Format("csv", ".csv", "as it is laid out, for statistics programs: plain numbers, no notes"),
            Format("tidy", ".tidy.csv", "for statistics programs: one row a cell, each heading a column of its own"),
            Format(
                "xlsx",
                ".xlsx",
                "for Excel and LibreOffice: formatted, sheets with what it rests on and the quotes",
                is_binary=True,
                keeps_quotes=True,
            ),
            Format("docx", ".docx", "for Word: a table with caption and notes, ready for the report", is_binary=True),
            Format("markdown", ".md", "for notes and repositories: readable as it stands"),
            Format("latex", ".tex", "for LaTeX: booktabs, over several pages where it is long"),
            Format("html", ".html", "for the browser: one file, the quotes behind each number", keeps_quotes=True),
            Format("json", ".json", "for programs of one's own: everything the table knows", keeps_quotes=True),
            Format(
                "parquet",
                ".parquet",
                "the tidy form with types, for pandas, R and DuckDB; of quotes a row each",
                is_binary=True,
            ),
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
        raise TableError(TASK, Fault(f"There is no format '{name}'.", todo=there_are(FORMATS)))
    return FORMATS[name]


def format_of(path: Path) -> Format:
    """Guess the format from the ending of a file's name.

    Raises
    ------
    TableError
        When no format has that ending.
    """
    name = path.name.lower()
    for made in sorted(FORMATS.values(), key=lambda one: -len(one.suffix)):  # `.tidy.csv` before `.csv`
        if name.endswith(made.suffix):
            return made
    endings = ", ".join(made.suffix for made in FORMATS.values())
    what = f"The ending '{path.suffix}' names no format." if path.suffix else "The file's name has no ending."
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
    put(made.render(table), path, TASK)
    return made

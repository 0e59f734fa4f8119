"""Markdown (GitHub's pipe tables), for notes, wikis and repositories; meant to be read raw as well as rendered."""

from __future__ import annotations

import re
from typing import Final

from fgcoder.export.layout import QuotedCell, are_numbers, beneath, column_names, quoted_cells
from fgcoder.tabular import Row, RowKind, Table

INDENT: Final = "&emsp;"
"""Survives the trimming of cells, which a plain or no-break space does not in every renderer."""
BREAK: Final = "<br>"
"""Keeps the lines of a text apart, as a row of a pipe table has only one."""
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")


def render(table: Table) -> bytes:
    """Give the table as Markdown: title, table, notes, quotes; themes in bold, codes indented, base rows in italics.

    Pipe tables know no heading over several columns, so grouped headings stand on one line: `Denmark / public health`.
    """
    from tabulate import tabulate

    body = [
        [_label(row), *(_weigh(_lines(cell), row) for cell in cells)]
        for row, cells in zip(table.rows, table.printed(), strict=True)
    ]
    grid = tabulate(
        body,
        headers=[_escape(table.index_label), *map(_escape, column_names(table))],
        tablefmt="pipe",
        colalign=["left", *("right" if number else "left" for number in are_numbers(table))],
        disable_numparse=True,
    )
    notes = "".join(f"- {_escape(note)}\n" for note in beneath(table))
    parts = [f"# {_escape(table.title)}\n", f"{grid}\n", *([notes] if notes else [])]
    quoted = quoted_cells(table)
    if quoted:
        parts += ["## Quotes\n", *map(_quotes, quoted)]
    return "\n".join(parts).encode()


def _label(row: Row) -> str:
    return INDENT * row.level + _weigh(_escape(row.label), row)


def _quotes(cell: QuotedCell) -> str:
    said = (f"> {_lines(quote.words)}\n>\n> — {_escape(quote.citation)}\n" for quote in cell.quotes)
    return "\n".join([f"### {_escape(cell.title)}\n", *said])


def _weigh(text: str, row: Row) -> str:
    mark = {RowKind.THEME: "**", RowKind.CODE: "", RowKind.BASE: "*"}[row.kind]
    return BREAK.join(f"{mark}{line}{mark}" if line else "" for line in text.split(BREAK))


def _lines(text: str) -> str:
    """Keep a text with several lines on one, its breaks marked."""
    return BREAK.join(map(_escape, text.strip().splitlines()))


def _escape(text: str) -> str:
    """Keep what has a meaning in Markdown from having it, and the text on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))

"""Markdown (GitHub's pipe tables), for notes, wikis and repositories; meant to be read raw as well as rendered."""

from __future__ import annotations

import re
from typing import Final

from fgcoder.tabular import Row, RowKind, Table

INDENT: Final = "&emsp;"
"""Survives the trimming of cells, which a plain or no-break space does not in every renderer."""
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")


def render(table: Table) -> bytes:
    """Give the table as Markdown: title, table, notes; themes in bold, codes indented, base rows in italics."""
    from tabulate import tabulate

    numeric = [all(not isinstance(cell, str) for cell in cells) for cells in zip(*table.values(), strict=True)]
    body = [
        [_label(row), *(_weigh(_escape(cell), row) for cell in cells)]
        for row, cells in zip(table.rows, table.printed(), strict=True)
    ]
    grid = tabulate(
        body,
        headers=[_escape(table.index_label), *map(_escape, table.columns)],
        tablefmt="pipe",
        colalign=["left", *("right" if number else "left" for number in numeric or [True] * len(table.columns))],
        disable_numparse=True,
    )
    notes = "".join(f"- {_escape(note)}\n" for note in table.notes)
    parts = [f"# {_escape(table.title)}\n", f"{grid}\n", *([notes] if notes else [])]
    return "\n".join(parts).encode()


def _label(row: Row) -> str:
    return INDENT * row.level + _weigh(_escape(row.label), row)


def _weigh(text: str, row: Row) -> str:
    mark = {RowKind.THEME: "**", RowKind.CODE: "", RowKind.BASE: "*"}[row.kind]
    return f"{mark}{text}{mark}" if text else ""


def _escape(text: str) -> str:
    """Keep what has a meaning in Markdown from having it, and the cell on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))

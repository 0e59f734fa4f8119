"""CSV, for R, SPSS, Stata, pandas and Excel: one header row, one row a line, and nothing but cells.

The notes stay out, as a reader of the file would take them for data. The file begins with a byte order mark: without
it Excel takes UTF-8 for the local code page and breaks every Czech and Danish name, while pandas and readr skip it
(base R wants `fileEncoding = "UTF-8-BOM"`). No data is an empty cell, so that it cannot be taken for zero.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from fgcoder.tabular import Table

HEADINGS: Final = ("kind", "level", "theme", "code", "label")
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def render(table: Table) -> bytes:
    """Give the table as CSV.

    Columns: `kind` (theme, code or base), `level` (0 for a theme, 1 beneath it …), `theme` (the labels of the themes
    above, outermost first, joined by ` / `), `code` (the id), `label`, then the table's own. Numbers are unrounded.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEADINGS, *map(_harmless, table.columns)])
    for row, cells in zip(table.rows, table.values(), strict=True):
        words = (row.kind.value, row.level, " / ".join(row.above), row.id, row.label)
        writer.writerow([_harmless(cell) for cell in (*words, *cells)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: float | str | None) -> float | str:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay as they are."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell

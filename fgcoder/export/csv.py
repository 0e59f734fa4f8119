"""CSV as the table is laid out, for R, SPSS, Stata, pandas and Excel: a row a line and nothing but cells.

Rows and columns stand as they are printed, base rows among them, but numbers are unrounded and carry no signs, so that
they are numbers to any program; `tidy` has the signs. The notes stay out, as a reader of the file would take them for
data. The file begins with a byte order mark: without it Excel takes UTF-8 for the local code page and breaks every
Czech and Danish name, while pandas and readr skip it (base R wants `fileEncoding = "UTF-8-BOM"`). No data is an empty
cell, so that it cannot be taken for zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from fgcoder.export.cells import records
from fgcoder.export.harmless import harmless
from fgcoder.export.layout import BETWEEN
from fgcoder.tabular import Table

HEADINGS: Final = ("kind", "level", "theme", "code", "label")


def render(table: Table) -> bytes:
    """Give the table as CSV.

    Columns: `kind` (theme, code or base), `level` (0 for a theme, 1 beneath it …), `theme` (the labels of the themes
    above, outermost first, joined by ` / `), `code` (the id), `label`, then the table's own. Numbers are unrounded. A
    list has its numbers and its own columns alone.
    """
    if table.is_list:
        made = records(table)
        return written(made.columns, made.rows)
    lines = [
        (row.kind.value, row.level, BETWEEN.join(row.above), row.id, row.label, *cells)
        for row, cells in zip(table.rows, table.values(), strict=True)
    ]
    return written((*HEADINGS, *table.columns), lines)


def written(headings: Sequence[str], lines: Iterable[Sequence[int | float | str | bool | None]]) -> bytes:
    """Give lines of cells as CSV with a byte order mark, text that a spreadsheet would run made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(harmless, headings))
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")

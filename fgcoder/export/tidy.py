"""Tidy CSV: one row a cell, for programs that group, filter and plot (R's ggplot2, pandas, Stata)."""

from __future__ import annotations

from fgcoder.export.cells import tidy
from fgcoder.export.csv import written
from fgcoder.tabular import Table


def render(table: Table) -> bytes:
    """Give the table's cells as CSV, one a row, with the columns of `fgcoder.export.cells.tidy`."""
    made = tidy(table)
    return written(made.columns, made.rows)

"""JSON, for programs of one's own: everything the table knows, numbers unrounded and as they are printed."""

from __future__ import annotations

import json
from typing import Any

from fgcoder.export.layout import headings
from fgcoder.tabular import Row, Table


def render(table: Table) -> bytes:
    """Give the table as one JSON object in UTF-8.

    Keys: `title`, `name`, `unit`, `percent` (whether fractions are shares), `decimals`, `index_label`, `columns` (each
    with `name`, `headings`, `is_total`), `rows` (each with `kind`, `id`, `label`, `level`, `above` and its `cells`, in
    the order of the columns), `notes` and `facts`. A cell has a `value` (null for no data), is `printed` as said, and
    has a `mark` and `quotes` only where there are any.
    """
    made: dict[str, Any] = {
        "title": table.title,
        "name": table.name,
        "unit": table.unit,
        "percent": table.percent,
        "decimals": table.decimals,
        "index_label": table.index_label,
        "columns": [
            {"name": column, "headings": list(levels), "is_total": column in table.total_columns}
            for column, levels in zip(table.columns, headings(table), strict=True)
        ],
        "rows": [
            _row(table, row, values, printed)
            for row, values, printed in zip(table.rows, table.values(), table.printed(), strict=True)
        ],
        "notes": list(table.notes),
        "facts": [{"name": name, "value": value} for name, value in table.facts],
    }
    return (json.dumps(made, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _row(
    table: Table, row: Row, values: tuple[int | float | str | None, ...], printed: tuple[str, ...]
) -> dict[str, Any]:
    cells = []
    for column, value, shown in zip(table.columns, values, printed, strict=True):
        cell: dict[str, Any] = {"value": value, "printed": shown}
        mark = table.marks.get((row.id, column))
        quotes = table.quotes.get((row.id, column), ())
        cell |= {"mark": mark} if mark else {}
        cell |= {"quotes": [{"words": one.words, "citation": one.citation} for one in quotes]} if quotes else {}
        cells.append(cell)
    return {
        "kind": row.kind.value,
        "id": row.id,
        "label": row.label,
        "level": row.level,
        "above": list(row.above),
        "cells": cells,
    }

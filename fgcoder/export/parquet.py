"""Parquet, for pandas, R's arrow and DuckDB: the tidy form with types, and in its metadata what the numbers are.

A list, of quotes say, has a row a record, as in CSV: taken apart into cells it would have to be put together first.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fgcoder.export.cells import Value, records, tidy
from fgcoder.tabular import Table

if TYPE_CHECKING:
    import pyarrow as pa


def render(table: Table) -> bytes:
    """Give the table's cells as Parquet, one a row, with the columns of `fgcoder.export.cells.tidy`; lists as they are.

    The file's metadata hold `fgcoder.title`, and as JSON `fgcoder.notes` (a list) and `fgcoder.facts` (an object).
    """
    import pyarrow as pa
    from pyarrow import parquet

    made = records(table) if table.is_list else tidy(table)
    columns = list(zip(*made.rows, strict=True)) or [()] * len(made.columns)
    if table.is_list:
        columns = [_alike(column) for column in columns]
    types = map(_type_of, columns) if table.is_list else map(_type, made.columns)
    schema = pa.schema(list(zip(made.columns, types, strict=True)))
    about = {
        "fgcoder.title": table.title,
        "fgcoder.notes": json.dumps(table.notes, ensure_ascii=False),
        "fgcoder.facts": json.dumps(dict(table.facts), ensure_ascii=False),
    }
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    out = io.BytesIO()
    parquet.write_table(pa.table(arrays, schema=schema.with_metadata(about)), out)
    return out.getvalue()


def _alike(column: Sequence[Value]) -> tuple[Value, ...]:
    """Write numbers as text where text stands among them; a column of Parquet holds one kind."""
    if any(isinstance(cell, str) for cell in column):
        return tuple(None if cell is None else str(cell) for cell in column)
    return tuple(column)


def _type_of(column: Sequence[Value]) -> pa.DataType:
    """Say what a column of a list holds, empty cells aside: whole numbers, numbers, or text."""
    import pyarrow as pa

    kinds = {type(cell) for cell in column if cell is not None}
    if kinds and kinds <= {int, float}:
        return pa.int64() if kinds == {int} else pa.float64()
    return pa.string()


def _type(name: str) -> pa.DataType:
    import pyarrow as pa

    types = {"level": pa.int16(), "is_total": pa.bool_(), "value": pa.float64(), "base": pa.float64()}
    return types.get(name, pa.string())

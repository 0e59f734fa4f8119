"""Figures with intervals as the columns of a table, so that every table and every format names them alike.

`X`, `X low`, `X high` and `X of` are numbers in columns of their own, for statistics programs; a front end may draw
them together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.tables.intervals import Estimate
from fgcoder.tabular import Row

if TYPE_CHECKING:
    import pandas as pd

LOW: Final = " low"
HIGH: Final = " high"
BASE: Final = " of"
DIFFERENCE: Final = "Difference"

Cell = float | int | None


def with_interval(name: str, figure: Estimate) -> dict[str, Cell]:
    """Give the columns of a figure and its interval."""
    return {name: figure.value, f"{name}{LOW}": figure.low, f"{name}{HIGH}": figure.high}


def with_base(name: str, figure: Estimate) -> dict[str, Cell]:
    """Give the columns of a figure, its interval and its base."""
    return {**with_interval(name, figure), f"{name}{BASE}": figure.of}


def framed(rows: Sequence[Row], cells: Sequence[Mapping[str, Cell]]) -> pd.DataFrame:
    """Give the cells of each row as a frame in which whole numbers stay whole."""
    import pandas as pd

    return pd.DataFrame([dict(line) for line in cells], index=[row.id for row in rows], dtype="object")

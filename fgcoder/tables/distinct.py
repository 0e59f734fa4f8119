"""Counting distinct things in many cells at once: the one operation that a frequency table is made of.

pandas groups and counts distinct rows too, but compares them as text, which for a million codings takes seconds. Here a
cell and a thing in it are one whole number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


FITS: Final = 1 << 27
"""Numbers up to which a byte is kept for each, to tell which come up: five times as fast as hashing."""


def distinct(cell: NDArray[np.int64], unit: NDArray[np.int64], n_cells: int, n_units: int) -> NDArray[np.int64]:
    """Count the distinct units in each cell.

    Parameters
    ----------
    cell, unit
        Numbers from 0, the cell and the unit of each occurrence; shape (n_occurrences,).
    n_cells, n_units
        How many cells and units there are.

    Returns
    -------
    NDArray
        Shape (n_cells,).
    """
    import numpy as np

    if not n_cells:
        return np.zeros(0, np.int64)
    there = once(cell * n_units + unit, n_cells * n_units)
    return np.asarray(np.bincount(there // max(n_units, 1), minlength=n_cells), dtype=np.int64)


def once(numbers: NDArray[np.int64], below: int) -> NDArray[np.int64]:
    """Give each number once, in no order that means anything; all must be below a number."""
    import numpy as np
    import pandas as pd

    if below > FITS:
        return np.asarray(pd.unique(numbers), dtype=np.int64)  # by hashing, several times as fast as by sorting
    there = np.zeros(below, np.bool_)
    there[numbers] = True
    return np.flatnonzero(there)


def covered(
    cell: NDArray[np.int64], first: NDArray[np.int64], after: NDArray[np.int64], n_cells: int
) -> NDArray[np.int64]:
    """Count in each cell the places that ranges cover, one that several ranges cover once.

    Parameters
    ----------
    cell
        The cell of each range; shape (n_ranges,).
    first, after
        Where each range begins, and the first place after it.
    n_cells
        How many cells there are.

    Returns
    -------
    NDArray
        Shape (n_cells,).
    """
    import numpy as np

    if not len(cell):
        return np.zeros(n_cells, np.int64)
    length = int(after.max()) + 1  # each cell gets a stretch of its own, so that one running maximum serves all
    begin, end = cell * length + first, cell * length + after
    by_begin = np.argsort(begin, kind="stable")
    begin, end, cell = begin[by_begin], end[by_begin], cell[by_begin]
    reached = np.concatenate([[-1], np.maximum.accumulate(end)[:-1]])
    new = np.maximum(end - np.maximum(begin, reached), 0)
    return np.asarray(np.bincount(cell, weights=new, minlength=n_cells), dtype=np.int64)

"""The columns of a frequency table: the values of one attribute or of two, their margins, and who stands in which.

A column is found from a key, the number of a pair of values, and one key can lead to several columns: its own, the
margins it belongs to, and the total. Each of these is a view of the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from fgcoder.tables.selection import in_order

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

TOTAL: Final = "Total"
ALL: Final = "All"
"""Over a margin, among the values that it sums up."""
CODER: Final = "coder"
"""The one attribute that belongs to codings and not to those who speak."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table and who stands in them."""

    names: tuple[str, ...]
    """In order; unique."""
    headings: tuple[tuple[str, ...], ...]
    """For each column, outermost first; empty where one attribute makes the columns."""
    totals: tuple[str, ...]
    """The names of those that sum up others."""
    values: tuple[tuple[str | None, str | None], ...]
    """For each column the values of its one or two attributes, None for all."""
    views: tuple[NDArray[np.int64], ...]
    """For each view the column of every key, or -1; shape (n_keys,)."""
    missing: tuple[tuple[str, str], ...]
    """Pairs of values that nobody has, so that they have no column."""
    coders: tuple[str, ...]
    """The coders by their numbers where the columns are of coders, else empty."""
    of_person: NDArray[np.int64]
    """For each person the part of the key that depends on the person; shape (n_people,)."""
    of_coder: NDArray[np.int64]
    """For each of `coders` the part that depends on the coder; else a single 0."""

    @property
    def total(self) -> str:
        """The name of the grand total, which is the last column."""
        return self.names[-1]

    def keys(self, person: NDArray[np.int64], coder: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the keys of occurrences by who speaks and, where the columns are of coders, who coded."""
        own = self.of_person[person]
        return own + self.of_coder[coder] if self.coders else own

    def for_all(self, person: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the keys of what no coder owns, which counts under every coder: positions in `person`, and keys."""
        import numpy as np

        at = np.repeat(np.arange(len(person)), len(self.of_coder))
        return at, self.of_person[person[at]] + np.tile(self.of_coder, len(person))


def columns_of(present: pd.DataFrame, by: Sequence[str], coders: Sequence[str], *, margins: bool) -> Columns:
    """Make the columns.

    Parameters
    ----------
    present
        Everybody the table is about, as `selection.people` gives them.
    by
        One attribute, or two.
    coders
        Those who have codings, for columns of coders; where there are none, everything is in the total alone.
    margins
        Whether two attributes have subtotals.
    """
    import numpy as np

    of_coders = CODER in by
    axes = [list(coders) if name == CODER else in_order(_values(present, name)) for name in by]
    sizes = [len(axis) or 1 for axis in axes]
    weights = [sizes[1], 1] if len(by) == 2 else [1]
    of_person = np.zeros(len(present), np.int64)
    of_coder = np.zeros(1, np.int64)
    for name, axis, weight in zip(by, axes, weights, strict=True):
        at = {value: number for number, value in enumerate(axis)}
        if name == CODER:
            of_coder = np.arange(len(axis) or 1, dtype=np.int64) * weight
        else:
            of_person += weight * np.array([at[value] for value in _values(present, name)], dtype=np.int64)
    n_keys = int(np.prod(sizes))
    there = np.zeros(n_keys, bool)
    there[(of_person[:, None] + of_coder[None, :]).ravel()] = True

    pairs = [*product(*axes)] if len(by) == 2 else [(value, None) for value in axes[0]]
    found = [(pair, key) for key, pair in enumerate(pairs) if there[key]]
    laid_out, views = _lay_out(found, axes, there, margins=margins and len(by) == 2)
    names, headings = _names(laid_out, len(by))
    return Columns(
        names=names,
        headings=headings,
        totals=tuple(name for name, values in zip(names, laid_out, strict=True) if None in values[: len(by)]),
        values=tuple(laid_out),
        views=views,
        missing=tuple((str(pair[0]), str(pair[1])) for key, pair in enumerate(pairs) if not there[key]),
        coders=tuple(coders) if of_coders else (),
        of_person=of_person,
        of_coder=of_coder,
    )


Values = tuple[str | None, str | None]


def _lay_out(
    found: Sequence[tuple[Sequence[str | None], int]],
    axes: Sequence[Sequence[str]],
    there: NDArray[np.bool_],
    *,
    margins: bool,
) -> tuple[list[tuple[str | None, str | None]], tuple[NDArray[np.int64], ...]]:
    """Put the columns in order: each outer value with its margin, then the inner margins, then the total."""
    import numpy as np

    cells, outer, inner, whole = (np.full(len(there), -1, np.int64) for _ in range(4))
    columns: list[Values] = []
    last: str | None = None
    for (one, other), key in found:
        if margins and columns and one != last:
            columns.append((last, None))
            outer[[k for (first, _), k in found if first == last]] = len(columns) - 1
        cells[key] = len(columns)
        columns.append((one, other))
        last = one
    if margins and columns:
        columns.append((last, None))
        outer[[k for (first, _), k in found if first == last]] = len(columns) - 1
        for value in axes[1]:
            keys = [k for (_, second), k in found if second == value]
            inner[keys] = len(columns)
            columns.append((None, value))
    whole[there] = len(columns)
    columns.append((None, None))
    return columns, (cells, outer, inner, whole) if margins else (cells, whole)


def _names(columns: Sequence[Values], depth: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the columns unique names, and headings where two attributes make them."""
    names: list[str] = []
    headings = []
    values = {value for pair in columns for value in pair if value is not None}
    total = TOTAL if TOTAL not in values else f"{TOTAL} of all"
    for one, other in columns:
        levels = (total,) if one is None and other is None else (one or total, other or ALL)[:depth]
        name = ", ".join(levels)
        while name in names:
            name += " "
        names.append(name)
        headings.append(levels)
    return tuple(names), tuple(headings) if depth == 2 else ()


def _values(present: pd.DataFrame, attribute: str) -> list[str]:
    """Give the value of an attribute for everybody present."""
    if attribute == "speaker":
        return (present["group"] + " " + present["speaker"]).tolist()
    return present[attribute].tolist()

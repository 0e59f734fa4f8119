"""The words behind the numbers of a table, for formats that can keep them: every figure leads back to what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fgcoder.model import Passage
from fgcoder.reporting.quoting import Quoting
from fgcoder.tabular import Cell, Quoted, Table


def with_quotes(table: Table, quoting: Quoting, at_most: int | None = None) -> Table:
    """Fill in the quotes behind each cell of a table.

    Parameters
    ----------
    table
        One that says what its cells rest on; another is given back as it is, and so are cells that have quotes.
    quoting
        Makes quotes of passages.
    at_most
        How many a cell has at most, evenly spread over all in reading order; by default all. A note says so.
    """
    behind = table.behind
    if behind is None:
        return table
    cells = [(row.id, column) for row in table.rows for column in table.columns]
    passages = {cell: behind(*cell) for cell in cells if cell not in table.quotes}
    kept = {cell: spread(found, at_most) for cell, found in passages.items() if found}
    quoting.at(passage for found in kept.values() for passage in found)  # all at once, which is quicker
    quotes: dict[Cell, tuple[Quoted, ...]] = {cell: tuple(quoting.at(found)) for cell, found in kept.items()}
    cut = sum(len(passages[cell]) > len(found) for cell, found in kept.items())
    note = f"Behind {cut} of {len(kept)} cells stand {at_most} quotes, evenly spread over all that there are."
    notes = (*table.notes, note) if cut else table.notes
    return replace(table, quotes={**table.quotes, **quotes}, notes=notes)


def spread(passages: Sequence[Passage], at_most: int | None) -> list[Passage]:
    """Give at most so many, the first and the last among them and the others at even distances."""
    if at_most is None or len(passages) <= at_most:
        return list(passages)
    if at_most < 2:
        return list(passages[: max(at_most, 0)])
    step = (len(passages) - 1) / (at_most - 1)
    return [passages[round(number * step)] for number in range(at_most)]

"""The passages behind a cell of a frequency table, so that every figure leads back to the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fgcoder.model import Passage, Span
from fgcoder.tables.frequency.notes import Made


def behind(made: Made) -> Callable[[str, str], Sequence[Passage]]:
    """Make what looks up the passages behind a cell, by the id of its row and its column, when it is asked."""

    def passages(row: str, column: str) -> tuple[Passage, ...]:
        import numpy as np

        counter, corpus = made.counter, made.counter.corpus
        if row not in made.tree.ids or column not in counter.columns.names:
            return ()
        number, place = made.tree.ids.index(row), counter.columns.names.index(column)
        columns, of = corpus.columns, counter.countable(made.options.counting)
        has_row = np.zeros(len(columns.codes), bool)
        code, its_row = made.tree.spread(np.arange(len(columns.codes)))
        has_row[code[its_row == number]] = True
        keys = counter.keys(of)
        inside = np.logical_or.reduce([view[keys] == place for view in counter.columns.views])
        coding = np.unique(of.coding[inside & has_row[columns.code[of.coding]]])
        at = {name: order for order, name in enumerate(corpus.transcripts)}
        spans = zip(
            columns.transcript[coding].tolist(),
            columns.start[coding].tolist(),
            columns.end[coding].tolist(),
            strict=True,
        )
        found = sorted({(at[columns.transcripts[name]], start, end) for name, start, end in spans})
        return tuple(Passage(corpus.laid.groups[name], Span(start, end)) for name, start, end in found)

    return passages

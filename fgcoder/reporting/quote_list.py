"""Quotes as a table to read: under each code its quotes, one beside its citation."""

from __future__ import annotations

from fgcoder.reporting.choosing import Choice
from fgcoder.reporting.quote_table import USED
from fgcoder.reporting.quoting import Listed, Quoting
from fgcoder.tabular import Row, RowKind, Table


def quote_list(choice: Choice, quoting: Quoting) -> Table:
    """Lay quotes out for reading.

    Returns
    -------
    Table
        A row for each theme and code that has quotes, beneath it one for each of its quotes with the words, beneath
        them the translation, where there is one, and the citation; `✓` marks those used in the report.
    """
    import pandas as pd

    rows: dict[str, Row] = {}
    cells: dict[str, tuple[str, str]] = {}
    for one in choice.listed:
        themes = quoting.codebook.path_of.get(one.code, ())
        for level, (name, label) in enumerate(zip((*themes, one.code), one.path, strict=True)):
            rows.setdefault(name, Row(RowKind.THEME, name, label, level, one.path[:level]))
        name = f"{one.number}:{one.code}"
        rows[name] = Row(RowKind.CODE, name, str(one.number), len(one.path), one.path)
        cells[name] = (_said(one), _cited(one))
    frame = pd.DataFrame([cells.get(name, ("", "")) for name in rows], index=list(rows), columns=["Words", "Citation"])
    return Table(
        frame=frame.astype("object"),
        title="Quotes, by code",
        index_label="Code and quote",
        rows=tuple(rows.values()),
        notes=choice.notes,
        name="quotes-by-code",
    )


def _said(one: Listed) -> str:
    return f"{one.words}\n(In translation: “{one.translation}”)" if one.translation else one.words


def _cited(one: Listed) -> str:
    return f"{one.citation} {USED}" if one.quote.is_used else one.citation

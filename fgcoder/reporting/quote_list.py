"""Quotes as a table to read: under each code its quotes, one beside its citation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fgcoder.reporting.choosing import Choice
from fgcoder.reporting.quote_table import USED, notes_on, resting_on, title_of
from fgcoder.reporting.quoting import Listed, Quoting, Spoken
from fgcoder.tabular import Row, RowKind, Table

BETWEEN: Final = " › "
"""Between a code and the themes above it."""
FORMATS: Final = ("html", "docx", "markdown", "latex")
"""What is read and not sorted: a table with twenty columns fits no page."""


def quote_list(choice: Choice, quoting: Quoting, codes: Sequence[str], facts: Sequence[tuple[str, str]] = ()) -> Table:
    """Lay quotes out for reading.

    Parameters
    ----------
    choice, quoting, codes, facts
        As for `quote_table`.

    Returns
    -------
    Table
        A row for each code that has quotes, beneath it one for each of its quotes with its number, the words, beneath
        them the translation, where there is one, the turns around them, where they come along, and the citation; `✓`
        marks those used in the report.
    """
    import pandas as pd

    rows: dict[str, Row] = {}
    cells: dict[str, tuple[str, str]] = {}
    for one in choice.listed:
        if one.code not in rows:  # over the words, since the column of numbers is narrow
            rows[one.code] = Row(RowKind.THEME, one.code, "", above=one.path[:-1])
            cells[one.code] = (BETWEEN.join(one.path), "")
        name = f"{one.number}:{one.code}"
        rows[name] = Row(RowKind.CODE, name, str(one.number), above=one.path)
        cells[name] = (_said(one), _cited(one))
    frame = pd.DataFrame([cells[name] for name in rows], index=list(rows), columns=["Words", "Citation"])
    return Table(
        frame=frame.astype("object"),
        title=title_of(codes, quoting),
        index_label="Quote",
        rows=tuple(rows.values()),
        notes=notes_on(choice, quoting),
        name="quotes-by-code",
        facts=resting_on(choice, facts),
        is_list=True,
    )


def _said(one: Listed) -> str:
    words = f"“{one.words}”" if one.before or one.after else one.words
    translation = [f"(In translation: “{one.translation}”)"] if one.translation else []
    return "\n".join([*map(_turn, one.before), words, *translation, *map(_turn, one.after)])


def _turn(one: Spoken) -> str:
    return f"{one.speaker}: {one.words}"


def _cited(one: Listed) -> str:
    return f"{one.citation} {USED}" if one.quote.is_used else one.citation

"""Which unit has which code: the one matrix that comparison, co-occurrence and saturation are counted from.

Codes are not mutually exclusive, and a theme has what any of its codes has. Both are settled here, once: a unit has a
row of the table or it does not, whoever applied the code and however often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fgcoder.model import Code, Codebook
from fgcoder.tabular import Row, RowKind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

NOT_IN_CODEBOOK: Final = Row(RowKind.THEME, "(not in the codebook)", "Not in the codebook")


class Level(StrEnum):
    """How fine a table is."""

    CODES = "codes"
    """Every code that is no theme."""
    THEMES = "themes"
    """The outermost themes, and codes that stand beneath none."""


def codebook_rows(codebook: Codebook, used: Collection[str], gone: Sequence[str]) -> list[Row]:
    """Give a row for every theme and code, nested as in the codebook, then for the codes it no longer has.

    Parameters
    ----------
    codebook
        Gives the order.
    used
        The ids of codes with codings: a retired one has a row only if it, or one below it, is among them.
    gone
        Codes of the codings that the codebook does not have.
    """
    wanted = {above for code in used for above in (*codebook.path_of.get(code, ()), code)}

    def below(codes: Sequence[Code], above: tuple[str, ...]) -> Iterator[Row]:
        for code in codes:
            if code.id in codebook.retired and code.id not in wanted:
                continue
            kind = RowKind.THEME if code.is_theme else RowKind.CODE
            label = f"{code.label} (retired)" if code.id in codebook.retired else code.label
            yield Row(kind, code.id, label, level=len(above), above=above)
            yield from below(code.children, (*above, label))

    orphans = [Row(RowKind.CODE, code, code, level=1, above=(NOT_IN_CODEBOOK.label,)) for code in gone]
    return [*below(codebook.roots, ()), *([NOT_IN_CODEBOOK, *orphans] if orphans else [])]


def at_level(rows: Sequence[Row], level: Level) -> list[Row]:
    """Keep the rows of one level of a nested list, none of which is part of another."""
    if level is Level.THEMES:
        return [row for row in rows if row.level == 0]
    return [row for row in rows if row.kind is RowKind.CODE]


def codes_under(row: str, codebook: Codebook, gone: Sequence[str]) -> set[str]:
    """Give the codes that count in a row: its own and those below it."""
    if row == NOT_IN_CODEBOOK.id:
        return set(gone)
    return {row, *(code for code, path in codebook.path_of.items() if row in path)}


def incidence(
    units: pd.DataFrame, counted: pd.DataFrame, rows: Sequence[Row], codebook: Codebook, gone: Sequence[str]
) -> NDArray[np.bool_]:
    """Say which unit has which row of a table.

    Parameters
    ----------
    units
        One row a unit; its columns are what tells units apart (`segment`; `group` and `speaker` …).
    counted
        Codings laid over segments, with those columns and `code`. What belongs to none of the units is left out.
    rows
        The rows of the table, themes or codes.
    codebook, gone
        What the codes of a theme are.

    Returns
    -------
    NDArray
        Shape (n_units, n_rows).
    """
    import numpy as np
    import pandas as pd

    keys = list(units.columns)
    index = pd.MultiIndex.from_frame(units.astype("object"))
    codings = counted[[*keys, "code"]].drop_duplicates().astype("object")
    at = index.get_indexer(pd.MultiIndex.from_frame(codings[keys]))
    number, names = pd.factorize(codings["code"])
    has_code = np.zeros((len(units), len(names)), dtype=np.bool_)
    has_code[at[at >= 0], number[at >= 0]] = True
    place = {str(name): column for column, name in enumerate(names)}
    has = np.zeros((len(units), len(rows)), dtype=np.bool_)
    for column, row in enumerate(rows):
        own = [place[code] for code in codes_under(row.id, codebook, gone) if code in place]
        has[:, column] = has_code[:, own].any(axis=1)
    return has

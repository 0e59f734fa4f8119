"""How a table is laid out for a screen: widths, headings, what is cut. Pure, so that it can be tested without one.

Nothing here wraps by itself: a screen draws only the cells in view, and must know beforehand how large each of them is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Final

from rich.cells import cell_len, set_cell_size

from fgcoder.export.layout import are_numbers, are_prose, headings
from fgcoder.tabular import MINUS, NO_DATA, RowKind, Table

INDENT: Final = "  "
LABELS: Final = 0.4
"""Share of the width that the labels of the rows have at most."""
BESIDE_PICTURE: Final = 0.28
"""The same where the cells are a picture."""
LEAST: Final = 18
"""Cells that they have at least, where they need as many."""
WORD: Final = 12
"""Cells of a heading that are left on one line, however narrow the figures are."""
HEADING: Final = 3
"""Lines of a heading at most."""
PROSE: Final = 44
"""Cells of a column of prose."""
PROSE_LINES: Final = 6
"""Lines of it that are shown; the cell in hand is shown in full below the table."""
SENTENCE_LINES: Final = 2
"""Lines that a row has at least for its label, beside prose: there it may be a sentence."""
MORE: Final = "…"
_SIGNS: Final = frozenset("0123456789-+.(<>" + MINUS + NO_DATA)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of cells."""

    name: str
    """In the table."""
    heading: tuple[str, ...]
    width: int
    is_figure: bool
    """Whether its cells stand at the right."""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row."""

    id: str
    kind: RowKind
    label: tuple[str, ...]
    """Its lines, indented, and cut where they are more than the row has."""
    cells: tuple[tuple[str, ...], ...]
    """For each column the lines of its cell."""
    height: int
    """Lines that it takes."""


@dataclass(frozen=True)
class Layout:
    """A table that is laid out."""

    label_heading: str
    label_width: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @cached_property
    def heading_height(self) -> int:
        """Lines that the headings take."""
        return max((len(column.heading) for column in self.columns), default=1)


def cut(text: str, width: int) -> str:
    """Cut a text to so many cells, with a sign that it is cut."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + MORE


def lines_of(text: str, width: int, most: int) -> tuple[str, ...]:
    """Break a text into lines of so many cells, and leave out what is more than so many lines."""
    broken = [line for part in text.splitlines() or [""] for line in wrap(part, width) or [""]]
    broken = [piece for line in broken for piece in _fitting(line, width)]
    if len(broken) > most:
        broken = [*broken[: most - 1], cut(f"{broken[most - 1]} {MORE}", width)]
        broken[-1] = broken[-1] if broken[-1].endswith(MORE) else f"{broken[-1][:-1]}{MORE}"
    return tuple(broken)


def _fitting(line: str, width: int) -> list[str]:
    """Break a line of wide letters, which `wrap` takes for narrow ones."""
    pieces = [""]
    for letter in line:
        if pieces[-1] and cell_len(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def lay_out(table: Table, width: int, labels_share: float = LABELS) -> Layout:
    """Lay out a table.

    Parameters
    ----------
    table
        What to lay out.
    width
        Cells that there are for it; columns beyond are scrolled to.
    labels_share
        The share of it that the labels of the rows have at most.
    """
    printed, prose, figures = table.printed(), are_prose(table), _are_figures(table)
    labels = [INDENT * row.level + row.label for row in table.rows]
    longest = max(map(cell_len, [table.index_label, *labels]), default=1)
    label_width = min(longest, max(int(labels_share * width), LEAST))
    columns, names = [], table.columns
    for at, levels in enumerate(headings(table)):
        widest = PROSE if prose[at] else max((cell_len(line[at]) for line in printed), default=1)
        room = max(widest, WORD)
        heading = tuple(line for level in levels for line in lines_of(level, room, HEADING))
        columns.append(
            Column(
                names[at],
                heading,
                max([widest, *map(cell_len, heading)]),
                figures[at],
                names[at] in table.total_columns,
            )
        )
    lines = []
    for row, cells in zip(table.rows, printed, strict=True):
        broken = _cells(cells, columns, prose)
        room = label_width - len(INDENT) * row.level
        needed = len(lines_of(row.label, room, SENTENCE_LINES)) if any(prose) else 1
        height = max([needed, *map(len, broken)])
        label = lines_of(row.label, room, height)
        lines.append(Line(row.id, row.kind, tuple(INDENT * row.level + line for line in label), broken, height))
    return Layout(cut(table.index_label, label_width), label_width, tuple(columns), tuple(lines))


def _are_figures(table: Table) -> list[bool]:
    """Say of each column whether it holds numbers, or texts that begin like them: `0.94 (0.90 to 0.97)`."""
    cells = table.printed()
    return [
        is_number or all(not line[at] or line[at][0] in _SIGNS for line in cells)
        for at, is_number in enumerate(are_numbers(table))
    ]


def _cells(printed: Sequence[str], columns: Sequence[Column], prose: Sequence[bool]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        lines_of(text, column.width, PROSE_LINES) if is_prose else (text,)
        for text, column, is_prose in zip(printed, columns, prose, strict=True)
    )

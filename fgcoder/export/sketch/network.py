"""The co-occurrence network in letters: names in rows, none on another, lines of dots as strong as pairs are frequent.

Codes that come up together stand near each other as far as rows allow it; the place itself means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Final

from rich.cells import cell_len, set_cell_size

from fgcoder.errors import Fault, TableError
from fgcoder.export.plots.network import SEED, strongest
from fgcoder.export.sketch.drawing import Sketch
from fgcoder.tabular import Table

MOST_LINES: Final = 20
"""Pairs that can be told apart in letters."""
NAME, LONG_NAME = 24, 32
"""Columns of a name at most, on a narrow terminal and on a wide one."""
BETWEEN: Final = 4
ROW: Final = 6
"""Lines from one row of names to the next, at least; every other name of a row stands lower, so that lines pass it."""
LOWER: Final = 2
BRAILLE: Final = 0x2800
DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille sign, row by row."""


@dataclass
class _Paper:
    """Letters over dots."""

    width: int
    height: int
    dots: dict[tuple[int, int], int] = field(default_factory=dict)
    letters: dict[tuple[int, int], str] = field(default_factory=dict)

    def line(self, one: tuple[int, int], other: tuple[int, int], strength: int) -> None:
        """Draw a line from one cell to another, so many dots wide."""
        (x, y), (x_end, y_end) = ((2 * column + 1, 4 * row + 2) for column, row in (one, other))
        steps = max(abs(x_end - x), abs(y_end - y), 1)
        is_flat = abs(x_end - x) >= abs(y_end - y)
        for step in range(steps + 1):
            at_x, at_y = x + (x_end - x) * step / steps, y + (y_end - y) * step / steps
            for beside in range(strength):
                self._dot(round(at_x) + (0 if is_flat else beside), round(at_y) + (beside if is_flat else 0))

    def _dot(self, x: int, y: int) -> None:
        cell = x // 2, y // 4
        if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
            self.dots[cell] = self.dots.get(cell, 0) | DOTS[y % 4][x % 2]

    def is_free(self, column: int, row: int, length: int) -> bool:
        """Say whether no letter stands there or beside it."""
        return not any((at, row) in self.letters for at in range(column - 1, column + length + 1))

    def write(self, column: int, row: int, text: str) -> None:
        """Write a text with a blank on either side."""
        for at, letter in enumerate(f" {text} ", column - 1):
            self.letters[at, row] = letter

    def lines(self) -> list[str]:
        """Give it line by line."""
        return ["".join(self._sign(column, row) for column in range(self.width)).rstrip() for row in range(self.height)]

    def _sign(self, column: int, row: int) -> str:
        dots = self.dots.get((column, row), 0)
        return self.letters.get((column, row)) or (chr(BRAILLE + dots) if dots else " ")


def draw(table: Table, width: int, height: int) -> Sketch:
    """Draw the codes that come up together.

    Raises
    ------
    TableError
        When no two do.
    """
    pairs, least, of = strongest(table, MOST_LINES)
    if not pairs:
        todo = "Look further: within more turns."
        raise TableError("The network cannot be drawn.", Fault("No two codes come up together.", todo=todo))
    shown = sorted({at for at, other, _ in pairs} | {other for _, other, _ in pairs})
    longest = max(NAME, min(LONG_NAME, width // 3 - BETWEEN))
    names = {at: _cut(table.rows[at].label, longest) for at in shown}
    widest = max(map(cell_len, names.values()))
    cells = _placed(shown, pairs, max(width // (widest + BETWEEN), 1), width, height)
    paper = _Paper(width, max(row for _, row in cells.values()) + 1)
    most = max(weight for *_, weight in pairs)
    for one, other, weight in sorted(pairs, key=lambda pair: pair[2]):
        paper.line(cells[one], cells[other], max(ceil(3 * weight / most), 1))
    spots = []
    for at, (column, row) in cells.items():
        first = min(max(column - cell_len(names[at]) // 2, 1), max(width - cell_len(names[at]) - 1, 1))
        paper.write(first, row, names[at])
        spots.append((row, first, first + len(names[at])))
    for one, other, weight in sorted(pairs, key=lambda pair: -pair[2]):
        _number(paper, cells[one], cells[other], f"{weight:,.0f}" if weight % 1 == 0 else f"{weight:.2f}")
    unit = f" {table.unit}" if table.unit else ""
    figure = f"{least:.{table.decimals}f}" if least % 1 else f"{least:,.0f}"
    legend = f"Lines: {len(pairs)} of {of} pairs, those with {figure}{unit} or more; the stronger the more often."
    return Sketch(tuple(paper.lines()), tuple(spots), legend)


def _cut(name: str, longest: int) -> str:
    return name if cell_len(name) <= longest else set_cell_size(name, longest - 1).rstrip() + "…"


def _placed(
    shown: list[int], pairs: list[tuple[int, int, float]], a_row: int, width: int, height: int
) -> dict[int, tuple[int, int]]:
    """Give each code the cell of its middle: in rows by where a force-directed placement has it."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(shown)
    graph.add_edges_from((one, other) for one, other, _ in pairs)
    own = nx.spring_layout(graph, iterations=200, seed=SEED, weight=None)
    down = sorted(shown, key=lambda at: (-float(own[at][1]), at))
    a_row = min(a_row, 1 + len(down) // 2)
    rows = [
        sorted(down[first : first + a_row], key=lambda at: (float(own[at][0]), at))
        for first in range(0, len(down), a_row)
    ]
    apart = max(ROW, (height - LOWER - 1) // max(len(rows) - 1, 1)) if len(rows) > 1 else ROW
    return {
        at: (round((place + 0.5) * width / len(row)), number * min(apart, 2 * ROW) + LOWER * (place % 2))
        for number, row in enumerate(rows)
        for place, at in enumerate(row)
    }


def _number(paper: _Paper, one: tuple[int, int], other: tuple[int, int], text: str) -> None:
    """Write how often a pair comes up on its line, as near the middle as is free; nowhere where nothing is."""
    for part in sorted((step / 20 for step in range(3, 18)), key=lambda part: abs(part - 0.5)):
        column, row = (round(a + part * (b - a)) for a, b in zip(one, other, strict=True))
        if paper.is_free(column, row, len(text)):
            for at, letter in enumerate(text, column):
                paper.letters[at, row] = letter
            return

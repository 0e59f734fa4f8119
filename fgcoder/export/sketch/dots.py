"""Dots with whiskers in letters: a line a row, the scale from 0 to 1 above it."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size

from fgcoder.export.plots import columns
from fgcoder.export.plots.dots import figures
from fgcoder.export.sketch.drawing import Sketch
from fgcoder.tabular import Table

SURE, UNSURE, WHISKER, END = "●", "○", "─", "│"
LABELS: Final = 0.4
"""Share of the width that names have at most."""
LEAST: Final = 14
"""Columns of the narrowest scale; where there is no room for all figures the last ones are left out."""
NUMBER: Final = 6
LEGEND: Final = "● with its 95 % interval, ○ without: too little was seen for one."


def draw(table: Table, width: int, height: int) -> Sketch:
    """Draw a scale for each figure side by side."""
    del height  # a row is a line, however many there are
    chosen, rows, printed, values = figures(table), columns.body(table), table.printed(), table.values()
    labels = ["  " * table.rows[at].level + table.rows[at].label for at in rows]
    room = min(max(map(cell_len, labels), default=0), int(LABELS * width))
    chosen = chosen[: max((width - room) // (LEAST + NUMBER + 3), 1)]
    scale = max((width - room) // len(chosen) - NUMBER - 3, LEAST)
    known = [one for row in rows for places in chosen for at in places if (one := columns.number(values[row][at]))]
    low, high = min([0.0, *known]), max([1.0, *known])

    def at(value: float) -> int:
        return round((value - low) / (high - low) * (scale - 1))

    heading = " " * room
    for places in chosen:
        heading += f"  {table.columns[places[0]].center(scale)}" + " " * (NUMBER + 1)
    lines, names = [heading.rstrip()], []
    for label, row in zip(labels, rows, strict=True):
        line = set_cell_size(label, room) if cell_len(label) <= room else set_cell_size(label, room - 1) + "…"
        names.append((len(lines), 0, len(line)))
        for places in chosen:
            value, start, end = (columns.number(values[row][place]) for place in places)
            cells = [" "] * scale
            cells[at(0.0)] = cells[at(1.0)] = END
            if start is not None and end is not None:
                cells[at(start) : at(end) + 1] = WHISKER * (at(end) - at(start) + 1)
            if value is not None:
                cells[at(value)] = UNSURE if start is None else SURE
            line += f"  {''.join(cells)} {printed[row][places[0]]:<{NUMBER}}"
        lines.append(line.rstrip())
    return Sketch(tuple(lines), tuple(names), LEGEND)

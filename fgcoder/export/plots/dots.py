"""Dots with whiskers: a figure for each row with its 95 % interval, such as kappa and alpha of each code.

A figure without an interval is drawn hollow, so that a dot from five segments does not look as sure as one from fifty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fgcoder.export.plots import canvas, columns
from fgcoder.export.plots.canvas import DISTINCT, FAINT, GREY, INK, LABEL_PT, MARGIN, NOTE_PT
from fgcoder.export.plots.labels import Labels, laid_out
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOW, HIGH = " low", " high"
"""What follows the name of a figure in the names of its bounds."""
PANEL: Final = 2.6
"""Inches."""
GAP: Final = 0.35
FIGURES: Final = 0.45
"""Inches on the right of a panel for the numbers."""
FOOT: Final = 0.35


def fits(table: Table) -> bool:
    """Say whether there are figures with intervals, and all of them are of the same kind."""
    return bool(figures(table))


def figures(table: Table) -> list[tuple[int, int, int]]:
    """Give the columns of figures that have bounds, each with those of its bounds; those without any figure aside."""
    names, values = table.columns, table.values()
    return [
        (at, names.index(f"{name}{LOW}"), names.index(f"{name}{HIGH}"))
        for at, name in enumerate(names)
        if f"{name}{LOW}" in names and f"{name}{HIGH}" in names and any(line[at] is not None for line in values)
    ]


def draw(table: Table) -> Figure:
    """Draw a panel for each figure, all on the same scale.

    Parameters
    ----------
    table
        With columns `X`, `X low` and `X high`.
    """
    chosen, rows = figures(table), columns.body(table)
    labels = laid_out([table.rows[at] for at in rows])
    head = canvas.height_of("X", LABEL_PT) + 0.08
    width = labels.width + len(chosen) * PANEL + (len(chosen) - 1) * GAP + 2 * MARGIN
    more = "Lines: 95 % intervals. Hollow: too little was seen for an interval. No dot: no figure can be had."
    notes = canvas.told(table, more)
    top, bottom, *_ = canvas.framed(table.title, notes, width)
    figure = canvas.paper(width, top + head + labels.height + FOOT + bottom)
    canvas.frame(figure, table.title, notes)
    limits = _limits(table, rows, chosen)
    for number, columns_of in enumerate(chosen):
        left = MARGIN + labels.width + number * (PANEL + GAP)
        axes = canvas.place(figure, left, bottom + FOOT, PANEL - FIGURES, labels.height)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=2, color=GREY, labelsize=NOTE_PT)
        axes.set_xlim(*limits)
        axes.set_title(table.columns[columns_of[0]], fontsize=LABEL_PT, pad=5)
        _dots(axes, table, rows, columns_of, labels)
        axes.set_ylim(labels.height, 0)
        axes.set_yticks([])
        if number == 0:
            labels.write(axes)
    return figure


def _limits(table: Table, rows: list[int], chosen: list[tuple[int, int, int]]) -> tuple[float, float]:
    """Give the ends of the scale: 0 and 1, or farther where a figure is."""
    values = table.values()
    numbers = [columns.number(values[row][at]) for row in rows for places in chosen for at in places]
    known = [one for one in numbers if one is not None]
    low, high = min([0.0, *known]), max([1.0, *known])
    room = 0.03 * (high - low)
    return low - room, high + room


def _dots(axes: Axes, table: Table, rows: list[int], places: tuple[int, int, int], labels: Labels) -> None:
    values, printed = table.values(), table.printed()
    for edge in labels.edges[1:-1]:
        axes.axhline(edge, color=FAINT, linewidth=0.4, zorder=0)
    for at in (0.0, 1.0):
        axes.axvline(at, color=GREY, linewidth=0.6, zorder=0)
    for row, middle in zip(rows, labels.middles, strict=True):
        value, low, high = (columns.number(values[row][at]) for at in places)
        is_sure = low is not None and high is not None
        if low is not None and high is not None:
            axes.plot([low, high], [middle, middle], color=DISTINCT[0], linewidth=1.2, solid_capstyle="butt", zorder=1)
        if value is not None:
            fill = DISTINCT[0] if is_sure else "white"
            axes.scatter([value], [middle], s=22, color=fill, edgecolors=DISTINCT[0], linewidths=1.0, zorder=2)
        axes.annotate(
            printed[row][places[0]],
            (1, middle),
            (4, 0),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            fontsize=NOTE_PT,
            fontweight="bold" if table.rows[row].kind is RowKind.THEME else "normal",
            color=INK if value is not None else GREY,
        )

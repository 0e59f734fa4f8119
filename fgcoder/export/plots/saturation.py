"""The saturation curve: codes so far, group by group in order of fieldwork, and the new information each run brings.

Two panels share the groups: above, the curve climbs and flattens; below, new information falls to the threshold under
which a study calls itself saturated. With several countries each has its own line, told apart by colour, sign and dash.

References
----------
Guest, G., Namey, E. and Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
research. PLOS ONE 15(5): e0232076.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.export.plots import canvas, columns
from fgcoder.export.plots.canvas import DISTINCT, GREY, INK, LABEL_PT, MARGIN, NOTE_PT, SMALL_PT, measured
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SO_FAR: Final = "So far"
NEW_INFORMATION: Final = "New information (%)"
THRESHOLD: Final = re.compile(r"threshold (\d+(?:\.\d+)?) %")
SIGNS: Final = "osD^vPX"
DASHES: Final = ("-", (0, (5, 1.5)), (0, (1.5, 1)), (0, (4, 1, 1, 1)))
CURVE, INFORMATION = 2.5, 1.5
"""Inches of the two panels."""
STEP: Final = 0.32
"""Inches from one group to the next, as far as there is room."""
NARROWEST, WIDEST = 3.6, 9.0
NAMED: Final = 30
"""Groups up to which each is named on the scale."""


@dataclass(frozen=True)
class _Line:
    name: str
    groups: tuple[str, ...]
    so_far: tuple[float | None, ...]
    information: tuple[float | None, ...]
    """Per cent."""


def fits(table: Table) -> bool:
    """Say whether the table counts codes so far, and the new information."""
    return set(table.columns) >= {SO_FAR, NEW_INFORMATION} and bool(columns.body(table))


def draw(table: Table) -> Figure:
    """Draw a line for each heading of the table, or one.

    Parameters
    ----------
    table
        Groups in order of fieldwork with the columns `So far` and `New information (%)`; its facts name the threshold.
    """
    lines, left_out = _told_apart(_lines(table))
    longest = max(len(line.groups) for line in lines)
    inside = min(max(STEP * longest, NARROWEST), WIDEST)
    names = list(lines[0].groups) if len(lines) == 1 and longest <= NAMED else []
    foot = max([measured(name, NOTE_PT) for name in names], default=0.0) + (0.2 if names else 0.45)
    key = max(measured(line.name, SMALL_PT) for line in lines) + 0.5 if len(lines) > 1 else 0.15
    left = 0.55
    width = MARGIN + left + inside + key + MARGIN
    threshold = _threshold(table)
    notes = canvas.told(table, *left_out)
    top, bottom, *_ = canvas.framed(table.title, notes, width)
    figure = canvas.paper(width, top + CURVE + 0.3 + INFORMATION + foot + bottom)
    canvas.frame(figure, table.title, notes)
    upper = canvas.place(figure, MARGIN + left, bottom + foot + INFORMATION + 0.3, inside, CURVE)
    lower = canvas.place(figure, MARGIN + left, bottom + foot, inside, INFORMATION)
    for at, line in enumerate(lines):
        _draw(upper, line, line.so_far, at)
        _draw(lower, line, line.information, at)
    _scales(upper, lower, lines, longest, names)
    _room_below(lower, lines, threshold)
    if threshold is not None:
        lower.axhline(threshold, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
        words = f"threshold {threshold:g} %"
        lower.annotate(words, (1, threshold), (-2, 2), xycoords=("axes fraction", "data"), textcoords="offset points",
                       ha="right", va="bottom", fontsize=NOTE_PT, color=INK)  # fmt: skip
    if len(lines) > 1:
        upper.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, handlelength=2.6)
    return figure


def _lines(table: Table) -> list[_Line]:
    so_far, information = (table.columns.index(name) for name in (SO_FAR, NEW_INFORMATION))
    found: dict[str, list[tuple[str, float | None, float | None]]] = {}
    for row, cells in zip(table.rows, table.values(), strict=True):
        if row.kind is RowKind.CODE:
            line = found.setdefault(row.above[-1] if row.above else "", [])
            line.append((row.label, columns.number(cells[so_far]), columns.number(cells[information])))
    return [
        _Line(name, tuple(one[0] for one in line), tuple(one[1] for one in line), tuple(one[2] for one in line))
        for name, line in found.items()
    ]


def _told_apart(lines: list[_Line]) -> tuple[list[_Line], list[str]]:
    """Leave out a line of all groups beside those of their parts, which it would press into a corner; and say so."""
    sizes = [len(line.groups) for line in lines]
    if len(lines) > 2 and sizes[0] == sum(sizes[1:]):
        return lines[1:], [f"{lines[0].name} ({sizes[0]}) are drawn in a picture of their own."]
    return lines, []


def _threshold(table: Table) -> float | None:
    for _, value in table.facts:
        found = THRESHOLD.search(value)
        if found:
            return float(found[1])
    return None


def _draw(axes: Axes, line: _Line, values: tuple[float | None, ...], at: int) -> None:
    places = [place for place, value in enumerate(values, 1) if value is not None]
    axes.plot(
        places,
        [value for value in values if value is not None],
        label=line.name,
        color=DISTINCT[at % len(DISTINCT)],
        marker=SIGNS[at % len(SIGNS)],
        linestyle=DASHES[at % len(DASHES)],
        markersize=3.5,
        linewidth=1.3,
        clip_on=False,
    )


def _room_below(axes: Axes, lines: list[_Line], threshold: float | None) -> None:
    """Scale the lower panel so that the threshold is in it, and say so where no run has ended yet."""
    found = [value for line in lines for value in line.information if value is not None]
    axes.set_ylim(0, 1.1 * max([*found, 2 * (threshold or 0), 1]))
    if not found:
        words = "No run has ended yet."
        axes.text(0.5, 0.75, words, transform=axes.transAxes, ha="center", fontsize=SMALL_PT, color=GREY)


def _scales(upper: Axes, lower: Axes, lines: list[_Line], longest: int, names: list[str]) -> None:
    from matplotlib.ticker import MaxNLocator

    for axes, label in ((upper, "Codes so far"), (lower, "New information (%)")):
        axes.set_xlim(0.5, longest + 0.5)
        axes.set_ylim(0, axes.get_ylim()[1] * 1.02)
        axes.set_ylabel(label, fontsize=SMALL_PT)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.grid(axis="y", color=GREY, alpha=0.2, linewidth=0.5)
        axes.set_axisbelow(True)
    upper.tick_params(labelbottom=False)
    if names:
        for axes in (upper, lower):
            axes.set_xticks(range(1, longest + 1))
        lower.set_xticklabels(names, rotation=90, fontsize=NOTE_PT)
    else:
        for axes in (upper, lower):
            axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
        lower.set_xlabel("Groups, in order of fieldwork", fontsize=LABEL_PT)

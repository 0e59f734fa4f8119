"""The heat map: rows by columns, the darker the more, with the number in every cell.

Colour alone would not do: some readers do not see it and printers drop it, so it only leads the eye to the numbers.
Themes hold the sums of their codes and would drown them, so only codes are coloured where there are any.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.export.cells import column_bases
from fgcoder.export.plots import canvas, columns
from fgcoder.export.plots.canvas import GREY, MARGIN, SMALL_PT, measured
from fgcoder.export.plots.labels import Labels, laid_out
from fgcoder.export.plots.overhead import Overhead
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure

CELL: Final = 0.62
"""Inches that a column has at least."""
NARROWEST: Final = 5.0
"""Inches of the picture."""
EQUAL: Final = 0.179
"""The luminance on which black and white stand out alike, and both better than a grey ink."""
PALEST, DARKEST = 0.0, 0.85
"""Of the colour map; the darkest would swallow white letters' contrast and ink alike."""


def fits(table: Table) -> bool:
    """Say whether there is a column of numbers and a row that is no base, and the numbers are all of one unit."""
    chosen = columns.of_numbers(table)
    return bool(chosen) and len(columns.measures(table, chosen)) == 1


def draw(table: Table, *, measures: Collection[str] | None = None) -> Figure:
    """Draw one square a cell, with the base of each column under its heading.

    Parameters
    ----------
    table
        Counts, shares or figures of either sign; `–` stands where there is no data.
    measures
        Only columns with these innermost headings; by default all of numbers, totals aside.

    Raises
    ------
    TableError
        When the columns are of several units: shades would compare what cannot be compared.
    """
    chosen = columns.of_numbers(table, measures, empty=True)
    units = columns.measures(table, chosen)
    if len(units) > 1:
        raise TableError("The picture cannot be drawn.", mixed(table, units))
    rows = columns.body(table)
    labels = laid_out([table.rows[at] for at in rows])
    printed = table.printed()
    cell = max([CELL, *(measured(printed[at][column], SMALL_PT) + 0.12 for at in rows for column in chosen)])
    overhead = Overhead.of(table, chosen, cell, _bases(table, chosen))
    inside = cell * len(chosen)
    width = max(labels.width + inside + 2 * MARGIN, NARROWEST)
    notes = canvas.told(table)
    top, bottom, *_ = canvas.framed(table.title, notes, width)
    figure = canvas.paper(width, top + overhead.height + labels.height + bottom)
    canvas.frame(figure, table.title, notes)
    axes = canvas.place(figure, MARGIN + labels.width, bottom, inside, labels.height)
    axes.set_xlim(0, len(chosen))
    labels.write(axes)
    _squares(axes, table, rows, chosen, labels)
    overhead.write(axes)
    axes.set_xticks([])
    axes.set_frame_on(False)
    return figure


def mixed(table: Table, units: Sequence[str], others: Sequence[str] = ()) -> Fault:
    """Say that a table holds several units, and which other pictures there are of it."""
    what = f"The table “{table.title}” holds several units ({', '.join(units)}), and a picture is of one."
    todo = f"Draw it as {' or '.join(others)}, or make" if others else "Make"
    return Fault(what, todo=f"{todo} the table with one of them alone (a comparison with --show residual, say).")


def _bases(table: Table, chosen: list[int]) -> list[str]:
    bases = column_bases(table)
    return ["" if bases[at] is None else f"n = {bases[at]:,.0f}" for at in chosen]


def _squares(axes: Axes, table: Table, rows: list[int], chosen: list[int], labels: Labels) -> None:
    import numpy as np

    values, printed = table.values(), table.printed()
    codes = [at for at in rows if table.rows[at].kind is RowKind.CODE]
    coloured = set(codes or rows)
    cells = np.array([[_or_nan(values[at][column]) if at in coloured else np.nan for column in chosen] for at in rows])
    colours, scale = _scale(cells)
    axes.pcolormesh(
        np.arange(len(chosen) + 1),
        np.array(labels.edges),
        np.ma.masked_invalid(cells),
        cmap=colours,
        norm=scale,
        edgecolors="white",
        linewidth=0.8,
    )
    for line, at in enumerate(rows):
        for across, column in enumerate(chosen):
            shade = colours(scale(cells[line, across])) if np.isfinite(cells[line, across]) else (1.0, 1.0, 1.0, 1.0)
            axes.text(
                across + 0.5,
                labels.middles[line],
                printed[at][column],
                ha="center",
                va="center_baseline",
                fontsize=SMALL_PT,
                fontweight="bold" if table.rows[at].kind is RowKind.THEME else "normal",
                color=_readable_on(shade) if values[at][column] is not None else GREY,
            )


def _or_nan(value: float | str | None) -> float:
    number = columns.number(value)
    return float("nan") if number is None else number


def _scale(cells: object) -> tuple[Colormap, Normalize]:
    """Give colours for the cells: from pale to dark, or to both sides of zero where some are below it."""
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap, Normalize

    found = np.asarray(cells, dtype=float)
    found = found[np.isfinite(found)]
    farthest = float(np.abs(found).max()) if found.size and np.abs(found).max() > 0 else 1.0
    if found.size and found.min() < 0:
        return ListedColormap(colormaps["PuOr"](np.linspace(0.1, 0.9, 256))), Normalize(-farthest, farthest)
    return ListedColormap(colormaps["Blues"](np.linspace(PALEST, DARKEST, 256))), Normalize(0, farthest)


def _readable_on(shade: tuple[float, float, float, float]) -> str:
    """Give black or white, whichever has more contrast (WCAG 2.2, relative luminance)."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shade[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if luminance > EQUAL else "white"

"""The co-occurrence network: codes that come up together, joined by lines as wide as they do so often.

A network of everything is a ball of wool, so the weakest lines are left out until it can be read, and the picture says
so. It shows which codes cluster; how often is read off the table.

References
----------
Fruchterman, T. M. J. and Reingold, E. M. (1991). Graph drawing by force-directed placement. Software: Practice and
Experience 21(11), 1129-1164. As in networkx, with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING, Any, Final

from fgcoder.errors import Fault, TableError
from fgcoder.export.plots import canvas, columns
from fgcoder.export.plots.canvas import DISTINCT, GREY, INK, MARGIN, SMALL_PT, height_of, measured, wrapped
from fgcoder.export.plots.spreading import Box, Point, placed
from fgcoder.tabular import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Pair = tuple[int, int, float]
"""The numbers of two codes, and how often they come up together."""
MOST_LINES: Final = 45
"""What can be told apart; used where no minimum is given."""
SEED: Final = 1991
SIDE: Final = 6.5
"""Inches of the network, up to `FEW` codes; more have more room, and so have long names."""
NARROWEST, WIDEST_LABEL = 5.0, 1.25
FEW: Final = 25
BIGGEST, SMALLEST = 420.0, 30.0
"""Areas of the codes' circles, in square points."""
COUNT_PT: Final = 6.5
ROOM: Final = COUNT_PT / 144
"""Inches that half a number takes."""
WIDEST: Final = 6.0
"""Points of the widest line."""


def fits(table: Table) -> bool:
    """Say whether the table is square: a row and a column for each code, in the same order."""
    return (
        len(table.rows) == len(table.columns) > 1
        and all(column.startswith(row.label) for row, column in zip(table.rows, table.columns, strict=True))
        and len(columns.of_numbers(table, empty=True)) == len(table.columns)
    )


def draw(table: Table, *, minimum: float | None = None) -> Figure:
    """Draw the codes that come up together.

    Parameters
    ----------
    table
        Square and symmetric; the diagonal says how often each code comes up.
    minimum
        Lines for less than this are left out; by default so many that at most 45 are left.

    Raises
    ------
    TableError
        When no two codes come up together as often.
    """
    import networkx as nx

    cells, pairs = _pairs(table)
    least = _least(pairs, MOST_LINES) if minimum is None else minimum
    graph = nx.Graph()
    graph.add_weighted_edges_from((other, at, weight) for at, other, weight in sorted(pairs) if weight >= least)
    if not graph:
        fault = Fault(
            "No two codes come up together as often.", todo="Lower the minimum, or look further: within more turns."
        )
        raise TableError("The network cannot be drawn.", fault)
    themes = list(dict.fromkeys(table.rows[at].above[0] for at in sorted(graph) if table.rows[at].above))
    key = 0.2 * len(themes) + 0.1 if 1 < len(themes) <= len(DISTINCT) else 0.0
    codes = _codes(table, cells, sorted(graph), themes if key else [])
    side = SIDE * max(1.0, (len(graph) / FEW) ** 0.5)
    boxes = {at: code.box for at, code in codes.items()}
    places = placed(graph, boxes, side, SEED)
    inside = max(places[at][0] + boxes[at].side for at in boxes)
    high = max(places[at][1] + boxes[at].above for at in boxes)
    width = max(inside, NARROWEST) + 2 * MARGIN
    numbers = _numbers(graph, places, codes)
    crowded = "Numbers stand where there is room." if len(numbers) < graph.number_of_edges() else ""
    notes = canvas.told(table, _left_out(table, graph, pairs, least), crowded)
    top, bottom, *_ = canvas.framed(table.title, notes, width)
    figure = canvas.paper(width, top + high + key + bottom + 0.1)
    canvas.frame(figure, table.title, notes)
    axes = canvas.place(figure, (width - inside) / 2, bottom + key + 0.1, inside, high)
    axes.set_axis_off()
    axes.set_xlim(0, inside)
    axes.set_ylim(0, high)
    _lines(axes, graph, places, numbers)
    for at, code in codes.items():
        code.draw(axes, places[at])
    if key:
        _key(figure, themes, bottom)
    return figure


def strongest(table: Table, most: int) -> tuple[list[Pair], float, int]:
    """Give the strongest pairs, about so many at most, the figure from which on they are there, and of how many."""
    _, pairs = _pairs(table)
    least = _least(pairs, most)
    return [pair for pair in pairs if pair[2] >= least], least, len(pairs)


def _pairs(table: Table) -> tuple[list[list[float]], list[Pair]]:
    """Give the cells as numbers, and each pair of codes that comes up together, once."""
    cells = [[columns.number(value) or 0.0 for value in line] for line in table.values()]
    pairs = [(at, other, cells[at][other]) for at in range(len(cells)) for other in range(at) if cells[at][other] > 0]
    return cells, pairs


def _least(pairs: list[Pair], most: int) -> float:
    """Give the lowest figure from which on at most so many pairs are left, or the highest of all."""
    figures = sorted({weight for *_, weight in pairs})
    return next(
        (figure for figure in figures if sum(weight >= figure for *_, weight in pairs) <= most),
        figures[-1] if figures else 0.0,
    )


def _left_out(table: Table, graph: Any, pairs: list[Pair], least: float) -> str:
    figure = f"{least:.{table.decimals}f}".rstrip("0").rstrip(".") if least % 1 else f"{least:,.0f}"
    text = f"Lines: {graph.number_of_edges()} of {len(pairs)} pairs, those with {figure} or more"
    text += f" ({table.unit})." if table.unit else "."
    alone = len(table.rows) - len(graph)
    return f"{text} {alone} of {len(table.rows)} without a line are not shown." if alone else text


def _lines(axes: Axes, graph: Any, places: Mapping[int, Point], numbers: Mapping[Point, str]) -> None:
    strongest = max(weight for *_, weight in graph.edges(data="weight"))
    for one, other, weight in graph.edges(data="weight"):
        (x, y), (x_other, y_other) = places[one], places[other]
        axes.plot(
            [x, x_other],
            [y, y_other],
            color=GREY,
            alpha=0.25 + 0.45 * weight / strongest,
            linewidth=max(WIDEST * weight / strongest, 0.5),
            solid_capstyle="round",
            zorder=1,
        )
    for (x, y), text in numbers.items():
        axes.text(
            x, y, text, fontsize=COUNT_PT, color=INK, ha="center", va="center", path_effects=canvas.halo(), zorder=5
        )


def _numbers(graph: Any, places: Mapping[int, Point], codes: Mapping[int, _Code]) -> dict[Point, str]:
    """Give the numbers of the lines by their places; one that no place is free for is left out, the lowest first."""
    found: dict[Point, str] = {}
    for one, other, weight in sorted(graph.edges(data="weight"), key=lambda edge: -edge[2]):
        at = _free(places[one], places[other], places, codes, list(found))
        if at is not None:
            found[at] = f"{weight:,.0f}" if weight % 1 == 0 else f"{weight:.2f}"
    return found


def _free(
    one: Point, other: Point, places: Mapping[int, Point], codes: Mapping[int, _Code], written: Sequence[Point]
) -> Point | None:
    """Give the place nearest the middle of a line where a number covers nothing; None where there is none."""
    for part in sorted((step / 20 for step in range(3, 18)), key=lambda part: abs(part - 0.5)):
        x, y = one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])
        is_taken = any(code.covers(x - places[at][0], y - places[at][1]) for at, code in codes.items())
        if not is_taken and all(abs(x - a) > 2 * ROOM or abs(y - b) > 2 * ROOM for a, b in written):
            return x, y
    return None


@dataclass(frozen=True)
class _Code:
    """A code as it is drawn: a circle, and its label beneath."""

    label: str
    """In lines."""
    area: float
    """Of the circle, in square points."""
    colour: str

    @property
    def radius(self) -> float:
        """Of the circle, in inches."""
        return float((self.area / pi) ** 0.5 / 72)

    @property
    def box(self) -> Box:
        """What it takes."""
        wide = max(measured(line, SMALL_PT) for line in self.label.split("\n"))
        return Box(max(wide / 2, self.radius), self.radius, self.radius + height_of(self.label, SMALL_PT))

    def covers(self, x: float, y: float) -> bool:
        """Say whether a number so many inches from its middle would be on its circle or its label."""
        on_circle = abs(x) < self.radius + ROOM and abs(y) < self.radius + ROOM
        box = self.box
        return on_circle or (abs(x) < box.side + ROOM and -box.below - ROOM < y < -self.radius + ROOM)

    def draw(self, axes: Axes, at: tuple[float, float]) -> None:
        """Draw it where it belongs."""
        axes.scatter([at[0]], [at[1]], s=self.area, color=self.colour, edgecolors="white", linewidths=0.8, zorder=3)
        axes.annotate(
            self.label,
            at,
            (0, -72 * self.radius - 1.5),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=SMALL_PT,
            color=INK,
            linespacing=1.05,
            path_effects=canvas.halo(),
            zorder=4,
        )


def _codes(table: Table, cells: list[list[float]], shown: list[int], themes: list[str]) -> dict[int, _Code]:
    most = max(cells[at][at] for at in shown) or 1.0
    made = {}
    for at in shown:
        row = table.rows[at]
        colour = DISTINCT[0] if not themes else DISTINCT[themes.index(row.above[0])] if row.above else GREY
        area = max(BIGGEST * cells[at][at] / most, SMALLEST)
        made[at] = _Code(wrapped(row.label, WIDEST_LABEL, SMALL_PT, most=3), area, colour)
    return made


def _key(figure: Figure, themes: list[str], bottom: float) -> None:
    from matplotlib.lines import Line2D

    dots = [
        Line2D([], [], marker="o", linestyle="", color=DISTINCT[at], markersize=5, label=theme)
        for at, theme in enumerate(themes)
    ]
    width, height = (float(size) for size in figure.get_size_inches())
    figure.legend(
        handles=dots,
        loc="lower left",
        bbox_to_anchor=(MARGIN / width, bottom / height),
        borderaxespad=0,
        handletextpad=0.3,
        labelspacing=0.35,
    )

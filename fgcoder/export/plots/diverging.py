"""Bars to both sides of a line: codes above and below what was expected, quotes that confirm and contradict.

Two shapes of table are drawn. Where columns are adjusted residuals there is a panel for each value compared, so that
a country's profile is read down and a code across. Where columns count relations (`confirms`, `expands`, `contradicts`)
contradicting quotes go to the left and the others to the right. Side and number say what colour says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fgcoder.export.layout import BETWEEN, headings
from fgcoder.export.plots import canvas, columns
from fgcoder.export.plots.canvas import (
    DISTINCT,
    FAINT,
    GREY,
    INK,
    LABEL_PT,
    MARGIN,
    NOTE_PT,
    SMALL_PT,
    wrapped,
)
from fgcoder.export.plots.labels import Labels, laid_out
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RESIDUAL: Final = ("residual",)
LEFT: Final = ("contradicts",)
RIGHT: Final = ("confirms", "expands")
BLUE, ORANGE = DISTINCT[0], DISTINCT[1]
SHADES: Final = {"contradicts": ORANGE, "confirms": BLUE, "expands": DISTINCT[4]}
HATCHES: Final = {"expands": "////"}
NOTABLE: Final = 2
"""Residuals beyond it are marked in the comparison."""
PANEL, WIDE_PANEL = 1.6, 4.0
"""Inches."""
GAP: Final = 0.12
FIGURES: Final = 0.42
"""Inches kept free on either side of a panel for the numbers beside the longest bars."""
BAR: Final = 0.62
"""Height of a bar, of its row's."""


def fits(table: Table) -> bool:
    """Say whether the table has residuals or counts of relations."""
    return bool(columns.of_numbers(table, RESIDUAL) or columns.of_numbers(table, LEFT + RIGHT))


def draw(table: Table) -> Figure:
    """Draw residuals in panels, or relations in one.

    Parameters
    ----------
    table
        A comparison, or counts of quotes by their relation to a finding.
    """
    residuals = columns.of_numbers(table, RESIDUAL)
    rows = columns.by_size(table, residuals) if residuals else columns.body(table)
    labels = laid_out([table.rows[at] for at in rows])
    panels = len(residuals) or 1
    panel = PANEL if residuals else WIDE_PANEL
    titles = [wrapped(_panel_title(table, at), panel, LABEL_PT, most=3) for at in residuals]
    head = max([canvas.height_of(title, LABEL_PT) for title in titles], default=0.22) + 0.08
    foot = 0.35 if residuals else 0.1
    width = labels.width + panels * panel + (panels - 1) * GAP + 2 * MARGIN + 0.1
    more = _how_to_read(bool(residuals))
    notes = canvas.told(table, more)
    top, bottom, *_ = canvas.framed(table.title, notes, width)
    figure = canvas.paper(width, top + head + labels.height + foot + bottom)
    canvas.frame(figure, table.title, notes)
    limit = _limit(table, rows, residuals) if residuals else 0.0
    for at in range(panels):
        left = MARGIN + labels.width + at * (panel + GAP)
        axes = canvas.place(figure, left, bottom + foot, panel, labels.height)
        _bare(axes, labels)
        if residuals:
            _residuals(axes, table, rows, residuals[at], labels, limit)
            axes.set_title(titles[at], fontsize=LABEL_PT, pad=5)
        else:
            _relations(axes, table, rows, labels)
        axes.set_ylim(labels.height, 0)
        axes.set_yticks([])
        if at == 0:
            labels.write(axes)
    return figure


def _how_to_read(is_residuals: bool) -> str:
    if is_residuals:
        return (
            f"Bars: adjusted standardised residuals; to the right more than expected; dashed: ±{NOTABLE}. Themes, and "
            "the codes within each, that differ most come first."
        )
    return "Bars: quotes; to the left those that contradict the finding, to the right those that confirm or expand it."


def _panel_title(table: Table, column: int) -> str:
    *outer, last = headings(table)[column]
    return BETWEEN.join(outer) or last


def _limit(table: Table, rows: list[int], residuals: list[int]) -> float:
    """Give how far the scale goes to either side, the same in all panels."""
    values = table.values()
    numbers = [abs(columns.number(values[at][column]) or 0.0) for at in rows for column in residuals]
    return max([NOTABLE * 1.2, *numbers]) * PANEL / (PANEL - 2 * FIGURES)


def _bare(axes: Axes, labels: Labels) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=2, color=GREY, labelsize=NOTE_PT)
    for edge in labels.edges[1:-1]:
        axes.axhline(edge, color=FAINT, linewidth=0.4, zorder=0)


def _residuals(axes: Axes, table: Table, rows: list[int], column: int, labels: Labels, limit: float) -> None:
    values, printed = table.values(), table.printed()
    for line, at in enumerate(rows):
        value = columns.number(values[at][column])
        middle = labels.middles[line]
        if value is not None:
            colour = BLUE if value > 0 else ORANGE
            strength = 1.0 if abs(round(value, table.decimals)) >= NOTABLE else 0.45
            axes.barh(middle, value, BAR * labels.heights[line], color=colour, alpha=strength, linewidth=0)
        is_right = value is None or value >= 0
        axes.annotate(
            printed[at][column],
            (value or 0.0, middle),
            (2.5 if is_right else -2.5, 0),
            textcoords="offset points",
            ha="left" if is_right else "right",
            va="center",
            fontsize=NOTE_PT,
            fontweight="bold" if table.rows[at].kind is RowKind.THEME else "normal",
            color=INK if value is not None else GREY,
        )
    axes.axvline(0, color=INK, linewidth=0.7)
    for side in (-NOTABLE, NOTABLE):
        axes.axvline(side, color=GREY, linewidth=0.6, linestyle=(0, (3, 2)))
    axes.set_xlim(-limit, limit)
    axes.set_xticks([-NOTABLE, 0, NOTABLE], [f"−{NOTABLE}", "0", f"+{NOTABLE}"])


def _relations(axes: Axes, table: Table, rows: list[int], labels: Labels) -> None:
    values = table.values()
    farthest = [1.0, 1.0]
    for line, at in enumerate(rows):
        middle, height = labels.middles[line], BAR * labels.heights[line]
        for side, relations in ((-1, LEFT), (1, RIGHT)):
            reached = 0.0
            for relation in relations:
                chosen = columns.of_numbers(table, (relation,))
                count = sum(columns.number(values[at][column]) or 0.0 for column in chosen)
                if count:
                    axes.barh(
                        middle,
                        side * count,
                        height,
                        left=side * reached,
                        color=SHADES[relation],
                        hatch=HATCHES.get(relation),
                        edgecolor="white",
                        linewidth=0.6,
                    )
                    _count(axes, side * (reached + count / 2), middle, count, relation)
                    reached += count
            farthest[side > 0] = max(farthest[side > 0], reached)
    axes.axvline(0, color=INK, linewidth=0.7)
    axes.set_xlim(-farthest[0] * 1.08, farthest[1] * 1.08)
    axes.set_xticks([])
    _key(axes)


def _count(axes: Axes, at: float, middle: float, count: float, relation: str) -> None:
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "linewidth": 0} if relation in HATCHES else None
    axes.text(
        at,
        middle,
        f"{count:,.0f}",
        ha="center",
        va="center",
        fontsize=SMALL_PT,
        color=INK if relation in HATCHES else "white",
        fontweight="bold",
        bbox=box,
    )


def _key(axes: Axes) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=SHADES[name], hatch=HATCHES.get(name), edgecolor="white", label=name) for name in LEFT + RIGHT
    ]
    axes.legend(handles=patches, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, borderaxespad=0.2)

"""The saturation curve: codes so far, group by group, beside what any order of the groups would have brought.

Drawn with textual-plot. It brings numpy along, so this module is imported when the first curve is to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual_plot import HiResMode, PlotWidget

from fgcoder.export.plots.columns import number
from fgcoder.tables.saturation.table import ANY_ORDER, EVERY, NEW, SO_FAR
from fgcoder.tabular import Row, RowKind, Table

LEGEND = (
    "Line: codes so far, group by group in order of fieldwork. Crosses: how many would have come up on average, over "
    "all orders of the groups. Bars: new codes of each group."
)


@dataclass(frozen=True)
class Curve:
    """What came up in groups, in order of fieldwork."""

    name: str
    """Whose groups they are; empty for all."""
    groups: tuple[str, ...]
    new: tuple[float, ...]
    so_far: tuple[float, ...]
    any_order: tuple[float, ...]


def curve_of(table: Table, row: Row | None) -> Curve:
    """Give the curve that a row belongs to: of its country, where the table has several; else of all groups."""
    several = [one for one in table.rows if one.kind is RowKind.THEME]
    name = (row.label if row.kind is RowKind.THEME else "".join(row.above)) if row is not None else ""
    name = name or (EVERY if several else "")
    own = [
        (one.label, dict(zip(table.columns, cells, strict=True)))
        for one, cells in zip(table.rows, table.values(), strict=True)
        if one.kind is RowKind.CODE and "".join(one.above) == name
    ]

    def column(which: str) -> tuple[float, ...]:
        return tuple(number(cells[which]) or 0.0 for _, cells in own)

    return Curve(name, tuple(label for label, _ in own), column(NEW), column(SO_FAR), column(ANY_ORDER))


class CurveView(Vertical, can_focus=False):
    """A saturation curve.

    Parameters
    ----------
    curve
        What to draw.
    """

    DEFAULT_CSS = """
    CurveView {
        height: 1fr;
        background: $surface;
        & > PlotWidget { background: $surface; }
        & > PlotWidget > .plot--axis { color: $foreground-muted; }
        & > PlotWidget > .plot--tick { color: $foreground; text-style: none; }
        & > PlotWidget > .plot--label { color: $foreground; text-style: none; }
    }
    """

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve

    def compose(self) -> ComposeResult:
        """Lay out the plot."""
        plot = PlotWidget(allow_pan_and_zoom=False)
        plot.can_focus = False
        yield plot

    def on_mount(self) -> None:
        """Draw once the plot is there, which clears itself when it comes up."""
        plot = self.query_one(PlotWidget)
        plot.margin_left, plot.margin_top = 6, 1
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        plot, colors, curve = self.query_one(PlotWidget), self.app.theme_variables, self._curve
        at = [float(place) for place in range(1, len(curve.groups) + 1)]
        most = max([*curve.so_far, 1.0])
        plot.set_xlimits(0.4, len(at) + 0.6)
        plot.set_ylimits(0, most * 1.08)
        plot.set_xticks(at[:: max(len(at) // 20, 1)])
        plot.set_xlabel("groups" + (f": {curve.name}" if curve.name else ""))
        plot.set_ylabel("codes")
        brought = [(place, new) for place, new in zip(at, curve.new, strict=True) if new]
        where, how_many = [place for place, _ in brought], [new for _, new in brought]
        plot.bar(where, how_many, width=0.3, bar_style=colors["secondary"], hires_mode=HiResMode.HALFBLOCK)
        plot.plot(at, curve.so_far, line_style=colors["primary"], hires_mode=HiResMode.BRAILLE)
        plot.scatter(at, curve.any_order, marker="+", marker_style=f"bold {colors['foreground']}")

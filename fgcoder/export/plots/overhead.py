"""Headings over the columns of a picture: side by side where they fit, upright where they do not, groups above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.export.layout import heading_lines, headings
from fgcoder.export.plots.canvas import GREY, LABEL_PT, SMALL_PT, height_of, measured, wrapped
from fgcoder.tabular import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST: Final = 1.8
"""Inches of an upright heading."""
GAP: Final = 0.06


@dataclass(frozen=True)
class Overhead:
    """Headings laid out over columns of equal width."""

    texts: tuple[str, ...]
    """For each column, in lines."""
    groups: tuple[tuple[tuple[str, int, int], ...], ...]
    """The lines of group headings, outermost first: text, first column, how many columns."""
    is_upright: bool
    tallest: float
    """Inches of the headings of single columns."""
    cell: float
    """Inches of a column."""

    @classmethod
    def of(cls, table: Table, chosen: list[int], cell: float, beneath: list[str]) -> Overhead:
        """Lay the headings of the chosen columns out, with a line beneath each."""
        own = [headings(table)[at][-1] for at in chosen]
        words = [word for text in (*own, *beneath) for word in text.split()]
        is_upright = any(measured(word, SMALL_PT) > cell - 0.04 for word in words)
        room = LONGEST if is_upright else cell - 0.04
        lines = [
            wrapped(f"{text} ({under})" if is_upright and under else text, room, SMALL_PT, most=2 if is_upright else 4)
            + (f"\n{under}" if under and not is_upright else "")
            for text, under in zip(own, beneath, strict=True)
        ]
        if is_upright:
            tallest = max(measured(line, SMALL_PT) for text in lines for line in text.split("\n"))
        else:
            tallest = max(height_of(text, SMALL_PT) for text in lines)
        return cls(tuple(lines), _groups(table, chosen, cell), is_upright, tallest, cell)

    @property
    def height(self) -> float:
        """Inches of all lines."""
        return self.tallest + 2 * GAP + sum(_height(line) for line in self.groups)

    def write(self, axes: Axes) -> None:
        """Write the headings above axes whose horizontal scale is columns."""
        from matplotlib.lines import Line2D
        from matplotlib.transforms import ScaledTranslation

        def above(inches: float) -> object:
            return axes.get_xaxis_transform() + ScaledTranslation(0, inches, axes.figure.dpi_scale_trans)

        for at, text in enumerate(self.texts):
            axes.text(
                at + 0.5,
                1,
                text,
                transform=above(GAP),
                ha="center",
                va="bottom",
                fontsize=SMALL_PT,
                rotation=90 if self.is_upright else 0,
                linespacing=1.15,
            )
        up = self.tallest + 2 * GAP
        for line in reversed(self.groups):
            for text, first, wide in line:
                rule = Line2D([first + 0.1, first + wide - 0.1], [1, 1], color=GREY, linewidth=0.6, transform=above(up))
                rule.set_clip_on(False)
                axes.add_line(rule)
                axes.text(
                    first + wide / 2, 1, text, transform=above(up + 0.03), ha="center", va="bottom", fontsize=LABEL_PT
                )
            up += _height(line)


def _height(line: tuple[tuple[str, int, int], ...]) -> float:
    return max((height_of(text, LABEL_PT) for text, *_ in line), default=0.0) + 0.06


def _groups(table: Table, chosen: list[int], cell: float) -> tuple[tuple[tuple[str, int, int], ...], ...]:
    """Give the lines of group headings over the chosen columns, each as wide as those of its columns that are shown."""
    lines = []
    for line in heading_lines(table)[:-1]:
        made = []
        for one in line:
            shown = [at for at, column in enumerate(chosen) if one.first <= column < one.first + one.columns]
            if one.text and shown:
                wide = len(shown)
                made.append((wrapped(one.text, wide * cell, LABEL_PT, most=3), shown[0], wide))
        lines.append(tuple(made))
    return tuple(lines)

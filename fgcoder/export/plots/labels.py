"""Row labels beside a picture: themes in bold, codes indented, long ones broken, each row as high as its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.export.plots.canvas import INK, LABEL_PT, height_of, measured, wrapped
from fgcoder.tabular import Row, RowKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDEST: Final = 3.2
"""Inches."""
INDENT: Final = 0.14
GAP: Final = 0.1
ROW: Final = 0.24
"""Inches that a row has at least."""


@dataclass(frozen=True)
class Labels:
    """Labels laid out."""

    rows: tuple[Row, ...]
    texts: tuple[str, ...]
    """In lines."""
    width: float
    """Inches, with a gap to the picture."""
    heights: tuple[float, ...]
    """Inches of each row."""

    @property
    def height(self) -> float:
        """Inches of all rows."""
        return sum(self.heights)

    @property
    def edges(self) -> list[float]:
        """Where the rows begin, from the top, and where the last one ends; in inches."""
        at = [0.0]
        for height in self.heights:
            at.append(at[-1] + height)
        return at

    @property
    def middles(self) -> list[float]:
        """The middle of each row, from the top; in inches."""
        return [(above + below) / 2 for above, below in zip(self.edges, self.edges[1:], strict=False)]

    def write(self, axes: Axes) -> None:
        """Write them to the left of axes whose vertical scale is inches from the top."""
        from matplotlib.transforms import ScaledTranslation

        figure = axes.figure
        for row, text, middle in zip(self.rows, self.texts, self.middles, strict=True):
            shift = ScaledTranslation(-self.width + INDENT * row.level, 0, figure.dpi_scale_trans)
            axes.text(
                0,
                middle,
                text,
                transform=axes.get_yaxis_transform() + shift,
                va="center",
                fontsize=LABEL_PT,
                fontweight="bold" if row.kind is RowKind.THEME else "normal",
                color=INK,
                linespacing=1.1,
            )
        axes.set_ylim(self.height, 0)
        axes.set_yticks([])


def laid_out(rows: Sequence[Row]) -> Labels:
    """Lay out the labels of rows."""
    texts, widths = [], []
    for row in rows:
        bold = row.kind is RowKind.THEME
        text = wrapped(row.label, WIDEST - INDENT * row.level, LABEL_PT, bold=bold, most=2)
        texts.append(text)
        widths.append(INDENT * row.level + max(measured(line, LABEL_PT, bold=bold) for line in text.split("\n")))
    heights = tuple(max(ROW, height_of(text, LABEL_PT) + 0.06) for text in texts)
    return Labels(tuple(rows), tuple(texts), max(widths, default=0) + GAP, heights)

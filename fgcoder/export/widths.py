"""How wide the columns of a Word table are: Word lays out what it is told, and what it is not told it gets wrong."""

from __future__ import annotations

from typing import Final

from fgcoder.export.layout import are_prose, heading_lines, prose_weights
from fgcoder.tabular import Table

LABEL_CM, WIDEST_LABEL_CM, PROSE_CM, FIGURE_CM, WIDEST_FIGURE_CM = 5.5, 9.0, 5.0, 1.7, 3.4
"""Of the labels, at least and at most, of prose on average, of figures, at least and at most."""
LETTER_CM: Final = 0.25
"""Of a letter in bold, also where another font has to stand in for Calibri."""
NARROWEST_FIGURE_CM: Final = 1.0
"""Of a figure under an upright heading."""
MARGIN_IN_CELL_CM: Final = 0.12
PROSE_MARGIN_IN_CELL_CM: Final = 0.2
"""In a list of texts, whose lines would otherwise run into those of the next column."""


def wanted(table: Table, *, letter: float, is_upright: bool = False) -> list[float]:
    """Say how many centimetres each column needs, that of the labels first.

    Parameters
    ----------
    table
        The table.
    letter
        The size of its letters, as a share of their usual one.
    is_upright
        Whether its headings stand upright.
    """
    printed = table.printed()
    least = NARROWEST_FIGURE_CM if is_upright else FIGURE_CM
    labels = max([len(table.index_label), *(len(row.label) for row in table.rows)]) if table.is_list else 0
    widths = [max(FIGURE_CM, LETTER_CM * letter * labels) if table.is_list else LABEL_CM]
    for at, (is_prose, weight) in enumerate(zip(are_prose(table), prose_weights(table), strict=True)):
        words = [] if is_upright else heading_lines(table)[-1][at].text.split()
        longest = max([0, *map(len, words), *(len(cells[at]) for cells in printed)])
        figure = min(max(least, 2 * MARGIN_IN_CELL_CM + LETTER_CM * letter * longest), WIDEST_FIGURE_CM)
        widths.append(PROSE_CM * weight if is_prose else figure)
    return widths


def shared_out(table: Table, wanted: list[float], width: float) -> list[float]:
    """Fit the columns between the margins: all give way alike, and what is left over goes to the labels.

    In a list these are numbers, so that it goes to the others.
    """
    if table.is_list and len(wanted) > 1:
        numbers, *own = wanted
        return [numbers, *(one * (width - numbers) / sum(own) for one in own)]
    scale = min(width / sum(wanted), 1)
    labels, *others = (one * scale for one in wanted)
    longest = max([len(row.label) + 2 * row.level for row in table.rows], default=0)
    return [max(labels, min(width - sum(others), LETTER_CM * longest, WIDEST_LABEL_CM)), *others]

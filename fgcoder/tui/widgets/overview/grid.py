"""The transcripts laid out by the study's first two attributes: how much of each part the coder has decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.events import Resize
from textual.geometry import Size

from fgcoder.overview.figures import Overview, codable
from fgcoder.tui.widgets.overview.region import Figures, cell
from fgcoder.tui.widgets.overview.signs import share

ALL = "All"
BAR = 4
NARROWEST = len("░░░░ 100 % !9")
"""Cells of a column below which its figures would be cut off; more columns than fit are scrolled to."""


_Part = tuple[str, dict[str, str]]
"""The heading of a row or column, and the attribute that it stands for."""


class TranscriptGrid(Figures):
    """A cell for every combination of two attributes, with totals; `values` says what the one in hand stands for."""

    DEFAULT_CSS = """
    TranscriptGrid { height: auto; max-height: 50%; scrollbar-size-horizontal: 1; }
    TranscriptGrid.-without { display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="grid", classes="-without", cursor_type="cell", cell_padding=1)
        self._overview: Overview | None = None
        self._cells: list[list[dict[str, str]]] = []

    def show(self, overview: Overview) -> None:
        """Show the figures; the cursor stays where it is."""
        self._overview = overview
        self.set_class(not overview.axes, "-without")
        if not overview.axes:
            return
        at = self.cursor_coordinate
        rows, columns = _parts(overview, 0), _parts(overview, 1)
        self.border_title = " × ".join(name.capitalize() for name in overview.axes)
        self.clear(columns=True)
        # The table finds out later that its rows have headings, and how wide; painted before that it would keep what it
        # has painted, and never give them room.
        self._labelled_row_exists = True
        self._label_column.content_width = max(cell_len(name) for name, _ in rows)
        for (name, _), width in zip(columns, self._widths(rows, columns), strict=True):
            self.add_column(cell(name), width=width)
        self._cells = []
        for name, of_row in rows:
            cells = [{**of_row, **of_column} for _, of_column in columns]
            self._cells.append(cells)
            texts = [_text(overview, values) for values in cells]
            self.add_row(*texts, label=cell(name, style="bold" if name == ALL else ""))
        self.cursor_coordinate = at

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the lines that there are; the table itself finds out later, and would not be laid out anew for it."""
        return self.header_height + self.row_count

    def on_resize(self, _event: Resize) -> None:
        """Share out the width anew."""
        if self._overview is not None:
            self.show(self._overview)

    def _widths(self, rows: Sequence[_Part], columns: Sequence[_Part]) -> list[int]:
        """Give every column what its heading wants, or where that is too much an equal share."""
        wanted = [max(len(name), NARROWEST) for name, _ in columns]
        left = self.size.width - max(len(name) for name, _ in rows) - 2
        fair = left // len(columns) - 2
        return wanted if sum(wanted) + 2 * len(columns) <= left else [max(min(fair, one), NARROWEST) for one in wanted]

    @property
    def values(self) -> Mapping[str, str]:
        """The attributes that the cell in hand stands for; none for all transcripts."""
        row, column = self.cursor_coordinate
        return self._cells[row][column] if self._cells else {}


def _parts(overview: Overview, axis: int) -> Sequence[_Part]:
    """Give the rows or columns."""
    if axis >= len(overview.axes):
        return [(ALL, {})]
    name = overview.axes[axis]
    return [*((value, {name: value}) for value in overview.values(name)), (ALL, {})]


def _text(overview: Overview, values: Mapping[str, str]) -> Text:
    lines = overview.lines_with(values)
    if not lines:
        return cell("–")
    done = overview.done_on(lines).decided
    text = share(done, codable(lines), BAR, is_counted=overview.is_counted)
    flags = sum(line.flags for line in lines)
    is_sum = len(values) < len(overview.axes)
    return cell(text + (f" !{flags}" if flags else "") + (f" ×{len(lines)}" if len(lines) > 1 and not is_sum else ""))

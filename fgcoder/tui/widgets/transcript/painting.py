"""Lines of the transcript as strips of styled cells. What is once painted is kept until it looks different."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment as Cells
from rich.style import Style
from textual.strip import Strip

from fgcoder.coding.spans import Edge
from fgcoder.model import Role, Span
from fgcoder.tui.widgets.transcript.finding import NOTHING_FOUND, Found
from fgcoder.tui.widgets.transcript.layout import LEFT, Line, LineKind
from fgcoder.tui.widgets.transcript.margin import MarginRow, heavy
from fgcoder.tui.widgets.transcript.page import Page
from fgcoder.tui.widgets.transcript.styles import LANE_STYLES

MOST_KEPT = 2_000
"""Segments of which the painted lines are kept."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is drawn over the words and does not move them."""

    current: int = 0
    """The position of the current segment."""
    selected: Span | None = None
    edge: Edge | None = None
    """The edge of the selection that moves."""
    found: Found = NOTHING_FOUND
    match: Span | None = None
    """The match that one stands at."""


class Painter:
    """Paints lines, in the styles of a widget.

    Parameters
    ----------
    style
        Gives the widget's style by its name.
    """

    def __init__(self, style: Callable[[str], Style]) -> None:
        self._style = style
        self._kept: dict[int, dict[int, Strip]] = {}
        self._styles: dict[str, Style] = {}
        self._blank: Strip | None = None
        self.overlay = Overlay()
        self.by_shape = False
        """Whether the brackets beside the current segment differ in shape, for who sees no colours."""

    def forget(self, positions: Iterable[int] | None = None) -> None:
        """Paint anew what is looked at next: some segments, or everything."""
        if positions is None:
            self._kept.clear()
            self._styles.clear()
            self._blank = None
            return
        for position in positions:
            self._kept.pop(position, None)

    def paint(self, page: Page, line: Line, row: int, width: int) -> Strip:
        """Paint a line, which is so many rows below the first of its segment."""
        kept = self._kept.setdefault(line.segment, {})
        if row not in kept:
            if len(self._kept) > MOST_KEPT:
                self._kept = {line.segment: kept}
            kept[row] = self._painted(page, line, row, width)
        return kept[row]

    def blank(self, width: int) -> Strip:
        """Paint a line without anything."""
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self._named("page"))
        return self._blank

    def _named(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._style(name)
        return self._styles[name]

    def _painted(self, page: Page, line: Line, row: int, width: int) -> Strip:
        base = self._named("page")
        current = line.segment == self.overlay.current and line.kind is not LineKind.BLANK
        if current:
            base += self._named("current")
        columns = page.columns
        of_moderator = page.segments[line.segment].role is Role.MODERATOR
        said = self._named("moderator") if of_moderator else Style()
        speaker = said if of_moderator else self._named("speaker")
        sign = page.sign(line.segment) if row == 0 and line.kind is not LineKind.BLANK else " "
        parts = [("▌" if current else " ", self._named("bar")), (f"{sign}  ", self._named("codes"))]
        if columns.label:
            beneath = self._named("time") if row else speaker
            parts.append((line.label + " " * (columns.words_start - LEFT - cell_len(line.label)), beneath))
        if not columns.margin:
            parts[-1] = (parts[-1][0][:-2], parts[-1][1])
            parts.append((f"{line.lane} ", self._named("codes")))
        if line.words is not None:
            parts += self._words(page, line, said)
        elif line.text:
            parts.append((line.text, {LineKind.SPEAKER: speaker}.get(line.kind, self._named("codes"))))
        if line.margin.lanes:
            taken = sum(cell_len(text) for text, _ in parts)
            parts.append((" " * (columns.words_start + columns.words + 1 - taken), Style()))
            parts += self._margin(line.margin, heavy(line.margin) if current and self.by_shape else line.margin.lanes)
        strip = Strip([Cells(text, base + style) for text, style in parts if text]).adjust_cell_length(width, base)
        return self._bracketed(strip, line, columns.words_start)

    def _margin(self, margin: MarginRow, lanes: str) -> list[tuple[str, Style]]:
        parts = [(sign, self._named(f"lane-{lane % LANE_STYLES}")) for lane, sign in enumerate(lanes)]
        return [*parts, (f" {margin.caption}", self._named(f"lane-{margin.lane % LANE_STYLES}"))]

    def _words(self, page: Page, line: Line, said: Style) -> list[tuple[str, Style]]:
        """Style the words by what covers them."""
        assert line.words is not None  # asked by the caller
        words, overlay = line.words, self.overlay
        layers = [(span, "coded") for span in page.partly_coded(line.segment)]
        layers += [(span, "match") for span in overlay.found.within(words.start, words.end)]
        layers += [(overlay.match, "match-current")] if overlay.match else []
        layers += [(overlay.selected, "selected")] if overlay.selected else []
        ranges = [
            (words.index(span.start), words.index(span.end), self._named(name))
            for span, name in layers
            if span.start < words.end and words.start < span.end
        ]
        cuts = sorted({0, len(words.text), *(at for start, end, _ in ranges for at in (start, end))})
        parts = []
        for start, end in pairwise(cuts):
            style = said
            for first, last, layer in ranges:
                style += layer if first <= start and end <= last else Style()
            parts.append((words.text[start:end], style))
        return parts

    def _bracketed(self, strip: Strip, line: Line, begin: int) -> Strip:
        """Draw the edges of the selection into the spaces beside it: a square bracket, or a wedge where it moves.

        Where there is no space, between two Chinese characters for example, the edge is drawn as its style alone.
        """
        words, selected, edge = line.words, self.overlay.selected, self.overlay.edge
        if words is None or selected is None:
            return strip
        text = words.text
        if words.start <= selected.start < words.end:
            at = words.index(selected.start)
            free = at == 0 or text[at - 1] == " "
            moves = edge is Edge.START
            strip = self._drawn(
                strip, begin + cell_len(text[:at]) - free, ("◄" if moves else "[") if free else "", moves=moves
            )
        if words.start < selected.end <= words.end:
            at = words.index(selected.end)
            free = at == len(text) or text[at] == " "
            moves = edge is Edge.END
            last = begin + cell_len(text[:at] if free else text[: at - 1])
            strip = self._drawn(strip, last, ("►" if moves else "]") if free else "", moves=moves)
        return strip

    def _drawn(self, strip: Strip, cell: int, sign: str, *, moves: bool) -> Strip:
        """Draw a sign in a cell; without one, the character that is there in the style of the edge."""
        style = self._named("edge" if moves else "selected")
        width = cell_len(sign) or cell_len(strip.crop(cell, cell + 2).text[:1])
        before, at, after = strip.crop(0, cell), strip.crop(cell, cell + width), strip.crop(cell + width)
        return Strip.join([before, Strip([Cells(sign or at.text, style)]), after])

"""The tree itself: one line a code, a pointer at the one in hand.

Drawn on Textual's list and not on its tree: the list takes labels in the colours of the theme, cuts long ones off with
an ellipsis and sets off the whole line; a codebook is read from top to bottom and needs no folding, as `/` narrows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from fgcoder.tui.widgets.code_tree.rows import CodeRow

POINTER = "›"


class CodeTree(OptionList, can_focus=False):
    """Themes and codes. Keys are for the screen to take, so that none overtakes another."""

    DEFAULT_CSS = """
    CodeTree {
        border: none;
        padding: 0;
        height: 1fr;
        background: $background;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: none;
        }
    }
    """

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._rows: Sequence[CodeRow] = ()

    @property
    def row(self) -> CodeRow | None:
        """The line that is pointed at."""
        return None if self.highlighted is None or not self._rows else self._rows[self.highlighted]

    def show(self, rows: Sequence[CodeRow], at: str = "") -> None:
        """Show other lines, and point at a code; at the first where it is not among them."""
        self._rows = rows
        self.clear_options()
        self.add_options(Option(row.content, id=row.code.id) for row in rows)
        self.point_at(at)

    def point_at(self, code: str) -> None:
        """Point at a code; at the first where it is not there."""
        places = {row.code.id: place for place, row in enumerate(self._rows)}
        self.highlighted = places.get(code, 0) if self._rows else None

    def point(self, step: int) -> None:
        """Point at another line; round the ends where the step is a single line."""
        if self._rows:
            last = len(self._rows) - 1
            now = (self.highlighted or 0) + step
            self.highlighted = now % len(self._rows) if abs(step) == 1 else min(max(now, 0), last)

    def point_at_theme(self, step: int) -> None:
        """Point at the next theme (1) or the one before (-1)."""
        now = self.highlighted or 0
        places = [at for at, row in enumerate(self._rows) if row.code.is_theme and (at - now) * step > 0]
        if places:
            self.highlighted = places[0] if step > 0 else places[-1]

    def render_line(self, y: int) -> Strip:
        """Draw a line: of the one that is pointed at the pointer in the first cell, and all of it in one colour.

        What is muted elsewhere could not be read on the colour that sets the line off.
        """
        strip = super().render_line(y)
        if self.highlighted != y + self.scroll_offset.y or not strip.cell_length:
            return strip
        style = next(iter(strip)).style or Style()
        plain = Style(color=style.color)
        rest = [Segment(part.text, (part.style or style) + plain) for part in strip.crop(1)]
        return Strip([Segment(POINTER, style), *rest], strip.cell_length)

"""The list itself: one line a row, a pointer at the one that Enter chooses, filled as far as it is looked at.

Laying out a thousand rows takes longer than a key press may; a coder who types looks at the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from fgcoder.tui.widgets.chooser.rows import Row

CHUNK = 80
"""Rows that are laid out at a time: more than a tall window shows."""
POINTER = "›"


class ChoiceList(OptionList, can_focus=False):
    """The rows that can be chosen. Keys are for the screen to take, so that none overtakes another."""

    DEFAULT_CSS = """
    ChoiceList {
        border: none;
        padding: 0;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted {
            color: $foreground;
            background: $primary-muted;
        }
        & > .option-list--option-disabled { color: $text-primary; }
    }
    """

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._rows: Sequence[Row] = ()
        self._content: Callable[[Row], Content] = lambda row: Content("")

    def show(self, rows: Sequence[Row], content: Callable[[Row], Content]) -> None:
        """Show other rows, and point at the first that can be chosen."""
        self._rows, self._content = rows, content
        self.clear_options()
        self._fill(CHUNK)
        self.scroll_home(animate=False)
        self.highlighted = next((at for at, row in enumerate(rows[:CHUNK]) if not row.heading), None)

    def renew(self, rows: Sequence[Row]) -> None:
        """Lay out as many rows anew, of the same choices; what is pointed at stays."""
        self._rows = rows
        for at in range(self.option_count):
            self.refresh_row(at)

    @property
    def row(self) -> Row | None:
        """The row that is pointed at."""
        return None if self.highlighted is None or not self._rows else self._rows[self.highlighted]

    def point(self, step: int) -> None:
        """Point at another row, a heading never being one; round the ends where the step is a single row."""
        places = [at for at, row in enumerate(self._rows) if not row.heading]
        if not places:
            return
        now = places.index(self.highlighted) if self.highlighted in places else 0
        last = len(places) - 1
        now = (now + step) % len(places) if abs(step) == 1 else min(max(now + step, 0), last)
        self._fill(places[now] + CHUNK)
        self.highlighted = places[now]
        if now == 0:
            self.scroll_home(animate=False)  # the heading above it, too

    def refresh_row(self, at: int) -> None:
        """Lay a row out anew."""
        self.replace_option_prompt_at_index(at, self._content(self._rows[at]))

    def _fill(self, upto: int) -> None:
        first = self.option_count
        if first < min(upto, len(self._rows)):
            self.add_options(
                Option(self._content(row), id=row.hit.choice.id if row.hit else None, disabled=bool(row.heading))
                for row in self._rows[first:upto]
            )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out more rows when the last ones come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._fill(int(new_value) + self.size.height + CHUNK // 2)

    def render_line(self, y: int) -> Strip:
        """Draw a line, the pointer in the first cell of the one that is pointed at."""
        strip = super().render_line(y)
        if self.highlighted != y + self.scroll_offset.y or not strip.cell_length:
            return strip
        style = next(iter(strip)).style
        return Strip.join([Strip([Segment(POINTER, style)]), strip.crop(1)])

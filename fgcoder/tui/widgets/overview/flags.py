"""What has been flagged, by whom and why; the latest first."""

from __future__ import annotations

from datetime import date

from rich.text import Text
from textual.events import Resize

from fgcoder.overview.figures import Flagged, Overview
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.widgets.overview.region import Figures, cell
from fgcoder.tui.widgets.overview.signs import WAITING, day


class FlagList(Figures):
    """The flagged passages, two lines each: where, by whom and when; then why, and the words."""

    BORDER_TITLE = f"! Flagged: {WAITING}"

    def __init__(self) -> None:
        super().__init__(id="flags", cursor_type="row", cell_padding=1, show_header=False)
        self._overview: Overview | None = None

    def show(self, overview: Overview) -> None:
        """Show what is flagged; the cursor stays in its row."""
        row = self.cursor_row
        self._overview = overview
        self.border_title = f"! Flagged: {len(overview.flagged) if overview.is_counted else WAITING}"
        is_empty = overview.is_counted and not overview.flagged
        self.border_subtitle = with_keys("{flag} flags a passage while coding", CODING, self.app) if is_empty else ""
        self.clear(columns=True)
        self.add_column("", width=max(self.size.width - 3, 10))  # two cells of padding, one for the scrollbar
        today = date.today()
        for one in overview.flagged:
            self.add_row(_lines(one, today), height=2)
        self.move_cursor(row=row, animate=False)

    def on_resize(self, _event: Resize) -> None:
        """Cut the words off where there is room no longer."""
        if self._overview is not None:
            self.show(self._overview)

    @property
    def highlighted(self) -> Flagged | None:
        """The flag in hand."""
        flagged = self._overview.flagged if self._overview is not None else ()
        return flagged[self.cursor_row] if 0 <= self.cursor_row < len(flagged) else None


def _lines(one: Flagged, today: date) -> Text:
    text = cell(f"! {one.flag.transcript} {one.segment or ''}".rstrip(), style="bold")
    text.append(f"\n  {one.flag.coder}, {day(one.flag.made_at, today)}: ", style="not bold")
    return text.append(f"{one.flag.text}: “{one.words}”" if one.flag.text else f"“{one.words}”", style="not bold")

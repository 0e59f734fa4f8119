"""The widget of the top line. It paints itself: laid out by Textual, every key press would lay the screen out anew."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment as Cells
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from fgcoder.model import Progress
from fgcoder.tui.widgets.overview.signs import bar
from fgcoder.tui.widgets.transcript.wrapping import cut
from fgcoder.wording import counted

BAR = 10


class StudyBar(Widget):
    """Where the coder stands."""

    DEFAULT_CSS = """
    StudyBar {
        height: 1;
        background: $primary-background;
        color: $text;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._transcript = ""
        self._standing = ""
        self.who = ""
        """What stands at the right: who is coding, and in which mode."""

    @property
    def where(self) -> str:
        """What stands at the left: the transcript, and how far the coder has come in it or in a queue."""
        return f"{self._transcript}{self._standing}"

    def show(self, progress: Progress | None, coder: str, mode: str, queue: str = "") -> None:
        """Show how far the coder has come, in the transcript or in a queue; and who it is, in which mode."""
        shown = (progress.transcript if progress else "", _standing(progress, queue), f"{coder} · {mode}")
        if shown != (self._transcript, self._standing, self.who):
            self._transcript, self._standing, self.who = shown
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line; what is said of the coder is never cut off."""
        base = self.rich_style
        room = max(self.size.width - cell_len(self.who) - 4, 0)
        name = cut(self._transcript, room)
        standing = cut(self._standing, max(room - cell_len(name), 0))
        space = room - cell_len(name) - cell_len(standing)
        cells = [Cells(f" {name}", base + Style(bold=True)), Cells(f"{standing}{' ' * space}  {self.who} ", base)]
        return Strip(cells).adjust_cell_length(self.size.width, base)


def _standing(progress: Progress | None, queue: str) -> str:
    if progress is None:
        return "no transcripts yet"
    if queue:
        return f"  {queue}"
    drawn, codings = bar(progress.decided, progress.codable, BAR), counted(progress.codings, "coding")
    return f"  {drawn} {progress.decided}/{progress.codable} decided · {codings}"

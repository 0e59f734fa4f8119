"""The widget that shows a laid-out transcript; only the lines in view are ever rendered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len
from rich.segment import Segment as Cells
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fgcoder.model import Role, Segment, Transcript
from fgcoder.tui.widgets.transcript.layout import MARGIN, Line, LineKind, Mark, label_width, lay_out_segment


class TranscriptView(ScrollView, can_focus=True, inherit_bindings=False):
    """A transcript to read and to move in by segment.

    The scrolling keys of the class above would come before the screen's own: arrows move by segment here.
    """

    DEFAULT_CSS = """
    TranscriptView {
        background: $surface;
        color: $foreground;
        scrollbar-size-vertical: 1;
        & > .transcript--speaker { color: $foreground; text-style: bold; }
        & > .transcript--moderator { color: $foreground-muted; text-style: italic; }
        & > .transcript--codes { color: $text-success; }
        & > .transcript--current { background: $primary-muted; }
        & > .transcript--bar { color: $primary; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {
        "transcript--speaker",
        "transcript--moderator",
        "transcript--codes",
        "transcript--current",
        "transcript--bar",
    }

    @dataclass
    class Chosen(Message):
        """A segment was clicked."""

        position: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._transcript: Transcript | None = None
        self._segments: Sequence[Segment] = ()
        self._marks: list[Mark] = []
        self._blocks: list[tuple[Line, ...]] = []
        self._starts: list[int] = []
        self._current = 0

    def show(self, transcript: Transcript, segments: Sequence[Segment], marks: Sequence[Mark], current: int) -> None:
        """Show a transcript."""
        self._transcript, self._segments, self._marks = transcript, segments, list(marks)
        self._current = current
        self._lay_out()
        self.scroll_to_current(animate=False)

    def move_to(self, position: int) -> None:
        """Make another segment the current one."""
        self._current = position
        self.scroll_to_current()
        self.refresh()

    def mark(self, position: int, mark: Mark) -> None:
        """Show what is now decided about a segment."""
        if self._transcript is None or self._marks[position] == mark:
            return
        self._marks[position] = mark
        self._blocks[position] = lay_out_segment(self._transcript, self._segments, position, mark, self._width)
        self._measure()
        self.scroll_to_current()
        self.refresh()

    def scroll_to_current(self, *, animate: bool = False) -> None:
        """Bring the current segment into view, with what comes after it as far as there is room."""
        if not self._blocks:
            return
        top = self._starts[self._current]
        lines = len(self._blocks[self._current])
        before = max(0, min(2, top, self.size.height - lines))
        region = Region(0, top - before, 1, lines + 6)
        self.scroll_to_region(region, animate=animate, force=True, x_axis=False)
        if not self.scroll_offset.y <= top < self.scroll_offset.y + max(self.size.height, 1):
            self.scroll_to(y=top, animate=animate, force=True)

    @property
    def _width(self) -> int:
        # As if the scrollbar were always there: the lines must not break anew when it comes.
        return max(self.outer_size.width - self.styles.scrollbar_size_vertical - 1, 20)

    def _lay_out(self) -> None:
        if self._transcript is None:
            return
        self._blocks = [
            lay_out_segment(self._transcript, self._segments, index, mark, self._width)
            for index, mark in enumerate(self._marks)
        ]
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        ends = list(accumulate(len(block) for block in self._blocks))
        self._starts = [0, *ends[:-1]]
        self.virtual_size = Size(self.scrollable_content_region.width, ends[-1] if ends else 0)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew for the new width."""
        self._lay_out()
        self.scroll_to_current()

    def on_click(self, event: events.Click) -> None:
        """Choose the segment under the mouse."""
        line = self._line_at(event.y + self.scroll_offset.y)
        if line is not None:
            self.post_message(self.Chosen(line.segment))

    def _line_at(self, y: int) -> Line | None:
        if not self._starts or not 0 <= y < self.virtual_size.height:
            return None
        index = bisect_right(self._starts, y) - 1
        return self._blocks[index][y - self._starts[index]]

    def render_line(self, y: int) -> Strip:
        """Render one line of the view."""
        width = self.size.width
        base = self.rich_style
        line = self._line_at(y + self.scroll_offset.y)
        if line is None or self._transcript is None:
            return Strip.blank(width, base)
        current = line.segment == self._current and line.kind is not LineKind.BLANK
        if current:
            base += self.get_component_rich_style("transcript--current", partial=True)
        cells = [Cells(text, base + style) for text, style in self._parts(line, current=current)]
        return Strip(cells).adjust_cell_length(width, base)

    def _parts(self, line: Line, *, current: bool) -> list[tuple[str, Style]]:
        if line.kind is LineKind.BLANK or self._transcript is None:
            return []
        plain = Style()
        of_moderator = self._segments[line.segment].role is Role.MODERATOR
        words = self._style("moderator") if of_moderator else plain
        speaker = words if of_moderator else self._style("speaker")
        first = self._blocks[line.segment][0] is line
        sign = self._marks[line.segment].sign if first else " "
        gutter = label_width(self._transcript, self._width)
        label = line.label + " " * (gutter - cell_len(line.label))
        style = {LineKind.CODES: self._style("codes"), LineKind.SPEAKER: speaker}.get(line.kind, words)
        return [
            ("▌" if current else " ", self._style("bar")),
            (f"{sign} ".ljust(MARGIN - 1), self._style("codes")),
            (label, speaker),
            (line.text, style),
        ]

    def _style(self, name: str) -> Style:
        # Only the whole style has its colour blended, and it brings a background that would hide the current segment's.
        whole = self.get_component_rich_style(f"transcript--{name}")
        return Style(color=whole.color, bold=whole.bold, italic=whole.italic)

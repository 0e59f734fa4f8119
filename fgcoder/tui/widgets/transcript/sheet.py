"""The sheet that a transcript stands on: it shows the lines in view, scrolls, and knows the current segment.

Textual's line interface asks for one line at a time, so that only what is visible is ever rendered. What one can do
with the words, select and find them, is in `view`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from fgcoder.model import Segment, Transcript
from fgcoder.tui.themes import WITHOUT_COLOURS
from fgcoder.tui.widgets.transcript.margin import CodedSpan
from fgcoder.tui.widgets.transcript.page import Page
from fgcoder.tui.widgets.transcript.painting import Overlay, Painter
from fgcoder.tui.widgets.transcript.scrollbar import SteadyScrollBar
from fgcoder.tui.widgets.transcript.styles import CSS, GROUND_STYLES, TEXT_STYLES
from fgcoder.tui.widgets.whole_lines import WholeLines

LEAD, FOLLOWING = 2, 4
"""Lines that are kept in view before and after the current segment, as far as there is room."""
PAGE_OVERLAP = 2
"""Lines that stay in view when a page is turned."""


class Sheet(ScrollView, WholeLines, can_focus=True, inherit_bindings=False):
    """A transcript to read and to move in by segment.

    The scrolling keys of the class above would come before the screen's own: arrows move by segment here.
    `ScrollView` comes first among the bases, since Textual takes default styles from the first one alone.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = CSS
    COMPONENT_CLASSES = {f"transcript--{name}" for name in (*TEXT_STYLES, *GROUND_STYLES, "current")}

    times: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the time at which each turn begins is shown."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._shown: tuple[Transcript, Sequence[Segment]] | None = None
        self._coded: Sequence[CodedSpan] = ()
        self._decided: Collection[int] = ()
        self._page: Page | None = None
        self._painter = Painter(self._style)
        self._seen = 0
        """The lines in view before the last change of size."""

    # What is shown

    def show(
        self,
        transcript: Transcript,
        segments: Sequence[Segment],
        coded: Sequence[CodedSpan],
        decided: Collection[int],
        current: int,
    ) -> None:
        """Show a transcript.

        Parameters
        ----------
        transcript, segments
            The transcript, and its segments in reading order.
        coded
            All codings of it that are to be shown.
        decided
            The positions of the segments about which anything is decided.
        current
            The position of the current segment.
        """
        same = self._shown is not None and self._shown[0].hash == transcript.hash
        before = self._painter.overlay if same else Overlay()
        self._shown, self._coded, self._decided = (transcript, segments), coded, decided
        self._painter.overlay = replace(before, current=current)
        self._lay_out()
        self.scroll_to_current()

    def recode(self, coded: Sequence[CodedSpan], decided: Collection[int]) -> None:
        """Show what is coded and decided now; only the segments that look different are laid out anew."""
        self._coded, self._decided = coded, decided
        if self._page is None:
            return
        height = self._page.height
        changed = self._page.recode(coded, decided)
        if not changed:
            return
        if self._page.height == height and len(changed) == 1:
            self._repaint(changed)
        else:
            self._painter.forget(changed)
            self._measure()
            self.refresh()
        self.scroll_to_current()

    def move_to(self, position: int) -> None:
        """Make another segment the current one."""
        before = self._painter.overlay.current
        self._overlay(replace(self._painter.overlay, current=position), (before, position))
        self.scroll_to_current()

    @property
    def has_times(self) -> bool:
        """Whether the transcript says when turns begin."""
        return self._shown is not None and any(turn.seconds is not None for turn in self._shown[0].turns)

    @property
    def words_end(self) -> int:
        """The cell behind the column of words."""
        columns = self._page.columns if self._page is not None else None
        return columns.words_start + columns.words + 1 if columns is not None else 0

    def watch_times(self) -> None:
        """Lay out with the times, or without."""
        self._lay_out_in_place()

    # Scrolling

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is asked for first, as Textual does; it has no hook for one of another kind."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = SteadyScrollBar(name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def scroll_lines(self, count: int) -> None:
        """Scroll by so many lines, upwards where negative, without leaving the segment."""
        self.scroll_relative(y=count, animate=False, immediate=True)

    def scroll_pages(self, count: int) -> None:
        """Scroll by so many pages, upwards where negative, without leaving the segment."""
        self.scroll_lines(count * max(self.size.height - PAGE_OVERLAP, 1))

    @property
    def turn_at_top(self) -> int:
        """The number of the turn that the first line in view belongs to; 0 where nothing is shown."""
        found = self._page.line_at(self.scroll_offset.y) if self._page else None
        return self._page.segments[found[0].segment].turn if self._page and found else 0

    def go_to_turn(self, number: int) -> bool:
        """Scroll so that a turn begins at the top, and say whether there is such a turn."""
        position = self._page.first_of_turn(number) if self._page else None
        if self._page is None or position is None:
            return False
        self.scroll_to(y=self._page.lines_of(position).start, animate=False, force=True, immediate=True)
        return True

    def scroll_to_current(self) -> None:
        """Bring the current segment into view, with what stands around it as far as there is room."""
        page, height = self._page, self.size.height
        if page is None or not page.segments:
            return
        lines = page.lines_of(self._painter.overlay.current)
        before = max(0, min(LEAD, lines.start, height - len(lines)))
        region = Region(0, lines.start - before, 1, len(lines) + before + FOLLOWING)
        self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)
        top = self.scroll_offset.y
        if not top <= lines.start < top + max(height, 1) or (lines.stop > top + height and len(lines) <= height):
            self.scroll_to(y=lines.start - before, animate=False, force=True, immediate=True)

    def scroll_to_codepoint(self, codepoint: int) -> None:
        """Bring the line on which a codepoint is shown into view."""
        if self._page is not None:
            region = Region(0, max(self._page.line_of(codepoint) - 1, 0), 1, 3)
            self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    # Laying out and painting

    @property
    def _width(self) -> int:
        # As if the scrollbar were always there: the lines must not break anew when it comes.
        return max(self.outer_size.width - self.styles.scrollbar_size_vertical - 1, 20)

    def _lay_out(self) -> None:
        if self._shown is None or not self.outer_size.width:  # without a size yet it would be laid out twice
            return
        self._page = Page(*self._shown, self._coded, self._decided, self._width, times=self.times)
        self._painter.forget()
        self._measure()
        self.refresh()

    def _lay_out_in_place(self) -> None:
        """Lay out anew with the same words at the top; if the current segment was in view, it still is."""
        if self._page is None:
            return
        followed = self._is_in_view(self.size.height)
        found = self._page.line_at(self.scroll_offset.y)
        self._lay_out()
        if found is not None:
            line = found[0]
            start = line.words.start if line.words is not None else self._page.segments[line.segment].words.start
            self.scroll_to(y=self._page.line_of(start), animate=False, force=True, immediate=True)
        if followed:
            self.scroll_to_current()

    def _is_in_view(self, height: int) -> bool:
        """Say whether the current segment begins within so many lines from the top."""
        top = self.scroll_offset.y
        lines = self._page.lines_of(self._painter.overlay.current) if self._page and self._page.segments else range(0)
        return top <= lines.start < top + max(height, 1)

    def _measure(self) -> None:
        height = self._page.height if self._page else 0
        self.virtual_size = Size(self.scrollable_content_region.width, height)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew for the new width."""
        height, self._seen = self._seen, self.size.height
        if self._page is None:
            self._lay_out()
            self.scroll_to_current()
            return
        followed = self._is_in_view(height)
        if self._page.width != self._width:
            self._lay_out_in_place()
        else:
            self._painter.forget()
            self._measure()
        if followed:
            self.scroll_to_current()

    def _overlay(self, overlay: Overlay, positions: Iterable[int]) -> None:
        """Draw other things over the words of some segments."""
        self._painter.overlay = overlay
        self._repaint(positions)

    def _repaint(self, positions: Iterable[int]) -> None:
        if self._page is None:
            return
        window = Region(0, 0, self.size.width, self.size.height)
        for position in positions:
            self._painter.forget((position,))
            lines = self._page.lines_of(position)
            visible = Region(0, lines.start - self.scroll_offset.y, window.width, len(lines)).intersection(window)
            if visible:
                self.refresh(visible)

    def notify_style_update(self) -> None:
        """Paint anew in another theme."""
        self._painter.by_shape = self.app.no_color or self.app.theme in WITHOUT_COLOURS
        self._painter.forget()
        super().notify_style_update()

    def paint_line(self, y: int, size: Size) -> Strip:
        """Paint one line of the view."""
        found = self._page.line_at(y + self.scroll_offset.y) if self._page else None
        if self._page is None or found is None:
            return self._painter.blank(size.width)
        return self._painter.paint(self._page, *found, size.width)

    def _style(self, name: str) -> Style:
        if name == "page":
            return self.rich_style
        if name == "current":
            return self.get_component_rich_style("transcript--current", partial=True)
        # Only the whole style has its colour blended, and it brings a background that would hide the current segment's.
        whole = self.get_component_rich_style(f"transcript--{name}")
        if name in GROUND_STYLES:
            return whole
        return Style(color=whole.color, bold=whole.bold, italic=whole.italic, underline=whole.underline)

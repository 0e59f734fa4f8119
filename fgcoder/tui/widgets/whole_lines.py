"""Painting no more than is seen, where a key press must not wait for what Textual could put around it or beneath."""

from __future__ import annotations

from abc import abstractmethod

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class WholeLines(Widget):
    """A widget that paints its lines from edge to edge, in the styles that they are to have.

    Textual puts padding, borders, opacity and tint around each line, and does so again wherever a line has scrolled to;
    that takes longer than painting the words. Here a line goes to the screen as it is painted, without any of these.
    Where `paint_line` gives the same strip as before, nothing is done twice, since strips keep what was made of them.
    """

    @abstractmethod
    def paint_line(self, y: int, size: Size) -> Strip:
        """Paint a line of the view, which has this size in cells; it is as wide as the view."""

    def render_line(self, y: int) -> Strip:
        """Paint a line, for whoever asks Textual for it."""
        return self.paint_line(y, self.size)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint some of the lines."""
        size, (_, background) = self.size, self.background_colors
        strips = [self.paint_line(y, size) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


class Covered(Widget):
    """A widget that its children cover from edge to edge. Textual paints it all the same, only to cut that away."""

    def render_lines(self, _crop: Region) -> list[Strip]:
        """Paint nothing."""
        return []

"""The list of quotes. All have the same number of lines, so that of a hundred thousand only those in view are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment as Cells
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fgcoder.retrieval.quotes import Quote
from fgcoder.tui.widgets.quotes.excerpt import ExcerptLine, excerpt, heading

BAR = 2
"""Cells for the sign of the quote in hand."""
_MOST_KEPT = 400
_SCROLLBAR = 1


class QuoteList(ScrollView, can_focus=False, inherit_bindings=False):
    """Quotes to go through; the one in hand is set off by a bar."""

    DEFAULT_CSS = """
    QuoteList {
        background: $surface;
        color: $foreground;
        scrollbar-size-vertical: 1;
        & > .quotes--who { text-style: bold; }
        & > .quotes--about { color: $text-muted; }
        & > .quotes--codes { color: $text-success; }
        & > .quotes--mark { color: $text-accent; text-style: bold underline; }
        & > .quotes--current { background: $primary-muted; }
        & > .quotes--bar { color: $text-primary; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {f"quotes--{name}" for name in ("who", "about", "codes", "mark", "current", "bar")}

    @dataclass
    class Pointed(Message):
        """Another quote is in hand."""

        quote: Quote

    class Opened(Message):
        """The quote in hand was clicked once more."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._found: Sequence[Quote] = ()
        self._at = 0
        self._attributes: Sequence[str] = ()
        self._label: Callable[[str], str] = str
        self._implied = ""
        self._styles: dict[str, Style] = {}
        self._kept: dict[int, list[list[tuple[str, str]]]] = {}

    def show(
        self,
        found: Sequence[Quote],
        attributes: Sequence[str],
        label: Callable[[str], str],
        at: int = 0,
        implied: str = "",
    ) -> None:
        """Show other quotes.

        Parameters
        ----------
        found
            Asked for one by one, as they come into view.
        attributes
            What the first line of each says of its group.
        label
            Gives a code's label.
        at
            The place of the one in hand.
        implied
            The code that all have, which need not be said of each.
        """
        self._found, self._attributes, self._label, self._implied = found, attributes, label, implied
        self._kept.clear()
        self._measure()
        self._at = -1
        self.scroll_to(y=0, animate=False, force=True)
        self.point_at(at)
        self.refresh()

    @property
    def at(self) -> int:
        """The place of the quote in hand."""
        return max(self._at, 0)

    @property
    def current(self) -> Quote | None:
        """The quote in hand."""
        return self._found[self._at] if self._found else None

    def point(self, step: int) -> None:
        """Take in hand one further down, or up."""
        self.point_at(self._at + step)

    def page(self, pages: int) -> None:
        """Go on or back by as many quotes as are in view."""
        self.point(pages * max(self.size.height // self._height, 1))

    def point_at(self, place: int) -> None:
        """Take in hand the quote at a place, or the first or last one where there is none."""
        if not self._found:
            return
        place = min(max(place, 0), len(self._found) - 1)
        if place == self._at:
            return
        self._at = place
        top, height = place * self._height, self._height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        elif top + height > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=top + height - self.size.height, animate=False, force=True)
        self.refresh()
        self.post_message(self.Pointed(self._found[place]))

    @property
    def _lines(self) -> int:
        """Lines of words that each quote has."""
        return 2

    @property
    def _height(self) -> int:
        """Lines that each quote has; in a large window a blank one behind it."""
        return 1 + self._lines + (0 if self.screen.has_class("-short") else 1)

    @property
    def _width(self) -> int:
        return max(self.outer_size.width - _SCROLLBAR, 20)

    def _measure(self) -> None:
        self.virtual_size = Size(self._width, len(self._found) * self._height)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the quotes out anew."""
        self._kept.clear()
        self._measure()
        at, self._at = self._at, -1
        self.point_at(at)

    def on_click(self, event: events.Click) -> None:
        """Take the quote in hand that was clicked; go to it with another click."""
        place = (event.y + int(self.scroll_offset.y)) // self._height
        if place >= len(self._found):
            return
        if place == self._at:
            self.post_message(self.Opened())
        self.point_at(place)

    def render_line(self, y: int) -> Strip:
        """Render one line of the view."""
        width = self.size.width
        place, row = divmod(y + int(self.scroll_offset.y), self._height)
        base = self.rich_style
        if place >= len(self._found):
            return Strip.blank(width, base)
        if place not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[place] = self._laid_out(self._found[place])
        is_current = place == self._at and row <= self._lines
        if is_current:
            base += self.get_component_rich_style("quotes--current", partial=True)
        lines = self._kept[place]
        parts = lines[row] if row < len(lines) else []
        cells = [Cells("▌ " if is_current else "  ", base + self._style("bar"))]
        cells += [Cells(text, base + self._style(name) if name else base) for text, name in parts]
        return Strip(cells).adjust_cell_length(width, base)

    def _laid_out(self, quote: Quote) -> list[list[tuple[str, str]]]:
        """Give the lines of a quote as texts with the names of their styles."""
        room = self._width - BAR - 1
        labels = [self._label(code) for code in quote.codes if code != self._implied]
        lines = [heading(quote, self._attributes, labels, room)]
        lines += [_marked(line) for line in excerpt(quote.words, quote.marks, room, self._lines)]
        return lines

    def notify_style_update(self) -> None:
        """Take other colours when the theme changes."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        # Asking for a style takes longer than painting with it, and every line has several.
        if name not in self._styles:
            whole = self.get_component_rich_style(f"quotes--{name}")
            # Only the whole style has its colour blended, and it brings a background that would hide the current one's.
            self._styles[name] = Style(color=whole.color, bold=whole.bold, underline=whole.underline)
        return self._styles[name]


def _marked(line: ExcerptLine) -> list[tuple[str, str]]:
    parts, at = [], 0
    for mark in line.marks:
        parts += [(line.text[at : mark.start], ""), (line.text[mark.start : mark.end], "mark")]
        at = mark.end
    return [*parts, (line.text[at:], "")]

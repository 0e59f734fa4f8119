"""The list of transcripts: how far each is, ordered as one likes, narrowed by typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from textwrap import shorten
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize

from fgcoder.overview.figures import Line, Overview
from fgcoder.rounding import percent_done
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.overview.region import FRAME, Figures, cell
from fgcoder.tui.widgets.overview.signs import WAITING, day, share

BAR = 6
ROOM_FOR_ATTRIBUTES = 90
"""Cells of width from which a transcript's attributes have columns of their own; its name tells most of them."""
ROOM_FOR_TITLES = 155
TITLE = 40
"""Letters of a title that are shown."""


class Order(StrEnum):
    """How the transcripts are ordered."""

    PLACE = "country"
    """By the study's first attributes, whatever they are called."""
    PROGRESS = "progress"
    """The one with the least decided first."""
    WORKED = "last worked"
    """The latest first."""
    FLAGGED = "flagged"
    """The one with the most flags first."""


class TranscriptTable(Figures):
    """The rows of the list."""

    DEFAULT_CSS = """
    TranscriptTable, TranscriptTable:focus { border: none; }
    """


class TranscriptList(Vertical):
    """The transcripts, one a line. The screen takes the keys for the filter, and opens what is highlighted."""

    DEFAULT_CSS = f"""
    TranscriptList {{
        height: 1fr;
        {FRAME}
        & > QueryField {{ display: none; border: none; height: 1; padding: 0 1; }}
        &.-filtering > QueryField {{ display: block; }}
        &.-filtered > QueryField {{ display: block; }}
    }}
    """
    BORDER_TITLE = f"Transcripts: {WAITING}"

    def __init__(self) -> None:
        super().__init__(id="list")
        self.order = Order.PLACE
        self.is_reversed = False
        self.values: Mapping[str, str] = {}
        """The attributes that the transcripts must have."""
        self._overview: Overview | None = None
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """Lay out the filter over the table."""
        yield QueryField(placeholder="Part of a name, or of a country", compact=True)
        yield TranscriptTable(id="transcript-table", cursor_type="row", cell_padding=1)

    def on_resize(self, _event: Resize) -> None:
        """Show as many columns as there is room for."""
        if self._overview is not None:
            self.show(self._overview)

    @property
    def table(self) -> Figures:
        """What has the keys."""
        return self.query_one("#transcript-table", Figures)

    @property
    def field(self) -> QueryField:
        """What is typed to narrow the list."""
        return self.query_one(QueryField)

    @property
    def highlighted(self) -> Line | None:
        """The transcript in hand."""
        row = self.table.cursor_row
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def show(self, overview: Overview) -> None:
        """Show the figures; the transcript in hand stays in hand, at first the one to go on with."""
        before, here = self._overview, self.highlighted.id if self.highlighted else ""
        is_untouched = before is None or (here == before.next_transcript and not before.is_counted)
        kept = overview.next_transcript if is_untouched else here
        self._overview = overview
        table = self.table
        columns = self._columns(overview)
        table.lay_out([(heading, is_figure) for heading, is_figure, _ in columns])
        words = self.field.value.casefold().split()
        lines = [line for line in overview.lines_with(self.values) if _matches(line, words)]
        self._lines = self._ordered(overview, lines)
        table.clear()
        for line in self._lines:
            table.add_row(*(cell(write(line), is_figure=is_figure) for _, is_figure, write in columns))
        at = next((row for row, line in enumerate(self._lines) if line.id == kept), 0)
        table.move_cursor(row=at, animate=False)
        self._title(overview)

    def narrow(self, values: Mapping[str, str]) -> None:
        """Show only transcripts with some attributes."""
        self.values = values
        self.refilter()

    def refilter(self) -> None:
        """Show what fits the filter and the order as they are now."""
        self.set_class(bool(self.field.value), "-filtered")
        if self._overview is not None:
            self.show(self._overview)

    def _title(self, overview: Overview) -> None:
        order = overview.axes[0] if self.order is Order.PLACE and overview.axes else self.order.value
        only = [*self.values.values(), *([f"“{self.field.value}”"] if self.field.value else [])]
        how_many = f"{len(self._lines)} of {len(overview.lines)}" if only else f"{len(overview.lines)}"
        self.border_title = f"Transcripts: {how_many}" + (f" · {', '.join(only)}" if only else "")
        self.border_subtitle = f"by {order} {'↑' if self.is_reversed else '↓'}"

    def _ordered(self, overview: Overview, lines: list[Line]) -> list[Line]:
        mine = overview.done_in
        never = datetime.min.replace(tzinfo=UTC)
        keys: dict[Order, Callable[[Line], Any]] = {
            Order.PLACE: lambda line: tuple(line.value(name).casefold() for name in overview.axes),
            Order.PROGRESS: lambda line: mine(line).decided / max(line.codable, 1),
            Order.WORKED: lambda line: never - (mine(line).last or never),
            Order.FLAGGED: lambda line: -line.flags,
        }
        return sorted(lines, key=keys[self.order], reverse=self.is_reversed)

    def _columns(self, overview: Overview) -> list[tuple[str, bool, Callable[[Line], str]]]:
        """Give for each column its heading, whether it holds figures, and how a transcript fills it."""
        today, known = date.today(), overview.is_counted

        mine = overview.done_in

        def figure(number: int) -> str:
            return f"{number:,}" if known else WAITING

        def of(name: str) -> Callable[[Line], str]:
            return lambda line: line.value(name)

        def others(line: Line) -> str:
            return str(sum(coder != overview.shown and work.decided > 0 for coder, work in line.work.items()) or "")

        named = [(name.capitalize(), False, of(name)) for name in overview.axes]
        whose = "You" if overview.shown == overview.coder else overview.shown or "Together"
        width = self.size.width
        return [
            ("Transcript", False, lambda line: line.id),
            *(named if width >= ROOM_FOR_ATTRIBUTES else []),
            (whose, False, lambda line: share(mine(line).decided, line.codable, BAR, is_counted=known)),
            ("Decided", True, lambda line: f"{figure(mine(line).decided)}/{line.codable:,}"),
            (
                "Blind",
                True,
                lambda line: f"{percent_done(mine(line).blind, mine(line).decided)} %" if mine(line).blind else "",
            ),
            *([("Others", True, others)] if overview.shown is not None else [("Coders", True, others)]),
            ("Flags", True, lambda line: f"!{line.flags}" if line.flags else ""),
            ("Worked", False, lambda line: day(mine(line).last, today)),
            *([("Title", False, lambda line: shorten(line.title, TITLE))] if width >= ROOM_FOR_TITLES else []),
        ]


def _matches(line: Line, words: list[str]) -> bool:
    text = " ".join([line.id, line.title, line.language, *line.attributes.values()]).casefold()
    return all(word in text for word in words)

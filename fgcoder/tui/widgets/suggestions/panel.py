"""The panel beside the transcript. It is given everything it shows, and says what was clicked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import shorten

from rich.segment import Segment as Cells
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from fgcoder.model import Codebook, Coding, Segment, Suggestion, Transcript
from fgcoder.tui.widgets.suggestions.layout import Card, Entry, PanelLine, Part, compact_lines, full_lines
from fgcoder.tui.widgets.whole_lines import WholeLines

_EDGE = 1
"""Cells that are left free at either side."""
_WHEEL = 2
"""Lines that a turn of the mouse wheel scrolls."""
_MOST_KEPT = 500
"""Lines that are kept painted."""
_FIRST_WORDS = 30
"""Letters of the words by which codings of one code are told apart."""
_STYLES = ("heading", "strong", "muted", "codes", "note", "rank", "bar", "why")


class SegmentPanel(WholeLines, can_focus=False):
    """Who speaks, the codes applied, the suggestions: painted line by line, and only the lines that have changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SegmentPanel {
        background: $panel;
        color: $foreground;
        & > .panel--heading { color: $text-accent; text-style: bold; }
        & > .panel--strong { text-style: bold; }
        & > .panel--muted, & > .panel--why { color: $foreground-muted; }
        & > .panel--codes { color: $text-success; }
        & > .panel--note { color: $text-warning; }
        & > .panel--rank { color: $text-accent; text-style: bold; }
        & > .panel--bar { color: $text-primary; }
        & > .panel--hover { background: $boost; }
    }
    """
    COMPONENT_CLASSES = {f"panel--{name}" for name in (*_STYLES, "hover")}

    @dataclass
    class Clicked(Message):
        """A suggestion was clicked."""

        rank: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._card: Card | None = None
        self._lines: list[PanelLine] = []
        self._top = 0
        """The line at the top."""
        self._hovered = 0
        """The rank of the suggestion under the mouse."""
        self._styles: dict[str, Style] = {}
        self._painted: dict[tuple[PanelLine, bool], Strip] = {}
        """Lines, and whether the mouse is over them, as they look; many come again at the next segment."""

    def show(
        self,
        transcript: Transcript,
        segment: Segment,
        codebook: Codebook,
        codings: Sequence[Coding],
        suggestions: Sequence[Suggestion],
        remark: str,
        notes: Sequence[str] = (),
    ) -> None:
        """Show a segment.

        Parameters
        ----------
        transcript, segment, codebook
            Where it stands, and what the codes are called.
        codings
            The coder's codings on it.
        suggestions
            To be shown, in order.
        remark
            What to say where there are no suggestions, or about them; may be empty.
        notes
            The flags, links and memos on its words, each behind its sign.
        """
        entries = [Entry(rank, one.score, codebook.label(one.code), one.why) for rank, one in enumerate(suggestions, 1)]
        labels = _told_apart(transcript, codebook, codings)
        self._card = Card(*_about(transcript, segment), labels, tuple(notes), remark, tuple(entries))
        self._lay_out()

    @property
    def lines(self) -> Sequence[PanelLine]:
        """Everything there is to be seen; where the panel is lower, the last lines have to be scrolled to."""
        return self._lines

    def text(self, part: Part) -> str:
        """Give what the panel says in one of its parts."""
        return "\n".join(line.text for line in self._lines if line.part is part)

    def _lay_out(self) -> None:
        size = self.size
        if self._card is None or not size.width:
            return
        width, before = size.width - 2 * _EDGE, self._lines
        if self.screen.has_class("-narrow"):
            self._lines = compact_lines(self._card, width)
        else:
            spaced = not self.screen.has_class("-short")
            self._lines = full_lines(self._card, width, size.height, spaced=spaced)
        if self._top or max(len(before), len(self._lines)) > size.height:
            self._top = 0
            self.refresh()
            return
        changed = [y for y, (old, new) in enumerate(zip_longest(before, self._lines)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """Lay out anew."""
        self._top = 0
        self._painted.clear()
        self._lay_out()
        self.refresh()

    def notify_style_update(self) -> None:
        """Paint anew in another theme."""
        self._styles.clear()
        self._painted.clear()
        super().notify_style_update()

    def paint_line(self, y: int, size: Size) -> Strip:
        """Paint one line of the view; at its end stands a sign where there is more above or below."""
        if not self._styles:
            self._styles = {"": self.rich_style} | {name: self._style(name) for name in _STYLES}
        at = y + self._top
        strip = self._strip(self._lines[at] if at < len(self._lines) else PanelLine(Part.SPACE), size.width)
        more = "▲" if y == 0 and self._top else "▼" if y == size.height - 1 and at + 1 < len(self._lines) else ""
        if more:
            sign = Cells(more, self._styles[""] + self._styles["heading"])
            strip = Strip.join([strip.crop(0, size.width - 1), Strip([sign])])
        return strip

    def _strip(self, line: PanelLine, width: int) -> Strip:
        hovered = bool(line.rank) and line.rank == self._hovered
        if (line, hovered) not in self._painted:
            if len(self._painted) >= _MOST_KEPT:
                self._painted.clear()
            base = self._styles[""]
            if hovered:
                base += self.get_component_rich_style("panel--hover", partial=True)
            pieces = [(" " * _EDGE, ""), *line.pieces]
            cells = [Cells(text, base + self._styles[style] if style else base) for text, style in pieces if text]
            self._painted[line, hovered] = Strip(cells).adjust_cell_length(width, base)
        return self._painted[line, hovered]

    def _style(self, name: str) -> Style:
        # Only the whole style has its colour blended, and it brings a background that would hide that of the hovered.
        whole = self.get_component_rich_style(f"panel--{name}")
        return Style(color=whole.color, bold=whole.bold)

    # The mouse

    def _rank_at(self, y: int) -> int:
        at = y + self._top
        return self._lines[at].rank if 0 <= at < len(self._lines) else 0

    def on_click(self, event: events.Click) -> None:
        """Say which suggestion was clicked."""
        rank = self._rank_at(event.y)
        if rank:
            self.post_message(self.Clicked(rank))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Set off the suggestion under the mouse."""
        self._hover(self._rank_at(event.y))

    def on_leave(self) -> None:
        """Set off none."""
        self._hover(0)

    def _hover(self, rank: int) -> None:
        if rank != self._hovered:
            self._hovered = rank
            self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """Show what is below."""
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Show what is above."""
        self._scroll(-_WHEEL)

    def _scroll(self, lines: int) -> None:
        top = max(min(self._top + lines, len(self._lines) - self.size.height), 0)
        if top != self._top:
            self._top = top
            self.refresh()


def _told_apart(transcript: Transcript, codebook: Codebook, codings: Sequence[Coding]) -> tuple[str, ...]:
    """Name the codes; where one was applied to several stretches of words, with the first words of each.

    Stretches that begin alike are told apart by how many words they have.
    """
    labels, begins = [codebook.label(coding.code) for coding in codings], []
    words = [coding.span.of(transcript.text).split() for coding in codings]
    times = Counter(coding.code for coding in codings)
    for coding, label, said in zip(codings, labels, words, strict=True):
        begin = shorten(" ".join(said), _FIRST_WORDS, placeholder="…") or "…"
        begins.append(f"{label} “{begin}”" if times[coding.code] > 1 else label)
    alike = Counter(begins)
    return tuple(
        f"{begin} ({len(said)} {'word' if len(said) == 1 else 'words'})" if alike[begin] > 1 else begin
        for begin, said in zip(begins, words, strict=True)
    )


def _about(transcript: Transcript, segment: Segment) -> tuple[str, str, str]:
    """Say who speaks, what is known of them, and where in the transcript."""
    turn = transcript.turns[segment.turn - 1]
    speaker = transcript.speaker_of(turn)
    known = [
        speaker.attributes[name] for name in ("stakeholders", "role", "gender", "age") if name in speaker.attributes
    ]
    seconds = "" if turn.seconds is None else f" · {int(turn.seconds) // 60:02d}:{int(turn.seconds) % 60:02d}"
    where = f"segment {segment.number} · turn {turn.number}{seconds}"
    return speaker.label or "(nobody named)", ", ".join(known), where

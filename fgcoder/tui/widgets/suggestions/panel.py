"""The panel beside the transcript. It is given everything it shows, and says what was clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import shorten

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from fgcoder.coding import VISIBLE
from fgcoder.model import Codebook, Coding, Segment, Suggestion, Transcript

BAR = 5
"""Cells of a score's bar."""
REASON = 180
"""Letters of a reason; a long quote would push the next suggestions off the screen."""


class SuggestionRow(Widget):
    """One suggestion: the digit that accepts it, how strong it is, its label, and why."""

    DEFAULT_CSS = """
    SuggestionRow {
        height: auto;
        padding: 0 1;
        &:hover { background: $boost; }
        & > .head { height: auto; width: 1fr; }
        & > .why { height: auto; width: 1fr; padding: 0 0 0 2; color: $foreground-muted; }
        &.-compact {
            height: 1;
            layout: horizontal;
            & > .head { width: auto; }
            & > .why { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        }
    }
    """

    @dataclass
    class Clicked(Message):
        """The row was clicked."""

        rank: int

    def __init__(self, rank: int) -> None:
        super().__init__()
        self._rank = rank

    def compose(self) -> ComposeResult:
        """Lay out the suggestion and, under or beside it, the reason."""
        yield Static("", classes="head")
        yield Static("", classes="why")

    def show(self, suggestion: Suggestion | None, label: str, *, compact: bool) -> None:
        """Show a suggestion, or nothing; compact, it keeps to one line and its reason is cut off."""
        self.display = suggestion is not None
        if suggestion is None:
            return
        filled = int(BAR * suggestion.score + 0.5)  # round() would draw 0.5 and 2.5 as 0 and 2
        head = Content.assemble(
            (f"{self._rank} ", "$text-accent bold"),
            ("█" * filled + "░" * (BAR - filled), "$text-primary"),
            f" {100 * suggestion.score:>3.0f} %  ",
            (label, "bold"),
        )
        self.set_class(compact, "-compact")
        self.query_one(".head", Static).update(head)
        self.query_one(".why", Static).update(Content(shorten(suggestion.why, REASON, placeholder=" …")))

    def on_click(self) -> None:
        """Pass the click on."""
        self.post_message(self.Clicked(self._rank))


class SegmentPanel(VerticalScroll, can_focus=False):
    """Who speaks, the codes applied, the suggestions."""

    DEFAULT_CSS = """
    SegmentPanel {
        background: $panel;
        scrollbar-size-vertical: 1;
        & > .heading { color: $text-accent; text-style: bold; padding: 0 1; margin-top: 1; }
        & > .first { margin-top: 0; }
        & > .plain { padding: 0 1; height: auto; }
        & > .codes { color: $text-success; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the parts; rows without a suggestion stay hidden."""
        yield Static("", id="speaker", classes="plain")
        yield Static("Codes here", classes="heading", id="codes-heading")
        yield Static("", id="codes", classes="plain codes")
        yield Static("Suggestions", classes="heading", id="suggestions-heading")
        yield Static("", id="remark", classes="plain")
        for rank in range(1, VISIBLE + 1):
            yield SuggestionRow(rank)

    def show(
        self,
        transcript: Transcript,
        segment: Segment,
        codebook: Codebook,
        codings: Sequence[Coding],
        suggestions: Sequence[Suggestion],
        remark: str,
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
        """
        compact = self.screen.has_class("-narrow")
        self.query_one("#speaker", Static).update(_about(transcript, segment, compact=compact))
        applied = [f"◆ {codebook.label(coding.code)}" for coding in codings]
        listed = ("  " if compact else "\n").join(applied)
        self.query_one("#codes", Static).update(Content(listed or ("No codes here yet" if compact else "none yet")))
        note = self.query_one("#remark", Static)
        note.update(Content(remark))
        note.display = bool(remark)
        for row, suggestion in zip_longest(self.query(SuggestionRow), suggestions):
            row.show(suggestion, codebook.label(suggestion.code) if suggestion else "", compact=compact)
        self.scroll_home(animate=False)


def _about(transcript: Transcript, segment: Segment, *, compact: bool) -> Content:
    """Say who speaks, and where in the transcript."""
    turn = transcript.turns[segment.turn - 1]
    speaker = transcript.speaker_of(turn)
    known = [
        speaker.attributes[name] for name in ("stakeholders", "role", "gender", "age") if name in speaker.attributes
    ]
    who = Content.assemble((speaker.label or "(nobody named)", "bold"), f"  {', '.join(known)}" if known else "")
    seconds = "" if turn.seconds is None else f" · {int(turn.seconds) // 60:02d}:{int(turn.seconds) % 60:02d}"
    where = Content.assemble((f"segment {segment.number} · turn {turn.number}{seconds}", "$foreground-muted"))
    return Content("  " if compact else "\n").join([who, where])

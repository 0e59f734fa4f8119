"""Going through the quotes of a code that was split: a digit gives each the part it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.coding.session import CodingSession
from fgcoder.errors import FgcoderError
from fgcoder.model import Code, Coding, Transcript
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import StaysAtRefusals, in_a_line
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints

LAST = "This is the last quote. {sort-done} leaves the rest for later."
MOST = 9
"""How many parts there can be: a digit gives a quote to each."""


class SortScreen(StaysAtRefusals, Dialog[int]):
    """Show one quote after the other, each in its turn; gives how many were given a part.

    Parameters
    ----------
    session
        Whose codings they are; each is changed at once.
    theme, parts
        The code that was split, and what it was split into.
    codings
        Those that are still coded with the theme, in the order in which they are shown; from any transcript.
    """

    page = "codebook"
    BINDINGS = [
        *(
            Binding(
                str(digit),
                f"give({digit})",
                "Give it the part",
                show=digit == 1,
                key_display="1-9" if digit == 1 else None,
                id=f"sort-{digit}",
                tooltip=f"Give the quote to part {digit}, and go on",
                priority=True,
            )
            for digit in range(1, MOST + 1)
        ),
        Binding(
            "down,j,space", "go(1)", "Skip", id="sort-next", tooltip="Leave it, go on", key_display="↓", priority=True
        ),
        Binding(
            "up,k", "go(-1)", "Before", id="sort-back", tooltip="Go to the quote before", key_display="↑", priority=True
        ),
        Binding(
            "u,ctrl+z",
            "undo",
            "Undo",
            id="sort-undo",
            tooltip="Take back the last part given",
            key_display="u",
            priority=True,
        ),
        Binding("pagedown", "read(1)", "Read on", show=False, id="sort-read-on", tooltip="Scroll down"),
        Binding("pageup", "read(-1)", "Read back", show=False, id="sort-read-back", tooltip="Scroll up"),
        Binding(
            "question_mark,f1",
            "help",
            "Help",
            id="sort-help",
            tooltip="Show help on the codebook",
            key_display="?",
        ),
        Binding(
            "escape",
            "leave",
            "Done",
            id="sort-done",
            tooltip="Leave the rest for later",
            key_display="Esc",
            priority=True,
        ),
    ]
    DEFAULT_CSS = """
    SortScreen {
        align: center middle;
        & > #sort {
            width: 90%;
            max-width: 110;
            height: 85%;
            background: $surface;
            border: round $border;
            padding: 0 1;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & #sort-quote { height: 1fr; }
        & #sort-words { height: auto; }
        & #sort-parts { height: auto; max-height: 50%; border-top: solid $border; }
        & #sort-message { height: auto; color: $foreground-muted; }
    }
    """

    def __init__(self, session: CodingSession, theme: Code, parts: Sequence[Code], codings: Sequence[Coding]) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._parts = parts
        self._codings = list(codings)
        self._at = 0
        self._given: list[tuple[int, Coding]] = []
        """What was done: which quote, and the coding it was before."""

    def compose(self) -> ComposeResult:
        """Lay out the quote over the parts."""
        with Vertical(id="sort"):
            with VerticalScroll(id="sort-quote", can_focus=False):
                yield Static("", id="sort-words")
            yield Static("", id="sort-parts")
            yield Static("", id="sort-message", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Begin with the first quote."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the digits of parts that there are, and to undo what was done here alone."""
        if action == "give":
            return parameters[0] in range(1, len(self._parts) + 1)
        return bool(self._given) if action == "undo" else True

    def _show(self) -> None:
        coding = self._codings[self._at]
        transcript = self._session.everywhere.transcript(coding.transcript)
        title = f"Quote {self._at + 1} of {len(self._codings)} under {self._theme.label} · {transcript.id}"
        self.query_one("#sort").border_title = title
        self.query_one("#sort-words", Static).update(_in_its_turn(coding, transcript))
        rows = [
            Content.assemble(
                ("▸ " if coding.code == part.id else "  ", "bold $text-accent"),
                (f"{digit} ", "bold"),
                part.label,
                (f"  {part.definition}" if part.definition else "", "$foreground-muted"),
            )
            for digit, part in enumerate(self._parts, 1)
        ]
        self.query_one("#sort-parts", Static).update(Content("\n").join(rows))
        self.refresh_bindings()

    def _say(self, text: str) -> None:
        self.query_one("#sort-message", Static).update(with_keys(text, self.BINDINGS, self.app))

    def refuse(self, error: FgcoderError) -> None:
        """Say why something was not done."""
        self._say(in_a_line(error))

    def action_give(self, digit: int) -> None:
        """Give the quote a part, and go on; after the last one, leave."""
        coding, part = self._codings[self._at], self._parts[digit - 1]
        try:
            if self._session.transcript is not None and self._session.transcript.id == coding.transcript:
                self._session.replace(coding, code=part.id)
            else:
                self._session.everywhere.replace(coding, part.id)
        except FgcoderError as error:
            self._say(in_a_line(error))
            return
        if coding.code != part.id:
            self._given.append((self._at, coding))
            self._codings[self._at] = replace(coding, code=part.id)
        self._say(f"{part.label}. {{sort-undo}} takes it back.")
        if all(one.code != self._theme.id for one in self._codings):
            self.action_leave()
        else:
            self.action_go(1)

    def action_go(self, step: int) -> None:
        """Go to the next quote (1) or the one before (-1)."""
        at = self._at + step
        if 0 <= at < len(self._codings):
            self._at = at
        else:
            self._say(LAST if step > 0 else "This is the first quote.")
        self._show()

    def action_undo(self) -> None:
        """Take back the last part that was given here, and go there."""
        try:
            self._session.undo()
        except FgcoderError as error:
            self._say(in_a_line(error))
            return
        self._at, coding = self._given.pop()
        self._codings[self._at] = coding
        self._say(f"Undone: {self._session.codebook.label(coding.code)} again.")
        self._show()

    def action_read(self, pages: int) -> None:
        """Scroll the quote."""
        quote = self.query_one("#sort-quote")
        quote.scroll_relative(y=pages * max(quote.size.height - 1, 1), animate=False)

    def action_leave(self) -> None:
        """Leave; what was given stays so."""
        self.dismiss(sum(one.code != self._theme.id for one in self._codings))


def _in_its_turn(coding: Coding, transcript: Transcript) -> Content:
    """Give the words marked within the turns that they stand in, each with its speaker, behind the turn before."""
    parts = []
    turns = [turn for turn in transcript.turns if turn.words_start < coding.span.end and coding.span.start < turn.end]
    if turns:
        for turn in transcript.turns[max(turns[0].number - 2, 0) : turns[-1].number]:
            text = transcript.text
            last = turn.words_start + len(text[turn.words_start : turn.end].rstrip())
            start, end = (min(max(at, turn.words_start), last) for at in (coding.span.start, coding.span.end))
            words = Content.assemble(
                (text[turn.words_start : start], "$foreground-muted"),
                (text[start:end], "bold underline"),
                (text[end:last], "$foreground-muted"),
            )
            parts.append(Content.assemble((f"{turn.speaker}: " if turn.speaker else "", "bold $text-accent"), words))
    return Content("\n\n").join(parts)

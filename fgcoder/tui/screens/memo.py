"""Writing a memo, with a full editor. It closes once the text is on disk, and not before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from fgcoder.errors import FgcoderError
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import in_a_line
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints

NOT_KEPT = "This is not kept yet: {memo-keep} keeps it, {memo-leave} once more drops it."
AGAIN = "Your text stays here; {memo-keep} tries again."


Keep = Callable[[str], Awaitable[bool]]
"""Puts a text on disk; says whether it is another than was there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept."""

    text: str
    is_new: bool


class MemoScreen(Dialog[Kept | None]):
    """An editor; gives what was kept, or None where the text shall stay as it was.

    Where the text cannot be kept, the screen says why and stays, so that nothing is lost of it.

    Parameters
    ----------
    title
        What the memo is about.
    keep
        Asked when the coder is done.
    text
        What is written already.
    quote
        The words it is about; may be empty.
    noun
        What is written, as the page of help is called: `memo`, `translation`.
    """

    AUTO_FOCUS: ClassVar[str] = "TextArea"
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="memo-keep", tooltip="Keep the memo and go back", priority=True),
        Binding(
            "escape",
            "leave",
            "Back",
            id="memo-leave",
            tooltip="Go back; asks before it drops what is new",
            priority=True,
        ),
        Binding("f1", "help", "Help", id="memo-help", tooltip="Show what a memo is, and the keys"),
    ]
    DEFAULT_CSS = """
    MemoScreen {
        align: center middle;
        & > #memo {
            width: 90%;
            max-width: 110;
            height: 80%;
            background: $surface;
            border: round $border;
            padding: 0 1;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & #memo-quote {
            color: $text-muted;
            text-style: italic;
            height: auto;
            max-height: 4;
            margin-bottom: 1;
        }
        & #memo-text { height: 1fr; }
        & #memo-warning { height: auto; color: $text-warning; }
    }
    """

    def __init__(self, title: str, keep: Keep, text: str, quote: str = "", noun: str = "memo") -> None:
        super().__init__()
        self._title = title
        self._keep = keep
        self._text = text
        self._quote = quote
        self.page = noun
        self._warned = False

    def compose(self) -> ComposeResult:
        """Lay out the words over the editor."""
        with Vertical(id="memo") as box:
            box.border_title = self._title
            if self._quote:
                yield Static(self._quote, id="memo-quote", markup=False)
            yield TextArea(self._text, id="memo-text", soft_wrap=True, tab_behavior="focus")
            yield Static("", id="memo-warning", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Go on where the text ends."""
        editor = self.query_one(TextArea)
        editor.move_cursor(editor.document.end)

    @property
    def has_draft(self) -> bool:
        """Whether something is written that leaving would lose."""
        return self.query_one(TextArea).text.strip() != self._text.strip()

    async def action_keep(self) -> None:
        """Have the text kept; say why where that is refused."""
        text = self.query_one(TextArea).text
        try:
            is_new = await self._keep(text)
        except FgcoderError as error:
            self._warn(f"{in_a_line(error)} {with_keys(AGAIN, self.BINDINGS, self.app)}")
            return
        self.dismiss(Kept(text, is_new))

    def action_leave(self) -> None:
        """Leave; where something new would be lost, only the second time."""
        if not self.has_draft or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self._warn(with_keys(NOT_KEPT, self.BINDINGS, self.app))

    def _warn(self, text: str) -> None:
        self.query_one("#memo-warning", Static).update(text)

"""Asking before the program ends while something is written that nobody has kept."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from fgcoder.tui.keymap import with_keys
from fgcoder.tui.keys import EVERYWHERE


@runtime_checkable
class Drafting(Protocol):
    """A screen on which something can be written that is kept only when the coder says so."""

    @property
    def has_draft(self) -> bool:
        """Whether there is something that would be lost."""


class LeaveScreen(ModalScreen[None]):
    """Says what would be lost. The key that leaves, pressed again, is the app's; no key of typing leaves."""

    AUTO_FOCUS: ClassVar[str] = ""
    BINDINGS = [Binding("escape", "dismiss(None)", "Back", id="leave-back", tooltip="Go back to what is being written")]
    DEFAULT_CSS = """
    LeaveScreen {
        align: center middle;
        & > #leave {
            width: 90%;
            max-width: 70;
            height: auto;
            background: $surface;
            border: round $border;
            padding: 0 1;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="leave") as box:
            box.border_title = "Leave without keeping it?"
            text = (
                "What you are writing is not kept yet. {quit-anywhere} once more drops it and leaves; "
                "{leave-back} goes back to it."
            )
            yield Static(with_keys(text, [*EVERYWHERE, *self.BINDINGS], self.app), markup=False)
        yield Footer(compact=True, show_command_palette=False)

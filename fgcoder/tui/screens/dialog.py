"""What dialogs have in common: help on what they ask, with their own keys."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

from fgcoder.tui.screens.help import HelpScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen that asks something in front of another. Abstract: what it asks is up to those made from it."""

    page: str
    """The name of its page in `tui/help`."""

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen(self.page, [key for key in self.BINDINGS if isinstance(key, Binding)]))

"""The line that is typed into. It never has the focus: the screen takes every key in one queue and edits it.

Keys that come before a focused input has the focus go another way than those that come after, and may be overtaken by
them. Whoever types faster than the list opens would then find the letters in another order.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input


class QueryField(Input, can_focus=False):
    """An input that is edited from outside and looks as if it had the focus."""

    DEFAULT_CSS = """
    QueryField {
        border: tall $border;
        & > .input--placeholder { color: $foreground-muted; }
    }
    """

    def on_mount(self) -> None:
        """Show the cursor where the next letter goes, although the focus is nowhere."""
        self.set_reactive(Input.has_focus, True)
        self.cursor_blink = False

    def take(self, event: events.Key) -> bool:
        """Edit by a key; say whether it was one that edits."""
        if event.is_printable and event.character:
            self.insert_text_at_cursor(event.character)
            return True
        edit = self._edits().get(event.key)
        if edit is None:
            return False
        edit()
        return True

    def _edits(self) -> dict[str, Callable[[], None]]:
        return {
            "backspace": self.action_delete_left,
            "delete": self.action_delete_right,
            "left": self.action_cursor_left,
            "right": self.action_cursor_right,
            "ctrl+left": self.action_cursor_left_word,
            "ctrl+right": self.action_cursor_right_word,
            "ctrl+a": self.action_home,
            "ctrl+e": self.action_end,
            "ctrl+w": self.action_delete_left_word,
            "ctrl+backspace": self.action_delete_left_word,
            "ctrl+u": self.action_delete_left_all,
            "ctrl+k": self.action_delete_right_all,
        }

"""The widget of the line of keys. Textual's own lets the last ones run out of a small window, help among them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyHints(Footer):
    """The keys that count here, as many as have room; the one for help and the one that leaves are always there."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)

    def compose(self) -> ComposeResult:
        """Lay out the keys that there are now."""
        hints = list(super().compose())
        self._fit([hint for hint in hints if isinstance(hint, FooterKey)])
        yield from hints

    def on_resize(self) -> None:
        """Show more or fewer."""
        self._fit(list(self.query(FooterKey)))

    def _fit(self, hints: Sequence[FooterKey]) -> None:
        """Leave out what has no room, beginning from the end."""
        room = self.size.width + 1  # for the space behind the last one
        for hint in sorted(hints, key=_can_be_missing):
            wanted = cell_len(hint.key_display) + cell_len(hint.description) + 2
            hint.display = wanted <= room
            room -= wanted if hint.display else 0


def _can_be_missing(hint: FooterKey) -> bool:
    return hint.action.rpartition(".")[2] != "help" and hint.key != "escape"

"""The help screen: what the signs mean, and every key, taken from the bindings themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Markdown

HELP = Path(__file__).parent.parent / "help"


class HelpScreen(ModalScreen[None]):
    """Help for a screen: a page of Markdown, and the table of its keys."""

    BINDINGS = [
        Binding(
            "escape,question_mark,f1,q", "dismiss(None)", "Back", id="back", key_display="Esc", tooltip="Leave help"
        )
    ]

    def __init__(self, page: str, bindings: Sequence[Binding]) -> None:
        super().__init__()
        self._text = (HELP / f"{page}.md").read_text(encoding="utf-8").replace("{keys}", key_table(bindings))

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="help"):
            yield Markdown(self._text)
        yield Footer()


def key_table(bindings: Sequence[Binding]) -> str:
    """Give the keys as a Markdown table: key, what it does, the id to remap it by."""
    rows = ["| Key | What it does | Id |", "| --- | --- | --- |"]
    for binding in bindings:
        keys = ", ".join(f"`{_shown(key)}`" for key in binding.key.split(","))
        rows.append(f"| {keys} | {binding.tooltip} | {binding.id} |")
    return "\n".join(rows)


def _shown(key: str) -> str:
    return {"question_mark": "?"}.get(key, key.replace("ctrl+", "Ctrl+"))

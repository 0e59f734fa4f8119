"""What a merge will do, said before it is done: which codings follow, which lines go along, and what is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.model import Codebook
from fgcoder.tui.screens.codebook.wording import follow
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.wording import enumerated

LISTS = {"use": "Use", "avoid": "Do not use", "examples": "Examples"}


@dataclass(frozen=True, slots=True)
class Merge:
    """What is to be merged."""

    codes: tuple[str, ...]
    """The ids of the codes that go."""
    into: str
    """The id of the one that stays."""
    times: int
    """How often the coder has applied those that go."""


class MergeScreen(Dialog[bool | None]):
    """Ask whether to merge; gives whether the lines go along, or None when the coder thinks better of it."""

    page = "codebook"
    BINDINGS = [
        Binding("enter", "merge", "Merge", id="merge-done", tooltip="Merge the codes", priority=True),
        Binding(
            "l",
            "lines",
            "With or without lines",
            id="merge-lines",
            tooltip="Take the lines along or not",
            priority=True,
        ),
        Binding("pagedown,down", "read(1)", "Read on", show=False, id="merge-read-on", tooltip="Scroll down"),
        Binding("pageup,up", "read(-1)", "Read back", show=False, id="merge-read-back", tooltip="Scroll up"),
        Binding(
            "question_mark,f1",
            "help",
            "Help",
            id="merge-help",
            tooltip="Show help on the codebook",
            key_display="?",
        ),
        Binding(
            "escape",
            "dismiss(None)",
            "Back",
            id="merge-back",
            tooltip="Leave the codes as they are",
            key_display="Esc",
            priority=True,
        ),
    ]
    DEFAULT_CSS = """
    MergeScreen {
        align: center middle;
        & > #merge {
            width: 90%;
            max-width: 110;
            height: auto;
            max-height: 90%;
            background: $surface;
            border: round $border;
            padding: 0 1;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & #merge-scroll { height: auto; max-height: 100%; }
        & #merge-text { height: auto; }
    }
    """

    def __init__(self, book: Codebook, merge: Merge) -> None:
        super().__init__()
        self._book = book
        self._merge = merge
        self._lines = True

    def compose(self) -> ComposeResult:
        """Lay out what will happen."""
        with Vertical(id="merge") as box:
            labels = enumerated([self._book.label(one) for one in self._merge.codes])
            box.border_title = f"Merge {labels} into {self._book.label(self._merge.into)}?"
            with VerticalScroll(id="merge-scroll", can_focus=False):
                yield Static("", id="merge-text")
        yield KeyHints()

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def _show(self) -> None:
        book, merge = self._book, self._merge
        into = book.by_id[merge.into]
        yours = follow(merge.times).strip() or "You have applied none of what goes."
        ids = f"id{'' if len(merge.codes) == 1 else 's'} {enumerated(merge.codes)}"
        parts = [
            Content(f"{yours} Other coders' follow, too."),
            Content(f"{into.label} keeps its label and definition, and takes over the {ids}."),
        ]
        definitions = [book.by_id[one].definition for one in merge.codes if book.by_id[one].definition]
        if definitions:
            lines = "\n".join(f"• {line}" for line in definitions)
            parts.append(Content.assemble(("Does not go along", "bold"), f"\n{lines}"))
        along = list(self._along())
        if along:
            heading = (
                "Goes along (l leaves it behind)" if self._lines else "Does not go along either (l takes it along)"
            )
            lines = "\n".join(f"• {kind}: {line}" for kind, line in along)
            parts.append(Content.assemble((heading, "bold"), f"\n{lines}"))
        self.query_one("#merge-text", Static).update(Content("\n\n").join(parts))

    def _along(self) -> Iterator[tuple[str, str]]:
        """Give the lines that the code does not have yet."""
        known = self._book.by_id[self._merge.into]
        for one in self._merge.codes:
            for name, heading in LISTS.items():
                for line in getattr(self._book.by_id[one], name):
                    if line not in getattr(known, name):
                        yield heading, line

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask about lines only where there are any."""
        return action != "lines" or any(self._along())

    def action_lines(self) -> None:
        """Take the lines along, or leave them behind."""
        self._lines = not self._lines
        self._show()

    def action_read(self, pages: int) -> None:
        """Scroll the text."""
        scroll = self.query_one("#merge-scroll")
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)

    def action_merge(self) -> None:
        """Merge."""
        self.dismiss(self._lines)

"""Saying what a passage does to a survey finding, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from fgcoder.errors import FgcoderError
from fgcoder.model import Finding, Link, Relation
from fgcoder.tui.note_choices import about_finding
from fgcoder.tui.refusing import in_a_line
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints

MEANING = {
    Relation.CONFIRMS: "the words say what the figures say",
    Relation.EXPANDS: "the words add why, how or for whom",
    Relation.CONTRADICTS: "the words say otherwise",
}


@dataclass(frozen=True, slots=True)
class Linked:
    """What the coder said; no relation takes the link away."""

    relation: Relation | None
    text: str = ""


class LinkScreen(Dialog[Linked | None]):
    """Ask for the relation and the reason.

    Parameters
    ----------
    finding, quote
        What is linked with what.
    known
        The link that there is already, if any.
    keep
        Puts what the coder said on disk, before the screen closes; where that is refused, it says why and stays.
    """

    page = "link"
    AUTO_FOCUS: ClassVar[str] = "Input"
    BINDINGS = [
        Binding("f1", "help", "Help", id="link-help", tooltip="Show what a link is, and the keys"),
        Binding(
            "up,shift+tab",
            "choose(-1)",
            "Relation",
            id="link-up",
            tooltip="Choose the relation above",
            priority=True,
            key_display="↑ ↓",
        ),
        Binding(
            "down,tab",
            "choose(1)",
            "Relation",
            id="link-down",
            tooltip="Choose the relation below",
            priority=True,
            show=False,
        ),
        Binding("enter", "link", "Link", id="link-done", tooltip="Link with this relation and note", priority=True),
        Binding("ctrl+d", "unlink", "Take away", id="link-away", tooltip="Take the link away", priority=True),
        Binding("escape", "dismiss(None)", "Back", id="link-back", tooltip="Leave the link as it was", priority=True),
    ]
    DEFAULT_CSS = """
    LinkScreen {
        align: center middle;
        & > #link {
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
        & #link-finding { height: auto; max-height: 8; margin-bottom: 1; }
        & #link-quote {
            color: $text-muted;
            text-style: italic;
            height: auto;
            max-height: 4;
            margin-bottom: 1;
        }
        & #link-relations { height: auto; margin-bottom: 1; }
        & #link-fault { height: auto; color: $text-error; display: none; }
    }
    """

    def __init__(self, finding: Finding, quote: str, known: Link | None, keep: Callable[[Linked], object]) -> None:
        super().__init__()
        self._keep = keep
        self._finding = finding
        self._quote = quote
        self._known = known
        self._at = list(Relation).index(known.relation) if known is not None else 0

    def compose(self) -> ComposeResult:
        """Lay out the two ends over the relations and the note."""
        with Vertical(id="link") as box:
            box.border_title = "What do the words do to the finding?"
            with VerticalScroll(id="link-finding", can_focus=False):
                yield Static(about_finding(self._finding), markup=False)
            yield Static(f"“{self._quote}”", id="link-quote", markup=False)
            yield Static("", id="link-relations")
            yield Input(
                self._known.text if self._known else "", placeholder="why; may stay empty", select_on_focus=False
            )
            yield Static("", id="link-fault", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take away only what is there."""
        return self._known is not None if action == "unlink" else True

    def _show(self) -> None:
        rows = [
            Content.assemble(
                ("▸ " if at == self._at else "  ", "bold $text-accent"),
                (f"{relation.value:<12}", "bold" if at == self._at else ""),
                (MEANING[relation], "$foreground-muted"),
            )
            for at, relation in enumerate(Relation)
        ]
        self.query_one("#link-relations", Static).update(Content("\n").join(rows))

    @property
    def has_draft(self) -> bool:
        """Whether something is written that leaving would lose."""
        return self.query_one(Input).value.strip() != (self._known.text.strip() if self._known else "")

    def action_choose(self, step: int) -> None:
        """Choose another relation."""
        self._at = (self._at + step) % len(Relation)
        self._show()

    def action_link(self) -> None:
        """Give what is chosen."""
        self._give(Linked(list(Relation)[self._at], self.query_one(Input).value.strip()))

    def action_unlink(self) -> None:
        """Wish the link away."""
        self._give(Linked(None))

    def _give(self, answer: Linked) -> None:
        try:
            self._keep(answer)
        except FgcoderError as error:
            fault = self.query_one("#link-fault", Static)
            fault.update(in_a_line(error))
            fault.display = True
        else:
            self.dismiss(answer)

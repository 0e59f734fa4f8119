"""Type part of a name, see what the highlighted one means, press Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    id: str
    label: str
    detail: str = ""
    """What is shown beside the list while it is highlighted; Markdown-free text."""
    also: str = ""
    """Text that is searched besides the label, and counts for less."""
    note: str = ""
    """A few words behind the label."""


class ChooserScreen(ModalScreen[str | None]):
    """Ask for one of many; gives its id, or None when the coder thinks better of it."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "Back", id="back", tooltip="Leave without choosing"),
        Binding("down", "highlight(1)", "Down", id="choose-down", tooltip="Highlight the next one", priority=True),
        Binding("up", "highlight(-1)", "Up", id="choose-up", tooltip="Highlight the one before", priority=True),
        Binding("enter", "choose", "Choose", id="choose", tooltip="Choose the highlighted one", priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], placeholder: str) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._placeholder = placeholder
        self._shown: list[Choice] = []

    def compose(self) -> ComposeResult:
        """Lay out the input over the list and its details."""
        with Vertical(id="chooser"):
            yield Static(self._title, id="chooser-title")
            yield Input(placeholder=self._placeholder, id="chooser-input")
            with Horizontal():
                yield OptionList(id="chooser-list")
                with VerticalScroll(id="chooser-detail", can_focus=False):
                    yield Static("", id="chooser-detail-text")
        yield Footer()

    def on_mount(self) -> None:
        """Show everything until something is typed."""
        self.query_one("#chooser-list", OptionList).can_focus = False
        self._search("")

    def on_key(self, event: events.Key) -> None:
        """Take letters that were typed before the input had the focus; those typed later never come here."""
        if event.is_printable and event.character:
            self.query_one(Input).insert_text_at_cursor(event.character)
            event.stop()

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Narrow the list with every letter."""
        self._search(event.value)

    def _search(self, query: str) -> None:
        listing = self.query_one("#chooser-list", OptionList)
        listing.clear_options()
        matcher = Matcher(query.strip()) if query.strip() else None
        self._shown = ranked(self._choices, matcher)
        for choice in self._shown:
            label = matcher.highlight(choice.label) if matcher else Content(choice.label)
            note = Content.assemble((f"  {choice.note}", "$foreground-muted")) if choice.note else Content("")
            listing.add_option(Option(label + note, id=choice.id))
        if self._shown:
            listing.highlighted = 0
        else:
            self.query_one("#chooser-detail-text", Static).update(Content("Nothing of that name."))

    @on(OptionList.OptionHighlighted)
    def show_detail(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the highlighted one means."""
        choice = self._shown[event.option_index]
        self.query_one("#chooser-detail-text", Static).update(Content(choice.detail))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked."""
        self.dismiss(event.option_id)

    def action_highlight(self, step: int) -> None:
        """Move the highlight."""
        listing = self.query_one("#chooser-list", OptionList)
        if step > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()

    def action_choose(self) -> None:
        """Give the highlighted one."""
        listing = self.query_one("#chooser-list", OptionList)
        if listing.highlighted is not None and self._shown:
            self.dismiss(self._shown[listing.highlighted].id)


def ranked(choices: Sequence[Choice], matcher: Matcher | None) -> list[Choice]:
    """Order the choices that match, best first; all of them, as they come, where nothing is typed."""
    if matcher is None:
        return list(choices)
    scored = []
    for choice in choices:
        in_name = max(matcher.match(choice.label), matcher.match(choice.id))
        in_text = 0.25 if matcher.query.casefold() in choice.also.casefold() else 0.0
        if in_name or in_text:
            scored.append((in_name + in_text, choice))
    return [choice for _, choice in sorted(scored, key=lambda pair: -pair[0])]

"""The tour of the first start: a minute over the real coding screen, one thing at a time.

A panel lies over the screen and says what to look at and which key to press. Keys that only show something do what they
always do. Keys that decide do not: during the tour they are told of, and nothing of it stays in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from fgcoder.tui.keymap import given, keys_of, shown
from fgcoder.tui.widgets.key_hints import KeyHints


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to look at."""

    title: str
    text: str
    """What it is. `{id}` stands for the key of a binding, as the user has set it."""
    press: str = ""
    """The id of the binding to try; empty where its key would decide something."""
    times: int = 1
    """How often it is pressed until the tour goes on; twice for what should be as it was before."""
    above: bool = False
    """Whether the panel lies at the top of a small window, where what to look at is at the bottom."""


STEPS = (
    Step(
        "The transcript",
        "▌ marks the segment in hand: a turn, or a part of a long one. Codes stand beside the words they cover. "
        "● says that you have coded a segment, ○ that you found no code fits.\n\nPress {next} for the next segment.",
        "next",
    ),
    Step(
        "What is suggested",
        "On the right, or at the bottom of a small window: codes that may fit, how probable each is, and why. Judge "
        "the reason, not the number. {accept} applies the first one and goes on to the next segment; most of a day's "
        "work is this key. It does nothing now: in the tour nothing is coded.",
        above=True,
    ),
    Step(
        "Another one, or several",
        "{accept-1} to {accept-7} apply the suggestion of that number and stay, so that a segment can have several "
        "codes. {reject} rejects the first one. Each answer teaches the suggestions.",
        above=True,
    ),
    Step(
        "None fits",
        "{none-fits} says that none of these fits, and goes on. That is a decision, too: the segment is done. "
        "{next-uncoded} goes to the next one that is not.",
        above=True,
    ),
    Step(
        "Any other code",
        "{pick} lists all codes. Type part of a name, or of what it means; a slip of the finger does no harm. What you "
        "used lately stands first, with digits. {repeat} applies the last code again.\n\n"
        "Press {pick}, type something, and leave with {back}.",
        "pick",
    ),
    Step(
        "Taking back",
        "{undo} takes back what you did last, then what you did before, also after a restart; {redo} does it again. "
        "Every decision is on disk at once. So try things.",
    ),
    Step(
        "Without suggestions",
        "{blind} hides the suggestions, so that you judge by yourself, and shows them again. The top line says which "
        "it is, and so does the record of each decision.\n\nPress {blind}, look, and press {blind} again.",
        "blind",
        times=2,
        above=True,
    ),
    Step(
        "Help",
        "{help} lists every key and says what the signs mean; the tour can be taken again from there. Ctrl+P finds "
        "every action by its name, and changes the colours.\n\nPress {help}, or {tour-on} to begin.",
        "help",
    ),
)


class TourScreen(ModalScreen[None]):
    """The panel that shows a new coder around.

    Parameters
    ----------
    place
        The coding screen below, whose keys are tried.
    bindings
        Its keys.
    """

    AUTO_FOCUS: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    TourScreen {
        background: transparent;
        align: left bottom;
        &.-narrow.-above { align: left top; }
        & #tour {
            width: 65%;
            max-width: 100;
            height: auto;
            margin: 1 0 1 0;
            padding: 0 1;
            background: $surface;
            border: heavy $border;
            border-title-color: $text-primary;
            border-title-style: bold;
            border-subtitle-color: $foreground;
        }
        &.-narrow #tour { width: 100%; }
        & #tour-text { height: auto; }
    }
    """
    BINDINGS = [
        Binding("enter,right,space", "go_on", "Go on", id="tour-on", tooltip="Go on", key_display="Enter →"),
        Binding(
            "left,backspace", "go_back", "Back", id="tour-before", tooltip="See the last thing again", key_display="←"
        ),
        Binding("escape,q", "leave", "Leave the tour", id="back", tooltip="Leave the tour", key_display="Esc"),
    ]

    def __init__(self, place: Screen[None], bindings: Sequence[Binding]) -> None:
        super().__init__()
        self._place = place
        self._bindings_of_place = {binding.id: binding for binding in bindings if binding.id}
        self._own = {one.id: one for one in self.BINDINGS if isinstance(one, Binding) and one.id}
        self._at = 0
        self._pressed = 0

    def compose(self) -> ComposeResult:
        """Lay out the panel."""
        with Vertical(id="tour"):
            yield Static("", id="tour-text")
        yield KeyHints()

    def on_mount(self) -> None:
        """Begin."""
        self._show()

    @property
    def step(self) -> Step:
        """What is being shown."""
        return STEPS[self._at]

    def _show(self) -> None:
        self._pressed = 0
        self.set_class(self.step.above, "-above")
        panel = self.query_one("#tour")
        panel.border_title = self.step.title
        panel.border_subtitle = f"{self._at + 1} of {len(STEPS)}"
        self.query_one("#tour-text", Static).update(self._text())

    def _text(self) -> Content:
        """Give the step's text, the keys in bold and as the user has set them."""
        parts: list[str | tuple[str, str]] = []
        for piece in self.step.text.split("{"):
            name, brace, rest = piece.partition("}")
            parts += [(shown(self._keys(name)[0]), "bold"), rest] if brace else [piece]
        return Content.assemble(*parts)

    def _keys(self, name: str) -> list[str]:
        return keys_of((self._own | self._bindings_of_place)[name], given(self.app))

    async def on_key(self, event: events.Key) -> None:
        """Try the key that the step is about; every other key of the screen below is kept from it."""
        name = self.step.press
        if name and event.key in self._keys(name):
            event.stop()
            self._pressed += 1
            if self._pressed == self.step.times:
                await self.action_go_on()  # first, since what the key opens lies over this panel
            await self._place.run_action(self._bindings_of_place[name].action)

    async def action_go_on(self) -> None:
        """Show the next thing; after the last one, leave."""
        if self._at + 1 == len(STEPS):
            await self.action_leave()
        else:
            await self._restore()
            self._at += 1
            self._show()

    async def action_go_back(self) -> None:
        """Show the thing before."""
        await self._restore()
        self._at = max(self._at - 1, 0)
        self._show()

    async def action_leave(self) -> None:
        """Leave, everything being as it was."""
        await self._restore()
        self.dismiss(None)

    async def _restore(self) -> None:
        """Switch back what was switched once and should have been twice."""
        if 0 < self._pressed < self.step.times:
            self._pressed = 0
            await self._place.run_action(self._bindings_of_place[self.step.press].action)

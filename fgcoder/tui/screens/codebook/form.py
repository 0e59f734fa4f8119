"""A form: a few lines or texts to fill in, kept only once what is in them is accepted. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from fgcoder.tui.keymap import with_keys
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints

NOT_KEPT = "This is not kept yet: {form-keep} keeps it, {form-leave} once more drops it."


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in."""

    name: str
    heading: str
    value: str = ""
    hint: str = ""
    """What belongs there, behind the heading."""
    is_text: bool = False
    """Whether it may have several lines."""


Keep = Callable[[Mapping[str, str]], Awaitable[str]]
"""Takes what was filled in, by name; gives what is wrong with it, nothing where it was kept."""


class FormScreen(Dialog[bool]):
    """Ask for a few things at once; gives whether they were kept.

    Parameters
    ----------
    title, fields
        What is asked.
    keep
        Called with what is filled in. Where it finds something wrong, the form stays and says what.
    note
        What to know before; may be empty.
    """

    page = "codebook"
    AUTO_FOCUS: ClassVar[str] = "Input, TextArea"
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="form-keep", tooltip="Keep what is filled in", priority=True),
        Binding("tab", "app.focus_next", "Next", id="form-next", tooltip="Go to the next field", key_display="Tab"),
        Binding(
            "shift+tab", "app.focus_previous", "Before", show=False, id="form-back", tooltip="Go to the field before"
        ),
        Binding(
            "f1",
            "help",
            "Help",
            id="form-help",
            tooltip="Show help on the codebook",
            key_display="F1",
        ),
        Binding(
            "escape",
            "leave",
            "Back",
            id="form-leave",
            tooltip="Go back; asks before it drops what is new",
            key_display="Esc",
            priority=True,
        ),
    ]
    DEFAULT_CSS = """
    FormScreen {
        align: center middle;
        & > #form {
            width: 90%;
            max-width: 110;
            height: auto;
            max-height: 95%;
            background: $surface;
            border: round $border;
            padding: 0 1;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & #form-fields { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
        & .form-heading { height: auto; color: $text-accent; text-style: bold; }
        & .form-note { height: auto; color: $foreground-muted; margin-bottom: 1; }
        & Input, & TextArea { border: round $foreground-muted; background: $surface; padding: 0 1; }
        & Input:focus, & TextArea:focus { border: round $border; }
        & Input { height: 3; }
        & TextArea { height: auto; min-height: 3; max-height: 9; }
        & #form-fault { height: auto; max-height: 3; text-style: bold; display: none; }
        & #form-fault.-wrong { color: $text-error; }
    }
    """

    def __init__(self, title: str, fields: Sequence[Field], keep: Keep, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._keep = keep
        self._note = note
        self._warned = False
        self._keeping = False

    def compose(self) -> ComposeResult:
        """Lay out the fields one below the other."""
        with Vertical(id="form") as box:
            box.border_title = self._title
            if self._note:
                yield Static(self._note, classes="form-note", markup=False)
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._fields:
                    heading = f"{field.heading} ({field.hint})" if field.hint else field.heading
                    yield Static(heading, classes="form-heading", markup=False)
                    name = f"field-{field.name}"
                    if field.is_text:
                        yield TextArea(
                            field.value, id=name, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False
                        )
                    else:
                        yield Input(field.value, id=name, select_on_focus=False)
            yield Static("", id="form-fault", markup=False)
        yield KeyHints()

    @property
    def values(self) -> dict[str, str]:
        """What is filled in, by name."""
        found = {}
        for field in self._fields:
            widget = self.query_one(f"#field-{field.name}")
            found[field.name] = widget.text if isinstance(widget, TextArea) else getattr(widget, "value", "")
        return found

    @property
    def has_draft(self) -> bool:
        """Whether something is written that leaving would lose."""
        return any(self.values[field.name].strip() != field.value.strip() for field in self._fields)

    @on(Input.Submitted)
    async def go_on(self) -> None:
        """Keep a single line on Enter; otherwise go to the next field."""
        if len(self._fields) == 1:
            await self.action_keep()
        else:
            self.focus_next()

    async def action_keep(self) -> None:
        """Have it kept; say what is wrong where it is not."""
        if self._keeping:
            return
        self._keeping = True
        self._tell("Keeping it…", wrong=False)
        try:
            fault = await self._keep(self.values)
        finally:
            self._keeping = False
        if fault:
            self._tell(fault)
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leave; where something new would be lost, only the second time."""
        if self._keeping:
            return
        if self._warned or not self.has_draft:
            self.dismiss(False)
            return
        self._warned = True
        self._tell(with_keys(NOT_KEPT, self.BINDINGS, self.app))

    def _tell(self, text: str, *, wrong: bool = True) -> None:
        fault = self.query_one("#form-fault", Static)
        fault.set_class(wrong, "-wrong")
        fault.update(text)
        fault.display = True

"""Asking for a line of text: a number, a pattern, a reason, a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from fgcoder.errors import FgcoderError
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import in_a_line
from fgcoder.tui.screens.dialog import Dialog
from fgcoder.tui.widgets.key_hints import KeyHints

Keep = Callable[[str], object]


class AskScreen(Dialog[str | None]):
    """Ask for a line; gives it without white space at its ends, or None when the coder thinks better of it.

    Parameters
    ----------
    question
        What is asked.
    value
        What stands there at first.
    placeholder
        What to type, in a few words; `{ask-done}` stands for the key that gives the answer.
    allow_empty
        Whether Enter gives an empty line too.
    keep
        Does with the answer what it is for, before the screen closes; where that is refused, it says why and stays.
    """

    page = "ask"
    AUTO_FOCUS: ClassVar[str] = "Input"
    BINDINGS = [
        # With priority, since the line would take Enter first and the footer would not show it.
        Binding("enter", "answer", "Done", id="ask-done", tooltip="Give the answer", priority=True),
        Binding("escape", "dismiss(None)", "Back", id="ask-back", tooltip="Leave without an answer"),
        Binding("f1", "help", "Help", id="ask-help", tooltip="Show the keys"),
    ]
    DEFAULT_CSS = """
    AskScreen {
        align: center middle;
        & > #ask {
            width: 90%;
            max-width: 90;
            height: auto;
            background: $surface;
            border: round $border;
            padding: 0 1;
        }
        & #ask-question { text-style: bold; color: $text-primary; }
        & #ask-fault { height: auto; color: $text-error; display: none; }
    }
    """

    def __init__(
        self,
        question: str,
        value: str = "",
        placeholder: str = "",
        *,
        allow_empty: bool = False,
        keep: Keep | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._placeholder = placeholder
        self._allow_empty = allow_empty
        self._keep = keep

    def compose(self) -> ComposeResult:
        """Lay out the question over the line."""
        with Vertical(id="ask"):
            yield Static(self._question, id="ask-question", markup=False)
            placeholder = with_keys(self._placeholder, self.BINDINGS, self.app)
            yield Input(self._value, placeholder=placeholder, select_on_focus=False)
            yield Static("", id="ask-fault", markup=False)
        yield KeyHints()

    @property
    def has_draft(self) -> bool:
        """Whether something is written that leaving would lose."""
        return self.query_one(Input).value.strip() != self._value.strip()

    def action_answer(self) -> None:
        """Give the line; wait on where it is empty and must not be."""
        answer = self.query_one(Input).value.strip()
        if not answer and not self._allow_empty:
            return
        try:
            if self._keep is not None:
                self._keep(answer)
        except FgcoderError as error:
            fault = self.query_one("#ask-fault", Static)
            fault.update(in_a_line(error))
            fault.display = True
        else:
            self.dismiss(answer)

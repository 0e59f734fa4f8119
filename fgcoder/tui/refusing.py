"""What becomes of a refusal that nothing has caught: it is told on the screen in front, and all stays as it is.

A store on a full disk, or one that another program holds, may refuse at any key press. Textual ends an app at whatever
its handlers raise, and with it would go what somebody was writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import WorkerFailed

from fgcoder.errors import FgcoderError

STAYS = 15
"""Seconds that a notice with what to do is to be read."""


def in_a_line(error: FgcoderError, *, with_todo: bool = True) -> str:
    """Give an error as sentences, without the file: which it is, is plain on a screen."""
    parts = [error.title]
    for fault in error.faults:
        parts.append(fault.what[:1].upper() + fault.what[1:])
        if fault.line is not None:
            parts.append(f"(Line {fault.line}.)")
        if fault.todo and with_todo:
            parts.append(fault.todo)
    return " ".join(parts)


@runtime_checkable
class Refusing(Protocol):
    """A screen with a line of its own for what was not done."""

    def refuse(self, error: FgcoderError) -> None:
        """Say why something was not done."""


class StaysAtRefusals(MessagePump):
    """A screen, or the app, that goes on with the next message where one is refused."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except FgcoderError as error:
            app = self.app
            if not isinstance(app, TellsRefusals):
                raise
            app.tell(error)


class TellsRefusals(StaysAtRefusals, App[None]):
    """An app that tells what keys, dialogs and workers were refused."""

    def tell(self, error: FgcoderError) -> None:
        """Say on the screen in front why something was not done."""
        if isinstance(self.screen, Refusing):
            self.screen.refuse(error)
        else:
            self.notify(str(error), severity="warning", timeout=STAYS, markup=False)

    async def run_action(
        self, action: Any, default_namespace: DOMNode | None = None, namespaces: Mapping[str, DOMNode] | None = None
    ) -> bool:
        """Do what a key stands for; say why where that is refused."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except FgcoderError as error:
            self.tell(error)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """Tell what was refused when a dialog gave its answer, or in a worker; end at anything else."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, FgcoderError) and self.is_running:
            self.tell(cause)
        else:
            super()._handle_exception(error)

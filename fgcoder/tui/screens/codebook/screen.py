"""The codebook screen itself: what it is made of, and the keys that are about no single code."""

from __future__ import annotations

from collections.abc import Callable

from fgcoder.coding.session import Step
from fgcoder.tui.screens.codebook.joining import Joining
from fgcoder.tui.screens.codebook.keys import GROUPS, KEYS
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.widgets.code_tree import CodeTree


class CodebookScreen(Joining):
    """Look through the codebook and change it."""

    BINDINGS = [*KEYS]

    # Looking

    def action_point(self, step: int) -> None:
        """Point at another code."""
        self.query_one(CodeTree).point(step)

    def action_theme(self, step: int) -> None:
        """Point at another theme."""
        self.query_one(CodeTree).point_at_theme(step)

    def action_read(self, pages: int) -> None:
        """Scroll what the code says."""
        about = self.query_one("#codebook-about")
        about.scroll_relative(y=pages * max(about.size.height - 1, 1), animate=False)

    # Undo and redo

    async def action_undo(self) -> None:
        """Take back what was done last, here or in a transcript."""
        await self._step(
            self._session.undo, "Undone{}: {}. {{codebook-redo}} does it again.", "There is nothing to undo."
        )

    async def action_redo(self) -> None:
        """Do again what was undone last."""
        await self._step(
            self._session.redo, "Done again{}: {}. {{codebook-undo}} takes it back.", "There is nothing to do again."
        )

    async def _step(self, step: Callable[[], Step | None], said: str, nothing: str) -> None:
        at = self.code.id if self.code is not None else ""
        done, fault = await self.at_work(step)
        if fault:
            return
        self.show_codes(self._session.codebook.current(at))
        if done is None:
            self.say(nothing)
            return
        where = f" in {done.transcript}" if done.transcript else ""
        where += f", segment {done.segment}" if done.segment else ""
        self.say(said.format(where, done.what))

    # The rest

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen("codebook", GROUPS))

    async def action_back(self) -> None:
        """Go back, once what is being written is on disk."""
        async with self._one_by_one:
            self.dismiss(self._changed)

"""The list of all memos, from which one goes to the place of each."""

from __future__ import annotations

import asyncio
from datetime import date

from textual import work

from fgcoder.errors import FgcoderError
from fgcoder.model import Target
from fgcoder.tui.messages import GoTo, ShowCodebook
from fgcoder.tui.screens.overview.regions import OverviewRegions


class Memos(OverviewRegions):
    """The key that lists memos."""

    @work(exclusive=True, group="memos")
    async def action_memos(self) -> None:
        """List all memos, to go to the place of one."""
        from fgcoder.tui.note_choices import written_choices
        from fgcoder.tui.widgets.chooser import ChooserScreen

        try:
            found = await asyncio.to_thread(self._source.memos)
        except FgcoderError as error:
            self.notify(str(error), title="The memos could not be read.", severity="error", markup=False)
            return
        if not self._is_there:
            return
        if not found:
            self.notify(self._with_keys("Nobody has written a memo yet. {memo} writes one while coding."))
            return
        targets = {one.memo.decision: one.memo.target for one in found}
        choices = written_choices(found, date.today())
        self.app.push_screen(
            ChooserScreen("Memos: {choose} goes to the place", choices, "words of a memo, a coder"),
            lambda chosen: self._go_to_memo(targets[chosen]) if chosen is not None else None,
        )

    def _go_to_memo(self, target: Target) -> None:
        if target.transcript:
            self.post_message(GoTo(target.transcript, target.span))
        elif target.code:
            self.post_message(ShowCodebook(target.code))
        else:
            self.notify(self._with_keys("It is about a finding of the survey. {link} shows findings while coding."))

"""Choosing one or several codes, or wishing for a new one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from fgcoder.tui.binding import binding_in_turn
from fgcoder.tui.widgets.chooser.choice import Choice, Chosen, New
from fgcoder.tui.widgets.chooser.chooser import Chooser, Room
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.chooser.listing import ChoiceList
from fgcoder.tui.widgets.chooser.rows import MARKED, Row


class PickerScreen(Chooser[Chosen | New | None]):
    """Ask for one or several, or, where it is allowed, for a new one by the name that is typed.

    Parameters
    ----------
    title, choices, placeholder, room
        As for `Chooser`.
    several
        Whether more than one can be marked; Enter then gives all that are.
    allow_new
        Whether the coder may wish for a code that is not there.
    """

    BINDINGS = [
        binding_in_turn(
            "plus,insert,ctrl+@,ctrl+space",
            "mark",
            "choose-mark",
            "Mark",
            "Mark it, to choose several at once",
            show=True,
            display="+",
        ),
        binding_in_turn("ctrl+n", "new", "choose-new", "New", "Add a new code called what is typed", show=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        placeholder: str,
        *,
        several: bool = True,
        allow_new: bool = False,
        room: Room | None = None,
    ) -> None:
        super().__init__(title, choices, placeholder, room=room)
        self._several = several
        self._allow_new = allow_new

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what the caller allows."""
        if action == "mark":
            return self._several
        return self._allow_new if action == "new" else True

    def _offer(self, typed: str) -> list[Row]:
        known = {choice.label.casefold() for choice in self._choices}
        return [Row(offer=typed)] if self._allow_new and typed and typed.casefold() not in known else []

    def action_mark(self) -> None:
        """Mark the one that is pointed at, or take its mark away; then the next one can be typed."""
        listing = self.query_one(ChoiceList)
        row, field = listing.row, self.query_one(QueryField)
        if row is None or row.hit is None or listing.highlighted is None:
            return
        chosen = row.hit.choice.id
        self._marked = [one for one in self._marked if one != chosen] + [chosen] * (chosen not in self._marked)
        if field.value:
            field.value = ""
            self._show()
        else:
            listing.refresh_row(listing.highlighted)
            listing.point(1)
        labels = {choice.id: choice.label for choice in self._choices}
        line = self.query_one("#chooser-marked", Static)
        line.display = bool(self._marked)
        line.update(Content(f"{MARKED} {len(self._marked)} marked: {', '.join(labels[one] for one in self._marked)}"))

    def action_choose(self) -> None:
        """Give all that are marked, else what is pointed at."""
        row = self.query_one(ChoiceList).row
        if self._marked:
            self._give(tuple(self._marked))
        elif row is not None and row.offer:
            self._leave(New(row.offer))
        else:
            super().action_choose()

    def action_new(self) -> None:
        """Wish for a code called what is typed; its label can also be typed later."""
        self._leave(New(self.query_text))

    def _give(self, ids: tuple[str, ...]) -> None:
        self._leave(Chosen(ids))

"""How the options of a table are chosen: from lists that say what each choice means, as numbers, by a single key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fgcoder.errors import FgcoderError
from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_options import Among, How, Option, Value
from fgcoder.tui.choices import code_choice
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.tables.desk import TableDesk, told
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen, Chosen, New, PickerScreen

CHOSEN = "◆"
"""The sign of what is chosen now."""
VALUES = 12
"""Values of an attribute that a list names."""
SEVERAL = "{choose-mark} marks several"
"""What stands in the line to type into, where several can be chosen."""


class Choosing(TableDesk):
    """The keys that change how a table is made.

    What has to be read before a list can be offered is waited for, so that letters typed meanwhile reach the list.
    """

    def action_kind(self, digit: int) -> None:
        """Make another table; filters, coders and moderator stay."""
        kind = list(KINDS.values())[digit - 1]
        self.ask(replace(self._question, kind=kind))

    async def action_option(self, slot: str) -> None:
        """Ask for the value of an option, or turn it the other way."""
        option = self._question.kind.option(slot)
        if option is None:
            self._say(f"{self._question.kind.label} has no such choice; the line above the table shows those it has.")
        elif option.how is How.SWITCH:
            self._choose(option, not self._question.value(option))
        elif option.how is How.NUMBER:
            self._ask_number(option)
        elif option.among is Among.CODES:
            book = self._codebook
            self._pick(
                option, [code_choice(book, code, sign=self._sign(option, code.id)) for code in book.by_id.values()]
            )
        elif option.among is not None:
            await self._offer_names(option, option.among)
        else:
            self._pick(
                option,
                [Choice(one.value, one.label, one.about, sign=self._sign(option, one.value)) for one in option.choices],
            )

    def _choose(self, option: Option, value: Value) -> None:
        self.ask(self._question.choosing(option, value))

    def _sign(self, option: Option, value: str) -> str:
        now = self._question.value(option)
        return CHOSEN if value in (now if isinstance(now, tuple) else (now,)) else ""

    def _ask_number(self, option: Option) -> None:
        def take(answer: str | None) -> None:
            if answer is None:
                return
            if answer.isdecimal() and int(answer) >= option.least:
                self._choose(option, int(answer))
            else:
                self._say(f"✗ `{answer}` is no whole number from {option.least} on.", is_problem=True)

        now = str(self._question.value(option))
        self.app.push_screen(
            AskScreen(f"{option.name.capitalize()}: a whole number", now, f"from {option.least} on"), take
        )

    async def _offer_names(self, option: Option, among: Among) -> None:
        """Offer attributes, each with its values, once it is known which there are."""
        try:
            names = await asyncio.to_thread(self._source.names, among)
        except FgcoderError as error:
            self._say(told(error), is_problem=True)
            return
        choices = [Choice("", option.none.capitalize(), "Leaves it out.")] if option.none else []
        choices += [
            Choice(name, name, _listed(values), sign=self._sign(option, name)) for name, values in names.items()
        ]
        self._pick(option, choices)

    def _pick(self, option: Option, choices: Sequence[Choice]) -> None:
        """Ask for one of a list, or for several."""
        title = f"{self._question.kind.label}: {option.name}"
        if option.how is not How.SEVERAL:
            self.app.push_screen(
                ChooserScreen(title, choices, "part of its name"),
                lambda chosen: self._choose(option, chosen or None) if chosen is not None else None,
            )
            return
        if option.none:
            choices = [Choice("", option.none.capitalize(), "Leaves nothing out."), *choices]
        how = "{choose-mark} marks two" if option.at_most == 2 else SEVERAL
        self._pick_several(title, choices, how, lambda values: self._choose(option, values))

    def _pick_several(
        self, title: str, choices: Sequence[Choice], how: str, take: Callable[[tuple[str, ...]], None]
    ) -> None:
        def chosen(result: Chosen | New | None) -> None:
            if isinstance(result, Chosen):
                take(() if "" in result.ids else result.ids)

        self.app.push_screen(PickerScreen(title, choices, how), chosen)

    # What every table has

    async def action_filter(self) -> None:
        """Ask by what to filter, then for the values."""
        values = await asyncio.to_thread(self._source.values)
        where = self._question.where
        choices = [Choice(name, name, _listed(of), sign=CHOSEN if name in where else "") for name, of in values.items()]

        def choose(name: str | None) -> None:
            if name is not None:
                asked = self._question.where.get(name, ())
                listed = [Choice("", "Any", "Drops this filter.")] if asked else []
                listed += [Choice(value, value, sign=CHOSEN if value in asked else "") for value in values[name]]
                self._pick_several(
                    f"Which {name}?",
                    listed,
                    SEVERAL,
                    lambda kept: self.ask(self._question.keeping(name, kept)),
                )

        self.app.push_screen(ChooserScreen("Filter by what?", choices, "part of its name"), choose)

    async def action_coders(self) -> None:
        """Ask whose codings count."""
        there = await asyncio.to_thread(self._source.coders)
        choices = [Choice("", "Everybody", "All coders' codings count.")]
        choices += [Choice(name, name, sign=CHOSEN if name in self._question.coders else "") for name in there]
        self._pick_several(
            "Whose codings?", choices, SEVERAL, lambda who: self.ask(replace(self._question, coders=who))
        )

    def action_clear(self) -> None:
        """Drop all filters."""
        self.ask(replace(self._question, where={}, coders=()))

    def action_moderator(self) -> None:
        """Count the moderator's words, or leave them out."""
        if self._question.kind.has_moderator:
            self.ask(replace(self._question, include_moderator=not self._question.include_moderator))


def _listed(values: Iterable[str]) -> str:
    """Name the values of an attribute, not too many."""
    known = list(values)
    more = f" … and {len(known) - VALUES} more" if len(known) > VALUES else ""
    return ", ".join(known[:VALUES]) + more

"""Changing what is between codes: merging them into one, splitting one into several."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fgcoder.codebook.editing import merge_codes, split_code
from fgcoder.model import Code, Target
from fgcoder.tui.choices import code_choice, code_choices
from fgcoder.tui.screens.codebook.changing import ONE_A_LINE, Changing
from fgcoder.tui.screens.codebook.form import Field, FormScreen
from fgcoder.tui.screens.codebook.merge import Merge, MergeScreen
from fgcoder.tui.screens.codebook.sort import MOST, SortScreen
from fgcoder.tui.screens.codebook.wording import follow, quotes
from fgcoder.tui.widgets.chooser import ChooserScreen
from fgcoder.wording import enumerated

A_NAME = "part of a name, a definition or an id"


class Joining(Changing):
    """The keys that merge and split."""

    def times_itself(self, code: Code) -> int:
        """Say how often a code was applied without what is below it: a theme may have codings from before a split."""
        return self._times[code.id] - sum(self._times[child.id] for child in code.children)

    # Merging

    def action_merge(self) -> None:
        """Ask for another code, and merge the one in hand, with all below it, into that."""
        code, book = self.code, self._session.codebook
        if code is None:
            return
        below = [one.id for one, _ in code.walk()]
        choices = [one for one in code_choices(book, used=self._times) if one.id not in below]
        if code.is_theme and code.id not in book.retired:
            choices.insert(0, code_choice(book, code, "and all below it become one code"))

        def chosen(into: str | None) -> None:
            if into is not None:
                times = self._times[code.id] - (self.times_itself(code) if into == code.id else 0)
                self._ask_about(Merge(tuple(one for one in below if one != into), into, times))

        self.app.push_screen(ChooserScreen(f"Merge {code.label} into …", choices, A_NAME), chosen)

    def _ask_about(self, merge: Merge) -> None:
        async def answered(keep_lines: bool | None) -> None:
            if keep_lines is not None:
                await self._merge(merge, keep_lines)

        self.app.push_screen(MergeScreen(self._session.codebook, merge), answered)

    async def _merge(self, merge: Merge, keep_lines: bool) -> None:
        book = self._session.codebook
        labels, into = enumerated([book.label(one) for one in merge.codes]), book.label(merge.into)
        first = book.by_id[merge.codes[0]]
        left = self._left_alone(first) if self.beside(first)[0] != merge.into else ""
        memos = [self._written[one] for one in (merge.into, *merge.codes) if one in self._written]
        fault = await self.change(
            lambda text, path: merge_codes(text, path, merge.codes, merge.into, keep_lines),
            f"Merged the code {labels} into {into}",
            merge.into,
            f"Merged {labels} into {into}.{follow(merge.times)}{left}",
        )
        if not fault and len(memos) > 1:
            await self._join(memos, merge.into, into)

    async def _join(self, memos: list[str], code: str, label: str) -> None:
        """Write what was written on the codes as one memo, or the latest would hide the others."""
        target = Target(code=code)
        _, fault = await self.at_work(lambda: self._session.notes.write_memo(target, "\n\n".join(memos)))
        self.show_codes(code)
        if fault:
            self.say(f"Merged into {label}, but the memos are not: {fault}")
            return
        undo = "{codebook-undo} takes back the memos first, then the merge."
        self.say(f"Merged into {label}, and so are the memos. {undo}")

    # Splitting

    async def action_split(self) -> None:
        """Ask for the parts and split the code; where that is done, go through the quotes that are left with it."""
        code = self.code
        if code is None:
            return
        if code.is_theme:
            await self._sort(code)
            return

        async def keep(values: Mapping[str, str]) -> str:
            labels = list(dict.fromkeys(" ".join(line.split()) for line in values["labels"].splitlines()))
            labels = [label for label in labels if label]
            if not 2 <= len(labels) <= MOST:
                return f"Name 2 to {MOST} parts, {ONE_A_LINE}: a digit then gives each quote its part."
            parts: list[Code] = []
            for label in labels:
                parts.append(Code(self.new_id(label, *(part.id for part in parts)), label))
            return await self.change(
                lambda text, path: split_code(text, path, code.id, parts),
                f"Split the code {code.label} into {enumerated(labels)}",
                code.id,
                f"Split {code.label} into {enumerated(labels)}, of which it is the theme now.",
            )

        async def split(kept: bool | None) -> None:
            now = self._session.codebook.by_id.get(code.id)
            if kept and now is not None and now.is_theme and self._times[code.id]:
                await self._sort(now)

        note = f"{code.label} becomes a theme, and keeps what it says. Its quotes stay with it until each has its part."
        field = Field("labels", "What are the parts called?", hint=ONE_A_LINE, is_text=True)
        self.app.push_screen(FormScreen(f"Split {code.label}", [field], keep, note), split)

    async def _sort(self, theme: Code) -> None:
        """Go through the quotes that are coded with a theme itself, those of the open transcript first."""
        retired = self._session.codebook.retired
        parts = [part for part in theme.children if not part.is_theme and part.id not in retired][:MOST]
        session, times = self._session, self.times_itself(theme)
        if not times:
            self.say(f"{theme.label} is a theme, and no quote is left to be given to the codes below it.")
        elif not parts:
            self.say(f"There is no code below {theme.label} that its {quotes(times)} could be given to.")
        else:
            codings = await asyncio.to_thread(session.everywhere.codings_with, theme.id)
            open_one = session.transcript.id if session.transcript is not None else ""
            codings.sort(key=lambda coding: coding.transcript != open_one)

            def sorted_out(count: int | None) -> None:
                self._changed |= bool(count)
                self.recount()
                self.show_codes(theme.id)
                left = self.times_itself(theme)
                rest = f" {quotes(left).capitalize()} left. {{code-split}} goes on." if left else " None is left."
                self.say(f"{quotes(count or 0).capitalize()} given a part of {theme.label}.{rest}")

            self.app.push_screen(SortScreen(session, theme, parts, codings), sorted_out)

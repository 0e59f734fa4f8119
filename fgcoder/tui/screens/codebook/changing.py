"""Changing one code: adding, editing, moving, retiring, renaming it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fgcoder.codebook.editing import (
    FIRST,
    add_code,
    code_id_for,
    move_code,
    rename_code,
    restore_code,
    retire_code,
    revise_code,
)
from fgcoder.codebook.file import ID
from fgcoder.model import Code, Target
from fgcoder.tui.choices import theme_choices
from fgcoder.tui.screens.codebook.form import Field, FormScreen
from fgcoder.tui.screens.codebook.regions import CodebookRegions
from fgcoder.tui.screens.codebook.wording import follow, stay
from fgcoder.tui.screens.memo import Kept, MemoScreen
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen
from fgcoder.wording import enumerated

NO_LABEL = "A code needs a label."
NO_ID = "An id has small letters from a to z, digits, and between them hyphens, dots or underlines: `red-tape`."
NEW_THEME = "+"
"""What is chosen to move a code below a theme that is not there yet; no id has this sign."""
ONE_A_LINE = "one a line"


class Changing(CodebookRegions):
    """The keys that change one code."""

    def new_id(self, label: str, *taken: str) -> str:
        """Give an id for a label that no code has or had."""
        book = self._session.codebook
        return code_id_for(label, {*book.by_id, *book.former, *taken})

    def beside(self, code: Code) -> tuple[str | None, list[Code]]:
        """Give the theme a code stands under, None for none, and the codes there."""
        book = self._session.codebook
        theme = book.path_of[code.id][-1] if book.path_of[code.id] else None
        return theme, list(book.roots if theme is None else book.by_id[theme].children)

    # Adding

    def action_add(self) -> None:
        """Ask for a label, and add a code below the theme, or behind the code, in hand."""
        at = self.code
        if at is None:
            return
        theme, after = (at.id, None) if at.is_theme else (self.beside(at)[0], at.id)
        where = f"under {self._session.codebook.label(theme)}" if theme else "under no theme"

        async def keep(values: Mapping[str, str]) -> str:
            label = " ".join(values["label"].split())
            if not label:
                return NO_LABEL
            code = Code(self.new_id(label), label)
            said = f"Added {label}, {where}, with the id {code.id}. {{code-edit}} says what it means,"
            return await self.change(
                lambda text, path: add_code(text, path, code, theme, after), f"Added the code {label}", code.id, said
            )

        self.app.push_screen(FormScreen(f"A new code, {where}", [Field("label", "What is it called?")], keep))

    # Editing

    def action_edit(self) -> None:
        """Open what the code says in a form."""
        code = self.code
        if code is None:
            return
        lists = {name: "\n".join(getattr(code, name)) for name in ("use", "avoid", "examples")}
        fields = [
            Field("label", "Label", code.label),
            Field("definition", "Definition", code.definition, "what it means, in a sentence or two", is_text=True),
            Field("use", "Use", lists["use"], f"when to use it, {ONE_A_LINE}", is_text=True),
            Field("avoid", "Do not use", lists["avoid"], f"when not to, and what instead, {ONE_A_LINE}", is_text=True),
            Field("examples", "Examples", lists["examples"], f"typical sentences, {ONE_A_LINE}", is_text=True),
        ]

        async def keep(values: Mapping[str, str]) -> str:
            new = {field.name: _read(field.name, values[field.name]) for field in fields}
            changed = {name: value for name, value in new.items() if value != _read(name, getattr(code, name))}
            if not new["label"]:
                return NO_LABEL
            if not changed:
                return ""
            parts = enumerated([field.heading.lower() for field in fields if field.name in changed])
            words = f"Changed {parts} of the code {code.label}"
            said = f"Changed {parts} of {new['label']}.{follow(self._times[code.id])}"
            return await self.change(
                lambda text, path: revise_code(text, path, code.id, **changed), words, code.id, said
            )

        self.app.push_screen(FormScreen(f"{code.label} ({code.id})", fields, keep))

    # Moving

    async def action_shift(self, step: int) -> None:
        """Move the code up or down among its siblings."""
        code = self.code
        if code is None:
            return
        theme, siblings = self.beside(code)
        rest = [one.id for one in siblings if one.id != code.id]
        at = [one.id for one in siblings].index(code.id) + step
        if not 0 <= at <= len(rest):
            self.say(f"{code.label} is the {'last' if step > 0 else 'first'} there. m moves it to another theme.")
            return
        after = rest[at - 1] if at else FIRST
        way = "down" if step > 0 else "up"
        await self.change(
            lambda text, path: move_code(text, path, code.id, theme, after),
            f"Moved the code {code.label} {way}",
            code.id,
            f"Moved {code.label} {way}: it is number {at + 1} of {len(siblings)} now.",
        )

    def action_move(self) -> None:
        """Ask for a theme, and move the code there."""
        code, book = self.code, self._session.codebook
        if code is None:
            return
        below, now = {one.id for one, _ in code.walk()}, self.beside(code)[0] or ""
        new = Choice(NEW_THEME, "A new theme …", "You are asked what it is called. It stands at the end.", sign="+")
        choices = [one for one in theme_choices(book) if one.id not in {*below, now}]

        async def chosen(theme: str | None) -> None:
            if theme == NEW_THEME:
                self._move_to_new(code)
            elif theme is not None:
                where = f"under {book.label(theme)}" if theme else "out of its theme"
                await self.change(
                    lambda text, path: move_code(text, path, code.id, theme or None),
                    f"Moved the code {code.label} {where}",
                    code.id,
                    f"Moved {code.label} {where}.{follow(self._times[code.id])}{self._left_alone(code)}",
                )

        title = f"Move {code.label} to which theme?"
        self.app.push_screen(ChooserScreen(title, [*choices, new], "part of its name"), chosen)

    def _move_to_new(self, code: Code) -> None:
        async def keep(values: Mapping[str, str]) -> str:
            label = " ".join(values["label"].split())
            if not label:
                return "A theme needs a label."
            theme = Code(self.new_id(label), label)
            return await self.change(
                lambda text, path: move_code(add_code(text, path, theme), path, code.id, theme.id),
                f"Moved the code {code.label} under the new theme {label}",
                code.id,
                f"Moved {code.label} under the new theme {label}."
                f"{follow(self._times[code.id])}{self._left_alone(code)}",
            )

        fields = [Field("label", "What is the theme called?")]
        self.app.push_screen(FormScreen(f"A new theme, with {code.label} in it", fields, keep))

    def _left_alone(self, code: Code) -> str:
        """Say what becomes of a theme whose only code goes."""
        theme, siblings = self.beside(code)
        if theme is None or len(siblings) > 1:
            return ""
        return f" {self._session.codebook.label(theme)} has none below it any more and is a code itself now."

    # Retiring and renaming

    async def action_retire(self) -> None:
        """Retire the code, or restore it where it is retired."""
        code = self.code
        if code is None:
            return
        if code.id in self._session.codebook.retired:
            words, said = f"Restored the code {code.label}", f"Restored {code.label}: it is offered again."
            await self.change(lambda text, path: restore_code(text, path, code.id), words, code.id, said)
            return
        said = f"Retired {code.label}: it is not offered any more.{stay(self._times[code.id])} r restores it,"
        await self.change(
            lambda text, path: retire_code(text, path, code.id), f"Retired the code {code.label}", code.id, said
        )

    def action_rename(self) -> None:
        """Ask for another id."""
        code = self.code
        if code is None:
            return

        async def keep(values: Mapping[str, str]) -> str:
            new = values["id"].strip()
            if not re.match(ID, new):
                return NO_ID
            if new == code.id:
                return ""
            return await self.change(
                lambda text, path: rename_code(text, path, code.id, new),
                f"Gave the code {code.label} the id {new}, which was {code.id}",
                new,
                f"{code.label} has the id {new} now, which was {code.id}.{follow(self._times[code.id])}",
            )

        note = "Tables, exports and scripts tell a code by its id. Codings follow; the file keeps the former id."
        fields = [Field("id", "Its id", code.id)]
        self.app.push_screen(FormScreen(f"Another id for {code.label}", fields, keep, note))

    # Writing about it

    def action_memo(self) -> None:
        """Write about the code."""
        code = self.code
        if code is None:
            return
        target = Target(code=code.id)

        async def keep(text: str) -> bool:
            return await self.writing(lambda: self._session.notes.write_memo(target, text))

        def written(kept: Kept | None) -> None:
            if kept is None:
                return
            self.show_codes(code.id)
            done = f"Wrote a memo on {code.label}." if kept.text.strip() else f"The memo on {code.label} is gone."
            self.say(f"{done} {{codebook-undo}} takes it back." if kept.is_new else "The memo stays as it was.")

        memo = MemoScreen(f"Memo on the code {code.label}", keep, self._written.get(code.id, ""), code.definition)
        self.app.push_screen(memo, written)


def _read(name: str, value: Any) -> Any:
    """Give what is in a field, or in a code, as the codebook holds it: on one line, or as lines."""
    if name in ("label", "definition"):
        return " ".join(value.split())
    lines = value.splitlines() if isinstance(value, str) else value
    return tuple(line for line in (" ".join(line.split()) for line in lines) if line)

"""The store is locked, or the disk full: the screen says so and stays, what is typed is kept, the next press works."""

from __future__ import annotations

from textual.widgets import Input, Static, TextArea

from fgcoder.model import Action
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.link import LinkScreen
from fgcoder.tui.screens.memo import MemoScreen

REFUSED = "Nothing was stored. Another program has the store locked."


async def test_what_is_decided_while_the_store_is_locked_is_refused_and_works_afterwards(desk, locked) -> None:
    async with desk.seen() as seen:
        await seen.press("1")
        assert [one.action for one in desk.decisions] == [Action.APPLY]
        for keys in (["2"], ["enter"], ["x"], ["full_stop"], ["u"]):
            before, codes, where = desk.decisions, seen.text("#codes"), seen.text("#where")
            with locked(desk.store):
                await seen.press(*keys)
                assert isinstance(seen.app.screen, CodingScreen)
                assert seen.text("#message") == REFUSED, keys
            assert (desk.decisions, seen.text("#codes"), seen.text("#where")) == (before, codes, where)
            assert "Close that program" in seen.shown
        await seen.press("u")
        assert seen.text("#message").startswith("Undone: applied")
        await seen.press("2")
        assert [one.action for one in desk.decisions] == [Action.APPLY, Action.WITHDRAW, Action.APPLY]
        assert seen.app.fault is None


async def test_a_memo_that_does_not_fit_on_the_disk_stays_in_its_editor(desk, full) -> None:
    long = "What they say about the broom. " * 500
    async with desk.seen() as seen:
        await seen.press("m")
        editor = seen.app.screen
        editor.query_one(TextArea).text = long
        with full(desk.store):
            await seen.press("ctrl+s")
        assert seen.app.screen is editor
        assert isinstance(editor, MemoScreen)
        told = str(editor.query_one("#memo-warning", Static).render())
        assert told.startswith("Nothing was stored. The disk is full. Free some space")
        assert "Your text stays here" in told
        assert editor.query_one(TextArea).text == long
        assert editor.has_draft
        assert desk.decisions == []
        await seen.press("ctrl+s")
        assert isinstance(seen.app.screen, CodingScreen)
        assert seen.text("#message").startswith("Wrote a memo")
        assert [one.text for one in desk.decisions] == [long.strip()]


async def test_a_flag_and_a_link_that_cannot_be_stored_keep_what_was_typed(desk, locked) -> None:
    async with desk.seen() as seen:
        for keys, kind, action in (
            (["exclamation_mark"], AskScreen, Action.FLAG),
            (["l", "enter"], LinkScreen, Action.LINK),
        ):
            await seen.press(*keys)
            await seen.show(kind)
            await seen.press("w", "h", "y")
            with locked(desk.store):
                await seen.press("enter")
                assert isinstance(seen.app.screen, kind)
            assert REFUSED in seen.shown
            assert seen.app.screen.query_one(Input).value == "why"
            await seen.press("enter")
            assert isinstance(seen.app.screen, CodingScreen)
            assert (desk.decisions[-1].action, desk.decisions[-1].text) == (action, "why")
        with locked(desk.store):
            await seen.press("exclamation_mark")
            assert seen.text("#message") == REFUSED
        await seen.press("exclamation_mark")
        assert seen.text("#message").startswith("The flag is gone.")


async def test_what_a_dialog_gave_is_refused_without_an_end_of_the_program(desk, locked) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "r")
        with locked(desk.store):
            await seen.press(*"litter", "enter")
            assert isinstance(seen.app.screen, CodingScreen)
            assert seen.text("#message") == REFUSED
        assert len(desk.decisions) == 1
        await seen.press("r", *"litter", "enter")
        assert seen.text("#message").startswith("No time is now Litter.")
        assert seen.app.fault is None


async def test_leaving_works_while_the_store_is_locked(desk, locked) -> None:
    async with desk.seen() as seen:
        with locked(desk.store):
            await seen.press("q")
            assert (seen.app.fault, seen.app.return_code) == (None, 0)

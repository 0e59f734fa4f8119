"""Keys that come faster than the screen: none is lost, none overtakes another, and nothing makes them stand still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from fgcoder.config import Settings
from fgcoder.model import Relation
from fgcoder.tui import keys_in_order
from fgcoder.tui.personal import PersonalApp
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.tables import TablesScreen

PATIENCE = 60.0
"""Seconds after which a key that does nothing is taken for lost."""
CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b"}


def send(app: Any, *keys: str) -> None:
    """Press keys without waiting for anything, as a terminal hands on a chunk it has read."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else CHARACTERS.get(key)))


async def until(condition: Callable[[], bool], told: Callable[[], object]) -> None:
    """Wait until something has come about."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.01)
    except TimeoutError:
        pytest.fail(f"it never came about: {told()}")


def made(desk: Any) -> list[str]:
    return [f"{one.action} {one.code}".strip() for one in desk.decisions]


async def came(seen: Any, *decisions: str) -> None:
    """Wait until the newest decisions on disk are these, and the coding screen is in front."""
    await until(
        lambda: made(seen.desk)[-len(decisions) :] == list(decisions) and isinstance(seen.app.screen, CodingScreen),
        lambda: (made(seen.desk), seen.app.screen, seen.message),
    )


async def test_every_dialog_of_the_coding_screen_takes_what_is_typed_ahead(desk: Any) -> None:
    """Each is opened, filled in and closed by keys that are there before it is."""
    async with desk.seen() as seen:
        notes = desk.session.notes

        send(seen.app, "c", *"litter", "enter")
        await came(seen, "apply litter")
        send(seen.app, "m", *"Who asks?", "enter", *"Us.", "ctrl+s")
        await came(seen, "memo")
        assert [memo.text for memo in notes.memos] == ["Who asks?\nUs."]
        send(seen.app, "exclamation_mark", *"why?", "enter")
        await came(seen, "flag")
        assert [flag.text for flag in notes.flags] == ["why?"]
        send(seen.app, "l", *"no time", "enter", "down", *"jobs", "enter")
        await came(seen, "link")
        (link,) = notes.links
        assert (link.finding, link.relation, link.text) == ("time-is-short", Relation.EXPANDS, "jobs")

        send(seen.app, "r", *"money", "enter", "C", *"pride", "enter", "a", *"Snow", "enter", "enter")
        await came(seen, "apply money", "apply pride", "codebook snow", "apply snow")
        assert desk.current.number == 3

        send(seen.app, "M", *"transcript", "enter", *"Short", "ctrl+s")
        send(seen.app, "slash", *"broom", "enter", "c", *"red", "plus", *"money", "plus", "enter")
        await came(seen, "apply red-tape", "apply money")
        assert "Short" in [memo.text for memo in notes.memos]
        assert desk.current.number == 6

        send(seen.app, "g", "6", "enter", "v", "left", "c", *"children", "enter", "e", "right", "enter")
        await came(seen, "apply children", "withdraw children", "apply children")
        assert desk.current.number == 8

        send(seen.app, "t", *"river", "enter", "o", *"least", "enter", "0", "B", "a", *"Ducks", "enter", "escape", "x")
        await came(seen, "codebook ducks", "reject no-time")
        assert desk.session.transcript.id == "river"


async def test_a_burst_with_keys_that_open_and_close_is_what_it_would_be_slowly(desk: Any) -> None:
    """All at once: what is drafted is dropped where Esc says so, and the keys after go to the screen below."""
    async with desk.seen() as seen:
        send(seen.app, "m", *"dog", "escape", "escape", "slash", *"sweep", "escape", "question_mark", "escape", "1")
        send(seen.app, "u", "U", "down", "f", "escape", "s", "escape", "2")
        await came(seen, "apply no-time", "withdraw no-time", "withdraw no-time", "apply no-trust")
        assert desk.current.number == 3


async def test_a_paste_and_the_mouse_keep_their_place_between_keys(desk: Any) -> None:
    async with desk.seen() as seen:
        send(seen.app, "m", "a")
        seen.app.post_message(events.Paste("b c"))
        mouse = {"delta_x": 0, "delta_y": 0, "button": 1, "shift": False, "meta": False, "ctrl": False}
        seen.app.post_message(events.MouseDown(None, 1, 1, **mouse))
        seen.app.post_message(events.MouseUp(None, 1, 1, **mouse))
        send(seen.app, "d", "ctrl+s", "c")
        seen.app.post_message(events.Paste("lit"))
        send(seen.app, *"ter", "enter")
        await came(seen, "memo", "apply litter")
        assert [memo.text for memo in desk.session.notes.memos] == ["ab cd"]


async def test_what_comes_after_the_key_that_leaves_is_let_go(desk: Any) -> None:
    async with desk.seen() as seen:
        send(seen.app, "down", "q", "1", "c", *"litter", "enter")
        await until(lambda: not seen.app.is_running, lambda: seen.app.screen)
        assert (seen.app.return_code, made(desk)) == (0, [])
        assert desk.store.places("ana") == {"park": 3}


class Name(ModalScreen[str]):
    """Asks for a line."""

    BINDINGS = [Binding("enter", "give", priority=True)]

    def compose(self) -> ComposeResult:
        yield Input()

    def action_give(self) -> None:
        self.dismiss(self.query_one(Input).value)


class Asking(Screen[None]):
    """Waits in the ways there are for what other screens give, one after the other."""

    BINDINGS = [Binding("a", "in_worker", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.is_at_work = False
        self.go_on = asyncio.Event()

    @work
    async def action_in_worker(self) -> None:
        self.given.append(await self.app.push_screen_wait(Name()))
        self.given.append(await self.app.push_screen_wait(Name()))

    async def on_key(self, event: events.Key) -> None:
        if event.key == "s":
            event.stop()
            self.is_at_work = True
            await self.go_on.wait()
            answer = asyncio.get_running_loop().create_future()
            await self.app.push_screen(Name(), answer.set_result)
            self.given.append("slow")
        elif event.key == "w":
            event.stop()
            await self.action_in_worker().wait()
            self.given.append("waited")


async def test_a_screen_that_waits_for_another_does_not_stop_the_keys() -> None:
    app = PersonalApp(Settings())
    async with app.run_test():
        screen = Asking()
        await app.push_screen(screen)
        send(app, "a", *"one", "enter", *"two", "enter")
        await until(lambda: screen.given == ["one", "two"], lambda: screen.given)
        send(app, "w", *"three", "enter", *"four", "enter")  # its messages stand still as long as that takes
        await until(lambda: screen.given[2:] == ["three", "four", "waited"], lambda: screen.given)


async def test_a_screen_that_never_comes_to_rest_can_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_in_order, "LONGEST", 0.05)
    app = PersonalApp(Settings())
    async with app.run_test():
        screen = Asking()
        await app.push_screen(screen)
        send(app, "s", "ctrl+q")
        await until(lambda: not app.is_running, lambda: app.screen)
        screen.go_on.set()
        assert app.return_code == 0


async def test_a_key_waits_for_what_takes_long_and_goes_where_that_leads() -> None:
    app = PersonalApp(Settings())
    async with app.run_test():
        screen = Asking()
        await app.push_screen(screen)
        send(app, "s", *"ahead")
        await until(lambda: screen.is_at_work, lambda: app.screen)
        assert app.screen is screen
        screen.go_on.set()
        await until(lambda: isinstance(app.screen, Name), lambda: app.screen)
        await until(lambda: app.screen.query_one(Input).value == "ahead", lambda: screen.given)


async def test_lists_of_the_tables_screen_take_what_is_typed_before_their_choices_are_read(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1")
        await seen.press("A")
        send(seen.app, "F", *"country", "enter", *"denm", "enter")
        screen = next(one for one in seen.app.screen_stack if isinstance(one, TablesScreen))
        await until(lambda: screen._question.where == {"country": ("Denmark",)}, lambda: screen._question.where)
        send(seen.app, "C", *"ana", "enter")
        await until(lambda: screen._question.coders == (desk.session.coder,), lambda: screen._question.coders)

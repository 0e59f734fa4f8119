"""Every key of the coding screen: what it does to the store and to the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Footer, OptionList

from fgcoder.coding import VISIBLE
from fgcoder.config import Settings
from fgcoder.model import Action, Mode
from fgcoder.tui.bindings import CODING
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.widgets.chooser import ChooserScreen

CODES = ("no-time", "red-tape", "no-trust", "not-asked", "neighbours", "pride", "children", "litter", "money")
"""In the order of the codebook, which is the order of the suggestions for the first segment."""
SHOWN = "4-9"

Check = Callable[[Any], None]


def made(seen: Any) -> list[tuple[Action, str]]:
    return [(decision.action, decision.code) for decision in seen.desk.decisions]


def on(number: int) -> Check:
    def check(seen: Any) -> None:
        assert seen.desk.current.number == number
        assert f"segment {number} " in seen.text("#speaker")
        words = seen.desk.current.words.of(seen.desk.session.transcript.text)
        assert words[:12] in seen.current_lines[0]

    return check


def accepted_and_on(seen: Any) -> None:
    assert made(seen) == [(Action.APPLY, "no-time")]
    assert seen.desk.decisions[0].rank == 1
    on(3)(seen)
    assert any("◆ No time" in line for line in seen.transcript_lines)
    assert any(line.startswith(" ●  P1") for line in seen.transcript_lines)
    assert "1/11 decided · 1 coding" in seen.text("#where")
    assert "Applied: No time" in seen.message


def accepted(rank: int) -> Check:
    def check(seen: Any) -> None:
        assert made(seen) == [(Action.APPLY, CODES[rank - 1])]
        decision = seen.desk.decisions[0]
        assert decision.rank == rank
        assert decision.mode is Mode.ASSISTED
        assert tuple(shown.code for shown in decision.shown) == CODES[:VISIBLE]
        on(2)(seen)
        label = seen.desk.session.codebook.label(CODES[rank - 1])
        assert f"◆ {label}" in seen.text("#codes")
        assert not any(label in row for row in seen.suggested), "what is applied is no longer suggested"

    return check


def rejected(seen: Any) -> None:
    assert made(seen) == [(Action.REJECT, "no-time")]
    on(2)(seen)
    assert "Red tape" in seen.suggested[0]
    assert any(line.startswith("▌○  P1") for line in seen.transcript_lines)
    assert "Rejected: No time" in seen.message


def all_rejected(seen: Any) -> None:
    assert made(seen) == [(Action.REJECT, code) for code in CODES[:VISIBLE]]
    assert len({decision.gesture for decision in seen.desk.decisions}) == 1
    on(3)(seen)
    assert any(line.startswith(" ○  P1") for line in seen.transcript_lines)
    assert "1/11 decided · 0 codings" in seen.text("#where")


def undone(seen: Any) -> None:
    assert made(seen) == [(Action.APPLY, "no-time"), (Action.WITHDRAW, "no-time")]
    on(2)(seen)
    assert "0 codings" in seen.text("#where")
    assert not any("◆" in line for line in seen.transcript_lines)
    assert "Undone, no longer applied: No time" in seen.message


def removed(seen: Any) -> None:
    assert made(seen) == [(Action.APPLY, "no-time"), (Action.WITHDRAW, "no-time")]
    assert "◆" not in seen.text("#codes")
    assert "Taken off: No time" in seen.message


def asks(title: str, *options: str) -> Check:
    def check(seen: Any) -> None:
        assert isinstance(seen.app.screen, ChooserScreen)
        assert title in "\n".join(seen.lines)
        shown = [str(option.prompt) for option in seen.app.screen.query_one(OptionList).options]
        assert [label.split("  ")[0] for label in shown] == list(options)
        assert not made(seen)

    return check


def helps(seen: Any) -> None:
    assert isinstance(seen.app.screen, HelpScreen)


def has_quit(seen: Any) -> None:
    assert seen.app.return_code == 0
    assert seen.desk.store.places("ana") == {"park": 3}


def is_blind(seen: Any) -> None:
    assert seen.desk.session.blind
    assert seen.suggested == []
    assert "ana · blind" in seen.text("#who")
    assert "Suggestions are hidden (b shows them)" in seen.text("#remark")


def scrolled(seen: Any) -> None:
    assert seen.view.scroll_offset.y > 3
    assert seen.desk.current.number == 2


def scrolled_back(seen: Any) -> None:
    assert seen.view.scroll_offset.y == 0
    assert seen.desk.current.number == 2


LABELS = ("No time", "Red tape", "No trust", "Nobody asked", "Neighbours", "Pride in the place", "For the children")
CASES: dict[str, tuple[list[str], Check]] = {
    "accept": ([], accepted_and_on),
    **{f"accept-{rank}": ([], accepted(rank)) for rank in range(1, VISIBLE + 1)},
    "reject": ([], rejected),
    "none-fits": ([], all_rejected),
    "pick": ([], asks("Apply a code", *LABELS, "Litter", "Money")),
    "undo": (["1"], undone),
    "next-uncoded": (["enter", "enter", "up", "up"], on(4)),
    "order": ([], asks("In which order?", "Reading order", "Least sure", "Likeliest", "Possibly missed")),
    "transcript": ([], asks("Go to a transcript", "park", "river")),
    "help": ([], helps),
    "quit": (["down"], has_quit),
    "blind": ([], is_blind),
    "remove": (["1"], removed),
    "next": (["down", "down", "down", "down"], on(8)),  # segment 7 is the moderator's
    "previous": (["down"] * 5, on(6)),
    "first": (["end"], on(2)),  # segment 1 is the moderator's
    "last": ([], on(14)),
    "page-down": ([], scrolled),
    "page-up": (["pagedown"], scrolled_back),
}
"""Binding id -> the keys before it, from the first segment on; and what must be so after it."""


def keys_of(name: str) -> list[str]:
    return next(binding.key for binding in CODING if binding.id == name).split(",")


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in CASES for key in keys_of(name)])
async def test_what_each_key_does(desk: Any, name: str, key: str) -> None:
    before, check = CASES[name]
    async with desk.seen().at((80, 24)) as seen:
        await seen.press(*before)
        await seen.press(key)
        check(seen)


def test_every_binding_has_a_test_of_its_own_and_a_line_of_help() -> None:
    assert [binding.id for binding in CODING if binding.id not in CASES] == []
    assert len({binding.id for binding in CODING}) == len(CODING)
    assert [binding.id for binding in CODING if not binding.tooltip] == []


def test_no_key_stands_for_two_things() -> None:
    keys = [key for binding in CODING for key in binding.key.split(",")]
    assert len(set(keys)) == len(keys)


async def test_every_key_can_be_changed(desk: Any) -> None:
    wanted = {binding.id: f"alt+{chr(ord('a') + at)}" for at, binding in enumerate(CODING)}
    desk.settings = Settings(keys=wanted)
    async with desk.seen() as seen:
        active = {key: one.binding.action for key, one in seen.coding.active_bindings.items()}
        assert {wanted[b.id]: b.action for b in CODING}.items() <= active.items()
        assert not {key for binding in CODING for key in binding.key.split(",")} & active.keys()
        await seen.press(wanted["accept"])
        accepted_and_on(seen)


async def test_a_changed_key_no_longer_does_what_it_did(desk: Any) -> None:
    desk.settings = Settings(keys={"accept": "f8"})
    async with desk.seen() as seen:
        await seen.press("enter")
        assert made(seen) == []
        assert seen.desk.current.number == 2
        assert "f8" in seen.lines[-1]


async def test_every_action_is_in_the_command_palette(desk: Any) -> None:
    async with desk.seen() as seen:
        commands = {command.title: command.callback for command in seen.app.get_system_commands(seen.coding)}
        assert [binding.id for binding in CODING if binding.tooltip not in commands] == []
        await seen.press("ctrl+p", *"last segment")
        await seen.until(lambda: "Go to the last segment" in "\n".join(seen.lines))
        await seen.press("enter")
        await seen.until(lambda: seen.desk.current.number == 14)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_footer_shows_every_key_it_promises(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        foot = seen.lines[-1]
        assert seen.coding.query_one(Footer).size.width == size[0]
        for binding in CODING:
            if binding.show:
                assert f"{binding.key_display or binding.key} {binding.description}".replace("enter", "⏎") in foot


async def test_the_help_lists_every_key(desk: Any) -> None:
    async with desk.seen().at((120, 200)) as seen:
        await seen.press("?")
        shown = "\n".join(seen.lines)
        for binding in CODING:
            assert f" {binding.id} " in shown, binding.id
            for key in binding.key.split(","):
                assert {"question_mark": "?"}.get(key, key.replace("ctrl", "Ctrl")) in shown, key

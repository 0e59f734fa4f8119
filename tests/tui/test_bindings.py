"""Every key of the coding screen, as it is and as a user may have set it: what it records, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Any

import pytest
from textual.widgets import Footer, OptionList

from fgcoder.coding.advised import VISIBLE
from fgcoder.coding.spans import Edge
from fgcoder.config import Settings
from fgcoder.model import Action, Mode
from fgcoder.tui import keymap
from fgcoder.tui.screens.codebook import CodebookScreen
from fgcoder.tui.screens.coding.keys import CODING, FOOTER, GROUPS, ONLY_SELECTING, SELECTING, WHILE_SELECTING
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.overview import OverviewScreen
from fgcoder.tui.screens.retrieval import RetrievalScreen
from fgcoder.tui.screens.tables import TablesScreen
from fgcoder.tui.widgets.chooser import Chooser

CODES = ("no-time", "red-tape", "no-trust", "not-asked", "neighbours", "pride", "children", "litter", "money")
"""In the order of the codebook, which is the order of the suggestions for the first segment."""
LABELS = ("No time", "Red tape", "No trust", "Nobody asked", "Neighbours", "Pride in the place", "For the children")
FINDINGS = ("Most people would help if somebody asked them.", "Two in three say that they have no time to help.")
APPLIED = (Action.APPLY, "no-time")
BROOM = ("slash", *"broom", "enter")
REMAPPED = "f9"

Check = Callable[[Any], None]


@dataclass(frozen=True)
class Case:
    """A key that is pressed, and what must be so then."""

    check: Check
    before: Sequence[str] = ()
    """Keys pressed before it, from the first segment on that can be coded."""
    after: Sequence[str] = ()
    """Keys pressed after it, to answer what it asks."""


def made(seen: Any) -> list[tuple[Action, str]]:
    return [(decision.action, decision.code) for decision in seen.desk.decisions]


def picked_and_gone_on(seen: Any) -> None:
    assert made(seen) == [(Action.APPLY, "litter")]
    on(3)(seen)


def on(number: int, says: str = "") -> Check:
    def check(seen: Any) -> None:
        assert seen.desk.current.number == number
        assert f"segment {number} " in seen.text("#speaker")
        words = seen.desk.current.words.of(seen.desk.session.transcript.text)
        assert words[:12] in seen.current_lines[0]
        assert says in seen.message

    return check


def records(*wanted: tuple[Action, str], says: str, shows: str = "", at: int = 2) -> Check:
    """It is in the store, is told in words, and can be seen beside the words or in the panel."""

    def check(seen: Any) -> None:
        assert made(seen) == list(wanted)
        on(at, says)(seen)
        assert shows in "\n".join([*seen.transcript_lines, seen.text("#codes")])

    return check


def accepted_and_on(seen: Any) -> None:
    records(APPLIED, says="Applied: No time", shows="┐ No time", at=3)(seen)
    assert seen.desk.decisions[0].rank == 1
    assert any(line.startswith(" ●  P1") for line in seen.transcript_lines)
    assert "1/11 decided · 1 coding" in seen.text("#where")


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
    on(2, "Rejected: No time")(seen)
    assert "Red tape" in seen.suggested[0]
    assert any(line.startswith("▌○  P1") for line in seen.transcript_lines)


def all_rejected(seen: Any) -> None:
    assert made(seen) == [(Action.REJECT, code) for code in CODES[:VISIBLE]]
    assert len({decision.gesture for decision in seen.desk.decisions}) == 1
    on(3)(seen)
    assert any(line.startswith(" ○  P1") for line in seen.transcript_lines)
    assert "1/11 decided · 0 codings" in seen.text("#where")


def undone(seen: Any) -> None:
    records(APPLIED, (Action.WITHDRAW, "no-time"), says="Undone: applied No time")(seen)
    assert "0 codings" in seen.text("#where")
    assert not any("◆" in line for line in seen.transcript_lines)


def removed(seen: Any) -> None:
    records(APPLIED, (Action.WITHDRAW, "no-time"), says="Taken off: No time")(seen)
    assert "◆" not in seen.text("#codes")


def recoded(seen: Any) -> None:
    wanted = [APPLIED, (Action.WITHDRAW, "no-time"), (Action.APPLY, "litter")]
    records(*wanted, says="No time is now Litter", shows="◆ Litter")(seen)
    assert seen.text("#codes") == "◆ Litter"


def selects(words: str, *, edge: Edge = Edge.END, mending: bool = False) -> Check:
    def check(seen: Any) -> None:
        selection, text = seen.coding.selection, seen.desk.session.transcript.text
        assert selection.span.of(text) == words
        assert selection.edge is edge
        assert seen.view.selected == selection.span
        assert ("moving edges" if mending else "selecting words") in seen.text("#where")
        assert made(seen) == [APPLIED] * mending

    return check


def words_coded(seen: Any) -> None:
    records((Action.APPLY, "litter"), says="Applied: Litter", shows="◆ Litter")(seen)
    assert seen.desk.decisions[0].span.of(seen.desk.session.transcript.text) == SHORTER
    assert seen.view.selected is None


def let_go(seen: Any) -> None:
    assert seen.coding.selection is None
    assert seen.view.selected is None
    assert "decided" in seen.text("#where")
    assert made(seen) == []


def asks(title: str, *options: str) -> Check:
    def check(seen: Any) -> None:
        assert isinstance(seen.app.screen, Chooser)
        assert title in seen.shown
        listing = seen.app.screen.query_one(OptionList)
        shown = [str(option.prompt).strip() for option in listing.options if not option.disabled]  # no headings
        assert [label.split("  ")[0] for label in shown] == list(options)
        assert not made(seen)

    return check


def shows_screen(kind: type, *words: str) -> Check:
    def check(seen: Any) -> None:
        assert isinstance(seen.app.screen, kind)
        for one in words:
            assert one in seen.shown
        assert not made(seen)

    return check


def has_quit(seen: Any) -> None:
    assert seen.app.return_code == 0
    assert seen.desk.store.places("ana") == {"park": 3}


def is_blind(seen: Any) -> None:
    assert seen.desk.session.blind
    assert seen.suggested == []
    assert "ana · blind" in seen.text("#who")
    assert "Suggestions are hidden (b shows them)" in seen.text("#remark")


def scrolled(*, to: Callable[[int], bool]) -> Check:
    def check(seen: Any) -> None:
        assert to(seen.view.scroll_offset.y)
        assert seen.desk.current.number == 2

    return check


SENTENCES = ("I sweep the path in front of the gate.", "Nobody asked me to.")
SEGMENT = " ".join(SENTENCES)
SHORTER = SEGMENT.removesuffix(" to.")
TURN = "She does. I have seen her do it in the snow. We are three people for eleven parks, and I tell you honestly \
that without those who live beside it this one would be lost."
CASES: dict[str, Case] = {
    "accept": Case(accepted_and_on),
    **{f"accept-{rank}": Case(accepted(rank)) for rank in range(1, VISIBLE + 1)},
    "reject": Case(rejected),
    "none-fits": Case(all_rejected),
    "pick": Case(asks("Apply codes", *LABELS, "Litter", "Money")),
    "pick-and-go-on": Case(picked_and_gone_on, [], [*"litter", "enter"]),
    "repeat": Case(records(APPLIED, APPLIED, says="Applied: No time", shows="◆ No time", at=3), ["enter"]),
    "recode": Case(recoded, ["1"], [*"litter", "enter"]),
    "remove": Case(removed, ["1"]),
    "undo": Case(undone, ["1"]),
    "redo": Case(
        records(APPLIED, *[(Action.WITHDRAW, "no-time")] * 2, says="Done again: applied No time", shows="◆ No time"),
        ["1", "u"],
    ),
    "blind": Case(is_blind),
    "select": Case(selects(SEGMENT)),
    "mend": Case(selects(SEGMENT, mending=True), ["1"]),
    "selection-done": Case(words_coded, ["v", "left"], [*"litter", "enter"]),
    "edge-word": Case(selects(f"{SEGMENT}\n\nP2: She"), ["v"]),
    "edge-word-back": Case(selects(SHORTER), ["v"]),
    "edge-sentence": Case(selects(f"{SEGMENT}\n\nP2: She does."), ["v"]),
    "edge-sentence-back": Case(selects(SENTENCES[0]), ["v"]),
    "edge-turn": Case(selects("A form for the broom?\n\nP1: I signed it. Twice."), ["/", *"A form for", "enter", "v"]),
    "edge-turn-back": Case(selects(TURN, edge=Edge.START), ["down", "down", "v", "tab"]),
    "edge-other": Case(selects(SENTENCES[1], edge=Edge.START), ["v"], ["down"]),
    "selection-leave": Case(let_go, ["v", "left"]),
    "next": Case(on(8), ["down"] * 4),  # segment 7 is the moderator's
    "previous": Case(on(6), ["down"] * 5),
    "next-uncoded": Case(on(4), ["enter", "enter", "up", "up"]),
    "next-turn": Case(on(6), ["down"]),
    "previous-turn": Case(on(3), ["down"] * 4),
    "first": Case(on(2), ["end"]),  # segment 1 is the moderator's
    "last": Case(on(14)),
    "line-down": Case(scrolled(to=lambda y: y == 1)),
    "line-up": Case(scrolled(to=lambda y: y == 2), ["J", "J", "J"]),
    "page-down": Case(scrolled(to=lambda y: y > 3)),
    "page-up": Case(scrolled(to=lambda y: y == 0), ["pagedown"]),
    "go-to-turn": Case(on(8), after=["6", "enter"]),
    "find": Case(on(6, "Match 1 of 3."), after=BROOM[1:]),
    "next-match": Case(on(7, "Match 2 of 3."), BROOM),
    "previous-match": Case(on(9, "Match 3 of 3, from the other end again."), BROOM),
    "transcript": Case(asks("Go to a transcript", "park", "river")),
    "order": Case(asks("In which order?", "Reading order", "Least sure", "Likeliest", "Possibly missed")),
    "memo": Case(
        records((Action.MEMO, ""), says="Wrote a memo on the segment", shows="✎ proud"), after=[*"proud", "ctrl+s"]
    ),
    "memo-on": Case(asks("Write a memo on what?", "These words", "The transcript park", "A code …")),
    "flag": Case(records((Action.FLAG, ""), says="Flagged to discuss", shows="! why?"), after=[*"why?", "enter"]),
    "link": Case(asks("Link to which finding?", *FINDINGS)),
    "in-vivo": Case(
        records((Action.CODEBOOK, "snow"), (Action.APPLY, "snow"), says="Applied: Snow", shows="◆ Snow"),
        after=[*"Snow", "enter", "enter"],
    ),
    "codebook": Case(shows_screen(CodebookScreen, "Obstacles", "No time")),
    "overview": Case(shows_screen(OverviewScreen, "Two parks", "ana")),
    "quotes": Case(shows_screen(RetrievalScreen, "Nothing is searched for yet.")),
    "tables": Case(shows_screen(TablesScreen, "1 Frequency", "moderator left out")),
    "similar": Case(shows_screen(RetrievalScreen, "I sweep the path", "nearest first")),
    "times": Case(on(2, "This transcript has no timestamps.")),
    "help": Case(shows_screen(HelpScreen, "segment")),
    "quit": Case(has_quit, ["down"]),
}
"""By the id of the binding."""
BY_ID = {binding.id: binding for binding in CODING}
KEYS = [(name, key) for name, binding in BY_ID.items() for key in binding.key.split(",")]
SHARED = {name for name, key in KEYS if sum(key == other for _, other in KEYS) > 1}
"""Bindings with a key that means something else while words are selected: giving one another key leaves the other."""


async def press_and_check(desk: Any, name: str, key: str) -> None:
    case, usual = CASES[name], BY_ID[name].key.split(",")
    desk.settings = Settings(keys={} if key in usual else {name: key})
    async with desk.seen().at((80, 24)) as seen:
        await seen.press(*(key if one in usual else one for one in case.before))
        await seen.press(key, *case.after)
        if name != "quit":
            await seen.settle()
        case.check(seen)


@pytest.mark.parametrize(("name", "key"), KEYS)
async def test_what_each_key_does(desk: Any, name: str, key: str) -> None:
    await press_and_check(desk, name, key)


@pytest.mark.parametrize("name", [*sorted(SHARED), "accept-2", "pick", "undo", "memo", "quotes", "help", "quit"])
async def test_what_a_key_does_when_it_was_changed(desk: Any, name: str) -> None:
    await press_and_check(desk, name, REMAPPED)


def test_every_binding_has_a_test_of_its_own_and_a_line_of_help() -> None:
    assert [binding.id for binding in CODING if binding.id not in CASES] == []
    assert len(BY_ID) == len(CODING) == sum(map(len, GROUPS.values()))
    assert [binding.id for binding in CODING if not binding.tooltip] == []


@pytest.mark.parametrize("selecting", [False, True])
def test_no_key_stands_for_two_things_at_a_time(selecting: bool) -> None:
    there = WHILE_SELECTING if selecting else {b.action.split("(")[0] for b in CODING} - ONLY_SELECTING
    keys = [key for binding in CODING if binding.action.split("(")[0] in there for key in binding.key.split(",")]
    assert len(set(keys)) == len(keys) > 20


async def test_every_key_can_be_changed(desk: Any) -> None:
    spare = [f"alt+{sign}" for sign in ascii_letters + digits]
    wanted = dict(zip(BY_ID, spare, strict=False))
    assert wanted.keys() == BY_ID.keys()
    desk.settings = Settings(keys=wanted)
    async with desk.seen() as seen:

        def active() -> dict[str, str]:
            return {key: one.binding.action for key, one in seen.coding.active_bindings.items()}

        usual = {wanted[b.id]: b.action for b in CODING if b not in SELECTING}
        assert usual.items() <= active().items()
        assert not {key for binding in CODING for key in binding.key.split(",")} & active().keys()
        await seen.press(wanted["select"])
        assert {wanted[b.id]: b.action for b in SELECTING}.items() <= active().items()
        await seen.press(wanted["selection-leave"], wanted["accept"])
        accepted_and_on(seen)


async def test_a_changed_key_no_longer_does_what_it_did(desk: Any) -> None:
    desk.settings = Settings(keys={"accept": "f8"})
    async with desk.seen() as seen:
        await seen.press("enter")
        assert made(seen) == []
        assert seen.desk.current.number == 2
        assert "F8 Accept" in seen.lines[-1]


async def test_every_action_is_in_the_command_palette_when_it_can_be_done(desk: Any) -> None:
    async with desk.seen() as seen:

        def offered() -> set[str]:
            return {command.title for command in seen.app.get_system_commands(seen.coding)}

        every = {binding.tooltip: binding.action.split("(")[0] for binding in CODING}
        assert {tip for tip, action in every.items() if action not in ONLY_SELECTING} == offered() & every.keys()
        await seen.press("v")
        assert {tip for tip, action in every.items() if action in WHILE_SELECTING} == offered() & every.keys()
        told = {command.title: command.help for command in seen.app.get_system_commands(seen.coding)}
        assert told["Accept suggestion 1 and stay, so that more codes can be added"] == "Key: 1", "not 1-7"
        await seen.press("escape", "ctrl+p", *"last segment")
        await seen.until(lambda: "Go to the last segment" in seen.shown)
        await seen.press("enter")
        await seen.until(lambda: seen.desk.current.number == 14)


def promised(names: Sequence[str], active: dict[str, Any]) -> list[str]:
    keys = {one.binding.id: (one.binding, key) for key, one in active.items()}
    labels = {name: f"{one.key_display or keymap.shown(key)} {one.description}" for name, (one, key) in keys.items()}
    return [labels[name].replace("Enter", "⏎") for name in names if name in labels]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_footer_shows_the_keys_in_the_order_of_their_use(desk: Any, size: tuple[int, int]) -> None:
    """As many as there is room for; all where there is, help always."""
    async with desk.seen().at(size) as seen:
        foot = " ".join(seen.lines[-1].split())
        assert seen.coding.query_one(Footer).size.width == size[0]
        whole = " ".join(promised(FOOTER, seen.coding.active_bindings))
        assert whole.startswith(foot)
        assert "? Help" in foot
        assert foot == whole or size[0] == 80


async def test_while_selecting_the_footer_begins_with_how_to_select(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("v")
        assert " ".join(seen.lines[-1].split()).startswith("⏎ Done ← → Word ↑ ↓ Sentence")
        assert "Back" in seen.lines[-1]
        assert "Undo" not in seen.lines[-1]


async def test_the_help_lists_every_key(desk: Any) -> None:
    async with desk.seen().at((120, 200)) as seen:
        await seen.press("?")
        shown = "\n".join(seen.lines)
        for heading in GROUPS:
            assert heading in shown
        for binding in CODING:
            assert f" {binding.id} " in shown, binding.id
            for key in binding.key.split(","):
                assert keymap.shown(key) in shown, key

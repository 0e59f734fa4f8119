"""The list to choose from by itself: what is found, in which order; marks, digits, new codes, fast typing, large lists.

`test_choosers.py` drives the lists of the coding screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widgets import OptionList

from fgcoder.codebook.file import read
from fgcoder.model import Code, Codebook, Suggestion
from fgcoder.tui.choices import code_choices
from fgcoder.tui.widgets.chooser import Choice, Chooser, ChooserScreen, Chosen, New, PickerScreen
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.chooser.listing import CHUNK
from fgcoder.tui.widgets.chooser.search import Search, folded

SAMPLE = read(Path(__file__).parents[2] / "codebooks" / "coproduction.yaml")


def labels(choices: Sequence[Choice], query: str) -> list[str]:
    return [hit.choice.label for hit in Search(choices).find(query)]


CODES = code_choices(SAMPLE)
SMALL = [
    Choice("a", "Litter", also="Rubbish that lies about, and what it costs"),
    Choice("b", "Rubbish collection", path="Services"),
    Choice("c", "Money", also="Who pays for the bins"),
    Choice("refuse", "Bins", path="Services"),
    Choice("e", "Přátelé a sousedé"),
]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rubbish", ["Rubbish collection", "Litter"]),
        ("LITTER", ["Litter"]),
        ("bins", ["Bins", "Money"]),
        ("refu", ["Bins"]),
        ("services", ["Rubbish collection", "Bins"]),
        ("collection rubb", ["Rubbish collection"]),
        ("rubbish costs", ["Litter"]),
        ("mny", ["Money"]),
        ("pratele", ["Přátelé a sousedé"]),
        ("PŘÁTELÉ", ["Přátelé a sousedé"]),
        ("xyz", []),
        ("rubbish xyz", []),
        ("  ", [choice.label for choice in SMALL]),
        ("[/]?", [choice.label for choice in SMALL]),
    ],
)
def test_names_come_before_the_text_behind_them_and_words_in_any_order(typed: str, expected: list[str]) -> None:
    assert labels(SMALL, typed) == expected


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("volnteer", "Volunteers are hard to find"),
        ("redtape", "Red tape"),
        ("tape red", "Red tape"),
        ("rde", "Red tape"),
        ("scpeticism", "Professional scepticism"),
        ("profesional", "Professional scepticism"),
        ("sceptisism", "Professional scepticism"),
        ("usualsus", "The usual suspects"),
        ("oldr", "Older people"),
        ("permits", "Red tape"),
    ],
)
def test_slips_of_the_finger_are_forgiven(typed: str, first: str) -> None:
    assert labels(CODES, typed)[:1] == [first]


def test_what_is_typed_right_is_not_drowned_in_what_is_nearly_right() -> None:
    near = [Choice("1", "Crust"), Choice("2", "Trust"), Choice("3", "Other", also="somebody to trust")]
    assert labels(near, "trust") == ["Trust", "Other"]


def test_any_letter_dropped_swapped_doubled_or_wrong_still_finds_the_code() -> None:
    """Each word of each label of the sample, of six letters or more, with a slip at each place but the first."""
    search, missed, tried = Search(CODES), [], 0
    for choice in CODES:
        for word in {word for word in folded(choice.label).split() if len(word) >= 6 and word.isalpha()}:
            for at in range(1, len(word) - 1):
                slips = {
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + "x" + word[at + 1 :],
                } - {word}
                for typed in slips:
                    tried += 1
                    if choice.id not in [hit.choice.id for hit in search.find(typed)[:5]]:
                        missed.append((word, typed))
    assert tried > 500
    assert len(missed) < 0.02 * tried, missed


def test_the_letters_that_were_found_are_told() -> None:
    search = Search([Choice("a", "Pride in the place"), Choice("b", "Ökologie")])
    assert search.find("pla")[0].letters == (13, 14, 15)
    assert search.find("pride place")[0].letters == (0, 1, 2, 3, 4, 13, 14, 15, 16, 17)
    assert search.find("pridein")[0].letters == (0, 1, 2, 3, 4, 6, 7)
    assert search.find("oko")[0].letters == (0, 1, 2)


BOOK = Codebook(
    "Parks",
    "1",
    "en",
    (
        Code("obstacles", "Obstacles", children=(Code("time", "No time", "No hours left."), Code("tape", "Red tape"))),
        Code("litter", "Litter", "Rubbish.", ("It lies about",), ("It is collected",), ("Bottles.",)),
    ),
)


class Asking(App[None]):
    """A screen with the keys of the coding screen that would do harm if they got what is meant for the list."""

    BINDINGS = [
        Binding("c", "ask", "Ask", priority=True),
        Binding("d", "harm('d')", "Harm", priority=True),
        Binding("u", "harm('u')", "Harm", priority=True),
    ]

    def __init__(self, make: Any) -> None:
        super().__init__()
        self.make = make
        self.given: list[object] = []
        self.harmed: list[str] = []

    def action_ask(self) -> None:
        if isinstance(self.screen, Chooser):  # app bindings with priority would take letters from any screen
            self.screen.post_message(events.Key("c", "c"))
        else:
            self.push_screen(self.make(), self.given.append)

    def action_harm(self, key: str) -> None:
        if isinstance(self.screen, Chooser):
            self.screen.post_message(events.Key(key, key))
        else:
            self.harmed.append(key)


def picker(**how: Any) -> PickerScreen:
    choices = code_choices(BOOK, how.pop("recent", ()), **how.pop("said", {}))
    return PickerScreen("Apply a code", choices, "part of its name", **how)


def shown(app: App[None]) -> list[str]:
    return [str(option.prompt).strip() for option in app.screen.query_one(OptionList).options]


def text_of(app: App[None]) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def test_headings_and_recent_codes_while_nothing_is_typed() -> None:
    async with Asking(lambda: picker(recent=["litter", "gone"])).run_test() as pilot:
        await pilot.press("c")
        assert shown(pilot.app) == ["Used lately", "1   Litter", "Obstacles", "No time", "Red tape"]
        assert "3 of 3" in text_of(pilot.app)
        await pilot.press("t")
        assert shown(pilot.app) == ["No time  Obstacles", "Red tape  Obstacles", "Litter"]
        await pilot.press("i", "m")
        assert shown(pilot.app) == ["No time  Obstacles"]
        assert "1 of 3" in text_of(pilot.app)


async def test_a_digit_chooses_a_recent_code_at_once_and_is_a_letter_later() -> None:
    app = Asking(lambda: picker(recent=["tape", "litter"]))
    async with app.run_test() as pilot:
        await pilot.press("c", "2")
        assert app.given == [Chosen(("litter",))]
        await pilot.press("c", "3")
        assert pilot.app.screen.query_one(QueryField).value == "3"
        await pilot.press("2", "escape", "c", "t", "1")
        assert pilot.app.screen.query_one(QueryField).value == "t1"
        assert app.given == [Chosen(("litter",)), None]


async def test_several_are_marked_over_several_searches_and_given_in_that_order() -> None:
    app = Asking(picker)
    async with app.run_test() as pilot:
        await pilot.press("c", *"tape", "+")
        assert pilot.app.screen.query_one(QueryField).value == ""
        assert "✓ Red tape" in shown(pilot.app)
        assert "✓ 1 marked: Red tape" in text_of(pilot.app)
        await pilot.press(*"litter", "insert", *"time", "ctrl+@", *"tape", "+", "enter")
        assert app.given == [Chosen(("litter", "time"))]


async def test_one_alone_where_the_caller_wants_one() -> None:
    app = Asking(lambda: picker(several=False))
    async with app.run_test() as pilot:
        await pilot.press("c", *"tape", "insert", "enter")
        assert app.given == [Chosen(("tape",))]


async def test_a_new_code_called_what_is_typed() -> None:
    app = Asking(lambda: picker(allow_new=True))
    async with app.run_test() as pilot:
        await pilot.press("c", *"Sore  feet")
        assert shown(pilot.app) == ["+ Add a new code called “Sore  feet”"]
        await pilot.press("enter", "c", *"red", "ctrl+n", "c", *"litter")
        assert shown(pilot.app) == ["Litter"], "what is there by this name is not offered anew"
        assert app.given == [New("Sore  feet"), New("red")]


async def test_no_new_code_where_the_caller_allows_none() -> None:
    app = Asking(picker)
    async with app.run_test() as pilot:
        await pilot.press("c", *"Sore", "enter", "ctrl+n")
        assert shown(pilot.app) == []
        assert "Nothing of that name." in text_of(pilot.app)
        assert app.given == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_applied_and_suggested_and_what_it_means(size: tuple[int, int]) -> None:
    said = {
        "applied": ["litter"],
        "suggested": [Suggestion("tape", 1, 0.824, "why", "definition")],
        "used": {"litter": 1, "tape": 12},
    }
    async with Asking(lambda: picker(said=said)).run_test(size=size) as pilot:
        await pilot.press("c")
        assert shown(pilot.app) == ["Obstacles", "No time", "Red tape  82 %", "Not under a theme", "◆ Litter"]
        assert "You have not applied it yet." in text_of(pilot.app)
        await pilot.press(*"rubb")
        screen = text_of(pilot.app)
        for part in ("Rubbish.", "Use", "• It lies about"):
            assert part in screen
        await pilot.press("pagedown")
        screen = text_of(pilot.app)
        await pilot.press("pagedown")
        screen += text_of(pilot.app)
        for part in ("Do not use", "• It is collected", "Examples", "• Bottles."):
            assert part in screen
        for part in ("◆ on these words already.", "You have applied it once."):
            assert part in screen


async def test_every_letter_that_is_typed_at_once_gets_there_in_its_order() -> None:
    """No wait between the keys, nor for the list to open or to be gone."""
    app = Asking(picker)
    async with app.run_test() as pilot:
        for round_ in range(5):
            for key in ("c", *"litter", "backspace", *"rx", "left", "delete", "enter", "d", "c", *"Red", "enter", "u"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            for _ in range(40):
                await pilot.pause()
                if len(app.given) == 2 * (round_ + 1) and len(app.harmed) == 2 * (round_ + 1):
                    break
            assert app.given[-2:] == [Chosen(("litter",)), Chosen(("tape",))]
            assert app.harmed[-2:] == ["d", "u"], "what is pressed after Enter is for the screen below"


async def test_what_is_pasted_is_typed() -> None:
    async with Asking(picker).run_test() as pilot:
        await pilot.press("c")
        pilot.app.post_message(events.Paste("red\ntape\n"))
        await pilot.pause()
        assert pilot.app.screen.query_one(QueryField).value == "red tape"


async def test_the_pointer_passes_headings_and_goes_round() -> None:
    app = Asking(picker)
    async with app.run_test() as pilot:
        await pilot.press("c")
        seen = []
        for _ in range(4):
            seen += [line.split("│")[1].strip(" ›") for line in text_of(app).splitlines() if "│›" in line]
            await pilot.press("down")
        assert seen == ["No time", "Red tape", "Litter", "No time"]
        await pilot.press("home", "up", "enter")
        assert app.given == [Chosen(("litter",))]


async def test_a_thousand_rows_are_laid_out_as_far_as_they_are_looked_at() -> None:
    many = [Choice(f"code-{n}", f"Code number {n}", path=f"Theme {n // 10}") for n in range(1000)]
    app = Asking(lambda: ChooserScreen("Go", many, "name"))
    async with app.run_test() as pilot:
        await pilot.press("c")
        listing = app.screen.query_one(OptionList)
        assert listing.option_count <= 2 * CHUNK
        await pilot.press("end")
        assert listing.option_count == 1100  # with their headings
        assert "Code number 999" in text_of(app)
        await pilot.press(*"999", "enter")
        assert app.given == ["code-999"]


async def test_help_tells_the_keys_that_the_caller_allows(desk: Any) -> None:
    async with desk.seen().at((120, 80)) as seen:
        await seen.press("c", "f1")
        assert "choose-mark" in text_of(seen.app)
        assert "Choosing from a list" in text_of(seen.app)
        await seen.press("escape", "escape", "t", "f1")
        assert "choose-first" in text_of(seen.app)
        assert "choose-mark" not in text_of(seen.app)


def beside_the_list(seen: Any) -> str:
    """What can be read left of the list and above it, without scroll bars and brackets."""
    lines = [line.partition("│")[0].strip("▌▁▂▃▄▅▆▇█┐┘ ") for line in seen.lines]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_words_can_be_read_while_a_code_is_picked_for_them(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("down", "down", *["pagedown"] * 3, "c")
        words = desk.current.words.of(desk.session.transcript.text)
        assert words in beside_the_list(seen)
        assert "No time" in seen.shown
        assert "Somebody would help but has no" in seen.shown
        await seen.press("escape", "r")
        assert "There is no code on this segment" in seen.message
        await seen.press("c", *"litter", "enter", "r", *"money")
        assert "Change Litter to" in seen.shown
        assert words.startswith("We are three")
        assert "We are three people for eleven parks" in beside_the_list(seen)

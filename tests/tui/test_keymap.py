"""Keys and themes that a user sets: a slip is told with its line, and what is right changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Markdown

from fgcoder import config
from fgcoder.config import Settings
from fgcoder.errors import StudyError
from fgcoder.tui import keymap, screen_keys
from fgcoder.tui.screens.coding.keys import CODING


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.yaml"
    monkeypatch.setenv("FGCODER_SETTINGS", str(path))
    return path


TABLES = screen_keys.tables()


def faults(file: Path, content: str) -> list[tuple[int | None, str]]:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        keymap.check(config.read(), TABLES)
    assert all(fault.path == file for fault in caught.value.faults)
    return [(fault.line, f"{fault.what} {fault.todo}") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("content", "line", "parts"),
    [
        ("theme: textual-drak\n", 1, ("no theme `textual-drak`", "Did you mean `textual-dark`?")),
        ("keys:\n  acept: x\n", 2, ("no key has the id `acept`", "Did you mean `accept`?")),
        ("keys:\n  accept: spacebar\n", 2, ("`spacebar` is not a key, for `accept`", "such as `space`")),
        ("keys:\n  accept: 'f2,,f3'\n", 2, ("`` is not a key",)),
        ("keys:\n  accept: contrl+t\n", 2, ("`contrl+t` is not a key",)),
        ("keys:\n  accept: shift+a\n", 2, ("`shift+a` never arrives", "Write `A`.")),
        ("keys:\n  undo: f8\n  accept: f8\n", 3, ("`f8` is given to `undo` and to `accept`", "the coding screen")),
        ("keys:\n  undo: '?,f8'\n  accept: question_mark\n", 3, ("`?` is given to",)),
        ("keys:\n  quit-anywhere: f10, Q\n", 2, ("`Q` cannot be the key of `quit-anywhere`", "what is typed")),
        ("keys:\n  undo: ctrl+q\n", 2, ("`ctrl+q` is the only key of `quit-anywhere` on the",)),
        ("keys:\n  accept: x\n", 2, ("`x` is the only key of `reject`", "Give `accept` another key")),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_to_do(
    file: Path, content: str, line: int, parts: tuple[str, ...]
) -> None:
    ((found, text),) = faults(file, content)
    assert found == line
    for part in parts:
        assert part in text


def test_all_slips_are_told_at_once_in_the_order_of_the_file(file: Path) -> None:
    told = faults(file, "theme: nrod\nkeys:\n  acept: x\n  undo: nokey\n")
    assert [line for line, _ in told] == [1, 3, 4]


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"accept": "space"},  # `next` keeps two others
        {"accept": "x", "reject": "enter"},
        {"undo": "f8", "choose": "f8"},  # on different screens
        {"quit-anywhere": "f10", "undo": "ctrl+q"},
        {"next-uncoded": "right"},  # which moves an edge, but only while words are being selected
        {"undo": "?,u", "help": "f1"},
        {"accept": "ctrl+space", "undo": "ctrl+shift+z", "help": "ö", "find": "f24"},
    ],
)
def test_what_is_right_is_let_through(file: Path, keys: dict[str, str]) -> None:
    keymap.check(Settings(keys=keys, theme="high-contrast-light"), TABLES)


def test_a_fault_in_the_environment_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FGCODER_THEME", "nrod")
    with pytest.raises(StudyError, match=r"FGCODER_THEME in the environment: there is no theme `nrod`"):
        keymap.check(config.read(), TABLES)


def test_every_default_key_is_one_that_textual_knows() -> None:
    bindings = [binding for table in TABLES.values() for binding in table]
    assert len(bindings) > 60
    wrong = [(binding.id, key) for binding in bindings for key in keymap.split(binding.key) if not keymap.is_key(key)]
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("question_mark", "?"),
        ("full_stop", "."),
        ("ctrl+z", "Ctrl+Z"),
        ("u", "u"),
        ("U", "U"),
        ("pagedown", "PgDn"),
        ("f1", "F1"),
        ("right_curly_bracket", "}"),
        ("ctrl+@", "Ctrl+Space"),
        ("down", "↓"),
        ("home", "Home"),
    ],
)
def test_keys_are_shown_as_keyboards_are_labelled(key: str, label: str) -> None:
    assert keymap.shown(key) == label


HELP = Path(keymap.__file__).parent / "help"
IDS = {binding.id for table in TABLES.values() for binding in table}


@pytest.mark.parametrize("page", sorted(HELP.glob("*.md")), ids=lambda page: page.stem)
def test_every_key_that_a_page_of_help_names_is_there(page: Path) -> None:
    named = re.findall(r"`\{([^}:]+)\}`", page.read_text(encoding="utf-8"))
    assert len(named) > 1
    assert set(named) <= IDS


NO_KEYS_OF_OURS = {
    "ask": {"Home", "End"},
    "memo": {"Home", "End", "Ctrl+Z"},
    "tables": {"PgDn", "PgUp", "0"},
    "coding": {"!"},
    "retrieval": {"!"},
}
"""What is written as a key and is none that can be changed: keys of editors and tables as such, a figure, a sign."""


@pytest.mark.parametrize("page", sorted(HELP.glob("*.md")), ids=lambda page: page.stem)
def test_no_page_of_help_names_a_key_that_may_have_been_changed(page: Path) -> None:
    bindings = [binding for table in TABLES.values() for binding in table]
    usual = {keymap.shown(key) for binding in bindings for key in keymap.keys_of(binding, {})}
    assert {"w", "Enter", "Ctrl+Z"} < usual
    named = set(re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8")))
    assert named & usual == NO_KEYS_OF_OURS.get(page.stem, set())


def test_what_is_in_braces_and_no_key_stays() -> None:
    text = "a{2} {undo}, {no-key} {redo}"
    assert keymap.with_keys(text, CODING, object()) == "a{2} u, {no-key} U"


async def test_messages_help_and_tour_name_the_keys_as_they_are_set(desk: Any) -> None:
    """Also of a dialog that is opened from there, and of what else is on the screen."""
    desk.settings = Settings(keys={"undo": "f9,f8", "pick": "f7", "memo-keep": "f6", "tour-on": "f4", "blind": "f3"})
    async with desk.seen().at((120, 200)) as seen:
        await seen.press("1")
        assert seen.message == "Applied: No time. F9 takes it back."
        await seen.press("v")
        assert seen.message.startswith("← → word · ↑ ↓ sentence · PgUp PgDn turn · Tab other edge · F7 codes them.")
        await seen.press("escape", "f3")
        assert "Suggestions are hidden (F3 shows them)" in seen.text("#remark")
        await seen.press("m", "a", "escape")
        assert "This is not kept yet: F6 keeps it, Esc once more drops it." in seen.shown
        await seen.press("escape", "question_mark")
        page = " ".join(" ".join(one.source for one in seen.app.screen.query(Markdown)).split())
        assert "`F7` picks a code, `0` says that none fits. Then `Enter` shows the suggestions. `F3` hides" in page
        assert "`F9` takes back one thing after the other" in page
        assert not re.search(r"\{[a-z0-9-]+\}", page)
        await seen.press("t", *["f4"] * 7)
        await seen.until(lambda: "or F4 to begin" in seen.shown)


class Moded(Screen[None]):
    """Two bindings share a key, and which one counts depends on what is being done."""

    BINDINGS = [
        Binding("enter,space", "note('take')", "Take", id="take", priority=True),
        Binding("x", "note('drop')", "Drop", id="drop", priority=True),
        Binding("enter", "note_too('done')", "Done", id="done", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.selecting = False
        self.noted: list[str] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return (action == "note_too") == self.selecting if action.startswith("note") else True

    def action_note(self, what: str) -> None:
        self.noted.append(what)

    def action_note_too(self, what: str) -> None:
        self.noted.append(what)


async def test_giving_one_key_away_takes_no_other_binding_with_it() -> None:
    tables = {"usual": [Moded.BINDINGS[0], Moded.BINDINGS[1]], "selecting": [Moded.BINDINGS[2]]}
    app: App[None] = App()
    async with app.run_test() as pilot:
        app.set_keymap(keymap.complete({"drop": "space"}, tables))
        screen = Moded()
        await app.push_screen(screen)
        await pilot.press("enter", "space", "x")
        assert screen.noted == ["take", "drop"]
        screen.selecting = True
        await pilot.press("enter")
        assert screen.noted == ["take", "drop", "done"]
        app.set_keymap(keymap.complete({"take": "f2"}, tables))
        await pilot.press("enter", "f2")
        screen.selecting = False
        await pilot.press("enter", "f2")
        assert screen.noted == ["take", "drop", "done", "done", "take"]


async def test_a_key_of_the_coding_screen_given_away_still_works_while_words_are_selected(desk: Any) -> None:
    desk.settings = Settings(keys={"accept": "f8"})
    async with desk.seen() as seen:
        active = seen.coding._bindings.copy()
        active.apply_keymap(seen.app._keymap)
        assert [binding.id for binding in active.key_to_bindings["enter"]] == ["selection-done"]
        assert {binding.id for keys in active.key_to_bindings.values() for binding in keys} >= {
            binding.id for binding in CODING
        }


async def test_help_shows_the_keys_as_they_are_set(desk: Any) -> None:
    desk.settings = Settings(keys={"reject": "ctrl+r,f9", "help": "f1"})
    async with desk.seen().at((120, 200)) as seen:
        await seen.press("f1")
        line = next(line for line in seen.lines if " reject " in line)
        assert "│ Ctrl+R, F9 Reject the first" in " ".join(line.split())

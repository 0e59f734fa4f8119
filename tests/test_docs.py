"""The documentation names every command, every option and every key that there is, and what it points to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from ruamel.yaml import YAML
from textual.binding import Binding

from fgcoder.cli.main import app
from fgcoder.config import Settings
from fgcoder.tui import keymap, screen_keys

ROOT = Path(__file__).parent.parent
OF_TYPER = {"--help", "--install-completion", "--show-completion"}
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODING_PAGE = ROOT / "docs/coding.md"
SCREENS = screen_keys.tables()
KEYS = [(screen, binding) for screen, bindings in SCREENS.items() for binding in bindings]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.fixture(scope="module")
def documentation() -> str:
    """Everything there is to read about using it."""
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "CONTRIBUTING.md")


@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=" ".join)
def test_every_command_is_documented(documentation: str, path: tuple[str, ...]) -> None:
    """By its whole name, or by its own on the line about its group."""
    called = r"fgcoder (?:-\S+ \S+ )*"
    whole = called + " ".join(path) + r"(?![\w-])"
    in_group = called + re.escape(path[0]) + rf"`[^\n]*`{re.escape(path[-1])}`"
    assert re.search(whole, documentation) or re.search(in_group, documentation), "no page speaks of it"


def test_what_the_documentation_calls_is_there(documentation: str) -> None:
    """A command or option that no longer exists sends a reader astray."""
    calls = re.findall(r"^ {4,}fgcoder\b([^#|>\n]*)|`fgcoder\b([^`#|>\n]*)`", documentation, re.MULTILINE)
    assert len(calls) > 10
    for words in ((indented or inline).split() for indented, inline in calls):
        while words and words[0] in ("-C", "--study", "--coder"):
            words = words[2:]
        path: tuple[str, ...] = ()
        while words and (*path, words[0]) in COMMANDS:
            path, words = (*path, words[0]), words[1:]
        has_more = words and hasattr(COMMANDS[path], "commands") and words[0].islower() and words[0].isalpha()
        assert not has_more, f"`fgcoder {' '.join([*path, words[0]])}` does not exist"
        for option in (word for word in words if word.startswith("--")):
            known = {*OF_TYPER, *options_of(COMMANDS[path])}
            assert option in known, f"`fgcoder {' '.join(path)}` has no {option}"


# Keys


def rows_of_keys() -> list[tuple[frozenset[str], frozenset[str]]]:
    """Give the rows of the tables of keys: the keys, then the ids. `1` to `7` stands for seven keys."""
    rows = []
    for line in CODING_PAGE.read_text(encoding="utf-8").partition("\n## Keys\n")[2].splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 3 and "`" in cells[2]:
            keys = re.findall(r"`([^`]+)`", cells[0])
            if " to " in cells[0]:
                keys = [str(digit) for digit in range(int(keys[0]), int(keys[1]) + 1)]
            rows.append((frozenset(keys), frozenset(re.findall(r"`([^`]+)`", cells[2]))))
    return rows


ROWS = rows_of_keys()


def keys_of(binding: Binding) -> frozenset[str]:
    return frozenset(keymap.shown(key) for key in keymap.keys_of(binding, {}))


@pytest.mark.parametrize(("screen", "binding"), KEYS, ids=[f"{screen}: {binding.id}" for screen, binding in KEYS])
def test_every_key_is_documented_with_its_id(screen: str, binding: Binding) -> None:
    keys = keys_of(binding)
    named = [row_keys for row_keys, ids in ROWS if binding.id in ids and (row_keys == keys or len(ids) > 1)]
    assert any(keys <= row_keys for row_keys in named), f"no row has `{binding.id}` with {' '.join(sorted(keys))}"


def test_no_key_is_documented_that_is_not_there() -> None:
    known: dict[str, set[str]] = {}
    for _, binding in KEYS:
        known.setdefault(str(binding.id), set()).update(keys_of(binding))
    assert len(ROWS) > 100
    for keys, ids in ROWS:
        assert ids <= known.keys()
        assert keys <= set().union(*(known[one] for one in ids))


def test_the_settings_shown_can_be_used() -> None:
    """As they stand there, without a fault, and with what is said of them."""
    page = CODING_PAGE.read_text(encoding="utf-8")
    block = re.search(r"(?:^    .*\n)*^    keys:\n(?:^    .*\n)+", page, re.MULTILINE)
    assert block is not None
    settings = Settings(**YAML(typ="safe").load(block.group()))
    assert len(settings.keys) > 1
    keymap.check(settings, SCREENS)
    complete = keymap.complete(settings.keys, SCREENS)
    assert "space" in settings.keys["accept"]
    assert complete["next"] == "down,j"


# What is pointed to


def anchor(heading: str) -> str:
    """Give the anchor of a heading as a forge makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path) if path else page
        assert file.exists(), f"{target} is not there"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in map(anchor, headings), f"{target} has no such heading"


def test_every_picture_is_shown_and_made_by_the_program() -> None:
    pictures = {picture.name for picture in (ROOT / "docs/pictures").iterdir()}
    shown = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.svg)", page.read_text(encoding="utf-8"))}
    scripts = "".join(script.read_text(encoding="utf-8") for script in (ROOT / "docs").glob("export_*.py"))
    made = set(re.findall(r'^    "([\w-]+)": (?:Shot|Printed|Drawn)\(', scripts, re.MULTILINE))
    assert shown == pictures == {f"{name}.svg" for name in made}

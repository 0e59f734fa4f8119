"""The documentation names every command, every option and every key that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from fgcoder.cli.main import app
from fgcoder.tui.bindings import CODING

ROOT = Path(__file__).parent.parent
OF_TYPER = {"--help", "--install-completion", "--show-completion"}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.fixture(scope="module")
def documentation() -> str:
    """Everything there is to read."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=" ".join)
def test_every_command_is_documented(documentation: str, path: tuple[str, ...]):
    """By its whole name, or by its own on the line about its group."""
    called = r"fgcoder (?:-\S+ \S+ )*"
    whole = called + " ".join(path) + r"(?![\w-])"
    in_group = called + re.escape(path[0]) + rf"`[^\n]*`{re.escape(path[-1])}`"
    assert re.search(whole, documentation) or re.search(in_group, documentation), "no page speaks of it"


@pytest.mark.parametrize("name", [binding.id for binding in CODING])
def test_every_key_is_documented_under_its_id(name: str):
    page = (ROOT / "docs/coding.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page


def test_what_the_documentation_calls_is_there(documentation: str):
    """A command or option that no longer exists sends a reader astray."""
    calls = re.findall(r"^ {4,}fgcoder\b([^#|>\n]*)|`fgcoder\b([^`#|>\n]*)`", documentation, re.MULTILINE)
    assert len(calls) > 10
    for words in ((indented or inline).split() for indented, inline in calls):
        while words and words[0] in ("-C", "--study", "--coder"):
            words = words[2:]
        path: tuple[str, ...] = ()
        while words and hasattr(COMMANDS[path], "commands") and words[0].islower() and words[0].isalpha():
            path, words = (*path, words[0]), words[1:]
            assert path in COMMANDS, f"`fgcoder {' '.join(path)}` does not exist"
        for option in (word for word in words if word.startswith("--")):
            known = {*OF_TYPER, *options_of(COMMANDS[path])}
            assert option in known, f"`fgcoder {' '.join(path)}` has no {option}"

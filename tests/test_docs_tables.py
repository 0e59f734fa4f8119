"""The page about tables says of each what is counted and when not to use it, and shows what the program prints now."""

from __future__ import annotations

import html
import importlib.util
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from fgcoder.cli.demo import copy_sample
from fgcoder.cli.main import app

ROOT = Path(__file__).parent.parent
PAGES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("tables.md", "report.md")}
PAGE = PAGES["tables.md"]
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", PAGE + "\n", re.MULTILINE))
GROUP: Any = typer.main.get_command(app)
TABLES = GROUP.commands["table"].commands


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("export_tables", ROOT / "docs/export_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
PICTURES: dict[str, Any] = {**SCRIPT.TABLES, **SCRIPT.JOINT}


def commands_of(text: str) -> list[str]:
    """Give the commands that a page shows on lines of their own, without `fgcoder` and without comments."""
    return [line.partition(" #")[0].strip() for line in re.findall(r"^    fgcoder (.+)$", text, re.MULTILINE)]


def section_of(table: str) -> str:
    found = [text for text in SECTIONS.values() if re.match(rf"\n    fgcoder table {table}\b", text)]
    assert len(found) == 1, f"`fgcoder table {table}` has {len(found)} sections that begin with it"
    return found[0]


def words_of(picture: str) -> str:
    """Give the words in a picture of a table, line breaks and blanks as one blank."""
    lines: dict[float, list[str]] = {}
    for y, text in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>(.*?)</text>', picture):
        lines.setdefault(float(y), []).append(html.unescape(text).replace("\xa0", " "))
    return " ".join(" ".join("".join(parts) for parts in lines.values()).split())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole sample study as it comes, with the transcripts taken in."""
    folder = tmp_path_factory.mktemp("sample") / "study"
    copy_sample(folder, fresh=False)
    SCRIPT.run(folder, "status --json", "anna")
    return folder


@pytest.fixture
def own_copy(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample, and its folder to work in."""
    folder = shutil.copytree(sample, tmp_path / "study")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_picture_its_definition_and_its_limits(table: str) -> None:
    section = section_of(table)
    assert re.search(r"!\[[^\]]+\]\(pictures/table-[\w-]+\.svg\)", section)
    assert re.search(r"\*\*What (is counted|it holds)\b", section)
    limits = section.partition("**When not to use it**")[2]
    assert limits.count("\n- *") >= 2


@pytest.mark.parametrize("table", TABLES)
def test_every_option_of_a_table_is_explained(table: str) -> None:
    explained = section_of(table) + SECTIONS["What all tables share"]
    options = {parameter.opts[0] for parameter in TABLES[table].params}
    missing = {option for option in options if not re.search(rf"(?<![\w-]){option}\b", explained)}
    assert not missing - {"--help"}


@pytest.mark.parametrize("name", PICTURES)
def test_the_command_of_a_picture_stands_above_it(name: str) -> None:
    page = next(page for page in PAGES.values() if f"(pictures/{name}.svg)" in page)
    block, _, _ = page.partition(f"(pictures/{name}.svg)")
    before = block.rpartition("\n\n![")[0].rpartition("\n\n")[2]
    assert PICTURES[name].command in commands_of(f"{before}\n")


def test_the_pictures_show_what_the_program_prints(sample: Path) -> None:
    """Those that need no vectors; `make pictures` makes them anew."""
    printed = {name: made for name, made in SCRIPT.TABLES.items() if isinstance(made, SCRIPT.Printed)}
    assert len(printed) > 7
    for name, made in printed.items():
        there = (ROOT / f"docs/pictures/{name}.svg").read_text(encoding="utf-8")
        assert words_of(there) == words_of(SCRIPT.picture(name, made, sample, "anna")), name


def test_what_is_cited_from_a_table_stands_in_its_picture() -> None:
    cited = 0
    for text in SECTIONS.values():
        shown = re.findall(r"\(pictures/(table-[\w-]+\.svg)\)", text)
        words = [words_of((ROOT / "docs/pictures" / name).read_text(encoding="utf-8")) for name in shown]
        for quote in re.findall(r"(?:^> .*\n)+", text, re.MULTILINE):
            line = " ".join(part.removeprefix(">").strip() for part in quote.splitlines())
            assert any(line in one for one in words), line
            cited += 1
    assert cited >= 2


def test_the_commands_on_the_page_about_tables_can_be_run(own_copy: Path) -> None:
    commands = commands_of(PAGE)
    assert len(commands) > 15
    for command in commands:
        SCRIPT.run(own_copy, command, "anna")
    written = {words[-1] for words in map(shlex.split, commands) if "--output" in words}
    assert all((own_copy / name).stat().st_size > 1000 for name in written)

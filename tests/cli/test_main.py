"""What all commands have in common: a study is needed, a mistake is told, and starting is cheap."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import typer.main

from fgcoder import __version__
from fgcoder.cli.main import app

TABLES = ("frequency", "comparison", "cooccurrence", "saturation", "coverage", "framework", "agreement")
NEED_A_STUDY = [
    [],
    ["code"],
    ["serve"],
    ["import"],
    ["suggest"],
    ["suggest", "report"],
    ["status"],
    ["remove", "a"],
    ["status", "--json"],
    *(["table", name] for name in TABLES),
    ["quotes", "no-time"],
    ["quotes", "use", "a#1"],
    ["quotes", "unuse", "a#1"],
    ["quotes", "translate", "a#1", "No time."],
    ["finding", "check"],
    ["finding", "list"],
    ["finding", "show", "many-help"],
    ["finding", "suggest", "many-help"],
    ["finding", "link", "many-help", "a#1", "--relation", "confirms"],
    ["finding", "unlink", "many-help", "a#1"],
    ["finding", "infer", "many-help", "They would."],
    ["finding", "tie", "many-help", "no-time"],
    ["finding", "untie", "many-help", "no-time"],
    ["joint-display"],
    ["report"],
    ["codebook", "check"],
    ["codebook", "show"],
    ["codebook", "add", "cats", "Cats"],
    ["codebook", "revise", "no-time", "--label", "No hours"],
    ["codebook", "move", "no-time"],
    ["codebook", "merge", "no-time", "--into", "red-tape"],
    ["codebook", "split", "no-time", "Work", "Family"],
    ["codebook", "retire", "no-time"],
    ["codebook", "restore", "no-time"],
    ["codebook", "rename", "no-time", "no-hours"],
    ["find", "time"],
    ["decisions", "add", "a#1", "cats"],
    ["decisions", "export", "-o", "log.jsonl"],
    ["decisions", "import", "log.jsonl"],
    ["decisions", "list"],
]
HEAVY = [
    *("torch", "sentence_transformers", "transformers", "spacy", "sklearn", "pandas", "numpy"),
    *("textual", "sqlalchemy", "alembic", "aiohttp", "textual_serve"),
]


def commands(command, path: tuple[str, ...] = ()):
    """Every command of the program with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("command", NEED_A_STUDY, ids=" ".join)
def test_without_a_study_the_message_says_what_to_do(
    fgcoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    ran = fgcoder(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "Error: The study cannot be opened." in ran.err
    assert "fgcoder demo" in ran.err
    assert "Traceback" not in ran.err
    assert list((tmp_path / "empty").iterdir()) == []


def test_every_command_that_needs_a_study_was_tried():
    tried = {tuple(word for word in command if word.replace("-", "").isalpha())[:2] for command in NEED_A_STUDY}
    without = {("demo",), ("new",), ("evaluate",), ("codebook", "schema")}
    leaves = {path for path, command in COMMANDS.items() if not hasattr(command, "commands")}
    assert {path for path in leaves if not any(path == one[: len(path)] for one in tried)} == without


def test_a_process_of_its_own_ends_in_the_same_way(in_process_of_its_own, tmp_path: Path):
    ran = in_process_of_its_own(sys.executable, "-m", "fgcoder", "-C", tmp_path, "status")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: The study cannot be opened.")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [[], ["code"], ["code", "uk-local-environment", "--blind"]], ids=" ".join)
def test_without_a_terminal_the_coding_screen_does_not_open(fgcoder, study: Path, command: list[str]):
    ran = fgcoder("-C", study, *command)
    assert (ran.code, ran.out) == (2, "")
    assert "this is not a terminal" in ran.err
    assert "fgcoder status" in ran.err


def test_the_nearest_study_above_is_opened_and_the_environment_may_name_it(
    fgcoder, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(study / "transcripts")
    here = fgcoder("status")
    assert here.code == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FGCODER_STUDY", str(study))
    assert fgcoder("status").out == here.out


def test_a_faulty_study_file_is_told_by_line(fgcoder, study: Path):
    text = (study / "study.yaml").read_text().splitlines()
    line = next(number for number, content in enumerate(text, 1) if content.startswith("model:"))
    text[line - 1] = "modell: bundled"
    (study / "study.yaml").write_text("\n".join(text))
    ran = fgcoder("-C", study, "status")
    assert (ran.code, ran.out) == (2, "")
    assert f"study.yaml:{line}: " in ran.err


def test_a_store_that_cannot_be_written_is_told_without_a_word_of_the_study(in_process_of_its_own, study: Path):
    """On a disk that takes nothing more; a process of its own, since the whole of it is held to that."""
    script = f"""
import resource, sys
sys.argv = ["fgcoder", "-C", {str(study)!r}, "decisions", "add", "uk-local-environment#4", "red-tape"]
from fgcoder.cli.main import run
from fgcoder.pipeline import taking_in
read = taking_in.take_in
def then_nothing_more(*arguments):
    done = read(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    return done
taking_in.take_in = then_nothing_more
run()
"""
    ran = in_process_of_its_own(sys.executable, "-c", script)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert ran.err.startswith("Error: Nothing was stored.")
    assert "Free some space" in ran.err
    assert "Traceback" not in ran.err
    assert "red-tape" not in ran.err


def test_the_version_is_printed(fgcoder):
    assert fgcoder("--version").out == f"{__version__}\n"


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "fgcoder")
def test_every_command_option_and_argument_has_help(fgcoder, path: tuple[str, ...]):
    command = COMMANDS[path]
    assert command.help
    for parameter in command.params:
        if parameter.name != "help" and "--install-completion" not in parameter.opts:
            assert getattr(parameter, "help", None), parameter.name
    ran = fgcoder(*path, "-h")
    assert ran.code == 0
    assert "Usage: fgcoder" in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["table", "--help"], ["--version"], ["new", "made"]], ids=" ".join)
def test_starting_loads_nothing_heavy(in_process_of_its_own, tmp_path: Path, monkeypatch, arguments: list[str]):
    monkeypatch.chdir(tmp_path)
    script = f"""
import sys
sys.argv = ["fgcoder", *{arguments!r}]
from fgcoder.cli.main import run
try:
    run()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *(name for name in {HEAVY!r} if name in sys.modules))
"""
    ran = in_process_of_its_own(sys.executable, "-c", script)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0]
    assert ran.out.splitlines()[-1].split() == ["LOADED"]


def test_the_overview_is_painted_before_what_reads_the_study_is_loaded(in_process_of_its_own, study: Path):
    script = f"""
import sys
sys.argv = ["fgcoder", "-C", {str(study)!r}, "--coder", "ana"]
from fgcoder.cli.main import run
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.screens.overview import OverviewScreen
def before_anything_is_read(app):
    print("LOADED", *(name for name in {HEAVY!r} if name in sys.modules))
FgcoderApp.run = before_anything_is_read
run()
"""
    ran = in_process_of_its_own(
        sys.executable, "-c", script, environment={"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}
    )
    assert ran.code == 0, ran.err
    assert ran.out.split() == ["LOADED", "textual"]

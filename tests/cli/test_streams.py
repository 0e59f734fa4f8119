"""Output that cannot be written, and arguments that cannot be used, end in one line and not in a traceback."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from fgcoder.study import create_study

TALK = "---\nlanguage: fr\ncountry: France\nsector: health\n---\n\nP1: L’été, nous marchons.\n"


@pytest.fixture
def little(tmp_path: Path, own_surroundings: None) -> Path:
    folder = tmp_path / "little"
    create_study(folder, "L’été ☀")
    (folder / "transcripts" / "a.txt").write_text(TALK, encoding="utf-8")
    return folder


@pytest.fixture
def shell(in_process_of_its_own, little: Path):
    """Run the command in the little study, with what a shell makes of its streams."""

    def run(command: str, streams: str = "", **environment: str):
        line = f"{shlex.quote(sys.executable)} -m fgcoder -C {shlex.quote(str(little))} {command} {streams}"
        return in_process_of_its_own("bash", "-c", line, environment=environment)

    return run


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", ["status", "status --json", "table frequency --format csv", "codebook schema"])
def test_a_full_disk_behind_the_output_is_told_in_a_line(shell, command: str):
    ran = shell(command, "> /dev/full")
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == "Error: The output cannot be written: No space left on device."
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err


@pytest.mark.parametrize("command", ["status", "table frequency --format csv"])
def test_a_closed_output_is_told_in_a_line(shell, little: Path, command: str):
    ran = shell(command, ">&-")
    assert (ran.code, ran.raw) == (2, b"")
    assert ran.err.splitlines()[-1] == "Error: The output cannot be written: Bad file descriptor."
    assert "Traceback" not in ran.err
    ran = shell(f"table frequency -o {shlex.quote(str(little / 't.csv'))}", ">&- 2>&-")  # which needs neither
    assert ran.code == 0
    assert (little / "t.csv").is_file()


def test_a_reader_that_has_had_enough_ends_it_quietly(shell):
    ran = shell("codebook schema", "| head -1")
    assert ran.raw == b"{\n"
    assert ran.err == ""


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "C"],
)
def test_a_terminal_that_cannot_show_everything_is_shown_the_rest(shell, environment: dict[str, str]):
    ran = shell("status", **environment)
    assert ran.code == 0
    assert "L?" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command", ["--coder $'\\xff' decisions add a#1 b", "--coder '  ' decisions add a#1 b", "new $'n\\xff' "]
)
def test_a_name_that_is_none_is_told(shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ran = shell(command)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert list((tmp_path / "here").iterdir()) == []


def test_a_study_whose_name_or_title_cannot_be_is_not_laid_out(fgcoder, tmp_path: Path):
    for arguments in (
        (tmp_path / ("x" * 300),),
        (tmp_path / "n", "--title", "a\x1b"),
        (tmp_path / "n", "--title", " "),
    ):
        ran = fgcoder("new", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "The study was not created." in ran.err
    assert fgcoder("-C", tmp_path / ("x" * 300), "status").code == 2
    assert not (tmp_path / "n").exists()

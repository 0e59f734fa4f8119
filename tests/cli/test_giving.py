"""Giving a table out: every format and picture to a file and to stdout alike, and what is refused."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fgcoder.export import FORMATS
from fgcoder.export.plots import PICTURES

UK = "uk-local-environment"


@pytest.fixture
def coded(fgcoder, study: Path) -> Path:
    """The study with a few codings."""
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=f"{UK}#3 red-tape no-time\n{UK}#4 red-tape\n").code == 0
    return study


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_goes_to_stdout_and_to_a_file_alike(fgcoder, coded: Path, tmp_path: Path, name: str):
    piped = fgcoder("-C", coded, "table", "frequency", "--format", name)
    path = tmp_path / f"table{FORMATS[name].suffix}"
    written = fgcoder("-C", coded, "table", "frequency", "--output", path)
    assert (piped.code, written.code) == (0, 0)
    assert piped.raw == path.read_bytes()
    assert f"({name})" in written.err


@pytest.mark.parametrize("name", ["svg", "png"])
def test_a_picture_goes_to_stdout_and_to_a_file_alike(fgcoder, coded: Path, tmp_path: Path, name: str):
    piped = fgcoder("-C", coded, "table", "frequency", "--format", name)
    path = tmp_path / f"map.{name}"
    written = fgcoder("-C", coded, "table", "frequency", "--output", path, "--picture", "heatmap")
    assert (piped.code, written.code) == (0, 0)
    assert piped.raw == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    odd = tmp_path / "map.picture"
    assert fgcoder("-C", coded, "table", "frequency", "--output", odd, "--format", name).code == 0
    assert odd.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--picture", "heatmap"], "--format svg"),
        (["--picture", "heatmap", "-o", "x.csv"], "--format svg"),
        (["--picture", "pie", "-o", "x.svg"], "heatmap"),
        (["--picture", "network", "-o", "x.svg"], "It can be drawn as: heatmap"),
        (["--format", "pdf"], "parquet"),
        (["-o", "x.odt"], ".docx"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_can(fgcoder, coded: Path, words: list[str], told: str):
    ran = fgcoder("-C", coded, "table", "frequency", *words)
    assert ran.code != 0
    assert told in " ".join(ran.err.split())


def test_help_names_every_format_and_picture(fgcoder):
    ran = fgcoder("table", "frequency", "--help")
    words = ran.out.replace("│", " ")
    for name in (*FORMATS, *PICTURES, "svg", "png"):
        assert name in words


@pytest.mark.parametrize("name", ["xlsx", "docx", "parquet", "png"])
def test_what_no_terminal_can_show_is_not_printed_on_one(coded: Path, name: str):
    ours, theirs = pty.openpty()
    words = ["-C", str(coded), "table", "frequency", "--format", name]
    run = subprocess.run(
        [sys.executable, "-m", "fgcoder", *words], stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(theirs)
    os.close(ours)
    assert run.returncode != 0
    assert "--output FILE" in " ".join(run.stderr.split())

"""Running a command as the `fgcoder` script does, with nobody's settings but the test's."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fgcoder.cli import main

GOOD = """\
---
language: en
country: Denmark
sector: public health
---

MODERATOR: What do you do?

P1: I walk the dogs of the whole street.
"""


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the command away from the user's settings and folders, and from the terminal's width and colours."""
    for name in ("FGCODER_STUDY", "FGCODER_KEYS", "FGCODER_THEME", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FGCODER_CODER", "ana")
    monkeypatch.setenv("FGCODER_SETTINGS", str(tmp_path / "settings.yaml"))
    monkeypatch.setenv("FGCODER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def study(own_surroundings: None, ranked_copy: Path) -> Path:
    """The embedded part of the sample study; `own_surroundings` first, so that the cache with the model counts."""
    return ranked_copy


@pytest.fixture
def fgcoder(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command in this process: `fgcoder("-C", folder, "status")`. What is no user's mistake is raised."""

    def run(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["fgcoder", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsysbinary.readouterr()
        try:
            main.run()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        written = capsysbinary.readouterr()
        return Ran(code, written.out, written.err.decode("utf-8"))

    return run


@pytest.fixture
def in_process_of_its_own() -> Callable[..., Ran]:
    """Run a command line in a process of its own, with more in its environment."""

    def run(*command: object, environment: Mapping[str, str] | None = None) -> Ran:
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **(environment or {})},
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    return run

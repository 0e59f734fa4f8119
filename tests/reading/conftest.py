"""Writes small transcripts of every format, as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fgcoder.model import Transcript

Write = Callable[..., Path]

HEAD = "---\ncountry: France\nlanguage: fr\n---\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, and a sidecar that gives its language unless told otherwise."""

    def write(name: str, content: str | bytes, sidecar: str | None = "language: en\n") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if sidecar is not None:
            path.with_suffix(".yaml").write_text(sidecar, encoding="utf-8")
        return path

    return write


@pytest.fixture
def spoken() -> Callable[[Transcript], list[tuple[str, str]]]:
    """Give who says what, turn by turn."""

    def spoken(transcript: Transcript) -> list[tuple[str, str]]:
        return [(turn.speaker, transcript.text[turn.words_start : turn.end].strip()) for turn in transcript.turns]

    return spoken

"""Finding text in a transcript."""

from __future__ import annotations

from pathlib import Path

import pytest

from fgcoder.errors import SearchError
from fgcoder.model import Span, Transcript
from fgcoder.reading import read
from fgcoder.tui.widgets.transcript.finding import Found, find

TALK = """\
---
title: The path
language: en
---

P1: I sweep the path in front
of the gate.  Nobody asked.

P2: The path? Nobody?

P1: Straße, ÉTÉ (twice).
"""


@pytest.fixture
def transcript(tmp_path: Path) -> Transcript:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return read(path)


def found(transcript: Transcript, pattern: str) -> list[str]:
    return [span.of(transcript.text) for span in find(transcript, pattern).spans]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("nobody", ["Nobody", "Nobody"]),
        ("NOBODY", []),
        ("Nobody", ["Nobody", "Nobody"]),
        ("p[ae]th", ["path", "path"]),
        ("front of", ["front\nof"]),
        (r"gate\. nobody", ["gate.  Nobody"]),
        (r"\bthe\W", ["the ", "the ", "The "]),
        (r"\p{Lu}TÉ", ["ÉTÉ"]),
        ("été", ["ÉTÉ"]),
        ("e\u0301te\u0301", ["ÉTÉ"]),
        (r"^the.*nobody\?$", ["The path? Nobody?"]),
        (r"\(twice\)", ["(twice)"]),
        ("P1|P2", []),
        ("asked. The", []),
        ("z*", []),
    ],
)
def test_what_is_found(transcript: Transcript, pattern: str, words: list[str]) -> None:
    assert found(transcript, pattern) == words


def test_a_faulty_pattern_is_refused_with_its_place_and_what_to_do(transcript: Transcript) -> None:
    with pytest.raises(SearchError) as raised:
        find(transcript, "a(b")
    (fault,) = raised.value.faults
    assert "at character" in fault.what
    assert fault.todo is not None
    assert r"\(" in fault.todo


def test_a_pattern_that_would_never_end_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("---\nlanguage: en\n---\nP1: Hello.\n\nP2: " + "a" * 60 + "!\n", encoding="utf-8")
    with pytest.raises(SearchError, match="given up") as raised:
        find(read(path), r"(a|aa)+$")
    assert raised.value.faults[0].todo is not None


def test_going_from_match_to_match_wraps_round_and_says_so() -> None:
    matches = Found((Span(5, 7), Span(20, 24), Span(30, 31)))
    assert str(matches.after(4)) == "1 of 3"
    assert str(matches.after(5)) == "2 of 3"
    assert str(matches.after(30)) == "1 of 3, from the other end again"
    assert str(matches.before(30)) == "2 of 3"
    assert str(matches.before(5)) == "3 of 3, from the other end again"
    assert Found().after(3) is None
    assert Found().before(3) is None


def test_the_matches_within_a_line() -> None:
    matches = Found((Span(5, 7), Span(20, 24), Span(30, 31)))
    assert matches.within(0, 5) == ()
    assert matches.within(6, 21) == (Span(5, 7), Span(20, 24))
    assert matches.within(24, 30) == ()
    assert matches.within(0, 99) == matches.spans

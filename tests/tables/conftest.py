"""A maker of small corpora: the text is really there, so that spans, turns and segments have to fit it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pytest

from fgcoder.model import Code, Codebook, Coding, Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.tables.coded import CodedCorpus

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]

CODEBOOK = Codebook(
    title="Small",
    version="1.0",
    language="en",
    roots=(
        Code("obstacles", "Obstacles", children=(Code("no-time", "No time"), Code("red-tape", "Red tape"))),
        Code("aside", "Aside"),
        Code("people", "People", children=(Code("age", "Age", children=(Code("old", "Old"), Code("young", "Young"))),)),
    ),
)
STAKEHOLDERS = {"P1": "citizen", "P2": "professional"}


def group(
    name: str, attributes: Mapping[str, str], turns: Sequence[tuple[str, int]], *, language: str = "en"
) -> tuple[Transcript, list[Segment]]:
    """Make a transcript from (speaker, number of segments) pairs; `MOD` moderates, an empty label names nobody."""
    text = ""
    made_turns: list[Turn] = []
    segments: list[Segment] = []
    speakers: dict[str, Speaker] = {}
    for number, (label, count) in enumerate(turns, 1):
        role = Role.MODERATOR if label == "MOD" else Role.PARTICIPANT if label else Role.UNKNOWN
        known = {"stakeholders": STAKEHOLDERS[label]} if label in STAKEHOLDERS else {}
        if label:
            speakers[label] = Speaker(label, role, known)
        turn_start = start = len(text)
        text += f"{label}: " if label else ""
        words_start = len(text)
        for part in range(count):
            begin = len(text)
            text += f"I say č{part}."
            end = len(text)
            text += "\n\n" if part == count - 1 else " "
            segments.append(Segment(name, len(segments) + 1, number, start, len(text), Span(begin, end), role))
            start = len(text)
        made_turns.append(Turn(number, label, turn_start, words_start, len(text)))
    digest = hashlib.sha256(text.encode()).hexdigest()
    transcript = Transcript(
        name, name, text, digest, language, dict(attributes), speakers, tuple(made_turns), f"{name}.txt"
    )
    return transcript, segments


def corpus(
    groups: Sequence[tuple[Transcript, list[Segment]]], codings: Sequence[tuple[str, str, Span | int, str]]
) -> CodedCorpus:
    """Make a corpus; a coding is (coder, group, span or number of a segment, code)."""
    segments = {transcript.id: own for transcript, own in groups}
    made = []
    for number, (coder, name, place, code) in enumerate(codings):
        span = segments[name][place - 1].words if isinstance(place, int) else place
        made.append(Coding(f"d{number}", coder, name, span, code))
    return CodedCorpus({transcript.id: transcript for transcript, _ in groups}, segments, made, CODEBOOK)


@pytest.fixture(scope="session")
def make_group() -> MakeGroup:
    """Give the maker of transcripts."""
    return group


@pytest.fixture(scope="session")
def make_corpus() -> MakeCorpus:
    """Give the maker of corpora."""
    return corpus


@pytest.fixture
def three_countries() -> CodedCorpus:
    """Four groups in three countries, Denmark's not coded, two coders."""
    turns = [("MOD", 1), ("P1", 2), ("P2", 1), ("P3", 1)]
    groups = [
        group("fr-1", {"country": "France", "sector": "safety"}, turns, language="fr"),
        group("de-1", {"country": "Germany", "sector": "safety"}, turns, language="de"),
        group("de-2", {"country": "Germany", "sector": "health"}, turns, language="de"),
        group("dk-1", {"country": "Denmark", "sector": "health"}, turns, language="da"),
    ]
    codings = [
        ("anna", "fr-1", 2, "no-time"),
        ("ben", "fr-1", 2, "no-time"),
        ("anna", "fr-1", 2, "red-tape"),
        ("anna", "fr-1", 3, "no-time"),
        ("anna", "fr-1", 1, "no-time"),
        ("anna", "de-1", 4, "young"),
        ("ben", "de-1", 5, "gone"),
    ]
    return corpus(groups, codings)

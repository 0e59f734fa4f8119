"""A small hand-built corpus and the table made from it, from which the golden files come."""

from __future__ import annotations

import hashlib

import pytest

from fgcoder.model import Code, Codebook, Coding, Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.frequency import frequency
from fgcoder.tabular import Table

CODEBOOK = Codebook(
    title="Co-production | pilot",
    version="1.0",
    language="en",
    roots=(
        Code(
            "obstacles",
            "What stands in the way",
            children=(Code("no-time", "No time"), Code("red-tape", "Red tape & <forms>")),
        ),
        Code("routes", "Routes", children=(Code("digital", "Digital", children=(Code("apps", "Apps"),)),)),
        Code("aside", "=Beside the point*"),
    ),
)
LINES = (
    ("MOD", "What keeps you from it?"),
    ("P1", "Na to nemám čas."),
    ("P2", "Three forms for one tree."),
)


def _group(name: str, country: str, language: str) -> tuple[Transcript, list[Segment]]:
    text = ""
    turns: list[Turn] = []
    segments: list[Segment] = []
    for number, (label, words) in enumerate(LINES, 1):
        start = len(text)
        text += f"{label}: {words}\n\n"
        span = Span(start + len(label) + 2, start + len(label) + 2 + len(words))
        role = Role.MODERATOR if label == "MOD" else Role.PARTICIPANT
        turns.append(Turn(number, label, start, span.start, len(text)))
        segments.append(Segment(name, number, number, start, len(text), span, role))
    speakers = {
        "MOD": Speaker("MOD", Role.MODERATOR),
        "P1": Speaker("P1", Role.PARTICIPANT, {"stakeholders": "citizen"}),
        "P2": Speaker("P2", Role.PARTICIPANT, {"stakeholders": "professional"}),
    }
    digest = hashlib.sha256(text.encode()).hexdigest()
    transcript = Transcript(
        name, name, text, digest, language, {"country": country}, speakers, tuple(turns), f"{name}.txt"
    )
    return transcript, segments


@pytest.fixture(scope="session")
def country_table() -> Table:
    """Give a country table with everything that can occur in one: no data, a code that is gone, depth, odd labels."""
    groups = [
        _group("cz-1", "Česko", "cs"),
        _group("cz-2", "Česko", "cs"),
        _group("dk-1", "Denmark", "da"),
        _group("fr-1", "France", "fr"),
    ]
    segments = {transcript.id: own for transcript, own in groups}
    codings = [
        Coding(f"d{number}", coder, name, segments[name][place].words, code)
        for number, (coder, name, place, code) in enumerate(
            [
                ("anna", "cz-1", 0, "aside"),
                ("anna", "cz-1", 1, "no-time"),
                ("ben", "cz-1", 1, "no-time"),
                ("anna", "cz-1", 2, "red-tape"),
                ("anna", "fr-1", 1, "no-time"),
                ("anna", "fr-1", 2, "apps"),
                ("ben", "fr-1", 2, "digital"),
                ("ben", "fr-1", 2, "paper_form"),
            ]
        )
    ]
    transcripts = {transcript.id: transcript for transcript, _ in groups}
    return frequency(CodedCorpus(transcripts, segments, codings, CODEBOOK))

"""A maker of small corpora: the text is really there, so that spans, turns and segments have to fit it.

And a maker of records of decisions, for what is about decisions rather than about what they come to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fgcoder.model import (
    Action,
    Code,
    Codebook,
    Coding,
    Decision,
    Mode,
    Role,
    Segment,
    Shown,
    Span,
    Speaker,
    Transcript,
    Turn,
)
from fgcoder.storage.store import Store
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


START = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Record:
    """Decisions made one after the other, kept in a real store and read back from it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made = 0

    def decide(
        self,
        coder: str,
        place: str,
        codes: str = "",
        *,
        listed: str = "",
        mode: Mode = Mode.ASSISTED,
        draw: str = "",
        action: Action | None = None,
        model: str = "",
    ) -> list[Decision]:
        """Decide about a segment, `g1#2`; codes and the list are words, and without codes none fits.

        A model says that there were suggestions to be had, even where the list is empty.
        """
        shown = tuple(Shown(code, 1.0) for code in listed.split())
        hidden = mode is not Mode.ASSISTED
        made = [
            self._decision(
                coder,
                place,
                code,
                action or (Action.APPLY if code else Action.NOTHING),
                mode=mode,
                shown=() if hidden else shown,
                withheld=shown if hidden else (),
                draw=draw,
                model=model,
            )
            for code in codes.split() or [""]
        ]
        self._store.append(made)
        return made

    def withdraw(self, decision: Decision, mode: Mode = Mode.ASSISTED) -> Decision:
        """Take a decision back."""
        place = f"{decision.transcript}#{decision.span.start // 100}"
        made = self._decision(decision.coder, place, decision.code, Action.WITHDRAW, mode=mode, withdraws=decision.id)
        self._store.append([made])
        return made

    def decisions(self) -> list[Decision]:
        """Read all of them back."""
        return self._store.decisions()

    def _decision(self, coder: str, place: str, code: str, action: Action, *, mode: Mode, **more: Any) -> Decision:
        transcript, _, number = place.partition("#")
        span = Span(100 * int(number), 100 * int(number) + 50)
        self._made += 1
        moment = START + timedelta(seconds=self._made)
        hashed = hashlib.sha256(transcript.encode()).hexdigest()
        return Decision(str(UUID(int=self._made)), coder, moment, action, transcript, hashed, span, code, mode, **more)


@pytest.fixture
def new_record(tmp_path: Path) -> Iterator[Callable[[], Record]]:
    """Give the maker of records that are empty, each in a store of its own."""
    with ExitStack() as stack:
        made_so_far: list[Record] = []

        def made() -> Record:
            file = tmp_path / f"record-{len(made_so_far)}" / "store.sqlite"
            made_so_far.append(Record(stack.enter_context(Store.open(file))))
            return made_so_far[-1]

        yield made


@pytest.fixture
def record(new_record: Callable[[], Record]) -> Record:
    """Give a record that is empty."""
    return new_record()


@pytest.fixture
def small_codebook() -> Codebook:
    """Give the codebook of the small corpora."""
    return CODEBOOK


@pytest.fixture
def by_hand(record: Record) -> list[Decision]:
    """Six visits by anna, two of them drawn, and one by ben with suggestions hidden; worked out in the tests."""
    everything = "no-time red-tape aside old young"
    record.decide("anna", "g1#1", "no-time", listed=everything, draw="0.5/7")
    record.decide("anna", "g1#2", "no-time old", listed="red-tape no-time aside", draw="0.5/7")
    record.decide("anna", "g2#1", listed="aside old young no-time", draw="0.5/7")
    record.decide("anna", "g2#2", "no-time young", listed="young aside old red-tape no-time", draw="0.5/7")
    record.decide("anna", "g1#3", "old", listed="old no-time", mode=Mode.DRAWN, draw="0.5/7")
    record.decide("anna", "g1#3", "no-time", listed="no-time", draw="0.5/7")
    record.decide("anna", "g2#3", listed="aside", mode=Mode.DRAWN, draw="0.5/7")
    record.decide("anna", "g2#3", "aside", listed="aside", draw="0.5/7")
    record.decide("ben", "g1#1", "old", listed="old", mode=Mode.BLIND, draw="0.5/7")
    return record.decisions()


DrawnGroups = Sequence[tuple[str, Sequence[tuple[str, int]]]]
DrawnCodings = Sequence[tuple[str, int, int, int, str]]
LaidOut = list[tuple[Coding, Transcript, Segment, Speaker]]


@pytest.fixture(scope="session")
def drawn_corpus() -> Callable[[DrawnGroups, DrawnCodings], CodedCorpus]:
    """Give the maker of corpora from what Hypothesis draws: groups as (country, turns), codings as (coder, group,
    start, length, code). The sectors alternate, and the groups met in the reverse order of their names."""

    def made(groups: DrawnGroups, codings: DrawnCodings) -> CodedCorpus:
        laid = [
            group(
                f"g{at}",
                {"country": country, "sector": ("health", "safety")[at % 2], "date": f"2020-01-{28 - at}"},
                turns,
            )
            for at, (country, turns) in enumerate(groups)
        ]
        placed = []
        for coder, at, start, length, code in codings:
            transcript, _ = laid[at % len(laid)]
            start = start % len(transcript.text)
            placed.append((coder, transcript.id, Span(start, min(start + length, len(transcript.text))), code))
        return corpus(laid, placed)

    return made


@pytest.fixture(scope="session")
def laid_out() -> Callable[[CodedCorpus], LaidOut]:
    """Give the participants' segments that each coding touches, by plain loops."""

    def laid(of: CodedCorpus) -> LaidOut:
        found: LaidOut = []
        for coding in of.codings:
            transcript, segments = of.transcripts[coding.transcript], of.segments[coding.transcript]
            touched = [segment for segment in segments if segment.words.overlaps(coding.span)]
            if not touched:
                touched = [segment for segment in segments if segment.start <= coding.span.start < segment.end]
            for segment in touched:
                if segment.role is not Role.MODERATOR:
                    speaker = transcript.speaker_of(transcript.turns[segment.turn - 1])
                    found.append((coding, transcript, segment, speaker))
        return found

    return laid

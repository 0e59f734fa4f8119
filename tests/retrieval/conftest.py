"""A study of three small groups in two languages, coded by two coders, and the searches on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray

from fgcoder.codebook.file import read as read_codebook
from fgcoder.model import Action, Codebook, Decision, Mode, Span
from fgcoder.reading import read
from fgcoder.retrieval.finder import Finder
from fgcoder.segmenting import segment
from fgcoder.storage.store import Store

CODEBOOK = """\
title: Parks
version: "1"
language: en
codes:
  - id: obstacles
    label: Obstacles
    children:
      - {id: no-time, label: No time, was: [hurry]}
      - {id: red-tape, label: Red tape}
  - {id: litter, label: Litter}
"""
PARK = """\
---
title: The park
language: en
country: United Kingdom
participants:
  P1: {stakeholders: citizen, age: 71}
  P2: {stakeholders: professional}
---

MODERATOR: Who has time for the park?

P1: I have no time. My daughter has
no time   either, with two jobs.

P2: The forms take longer than the sweeping. I would not know where to begin. We are three people for \
eleven parks and I tell you honestly that it is lost.

P1: Then we sweep it ourselves.
"""
WALK = """\
---
title: The walk
language: en
country: Denmark
stakeholders: third sector
---

P1: Nobody has time to walk the dogs.

P2: I walk them twice a day (in the rain).
"""
STI = """\
---
title: Stien
language: da
country: Denmark
participants:
  Åse: {stakeholders: citizen}
---

Åse: Vi har ikke tid til at feje stien på søndag.
"""
START = datetime(2026, 3, 1, 9, tzinfo=UTC)

Decide = Callable[..., Decision]


class Letters:
    """An encoder that needs no model: texts are alike as far as they are written with the same letters."""

    name = "letters"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        counts = np.array([[text.casefold().count(letter) for letter in "abcdefghijklmnoprstuvwyåø"] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The three groups, taken in."""
    with Store.open(tmp_path / "store.sqlite") as store:
        for name, text in (("park", PARK), ("sti", STI), ("walk", WALK)):
            file = tmp_path / f"{name}.txt"
            file.write_text(text, encoding="utf-8")
            transcript = read(file)
            store.add_transcript(transcript, segment(transcript, 12), "sentences of 12")
        yield store


@pytest.fixture
def decide(store: Store) -> Decide:
    """Decide about the first place where some words stand: `decide("park", "no time", "no-time")`."""
    made: list[Decision] = []

    def decide(transcript: str, words: str, code: str, coder: str = "ana", **changed: object) -> Decision:
        known = store.transcript(transcript)
        start = known.text.index(words)
        values: dict[str, object] = {
            "id": str(uuid4()),
            "coder": coder,
            "made_at": START + timedelta(seconds=len(made)),
            "action": Action.APPLY,
            "transcript": transcript,
            "transcript_hash": known.hash,
            "span": Span(start, start + len(words)),
            "code": code,
            "mode": Mode.BLIND,
        }
        one = Decision(**{**values, **changed})  # type: ignore[arg-type]
        store.append([one])
        made.append(one)
        return one

    return decide


@pytest.fixture
def codebook(tmp_path: Path) -> Codebook:
    file = tmp_path / "codebook.yaml"
    file.write_text(CODEBOOK, encoding="utf-8")
    return read_codebook(file)


@pytest.fixture
def letters() -> Letters:
    return Letters()


Embed = Callable[..., None]


@pytest.fixture
def embed(store: Store, letters: Letters) -> Embed:
    """Keep vectors for the segments of transcripts, all by default, as the pipeline does."""

    def embed(*names: str) -> None:
        texts = [
            " ".join(one.words.of(store.transcript(name).text).split())
            for name in names or store.transcript_ids()
            for one in store.segments(name)
            if one.is_codable
        ]
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        store.add_vectors(letters.name, dict(zip(keys, letters.encode(texts), strict=True)))
        letters.asked.clear()

    return embed


@pytest.fixture
def finder(store: Store, codebook: Codebook, letters: Letters, embed: Embed) -> Finder:
    """The searches; every segment has its vector by the letters."""
    embed()
    return Finder(store, lambda: codebook, lambda: letters)

"""A study of three small groups in two languages in a folder of its own, coded by two coders; names as labels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fgcoder.model import Action, Codebook, Decision, Mode, Passage, Span
from fgcoder.pipeline import contents, taking_in
from fgcoder.reporting.naming import AS_THEY_STAND, Names
from fgcoder.reporting.quoting import Quoting
from fgcoder.retrieval.finder import Finder
from fgcoder.storage.store import Store
from fgcoder.study import Study, open_study

STUDY = """\
title: Parks & paths
description: Three invented groups.
codebook: codebook.yaml
transcripts: transcripts
model: letters
attributes:
  country: [Denmark, United Kingdom]
"""
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
date: 2013-05-01
participants:
  MARY: {stakeholders: citizen, age: 71}
  TOM: {stakeholders: professional}
---

[00:10] MODERATOR: Who has time for the park?

[01:02:05] TOM: The forms take longer than all of the sweeping.

[01:03:00] MARY: I have no time. My daughter has
no time   either, with two jobs.

[01:04:00] TOM: Then we sweep it ourselves, as Mary told us to.
"""
STI = """\
---
title: Stien
language: da
country: Denmark
date: 2013-04-01
participants:
  Deltager 2: {stakeholders: citizen}
  Deltager 5: {stakeholders: third sector}
---

Deltager 5: Vi har ikke tid til at feje stien på søndag.

Deltager 2: Nej.
"""
WALK = """\
---
title: The walk
language: en
country: Denmark
stakeholders: third sector
---

Nobody has time to walk the dogs.
"""
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Letters:
    """An encoder that needs no model: texts are alike as far as they are written with the same letters."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array([[text.casefold().count(one) + 0.01 for one in "abcdefghijklmnoprstuvwy"] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


@dataclass
class Desk:
    """The study, its store, and ways to decide about it and to look at it."""

    study: Study
    store: Store
    codebook: Codebook
    made: list[Decision] = field(default_factory=list)

    def passage(self, transcript: str, words: str) -> Passage:
        start = self.store.transcript(transcript).text.index(words)
        return Passage(transcript, Span(start, start + len(words)))

    def decide(self, transcript: str, words: str, code: str, coder: str = "ana", **changed: Any) -> Decision:
        values: dict[str, Any] = {
            "id": f"{len(self.made):08}-0000-4000-8000-000000000000",
            "coder": coder,
            "made_at": START + timedelta(seconds=len(self.made)),
            "action": Action.APPLY,
            "transcript": transcript,
            "transcript_hash": self.store.transcript(transcript).hash,
            "span": self.passage(transcript, words).span,
            "code": code,
            "mode": Mode.BLIND,
        }
        one = Decision(**{**values, **changed})
        self.store.append([one])
        self.made.append(one)
        return one

    def embed(self) -> None:
        transcripts = self.store.transcripts().items()
        texts = [
            " ".join(one.words.of(transcript.text).split())
            for name, transcript in transcripts
            for one in self.store.segments(name)
            if one.is_codable
        ]
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        self.store.add_vectors("letters", dict(zip(keys, Letters().encode(texts), strict=True)))

    @property
    def finder(self) -> Finder:
        return Finder(self.store, lambda: self.codebook, Letters)

    def quoting(self, template: str = "", names: Names = AS_THEY_STAND) -> Quoting:
        return Quoting(self.finder, self.store.transcripts(), self.codebook, template, names)


def lay_out(folder: Path) -> Study:
    (folder / "transcripts").mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    for name, text in (("park", PARK), ("sti", STI), ("walk", WALK)):
        (folder / "transcripts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return open_study(folder)


@pytest.fixture
def lay(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Lay the study out in a folder: `lay("one")`."""
    stores = []

    def lay(name: str) -> Desk:
        study = lay_out(tmp_path / name)
        store = Store.open(study.store)
        stores.append(store)
        for one in taking_in.take_in(study, store):
            assert one.error is None
        return Desk(study, store, contents.codebook_of(study))

    yield lay
    for store in stores:
        store.close()


@pytest.fixture
def desk(lay: Callable[[str], Desk]) -> Desk:
    """The study, with nothing coded."""
    return lay("study")


@pytest.fixture
def coded(desk: Desk) -> Desk:
    """The study, coded by two who met on two segments."""
    code(desk)
    return desk


def code(desk: Desk) -> None:
    desk.decide("park", "I have no time.", "no-time")
    desk.decide("park", "The forms take longer than all of the sweeping.", "red-tape")
    desk.decide("park", "The forms take longer than all of the sweeping.", "red-tape", coder="ben")
    desk.decide("park", "The forms take longer than all of the sweeping.", "litter", coder="ben")
    desk.decide("park", "Who has time for the park?", "no-time")
    desk.decide("sti", "Vi har ikke tid til at feje stien på søndag.", "no-time")
    desk.decide("sti", "Nej.", "no-time")
    desk.embed()

"""From texts to vectors: only what has not been embedded yet, kept as it goes, with rate and time left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from fgcoder.locations import cache_folder
from fgcoder.model import Codebook, Segment, Transcript
from fgcoder.pipeline.events import OnProgress, Progress, silent
from fgcoder.pipeline.garbage import keep_for_good, without_collecting
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import Line, lines_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_READ_AT_ONCE = 2_000
"""Vectors that are read from the store before they are put in their places, so that none is in memory twice."""
_MINUTES_FROM = 90.0
"""Seconds left from which they are told in minutes."""


def encoder_of(study: Study, on_progress: OnProgress | None = None) -> Encoder:
    """Give the embedding model that the study asks for; `encoder_named` says how."""
    return encoder_named(study.settings.model, study.folder, on_progress)


def encoder_named(model: str, base: Path, on_progress: OnProgress | None = None) -> Encoder:
    """Give an embedding model; it is unpacked and loaded when first used.

    Parameters
    ----------
    model, base
        As in `study.yaml`, and the folder that a path is relative to.

    Raises
    ------
    ModelError
        If it cannot be had.
    """
    report = on_progress or silent
    return load_encoder(
        model,
        base,
        cache_folder(),
        lambda part, doing: report(Progress("Unpacking the embedding model (once)", part, 1.0, doing)),
    )


@dataclass(frozen=True)
class Embedded:
    """A study's segments and codebook lines with their vectors."""

    model: str
    """The name of the embedding model."""
    lines: tuple[Line, ...]
    segments: tuple[Segment, ...]
    """Those that can be coded, in reading order, transcript by transcript."""
    texts: tuple[str, ...]
    """The words of each segment."""
    languages: tuple[str, ...]
    """The language of each segment."""
    speakers: tuple[str, ...]
    """The label of who speaks each segment; empty where the text names nobody."""
    vectors: NDArray[np.float32]
    """Of the lines, then of the segments; shape (n_lines + n_segments, d)."""
    asked: NDArray[np.float32]
    """Of the moderator's words before each segment, 0 where there are none; shape (n_segments, d)."""


def embed_study(study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None) -> Embedded:
    """Embed what has not been embedded yet. The model is loaded only where a text is new.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    import numpy as np

    encoder = encoder_of(study, on_progress)
    lines = lines_of(codebook)
    segments: list[Segment] = []
    texts: list[str] = []
    languages: list[str] = []
    speakers: list[str] = []
    questions: list[str] = []
    with without_collecting():
        for name, transcript in store.transcripts().items():
            for segment, speaker, question in _with_questions(transcript, store.segments(name)):
                segments.append(segment)
                texts.append(segment.words.of(transcript.text))
                languages.append(transcript.language)
                speakers.append(speaker)
                questions.append(question)
        keep_for_good(len(segments))
    different = list(dict.fromkeys(question for question in questions if question))
    every = embed(store, encoder, [*(line.text for line in lines), *texts, *different], on_progress)
    count = len(lines) + len(texts)
    row_of = {question: row for row, question in enumerate(different, count)}
    asked = np.zeros((len(texts), every.shape[1]), np.float32)
    # One by one, since numpy would make one array of a hundred thousand without letting anybody else have a turn.
    for place, question in enumerate(questions):
        if question:
            asked[place] = every[row_of[question]]
    return Embedded(
        encoder.name, lines, tuple(segments), tuple(texts), tuple(languages), tuple(speakers), every[:count], asked
    )


def _with_questions(transcript: Transcript, segments: Iterable[Segment]) -> Iterator[tuple[Segment, str, str]]:
    """Give the segments that can be coded, each with who speaks and what the moderator said last before it."""
    question = ""
    speaker_of = {turn.number: turn.speaker for turn in transcript.turns}
    for one in segments:
        if one.is_codable:
            yield one, speaker_of.get(one.turn, ""), question
        elif one.words.start < one.words.end:
            question = one.words.of(transcript.text)


def key_of(text: str) -> str:
    """Give what a text's vector is kept under; however the text is broken into lines."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


def embed(
    store: Store, encoder: Encoder, texts: Sequence[str], on_progress: OnProgress | None = None
) -> NDArray[np.float32]:
    """Give a vector for every text, from the store where it is kept there; new ones are stored batch by batch.

    Returns
    -------
    NDArray[float32]
        Shape (n, d), rows in the order of the texts.
    """
    import numpy as np

    report = on_progress or silent
    plain = [" ".join(text.split()) for text in texts]
    keys = [key_of(text) for text in plain]
    every: NDArray[np.float32] | None = None
    places: dict[str, list[int]] = {}
    """Of the texts that have to be embedded."""
    for start in range(0, len(keys), _READ_AT_ONCE):
        some = keys[start : start + _READ_AT_ONCE]
        found = store.vectors(encoder.name, some)
        for place, key in enumerate(some, start):
            if key not in found:
                places.setdefault(key, []).append(place)
                continue
            if every is None:
                every = np.empty((len(keys), len(found[key])), np.float32)
            every[place] = found[key]
    if places:
        missing = [(key, plain[at[0]]) for key, at in places.items()]
        report(Progress("Embedding", 0, len(missing), "loading the model"))
        done, pace = 0, _Pace(sum(len(text) for _, text in missing))
        for positions, rows in encoder.encode_batches([text for _, text in missing]):
            batch = {missing[position][0]: row for position, row in zip(positions, rows, strict=True)}
            store.add_vectors(encoder.name, batch)
            for key, row in batch.items():
                if every is None:
                    every = np.empty((len(keys), len(row)), np.float32)
                every[places[key]] = row
            done += len(batch)
            spent = sum(len(missing[position][1]) for position in positions)
            report(Progress("Embedding", done, len(missing), pace.after(len(batch), spent)))
    return every if every is not None else np.zeros((0, encoder.dimensions), np.float32)


class _Pace:
    """Says how fast embedding goes, and how long the letters to come will take: the longest texts come first.

    The clock starts after the first batch: before it the model is loaded.
    """

    def __init__(self, letters: int) -> None:
        self._left = letters
        self._texts = self._letters = 0
        self._began: float | None = None

    def after(self, texts: int, letters: int) -> str:
        """Count a batch and give rate and time left; nothing after the first batch and the last."""
        self._left -= letters
        if self._began is None:
            self._began = monotonic()
            return ""
        self._texts += texts
        self._letters += letters
        seconds = monotonic() - self._began
        if not self._left or not self._letters or not seconds:
            return ""
        left = seconds * self._left / self._letters
        wait = f"{left:.0f} s" if left < _MINUTES_FROM else f"{left / 60:.0f} min"
        return f"{self._texts / seconds:.0f} a second, {wait} left"

"""From files to suggestions: read, segment, embed, rank, store; with progress as events.

Every front end runs the same steps through here. Each step keeps what it has done as it goes, so that an interruption
loses nothing and a second run does only what is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder import decision_log, reading
from fgcoder.codebook import read as read_codebook
from fgcoder.decisions import codings
from fgcoder.errors import Fault, FgcoderError, ReadingError
from fgcoder.locations import cache_folder
from fgcoder.model import Codebook, Segment
from fgcoder.segmenting import recipe, segment
from fgcoder.storage.store import Change, Store
from fgcoder.study import Study
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import Line, lines_of
from fgcoder.suggesting.ranking import Ranking, rank
from fgcoder.tables.coded import CodedCorpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life from a step that takes a while."""

    step: str
    """What is being done, for people to read."""
    done: float
    total: float
    """`done` of `total` units; a step is over when they are equal."""
    detail: str = ""
    """What is in hand just now."""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one transcript file."""

    path: Path
    change: Change | None
    """None where the file could not be read or was refused."""
    transcript: str = ""
    turns: int = 0
    segments: int = 0
    notices: tuple[str, ...] = ()
    error: FgcoderError | None = None


def import_transcripts(
    study: Study, store: Store, files: Sequence[Path], on_progress: OnProgress | None = None
) -> list[Imported]:
    """Read, segment and store transcript files; a file that cannot be read is reported and the rest goes on."""
    report = on_progress or _silent
    results = []
    for number, path in enumerate(files):
        report(Progress("Reading transcripts", number, len(files), path.name))
        results.append(_import(study, store, path))
    if files:
        report(Progress("Reading transcripts", len(files), len(files)))
    return results


def _import(study: Study, store: Store, path: Path) -> Imported:
    settings = study.settings
    try:
        _refuse_twins(study, path)
        transcript = reading.read(path, settings.attributes)
        way = (settings.segments.longest, settings.segments.pipelines)
        segmentation = recipe(transcript.language, *way)
        if store.holds(transcript, segmentation):
            segments, change = store.segments(transcript.id), Change.UNCHANGED
        else:
            segments = segment(transcript, *way)
            change = store.add_transcript(transcript, segments, segmentation)
    except FgcoderError as error:
        return Imported(path, None, error=error)
    return Imported(path, change, transcript.id, len(transcript.turns), len(segments), transcript.notices)


def _refuse_twins(study: Study, path: Path) -> None:
    """Refuse a file whose transcript another file of the folder gives, too: which of the two counts is not clear."""
    there = [file.name for file in study.transcript_files(reading.SUFFIXES) if file.stem == path.stem]
    twins = [name for name in there if name != path.name]
    if twins:
        what = f"{', '.join(twins)} in the transcripts folder would be transcript `{path.stem}` too."
        raise ReadingError("The transcript was not imported.", Fault(what, path, todo="Rename or remove one of them."))


def import_decisions(store: Store, files: Iterable[Path]) -> int:
    """Merge decision logs into the store and give the number of decisions that were new.

    Raises
    ------
    StoreError
        If a log is faulty; nothing of it is then merged.
    """
    return sum(store.merge(list(decision_log.read(path))) for path in files)


def take_in(study: Study, store: Store, on_progress: OnProgress | None = None) -> list[Imported]:
    """Bring the store to what lies in the study's folder: transcripts that are new or changed, and decision logs.

    Raises
    ------
    StoreError
        If a decision log is faulty.
    """
    results = import_transcripts(study, store, study.transcript_files(reading.SUFFIXES), on_progress)
    import_decisions(store, study.decision_files())
    return results


@dataclass(frozen=True)
class Preparation:
    """All that has to be done before a study's suggestions can be shown, as one thing to hand to a screen."""

    study: Study
    store: Store
    codebook: Codebook

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Bring the store to what lies in the study's folder."""
        return take_in(self.study, self.store, on_progress)

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Embed what is new and rank the codes."""
        return rank_study(self.study, self.store, self.codebook, on_progress)


def coded_corpus(store: Store, codebook: Codebook) -> CodedCorpus:
    """Give what the tables are made from: everything in the store, and the codings its decisions come to."""
    transcripts = store.transcripts()
    segments = {name: store.segments(name) for name in transcripts}
    return CodedCorpus(transcripts, segments, codings(store.decisions()), codebook)


def codebook_of(study: Study) -> Codebook:
    """Read the study's codebook.

    Raises
    ------
    CodebookError
        If it is faulty.
    """
    return read_codebook(study.codebook)


def encoder_of(study: Study, on_progress: OnProgress | None = None) -> Encoder:
    """Give the embedding model that the study asks for; it is unpacked and loaded when first used.

    Raises
    ------
    ModelError
        If it cannot be had.
    """
    report = on_progress or _silent
    return load_encoder(
        study.settings.model,
        study.folder,
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
    vectors: NDArray[np.float32]
    """Of the lines, then of the segments; shape (n_lines + n_segments, d)."""


def embed_study(study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None) -> Embedded:
    """Embed what has not been embedded yet. The model is loaded only where a text is new.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    encoder = encoder_of(study, on_progress)
    lines = lines_of(codebook)
    codable = [
        (segment, segment.words.of(transcript.text), transcript.language)
        for name, transcript in store.transcripts().items()
        for segment in store.segments(name)
        if segment.is_codable
    ]
    segments, texts, languages = zip(*codable, strict=True) if codable else ((), (), ())
    vectors = embed(store, encoder, [line.text for line in lines] + list(texts), on_progress)
    return Embedded(encoder.name, lines, segments, texts, languages, vectors)


def rank_study(study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None) -> Ranking:
    """Embed what has not been embedded yet, and rank the codes for every segment that can be coded.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    report = on_progress or _silent
    known = embed_study(study, store, codebook, report)
    count = len(known.lines)
    report(Progress("Ranking the codes", 0, 1))
    ranking = rank(
        known.model,
        known.lines,
        known.vectors[:count],
        known.segments,
        known.texts,
        known.vectors[count:],
        known.languages,
    )
    report(Progress("Ranking the codes", 1, 1))
    return ranking


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

    report = on_progress or _silent
    plain = [" ".join(text.split()) for text in texts]
    keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in plain]
    vectors = store.vectors(encoder.name, keys)
    missing = list({key: text for key, text in zip(keys, plain, strict=True) if key not in vectors}.items())
    if missing:
        report(Progress("Embedding", 0, len(missing), "loading the model"))
        done = 0
        for positions, rows in encoder.encode_batches([text for _, text in missing]):
            batch = {missing[position][0]: row for position, row in zip(positions, rows, strict=True)}
            store.add_vectors(encoder.name, batch)
            vectors |= batch
            done += len(batch)
            report(Progress("Embedding", done, len(missing)))
    if not keys:
        return np.zeros((0, encoder.dimensions), np.float32)
    return np.stack([vectors[key] for key in keys])


def _silent(progress: Progress) -> None:
    """Show nothing."""

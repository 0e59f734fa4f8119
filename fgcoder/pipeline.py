"""From files to suggestions: read, segment, embed, rank, store; with progress as events.

Every front end runs the same steps through here. Each step keeps what it has done as it goes, so that an interruption
loses nothing and a second run does only what is new.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from fgcoder import decision_log, reading
from fgcoder.codebook import read as read_codebook
from fgcoder.decisions import codings, following
from fgcoder.errors import Fault, FgcoderError, ReadingError
from fgcoder.locations import cache_folder
from fgcoder.model import Codebook, Decision, Finding, Segment, Transcript
from fgcoder.reading.digest import digest_of
from fgcoder.segmenting import recipe, segment
from fgcoder.storage.store import Change, Store
from fgcoder.study import Study
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import Line, lines_of
from fgcoder.survey import read as read_survey
from fgcoder.tables.coded import CodedCorpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fgcoder.suggesting.learning import Learner
    from fgcoder.suggesting.ranking import Ranking

_LARGE = 10_000
"""Segments from which on what is known of a study is never looked through for garbage: it stays."""
_READ_AT_ONCE = 2_000
"""Vectors that are read from the store before they are put in their places, so that none is in memory twice."""
_MINUTES_FROM = 90.0
"""Seconds left from which they are told in minutes."""


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
    there = [file.name for file in study.transcript_files(reading.SUFFIXES)]
    for number, path in enumerate(files):
        twins = [name for name in there if name != path.name and Path(name).stem == path.stem]
        digest = _digest(study, path)
        known = store.unchanged(path.stem, digest) if not twins else None
        if known is not None:
            results.append(Imported(path, Change.UNCHANGED, path.stem, known.turns, known.segments, known.notices))
            continue
        report(Progress("Reading transcripts", number, len(files), path.name))
        results.append(_import(study, store, path, digest, twins))
    if files:
        report(Progress("Reading transcripts", len(files), len(files)))
    return results


def _digest(study: Study, path: Path) -> str:
    """Give the digest of what a transcript comes from: its files, and how the study wants them read."""
    settings = study.settings
    way = recipe("", settings.segments.longest) + json.dumps(settings.segments.pipelines, sort_keys=True)
    return digest_of(path, reading.sidecar_of(path), settings.attributes, way)


def _import(study: Study, store: Store, path: Path, digest: str, twins: Sequence[str]) -> Imported:
    settings = study.settings
    try:
        _refuse_twins(path, twins)
        transcript = reading.read(path, settings.attributes)
        way = (settings.segments.longest, settings.segments.pipelines)
        segmentation = recipe(transcript.language, *way)
        if store.holds(transcript, segmentation):
            segments, change = store.segments(transcript.id), Change.UNCHANGED
            store.note_digest(transcript.id, digest)
        else:
            segments = segment(transcript, *way)
            change = store.add_transcript(transcript, segments, segmentation, digest)
    except FgcoderError as error:
        return Imported(path, None, error=error)
    return Imported(path, change, transcript.id, len(transcript.turns), len(segments), transcript.notices)


def _refuse_twins(path: Path, twins: Sequence[str]) -> None:
    """Refuse a file whose transcript other files of the folder give, too: which of them counts is not clear."""
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


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: of a large study that takes up to a second, for which no key is answered."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class Preparation:
    """All that has to be done before a study's suggestions can be shown, as one thing to hand to a screen."""

    study: Study
    store: Store
    codebook: Codebook
    coder: str
    """Whose decisions are learnt from."""
    _learner: Learner | None = None
    _decisions: dict[str, Decision] = field(default_factory=dict)
    """What has been read of the coder's decisions, by id."""

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Bring the store to what lies in the study's folder."""
        return take_in(self.study, self.store, on_progress)

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Embed what is new, learn from what is decided, and rank the codes of the codebook as it is now."""
        self.codebook = codebook_of(self.study)
        self._learner = learner_of(self.study, self.store, self.codebook, on_progress)
        with without_collecting():
            self._decisions = {decision.id: decision for decision in self.store.decisions(coder=self.coder)}
            ranking = self._learner.learn(following(self._decisions.values(), self.codebook))
        if len(self._learner.material.rows) > _LARGE:
            gc.freeze()
        return ranking

    def learn(self) -> Ranking | None:
        """Rank the codes anew from what is decided by now; None where they are not ranked yet, or are being anew."""
        learner, codebook = self._learner, self.codebook
        if learner is None:
            return None
        # From the latest back, only what is new: reading thousands anew would take longer than learning from them.
        for decision in self.store.decisions_latest_first(self.coder):
            if decision.id in self._decisions:
                break
            self._decisions[decision.id] = decision
        ranking = learner.learn(following(self._decisions.values(), codebook))
        return ranking if learner is self._learner else None  # else the codebook has changed meanwhile


def coded_corpus(store: Store, codebook: Codebook) -> CodedCorpus:
    """Give what the tables are made from: everything in the store, and the codings its decisions come to."""
    transcripts = store.transcripts()
    segments = {name: store.segments(name) for name in transcripts}
    return CodedCorpus(transcripts, segments, codings(following(store.decisions(), codebook)), codebook)


def codebook_of(study: Study) -> Codebook:
    """Read the study's codebook.

    Raises
    ------
    CodebookError
        If it is faulty.
    """
    return read_codebook(study.codebook)


def findings_of(study: Study) -> tuple[Finding, ...]:
    """Read the findings of the study's survey files.

    Raises
    ------
    StudyError
        If a file is faulty.
    """
    return tuple(finding for path in study.surveys for finding in read_survey(path))


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
    report = on_progress or _silent
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
    with without_collecting():
        found = [
            (segment, segment.words.of(transcript.text), transcript.language, question)
            for name, transcript in store.transcripts().items()
            for segment, question in _with_questions(transcript, store.segments(name))
        ]
    segments, texts, languages, questions = zip(*found, strict=True) if found else ((), (), (), ())
    different = list(dict.fromkeys(question for question in questions if question))
    every = embed(store, encoder, [*(line.text for line in lines), *texts, *different], on_progress)
    count = len(lines) + len(texts)
    vector_of = dict(zip(different, every[count:], strict=True))
    silence = np.zeros(every.shape[1], np.float32)
    asked = np.array([vector_of.get(question, silence) for question in questions], np.float32)
    asked = asked.reshape(len(texts), every.shape[1])
    return Embedded(encoder.name, lines, segments, texts, languages, every[:count], asked)


def _with_questions(transcript: Transcript, segments: Iterable[Segment]) -> Iterator[tuple[Segment, str]]:
    """Give the segments that can be coded, each with what the moderator said last before it."""
    question = ""
    for one in segments:
        if one.is_codable:
            yield one, question
        elif one.words.start < one.words.end:
            question = one.words.of(transcript.text)


def learner_of(study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None) -> Learner:
    """Embed what has not been embedded yet, and prepare for learning from decisions.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    from fgcoder.suggesting.learning import prepare

    report = on_progress or _silent
    known = embed_study(study, store, codebook, report)
    count = len(known.lines)
    report(Progress("Ranking the codes", 0, 1))
    with without_collecting():
        learner = prepare(
            known.model,
            codebook,
            known.lines,
            known.vectors[:count],
            known.segments,
            known.texts,
            known.vectors[count:],
            known.languages,
            known.asked,
        )
    report(Progress("Ranking the codes", 1, 1))
    return learner


def rank_study(
    study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None, coder: str | None = None
) -> Ranking:
    """Embed what has not been embedded yet, and rank the codes for every segment that can be coded.

    Parameters
    ----------
    coder
        Whose decisions to learn from; None to go by the codebook alone.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    decisions = following(store.decisions(coder=coder), codebook) if coder else []
    return learner_of(study, store, codebook, on_progress).learn(decisions)


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


def _silent(progress: Progress) -> None:
    """Show nothing."""

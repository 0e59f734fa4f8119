"""From files to the store: read, segment, keep; a second time only what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from fgcoder import reading
from fgcoder.controls import is_plain_name
from fgcoder.errors import Fault, FgcoderError, ReadingError, StoreAccessError
from fgcoder.model import Transcript
from fgcoder.pipeline.events import OnProgress, Progress, silent
from fgcoder.reading.digest import digest_of
from fgcoder.record import log as decision_log
from fgcoder.segmenting import recipe, segment
from fgcoder.storage.store import Store
from fgcoder.storage.transcripts import Change
from fgcoder.study import Study


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
    report = on_progress or silent
    results = []
    there = [file.name for file in study.transcript_files(reading.SUFFIXES)]
    for number, path in enumerate(files):
        twins = [name for name in there if name != path.name and Path(name).stem == path.stem]
        digest = _digest(study, path)
        known = store.unchanged(path.stem, digest) if not twins and is_plain_name(path.name) else None
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
        transcript = _read(study, store, path)
        way = (settings.segments.longest, settings.segments.pipelines)
        segmentation = recipe(transcript.language, *way)
        if store.holds(transcript, segmentation):
            segments, change = store.segments(transcript.id), Change.UNCHANGED
            store.note_digest(transcript.id, digest)
        else:
            segments = segment(transcript, *way)
            change = store.add_transcript(transcript, segments, segmentation, digest)
    except StoreAccessError:
        raise  # no other file would fare better
    except FgcoderError as error:
        return Imported(path, None, error=error)
    notices = (*transcript.notices, *_copies(store, transcript.id)) if change is Change.ADDED else transcript.notices
    return Imported(path, change, transcript.id, len(transcript.turns), len(segments), notices)


def _copies(store: Store, name: str) -> Iterator[str]:
    """Say which transcripts have the same text, since a file that was renamed would count twice."""
    for other in store.same_text(name):
        yield (
            f"it has the very text of `{other}`, and both count. If the file was renamed, "
            f"`fgcoder remove {quote(other)}` takes out the one without a file; or give it back its old name, under "
            "which it may be coded."
        )


def _read(study: Study, store: Store, path: Path) -> Transcript:
    """Read a file, as it was read when it was coded if only that gives the text that decisions refer to.

    The text of cues is written out speaker by speaker. So speakers whom earlier versions did not see change it.
    """
    transcript = reading.read(path, study.settings.attributes)
    if store.refers_to_another_text(transcript):
        as_before = reading.read(path, study.settings.attributes, only_sure=True)
        if not store.refers_to_another_text(as_before):
            return as_before
    return transcript


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
        If a log is faulty; nothing of any is then merged.
    """
    logs = [list(decision_log.read(path)) for path in files]
    return sum(map(store.merge, logs))


def contradictions(store: Store, files: Iterable[Path]) -> list[Fault]:
    """Say which logs have decisions that the store has too, and with other content: those in the store stay."""
    faults = []
    for path in files:
        read = list(decision_log.read(path))
        known = store.decisions_by_id(one.id for one in read)
        there = {name: decision_log.to_line(one) for name, one in known.items()}  # as a log rounds what was on screen
        other = [one.id for one in read if there.get(one.id, line := decision_log.to_line(one)) != line]
        if other:
            also = f" and {len(other) - 1} more are" if len(other) > 1 else " is"
            what = f"decision {other[0]}{also} in the study with other content, which stays."
            faults.append(Fault(what, path))
    return faults


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

"""The manifest of a report: what was written, from what, so that anybody can check that nothing was changed since.

It is also how the program knows its own: a folder is replaced only if it holds what a report wrote and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fgcoder import __version__
from fgcoder.errors import Fault, TableError
from fgcoder.reporting.material import NOT_WRITTEN, Material

NAME = "manifest.json"
MADE_BY = "fgcoder report"
TITLE = NOT_WRITTEN
MOST_NAMED = 3


def manifest(material: Material, files: Mapping[str, bytes]) -> bytes:
    """Give the manifest of a report's files.

    Parameters
    ----------
    material
        What they were made from.
    files
        Their content by path within the report.
    """
    told = {
        "made_by": MADE_BY,
        "version": __version__,
        "study": {
            "title": material.study.title,
            "digest": study_digest(material),
            "last_decision": material.last_decision,
            "codebook": material.codebook.version,
            "where": {name: sorted(values) for name, values in sorted(material.where.items())},
            "coders": None if material.coders is None else sorted(material.coders),
        },
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def study_digest(material: Material) -> str:
    """Give the SHA-256 of all that figures rest on: texts, decisions, codebook, survey files, settings."""
    study, digest = material.study, hashlib.sha256()

    def add(*parts: str) -> None:
        digest.update("\0".join(parts).encode() + b"\n")

    for name, transcript in sorted(material.corpus.transcripts.items()):
        add("transcript", name, transcript.hash, json.dumps(dict(transcript.attributes), sort_keys=True))
        for label, speaker in sorted(transcript.speakers.items()):
            add("speaker", label, speaker.role, json.dumps(dict(speaker.attributes), sort_keys=True))
    for decision in sorted(decision.id for decision in material.decisions):
        add("decision", decision)
    add("settings", study.settings.model_dump_json())
    for path in filter(Path.is_file, (study.codebook, *study.surveys)):
        add("file", path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    return digest.hexdigest()


def refuse_foreign(folder: Path) -> None:
    """Refuse to replace what is not an unchanged report.

    Raises
    ------
    TableError
        If the folder is a file, or holds anything that no report wrote or that was changed since.
    """
    if not folder.exists():
        return
    todo = "Name another folder, or move this one away."
    if not folder.is_dir():
        raise TableError(TITLE, Fault("is a file.", folder, todo=todo))
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    if not there:
        return
    known = _hashes(folder / NAME)
    if known is None:
        raise TableError(TITLE, Fault("holds files, and no report.", folder, todo=todo))
    strange = sorted(name for name, path in there.items() if name != NAME and known.get(name) != _hash(path))
    if strange:
        named = ", ".join(strange[:MOST_NAMED]) + (" …" if len(strange) > MOST_NAMED else "")
        what = f"holds what was not written by the report, or was changed since: {named}."
        raise TableError(TITLE, Fault(what, folder, todo=todo))


def _hashes(path: Path) -> Mapping[str, Any] | None:
    """Give the hashes that a manifest names; None where there is none, or it is of something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or told.get("made_by") != MADE_BY or not isinstance(told.get("sha256"), dict):
        return None
    return dict(told["sha256"])


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""

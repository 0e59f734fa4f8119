"""Reading: a file becomes a `Transcript`, whatever its format, and every fault names its file and line.

A reader for one format gives text with labels, or cues (see `raw`); everything else is the same for all of them. To
add a format, write `read_FORMAT` in a module of its own and enter it in `READERS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fgcoder.controls import is_plain_name
from fgcoder.errors import Fault, ReadingError
from fgcoder.model import Transcript
from fgcoder.reading.attributes import describe
from fgcoder.reading.plain import read_plain
from fgcoder.reading.raw import Prose, Reader
from fgcoder.reading.subrip import read_subrip
from fgcoder.reading.text import decode, fingerprint, normalise
from fgcoder.reading.turns import tile
from fgcoder.reading.webvtt import read_webvtt
from fgcoder.reading.word import read_word

__all__ = ["READERS", "SUFFIXES", "read", "sidecar_of"]

READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".docx": read_word,
    ".vtt": read_webvtt,
    ".srt": read_subrip,
}
"""The reader for each ending, in lower case."""

SUFFIXES: tuple[str, ...] = tuple(READERS)
"""The endings that can be read."""

_SAVE_AS_WORD = frozenset({".doc", ".odt", ".rtf", ".pdf", ".pages"})
_TITLE = "The transcript cannot be read."


def read(path: Path, declared: Mapping[str, Sequence[str]] | None = None, *, only_sure: bool = False) -> Transcript:
    """Read a transcript.

    Parameters
    ----------
    path
        The file; its attributes stand in front matter, or beside it in `NAME.yaml`.
    declared
        The attributes that the study asks for, each with its allowed values; no values allow any.
    only_sure
        Whether names that begin few lines shall be no labels, whatever stands around them.

    Returns
    -------
    Transcript
        Its turns tile its text; what was odd is in its notices.

    Raises
    ------
    ReadingError
        If the file cannot be read, has no words, or its attributes are not what the study declares.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(SUFFIXES)
        save = path.suffix.lower() in _SAVE_AS_WORD
        todo = "Save it as .docx and import that file." if save else "Save it as .docx or .txt and import that file."
        raise ReadingError(
            _TITLE, Fault(f"Files ending in '{path.suffix}' cannot be read, only {known}.", path, None, todo)
        )
    if not is_plain_name(path.name):
        todo = "Rename the file: its name is the transcript's."
        raise ReadingError(
            _TITLE, Fault("The file's name has control characters, or is not UTF-8 text.", path, todo=todo)
        )
    data = _bytes_of(path)
    if not data.strip():
        raise ReadingError(_TITLE, Fault("The file is empty.", path))
    raw = reader(path, data)
    described = describe(path, raw.front_matter if isinstance(raw, Prose) else "", _sidecar_text(path), declared)
    tiling = tile(raw, described, only_sure=only_sure)
    if not tiling.text.strip():
        raise ReadingError(_TITLE, Fault("There is no talk in the file.", path))
    return Transcript(
        id=path.stem,
        title=described.title,
        text=tiling.text,
        hash=fingerprint(tiling.text),
        language=described.language,
        attributes=described.attributes,
        speakers=tiling.speakers,
        turns=tiling.turns,
        source=path.name,
        notices=(*raw.notices, *described.notices, *tiling.notices),
    )


def sidecar_of(path: Path) -> Path | None:
    """Give the file with a transcript's attributes that stands beside it, if there is one."""
    beside = (path.with_suffix(suffix) for suffix in (".yaml", ".yml"))
    return next((sidecar for sidecar in beside if sidecar.is_file()), None)


def _sidecar_text(path: Path) -> tuple[Path, str] | None:
    sidecar = sidecar_of(path)
    if sidecar is None:
        return None
    decoded, _ = decode(sidecar, _bytes_of(sidecar))
    return sidecar, normalise(decoded)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe may never end
            raise ReadingError(_TITLE, Fault("This is not an ordinary file.", path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(_TITLE, Fault("There is no such file.", path)) from error
    except OSError as error:
        raise ReadingError(_TITLE, Fault(f"The file cannot be opened: {error.strerror}.", path)) from error

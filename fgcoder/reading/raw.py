"""The seam between a file format and everything else: what a reader hands over.

To add a format, write a module with one function `read_FORMAT(path, data)` that turns the bytes of a file into one of
the two classes below, and enter it in `READERS` in `fgcoder/reading/__init__.py`. Nothing else changes: speakers,
turns, attributes and notices are worked out from here on in the same way for all formats.

* `Prose`, where the file is running text and a speaker's label stands at the beginning of a line.
* `Cues`, where the file is a sequence of timed pieces that say, or do not say, who speaks.

A reader raises `ReadingError` for what it cannot read and gives a notice for what it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text with labels in it. It is kept as it stands, character for character."""

    text: str
    """Normalised, without front matter."""
    places: tuple[str, ...]
    """For each line of `text` where it stands in the file, for people to read: `line 12`, `paragraph 3`."""
    front_matter: str = ""
    """YAML that stood above the text; its first line is that of the file, so that line numbers agree."""
    notices: tuple[str, ...] = ()
    """What was odd or left out, each a sentence."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed piece of talk."""

    words: str
    """Normalised, without markup; may hold several lines, each of which may begin with a label if `label` is None."""
    label: str | None
    """Who speaks, where the format itself says so."""
    seconds: float
    """When it begins, from the start of the recording."""
    place: str
    """Where it stands in the file, for people to read: `line 12`."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Timed pieces of talk, in the order of the file."""

    cues: tuple[Cue, ...]
    notices: tuple[str, ...] = ()
    """What was odd or left out, each a sentence."""


Raw = Prose | Cues
"""What a reader gives."""
Reader = Callable[[Path, bytes], Raw]
"""What a reader is: called with the path, for messages only, and the file's bytes."""

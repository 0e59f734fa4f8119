"""Plain text and Markdown: the format most transcripts have, with their attributes as front matter on top."""

from __future__ import annotations

from pathlib import Path

from fgcoder.reading.attributes import split_front_matter
from fgcoder.reading.raw import Prose
from fgcoder.reading.text import decode, normalise


def read_plain(path: Path, data: bytes) -> Prose:
    """Read a .txt or .md file.

    Parameters
    ----------
    path
        The file, for messages.
    data
        Its bytes.

    Returns
    -------
    Prose
        The text below the front matter, character for character.

    Raises
    ------
    ReadingError
        If the file is not text, or its front matter has no end.
    """
    decoded, notices = decode(path, data)
    front_matter, body = split_front_matter(path, normalise(decoded))
    first = front_matter.count("\n") + 1
    places = tuple(f"line {number}" for number in range(first, first + body.count("\n") + 1))
    return Prose(body, places, front_matter, notices)

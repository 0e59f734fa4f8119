"""WebVTT (.vtt), the format of Zoom, Teams and web players; voice tags say who speaks.

The library forgives a malformed cue by leaving it out, or, when told to be strict, refuses files for layout settings
that do not matter here. Words of a transcript must not get lost, so the lines are checked before the library sees them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from fgcoder.errors import Fault, ReadingError
from fgcoder.reading.raw import Cue, Cues
from fgcoder.reading.text import decode, normalise

_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}\.\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}\.\d{1,3}")
_NOT_WORDS = re.compile(r"NOTE\b|STYLE\b|REGION\b")
_VOICE = re.compile(r"<v(?:\.[^\s>]+)*(?:[ \t\n]+([^>]*))?>")
_MARKUP = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang)\b[^>]*>|<\d[\d:.]*>")


def read_webvtt(path: Path, data: bytes) -> Cues:
    """Read a .vtt file.

    Parameters
    ----------
    path
        The file, for messages.
    data
        Its bytes.

    Returns
    -------
    Cues
        One for each voice in each cue, without markup.

    Raises
    ------
    ReadingError
        If the file is not text, not WebVTT, or has a cue that cannot be read: nothing is skipped.
    """
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    decoded, notices = decode(path, data)
    text = normalise(decoded)
    lines = text.split("\n")
    timed = _check(path, lines)
    try:
        captions = WebVTT.from_string(text).captions
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise _broken(path, None, f"The captions cannot be parsed: {error}.") from error
    if len(captions) != len(timed):
        raise _broken(path, None, f"{len(timed)} lines give times, but only {len(captions)} of them begin a cue.")
    cues = [
        Cue(words, label, caption.start_time.in_seconds() + caption.start_time.milliseconds / 1000, f"line {line}")
        for line, caption in zip(timed, captions, strict=True)
        for label, words in _voices(caption.raw_text)
    ]
    return Cues(tuple(cues), notices)


def _check(path: Path, lines: list[str]) -> list[int]:
    """Give the numbers of the lines with times, or say which line keeps words from being read."""
    if not lines[0].startswith("WEBVTT"):
        raise _broken(path, 1, "The first line of a .vtt file is WEBVTT, and here it is not.")
    timed: list[int] = []
    block: list[int] = []
    for number, line in enumerate([*lines, ""], 1):
        if line:
            block.append(number)
            continue
        arrows = [at for at in block if "-->" in lines[at - 1]]
        if block and block[0] > 1 and not _NOT_WORDS.match(lines[block[0] - 1]):
            if not arrows:
                raise _broken(path, block[0], "These words belong to no cue; perhaps an empty line stands inside one.")
            if arrows[0] > block[0] + 1:
                raise _broken(path, arrows[0], "An empty line is missing above this cue.")
        for at in arrows:
            if not _TIMES.match(lines[at - 1]):
                raise _broken(path, at, "Expected times like 00:00:01.000 --> 00:00:04.000.")
        for at in arrows[1:]:
            raise _broken(path, at, "An empty line is missing above this cue.")
        timed += arrows
        block = []
    return timed


def _voices(payload: str) -> Iterator[tuple[str | None, str]]:
    """Cut a cue at its voice tags, which the library reads only where a cue begins with one."""
    label: str | None = None
    position = 0
    for match in [*_VOICE.finditer(payload), None]:
        words = _clean(payload[position : match.start() if match else len(payload)])
        if words.strip() or label:
            yield label, words
        if match:
            label = " ".join(_clean(match[1] or "").split()) or None
            position = match.end()


def _clean(payload: str) -> str:
    return normalise(html.unescape(_MARKUP.sub("", payload)))


def _broken(path: Path, line: int | None, what: str) -> ReadingError:
    return ReadingError(
        "The captions cannot be read", Fault(what, path, line, "Mend the file there, or export it again.")
    )

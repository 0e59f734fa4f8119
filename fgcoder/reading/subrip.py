"""SubRip subtitles (.srt), which many transcription services export; who speaks stands in the words, if anywhere."""

from __future__ import annotations

import re
from pathlib import Path

from fgcoder.errors import Fault, ReadingError
from fgcoder.reading.raw import Cue, Cues
from fgcoder.reading.text import decode, normalise

_TIMES = re.compile(r"\s*(?:\d+:){2}\d{1,2}[,.:]\d+\s*-[ -]?>\s*(?:\d+:){2}\d{1,2}[,.:]\d+")
_MARKUP = re.compile(r"</?(?:i|b|u|s|font)\b[^>\n]*>|\{\\[^}\n]*\}", re.IGNORECASE)


def read_subrip(path: Path, data: bytes) -> Cues:
    """Read a .srt file.

    Parameters
    ----------
    path
        The file, for messages.
    data
        Its bytes.

    Returns
    -------
    Cues
        One for each subtitle, without markup and without labels of their own.

    Raises
    ------
    ReadingError
        If the file is not text, or a part of it is no subtitle.
    """
    import srt  # type: ignore[import-untyped, unused-ignore]

    decoded, notices = decode(path, data)
    text = normalise(decoded)
    timed = [(number, line) for number, line in enumerate(text.split("\n"), 1) if "-->" in line]
    for number, line in timed:
        # The library would take a subtitle with broken times for words of the one before.
        if not _TIMES.match(line):
            raise _broken(path, number, line)
    try:
        subtitles = list(srt.parse(text))
    except srt.SRTParseError as error:
        number = text.count("\n", 0, error.expected_start) + 1
        raise _broken(path, number, error.unmatched_content) from error
    except (ValueError, OverflowError) as error:
        raise _broken(path, None, str(error)) from error
    if len(subtitles) != len(timed):
        raise _broken(path, None, f"{len(timed)} lines with times around {len(subtitles)} subtitles")
    cues = (
        Cue(_MARKUP.sub("", subtitle.content), None, subtitle.start.total_seconds(), f"line {number}")
        for (number, _), subtitle in zip(timed, subtitles, strict=True)
    )
    return Cues(tuple(cues), notices)


def _broken(path: Path, line: int | None, content: str) -> ReadingError:
    shown = " ".join(content.split())[:60]
    return ReadingError(
        "The subtitles cannot be read",
        Fault(
            f"Expected a number, a line like 00:00:01,000 --> 00:00:04,000 and the words, not '{shown}'.",
            path,
            line,
            "Mend the times there, or export the file again.",
        ),
    )

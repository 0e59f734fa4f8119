"""SubRip: markup goes, broken subtitles are faults."""

from __future__ import annotations

import pytest

from fgcoder.errors import ReadingError
from fgcoder.reading import read

FIRST = "1\n00:00:01,000 --> 00:00:02,000\nP1: Yes.\n\n"


def test_markup_goes_and_blank_lines_inside_are_read(write, spoken):
    srt = "1\r\n00:00:01,250 --> 00:00:02,000\r\n{\\an8}<i>P1: Yes,</i>\r\n\r\nand <b>no</b>.\r\n"
    transcript = read(write("a.srt", srt))
    assert spoken(transcript) == [("P1", "Yes, and no.")]
    assert transcript.turns[0].seconds == 1.25


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("just words\n", 1),
        (FIRST + "2\n00:00:03,000 --> soon\nNo.\n", 6),
        (FIRST + "2\n00:00:03 --> 00:00:04\nNo.\n", 6),
    ],
)
def test_what_would_lose_words_is_a_fault(write, content, line):
    with pytest.raises(ReadingError) as caught:
        read(write("a.srt", content))
    assert caught.value.faults[0].line == line

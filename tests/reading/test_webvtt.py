"""WebVTT: voice tags, and faults rather than lost words."""

from __future__ import annotations

import pytest

from fgcoder.errors import ReadingError
from fgcoder.reading import read

VOICES = """WEBVTT - a talk

NOTE
Written by hand.

1
00:00:01.000 --> 00:00:02.500 align:start
<v MODERATOR>Well?

00:00:03.000 --> 00:00:04.000
<v.loud P1 (f, 30)>Yes &amp; <i>no</i>,</v>
I think.

00:00:04.500 --> 00:00:05.000
<v P1>You see? <v P2>I do.</v>

00:05.000 --> 00:06.000
Really.
"""


def test_voices(write, spoken):
    transcript = read(write("a.vtt", VOICES))
    assert spoken(transcript) == [
        ("MODERATOR", "Well?"),
        ("P1", "Yes & no, I think. You see?"),
        ("P2", "I do. Really."),
    ]
    assert [turn.seconds for turn in transcript.turns] == [1, 3, 4.5]
    assert transcript.text.startswith("MODERATOR: Well?\n\nP1: Yes")
    assert transcript.speakers["P1"].attributes == {"gender": "f", "age": "30"}
    assert transcript.notices == ()


def test_no_break_spaces_stay(write):
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P1>Quoi\u00a0?\nOui.\n\n00:03.000 --> 00:04.000\nP2: Non\u202f!\n"
    assert read(write("a.vtt", cues)).text == "P1: Quoi\u00a0? Oui.\n\nP2: Non\u202f!\n\n"


def test_labels_may_stand_in_the_words(write, spoken):
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\nP1: One.\nP2: Two.\n"
    assert spoken(read(write("a.vtt", cues))) == [("P1", "One."), ("P2", "Two.")]


def test_a_voice_without_words_is_noticed(write):
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P1></v>\n\n00:03.000 --> 00:04.000\n<v P2>Yes.\n"
    assert read(write("a.vtt", cues)).notices == ("line 3: 'P1' has a label but no words.",)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("00:01.000 --> 00:02.000\n<v P1>Yes.\n", 1),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n\n00:03.000 -> 00:04.000\nNo.\n", 6),
        ("WEBVTT\n\n00:01.000 --> soon\nYes.\n", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n\nand no.\n", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n2\n00:03.000 --> 00:04.000\nNo.\n", 6),
    ],
)
def test_what_would_lose_words_is_a_fault(write, content, line):
    with pytest.raises(ReadingError) as caught:
        read(write("a.vtt", content))
    assert caught.value.faults[0].line == line

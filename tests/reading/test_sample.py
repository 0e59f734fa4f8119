"""The sample study's transcripts are read as they are meant to be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from fgcoder.model import Role
from fgcoder.reading import SUFFIXES, read

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = sorted(
    path for path in (ROOT / "transcripts").iterdir() if path.suffix in SUFFIXES and path.stem != "README"
)
DECLARED = {
    "country": ["Czech Republic", "Denmark", "France", "Germany", "United Kingdom"],
    "sector": ["community safety", "local environment", "public health"],
}
STAKEHOLDERS = {"professional", "third sector", "citizen"}


def test_five_countries_times_three_sectors_in_five_languages():
    transcripts = [read(path, DECLARED) for path in TRANSCRIPTS]
    groups = Counter((one.attributes["country"], one.attributes["sector"]) for one in transcripts)
    assert set(groups.values()) == {1}
    assert len(groups) == 15
    assert Counter(one.language for one in transcripts) == dict.fromkeys(["cs", "da", "fr", "de", "en"], 3)
    assert {path.suffix for path in TRANSCRIPTS} == {".txt", ".docx", ".vtt", ".srt"}


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.name)
def test_each_is_read_without_a_notice(path):
    transcript = read(path, DECLARED)
    assert transcript.notices == ()
    assert 60 <= len(transcript.turns) <= 120
    roles = Counter(speaker.role for speaker in transcript.speakers.values())
    assert roles[Role.MODERATOR] == 1
    assert 5 <= roles[Role.PARTICIPANT] <= 8
    assert roles[Role.UNKNOWN] == 0
    for speaker in transcript.speakers.values():
        if speaker.role is Role.PARTICIPANT:
            assert speaker.attributes["stakeholders"] in STAKEHOLDERS
            assert speaker.attributes["gender"] in {"f", "m"}
            assert speaker.attributes["age"].isdigit()
    assert {"country", "sector", "date", "place", "invented", "note"} <= transcript.attributes.keys()

"""The whole way from a file to a transcript, and that it never ends in anything but a transcript or a fault."""

from __future__ import annotations

import hashlib
import os
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.errors import ReadingError
from fgcoder.model import Role, Transcript
from fgcoder.reading import SUFFIXES, read
from fgcoder.reading.text import normalise


def tiles(transcript: Transcript) -> bool:
    """Say whether the turns cover the text without gap or overlap, and words lie within their turns."""
    turns = transcript.turns
    return (
        turns[0].start == 0
        and turns[-1].end == len(transcript.text)
        and all(before.end == after.start for before, after in pairwise(turns))
        and all(turn.start <= turn.words_start <= turn.end and turn.start < turn.end for turn in turns)
        and [turn.number for turn in turns] == list(range(1, len(turns) + 1))
        and all(turn.speaker in transcript.speakers for turn in turns)
    )


def test_a_text_with_front_matter(write, spoken):
    head = "---\ntitle: Groupe\ncountry: France\nlanguage: fr\nparticipants:\n  P1: {age: 54}\n---\n\n"
    path = write("fr-1.txt", head + "ANIMATRICE : Bonsoir.\n\nP1 : Oui.\nEt non.\n", None)
    transcript = read(path, {"country": ["France", "Denmark"]})
    assert (transcript.id, transcript.title, transcript.source) == ("fr-1", "Groupe", "fr-1.txt")
    assert transcript.attributes == {"country": "France"}
    assert transcript.language == "fr"
    assert spoken(transcript) == [("ANIMATRICE", "Bonsoir."), ("P1", "Oui.\nEt non.")]
    assert transcript.speakers["ANIMATRICE"].role is Role.MODERATOR
    assert transcript.speakers["P1"].attributes == {"age": "54"}
    assert transcript.notices == ()
    assert transcript.text == "\nANIMATRICE : Bonsoir.\n\nP1 : Oui.\nEt non.\n"
    assert transcript.hash == hashlib.sha256(transcript.text.encode()).hexdigest()
    assert tiles(transcript)


def test_the_title_is_the_file_name_where_there_is_none(write):
    assert read(write("talk.txt", "P1: Yes.\n")).title == "talk"


def test_the_ending_may_be_in_capitals(write):
    assert read(write("talk.TXT", "P1: Yes.\n")).id == "talk"


@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf", ".pdf"])
def test_other_documents_are_to_be_saved_as_docx(write, suffix):
    with pytest.raises(ReadingError) as caught:
        read(write(f"talk{suffix}", "P1: Yes.\n"))
    [fault] = caught.value.faults
    assert suffix in fault.what
    assert all(known in fault.what for known in SUFFIXES)
    assert ".docx" in (fault.todo or "")


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".srt"])
def test_a_file_without_talk_is_a_fault(write, suffix, content):
    with pytest.raises(ReadingError, match=r"empty|no talk"):
        read(write(f"talk{suffix}", content))


def test_front_matter_alone_is_a_fault(write):
    with pytest.raises(ReadingError, match="no talk"):
        read(write("talk.txt", "---\nlanguage: en\n---\n\n", None))


def test_a_missing_file_and_a_folder_are_faults(tmp_path):
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "nobody.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadingError, match="cannot be opened"):
        read(tmp_path / "folder.txt")


def read_or_fault(name: str, content: bytes, sidecar: bytes | None) -> Transcript | None:
    """Read what Hypothesis thought of; a fixture's folder would be shared between examples."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        if sidecar is not None:
            path.with_suffix(".yaml").write_bytes(sidecar)
        try:
            return read(path)
        except ReadingError as error:
            faults = error.faults
    assert faults
    assert all(fault.path is not None for fault in faults)
    return None


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "P1: yes", "P2 (f, 54): no", "[00:10] MODERATOR: well", "00:10 P3:", "Anna K.: I see", "", "   ", "\t",
                "ANIMATRICE\u00a0: oui", "**P4:** bold", "[id1] hello", "Note: that", "http://x.org", "10:30", "\u2028",
            ]
        ),
    ),
    max_size=12,
)  # fmt: skip


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_any_body_is_tiled_or_a_fault(lines):
    body = "\n".join(lines)
    transcript = read_or_fault("talk.txt", body.encode("utf-8", "strict"), b"language: en")
    if transcript is not None:
        assert tiles(transcript)
    else:
        assert "\x00" in body or not normalise(body).strip() or normalise(body).lstrip().startswith("---")


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_any_words_in_subtitles_are_tiled_or_a_fault(lines):
    blocks = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n" for n, line in enumerate(lines, 1))
    transcript = read_or_fault("talk.srt", "\n".join(blocks).encode("utf-8", "replace"), b"language: en")
    assert transcript is None or tiles(transcript)


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_any_words_in_captions_are_tiled_or_a_fault(lines):
    blocks = (f"00:{n:02}.000 --> 00:{n:02}.900\n<v P{n % 3}>{line}\n" for n, line in enumerate(lines, 1))
    transcript = read_or_fault("talk.vtt", "\n".join(["WEBVTT\n", *blocks]).encode("utf-8", "replace"), b"language: en")
    assert transcript is None or tiles(transcript)


@given(st.sampled_from(SUFFIXES), st.binary(max_size=200), st.one_of(st.none(), st.binary(max_size=60)))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_transcript_or_a_fault(suffix, content, sidecar):
    transcript = read_or_fault(f"talk{suffix}", content, sidecar)
    assert transcript is None or tiles(transcript)


@given(st.text(alphabet="abP1:-[]{}&*!%@#|>'\"\\\n \t,?~0", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_front_matter_is_a_transcript_or_a_fault(yaml):
    transcript = read_or_fault("talk.txt", f"---\n{yaml}\nlanguage: en\n---\nP1: Yes.".encode(), None)
    assert transcript is None or tiles(transcript)


@pytest.mark.parametrize("name", ["a\x1b[31m.txt", "a\nb.txt", "a\udcff.txt"])
def test_a_name_that_is_no_text_on_one_line_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("P1: Yes.\n")
    with pytest.raises(ReadingError, match="Rename"):
        read(path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadingError, match="not an ordinary file"):
        read(tmp_path / "a.txt")

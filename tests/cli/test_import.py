"""`fgcoder import`: good, bad, repeated and foreign files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

GOOD = """\
---
language: en
country: Denmark
sector: public health
---

MODERATOR: What do you do?

P1: I walk the dogs of the whole street.
"""
PLAIN = GOOD.split("---\n")[2]
BESIDE = GOOD.split("---\n")[1]


@pytest.fixture
def folder(fgcoder, tmp_path: Path) -> Path:
    """A new study, and beside it a folder to bring files from."""
    fgcoder("new", tmp_path / "study")
    (tmp_path / "desk").mkdir()
    return tmp_path / "study"


@pytest.fixture
def desk(folder: Path) -> Path:
    return folder.parent / "desk"


def imported(fgcoder, folder: Path) -> list[str]:
    return [row["transcript"] for row in json.loads(fgcoder("-C", folder, "status", "--json").out)["transcripts"]]


def test_the_study_s_own_transcripts_are_imported_by_default(fgcoder, folder: Path):
    (folder / "transcripts/a.txt").write_text(GOOD)
    (folder / "transcripts/README.md").write_text("Not a transcript.")
    ran = fgcoder("-C", folder, "import")
    assert (ran.code, ran.out) == (0, "")
    assert "a.txt: added as a (2 turns, 2 segments)" in ran.err
    assert "README" not in ran.err
    again = fgcoder("-C", folder, "import")
    assert again.code == 0
    assert "a.txt: unchanged" in again.err


def test_a_folder_without_transcripts_is_told(fgcoder, folder: Path):
    ran = fgcoder("-C", folder, "import")
    assert (ran.code, ran.out) == (0, "")
    assert "There are no transcripts in" in ran.err


def test_bad_files_are_reported_the_others_go_in_and_the_exit_code_says_so(fgcoder, folder: Path, desk: Path):
    (desk / "good.txt").write_text(GOOD)
    (desk / "bad.txt").write_text(PLAIN)
    (desk / "scan.pdf").write_bytes(b"%PDF-1.7")
    (desk / "empty.srt").write_bytes(b"")
    files = [desk / name for name in ("bad.txt", "scan.pdf", "empty.srt", "missing.txt", "good.txt")]
    ran = fgcoder("-C", folder, "import", "--json", *files)
    assert ran.code == 1
    rows = {Path(row["file"]).name: row for row in json.loads(ran.out)}
    assert set(rows) == {file.name for file in files}
    assert rows["good.txt"] == {
        "file": str(folder / "transcripts/good.txt"),
        "change": "added",
        "transcript": "good",
        "turns": 2,
        "segments": 2,
        "notices": [],
        "error": None,
    }
    for name in ("bad.txt", "scan.pdf", "empty.srt", "missing.txt"):
        assert rows[name]["change"] is None
        assert rows[name]["error"]
        assert str(desk / name) in ran.err
    assert "language is missing" in ran.err
    assert "'.pdf' cannot be read" in ran.err
    assert imported(fgcoder, folder) == ["good"]
    assert [path.name for path in (folder / "transcripts").iterdir()] == ["good.txt"]


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_a_file_from_elsewhere_is_copied_with_what_stands_beside_it(fgcoder, folder: Path, desk: Path, suffix: str):
    (desk / "a.txt").write_text(PLAIN)
    (desk / f"a{suffix}").write_text(BESIDE)
    assert fgcoder("-C", folder, "import", desk / "a.txt").code == 0
    for name in ("a.txt", f"a{suffix}"):
        copy = folder / "transcripts" / name
        assert copy.read_bytes() == (desk / name).read_bytes()
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (row,) = json.loads(fgcoder("-C", folder, "status", "--json").out)["transcripts"]
    assert row["attributes"]["country"] == "Denmark"
    assert "unchanged" in fgcoder("-C", folder, "import", desk / "a.txt").err


def test_another_file_of_the_same_name_is_refused(fgcoder, folder: Path, desk: Path):
    (desk / "a.txt").write_text(GOOD)
    fgcoder("-C", folder, "import", desk / "a.txt")
    (desk / "a.txt").write_text(GOOD.replace("dogs", "cats"))
    ran = fgcoder("-C", folder, "import", desk / "a.txt")
    assert ran.code == 1
    assert "is another file of that name" in ran.err
    assert "dogs" in (folder / "transcripts/a.txt").read_text()


def test_a_file_that_would_be_the_same_transcript_is_refused(fgcoder, folder: Path, desk: Path):
    (desk / "a.txt").write_text(GOOD)
    (desk / "a.md").write_text(GOOD.replace("dogs", "cats"))
    fgcoder("-C", folder, "import", desk / "a.txt")
    ran = fgcoder("-C", folder, "import", desk / "a.md")
    assert ran.code == 1
    assert "belongs to another transcript called `a`" in ran.err
    assert [path.name for path in (folder / "transcripts").iterdir()] == ["a.txt"]


def test_nothing_is_copied_where_the_attributes_beside_would_be_another_s(fgcoder, folder: Path, desk: Path):
    (folder / "transcripts/a.yaml").write_text("language: da\n")
    (desk / "a.txt").write_text(PLAIN)
    (desk / "a.yaml").write_text(BESIDE)
    assert fgcoder("-C", folder, "import", desk / "a.txt").code == 1
    assert [path.name for path in (folder / "transcripts").iterdir()] == ["a.yaml"]


def test_a_changed_text_that_is_coded_is_refused(fgcoder, folder: Path):
    (folder / "transcripts/a.txt").write_text(GOOD)
    fgcoder("-C", folder, "import")
    assert fgcoder("-C", folder, "decisions", "add", "a#2", "first-code").code == 0
    (folder / "transcripts/a.txt").write_text(GOOD.replace("dogs", "cats"))
    ran = fgcoder("-C", folder, "import")
    assert ran.code == 1
    assert "1 decision refers to" in ran.err


def test_what_looks_like_a_label_is_told_at_every_import(fgcoder, folder: Path):
    (folder / "transcripts/a.txt").write_text(GOOD + "Zoe: I do not.\nZoe: Never.\n")
    for told in ("added", "unchanged"):
        err = " ".join(fgcoder("-C", folder, "import").err.split())
        assert f"a.txt: {told}" in err
        assert "begin lines as labels do: 'Zoe' (2 times, first line 10). If one is a speaker, declare" in err


# Out again


def test_a_transcript_that_was_renamed_is_told_to_count_twice_and_can_be_taken_out(fgcoder, folder: Path):
    old, new = folder / "transcripts/a.txt", folder / "transcripts/Group a.txt"
    old.write_text(GOOD)
    fgcoder("-C", folder, "import")
    old.rename(new)
    told = " ".join(fgcoder("-C", folder, "import").err.split())
    assert "Group a.txt: it has the very text of `a`, and both count." in told
    assert "a: its file is no longer in the transcripts folder, and it still counts." in told
    assert "its file is no longer" in fgcoder("-C", folder, "status").err
    assert imported(fgcoder, folder) == ["Group a", "a"]
    assert fgcoder("-C", folder, "remove", "a").out == "Taken out: a.\n"
    assert imported(fgcoder, folder) == ["Group a"]
    again = fgcoder("-C", folder, "import")
    assert "no longer" not in again.err
    assert "very text" not in again.err


def test_no_word_of_a_transcript_that_is_taken_out_stays_in_the_store(fgcoder, study: Path):
    words = "seconded to the national association"
    name = "dk-public-health"
    path = study / "transcripts" / f"{name}.txt"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nP1: I was {words} for a year.\n", "utf-8")
    assert fgcoder("-C", study, "decisions", "add", f"{name}#5", "no-time").code == 0
    assert fgcoder("-C", study, "decisions", "add", "uk-local-environment#3", "no-time").code == 0
    path.unlink()
    (study / ".fgcoder" / "store.before-0004.from-0003.20260101T000000.sqlite").write_bytes(b"")
    ran = fgcoder("-C", study, "remove", name)
    assert ran.code == 0, ran.err
    assert "may still hold the words" in ran.err
    assert "The record keeps 1 decision made there" in ran.out
    assert name not in imported(fgcoder, study)
    for file in (study / ".fgcoder").iterdir():
        assert words.encode() not in file.read_bytes(), file
    assert fgcoder("-C", study, "decisions", "list", "--json").out.count("no-time") == 2
    assert fgcoder("-C", study, "suggest", "uk-local-environment#3").code == 0
    path.write_text(text, "utf-8")
    assert fgcoder("-C", study, "import").code == 0
    assert name in imported(fgcoder, study)


def test_a_transcript_whose_file_is_there_and_one_that_is_not_known_are_not_taken_out(fgcoder, folder: Path):
    for name in ("a", "b"):
        (folder / f"transcripts/{name}.txt").write_text(GOOD.replace("street", name))
    fgcoder("-C", folder, "import")
    (folder / "transcripts/b.txt").unlink()
    ran = fgcoder("-C", folder, "remove", "b", "a")
    assert (ran.code, ran.out) == (2, "")
    assert "Move it out of the transcripts folder first." in " ".join(ran.err.split())
    assert fgcoder("-C", folder, "remove", "c").code == 2
    assert imported(fgcoder, folder) == ["a", "b"]

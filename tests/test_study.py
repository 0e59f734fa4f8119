"""A study is found from any folder below it, laid out ready to use, and its faults are named by line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from fgcoder import study
from fgcoder.blinding import Draw
from fgcoder.codebook import file as codebook
from fgcoder.errors import StudyError
from fgcoder.reading import SUFFIXES

ROOT = Path(__file__).parents[1]


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_the_sample_study():
    sample = study.open_study(ROOT / "transcripts")
    assert sample.folder == ROOT
    assert sample.title == "Co-production in five countries"
    assert sample.codebook.is_file()
    assert all(path.is_file() for path in sample.surveys)
    assert len(sample.transcript_files(SUFFIXES)) == 15
    assert set(sample.settings.attributes) == {"country", "sector"}
    assert sample.draw == Draw(0.1, 20131105)


def test_a_study_is_opened_from_a_folder_below_it(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\n")
    below = tmp_path / "transcripts" / "old"
    below.mkdir(parents=True)
    assert study.open_study(below) == study.open_study(tmp_path)
    assert study.open_study(below).folder == tmp_path


def test_no_study_says_what_to_do(tmp_path):
    with pytest.raises(StudyError, match="fgcoder new") as caught:
        study.open_study(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_study_that_says_only_its_title_has_the_usual_places(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\n")
    opened = study.open_study(tmp_path)
    assert opened.codebook == tmp_path / "codebooks" / "codebook.yaml"
    assert opened.transcripts == tmp_path / "transcripts"
    assert opened.surveys == ()
    assert opened.decisions == tmp_path / "decisions"
    assert opened.store == tmp_path / ".fgcoder" / "store.sqlite"
    assert opened.settings.model == "bundled"
    assert opened.settings.segments.longest == 60
    assert opened.transcript_files((".txt",)) == []
    assert opened.decision_files() == []
    assert opened.draw is None


def test_the_draw_is_what_the_study_says(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\nblind: {share: 0.25, seed: 7}\n")
    assert study.open_study(tmp_path).draw == Draw(0.25, 7)


@pytest.mark.parametrize("share", ["1.5", "-0.1", "a tenth"])
def test_a_share_that_is_none_is_named(tmp_path, share):
    (tmp_path / "study.yaml").write_text(f"title: A\nblind:\n  share: {share}\n  seed: 7\n")
    with pytest.raises(StudyError) as caught:
        study.open_study(tmp_path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.what.split(":")[0]) == (3, "blind.share")


def test_each_new_study_draws_anew(tmp_path):
    draws = [study.create_study(tmp_path / name, "A SEED and a TITLE").draw for name in "abc"]
    assert [draw.share for draw in draws if draw] == [0.1] * 3
    assert len({draw.seed for draw in draws if draw}) == 3


def test_faults_with_their_lines(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text("titel: A\nsegments:\n  longest: 3\nattributes:\n  country: Denmark\nsurveys: {}\n")
    with pytest.raises(StudyError) as caught:
        study.open_study(tmp_path)
    assert all(one.path == path for one in caught.value.faults)
    found = {(one.line, one.what.split(" ")[0]) for one in caught.value.faults}
    assert found == {
        (1, "`title`"),
        (1, "`titel`"),
        (3, "segments.longest:"),
        (5, "attributes.country:"),
        (6, "surveys:"),
    }
    assert "Did you mean `title`?" in str(caught.value)


@pytest.mark.parametrize("template", ["{speaker", "{speaker}]", "[{speaker}", "{{speaker}}"])
def test_a_citation_left_open_is_told_with_its_line(tmp_path, template):
    (tmp_path / "study.yaml").write_text(f"title: A\n\ncitation: '{template}'\n")
    with pytest.raises(StudyError) as caught:
        study.open_study(tmp_path)
    [fault] = caught.value.faults
    assert (fault.line, fault.what) == (3, f"citation: a brace or bracket is left open, found `{template}`.")


def test_which_files_are_transcripts_and_logs(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\n")
    opened = study.open_study(tmp_path)
    opened.transcripts.mkdir()
    opened.decisions.mkdir()
    for name in ("b.txt", "a.TXT", "README.txt", "notes.pdf", "b.yaml"):
        (opened.transcripts / name).write_text("")
    (opened.transcripts / "folder.txt").mkdir()
    for name in ("y.jsonl", "x.jsonl", "x.json"):
        (opened.decisions / name).write_text("")
    assert [path.name for path in opened.transcript_files((".txt", ".docx"))] == ["a.TXT", "b.txt"]
    assert [path.name for path in opened.decision_files()] == ["x.jsonl", "y.jsonl"]


@pytest.mark.parametrize("title", ["Plain", "It's 'quoted': # \"so\"", "Über\nzwei Zeilen", "123", "- [a] {b}"])
def test_a_new_study_can_be_used_at_once(tmp_path, title):
    made = study.create_study(tmp_path / "a" / "b", title)
    assert made.title == " ".join(title.split())
    assert study.open_study(made.transcripts) == made
    book = codebook.read(made.codebook)
    assert [code.id for code in book.codes] == ["first-code"]
    assert codebook.remarks(book, made.codebook) == []
    assert all((made.folder / name).is_dir() for name in ("transcripts", "surveys", "decisions"))


@pytest.mark.usefixtures("open_umask")
def test_a_new_study_is_for_its_owner_alone(tmp_path):
    made = study.create_study(tmp_path / "a" / "b", "A")
    everything = [tmp_path / "a", made.folder, *made.folder.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in everything if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in everything if path.is_file()} == {0o600}


def test_a_study_is_not_laid_over_another(tmp_path):
    study.create_study(tmp_path, "First")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(StudyError, match="there is a study here already"):
        study.create_study(tmp_path, "Second")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_codebook_that_is_there_is_kept(tmp_path):
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "codebook.yaml").write_text("title: Mine\ncodes: [{id: a, label: A}]\n")
    assert codebook.read(study.create_study(tmp_path, "A").codebook).title == "Mine"


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(StudyError, match="cannot be written to"):
        study.create_study(tmp_path / "a" / "b", "A")


def test_files_that_are_not_read_are_named_and_why(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\n")
    for name in (
        *("a.txt", "B.TXT", "b.yaml", "README.md", "readme", ".DS_Store", "Thumbs.db", "~$c.docx", ".~lock.c.docx#"),
        *("lost.odt", "lost.text", "lost", "wave2/w.txt", "empty/.keep", "../decisions/x.JSONL"),
        *("../decisions/y.json", "../decisions/README.txt", "../decisions/old/z.jsonl"),
    ):
        path = tmp_path / "transcripts" / name
        (tmp_path / "transcripts").mkdir(exist_ok=True)
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("x")
    (tmp_path / "transcripts" / "gone.txt").symlink_to(tmp_path / "nowhere")
    opened = study.open_study(tmp_path)
    assert [path.name for path in opened.transcript_files(SUFFIXES)] == ["B.TXT", "a.txt"]
    assert [path.name for path in opened.decision_files()] == ["x.JSONL"]
    told = {str(fault.path.relative_to(tmp_path)): fault.what for fault in opened.passed_over(SUFFIXES)}
    assert list(told) == [
        *(f"transcripts/{name}" for name in ("gone.txt", "lost", "lost.odt", "lost.text", "wave2")),
        *(f"decisions/{name}" for name in ("old", "y.json")),
    ]
    assert told["transcripts/gone.txt"].endswith("leads nowhere.")
    assert told["transcripts/lost"].startswith("is not read: it has no ending, and a transcript ends in .txt or ")
    assert told["transcripts/wave2"] == "is a folder; what lies in it is not read."
    assert told["decisions/y.json"] == "is not read: it ends in `.json`, and a log ends in .jsonl."


def test_the_sample_and_a_study_without_folders_pass_over_nothing(tmp_path):
    (tmp_path / "study.yaml").write_text("title: A\n")
    assert study.open_study(ROOT).passed_over(SUFFIXES) == study.open_study(tmp_path).passed_over(SUFFIXES) == []

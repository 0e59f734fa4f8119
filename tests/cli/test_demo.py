"""`fgcoder demo` and `fgcoder new`."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from fgcoder import locations
from fgcoder.cli import console
from fgcoder.cli.demo import LOGS, SAMPLE
from fgcoder.study import open_study

CODES = """\
title: Walks
language: en
codes:
  - {id: walking, label: Walking about, definition: Somebody goes for a walk.}
  - {id: talking, label: Talking, definition: Somebody talks.}
"""


@pytest.fixture
def small_sample(study: Path, fgcoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample of one short transcript and two codes, so that what the demo has to embed takes seconds."""
    sample = shutil.copytree(study, tmp_path / "sample", ignore=shutil.ignore_patterns(".fgcoder", "uk-*"))
    (sample / "codebooks/coproduction.yaml").write_text(CODES)
    coded = shutil.copytree(sample, tmp_path / "coded")
    assert fgcoder("-C", coded, "--coder", "jonas", "decisions", "add", "dk-public-health#3", "walking").code == 0
    assert fgcoder("-C", coded, "decisions", "export", "-o", sample / "decisions/jonas.jsonl").code == 0
    monkeypatch.setattr(locations, "sample_study", lambda: sample)
    return sample


def test_the_repository_has_every_part_of_the_sample():
    sample = locations.sample_study()
    assert [name for name in (*SAMPLE, LOGS) if not (sample / name).exists()] == []
    assert list((sample / LOGS).glob("*.jsonl"))
    assert len(list((sample / "transcripts").iterdir())) >= 15


def test_demo_copies_the_sample_and_prints_its_summary_and_table(
    fgcoder, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(console, "WORTH_A_LINE", 0.0)  # so few texts are embedded in less than a second
    folder = tmp_path / "some where" / "demo"
    ran = fgcoder("demo", folder)
    assert ran.code == 0
    assert f"The sample study is in {folder}" in ran.err.replace("\n", "")
    assert "Embedding" in ran.err
    assert "1 transcript," in ran.out
    assert "1 coding by 1 coder." in ran.out
    (row,) = [line for line in ran.out.splitlines() if "Walking about" in line]
    assert row.split()[-2:] == ["1", "1"]  # Denmark and the total
    for noise in ("Embedding", "sample study is in"):
        assert noise not in ran.out
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.parent.iterdir()] == ["demo"]

    # What is done in the copy stays there, and a second run goes on with it.
    assert fgcoder("-C", folder, "decisions", "add", "dk-public-health#5", "talking").code == 0
    (small_sample / "study.yaml").write_text("title: Another\n")
    again = fgcoder("demo", folder)
    assert again.code == 0
    assert "The sample study is in" not in again.err
    assert "Embedding" not in again.err
    assert "2 codings by 2 coders." in again.out


def test_demo_goes_to_the_data_folder_and_a_fresh_one_beside_it(fgcoder, small_sample: Path, tmp_path: Path):
    assert fgcoder("demo", "--fresh").code == 0
    assert fgcoder("demo").code == 0
    data = tmp_path / "data" / "fgcoder"
    assert not (data / "demo-fresh" / LOGS).exists()
    assert (data / "demo" / LOGS / "jonas.jsonl").exists()
    assert json.loads(fgcoder("-C", data / "demo-fresh", "status", "--json").out)["transcripts"][0]["coders"] == {}
    assert "0 codings by 0 coders." in fgcoder("demo", "--fresh").out
    assert "1 coding by 1 coder." in fgcoder("demo").out


def test_demo_fills_an_empty_folder_also_the_one_we_are_in(
    fgcoder, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert fgcoder("demo", ".").code == 0
    assert open_study(Path()).folder == tmp_path / "empty"
    assert not (tmp_path / ".empty.part").exists()


def test_demo_leaves_a_folder_with_other_things_alone(fgcoder, tmp_path: Path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("Dear all")
    (tmp_path / "file").write_text("")
    for target in (full, tmp_path / "file"):
        ran = fgcoder("demo", target)
        assert (ran.code, ran.out) == (2, "")
        assert str(target) in ran.err
    assert [path.name for path in full.iterdir()] == ["letter.txt"]


def test_demo_says_when_it_cannot_write(fgcoder, tmp_path: Path):
    (tmp_path / "file").write_text("")
    ran = fgcoder("demo", tmp_path / "file" / "below")
    assert (ran.code, ran.out) == (2, "")
    assert "The sample study was not copied." in ran.err


def test_new_lays_out_a_study_that_every_command_takes(fgcoder, tmp_path: Path):
    folder = tmp_path / "dogs"
    ran = fgcoder("new", folder, "--title", "Dogs: 'big' & small")
    assert (ran.code, ran.out) == (0, f"{folder}\n")
    assert "Next:" in ran.err
    assert open_study(folder).title == "Dogs: 'big' & small"
    assert {path.name for path in folder.iterdir()} == {
        "codebooks",
        "transcripts",
        "surveys",
        "decisions",
        "study.yaml",
    }
    assert "no faults" in fgcoder("-C", folder, "codebook", "check").out
    status = json.loads(fgcoder("-C", folder, "status", "--json").out)
    assert (status["title"], status["transcripts"]) == ("Dogs: 'big' & small", [])
    assert fgcoder("-C", folder, "status").code == 0
    assert fgcoder("-C", folder, "table", "frequency", "--by", "group").code == 0


def test_new_takes_the_folders_name_for_a_title(fgcoder, tmp_path: Path):
    assert fgcoder("new", tmp_path / "cats").code == 0
    assert open_study(tmp_path / "cats").title == "cats"


def test_new_does_not_touch_a_study_that_is_there(fgcoder, tmp_path: Path):
    fgcoder("new", tmp_path / "dogs")
    before = (tmp_path / "dogs/study.yaml").read_text()
    ran = fgcoder("new", tmp_path / "dogs", "--title", "Other")
    assert (ran.code, ran.out) == (2, "")
    assert "there is a study here already" in ran.err
    assert (tmp_path / "dogs/study.yaml").read_text() == before

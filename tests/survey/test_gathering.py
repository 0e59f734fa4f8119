"""All survey files of a study: one that is faulty keeps none of the others out, and what fits nothing is remarked."""

from __future__ import annotations

from pathlib import Path

import pytest

from fgcoder.model import Code, Codebook
from fgcoder.study import open_study
from fgcoder.survey.gathering import read_all, remarks

HEAD = "title: S\nsource: A paper\nbase: 1,000 citizens\nfindings:\n"
ONE = HEAD + "  - id: one\n    statement: x\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD + "  - id: two\n    statment: x\n", encoding="utf-8")
    (tmp_path / "c.yml").write_text(ONE + "  - id: three\n    statement: y\n", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(HEAD + "  - id: four\n    statement: z\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no survey", encoding="utf-8")
    return tmp_path


def test_what_is_right_is_read_and_what_is_wrong_is_told(folder: Path) -> None:
    found = read_all([folder / name for name in ("a.yaml", "b.yaml", "c.yml", "d.yaml", "gone.yaml")])
    assert [one.id for one in found.findings] == ["one", "four"]
    told = [(one.path.name if one.path else "", one.line, one.what) for one in found.faults]
    assert ("c.yml", 5, "the id `one` stands in a.yaml, too.") in told
    assert {(name, line) for name, line, _ in told} == {("b.yaml", 5), ("b.yaml", 6), ("c.yml", 5), ("gone.yaml", None)}


@pytest.mark.parametrize("named", ["[surveys]", "surveys", "[surveys/a.yaml, surveys]"])
def test_a_study_may_name_a_folder_of_them(folder: Path, tmp_path: Path, named: str) -> None:
    home = tmp_path / "study"
    home.mkdir()
    (home / "study.yaml").write_text(f"title: A\nsurveys: {named}\n", encoding="utf-8")
    (home / "surveys").mkdir()
    for path in folder.glob("[a-d].y*ml"):
        (home / "surveys" / path.name).write_bytes(path.read_bytes())
    (home / "surveys/notes.txt").write_text("no survey", encoding="utf-8")
    assert [path.name for path in open_study(home).surveys] == ["a.yaml", "b.yaml", "c.yml", "d.yaml"]


def test_what_the_study_does_not_have_is_remarked_by_line(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(
        ONE
        + "    countries: [Denmark, Frence]\n    sectors: [anything]\n    codes: [litter, liter, old]\n    figures:\n"
        "      - {label: a, value: 1, country: Denmark}\n      - {label: a, value: 1, country: Germany}\n",
        encoding="utf-8",
    )
    book = Codebook("B", "1", "en", (Code("litter", "Litter", was=("old",)),))
    found = remarks([path], book, {"country": ["Denmark", "France", "Germany"], "sector": []})
    assert [(one.line, one.what.partition(", ")[0], one.todo) for one in found] == [
        (7, "`one` is about the country `Frence`", "Did you mean `France`?"),
        (9, "`one` is tied to the code `liter`", "Did you mean `litter`?"),
        (12, "this figure is of the country `Germany`", "Add it to `countries`, or take the figure out."),
    ]

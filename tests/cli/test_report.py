"""`fgcoder report`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder: Any, study: Path) -> Path:
    lines = f"{UK}#5 red-tape\n{UK}#8 red-tape no-time\n{DK}#5 no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def test_the_report_is_written_and_says_where(fgcoder: Any, coded: Path) -> None:
    ran = fgcoder("-C", coded, "report", "--formats", "html,svg")
    assert ran.code == 0, ran.err
    assert ran.out == f"{(coded / 'report/index.html').as_uri()}\n"
    told = " ".join(ran.err.split())
    assert "Wrote " in told
    assert "no two coders have decided about the same segment" in told
    files = sorted(path.relative_to(coded / "report").as_posix() for path in (coded / "report").rglob("*.*"))
    assert "tables/frequency-by-country.html" in files
    assert "tables/joint-display.html" in files
    assert "pictures/frequency-by-country-heatmap.svg" in files
    assert not [name for name in files if name.endswith((".xlsx", ".png", ".csv"))]
    first = (coded / "report/manifest.json").read_bytes()
    assert fgcoder("-C", coded, "report", "--formats", "html,svg").code == 0
    assert (coded / "report/manifest.json").read_bytes() == first


def test_a_part_by_one_coder_under_other_names(fgcoder: Any, coded: Path, tmp_path: Path) -> None:
    fgcoder("-C", coded, "--coder", "ben", "decisions", "add", f"{DK}#6", "red-tape")
    options = ("--where", "country=Denmark", "--of", "ana", "--pseudonyms", "--formats", "html,csv", "--behind", "0")
    ran = fgcoder("-C", coded, "report", tmp_path / "dk", *options)
    assert ran.code == 0, ran.err
    told = json.loads((tmp_path / "dk/manifest.json").read_text(encoding="utf-8"))
    assert told["study"]["where"] == {"country": ["Denmark"]}
    assert told["study"]["coders"] == ["ana"]
    for path in (tmp_path / "dk").rglob("*.html"):
        assert "DELTAGER" not in path.read_text(encoding="utf-8"), path.name
    quotes = (tmp_path / "dk/tables/quotes.csv").read_text(encoding="utf-8")
    assert DK in quotes
    assert UK not in quotes
    assert "Red tape" not in quotes, "that was ben"


def test_a_faulty_survey_is_left_out_and_told(fgcoder: Any, coded: Path) -> None:
    path = coded / "surveys/generated.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("values: often", "values: oftn", 1), encoding="utf-8")
    ran = fgcoder("-C", coded, "report", "--formats", "csv")
    assert ran.code == 1
    assert ran.out == f"{(coded / 'report/index.html').as_uri()}\n"
    assert "Left out, as something is wrong with the survey file:" in ran.err
    assert "generated.yaml:" in ran.err
    page = (coded / "report/index.html").read_text(encoding="utf-8")
    assert "<li>surveys/generated.yaml:" in page
    assert "nobody has `oftn` in `little_effort`" in page
    table = (coded / "report/tables/joint-display.csv").read_text(encoding="utf-8")
    assert "low-effort-highest" in table
    assert "generated-lifestyle" not in table


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--formats", "html,pdf"), "no format called 'pdf'"),
        (("--where", "country=Danmark"), "Did you mean 'Denmark'"),
        (("--template", "{speakr}"), "Did you mean 'speaker'"),
        (("--of", "zoe"), "zoe"),
        (("--where", "speaker=P1", "--pseudonyms"), "speakers are chosen by their labels"),
    ],
)
def test_a_faulty_wish_writes_nothing(fgcoder: Any, coded: Path, options: tuple[str, ...], told: str) -> None:
    ran = fgcoder("-C", coded, "report", *options)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert not (coded / "report").exists()


def test_a_folder_of_somebody_elses_is_left_alone(fgcoder: Any, coded: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.docx").write_bytes(b"mine")
    ran = fgcoder("-C", coded, "report", tmp_path / "mine")
    assert ran.code == 2
    assert "holds files, and no report" in " ".join(ran.err.split())
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.docx"]

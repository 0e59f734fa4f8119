"""Tying codes changes one list of one finding, and nothing else in the file."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from fgcoder.errors import StudyError
from fgcoder.survey.file import findings_in
from fgcoder.survey.tying import tie, tied

ROOT = Path(__file__).parents[2]
SAMPLES = [ROOT / "surveys/coproduction.yaml", ROOT / "surveys/generated.yaml"]


def changed_lines(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("codes", [(), ("red-tape",), ("low-effort", "red-tape", "no-time")], ids=len)
def test_every_finding_of_the_sample(path, codes):
    text = path.read_text(encoding="utf-8")
    before = findings_in(text, path, compute=False)
    for finding in before:
        after = tied(text, path, finding.id, codes)
        found = {one.id: one for one in findings_in(after, path, compute=False)}
        assert found.pop(finding.id).codes == codes
        assert list(found.values()) == [one for one in before if one.id != finding.id]
        assert all("codes:" in line or line.strip("+- ") == "" for line in changed_lines(text, after))


@pytest.mark.parametrize(
    ("finding", "wanted"),
    [
        ("  - id: a\n    statement: x\n", ["+    codes: [b]"]),
        (
            "  - id: a  # first\n    statement: x\n    codes: c  # why\n",
            ["-    codes: c  # why", "+    codes:", "+      - b  # why"],
        ),
        ("  - id: a\n    codes:\n      - c  # why\n    statement: x\n", ["-      - c  # why", "+      - b  # why"]),
        ("  - codes: [c]\n    id: a\n    statement: x\n", ["-  - codes: [c]", "+  - codes: [b]"]),
    ],
)
def test_layouts(finding, wanted):
    text = f"# Mine.\ntitle: S\nsource: x\nbase: y\nfindings:\n{finding}\n  # The other.\n  - {{id: o, statement: y}}\n"
    path = Path("survey.yaml")
    assert changed_lines(text, tied(text, path, "a", ["b"])) == wanted


def test_what_cannot_be_changed(tmp_path):
    text = "title: S\nsource: x\nbase: y\nfindings:\n  - {id: o, statement: y}\n"
    path = tmp_path / "survey.yaml"
    path.write_text(text)
    with pytest.raises(StudyError, match="the finding `o` stands in brackets"):
        tie(path, "o", ["a"])
    with pytest.raises(StudyError, match="there is no finding `p`"):
        tie(path, "p", ["a"])
    assert path.read_text() == text


def test_line_ends_stay(tmp_path):
    path = tmp_path / "survey.yaml"
    path.write_bytes(b"title: S\r\nsource: x\r\nbase: y\r\nfindings:\r\n  - id: o\r\n    statement: y\r\n")
    tie(path, "o", ["a"])
    assert path.read_bytes().endswith(b"    statement: y\r\n    codes: [a]\r\n")
    kept = path.stat().st_mtime_ns
    tie(path, "o", ["a"])
    assert path.stat().st_mtime_ns == kept

"""`fgcoder codebook`."""

from __future__ import annotations

import json
from pathlib import Path

from fgcoder.codebook import json_schema, read

FAULTY = """\
title: Parks
codes:
  - id: Red Tape
    label: Red tape
  - id: litter
    labell: Litter
"""


def test_check_says_that_all_is_well(fgcoder, study: Path):
    ran = fgcoder("-C", study, "codebook", "check")
    book = read(study / "codebooks/coproduction.yaml")
    themes = sum(code.is_theme for code in book.by_id.values())
    assert ran.code == 0
    assert ran.out == f"{study}/codebooks/coproduction.yaml: {len(book.codes)} codes in {themes} themes, no faults.\n"


def test_check_remarks_on_what_only_weakens_suggestions(fgcoder, study: Path):
    fgcoder("-C", study, "codebook", "add", "bare", "Bare")
    ran = fgcoder("-C", study, "codebook", "check")
    assert ran.code == 0
    assert "no faults" in ran.out
    assert "`bare` has no definition." in ran.err
    assert "`bare` has no examples." in ran.err


def test_check_tells_every_fault_by_line_and_needs_no_study_for_a_file(fgcoder, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.yaml").write_text(FAULTY)
    ran = fgcoder("codebook", "check", "book.yaml")
    assert (ran.code, ran.out) == (2, "")
    for line in (3, 6):
        assert f"book.yaml:{line}: " in ran.err


def test_schema_is_the_json_schema_of_codebook_files(fgcoder):
    ran = fgcoder("codebook", "schema")
    assert ran.code == 0
    assert json.loads(ran.out) == json_schema()
    assert "Stable name" in ran.out


def test_show_prints_the_tree(fgcoder, study: Path):
    ran = fgcoder("-C", study, "codebook", "show")
    assert ran.code == 0
    words = " ".join(ran.out.replace("│", " ").split())
    book = read(study / "codebooks/coproduction.yaml")
    for code in book.by_id.values():
        assert code.label in words
        assert code.id in words
    theme, code = (next(line for line in ran.out.splitlines() if name in line) for name in ("What stands", "red-tape"))
    assert code.index("Red tape") > theme.index("What stands")


def test_show_json_holds_every_field(fgcoder, study: Path):
    roots = json.loads(fgcoder("-C", study, "codebook", "show", "--json").out)
    book = read(study / "codebooks/coproduction.yaml")
    assert [root["id"] for root in roots] == [root.id for root in book.roots]
    first = roots[0]["children"][0]
    code = book.roots[0].children[0]
    assert (first["definition"], tuple(first["examples"])) == (code.definition, code.examples)


def test_add_puts_a_code_into_the_file_and_leaves_the_rest_as_it_was(fgcoder, study: Path):
    file = study / "codebooks/coproduction.yaml"
    before = file.read_text()
    theme = read(file).roots[0]
    ran = fgcoder("-C", study, "codebook", "add", "cats", "Cats", "--theme", theme.id, "--definition", "About cats.")
    assert (ran.code, ran.out) == (0, f"{file}: added cats.\n")
    book = read(file)
    assert book.path_of["cats"] == (theme.id,)
    assert book.by_id["cats"].definition == "About cats."
    added = [line.strip() for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert added == ["- id: cats", "label: Cats", "definition: About cats."]


def test_add_refuses_what_would_make_the_codebook_faulty(fgcoder, study: Path):
    file = study / "codebooks/coproduction.yaml"
    before = file.read_text()
    for arguments, told in (
        (["red-tape", "Again"], "`red-tape` is taken"),
        (["cats", "Cats", "--theme", "nowhere"], "no theme `nowhere`"),
        (["Big Cats", "Cats"], "id"),
        (["cats", ""], "label"),
    ):
        ran = fgcoder("-C", study, "codebook", "add", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
    assert file.read_text() == before

"""`fgcoder codebook`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from fgcoder.codebook.file import json_schema, read
from fgcoder.model import Action
from fgcoder.record.decisions import codings
from fgcoder.storage.store import Store
from fgcoder.study import open_study

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


def test_check_refuses_what_would_steer_the_terminal(fgcoder, study: Path):
    path = study / "codebooks/coproduction.yaml"
    before = path.read_bytes()
    ran = fgcoder("-C", study, "codebook", "add", "bare", "Ba\x1b[31mre")
    assert ran.code == 2
    assert "\x1b" not in ran.out + ran.err
    assert path.read_bytes() == before
    lines = path.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = 'title: "No \\e]0;x\\a time"'
    path.write_text("\n".join(lines))
    ran = fgcoder("-C", study, "codebook", "check")
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:{at + 1}: title: has the control character" in ran.err


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
    assert (ran.code, ran.out) == (0, f"Added the code Cats below {theme.label}.\n")
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


def book_of(study: Path):
    return read(study / "codebooks/coproduction.yaml")


def coded(fgcoder, study: Path, *codes: str) -> None:
    """Apply codes, each to a segment of its own."""
    for number, code in enumerate(codes, 2):
        ran = fgcoder("-C", study, "decisions", "add", f"uk-local-environment#{2 * number}", code)
        assert ran.code == 0, ran.err


def recorded(study: Path):
    with Store.open(open_study(study).store) as store:
        return [one for one in store.decisions() if one.action is Action.CODEBOOK]


def test_every_change_is_told_and_recorded(fgcoder, study: Path):
    for arguments, out in (
        (["add", "cats", "Cats", "--first"], "Added the code Cats.\n"),
        (["add", "dogs", "Dogs", "--after", "cats", "--example", "Wow", "--use", "x"], "Added the code Dogs.\n"),
        (["revise", "dogs", "--label", "Dog", "--use", ""], "Revised label and use of Dogs.\n"),
        (["move", "dogs", "--after", "red-tape"], "Moved Dog below What stands in the way.\n"),
        (["move", "dogs"], "Moved Dog to the top.\n"),
        (["retire", "dogs"], "Retired Dog.\n0 codings stay.\n"),
        (["restore", "dogs"], "Restored Dog.\n"),
        (["rename", "dogs", "dog"], "Renamed the id dogs to dog.\n0 codings follow.\n"),
        (
            ["split", "cats", "Big", "Cats"],
            "Split Cats into Big and Cats.\nIds of the parts: big, cats-2.\n",
        ),
        (["merge", "big", "cats-2", "--into", "cats"], "Merged Big and Cats into Cats.\n0 codings follow.\n"),
    ):
        ran = fgcoder("-C", study, "codebook", *arguments)
        assert (ran.code, ran.out) == (0, out), ran.err
    book = book_of(study)
    assert book.roots[0].id == "cats"
    assert (book.by_id["dog"].label, book.by_id["dog"].use, book.by_id["dog"].examples) == ("Dog", (), ("Wow",))
    assert book.former == {"dogs": "dog", "big": "cats", "cats-2": "cats"}
    made = recorded(study)
    assert [one.code for one in made] == ["cats", "dogs", "dogs", "dogs", "dogs", "dogs", "dogs", "dog", "cats", "cats"]
    assert made[3].text == "Moved Dog below What stands in the way"
    assert {one.coder for one in made} == {"ana"}


def test_codings_follow_a_merge_and_a_new_id(fgcoder, study: Path):
    coded(fgcoder, study, "red-tape", "low-effort", "red-tape")
    ran = fgcoder("-C", study, "codebook", "merge", "red-tape", "--into", "low-effort", "--drop-lines")
    assert ran.out.endswith("\n2 codings follow.\n")
    ran = fgcoder("-C", study, "codebook", "rename", "low-effort", "ease")
    assert ran.out.endswith("\n3 codings follow.\n")
    assert book_of(study).by_id["ease"].was == ("red-tape", "low-effort")
    with Store.open(open_study(study).store) as store:
        assert [coding.code for coding in codings(store.decisions())] == ["red-tape", "low-effort", "red-tape"]


def test_codings_stay_with_what_is_split_or_retired(fgcoder, study: Path):
    coded(fgcoder, study, "red-tape", "low-effort")
    ran = fgcoder("-C", study, "codebook", "split", "red-tape", "Forms", "Waiting")
    assert ran.out.endswith("1 coding under `red-tape` can be recoded, one by one, with its parts.\n")
    ran = fgcoder("-C", study, "codebook", "retire", "low-effort")
    assert ran.out.endswith("1 coding stays.\n")
    ran = fgcoder("-C", study, "codebook", "check")
    assert "1 retired, no faults" in ran.out
    assert "low-effort (retired)" in fgcoder("-C", study, "codebook", "show").out


def test_a_code_with_codings_is_not_made_a_theme_in_passing(fgcoder, study: Path):
    coded(fgcoder, study, "red-tape")
    before = (study / "codebooks/coproduction.yaml").read_bytes()
    for arguments in (["add", "cats", "Cats", "--theme", "red-tape"], ["move", "low-effort", "--theme", "red-tape"]):
        ran = fgcoder("-C", study, "codebook", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "`red-tape` has 1 coding, and would become a theme" in ran.err
        assert "codebook split red-tape" in ran.err
    assert (study / "codebooks/coproduction.yaml").read_bytes() == before
    assert fgcoder("-C", study, "codebook", "add", "cats", "Cats", "--theme", "low-effort").code == 0


def test_a_theme_that_has_become_a_code_is_named(fgcoder, study: Path):
    fgcoder("-C", study, "codebook", "add", "cats", "Cats", "--theme", "low-effort")
    ran = fgcoder("-C", study, "codebook", "move", "cats")
    assert "`low-effort` has no codes below it any more, and is a code itself now." in ran.err


def test_what_changes_nothing_or_cannot_be(fgcoder, study: Path):
    label = book_of(study).by_id["red-tape"].label
    ran = fgcoder("-C", study, "codebook", "revise", "red-tape", "--label", label)
    assert (ran.code, ran.out) == (0, "The codebook says that already; nothing was changed.\n")
    for arguments, told in (
        (["revise", "red-tape"], "no part of the code was given"),
        (["move", "red-tape", "--first", "--after", "low-effort"], "--first and --after"),
        (["merge", "nobody", "--into", "red-tape"], "there is no code `nobody`"),
        (["restore", "red-tape"], "`red-tape` is not retired"),
        (["split", "red-tape", "One"], "at least two"),
        (["retire", "nobody"], "there is no code `nobody`"),
        (["rename", "red-tape", "low-effort"], "the id `low-effort` is taken"),
    ):
        ran = fgcoder("-C", study, "codebook", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
    assert recorded(study) == []


def test_a_change_that_cannot_be_recorded_leaves_the_file_as_it_was(fgcoder, study: Path):
    file = study / "codebooks/coproduction.yaml"
    before = file.read_bytes()
    with closing(sqlite3.connect(open_study(study).store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = fgcoder("-C", study, "codebook", "rename", "red-tape", "forms")
        other.execute("ROLLBACK")
    assert (ran.code, ran.out) == (2, "")
    assert "Error: Nothing was stored." in ran.err
    assert "another program has the store locked" in ran.err
    assert file.read_bytes() == before
    assert recorded(study) == []
    assert fgcoder("-C", study, "codebook", "rename", "red-tape", "forms").code == 0

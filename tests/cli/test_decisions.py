"""`fgcoder decisions`: recording from scripts, and moving the record between machines."""

from __future__ import annotations

import json
import os
import shutil
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from fgcoder.blinding import Draw
from fgcoder.codebook.editing import retire_code
from fgcoder.coding.session import CodingSession
from fgcoder.model import Action, Finding, Relation, Span, Target
from fgcoder.pipeline.contents import codebook_of
from fgcoder.record import log as decision_log
from fgcoder.storage.store import Store
from fgcoder.study import open_study

UK, DK = "uk-local-environment", "dk-public-health"


def record(fgcoder, study: Path, *of: str) -> list[dict]:
    ran = fgcoder("-C", study, "decisions", "list", "--json", *of)
    assert ran.code == 0
    return [json.loads(line) for line in ran.out.splitlines()]


def test_add_applies_codes_and_says_who_it_was(fgcoder, study: Path):
    ran = fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape", "no-time")
    assert (ran.code, ran.out) == (0, "2 decisions recorded for ana.\n")
    assert [(one["coder"], one["action"], one["code"], one["mode"]) for one in record(fgcoder, study)] == [
        ("ana", "apply", "red-tape", "blind"),
        ("ana", "apply", "no-time", "blind"),
    ]


def test_add_rejects_codes_and_takes_a_coder_by_option(fgcoder, study: Path):
    ran = fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{UK}#3", "red-tape", "--reject")
    assert (ran.code, ran.out) == (0, "1 decision recorded for ben.\n")
    (one,) = record(fgcoder, study)
    assert (one["coder"], one["action"]) == ("ben", "reject")


def test_add_reads_lines_from_stdin(fgcoder, study: Path):
    lines = f"{UK}#3 red-tape no-time\n\n  {DK}#5   no-time\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).out == "3 decisions recorded for ana.\n"
    assert [(one["transcript"], one["code"]) for one in record(fgcoder, study)] == [
        (UK, "red-tape"),
        (UK, "no-time"),
        (DK, "no-time"),
    ]
    assert [one["transcript"] for one in record(fgcoder, study, DK)] == [DK]


def test_lines_from_stdin_may_name_transcripts_with_spaces(fgcoder, study: Path):
    (study / "transcripts" / "dk-public-health.txt").rename(study / "transcripts" / "Groupe #3, café (Lyon).txt")
    assert fgcoder("-C", study, "import").code == 0
    lines = "Groupe #3, café (Lyon)#5 red-tape no-time\nGroupe #3, café (Lyon)#6\tred-tape\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).out == "3 decisions recorded for ana.\n"
    assert {one["transcript"] for one in record(fgcoder, study)} == {"Groupe #3, café (Lyon)"}


def test_of_faulty_input_every_line_is_named_and_nothing_recorded(fgcoder, study: Path):
    lines = f"{UK}#3 red-tape\n{UK}#3 red-taep\n\nnowhere#1 red-tape\n{UK}#4\n"
    ran = fgcoder("-C", study, "decisions", "add", "-", stdin=lines)
    assert (ran.code, ran.out) == (2, "")
    assert "Nothing was recorded." in ran.err
    for line in (2, 4, 5):
        assert f"line {line}: " in ran.err
    assert "line 1: " not in ran.err
    assert record(fgcoder, study) == []


@pytest.mark.parametrize(
    "arguments", [[f"{UK}#3", "no-such"], [f"{UK}#3"], [UK, "red-tape"], [f"{UK}#99999", "red-tape"]]
)
def test_a_faulty_command_records_nothing(fgcoder, study: Path, arguments: list[str]):
    ran = fgcoder("-C", study, "decisions", "add", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert record(fgcoder, study) == []


def test_the_record_goes_to_another_machine_and_is_merged_there_once(fgcoder, study: Path, tmp_path: Path):
    there = shutil.copytree(study, tmp_path / "there")
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    fgcoder("-C", there, "--coder", "ben", "decisions", "add", f"{UK}#3", "no-time")
    log = tmp_path / "ana.jsonl"
    ran = fgcoder("-C", study, "decisions", "export", "-o", log)
    assert (ran.code, ran.out) == (0, f"{log}: 1 decision.\n")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert fgcoder("-C", there, "decisions", "import", log).out == "1 new decision.\n"
    assert fgcoder("-C", there, "decisions", "import", log, log).out == "0 new decisions.\n"
    assert [one["coder"] for one in record(fgcoder, there)] == ["ana", "ben"]
    assert record(fgcoder, there)[0] == record(fgcoder, study)[0]


def test_export_of_one_coder_holds_no_other_and_no_words(fgcoder, study: Path, tmp_path: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{UK}#3", "no-time")
    log = tmp_path / "ben.jsonl"
    assert fgcoder("-C", study, "decisions", "export", "-o", log, "--of", "ben").out == f"{log}: 1 decision.\n"
    assert [json.loads(line)["coder"] for line in log.read_text().splitlines()] == ["ben"]
    (row,) = json.loads(fgcoder("-C", study, "suggest", f"{UK}#3", "--json").out)
    assert not any(word in log.read_text() for word in row["words"].split() if len(word) > 6)


def test_logs_in_the_study_s_folder_count_without_being_imported(fgcoder, study: Path, tmp_path: Path):
    there = shutil.copytree(study, tmp_path / "there")
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    fgcoder("-C", study, "decisions", "export", "-o", there / "decisions/ana.jsonl")
    for ask in (["list"], ["export", "-o", str(tmp_path / "all.jsonl")]):
        fresh = shutil.copytree(there, tmp_path / f"fresh-{ask[0]}")
        ran = fgcoder("-C", fresh, "decisions", *ask)
        assert ran.code == 0
        assert "red-tape" in (ran.out if ask == ["list"] else (tmp_path / "all.jsonl").read_text())


def test_a_faulty_log_is_named_by_line(fgcoder, study: Path, tmp_path: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    log = tmp_path / "log.jsonl"
    fgcoder("-C", study, "decisions", "export", "-o", log)
    log.write_text(log.read_text() + '{"id": 7}\n')
    ran = fgcoder("-C", study, "decisions", "import", log)
    assert (ran.code, ran.out) == (2, "")
    assert f"{log}:2: " in ran.err
    assert fgcoder("-C", study, "decisions", "import", tmp_path / "missing.jsonl").code == 2
    (study / "decisions/bad.jsonl").write_text("[]\n")
    ran = fgcoder("-C", study, "status")
    assert (ran.code, ran.out) == (2, "")
    assert "bad.jsonl:1: " in ran.err


def test_names_and_places_that_are_not_there_are_told(fgcoder, study: Path, tmp_path: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    for arguments, told in (
        (["export", "-o", tmp_path / "x.jsonl", "--of", "ben"], "There are: ana."),
        (["export", "-o", tmp_path / "no" / "x.jsonl"], "cannot be written"),
        (["list", "nowhere"], UK),
    ):
        ran = fgcoder("-C", study, "decisions", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
    assert not (tmp_path / "x.jsonl").exists()
    assert record(fgcoder, study, DK) == []


def test_an_export_replaces_neither_a_pipe_nor_a_link(fgcoder, study: Path, tmp_path: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    pipe, link, log = tmp_path / "pipe", tmp_path / "link.jsonl", tmp_path / "log.jsonl"
    os.mkfifo(pipe)
    ran = fgcoder("-C", study, "decisions", "export", "-o", pipe)
    assert (ran.code, ran.out) == (2, "")
    assert "this is not an ordinary file" in ran.err
    assert pipe.is_fifo()
    ran = fgcoder("-C", study, "suggest", "report", "--format", "markdown", "-o", pipe)
    assert (ran.code, ran.out) == (2, "")
    assert pipe.is_fifo()
    link.symlink_to(log)
    assert fgcoder("-C", study, "decisions", "export", "-o", link).code == 0
    assert link.is_symlink()
    assert "red-tape" in log.read_text()


def test_if_one_of_several_logs_is_faulty_none_is_merged(fgcoder, study: Path, tmp_path: Path):
    there = shutil.copytree(study, tmp_path / "there")
    fgcoder("-C", there, "decisions", "add", f"{UK}#3", "red-tape")
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    fgcoder("-C", there, "decisions", "export", "-o", good)
    bad.write_text(good.read_text() + "{}\n")
    ran = fgcoder("-C", study, "decisions", "import", good, bad)
    assert (ran.code, ran.out) == (2, "")
    assert f"{bad}:2: " in ran.err
    assert record(fgcoder, study) == []


def test_a_decision_that_the_study_has_with_other_content_is_told(fgcoder, study: Path, tmp_path: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    log = tmp_path / "log.jsonl"
    fgcoder("-C", study, "decisions", "export", "-o", log)
    assert fgcoder("-C", study, "decisions", "import", log).err == ""
    log.write_text(log.read_text().replace("red-tape", "no-time"))
    ran = fgcoder("-C", study, "decisions", "import", log)
    assert (ran.code, ran.out) == (0, "0 new decisions.\n")
    (one,) = record(fgcoder, study)
    assert f"note: {log}: decision {one['id']} is in the study with other content, which stays." in ran.err
    assert one["code"] == "red-tape"


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_no_clock_gives_is_refused_and_work_goes_on(fgcoder, study: Path, moment: str):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    (one,) = record(fgcoder, study)
    log = study / "log.jsonl"
    log.write_text(json.dumps(one | {"id": "odd", "made_at": moment}) + "\n")
    ran = fgcoder("-C", study, "decisions", "import", log)
    assert (ran.code, ran.out) == (2, "")
    assert f"{log}:1: made_at: " in ran.err
    with Store.open(open_study(study).store) as store:  # as it was let in once
        store.merge([replace(store.decisions()[0], id="odd", made_at=datetime.max.replace(tzinfo=UTC))])
    assert fgcoder("-C", study, "decisions", "add", f"{UK}#4", "red-tape").code == 0
    assert fgcoder("-C", study, "status").code == 0
    assert len(record(fgcoder, study)) == 3


def test_the_list_prints_nothing_that_steers_the_terminal(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    with Store.open(open_study(study).store) as store:
        (made,) = store.decisions()
        odd = {"action": Action.MEMO, "coder": "b\x1b[31mo", "text": "\x1b]0;x\x07 why"}
        store.merge([replace(made, id="odd", **odd)])  # as it was let in once
    ran = fgcoder("-C", study, "decisions", "list")
    assert f"b[31mo  {UK}#3  wrote a memo on red-tape: ]0;x why" in ran.out
    assert not {"\x1b", "\x07"} & set(ran.out + fgcoder("-C", study, "status").out)


def test_the_list_says_in_words_who_did_what_and_what_was_on_screen(fgcoder, study: Path):
    with Store.open(open_study(study).store) as store:
        session = CodingSession(store, codebook_of(open_study(study)), "ana", draw=Draw(1.0, 7))
        session.open(UK)
        session.nothing_fits()
        session.undo()
        session.next()
        session.apply("red-tape")
        where = session.current
    fgcoder("-C", study, "--coder", "ben", "decisions", "add", f"{UK}#3", "no-time")
    lines = [line.split("  ", 1) for line in fgcoder("-C", study, "decisions", "list").out.splitlines()]
    assert all(datetime.fromisoformat(moment) for moment, _ in lines)
    assert [rest for _, rest in lines] == [
        f"ana  {UK}#2  no code fits  (blind, drawn at random)",
        f"ana  {UK}#2  took back: no code fits  (blind, drawn at random)",
        f"ana  {where.id}  applied red-tape  (blind, drawn at random)",
        f"ben  {UK}#3  applied no-time  (blind)",
    ]


def test_the_list_says_what_was_written_and_changed_and_what_was_taken_back_and_put_back(fgcoder, study: Path):
    with Store.open(open_study(study).store) as store:
        opened = open_study(study)
        findings = (Finding("f1", "Few take part.", (), (), "1,000", "survey"),)
        book = codebook_of(opened)
        session = CodingSession(store, book, "ana", findings=findings, codebook_file=opened.codebook)
        session.open(UK)
        words, notes = session.current.words, session.notes
        part = Span(words.start, words.end - 3)
        session.apply("red-tape", span=part)
        session.remove(*session.all_codings)
        session.undo()
        session.redo()
        notes.write_memo(Target(UK, words), "Who\nsays so? " + "Nobody. " * 20)
        notes.write_memo(Target(UK), "A quiet group.")
        notes.write_memo(Target(code="no-time"), "Whose time?")
        notes.write_memo(Target(code="no-time"), "")
        session.undo()
        notes.flag(words)
        notes.flag(words, "see the last group")
        notes.link(words, "f1", Relation.CONFIRMS)
        notes.link(part, "f1", Relation.EXPANDS, "but why")
        session.change_codebook(lambda text, path: retire_code(text, path, "red-tape"), "Retired Red tape")
        session.undo()
        session.redo()
        here = session.current.id
    lines = [line.split("  ", 2)[2] for line in fgcoder("-C", study, "decisions", "list").out.splitlines()]
    there = f"{UK} {part.start}-{part.end}"
    assert lines == [
        f"{there}  applied red-tape  (blind)",
        f"{there}  took back: applied red-tape  (blind)",
        f"{there}  put back: applied red-tape  (blind)",
        f"{there}  took back: applied red-tape  (blind)",
        f"{here}  wrote a memo: Who says so? Nobody. Nobody. Nobody. Nobody. Nobody. [...]",
        f"{UK}  wrote a memo: A quiet group.",
        "codebook  wrote a memo on no-time: Whose time?",
        "codebook  took away the memo on no-time",
        "codebook  took back: took away the memo on no-time",
        f"{here}  flagged",
        f"{here}  took back: flagged",
        f"{here}  flagged: see the last group",
        f"{here}  confirms finding f1",
        f"{there}  expands finding f1: but why",
        "codebook  Retired Red tape",
        "codebook  took back: Retired Red tape",
        "codebook  put back: Retired Red tape",
    ]
    # All of it goes to another machine and back as it is.
    log = study / "log.jsonl"
    fgcoder("-C", study, "decisions", "export", "-o", log)
    with Store.open(open_study(study).store) as store:
        assert list(decision_log.read(log)) == store.decisions()


def test_what_takes_back_nothing_that_is_here_is_told_as_such(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    (one,) = record(fgcoder, study)
    ids = {name: str(uuid4()) for name in ("lost", "round", "and round")}
    backs = [("lost", "no-such"), ("round", ids["and round"]), ("and round", ids["round"])]
    made = [one | {"id": ids[name], "action": "withdraw", "withdraws": what} for name, what in backs]
    log = study / "log.jsonl"
    log.write_text("".join(f"{json.dumps(line)}\n" for line in made))
    assert fgcoder("-C", study, "decisions", "import", log).out == "3 new decisions.\n"
    listed = fgcoder("-C", study, "decisions", "list").out.splitlines()
    assert ["a decision that is not here" in line for line in listed].count(True) == 3
    assert len(listed) == 4


def test_the_list_names_offsets_where_no_segment_is(fgcoder, study: Path):
    fgcoder("-C", study, "decisions", "add", f"{UK}#3", "red-tape")
    settings = (study / "study.yaml").read_text()
    (study / "study.yaml").write_text(settings.replace("longest: 60", "longest: 5"))
    (one,) = record(fgcoder, study)
    assert f"  {UK} {one['start']}-{one['end']}  applied red-tape" in fgcoder("-C", study, "decisions", "list").out


# Other versions of a transcript


def test_what_was_decided_on_another_text_is_set_aside_until_that_text_is_here(fgcoder, study: Path, tmp_path: Path):
    theirs = study / "transcripts" / f"{UK}.txt"
    ours = theirs.read_text("utf-8")
    head, _, body = ours.partition("\n---\n")
    theirs.write_text(f"{head}\n---\n{body.replace('MODERATOR: So.', 'MODERATOR: Good evening. So.', 1)}", "utf-8")
    assert theirs.read_text("utf-8") != ours
    assert fgcoder("-C", study, "import").code == 0
    for_kim = ("-C", study, "--coder", "kim", "decisions")
    assert fgcoder(*for_kim, "add", f"{UK}#12", "no-time").code == 0
    assert fgcoder(*for_kim, "add", f"{DK}#5", "no-time").code == 0
    log = tmp_path / "kim.jsonl"
    assert fgcoder(*for_kim, "export", "-o", log).out == f"{log}: 2 decisions.\n"

    other = tmp_path / "other"
    shutil.copytree(study, other, ignore=shutil.ignore_patterns(".fgcoder"))
    (other / "transcripts" / theirs.name).write_text(ours, "utf-8")
    assert fgcoder("-C", other, "import").code == 0
    merged = fgcoder("-C", other, "decisions", "import", log)
    assert merged.out == "2 new decisions.\n"
    assert f"1 decision set aside, made on another text than the study has: {UK}." in merged.err
    found = json.loads(fgcoder("-C", other, "find", "--code", "no-time", "--json").out)
    assert [quote["transcript"] for quote in found] == [DK]
    status = json.loads(fgcoder("-C", other, "status", "--json").out)
    assert status["set_aside"] == {UK: 1}
    assert sum(row["coders"].get("kim", {"codings": 0})["codings"] for row in status["transcripts"]) == 1
    assert "set aside" in fgcoder("-C", other, "status").err
    table = fgcoder("-C", other, "table", "frequency", "--format", "markdown").out
    assert f"1 decision not counted, made on another text than these transcripts have here: {UK}." in table
    assert len(record(fgcoder, other)) == 2, "the audit trail has all"
    assert fgcoder("-C", other, "decisions", "export", "-o", tmp_path / "all.jsonl").code == 0
    assert len((tmp_path / "all.jsonl").read_text("utf-8").splitlines()) == 2

    (other / "transcripts" / theirs.name).write_text(theirs.read_text("utf-8"), "utf-8")
    assert fgcoder("-C", other, "import").code == 0
    found = json.loads(fgcoder("-C", other, "find", "--code", "no-time", "--json").out)
    assert sorted(quote["transcript"] for quote in found) == sorted([UK, DK])
    assert json.loads(fgcoder("-C", other, "status", "--json").out)["set_aside"] == {}

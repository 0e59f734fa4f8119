"""Changes of the codebook from where one codes: the file, the record, and what is refused."""

from __future__ import annotations

import shutil
import stat
from functools import partial
from pathlib import Path

import pytest

from fgcoder.codebook import hunks
from fgcoder.codebook.editing import add_code, retire_code, revise_code
from fgcoder.codebook.file import read
from fgcoder.coding.codebook_desk import CodebookDesk
from fgcoder.coding.recording import Recorder
from fgcoder.errors import CodebookError, StoreAccessError
from fgcoder.model import Action, Code, Mode, Span


@pytest.fixture
def desk(small) -> CodebookDesk:
    return CodebookDesk(small.codebook_file, Recorder(small.store, small.codebook, "ana"))


def adding(label: str, theme: str | None = None):
    return lambda text, path: add_code(text, path, Code(label.lower(), label), theme)


def test_a_change_is_written_and_its_lines_go_into_the_record(small, desk: CodebookDesk):
    before = small.codebook_file.read_text(encoding="utf-8")
    book, decision = desk.change(adding("Dogs", "obstacles"), "Added the code Dogs", "dogs")
    after = small.codebook_file.read_text(encoding="utf-8")
    assert book == read(small.codebook_file)
    assert book.path_of["dogs"] == ("obstacles",)
    assert "# Not the queues." in after
    assert stat.S_IMODE(small.codebook_file.stat().st_mode) == 0o600
    assert decision is not None
    assert (decision.action, decision.code, decision.text) == (Action.CODEBOOK, "dogs", "Added the code Dogs")
    assert (decision.transcript, decision.transcript_hash, decision.span) == ("", "", Span(0, 0))
    assert (decision.coder, decision.mode, decision.withdraws) == ("ana", Mode.BLIND, None)
    assert hunks.patched(before, hunks.of_json(decision.changes)) == after
    assert small.store.decisions() == [], "the desk leaves storing to the session"


def test_the_decision_says_by_which_version_it_was_made(small, desk: CodebookDesk):
    _, decision = desk.change(lambda text, _: text.replace('"1"', '"2"'), "Raised the version")
    assert decision is not None
    assert decision.codebook_version == "2"


def test_what_changes_nothing_is_not_recorded_but_taken_over(small, desk: CodebookDesk):
    small.codebook_file.write_text(
        small.codebook_file.read_text(encoding="utf-8").replace("Trust", "Faith"), encoding="utf-8"
    )
    before = small.codebook_file.stat()
    book, decision = desk.change(lambda text, _: text, "Nothing")
    assert decision is None
    assert book.label("trust") == "Faith"
    assert small.codebook_file.stat() == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda text, path: add_code(text, path, Code("forms", "Forms")),
        lambda text, path: retire_code(text, path, "none"),
        lambda text, path: text.replace("codes:", "cods:"),
        lambda text, path: "- not a codebook",
    ],
    ids=["an id twice", "a code that is not there", "an edit that breaks it", "something else"],
)
def test_what_would_be_no_codebook_is_refused_and_the_file_stays(small, desk: CodebookDesk, edit):
    before = small.codebook_file.read_bytes(), small.codebook_file.stat()
    with pytest.raises(CodebookError) as caught:
        desk.change(edit, "Broke it")
    assert caught.value.faults[0].path == small.codebook_file
    assert (small.codebook_file.read_bytes(), small.codebook_file.stat()) == before


def test_a_file_that_cannot_be_read_is_told(small, desk: CodebookDesk):
    with small.codebook_file.open("ab") as file:
        file.write(b"# Ren\xe9\n")
    with pytest.raises(CodebookError, match=r"(?s)The codebook was not changed.*UTF-8"):
        desk.change(adding("Dogs"), "Added the code Dogs")
    small.codebook_file.unlink()
    for attempt in (lambda: desk.change(adding("Dogs"), "Added the code Dogs"), lambda: desk.reverse("[]")):
        with pytest.raises(CodebookError, match=r"(?s)The codebook was not changed.*No such file"):
            attempt()


def test_a_file_that_cannot_be_written_is_told(small):
    folder = small.codebook_file.parent / "there"
    folder.mkdir()
    shutil.copy(small.codebook_file, folder)
    desk = CodebookDesk(folder / small.codebook_file.name, Recorder(small.store, small.codebook, "ana"))

    def edit(text: str, path: Path) -> str:
        shutil.rmtree(folder)
        return adding("Dogs")(text, path)

    with pytest.raises(CodebookError, match=r"(?s)The codebook was not changed.*cannot be written"):
        desk.change(edit, "Added the code Dogs")


@pytest.mark.parametrize("ends", [pytest.param("\n", id="Unix"), pytest.param("\r\n", id="Windows")])
def test_a_change_is_taken_back_and_made_once_more_byte_for_byte(small, desk: CodebookDesk, ends: str):
    lines = small.codebook_file.read_text(encoding="utf-8").split("\n")
    small.codebook_file.write_bytes(ends.join(lines).encode("utf-8"))
    before = small.codebook_file.read_bytes()
    edit = partial(revise_code, code_id="forms", definition="Paper, and more paper.", examples=["So many forms"])
    _, decision = desk.change(lambda text, path: edit(text, path), "Revised Forms")
    after = small.codebook_file.read_bytes()
    assert decision is not None
    assert after.count(ends.encode()) == before.count(ends.encode()) + 2 == after.count(b"\n")
    untouched = [line for line in before.splitlines(keepends=True) if b"Too much paper" not in line]
    assert [line for line in after.splitlines(keepends=True) if line in untouched] == untouched
    assert desk.reverse(decision.changes) == read(small.codebook_file)
    assert small.codebook_file.read_bytes() == before
    assert desk.reverse(decision.changes, forth=True).by_id["forms"].examples == ("So many forms",)
    assert small.codebook_file.read_bytes() == after


def test_a_change_whose_lines_are_gone_is_not_taken_back(small, desk: CodebookDesk):
    _, decision = desk.change(adding("Dogs"), "Added the code Dogs", "dogs")
    assert decision is not None
    text = small.codebook_file.read_text(encoding="utf-8").replace("label: Dogs", "label: Dogs and cats")
    small.codebook_file.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"the file has changed since.*id: dogs"):
        desk.reverse(decision.changes)
    assert small.codebook_file.read_text(encoding="utf-8") == text


def test_a_change_after_whose_undoing_it_would_be_no_codebook_is_not_taken_back(small, desk: CodebookDesk):
    _, decision = desk.change(adding("Dogs"), "Added the code Dogs", "dogs")
    for code in ("obstacles", "trust", "joy"):
        desk.change(lambda text, path, code=code: retire_code(text, path, code), f"Retired {code}")
    assert decision is not None
    before = small.codebook_file.read_bytes()
    with pytest.raises(CodebookError, match="all codes are retired"):
        desk.reverse(decision.changes)
    assert small.codebook_file.read_bytes() == before


@pytest.mark.parametrize("changes", ["", "[[0]]"])
def test_a_record_that_is_not_one_is_told(desk: CodebookDesk, changes: str):
    with pytest.raises(CodebookError):
        desk.reverse(changes)


def test_without_a_file_the_session_changes_no_codebook(small):
    session = small.sit(book=small.codebook)
    with pytest.raises(CodebookError, match="cannot be changed from here"):
        session.change_codebook(adding("Dogs"), "Added the code Dogs")


def test_the_session_goes_on_with_what_the_file_says_now(small):
    session = small.sit()
    assert session.change_codebook(adding("Dogs"), "Added the code Dogs", "dogs") is True
    session.apply("dogs")
    assert [(one.action, one.code) for one in small.store.decisions()] == [
        (Action.CODEBOOK, "dogs"),
        (Action.APPLY, "dogs"),
    ]
    assert session.change_codebook(lambda text, _: text, "Nothing") is False
    assert len(small.store.decisions()) == 2
    session.undo()
    session.undo()
    assert "dogs" not in session.codebook.by_id


def state_of(small) -> tuple[bytes, int, list[str]]:
    """The file, its mode, what lies beside it, and the record."""
    file = small.codebook_file
    beside = sorted(path.name for path in file.parent.iterdir() if "store" not in path.name)
    return file.read_bytes(), stat.S_IMODE(file.stat().st_mode), beside


def test_a_change_that_cannot_be_recorded_is_not_made(small, locked):
    session = small.sit()
    small.codebook_file.chmod(0o640)
    before, book = state_of(small), session.codebook
    with locked(small.store), pytest.raises(StoreAccessError, match="another program"):
        session.change_codebook(adding("Dogs"), "Added the code Dogs", "dogs")
    assert (state_of(small), session.codebook, small.store.decisions()) == (before, book, [])
    assert session.undo() is None
    assert session.reread_codebook() is False
    assert session.change_codebook(adding("Dogs"), "Added the code Dogs", "dogs") is True
    assert [one.code for one in small.store.decisions()] == ["dogs"]
    assert state_of(small)[2] == before[2]


def test_a_change_that_the_full_disk_does_not_take_is_not_made(small, full):
    session = small.sit()
    before = state_of(small)
    long = "Dogs are what this is about. " * 1000
    with full(small.store), pytest.raises(StoreAccessError, match="the disk is full"):
        session.change_codebook(lambda text, path: revise_code(text, path, "forms", definition=long), "Revised Forms")
    assert (state_of(small), small.store.decisions()) == (before, [])


def test_what_cannot_be_recorded_is_not_taken_back_or_done_again_either(small, locked):
    session = small.sit()
    session.change_codebook(adding("Dogs"), "Added the code Dogs", "dogs")
    for step in (session.undo, session.redo):
        before, book, made = state_of(small), session.codebook, len(small.store.decisions())
        with locked(small.store), pytest.raises(StoreAccessError, match="another program"):
            step()
        assert (state_of(small), session.codebook, len(small.store.decisions())) == (before, book, made)
        assert step() is not None
        assert state_of(small)[0] != before[0]


def test_an_undo_that_was_not_recorded_comes_next_and_leaves_the_coder_where_it_was(small, locked):
    session = small.sit()
    session.open("park")
    session.apply("forms")
    session.open("bridge")
    session.move_to(1)
    with locked(small.store), pytest.raises(StoreAccessError):
        session.undo()
    assert (session.transcript.id, session.position) == ("bridge", 1)
    assert session.undo().transcript == "park"


def test_places_are_not_worth_being_held_up_for(small, locked):
    session = small.sit()
    session.open("park")
    with locked(small.store):
        session.open("bridge")
        session.keep_place()
    assert session.transcript.id == "bridge"

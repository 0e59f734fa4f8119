"""What is kept of a fault: where it happened and of what kind it was, and nothing of the data it happened on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fgcoder.errors import StoreError
from fgcoder.tui import fault

SECRET = "My daughter has two jobs."


def raised(problem: Exception, because: Exception | None = None) -> Exception:
    """A problem as it is once it was raised, a secret in a variable beside it."""
    words = SECRET
    try:
        try:
            if because is not None:
                raise because
        finally:
            raise problem
    except type(problem) as caught:
        assert words
        return caught


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_the_trace_says_where_and_of_what_kind_and_nothing_else(state: Path) -> None:
    told = fault.told(raised(KeyError(SECRET), because=UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET)))
    (one,) = told.faults
    assert one.path is not None
    trace = one.path.read_text(encoding="utf-8")
    assert "builtins.KeyError\n" in trace
    assert "builtins.UnicodeDecodeError\n" in trace
    assert "raise problem" in trace
    assert SECRET not in trace + str(told)
    assert "KeyError; the file says where it happened." in str(told)
    assert (one.path.stat().st_mode & 0o777, state.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_message_that_names_parts_of_the_program_is_kept(state: Path) -> None:
    (one,) = fault.told(raised(AttributeError("'NoneType' object has no attribute 'span'"))).faults
    assert one.path is not None
    assert "AttributeError: 'NoneType' object has no attribute 'span'" in one.path.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_the_fault_is_told_all_the_same(state: Path) -> None:
    state.write_text("a file where a folder should be", encoding="utf-8")
    told = str(fault.told(raised(KeyError(SECRET))))
    assert "KeyError; where it happened could not be written down" in told
    assert SECRET not in told


@pytest.mark.parametrize("cause", [sqlite3.IntegrityError(SECRET), StoreError(SECRET)], ids=["SQLite", "the store"])
def test_where_the_store_refused_something_nobody_is_told_that_all_is_on_disk(state: Path, cause: Exception) -> None:
    told = str(fault.told(raised(KeyError(SECRET), because=cause)))
    assert "What you decided last may not be on disk" in told
    assert fault.ON_DISK not in told
    assert SECRET not in told
    assert fault.ON_DISK in str(fault.told(raised(KeyError(SECRET))))

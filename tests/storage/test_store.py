"""The store is one file, for its owner alone, written through to the disk; what is no store is left alone."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from fgcoder.errors import StoreError
from fgcoder.storage.store import Store


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_only_the_owner_can_read_it(tmp_path, make):
    file = tmp_path / "study" / ".fgcoder" / "store.sqlite"
    with Store.open(file) as store:
        store.append([make(1)])
        beside = list(file.parent.iterdir())
        assert {path.name for path in beside} == {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["what now?", "a#b", "50%20", "a&b=c", "Štúdie 😀", 'it\'s "so"', ":memory:", "x;y"])
def test_a_folder_of_any_name(tmp_path, name, make):
    file = tmp_path / name / "store.sqlite"
    with Store.open(file) as store:
        store.append([make(1)])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    with Store.open(file) as store:
        assert store.decisions() == [make(1)]


def test_every_connection_writes_through_to_the_disk(file, store):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    with store.engine.connect() as one, store.engine.connect() as other:
        for connection in (one, other):
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
            assert found == wanted
    with closing(sqlite3.connect(file)) as outside:
        assert outside.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_closed_store_is_one_file(file, make):
    with Store.open(file) as store:
        store.append([make(1)])
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"This is no database. " * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database(tmp_path, content):
    file = tmp_path / "store.sqlite"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        Store.open(file)
    assert caught.value.faults[0].path == file
    assert "Move the file away" in caught.value.faults[0].todo
    assert file.read_bytes() == content


def test_a_database_of_another_program(tmp_path):
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()
    with pytest.raises(StoreError, match="not one of fgcoder's"):
        Store.open(file)
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(tmp_path / "a" / "store.sqlite")


def test_a_folder_where_the_file_should_be(tmp_path):
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "store.sqlite")


def test_opening_a_store_again_leaves_no_copies(file):
    for _ in range(3):
        Store.open(file).close()
    assert list(Path(file.parent).iterdir()) == [file]

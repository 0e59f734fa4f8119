"""What is said where the store cannot be used: the cause, and what to do about that and nothing else."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from fgcoder.errors import StoreAccessError, StoreError
from fgcoder.model import Action
from fgcoder.storage.counting import Counting
from fgcoder.storage.searching import Searching
from fgcoder.storage.store import Store

SECRET = "My daughter has two jobs."


@contextmanager
def held_alone(file: Path) -> Iterator[None]:
    """Hold a store so that nobody else can even read it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE IF NOT EXISTS held (one INTEGER)")
        yield
        other.execute("ROLLBACK")


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Have every write beyond what a file has fail, as a disk that does not answer would."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def is_told(error: StoreError, file: Path, title: str, *words: str) -> None:
    (fault,) = error.faults
    assert (error.title, fault.path) == (title, file)
    for word in words:
        assert word in f"{fault.what} {fault.todo}"
    assert "away" not in str(error), "nothing is wrong with the file"


def test_a_store_that_is_locked_is_not_opened_and_nobody_is_told_to_move_it_away(file):
    with held_alone(file), pytest.raises(StoreAccessError) as caught:
        Store.open(file)
    is_told(caught.value, file, "The store cannot be opened.", "another program", "Close that program", "all there")
    Store.open(file).close()


def test_a_store_on_a_disk_that_takes_nothing_is_not_opened_and_stays_where_it_is(file):
    with no_file_may_grow(), pytest.raises(StoreAccessError) as caught:
        Store.open(file)
    is_told(caught.value, file, "The store cannot be opened.", "disk", "Free some space", "leave the file where it is")
    Store.open(file).close()


def test_a_store_that_may_not_be_written_is_said_to_be_that(file):
    file.with_name("store.sqlite-wal").mkdir()
    with pytest.raises(StoreAccessError) as caught:
        Store.open(file)
    is_told(caught.value, file, "The store cannot be opened.", "-wal and -shm", "which you may write")


def test_the_advice_to_move_a_damaged_file_away_says_what_that_costs(file):
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 8000)
    with pytest.raises(StoreAccessError, match="damaged") as caught:
        Store.open(file)
    todo = caught.value.faults[0].todo or ""
    assert todo.index("Keep a copy") < todo.index("Move the file away")
    assert "since the last export is lost unless it is salvaged" in todo


def test_every_way_of_writing_to_a_locked_store_is_told_and_works_once_it_is_free(file, store, make, samples, locked):
    transcript, segments = samples["dk-public-health"]
    first, second = (make(number, transcript_hash=transcript.hash) for number in (1, 2))
    ways = [
        lambda: store.append([first], place=("dk", 1)),
        lambda: store.merge([second]),
        lambda: store.set_place("anna", "dk", 2),
        lambda: store.add_transcript(transcript, segments, "way"),
    ]
    with locked(store):
        for way in ways:
            with pytest.raises(StoreAccessError) as caught:
                way()
            is_told(caught.value, file, "Nothing was stored.", "another program")
        assert store.decisions() == []
    for way in ways:
        way()
    assert store.decisions() == [first, second]


def test_what_does_not_fit_on_the_disk_is_told_and_fits_once_there_is_space(file, store, make, full):
    memo = make(1, action=Action.MEMO, text=SECRET * 2000)
    with full(store), pytest.raises(StoreAccessError) as caught:
        store.append([memo])
    is_told(caught.value, file, "Nothing was stored.", "the disk is full", "Free some space")
    assert SECRET not in str(caught.value)
    assert store.decisions() == []
    store.append([memo])
    assert store.decisions() == [memo]


def test_a_write_that_the_disk_does_not_take_is_told(file, store, make):
    with no_file_may_grow(), pytest.raises(StoreAccessError) as caught:
        store.append([make(1, text=SECRET * 2000)])
    is_told(caught.value, file, "Nothing was stored.", "disk I/O error")
    store.append([make(1)])
    assert store.decisions() == [make(1)]


def test_every_way_of_reading_a_damaged_store_says_that_it_is_damaged(file, make):
    with Store.open(file) as store:
        store.append([make(number) for number in range(1, 200)])
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("PRAGMA schema_version").fetchone()
    with pytest.raises(StoreAccessError, match="damaged"), Store.open(file) as store:
        store.decisions()


def test_whoever_reads_beside_the_store_is_told_too(file, store, make):
    store.append([make(1)])
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE decisions")
    for read in (store.decisions, Searching(store).decisions, Counting(store).notches, lambda: store.places("anna")):
        if read.__name__ == "<lambda>":
            assert read() == {}
            continue
        with pytest.raises(StoreAccessError, match=r"could not be read.*\n.*no such table: decisions"):
            read()


def test_words_that_are_no_text_are_not_quoted(file, store, make):
    store.append([make(1, action=Action.MEMO, text=SECRET)])
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TRIGGER IF EXISTS decisions_stay")
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE decisions SET text = CAST(x'4D79206461756768746572ff' AS TEXT)")
        other.commit()
    with pytest.raises(StoreAccessError, match="damaged") as caught:
        store.decisions()
    assert "My daughter" not in str(caught.value)


def test_a_mistake_of_the_program_stays_one_and_quotes_nothing(store, make):
    memo = make(1, action=Action.MEMO, text=SECRET)
    store.append([memo])
    with pytest.raises(IntegrityError) as caught:
        store.append([memo])
    assert SECRET not in str(caught.value)


def test_a_copy_before_a_migration_that_does_not_fit_is_not_left_behind(tmp_path, empty_store):
    file = tmp_path / "store.sqlite"
    shutil.copy(empty_store, file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '0003'")
        other.commit()
    other = sqlite3.connect(file)
    other.execute("PRAGMA journal_mode=WAL")
    with closing(other), no_file_may_grow(), pytest.raises(StoreAccessError, match="cannot be opened") as caught:
        Store.open(file)
    assert "disk" in caught.value.faults[0].what
    assert list(tmp_path.glob("*before*")) == []

"""The store: how it is opened, set up and closed. Its queries are in one file for each kind of thing that it holds.

SQLite embedded, in write-ahead mode with `synchronous=FULL`: when `append` returns, the decisions are on disk and
survive a crash of the program or of the machine.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import sleep
from types import TracebackType
from typing import Any, Self

from pydantic_core import from_json
from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DatabaseError

from fgcoder.errors import Fault, StoreError
from fgcoder.locations import private_folder
from fgcoder.storage.migrating import migrate
from fgcoder.storage.record import Record
from fgcoder.storage.transcripts import Transcripts
from fgcoder.storage.vectors import Vectors


class Store(Transcripts, Vectors, Record):
    """A study's database. Use `Store.open`, and close it or use it as a context manager.

    One object may be used from several threads.
    """

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open the store, create it where there is none, and bring its schema up to date.

        Raises
        ------
        StoreError
            If the file is not a store, is from a newer fgcoder, or cannot be written.
        """
        try:
            private_folder(file.parent)
            file.touch(mode=0o600)
            # A URL as text would end at a `?`. What Python has for reading JSON takes a third of opening a transcript.
            engine = create_engine(URL.create("sqlite", database=str(file)), json_deserializer=from_json)
            event.listen(engine, "connect", _configure)
            try:
                migrate(engine, file)
            except BaseException:
                engine.dispose()
                raise
        except DatabaseError as problem:
            todo = "Move the file away to start anew; logs in the decisions folder are read in again."
            raise StoreError("The store cannot be opened.", Fault(f"{problem.orig}.", file, todo=todo)) from problem
        except OSError as problem:
            fault = Fault(f"cannot be written: {problem.strerror}.", file)
            raise StoreError("The store cannot be opened.", fault) from problem
        return cls(engine)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _configure(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    for attempts_left in reversed(range(250)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as problem:  # for this switch SQLite does not wait, whatever the timeout
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not attempts_left:
                raise
            sleep(0.02)
    cursor.close()

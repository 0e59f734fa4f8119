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

from fgcoder.errors import StoreAccessError
from fgcoder.locations import private_folder
from fgcoder.storage.failing import CANNOT_BE_OPENED, refusal, says_causes
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
        except OSError as problem:
            raise refusal(problem, file, CANNOT_BE_OPENED) from problem
        # A URL as text would end at a `?`. What Python has for reading JSON takes a third of opening a transcript.
        # An error that quotes a statement must not quote what coders wrote and participants said.
        url = URL.create("sqlite", database=str(file))
        engine = create_engine(url, json_deserializer=from_json, hide_parameters=True)
        event.listen(engine, "connect", _configure)
        says_causes(engine, file)
        try:
            migrate(engine, file)
        except StoreAccessError as problem:
            engine.dispose()
            raise StoreAccessError(CANNOT_BE_OPENED, *problem.faults) from problem
        except BaseException:
            engine.dispose()
            raise
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

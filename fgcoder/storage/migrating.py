"""Bringing a store to the present schema when it is opened, with a copy of it made first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, inspect, text

from fgcoder.errors import Fault, StoreError
from fgcoder.storage.failing import CANNOT_BE_OPENED, in_words

HEAD = "0004"
"""The newest migration. Kept here so that opening a store that is up to date need not load Alembic."""

_ALEMBIC = Lock()
"""Alembic keeps what it works on in a global."""


def migrate(engine: Engine, file: Path | None) -> None:
    """Run the migrations that the store lacks; copy a file that holds anything first.

    Raises
    ------
    StoreError
        If the store was written by a newer fgcoder, or a migration fails (the copy is then named).
    """
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with _ALEMBIC, engine.begin() as connection:
        # So that of two programs that open the store at once one migrates, and a migration that fails leaves nothing.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _migrate(connection, file)


def _migrate(connection: Connection, file: Path | None) -> None:
    present = _revision(connection)
    if present == HEAD:
        return
    if present is None and inspect(connection).get_table_names():
        fault = Fault("is a database, but not one of fgcoder's.", file, todo="Move the file away to start anew.")
        raise StoreError(CANNOT_BE_OPENED, fault)
    if present is not None and present not in _known_revisions():
        fault = Fault(f"was written by a newer fgcoder (schema {present}).", file, todo="Update fgcoder and try again.")
        raise StoreError(CANNOT_BE_OPENED, fault)
    copy = _back_up(file, present) if file is not None and present is not None else None
    try:
        _upgrade(connection)
    except Exception as problem:
        cause = problem.faults[0] if isinstance(problem, StoreError) else Fault(str(problem), file)
        kept = f"Nothing is lost: a copy from before is at {copy}." if copy else None
        todo = " ".join(part for part in (kept, cause.todo) if part)
        raise StoreError("The store could not be brought up to date.", replace(cause, todo=todo or None)) from problem


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _known_revisions() -> set[str]:
    versions = Path(__file__).parent / "migrations" / "versions"
    return {path.name.split("_")[0] for path in versions.glob("[0-9]*.py")}


def copies_of(file: Path) -> list[Path]:
    """List the copies of a store that were made before it was brought up to date, the oldest first."""
    return sorted(file.parent.glob(f"{file.stem}.before-*{file.suffix}"), key=lambda copy: copy.stat().st_mtime)


def _back_up(file: Path, revision: str) -> Path:
    """Copy through SQLite itself, so that what still stands in the write-ahead log is in the copy."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = file.with_name(f"{file.stem}.before-{HEAD}.from-{revision}.{stamp}{file.suffix}")
    copy.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as problem:
        copy.unlink()
        refused = in_words(problem, copy, CANNOT_BE_OPENED)
        if refused is None:
            raise
        raise refused from problem
    return copy


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""Bringing a store to the present schema when it is opened, with a copy of it made first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from fgcoder.errors import Fault, StoreError

HEAD = "0001"
"""The newest migration. Kept here so that opening a store that is up to date need not load Alembic."""


def migrate(engine: Engine, file: Path | None) -> None:
    """Run the migrations that the store lacks; copy a file that holds anything first.

    Raises
    ------
    StoreError
        If the store was written by a newer fgcoder, or a migration fails (the copy is then named).
    """
    present = _revision(engine)
    if present == HEAD:
        return
    if present is not None and present not in _known_revisions():
        fault = Fault(f"was written by a newer fgcoder (schema {present}).", file, todo="Update fgcoder and try again.")
        raise StoreError("The store cannot be opened.", fault)
    copy = _back_up(file, present) if file is not None and present is not None else None
    try:
        _upgrade(engine)
    except Exception as problem:
        todo = f"Nothing is lost: a copy from before is at {copy}." if copy else None
        raise StoreError(
            "The store could not be brought up to date.", Fault(str(problem), file, todo=todo)
        ) from problem


def _revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _known_revisions() -> set[str]:
    versions = Path(__file__).parent / "migrations" / "versions"
    return {path.name.split("_")[0] for path in versions.glob("[0-9]*.py")}


def _back_up(file: Path, revision: str) -> Path:
    """Copy through SQLite itself, so that what still stands in the write-ahead log is in the copy."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = file.with_name(f"{file.stem}.before-{HEAD}.from-{revision}.{stamp}{file.suffix}")
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

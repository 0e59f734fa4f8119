"""What is said when SQLite cannot do something: by its cause, since each wants something else done about it.

A store that is locked, or on a full disk, has nothing wrong with it: whoever is told to move it away loses what was
decided. So each error of the database becomes a `StoreError` that says why, where connections are made: no query has to
think of it. Errors that only a mistake in the program can bring about, such as the same id twice, stay as they are.
"""

from __future__ import annotations

import sqlite3
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from fgcoder.errors import Fault, StoreAccessError

CANNOT_BE_OPENED = "The store cannot be opened."
_ALL_THERE = "What was recorded before is all there."
_LOCKED = (
    "another program has the store locked.",
    f"Close that program, or wait until it is done, and try again. {_ALL_THERE}",
)
_FULL = ("the disk is full.", f"Free some space and try again; leave the file where it is. {_ALL_THERE}")
_NO_ANSWER = (
    "the disk did not take or give what it was asked for (disk I/O error); it may be full.",
    f"Free some space, see that the disk is still connected, and try again; leave the file where it is. {_ALL_THERE}",
)
_FORBIDDEN = (
    "cannot be written: no permission for the file or its folder.",
    f"See that you may write to both, and try again. {_ALL_THERE}",
)
_NOT_OPENED = (
    "the file, or one of those beside it that end in -wal and -shm, could not be opened.",
    f"See that they are files which you may write, in a folder which you may write to, and try again. {_ALL_THERE}",
)
_GONE = (
    "the file was moved or deleted while it was open.",
    "Put it back, with those beside it that end in -wal and -shm, and start fgcoder again.",
)
_DAMAGED = (
    "the file is damaged, or is not a store.",
    "Keep a copy of it, with those beside it that end in -wal and -shm, and put your latest back-up in its place. "
    "Without one, `sqlite3 FILE .recover` may salvage what is in the copy. "
    "Move the file away to start anew only then: logs in the decisions folder are read in again, "
    "and what was decided since the last export is lost unless it is salvaged.",
)
_BY_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _NO_ANSWER,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: _NOT_OPENED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_BY_ERRNO = {ENOSPC: _FULL, EDQUOT: _FULL, EACCES: _FORBIDDEN, EPERM: _FORBIDDEN, EROFS: _FORBIDDEN}


def says_causes(engine: Engine, file: Path) -> None:
    """Have every error of a database raised as a `StoreError` that says its cause, whatever was being asked."""

    def translated(context: ExceptionContext) -> StoreAccessError | None:
        problem = context.original_exception
        if not isinstance(problem, sqlite3.Error):
            return None
        if context.connection is None:
            title = CANNOT_BE_OPENED
        else:
            is_question = (context.statement or "").lstrip().upper().startswith("SELECT")
            title = "The store could not be read." if is_question else "Nothing was stored."
        return in_words(problem, file, title)

    event.listen(engine, "handle_error", translated, retval=True)


def refusal(problem: OSError, file: Path, title: str) -> StoreAccessError:
    """Say why the system did not let the store be used."""
    what, todo = _BY_ERRNO.get(problem.errno or 0, (f"cannot be written: {problem.strerror}.", None))
    return StoreAccessError(title, Fault(what, file, todo=todo))


def in_words(problem: sqlite3.Error, file: Path, title: str) -> StoreAccessError | None:
    """Say why SQLite could not use the store; None where that is a mistake of the program."""
    if not isinstance(problem, sqlite3.OperationalError) and type(problem) is not sqlite3.DatabaseError:
        return None
    code = getattr(problem, "sqlite_errorcode", None)
    if code is None:  # Python's own: a text that is none, which its message would quote
        what, todo = _DAMAGED
    elif code == sqlite3.SQLITE_READONLY_DBMOVED:
        what, todo = _GONE
    else:
        others = (f"SQLite says: {problem}.", "Try again; leave the file where it is.")
        what, todo = _BY_CODE.get(code & 0xFF, others)
    return StoreAccessError(title, Fault(what, file, todo=todo))

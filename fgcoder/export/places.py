"""Where a file may be written: what would fail, or replace something that is no ordinary file, is refused first."""

from __future__ import annotations

from pathlib import Path

from fgcoder.errors import Fault, TableError
from fgcoder.files import write_atomically


def put(content: bytes, path: Path, task: str) -> None:
    """Write a file that only its owner can read, replacing what is there, whole or not at all.

    Raises
    ------
    TableError
        When it cannot be written; `task` is then its title.
    """
    try:
        _check(path, task)
        write_atomically(path, content)
    except OSError as error:
        todo = "Close the file in other programs, or choose another place."
        raise TableError(task, Fault(f"The system says: {error.strerror}.", path, todo=todo)) from error


def _check(path: Path, task: str) -> None:
    if path.is_dir():
        raise TableError(task, Fault("This is a folder.", path, todo="Name a file inside it."))
    if path.exists() and not path.is_file():
        raise TableError(task, Fault("This is not an ordinary file.", path, todo="Name another file."))
    if not path.parent.is_dir():
        raise TableError(task, Fault("There is no such folder.", path.parent, todo="Make the folder first."))

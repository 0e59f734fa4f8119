"""A fault of the program itself: told in plain words, its trace in a file that says nothing of what was coded.

What Textual would print has the variables of every function in it, and so the words of transcripts. Those are personal
data, and terminals are logged and shared. An exception's own message can quote them, too; so where it stopped and the
kind of the exception are kept, and a message only where it names nothing but the program's own parts.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

from fgcoder import __version__
from fgcoder.errors import Fault, FgcoderError, StoreError
from fgcoder.locations import private_folder, state_folder

TITLE = "fgcoder had to stop: there is a fault in the program."
ON_DISK = "All that you decided and kept is on disk. Start fgcoder again to go on"
_NAMES_PARTS = (AttributeError, NameError, ImportError)
"""Kinds of exceptions whose messages name parts of the program, and no data."""
LAST_NOT = "What you decided last may not be on disk; all before it is. Start fgcoder again to see"
_OF_THE_STORE = ("sqlite3", "sqlalchemy")
"""Libraries whose exceptions say that something was not stored."""


def told(problem: BaseException) -> FgcoderError:
    """Write the trace of a fault to a file of its own, and give what to tell the user."""
    kind, on_disk = type(problem).__name__, LAST_NOT if any(map(_is_of_the_store, _chain(problem))) else ON_DISK
    try:
        folder = private_folder(state_folder())
        path = folder / f"fault-{datetime.now():%Y-%m-%dT%H-%M-%S}-{os.getpid()}.txt"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(_trace(problem))
    except OSError as error:
        what = f"{kind}; where it happened could not be written down: {error.strerror}."
        return FgcoderError(TITLE, Fault(what, todo=f"{on_disk}."))
    todo = f"{on_disk}, and give that file to whoever looks after the program: no transcript's words are in it."
    return FgcoderError(TITLE, Fault(f"{kind}; the file says where it happened.", path, todo=todo))


def _trace(problem: BaseException) -> Iterator[str]:
    """Give line by line where a problem and those that led to it arose, the last one first; no variables."""
    yield f"fgcoder {__version__}, Textual {version('textual')}, Python {platform.python_version()}, {sys.platform}\n"
    for following in _chain(problem):
        kind = type(following)
        message = f": {following}" if isinstance(following, _NAMES_PARTS) else ""
        yield f"\n{kind.__module__}.{kind.__qualname__}{message}\n"
        yield from traceback.format_tb(following.__traceback__)


def _is_of_the_store(problem: BaseException) -> bool:
    return isinstance(problem, StoreError) or type(problem).__module__.partition(".")[0] in _OF_THE_STORE


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """Give a problem and those that led to it, the last one first."""
    following: BaseException | None = problem
    while following is not None:
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)

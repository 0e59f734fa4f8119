"""Writing files so that a reader sees the old one or the new one and never half of either."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside `path`, flush to disk and rename; the file is readable by its owner alone.

    Where `path` is a link, the file that it leads to is written, and the link stays. A device or a pipe is refused: a
    rename would put a file in its place, and whoever waits at the pipe would wait for ever.

    Raises
    ------
    OSError
        If the folder cannot be written to, or it is no file that would be replaced. What stood at `path` is then
        untouched.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "this is not an ordinary file", str(path))
    path = Path(os.path.realpath(path))  # `resolve` raises something else where links lead round in a ring
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def put_back_on_failure(path: Path) -> Iterator[None]:
    """Have a file that is written within the block be the one it was, should the block fail.

    It is kept under a second name meanwhile, so that putting it back needs no space: the block may have failed because
    the disk is full.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    aside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        aside.hardlink_to(path)
    except OSError:  # not every file system has second names
        shutil.copy2(path, aside)
    try:
        yield
    except BaseException:
        aside.replace(path)
        raise
    finally:
        aside.unlink(missing_ok=True)

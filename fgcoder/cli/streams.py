"""Standard output and standard error as they may be: closed, full, or of an encoding that cannot say everything."""

from __future__ import annotations

import errno
import io
import os
import sys

_REFUSALS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF, errno.EIO})


def prepare() -> None:
    """Make both streams such that writing to them fails, if it does, in one way: with an `OSError`.

    What their encoding cannot say is replaced. A closed stream is opened again, since the next file to be opened would
    get its number: standard output so that writing to it fails, standard error so that it is lost.
    """
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_unicode = stream.encoding.lower().startswith("utf")
            stream.reconfigure(errors="backslashreplace" if is_unicode else "replace")


def is_of_stdout(problem: OSError) -> bool:
    """Say whether it is standard output that took nothing more; what is left for it is then given up.

    Faults of files have the file's name, or are dealt with where the file is written.
    """
    if problem.filename is not None or problem.errno not in _REFUSALS:
        return False
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again at its end
    return True

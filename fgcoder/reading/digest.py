"""The digest of everything a transcript is read from, to tell in a moment whether reading it again would change it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from fgcoder import __version__

READ_AS = 2
"""Raised when files come to be read in another way between two versions of the program."""


def digest_of(path: Path, sidecar: Path | None, declared: Mapping[str, Sequence[str]] | None, way: str) -> str:
    """Give a digest that is the same as long as reading a file gives the same; empty where it cannot be read.

    Parameters
    ----------
    path, sidecar
        The file, and the one beside it with its attributes.
    declared
        The attributes that the study asks for.
    way
        What else decides what comes of the file: how it is segmented.
    """
    # Another version of the program may read the same file in another way.
    told = json.dumps(
        [__version__, READ_AS, path.name, sidecar.name if sidecar else "", declared or {}, way], default=list
    )
    digest = hashlib.sha256(told.encode("utf-8"))
    try:
        for file in (path, sidecar):
            if file is not None:
                data = file.read_bytes()
                digest.update(len(data).to_bytes(8, "big") + data)
    except OSError:  # whoever reads it says so
        return ""
    return digest.hexdigest()

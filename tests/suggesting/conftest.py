"""What tests of models share."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from benchmarks.float32 import write_float32
from fgcoder.suggesting import bundled
from fgcoder.suggesting.packed import read_packed


@pytest.fixture(scope="session")
def float32_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled weights as an ordinary sentence-transformers folder, written once for all of xdist's workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "float32"
    with (shared / "float32.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = shared / "float32.part"
            part.mkdir()
            write_float32(read_packed(bundled.verified(bundled.packaged_file())), part).rename(folder)
    return folder

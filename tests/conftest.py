"""What tests in several folders share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fgcoder.suggesting import bundled


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real model, unpacked once: in `FGCODER_CACHE` if that is set, else for this session alone."""
    kept = os.environ.get("FGCODER_CACHE")
    cache = Path(kept).expanduser() if kept else tmp_path_factory.mktemp("cache")
    yield bundled.unpack(bundled.folder_in(cache))
    if not kept:
        shutil.rmtree(cache)

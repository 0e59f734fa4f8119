"""Every path the program uses, so that nothing is written anywhere a reader of this file would not expect."""

from __future__ import annotations

import os
from pathlib import Path

STUDY_FILE = "study.yaml"
STORE_FILE = ".fgcoder/store.sqlite"
"""Relative to the study's folder."""


def private_folder(path: Path) -> Path:
    """Create a folder, and those above it, that only its owner can open; leave an existing one as it is."""
    for folder in reversed([one for one in (path, *path.parents) if not one.is_dir()]):
        folder.mkdir(mode=0o700, exist_ok=True)  # `parents=True` would leave those above open to all
    return path


def cache_folder() -> Path:
    """Give the folder for what can be made again: the unpacked model. `FGCODER_CACHE` overrides it."""
    override = os.environ.get("FGCODER_CACHE")
    if override:
        return Path(override).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("fgcoder")


def settings_file() -> Path:
    """Give the file with the user's own settings and keymap. `FGCODER_SETTINGS` overrides it."""
    override = os.environ.get("FGCODER_SETTINGS")
    if override:
        return Path(override).expanduser()
    from platformdirs import user_config_path

    return user_config_path("fgcoder") / "settings.yaml"


def state_folder() -> Path:
    """Give the folder for what the program remembers of its user, such as the tour; `FGCODER_STATE` overrides it."""
    override = os.environ.get("FGCODER_STATE")
    if override:
        return Path(override).expanduser()
    from platformdirs import user_state_path

    return user_state_path("fgcoder")


def tour_file() -> Path:
    """Give the file that is there once the user has seen the tour."""
    return state_folder() / "tour-seen"


def demo_folder() -> Path:
    """Give the folder that `fgcoder demo` copies the sample study to, unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("fgcoder") / "demo"


def sample_study() -> Path:
    """Give the folder of the sample study: inside the installed package, or the repository it is run from."""
    installed = Path(__file__).parent / "sample"
    return installed if installed.is_dir() else Path(__file__).parent.parent


def find_study(start: Path) -> Path | None:
    """Give the nearest folder at or above `start` that holds a `study.yaml`, as git finds its repository."""
    for folder in (start, *start.parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    return None

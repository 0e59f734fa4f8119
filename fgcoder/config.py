"""The user's own settings and keymap: from `settings.yaml` in the user's configuration folder, and from `FGCODER_*`.

Settings belong to a person and go with them from study to study; what belongs to a study stands in its `study.yaml`.
What the program merely remembers of its user (that the tour was seen) is no setting, and lies in the state folder.
"""

from __future__ import annotations

import getpass

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from fgcoder.errors import Fault, StudyError
from fgcoder.files import write_atomically
from fgcoder.locations import private_folder, settings_file, tour_file
from fgcoder.yaml import file as yamlfile

TITLE = "Your settings are not as they should be."


class Settings(BaseSettings):
    """What a user may set."""

    model_config = SettingsConfigDict(env_prefix="FGCODER_", extra="ignore", title="fgcoder settings")

    coder: str = Field("", description="The name your decisions are recorded under; your login name where it is empty.")
    theme: str = Field("textual-dark", description="Theme of the screens; change it with Ctrl+P.")
    keys: dict[str, str] = Field(
        default_factory=dict,
        description="Binding id -> keys, separated by commas, for example `accept: enter,space`. `?` lists the ids.",
    )

    @property
    def coder_name(self) -> str:
        """The name decisions are recorded under."""
        return self.coder or getpass.getuser()


class SettingsFile(Settings):
    """The same, as it stands in the file: an unknown key is a mistake there, and the environment has no say."""

    model_config = SettingsConfigDict(env_prefix="FGCODER_NOT_FROM_ENVIRONMENT_", extra="forbid")


def read() -> Settings:
    """Read the settings; without a file the defaults count. The environment overrides the file.

    Raises
    ------
    StudyError
        If the file is faulty: file, line, what was expected; or a variable of the environment is.
    """
    environment = _from_environment()
    path = settings_file()
    if not path.is_file():
        return environment
    tree = yamlfile.load(path, StudyError, TITLE) or {}
    from_file = yamlfile.validate(SettingsFile, tree, path, StudyError, TITLE)
    return Settings(**{**from_file.model_dump(exclude_unset=True), **environment.model_dump(exclude_unset=True)})


def line_of(*location: str) -> int | None:
    """Give the line of a setting in the user's file; None where it is not from there."""
    path = settings_file()
    tree = yamlfile.load(path, StudyError, TITLE) if path.is_file() else None
    node = tree
    for step in location:
        if not isinstance(node, dict) or step not in node:
            return None
        node = node[step]
    return yamlfile.line_of(tree, location)


def keep(name: str, value: str) -> None:
    """Write one setting into the user's file for the next start; everything else in it stays, comments too.

    Raises
    ------
    StudyError
        If the file is not as it should be, or cannot be written.
    """
    path = settings_file().resolve()  # a link to a file kept elsewhere stays a link
    try:
        private_folder(path.parent)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        tree = yamlfile.load(path, StudyError, TITLE) if path.exists() else None
        if tree is None:  # nothing, or comments alone, which would be lost with a tree of nothing
            end = "" if not text or text.endswith("\n") else "\n"
            write_atomically(path, f"{text}{end}{name}: {value}\n".encode())
            return
        yamlfile.validate(SettingsFile, tree, path, StudyError, TITLE)
        if tree.get(name) != value:
            tree[name] = value
            yamlfile.save(tree, path)
    except OSError as problem:
        what = f"`{name}: {value}` cannot be kept: {problem.strerror or problem}."
        raise StudyError("Your settings stay as they were.", Fault(what, path)) from problem


def tour_seen() -> bool:
    """Say whether the user has been shown around."""
    return tour_file().exists()


def remember_tour() -> None:
    """Remember that the user has been shown around.

    Raises
    ------
    StudyError
        If the folder cannot be written to; the tour then comes again.
    """
    path = tour_file()
    try:
        private_folder(path.parent)
        path.touch(mode=0o600)
    except OSError as problem:
        what = f"cannot be written: {problem.strerror or problem}."
        raise StudyError("The tour will come again at the next start.", Fault(what, path)) from problem


def _from_environment() -> Settings:
    try:
        return Settings()
    except SettingsError as problem:  # a value that should be JSON is not
        todo = 'FGCODER_KEYS is JSON, for example `{"accept": "enter,space"}`.'
        raise StudyError(TITLE, Fault(f"in the environment: {problem}.", todo=todo)) from problem
    except ValidationError as problem:
        faults = [
            Fault(f"FGCODER_{'.'.join(map(str, item['loc'])).upper()} in the environment: {item['msg']}.")
            for item in problem.errors()
        ]
        raise StudyError(TITLE, *faults) from problem

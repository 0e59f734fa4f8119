"""The user's own settings and keymap: from `settings.yaml` in the user's configuration folder, and from `FGCODER_*`.

Settings belong to a person and go with them from study to study; what belongs to a study stands in its `study.yaml`.
"""

from __future__ import annotations

import getpass

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from fgcoder import yamlfile
from fgcoder.errors import Fault, StudyError
from fgcoder.locations import settings_file

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

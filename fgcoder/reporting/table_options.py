"""What can be chosen about a table, as data that a screen can offer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

Value = str | int | bool | tuple[str, ...] | None


class How(Enum):
    """How the value of an option is given."""

    CHOICE = auto()
    """One of `Option.choices`, or of what the study has."""
    SEVERAL = auto()
    """One or more of them."""
    SWITCH = auto()
    """Yes or no."""
    NUMBER = auto()
    """A whole number."""


class Among(Enum):
    """What the study has that an option chooses among."""

    ATTRIBUTES = auto()
    """What is known of transcripts and speakers."""
    ATTRIBUTES_AND_CODER = auto()
    OF_TRANSCRIPTS = auto()
    """What is known of transcripts, and their language."""
    CODES = auto()
    """Themes and codes."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that can be chosen."""

    value: str
    label: str
    about: str = ""
    """What choosing it means."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something about a table that can be chosen."""

    slot: str
    """What kind of choice it is; the same in all tables, and so is its key."""
    argument: str
    """Its name in the function that makes the table."""
    name: str
    """On the screen, before the value."""
    how: How
    default: Value
    choices: tuple[Known, ...] = ()
    among: Among | None = None
    none: str = ""
    """What having no value is called; empty where there must be one."""
    least: int = 0
    """Of a number."""
    at_most: int = 0
    """Of several; 0 for any number."""

    def shown(self, value: Value) -> str:
        """Put a value into words."""
        if self.how is How.SWITCH:
            return "yes" if value else "no"
        values = value if isinstance(value, tuple) else (value,) if value is not None else ()
        labels = {known.value: known.label for known in self.choices}
        return ", ".join(labels.get(str(one), str(one)) for one in values) or self.none


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table."""

    name: str
    label: str
    about: str
    """What it answers, and when not to use it."""
    options: tuple[Option, ...]
    has_moderator: bool = True
    """Whether the moderator's words can count."""

    def option(self, slot: str) -> Option | None:
        """Give the option in a slot, None where this table has none."""
        return next((option for option in self.options if option.slot == slot), None)

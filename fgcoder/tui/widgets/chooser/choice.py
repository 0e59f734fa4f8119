"""What can be chosen from a list, and what the list gives back; no screen here, so that any part may make choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    id: str
    label: str
    detail: str | Callable[[], Content] = ""
    """What is shown beside the list while it is highlighted; a function where making it for each would take long."""
    also: str = ""
    """Text that is searched besides the label, and counts for less."""
    note: str = ""
    """A few words behind the label."""
    path: str = ""
    """What it stands under: a code's themes. Searched; a heading while nothing is typed, then behind the label."""
    sign: str = ""
    """One cell before the label, such as `◆` for a code that is applied already."""
    recent: bool = False
    """Whether it was used lately: it stands first while nothing is typed, with a digit that chooses it."""

    def details(self) -> Content:
        """Give what is shown beside the list."""
        return Content(self.detail) if isinstance(self.detail, str) else self.detail()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The coder has chosen."""

    ids: tuple[str, ...]
    """One at least; several where they were marked, in the order in which they were."""


@dataclass(frozen=True, slots=True)
class New:
    """The coder wishes for something that is not in the list."""

    label: str
    """What was typed."""

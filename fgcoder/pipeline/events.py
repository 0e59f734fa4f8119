"""Progress as events, so that a step need not know who shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life from a step that takes a while."""

    step: str
    """What is being done, for people to read."""
    done: float
    total: float
    """`done` of `total` units; a step is over when they are equal."""
    detail: str = ""
    """What is in hand just now."""


OnProgress = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Show nothing."""

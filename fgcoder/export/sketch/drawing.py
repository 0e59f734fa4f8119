"""What a picture in letters is, and which tables there is one of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from fgcoder.tabular import Table


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture in letters."""

    lines: tuple[str, ...]
    names: tuple[tuple[int, int, int], ...]
    """Where names stand in it, to be set off: line, first letter, the one after the last."""
    legend: str
    """What its signs mean."""


KINDS: Final[Mapping[str, str]] = {"network": "network", "dots": "dots"}
"""By the name of the picture that it takes the place of, the module that draws it."""


def fits(kind: str) -> bool:
    """Say whether pictures of that kind can be drawn in letters."""
    return kind in KINDS


def sketched(kind: str, table: Table, width: int, height: int) -> Sketch:
    """Draw a table that the picture of that kind fits, in so many columns and about as many lines.

    Raises
    ------
    TableError
        When there is nothing to draw.
    """
    draw: Callable[[Table, int, int], Sketch] = import_module(f"fgcoder.export.sketch.{KINDS[kind]}").draw
    return draw(table, width, height)

"""What the screen of tables needs of a study, and what is kept between two times it is in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fgcoder.model import Passage
from fgcoder.reporting.table_options import Among
from fgcoder.reporting.table_questions import Question
from fgcoder.retrieval.quotes import Quote, Utterance
from fgcoder.tabular import Table


class TableSource(Protocol):
    """What the screen needs of the study; all but `around` may take a while and run in a thread."""

    def axis(self) -> str:
        """Give what tables are best laid out by."""

    def values(self) -> Mapping[str, Sequence[str]]:
        """Give every attribute that there is, with its values."""

    def coders(self) -> Sequence[str]:
        """Give those who have codings."""

    def names(self, among: Among) -> Mapping[str, Sequence[str]]:
        """Give the attributes that an option chooses among, each with its values."""

    def table(self, question: Question) -> Table:
        """Make a table."""

    def is_current(self) -> bool:
        """Say whether nothing has changed since a table was made last."""

    def quotes(self, table: Table, row: str, column: str) -> list[Quote]:
        """Give the passages that a cell rests on."""

    def around(self, passage: Passage) -> Sequence[Utterance]:
        """Give the turns of a passage, with the one before and the one after."""

    def write(self, table: Table, name: str) -> Path:
        """Write a table to a file, and say where it is."""

    def copied(self, table: Table) -> str:
        """Give a table as text."""


@dataclass
class Kept:
    """What the screen was left with, so that it comes up again like that."""

    question: Question | None = None
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By the name of the table, the cell in hand."""
    is_picture: bool = False

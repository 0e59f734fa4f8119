"""What a coder asks for, and what answers it; here no widget and no search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from fgcoder.model import Codebook, Passage
from fgcoder.retrieval.filters import ANY, Filters
from fgcoder.retrieval.quotes import Found, Utterance

_SHORT = 60
"""Letters of a passage that stand for the whole."""


class Finder(Protocol):
    """What the screen needs of the searches; slow ones run in a thread."""

    def quotes_under(self, code: str, filters: Filters) -> Found:
        """Give the passages coded with a code or with any of a theme's."""

    def keyword(self, pattern: str, filters: Filters) -> Found:
        """Give the segments in which a regular expression matches."""

    def similar(self, like: Passage | str, filters: Filters) -> Found:
        """Give the segments nearest in meaning to a passage or a text."""

    def around(self, passage: Passage) -> Sequence[Utterance]:
        """Give the turns of a passage, with the one before and the one after; at once."""

    def values(self) -> Mapping[str, Sequence[str]]:
        """Give every name that a filter can have, with its values."""


class Kind(Enum):
    """How is searched."""

    CODE = auto()
    WORDS = auto()
    MEANING = auto()
    """For a text of the coder's own."""
    LIKE = auto()
    """For a passage."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for."""

    kind: Kind
    text: str = ""
    """A code's id, a regular expression, a text; for a passage its words, to be shown."""
    passage: Passage | None = None
    filters: Filters = ANY

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.text.strip()) or self.passage is not None

    def answered(self, finder: Finder) -> Found:
        """Search; takes a moment.

        Raises
        ------
        FgcoderError
            If it cannot be answered.
        """
        if self.kind is Kind.CODE:
            return finder.quotes_under(self.text, self.filters)
        if self.kind is Kind.WORDS:
            return finder.keyword(self.text, self.filters)
        return finder.similar(self.passage or self.text, self.filters)

    def shown(self, codebook: Codebook) -> str:
        """Give what is searched for, to be read."""
        if self.kind is Kind.CODE:
            path = codebook.path_of.get(codebook.current(self.text), ())
            return " › ".join(codebook.label(code) for code in (*path, self.text))
        if self.kind is Kind.LIKE:
            return f"“{self.text if len(self.text) <= _SHORT else self.text[:_SHORT].rstrip() + ' …'}”"
        return self.text

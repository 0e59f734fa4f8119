"""What workers tell the screens. Workers compute and post these; only the handlers touch widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from fgcoder.coding import Ranking
from fgcoder.errors import FgcoderError
from fgcoder.pipeline import Imported, Progress


@dataclass
class Progressed(Message):
    """A step of the preparation went on."""

    progress: Progress


@dataclass
class TakenIn(Message):
    """The study's folder has been read into the store."""

    results: Sequence[Imported]


@dataclass
class Ranked(Message):
    """The suggestions are there."""

    ranking: Ranking


@dataclass
class Learnt(Message):
    """The suggestions have been learnt anew from the coder's decisions."""

    ranking: Ranking


@dataclass
class NotLearnt(Message):
    """Learning from the coder's decisions went wrong."""

    problem: Exception


class Decided(Message):
    """The coder has decided something, or taken it back."""


@dataclass
class Failed(Message):
    """The preparation stopped at a fault that the user can mend."""

    error: FgcoderError

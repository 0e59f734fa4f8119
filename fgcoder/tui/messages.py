"""What workers tell the screens. Workers compute and post these; only the handlers touch widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from fgcoder.errors import FgcoderError
from fgcoder.model import Span

if TYPE_CHECKING:
    from fgcoder.coding.advised import Ranking
    from fgcoder.pipeline.events import Progress
    from fgcoder.pipeline.taking_in import Imported


@dataclass
class Progressed(Message):
    """A step of the preparation went on."""

    progress: Progress

    @property
    def words(self) -> str:
        """Which step, and how far it has come: `Reading transcripts: 40 %, park.txt`."""
        progress = self.progress
        share = 100 * progress.done / progress.total if progress.total else 100
        return f"{progress.step}: {share:.0f} %" + (f", {progress.detail}" if progress.detail else "")


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


class CodebookChanged(Message):
    """The codebook is another now: what is suggested has to be prepared anew."""


class HungUp(Message):
    """The terminal has gone away."""


class ShowOverview(Message):
    """The coder wants to see the whole study."""


class ShowTables(Message):
    """The coder wants to see tables of the codings."""


@dataclass
class ShowCodebook(Message):
    """The coder wants to work on the codebook."""

    code: str = ""
    """The code to begin with."""


@dataclass
class ShowQuotes(Message):
    """The coder wants to look through quotes: those under a code, or passages like one."""

    code: str = ""
    transcript: str = ""
    span: Span | None = None


@dataclass
class GoTo(Message):
    """The coder wants to see a passage where it stands; without a span, a transcript where it was left."""

    transcript: str
    span: Span | None = None

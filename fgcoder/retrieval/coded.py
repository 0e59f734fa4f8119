"""What is coded, kept up to date between searches: only what new decisions are about is folded again.

Folding a hundred thousand decisions takes a second, and a search is to take a fifth of one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fgcoder.model import Codebook, Coding, Decision, Passage, Span
from fgcoder.record.decisions import codings, following, in_force
from fgcoder.record.notes import flags, memos, translations, uses
from fgcoder.retrieval.corpus import Corpus
from fgcoder.storage.searching import Searching, Stamp

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Folded:
    """What the decisions about one transcript come to."""

    codings: tuple[Coding, ...]
    memos: tuple[Span, ...]
    flags: tuple[Span, ...]
    uses: tuple[Span, ...] = ()
    """In the report."""
    translations: Mapping[Span, str] = field(default_factory=dict)


_NOTHING = Folded((), (), ())


@dataclass(frozen=True)
class Codings:
    """All codings as columns, for filters that look at every one. A row is a coding."""

    names: tuple[str, ...]
    """Of codes and coders, by number."""
    group: NDArray[np.int64]
    """The transcript, by its number in the corpus."""
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Where all texts are laid end to end."""
    code: NDArray[np.int64]
    coder: NDArray[np.int64]
    """By their numbers in `names`."""

    def chosen(self, codes: Collection[str] | None, coders: Collection[str] | None) -> NDArray[np.bool_]:
        """Say of each coding whether its code and its coder are among those asked for; None asks for all."""
        import numpy as np

        chosen = np.ones(len(self.code), bool)
        for column, asked in ((self.code, codes), (self.coder, coders)):
            if asked is not None:
                chosen &= np.isin(column, [number for number, name in enumerate(self.names) if name in asked])
        return chosen

    def touched(self, corpus: Corpus, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of each segment whether one of the chosen codings shares a character with its words."""
        import numpy as np

        first = np.searchsorted(corpus.end, self.start[chosen], side="right")
        after = np.searchsorted(corpus.start, self.end[chosen], side="left")
        steps = np.zeros(len(corpus.start) + 1, np.int64)
        np.add.at(steps, first, 1)
        np.add.at(steps, np.maximum(after, first), -1)
        return np.asarray(np.cumsum(steps)[:-1] > 0)


class Coded:
    """The codings and notes of a study; `refresh` before a search.

    Parameters
    ----------
    searching
        Gives the decisions.
    """

    def __init__(self, searching: Searching) -> None:
        self._searching = searching
        self._stamp: Stamp = (0, "")
        self._codebook: Codebook | None = None
        self._decisions: dict[str, list[Decision]] = {}
        self._folded: dict[str, Folded] = {}

    def refresh(self, codebook: Codebook) -> bool:
        """Take in what was decided since, and say whether anything was.

        Parameters
        ----------
        codebook
            The one in use now: codings follow codes that were renamed or merged.
        """
        stamp = self._searching.decisions_stamp()
        if stamp == self._stamp and codebook is self._codebook:
            return False
        count, latest = self._stamp
        folded = dict(self._folded)
        new = self._searching.decisions(after=latest)
        if count + len(new) != stamp[0]:  # a colleague's log brought earlier ones
            new, self._decisions, folded = self._searching.decisions(), {}, {}
        for decision in new:
            self._decisions.setdefault(decision.transcript, []).append(decision)
        stale = {decision.transcript for decision in new}
        if codebook is not self._codebook:
            stale = set(self._decisions)
        for transcript in stale:
            folded[transcript] = _fold(following(self._decisions[transcript], codebook))
        # All at once: a screen may be looking at quotes while this runs in a thread.
        self._stamp, self._codebook, self._folded = stamp, codebook, folded
        return True

    def of(self, transcript: str) -> Folded:
        """Give what is decided about a transcript."""
        return self._folded.get(transcript, _NOTHING)

    def codings_on(self, passage: Passage) -> list[Coding]:
        """Give the codings that share a character with a passage, in order of time."""
        return [coding for coding in self.of(passage.transcript).codings if coding.span.overlaps(passage.span)]

    @property
    def coders(self) -> list[str]:
        """Those who have codings, by name."""
        return sorted({coding.coder for folded in self._folded.values() for coding in folded.codings})

    @property
    def codes(self) -> set[str]:
        """The ids of the codes that have codings."""
        return {coding.code for folded in self._folded.values() for coding in folded.codings}

    def columns(self, corpus: Corpus) -> Codings:
        """Lay all codings out as columns; those on transcripts that are not in the corpus are left out."""
        import numpy as np

        numbers: dict[str, int] = {}
        rows = [
            (number, group.origin + c.span.start, group.origin + min(c.span.end, len(group.text)), c.code, c.coder)
            for number, group in enumerate(corpus.groups)
            for c in self.of(group.id).codings
        ]
        named = [(*row[:3], *(numbers.setdefault(name, len(numbers)) for name in row[3:])) for row in rows]
        group, start, end, code, coder = np.array(named, np.int64).reshape(-1, 5).T
        return Codings(tuple(numbers), group, start, end, code, coder)


def _fold(decisions: Iterable[Decision]) -> Folded:
    kept = in_force(decisions)
    return Folded(
        codings=tuple(codings(kept)),
        memos=tuple(memo.target.span for memo in memos(kept) if memo.target.span is not None),
        flags=tuple(flag.span for flag in flags(kept)),
        uses=tuple(use.span for use in uses(kept)),
        translations={one.span: one.text for one in translations(kept)},
    )

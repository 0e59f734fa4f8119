"""Makes the overview of a study: at a glance, what is there; then, counted from every decision, how far it has come.

Two steps, since a screen must appear at once and counting a hundred thousand decisions takes a third of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fgcoder.model import Codebook, Flag
from fgcoder.overview.figures import Flagged, Line, Met, Overview, Stop, Work
from fgcoder.study import Study

if TYPE_CHECKING:
    from fgcoder.overview.folding import Folded
    from fgcoder.overview.memos import Written
    from fgcoder.storage.counting import Counting
    from fgcoder.storage.store import Store
    from fgcoder.tables.agreement.ratings import Ratings

AXES: Final = 2
"""Attributes that a screen can lay transcripts out by."""
LOWEST: Final = 3
"""How many codes on which coders disagree are named."""
WORDS: Final = 200
"""Letters of a flagged passage that are given."""


class StudyOverview:
    """One coder's overview of one study; may be used from several threads.

    Parameters
    ----------
    study, coder
        The study, and who looks at it.
    store
        Gives its database; asked with the first figures, since a screen is there before.
    codebook
        Gives the codes as they are now, since they change while the program runs.
    """

    def __init__(self, study: Study, store: Callable[[], Store], coder: str, codebook: Callable[[], Codebook]) -> None:
        self._study = study
        self._open_store = store
        self._coder = coder
        self._codebook = codebook

    @property
    def title(self) -> str:
        """The study's title, for which nothing has to be read."""
        return self._study.title

    @cached_property
    def _store(self) -> Store:
        return self._open_store()

    @cached_property
    def _counting(self) -> Counting:
        from fgcoder.storage.counting import Counting

        return Counting(self._store)

    def glance(self) -> Overview:
        """Give what is known without looking at decisions."""
        lines = tuple(
            Line(entry.id, entry.title, entry.language, entry.attributes, entry.codable)
            for entry in self._counting.entries()
        )
        known = {line.id for line in lines}
        left = [Stop(name, number) for name, number in self._store.places(self._coder).items() if name in known]
        return Overview(self.title, self._coder, self._axes(lines), lines, left[0] if left else None, is_counted=False)

    def count(self) -> Overview:
        """Give everything."""
        from fgcoder.overview.folding import fold
        from fgcoder.tables.agreement.ratings import rate

        glance, codebook = self.glance(), self._codebook()
        words = self._counting.words()
        folded = fold(self._counting.verdicts(), self._counting.notches(), codebook.former)
        ratings = rate(words, folded.verdicts)
        work = _work(list(words), ratings, folded)
        known = {line.id for line in glance.lines}
        flags = [flag for flag in folded.flags if flag.transcript in known]
        flagged = dict.fromkeys(known, 0)
        for flag in flags:
            flagged[flag.transcript] += 1
        together = _together(list(words), ratings, work)
        lines = tuple(
            replace(line, work=work.get(line.id, {}), together=together.get(line.id, Work()), flags=flagged[line.id])
            for line in glance.lines
        )
        return replace(
            glance,
            lines=lines,
            flagged=tuple(self._located(flags)),
            met=_met(ratings, codebook),
            is_counted=True,
        )

    def memos(self) -> list[Written]:
        """Give all that anybody has written down, the latest first."""
        from fgcoder.overview.memos import written

        return written(self._store, self._codebook())

    def _axes(self, lines: Sequence[Line]) -> tuple[str, ...]:
        """Choose the attributes to lay transcripts out by: the first that the study declares, else that they have."""
        there = dict.fromkeys(name for line in lines for name in line.attributes)
        declared = [name for name in self._study.settings.attributes if name in there]
        return tuple((declared or list(there))[:AXES])

    def _located(self, flags: Sequence[Flag]) -> list[Flagged]:
        places = self._counting.passages([(flag.transcript, flag.span) for flag in flags], WORDS)
        return [
            Flagged(flag, number, " ".join(text.split())) for flag, (number, text) in zip(flags, places, strict=True)
        ]


def _work(transcripts: Sequence[str], ratings: Ratings, folded: Folded) -> dict[str, dict[str, Work]]:
    """Count by transcript and coder."""
    import numpy as np

    verdicts = folded.verdicts
    at = {name: number for number, name in enumerate(transcripts)}
    column = {coder: number for number, coder in enumerate(verdicts.coders)}
    shape = (len(transcripts), len(verdicts.coders))
    decided, blind, codings = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for counts, who in ((decided, ratings.decided), (blind, ratings.blind)):
        segment, coder = np.nonzero(who)
        np.add.at(counts, (ratings.transcripts[segment], coder), 1)
    row = np.array([at.get(name, -1) for name in verdicts.transcripts], dtype=np.int64)[verdicts.transcript]
    counted = verdicts.is_applied & (row >= 0)
    np.add.at(codings, (row[counted], verdicts.coder[counted]), 1)
    work: dict[str, dict[str, Work]] = {}
    for (transcript, coder_name), last in folded.worked.items():
        cell = (at.get(transcript, -1), column.get(coder_name, -1))
        done, made, unseen = (int(of[cell]) if min(cell) >= 0 else 0 for of in (decided, codings, blind))
        work.setdefault(transcript, {})[coder_name] = Work(done, made, unseen, last)
    return work


def _together(transcripts: Sequence[str], ratings: Ratings, work: Mapping[str, Mapping[str, Work]]) -> dict[str, Work]:
    """Count by transcript what all coders have done taken together."""
    import numpy as np

    decided, blind = (
        np.bincount(ratings.transcripts[who.any(axis=1)], minlength=len(transcripts)).tolist()
        for who in (ratings.decided, ratings.blind)
    )
    summed = ((name, sum(work.get(name, {}).values(), Work())) for name in transcripts)
    return {
        name: replace(all_, decided=done, blind=unseen)
        for (name, all_), done, unseen in zip(summed, decided, blind, strict=True)
    }


def _met(ratings: Ratings, codebook: Codebook) -> Met | None:
    """Say how far coders agree where two or more have decided."""
    from fgcoder.tables.agreement.passed_over import decided_alone
    from fgcoder.tables.agreement.reliability import agreements
    from fgcoder.tables.agreement.table import lowest

    shared = ratings.decided[ratings.decided.sum(axis=1) >= 2]
    coders = tuple(coder for coder, met in zip(ratings.coders, shared.any(axis=0), strict=True) if met)
    if not coders:
        return None
    single, overall = agreements(ratings, coders)
    worst = lowest(ratings.codes, single, LOWEST)
    return Met(
        tuple(sorted(coders, key=str.casefold)),
        overall,
        tuple((codebook.label(code), estimate) for code, estimate in worst),
        decided_alone(ratings, coders),
    )

"""All that a report is made from, gathered once: the coded corpus, the record, and how quotes are to be printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from fgcoder.model import Codebook, Decision, Finding, Memo
from fgcoder.overview.folding import fold
from fgcoder.pipeline import coded_corpus, findings_of
from fgcoder.record.decisions import following, in_force
from fgcoder.record.notes import memos
from fgcoder.reporting.facts import last_decision
from fgcoder.reporting.quoting import Quoting
from fgcoder.storage.counting import Counting
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.tables.agreement.ratings import Ratings, rate
from fgcoder.tables.coded import STAKEHOLDERS, CodedCorpus

MOST_VALUES = 12
"""Of an attribute that nobody declared, from which on it is none to lay a table out by."""


@dataclass(frozen=True)
class Material:
    """What a report is made from."""

    study: Study
    store: Store
    quoting: Quoting
    where: Mapping[str, Collection[str]]
    """Which part of the study it is about; empty for all of it."""
    coders: tuple[str, ...] | None
    """Whose codings count; None for everybody's."""

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""
        return self.quoting.codebook

    @cached_property
    def corpus(self) -> CodedCorpus:
        """Everything that was said and coded."""
        return coded_corpus(self.store, self.codebook)

    @cached_property
    def decisions(self) -> list[Decision]:
        """The record, with codes as they are called now."""
        return list(following(self.store.decisions(), self.codebook))

    @cached_property
    def in_force(self) -> list[Decision]:
        """The decisions that nobody has taken back."""
        return in_force(self.decisions)

    @cached_property
    def memos(self) -> list[Memo]:
        """What coders wrote."""
        return memos(self.in_force)

    @cached_property
    def ratings(self) -> Ratings:
        """What each coder decided about each segment."""
        counting = Counting(self.store)
        folded = fold(counting.verdicts(), counting.notches(), self.codebook.former)
        return rate(counting.words(), folded.verdicts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the survey."""
        return findings_of(self.study)

    @cached_property
    def last_decision(self) -> str:
        """The day of the last decision, which is the date of the report."""
        return last_decision(self.store)

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """Attributes of transcripts to lay tables out by: those that the study declares, else those with few values."""
        there = self.corpus.transcript_attributes
        values = {
            name: {one.attributes[name] for one in self.corpus.transcripts.values() if one.attributes.get(name)}
            for name in there
        }
        declared = [name for name in self.study.settings.attributes if name in there]
        few = [name for name in there if 1 < len(values[name]) <= min(MOST_VALUES, len(self.corpus.transcripts) - 1)]
        return tuple(there[name] for name in (declared or few) if values[name])

    @cached_property
    def has_stakeholders(self) -> bool:
        """Whether anybody knows which stakeholders the speakers are."""
        everybody = (one for transcript in self.corpus.transcripts.values() for one in transcript.speakers.values())
        groups = self.corpus.transcripts.values()
        return any(one.attributes.get(STAKEHOLDERS) for one in everybody) or any(
            one.attributes.get(STAKEHOLDERS) for one in groups
        )

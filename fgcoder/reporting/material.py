"""All that a report is made from, gathered once: the coded corpus, the record, and how quotes are to be printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from fgcoder.model import Codebook, Decision, Finding, Memo, Transcript
from fgcoder.pipeline.contents import coded_corpus
from fgcoder.record.decisions import following, in_force
from fgcoder.record.notes import memos
from fgcoder.reporting.facts import last_decision
from fgcoder.reporting.quoting import Quoting
from fgcoder.reporting.scope import Scope
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.survey.gathering import Surveys, read_all
from fgcoder.tables.axes import GROUP, axes
from fgcoder.tables.coded import STAKEHOLDERS, CodedCorpus
from fgcoder.tables.part import part_of

NOT_WRITTEN = "The report was not written."


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
    def scope(self) -> Scope:
        """The part of the study that is counted.

        Raises
        ------
        TableError
            If there is no such coder, attribute or value, or nobody is left.
        """
        part = part_of(
            self.corpus, coders=self.coders, where=self.where or None, include_moderator=False, task=NOT_WRITTEN
        )
        return Scope(part, self.coders, self.decisions)

    @cached_property
    def surveys(self) -> Surveys:
        """What the survey files hold, as far as they are as they should be, and what is wrong with the others."""
        return read_all(self.study.surveys)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the survey."""
        return self.surveys.findings

    @cached_property
    def last_decision(self) -> str:
        """The day of the last decision, which is the date of the report."""
        return last_decision(self.store)

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """Attributes of transcripts to lay tables out by: those that the study declares, else those with few values.

        In a report about one country its tables are not by country: where others have several values, only they count.
        """
        return axes(self.corpus, self.study.settings.attributes, self.scope.groups.values())

    @property
    def axis(self) -> str:
        """What tables are laid out by first: the first of these attributes, else the group."""
        return next(iter(self.axes), GROUP)

    @cached_property
    def has_stakeholders(self) -> bool:
        """Whether anybody knows which stakeholders the speakers are."""
        groups = self.scope.groups.values()
        known = (given for group in groups for given in (group.attributes, *_of_speakers(group)))
        return any(given.get(STAKEHOLDERS) for given in known)


def _of_speakers(transcript: Transcript) -> list[Mapping[str, str]]:
    return [speaker.attributes for speaker in transcript.speakers.values()]

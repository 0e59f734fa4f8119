"""Findings and focus groups laid side by side: of each finding the codes tied to it, the links, what is inferred.

The joint display and its gaps ask the same of a study, so it is gathered once here, and they only put it into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fgcoder.model import Finding, Link, Memo, Passage, Relation
from fgcoder.tables.coded import NOT_GIVEN, CodedCorpus
from fgcoder.tables.incidence import codes_under
from fgcoder.tables.part import Part, part_of
from fgcoder.tables.selection import Where, in_order

if TYPE_CHECKING:
    import pandas as pd

COUNTRY: Final = "country"
SECTOR: Final = "sector"
RELATIONS: Final = tuple(Relation)


@dataclass(frozen=True)
class Tied:
    """A code or theme tied to a finding, and where it comes up."""

    code: str
    """Its id now."""
    label: str
    is_known: bool
    """Whether the codebook has it."""
    segments: int
    """Distinct segments that have it, or any code below it."""
    by_country: Mapping[str, int | None]
    """The same by country; None where nobody has coded any group of it yet."""


@dataclass(frozen=True)
class Linked:
    """A passage that somebody said does something to a finding."""

    passage: Passage
    relation: Relation
    country: str
    links: tuple[Link, ...]
    """Of one coder or of several, in order of time."""


@dataclass(frozen=True)
class Unlinked:
    """A passage under a code tied to a finding, of which nobody said what it does to the finding."""

    passage: Passage
    country: str
    labels: tuple[str, ...]
    """Of those codes and themes."""


@dataclass(frozen=True)
class Joint:
    """A finding with all that the focus groups say to it."""

    finding: Finding
    groups: tuple[str, ...]
    """Those of the countries and sectors that it is about; all where it names none."""
    tied: tuple[Tied, ...]
    linked: tuple[Linked, ...]
    """By relation, then in reading order."""
    under: tuple[Unlinked, ...]
    """In reading order; of the finding's countries and sectors alone, where it names some."""
    inferences: tuple[Memo, ...]
    """What researchers wrote about the finding, in order of time."""

    @cached_property
    def relations(self) -> Counter[Relation]:
        """How many passages confirm, expand and contradict it."""
        return Counter(one.relation for one in self.linked)


@dataclass(frozen=True)
class Gathered:
    """All findings, and the part of the study they are laid beside."""

    part: Part
    joints: tuple[Joint, ...]
    unseen: int
    """Links on words that the table is not about: filtered out, the moderator's, or no longer there."""
    orphans: tuple[str, ...]
    """Ids that links or memos name, and no finding has."""

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries of the groups, and those that findings have figures for."""
        figures = {one.country for joint in self.joints for one in joint.finding.figures if one.country}
        asked = wanted(self.part, COUNTRY)
        return tuple(in_order([*self.of_groups, *(one for one in figures if not asked or one in asked)]))

    @cached_property
    def of_groups(self) -> tuple[str, ...]:
        """The countries of the groups."""
        return tuple(in_order(country for country in _countries(self.part.present) if country != NOT_GIVEN))


def wanted(part: Part, attribute: str) -> frozenset[str]:
    """Give the values of an attribute that a table is about; none where it is about all."""
    asked = part.where.get(attribute, ())
    return frozenset([asked] if isinstance(asked, str) else asked)


def gather(
    corpus: CodedCorpus,
    findings: Sequence[Finding],
    links: Iterable[Link],
    memos: Iterable[Memo],
    *,
    coders: Collection[str] | None,
    where: Where | None,
    include_moderator: bool,
    task: str,
) -> Gathered:
    """Lay findings beside what was coded, linked and inferred.

    Raises
    ------
    TableError
        When a coder, or an attribute or value in `where`, does not exist, or nobody is left.
    """
    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=task)
    known = {finding.id for finding in findings}
    mine = sorted(
        (link for link in links if coders is None or link.coder in coders), key=lambda one: (one.made_at, one.decision)
    )
    written = [memo for memo in memos if memo.target.finding and (coders is None or memo.coder in coders)]
    spoken = set(part.spoken["segment"].astype(str))
    seen = [link for link in mine if link.finding in known and _is_about(part, spoken, link)]
    named = [*(link.finding for link in mine), *(memo.target.finding for memo in written)]
    return Gathered(
        part,
        tuple(_joint(part, finding, seen, written) for finding in findings),
        sum(link.finding in known for link in mine) - len(seen),
        tuple(sorted(set(named) - known)),
    )


def _joint(part: Part, finding: Finding, links: Sequence[Link], memos: Sequence[Memo]) -> Joint:
    linked = _linked(part, [link for link in links if link.finding == finding.id])
    groups = _groups(part, finding)
    codes = dict.fromkeys(map(part.corpus.codebook.current, finding.codes))
    tied = tuple(_tied(part, code, groups) for code in codes)
    return Joint(
        finding,
        groups,
        tied,
        linked,
        _under(part, groups, tied, [one.passage for one in linked]),
        tuple(memo for memo in memos if memo.target.finding == finding.id),
    )


def _groups(part: Part, finding: Finding) -> tuple[str, ...]:
    """Give the groups of the countries and sectors that a finding is about; one that names none of its own is."""
    asked = ((COUNTRY, finding.countries), (SECTOR, finding.sectors))
    known = {group: part.corpus.transcripts[group].attributes for group in part.groups}
    return tuple(
        group
        for group, given in known.items()
        if all(not wanted or (given.get(name) or wanted[0]) in wanted for name, wanted in asked)
    )


def _under(
    part: Part, groups: Collection[str], tied: Sequence[Tied], linked: Sequence[Passage]
) -> tuple[Unlinked, ...]:
    """Give what is coded with the tied codes in some groups, and is not linked."""
    labels: dict[Passage, list[str]] = {}
    for one in tied:
        for passage in part.passages(_rows(part, one.code, groups)):
            labels.setdefault(passage, []).append(one.label)
    place = {group: at for at, group in enumerate(part.corpus.transcripts)}
    found = []
    for passage in sorted(labels, key=lambda one: (place[one.transcript], one.span)):
        if not any(passage.overlaps(other) for other in linked):
            found.append(Unlinked(passage, country_of(part.corpus, passage), tuple(labels[passage])))
    return tuple(found)


def _rows(part: Part, code: str, groups: Collection[str]) -> pd.DataFrame:
    """Give the rows of what counts in some groups that have a code or one below it."""
    counted = part.counted[part.counted["group"].isin(groups)]
    return counted[counted["code"].astype(str).isin(codes_under(code, part.corpus.codebook, part.gone))]


def _tied(part: Part, code: str, groups: Collection[str]) -> Tied:
    book = part.corpus.codebook
    rows = _rows(part, code, groups).drop_duplicates("segment")
    if COUNTRY not in part.present:
        return Tied(code, book.label(code), code in book.by_id, len(rows), {})
    counts = Counter(rows[COUNTRY].astype(str))
    present = part.present[part.present["group"].isin(groups)]
    began = set(_countries(present[present["group"].isin(part.groups_coded)]))
    by_country = {country: counts[country] if country in began else None for country in in_order(_countries(present))}
    return Tied(code, book.label(code), code in book.by_id, len(rows), by_country)


def _linked(part: Part, links: Sequence[Link]) -> tuple[Linked, ...]:
    found: dict[tuple[Passage, Relation], list[Link]] = {}
    for link in links:
        found.setdefault((Passage(link.transcript, link.span), link.relation), []).append(link)
    place = {group: at for at, group in enumerate(part.corpus.transcripts)}
    made = [
        Linked(passage, relation, country_of(part.corpus, passage), tuple(own))
        for (passage, relation), own in found.items()
    ]
    made.sort(key=lambda one: (RELATIONS.index(one.relation), place[one.passage.transcript], one.passage.span))
    return tuple(made)


def country_of(corpus: CodedCorpus, passage: Passage) -> str:
    """Give the country of a passage's group."""
    return corpus.transcripts[passage.transcript].attributes.get(COUNTRY) or NOT_GIVEN


def _is_about(part: Part, spoken: Collection[str], link: Link) -> bool:
    """Say whether a link is on words that the table is about, given the ids of the segments it is about."""
    here = part.corpus.segments.get(link.transcript, ())
    return any(segment.id in spoken and segment.words.overlaps(link.span) for segment in here)


def _countries(people: pd.DataFrame) -> list[str]:
    return [str(country) for country in people[COUNTRY].unique()] if COUNTRY in people else []

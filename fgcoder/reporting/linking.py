"""Which quotes may speak to a survey finding, and to which findings a quote may speak: proposals, never links.

A finding is a sentence, often in another language than the talk, so nearness is that of the embedding. What coders have
decided counts for more: a passage under a code that is tied to the finding comes first, and nearness only orders what
is equal in that. The researcher says what the words do to the finding, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fgcoder.errors import ModelError
from fgcoder.model import Codebook, Finding, Link, Passage, Span
from fgcoder.reporting.finding_texts import text_of
from fgcoder.retrieval.filters import ANY, CODED, YES, Filters
from fgcoder.retrieval.finder import Finder
from fgcoder.retrieval.quotes import Quote
from fgcoder.rounding import per_cent
from fgcoder.tables.joint.display import Order
from fgcoder.tables.joint.parts import Unlinked

MOST: Final = 20
"""Quotes that are proposed for a finding, unless told otherwise."""
_ALL: Final = 1_000_000_000
_FAR: Final = 1_000
"""Segments of which it is asked how near they are; what is further off is as far as anything."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Why a quote and a finding may belong together."""

    near: float | None
    """How near they are in meaning: 0 as any passage, 1 the same; None where nothing is embedded."""
    codes: tuple[str, ...]
    """The codes on the quote that are tied to the finding."""
    links: tuple[Link, ...]
    """Those that tie the two already, whoever made them."""

    def reason(self, codebook: Codebook) -> str:
        """Put it into words: `coded Low effort, likeness 34 %`."""
        parts = [f"coded {', '.join(codebook.label(code) for code in self.codes)}"] if self.codes else []
        parts += [f"likeness {per_cent(self.near)}"] if self.near is not None else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class ProposedQuote:
    """A quote that may speak to a finding."""

    quote: Quote
    why: Proposal


@dataclass(frozen=True, slots=True)
class ProposedFinding:
    """A finding that a quote may speak to."""

    finding: Finding
    why: Proposal


def quotes_for(
    finding: Finding,
    finder: Finder,
    codebook: Codebook,
    links: Iterable[Link],
    *,
    filters: Filters = ANY,
    limit: int = MOST,
) -> tuple[list[ProposedQuote], tuple[str, ...]]:
    """Propose coded passages for a finding: first those under a code tied to it, the nearest in meaning first.

    Parameters
    ----------
    finding
        Its statement and question are what segments are to be near to.
    finder, codebook
        The study, and its codes.
    links
        Those there are, so that what is linked already can be told.
    filters
        The part of the study to look at.
    limit
        How many at most.

    Returns
    -------
    proposed, notes
        The quotes, and what one has to know about them, each a sentence. Under tied codes they are the passages as they
        were coded, all of them, beside these the coded segments that are near. Where nothing is embedded yet there are
        only the former, in reading order.

    Raises
    ------
    TableError
        If there is no such name or value among the filters.
    """
    tied = tied_codes(finding, codebook)
    own = [link for link in links if link.finding == finding.id]
    codes = dict.fromkeys(code for code in map(codebook.current, finding.codes) if code in codebook.by_id)
    under = {quote.passage: quote for code in codes for quote in finder.quotes_under(code, filters)}
    notes: tuple[str, ...] = ()
    found: list[Quote] | None = None
    try:
        alike = finder.similar(text_of(finding), filters.with_values(CODED, {YES}), max(limit, _FAR))
        found, notes = list(alike), alike.notes
    except ModelError:
        notes = ("Nothing has been embedded yet: in reading order, not by meaning.",)
    near = _nearness(found or ())
    beside = [quote for quote in found or () if not any(quote.passage.overlaps(passage) for passage in under)]
    proposed = []
    for quote in (*sorted(under.values(), key=_place), *beside):
        why = Proposal(
            None if found is None else near(quote.passage),
            tuple(code for code in quote.codes if code in tied),
            tuple(link for link in own if _touches(link, quote.passage)),
        )
        proposed.append(ProposedQuote(quote, why))
    proposed.sort(key=lambda one: (not one.why.codes, -(one.why.near or 0)))
    return proposed[:limit], notes


def nearest_first(finder: Finder) -> Order:
    """Give what orders the passages under a finding's codes for a joint display: the nearest in meaning first.

    Those beyond the nearest thousand segments of the study keep their order, and so do all where nothing is embedded.
    """

    def order(finding: Finding, passages: Sequence[Unlinked]) -> Sequence[Unlinked]:
        if len(passages) < 2:
            return passages
        groups = frozenset(one.passage.transcript for one in passages)
        try:
            found = finder.similar(text_of(finding), Filters({"group": groups, CODED: frozenset({YES})}), _FAR)
        except ModelError:
            return passages
        near = _nearness(found)
        return sorted(passages, key=lambda one: -near(one.passage))

    return order


class FindingsForQuotes:
    """Ranks a study's findings for passages; what was once computed about a transcript is kept.

    Parameters
    ----------
    findings, finder
        The findings and the study.
    codebook
        Gives the codes as they are when it is asked.
    """

    def __init__(self, findings: Sequence[Finding], finder: Finder, codebook: Callable[[], Codebook]) -> None:
        self.findings = findings
        self._finder = finder
        self._codebook = codebook
        self._near: dict[str, list[list[tuple[Span, float]]]] = {}

    def prepare(self, transcript: str) -> None:
        """Compute how near each finding is to each segment of a transcript, so that ranking is quick; in a thread.

        Raises
        ------
        ModelError
            If nothing has been embedded yet.
        """
        there = Filters.of([("group", transcript)])
        found = [self._finder.similar(text_of(finding), there, _ALL) for finding in self.findings]
        self._near[transcript] = [[(hit.span, hit.score or 0.0) for hit in one.hits] for one in found]

    def is_ready(self, transcript: str) -> bool:
        """Say whether ranking for a passage of a transcript takes no time."""
        return transcript in self._near

    def rank(self, passage: Passage, codes: Collection[str], links: Iterable[Link] = ()) -> list[ProposedFinding]:
        """Give all findings: first those with a code tied to them on the passage, the nearest in meaning first.

        Parameters
        ----------
        passage
            Words of a transcript.
        codes
            The codes on it that may be known to whoever asks.
        links
            Those there are, so that what is linked already can be told.
        """
        codebook = self._codebook()
        here = [link for link in links if _touches(link, passage)]
        ranked = []
        for finding, near in zip(self.findings, self._nearness(passage), strict=True):
            tied = tied_codes(finding, codebook)
            own = tuple(link for link in here if link.finding == finding.id)
            why = Proposal(near, tuple(code for code in codes if code in tied), own)
            ranked.append(ProposedFinding(finding, why))
        return sorted(ranked, key=lambda one: (not one.why.codes, -(one.why.near or 0)))

    def _nearness(self, passage: Passage) -> list[float | None]:
        """Say of each finding how near it is to the segments that a passage touches; None where nothing is embedded."""
        if not self.is_ready(passage.transcript):
            try:
                self.prepare(passage.transcript)
            except ModelError:
                return [None] * len(self.findings)
        return [
            max((score for span, score in spans if span.overlaps(passage.span)), default=0.0)
            for spans in self._near[passage.transcript]
        ]


def tied_codes(finding: Finding, codebook: Codebook) -> frozenset[str]:
    """Give the codes tied to a finding as they are now, with all below a theme; those that are gone are left out."""
    now = [codebook.by_id[code] for code in map(codebook.current, finding.codes) if code in codebook.by_id]
    return frozenset(below.id for code in now for below, _ in code.walk())


def _nearness(found: Iterable[Quote]) -> Callable[[Passage], float]:
    """Give what says how near a passage is, by the segments it touches; 0 where none was found."""
    near: dict[str, list[tuple[Span, float]]] = {}
    for quote in found:
        near.setdefault(quote.passage.transcript, []).append((quote.passage.span, quote.score or 0.0))

    def of(passage: Passage) -> float:
        here = near.get(passage.transcript, ())
        return max((score for span, score in here if span.overlaps(passage.span)), default=0.0)

    return of


def _place(quote: Quote) -> tuple[str, Span]:
    return quote.passage.transcript, quote.passage.span


def _touches(link: Link, passage: Passage) -> bool:
    return link.transcript == passage.transcript and link.span.overlaps(passage.span)

"""The joint display: survey findings beside what focus groups say to them, one row a finding.

It is where a mixed-methods study says whether its two halves confirm, expand or contradict each other. Nothing in it is
computed across the two: the figures are the survey's, the counts are those of the frequency table, what the words do to
the figures a researcher has said link by link, and the last column is what the researcher makes of it.

References
----------
Guetterman, T. C., Fetters, M. D. and Creswell, J. W. (2015). Integrating quantitative and qualitative results in health
science mixed methods research through joint displays. Annals of Family Medicine 13, 554-561.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from fgcoder.model import Finding, Link, Memo, Passage, Relation
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.framework.cells import Quoting, said
from fgcoder.tables.joint.notes import notes
from fgcoder.tables.joint.parts import COUNTRY, RELATIONS, SECTOR, Gathered, Joint, Tied, Unlinked, gather, wanted
from fgcoder.tables.part import facts
from fgcoder.tables.selection import Where
from fgcoder.tabular import NO_DATA, Quoted, Row, RowKind, Table
from fgcoder.wording import counted

TASK: Final = "The joint display cannot be made."
FIGURES: Final = "Survey"
THEMES: Final = "Themes and codes"
QUOTES: Final = "Quotes"
RELATION: Final = "Relation"
INFERENCE: Final = "Inference"
COLUMNS: Final = (FIGURES, THEMES, QUOTES, RELATION, INFERENCE)
NO_FIGURE: Final = "(no figure)"
NO_CODE: Final = "(no code is tied to it)"
NO_QUOTE: Final = "(no quote)"
NOT_LINKED: Final = "(nothing linked)"
NO_INFERENCE: Final = "(not written yet)"
BREAK: Final = "\n"
"""Between the lines of a cell."""
Order = Callable[[Finding, Sequence[Unlinked]], Sequence[Unlinked]]
"""Puts the passages under a finding's codes into the order in which they are picked."""
MOST: Final = 3
"""Quotes that nobody has linked, of each finding, unless told otherwise."""


def joint_display(
    corpus: CodedCorpus,
    findings: Sequence[Finding],
    links: Iterable[Link],
    memos: Iterable[Memo] = (),
    *,
    quoting: Quoting | None = None,
    most: int = MOST,
    order: Order | None = None,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
) -> Table:
    """Set survey findings beside the themes and quotes that speak to them.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    findings
        Which, in the order of the rows.
    links, memos
        What the record holds; of the memos those that are about findings are the inferences.
    quoting
        Gives a passage with its citation; by default the words as they are, the speaker's label and the turn.
    most
        How many quotes of the tied codes each finding has beside those that are linked, which are all there: of each
        country in turn.
    order
        Says which of those to take first, the nearest in meaning for example; by default reading order.
    coders, where, include_moderator
        As for `frequency`; they hold for codings, links and inferences. A `country` or `sector` among the conditions
        holds for the survey's figures, too.

    Of a finding that names countries or sectors, figures, counts and quotes are of these; what is linked is all there.

    Returns
    -------
    Table
        A row of text cells for each finding: `Survey` (figures with interval and base, overall and by country),
        `Themes and codes` (segments by country), `Quotes`, `Relation` (passages that confirm, expand, contradict; by
        country), `Inference`. A cell is lines; one with nothing says so. `behind` gives the passages of the three in
        the middle.

    Raises
    ------
    TableError
        When a coder, or an attribute or value in `where`, does not exist, or nobody is left.
    """
    import pandas as pd

    found = gather(
        corpus,
        findings,
        links,
        memos,
        coders=coders,
        where=where,
        include_moderator=include_moderator,
        task=TASK,
    )
    cite = quoting or (lambda passage: said(corpus, passage))
    texts, quotes = [], {}
    for joint in found.joints:
        under = joint.under if order is None else order(joint.finding, joint.under)
        picked = spread(under, most)
        lines, quoted = _quotes(joint, picked, cite)
        if quoted:
            quotes[joint.finding.id, QUOTES] = quoted
        texts.append(
            [
                BREAK.join(_figures(joint.finding, found)),
                BREAK.join(map(_frequency, joint.tied)) or NO_CODE,
                BREAK.join(lines) or NO_QUOTE,
                BREAK.join(_relation(joint)) or NOT_LINKED,
                BREAK.join(_inferences(joint)) or NO_INFERENCE,
            ]
        )
    by_id = {joint.finding.id: joint for joint in found.joints}
    linked = sum(len({one.passage for one in joint.linked}) for joint in found.joints)
    base = f"{counted(len(findings), 'finding')}, {counted(linked, 'linked passage')}"
    return Table(
        frame=pd.DataFrame(texts, [one.id for one in findings], list(COLUMNS), dtype="object"),
        title="Joint display: survey findings and focus groups",
        index_label="Finding",
        rows=tuple(Row(RowKind.CODE, one.id, one.statement) for one in findings),
        notes=notes(found, most),
        name="joint-display",
        unit="words",
        facts=facts(found.part, ("Base", base)),
        behind=lambda row, column: _behind(by_id[row], column),
        quotes=quotes,
    )


def spread(passages: Sequence[Unlinked], most: int) -> list[Unlinked]:
    """Pick so many passages, of each country in turn and of each of its groups, and give them in their order.

    So no country crowds out the others, and the same passages are picked every time. What stands first of a group is
    picked first.
    """
    in_group: Counter[str] = Counter()
    in_country: Counter[str] = Counter()
    turns = []
    for at, one in enumerate(passages):
        turns.append((in_group[one.passage.transcript], at))
        in_group[one.passage.transcript] += 1
    ranked = []
    for _, at in sorted(turns):
        country = passages[at].country
        ranked.append((in_country[country], at))
        in_country[country] += 1
    return [passages[at] for at in sorted(at for _, at in sorted(ranked)[:most])]


def _figures(finding: Finding, found: Gathered) -> Iterator[str]:
    """Yield the figures, those of one label together under it, and the base."""
    asked = {axis: wanted(found.part, axis) for axis in (COUNTRY, SECTOR)}
    kept = [
        one
        for one in finding.figures
        if _is_about(one.country, finding.countries, asked[COUNTRY])
        and _is_about(one.sector, finding.sectors, asked[SECTOR])
    ]
    for label in dict.fromkeys(one.label for one in kept):
        own = [one for one in kept if one.label == label]
        # Of a part the figures over all say nothing, where there are any of the part.
        if asked[COUNTRY] and any(one.country for one in own):
            own = [one for one in own if one.country]
        if asked[SECTOR] and any(one.sector for one in own):
            own = [one for one in own if one.sector]
        sectors = {one.sector for one in own}
        heading = f"{label} ({own[0].sector})" if len(sectors) == 1 and own[0].sector else label
        if own[0].country is not None or (own[0].sector is not None and len(sectors) > 1):
            yield f"{heading}:"
        for figure in own:
            parts = [figure.country, figure.sector if len(sectors) > 1 else None]
            yield f"{', '.join(part for part in parts if part) or heading}: {figure.printed}"
    if not kept:
        yield NO_FIGURE
    yield f"Base: {finding.base.rstrip('.')}."


def _is_about(place: str | None, named: Collection[str], asked: Collection[str]) -> bool:
    """Say whether a figure's country or sector is one the finding names and one that is asked for."""
    return place is None or ((not named or place in named) and (not asked or place in asked))


def _frequency(tied: Tied) -> str:
    text = f"{tied.label}: {counted(tied.segments, 'segment')}"
    if not tied.is_known:
        return f"{text} (not in the codebook)"
    counts = [
        f"{country} {NO_DATA if count is None else format(count, ',')}" for country, count in tied.by_country.items()
    ]
    return f"{text} ({', '.join(counts)})" if counts else text


def _quotes(joint: Joint, picked: Sequence[Unlinked], cite: Quoting) -> tuple[list[str], tuple[Quoted, ...]]:
    lines, quoted = [], []
    for linked in joint.linked:
        one = cite(linked.passage)
        why = " ".join(dict.fromkeys(link.text for link in linked.links if link.text))
        lines.append(f"{linked.relation.value.capitalize()}: “{one.words}” ({one.citation}).{f' {why}' if why else ''}")
        quoted.append(one)
    for unlinked in picked:
        one = cite(unlinked.passage)
        lines.append(f"{', '.join(unlinked.labels)}: “{one.words}” ({one.citation}).")
        quoted.append(one)
    more = len(joint.under) - len(picked)
    if more:
        lines.append(f"… and {more:,} more under its codes")
    return lines, tuple(quoted)


def _relation(joint: Joint) -> Iterator[str]:
    """Yield the sums over all countries, then those of each."""
    if not joint.linked:
        return
    countries = sorted({one.country for one in joint.linked})
    if len(countries) > 1:
        yield _sums(joint.relations)
    for country in countries:
        yield f"{country}: {_sums(Counter(one.relation for one in joint.linked if one.country == country))}"


def _sums(counts: Counter[Relation]) -> str:
    return ", ".join(f"{relation} {counts[relation]:,}" for relation in RELATIONS if counts[relation])


def _inferences(joint: Joint) -> list[str]:
    if len({memo.coder for memo in joint.inferences}) < 2:
        return [memo.text for memo in joint.inferences]
    return [f"{memo.coder}: {memo.text}" for memo in joint.inferences]


def _behind(joint: Joint, column: str) -> tuple[Passage, ...]:
    linked = tuple(dict.fromkeys(one.passage for one in joint.linked))
    under = tuple(one.passage for one in joint.under)
    return {RELATION: linked, QUOTES: (*linked, *under), THEMES: under}.get(column, ())

"""Where the two halves of a study do not meet yet: findings, themes and countries with nothing on the other side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from fgcoder.model import Finding, Link
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.incidence import codes_under
from fgcoder.tables.joint.parts import COUNTRY, Gathered, gather
from fgcoder.tables.part import facts, shared_notes
from fgcoder.tables.selection import Where, in_order
from fgcoder.tabular import Row, RowKind, Table
from fgcoder.wording import counted, enumerated

TASK: Final = "The gaps cannot be told."
MISSING: Final = "Missing"
THERE: Final = "What there is"
_FINDINGS: Final = Row(RowKind.THEME, "(findings)", "Findings without a linked quote")
_THEMES: Final = Row(RowKind.THEME, "(themes)", "Themes without a finding")
_COUNTRIES: Final = Row(RowKind.THEME, "(countries)", "Countries without figures or linked quotes")
_Gap = tuple[str, str, str, str]
"""The id of a row, its label, what is missing, what there is."""


def joint_gaps(
    corpus: CodedCorpus,
    findings: Sequence[Finding],
    links: Iterable[Link],
    *,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
) -> Table:
    """List findings that no quote is linked to, themes that no finding has, and countries that lack one of the two.

    Parameters
    ----------
    corpus, findings, links, coders, where, include_moderator
        As for `joint_display`.

    Returns
    -------
    Table
        Under a heading for each kind a row for each gap, in words: what is missing, and what there is instead. A kind
        without a gap says so. Themes are the outermost ones, and codes beneath none; retired ones are no gap.

    Raises
    ------
    TableError
        When a coder, or an attribute or value in `where`, does not exist, or nobody is left.
    """
    import pandas as pd

    found = gather(
        corpus, findings, links, (), coders=coders, where=where, include_moderator=include_moderator, task=TASK
    )
    kinds = ((_FINDINGS, _of_findings), (_THEMES, _of_themes), (_COUNTRIES, _of_countries))
    rows: list[Row] = []
    cells: list[tuple[str | None, str | None]] = []
    for heading, gaps_of in kinds:
        gaps = list(gaps_of(found))
        rows.append(heading)
        cells.append(("" if gaps else "none", ""))
        for row, label, missing, there in gaps:
            rows.append(Row(RowKind.CODE, f"{heading.id} {row}", label, 1, (heading.label,)))
            cells.append((missing, there))
    return Table(
        frame=pd.DataFrame(cells, [row.id for row in rows], [MISSING, THERE], dtype="object"),
        title="Gaps between the survey and the focus groups",
        index_label="",
        rows=tuple(rows),
        notes=(
            "A finding is tied to codes in its survey file, and linked to quotes by a researcher.",
            "The coded passages under its codes are those of its countries and sectors, where it names some.",
            *shared_notes(found.part, are_left_out=False),
        ),
        name="joint-display-gaps",
        unit="words",
        facts=facts(found.part, ("Base", counted(len(findings), "finding"))),
    )


def _of_findings(found: Gathered) -> Iterator[_Gap]:
    for joint in found.joints:
        if joint.linked:
            continue
        missing = "no linked quote" if joint.tied else "no linked quote, no code tied to it"
        there = f"{counted(len(joint.under), 'coded passage')} under its codes" if joint.tied else ""
        counts = Counter(one.country for one in joint.under)
        yield joint.finding.id, f"{joint.finding.id}: {joint.finding.statement}", missing, there + _by_country(counts)


def _of_themes(found: Gathered) -> Iterator[_Gap]:
    part = found.part
    book = part.corpus.codebook
    tied = {tied.code for joint in found.joints for tied in joint.tied}
    above = {theme for code in tied for theme in book.path_of.get(code, ())}
    for root in book.roots:
        if root.id in book.retired or root.id in above or tied & codes_under(root.id, book, part.gone):
            continue
        rows = part.counted[part.counted["code"].astype(str).isin(codes_under(root.id, book, part.gone))]
        there = f"{counted(rows['segment'].nunique(), 'segment')} in {counted(rows['group'].nunique(), 'group')}"
        once = rows.drop_duplicates("segment")
        counts = Counter(map(str, once[COUNTRY])) if COUNTRY in once else Counter()
        label = f"{root.label} ({root.id})"
        yield root.id, label, "no finding is tied to it or to a code of it", there + _by_country(counts)


def _by_country(counts: Counter[str]) -> str:
    listed = [f"{country} {counts[country]:,}" for country in in_order(counts)]
    return f" ({', '.join(listed)})" if listed else ""


def _of_countries(found: Gathered) -> Iterator[_Gap]:
    part = found.part
    groups = {group: part.corpus.transcripts[group].attributes.get(COUNTRY, "") for group in part.groups}
    for country in found.countries:
        figured = [
            one.finding.id for one in found.joints if any(figure.country == country for figure in one.finding.figures)
        ]
        quoted = [one.finding.id for one in found.joints if any(linked.country == country for linked in one.linked)]
        # A finding that is linked nowhere is a gap of its own, above.
        due = [one.finding for one in found.joints if one.linked or one.finding.id in figured]
        about = [one.id for one in due if not one.countries or country in one.countries]
        unquoted = [one for one in about if one not in quoted]
        missing = [
            *(["no figure"] if not figured else []),
            *(
                [f"no linked quote{f' for {enumerated(unquoted)}' if unquoted else ''}"]
                if not quoted or unquoted
                else []
            ),
        ]
        if missing:
            count = sum(one == country for one in groups.values())
            there = [counted(count, "group"), f"figures of {counted(len(figured), 'finding')}"]
            there.append(f"quotes linked to {counted(len(quoted), 'finding')}")
            yield country, country, "; ".join(missing), ", ".join(there)

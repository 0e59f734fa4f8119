"""How far coders agree, code by code: the table to look at before anybody's codings are counted.

It judges the segments that two coders have both decided about, whether or not they applied a code there: that a coder
passed over a segment says nothing, that a coder rejected what was suggested, or found that no code fits, does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Action, Codebook, Decision, Mode
from fgcoder.record.decisions import following, verdicts
from fgcoder.tables.agreement.behind import AGREEMENT, COUNTS, behind
from fgcoder.tables.agreement.passed_over import passed_over
from fgcoder.tables.agreement.ratings import Numbers, Ratings, Verdicts, rate
from fgcoder.tables.agreement.reliability import Agreement, agreements
from fgcoder.tables.choice import Choice, choice_of, chosen
from fgcoder.tables.choice import Order as RowOrder
from fgcoder.tables.coded import CodedCorpus, segment_rows
from fgcoder.tables.figures import HIGH, LOW, Cell, framed, with_interval
from fgcoder.tables.intervals import Estimate
from fgcoder.tables.selection import Where, describe, in_order, people, pick
from fgcoder.tabular import NO_DATA, Row, RowKind, Table
from fgcoder.wording import counted, enumerated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASK: Final = "The agreement table cannot be made."


class Order(StrEnum):
    """How the codes are ordered."""

    CODEBOOK = "codebook"
    """As in the codebook's file, codes under their themes."""
    LOWEST = "lowest"
    """Where coders agree least comes first; themes and codes mixed."""


def agreement(
    corpus: CodedCorpus,
    decisions: Iterable[Decision],
    *,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    order: str = "codebook",
    level: str = "all",
    codes: Collection[str] | None = None,
    minimum: int = 0,
) -> Table:
    """Say for each code, and for all together, how far the coders agree: all of them, and two by two.

    A row of a theme asks whether coders gave the segment the theme or any code below it. Segments of the moderator
    are not put before coders, so they are left out.

    Parameters
    ----------
    corpus
        The transcripts, segments and the codebook; its codings are not looked at.
    decisions
        Those of all coders.
    coders
        Whose decisions are compared, two or more; everybody's by default.
    where
        For each attribute of transcripts or speakers the values to keep.
    order
        `codebook`, or `lowest` for the codes first on which coders agree least.
    level, codes
        Which themes and codes have a row, as for `frequency`. The row of all codes together is of all in any case.
    minimum
        Rows are left out that fewer of the segments judged were given, by whichever of the coders.

    Returns
    -------
    Table
        A block of rows for each pair of coders who met, headed by a row for all codes together; before them one for
        all coders, where they are more than two. Columns: `Segments` (that at least two have decided about), of two
        coders `Both`, `Only first`, `Only second`, `Neither`; `Agreement` (the share of these segments that they agree
        about; of more than two coders the mean share of pairs of them who agree about a segment; of all codes together
        the mean over those that any of these coders gave in these segments), `Kappa` and `Alpha`, each with its 95 %
        interval. NA is what cannot be told. `behind` gives the segments of the counts, and behind `Agreement` those
        that coders differ about.

    Raises
    ------
    TableError
        When a coder, `order`, or an attribute or value in `where` does not exist, or no two coders have decided
        about the same segment.
    """
    sort = Order(pick(order, Order, task=TASK, noun="order called"))
    choice = choice_of(corpus, level=level, codes=codes, minimum=minimum, order=RowOrder.CODEBOOK.value, task=TASK)
    made = list(following(decisions, corpus.codebook))
    there = in_order(decision.coder for decision in made if decision.action.is_verdict)
    wanted = there if coders is None else [pick(one, there, task=TASK, noun="coder called") for one in coders]
    wanted = in_order(wanted)
    of_these = [decision for decision in made if decision.coder in wanted]
    words = _words(corpus, where)
    ratings = rate(words, _columns(verdicts(of_these)))
    blocks = _blocks(ratings, wanted)
    if not blocks:
        fault = Fault(
            "no two coders have decided about the same segment.",
            todo="Let a second coder code a transcript that is coded already: `fgcoder status` shows who coded what.",
        )
        raise TableError(TASK, fault)
    tree = _tree(corpus.codebook, _given(ratings))
    listed = {row.id for row in tree}
    path_of = corpus.codebook.path_of
    above = {code: [row for row in (*path_of.get(code, ()), code) if row in listed] for code in ratings.codes}
    by_row = ratings.grouped([row.id for row in tree], above)
    rows: list[Row] = []
    cells: list[dict[str, Cell]] = []
    about: dict[str, tuple[tuple[str, ...], str]] = {}
    for together in blocks:
        _, overall = agreements(ratings, together)
        single, _ = agreements(by_row, together)
        title = " and ".join(together) if len(together) == 2 else f"All {len(together)} coders"
        block = "+".join(together)
        rows.append(Row(RowKind.THEME, block, title))
        cells.append(_cells(overall))
        judged = _chosen(tree, single, choice)
        if sort is Order.LOWEST:
            judged.sort(key=lambda pair: 2.0 if pair[1].alpha.value is None else pair[1].alpha.value)
        for row, one in judged:
            depth = 1 if sort is Order.LOWEST else row.level + 1
            about[f"{block}:{row.id}"] = together, row.id
            rows.append(replace(row, id=f"{block}:{row.id}", level=depth, above=(title, *row.above)))
            cells.append(_cells(one))
    frame = framed(rows, cells)
    frame.index.name = "code"
    return Table(
        frame=frame,
        title="Agreement between coders",
        index_label="Coders and code",
        rows=tuple(rows),
        notes=tuple(_notes(ratings, wanted, blocks, choice)),
        name="agreement",
        measures=tuple(_measure(str(column)) for column in frame.columns),
        facts=_facts(corpus, ratings, blocks, where),
        behind=behind(words, by_row, about),
    )


def _chosen(tree: Sequence[Row], judged: Sequence[Agreement], choice: Choice) -> list[tuple[Row, Agreement]]:
    """Give the rows asked for, each with its figures."""
    of_row = {row.id: one for row, one in zip(tree, judged, strict=True)}
    rows = chosen(tree, {row: one.used for row, one in of_row.items()}, choice).rows
    return [(row, of_row[row.id]) for row in rows]


def _words(corpus: CodedCorpus, where: Where | None) -> dict[str, NDArray[np.int64]]:
    """Give start and end of the words that are judged, by transcript."""
    import numpy as np

    present = people(corpus, where=where, include_moderator=False, task=TASK)[["group", "speaker"]]
    kept = set(segment_rows(corpus).merge(present, on=["group", "speaker"])["segment"])
    return {
        name: np.array(
            [(one.words.start, one.words.end) for one in own if one.is_codable and one.id in kept], dtype=np.int64
        ).reshape(-1, 2)
        for name, own in corpus.segments.items()
    }


def _columns(latest: Sequence[Decision]) -> Verdicts:
    """Lay out verdicts in columns."""
    import numpy as np

    transcripts, coders, codes = Numbers(), Numbers(), Numbers()
    transcript = transcripts.of(decision.transcript for decision in latest)
    coder = coders.of(decision.coder for decision in latest)
    code = codes.of(decision.code for decision in latest)
    return Verdicts(
        tuple(transcripts),
        tuple(coders),
        tuple(codes),
        transcript,
        coder,
        code,
        np.array([decision.span.start for decision in latest], dtype=np.int64),
        np.array([decision.span.end for decision in latest], dtype=np.int64),
        np.array([decision.action is Action.APPLY for decision in latest], dtype=np.bool_),
        np.array([decision.mode is not Mode.ASSISTED for decision in latest], dtype=np.bool_),
    )


def _blocks(ratings: Ratings, coders: Sequence[str]) -> list[tuple[str, ...]]:
    """Give who is to be compared: all who met anybody, where they are more than two, then each pair that met."""
    at = {coder: number for number, coder in enumerate(ratings.coders)}
    met = [
        (one, other)
        for one, other in combinations([coder for coder in coders if coder in at], 2)
        if (ratings.decided[:, at[one]] & ratings.decided[:, at[other]]).any()
    ]
    everybody = tuple(coder for coder in coders if any(coder in pair for pair in met))
    return [everybody, *met] if len(everybody) > 2 else list(met)


def _given(ratings: Ratings) -> list[str]:
    """Give the codes that anybody gave in a segment that two coders or more decided about."""
    import numpy as np

    segment, _, code = ratings.applied.T
    judged = ratings.decided.sum(axis=1) >= 2
    return [ratings.codes[number] for number in np.unique(code[judged[segment]]).tolist()]


def _tree(codebook: Codebook, given: Sequence[str]) -> list[Row]:
    """Give a row for each theme and code, then for those given that the codebook no longer has."""
    rows = []
    for code_id, path in codebook.path_of.items():
        code = codebook.by_id[code_id]
        kind = RowKind.THEME if code.is_theme else RowKind.CODE
        rows.append(Row(kind, code_id, code.label, level=len(path), above=tuple(map(codebook.label, path))))
    gone = in_order(code for code in given if code not in codebook.by_id)
    return rows + [Row(RowKind.CODE, code, f"{code} (not in the codebook)") for code in gone]


def _cells(one: Agreement) -> dict[str, Cell]:
    return {
        "Segments": one.segments,
        **dict(zip(COUNTS, (one.both, one.first_only, one.second_only, one.neither), strict=True)),
        AGREEMENT: one.share,
        **with_interval("Kappa", one.kappa),
        **with_interval("Alpha", one.alpha),
    }


def _measure(column: str) -> str:
    """Say what the numbers of a column are: `segments`, or the figure that a bound belongs to."""
    return "segments" if column in ("Segments", *COUNTS) else column.removesuffix(LOW).removesuffix(HIGH).lower()


def _facts(
    corpus: CodedCorpus, ratings: Ratings, blocks: Sequence[tuple[str, ...]], where: Where | None
) -> tuple[tuple[str, str], ...]:
    """Give what the table rests on, as names and values."""
    coders = in_order(coder for block in blocks for coder in block)
    judged = int((ratings.decided.sum(axis=1) >= 2).sum())
    last = max((time for (_, coder), time in corpus.worked.items() if coder in coders), default=None)
    return (
        ("Base", f"{counted(judged, 'segment')} that two coders or more decided about"),
        ("Filters", describe(where) if where else "none"),
        ("Coders", ", ".join(coders)),
        ("Codebook", f"{corpus.codebook.title}, version {corpus.codebook.version}"),
        *([("Last decision", f"{last:%Y-%m-%d %H:%M} UTC")] if last is not None else []),
    )


def _notes(
    ratings: Ratings,
    coders: Sequence[str],
    blocks: Sequence[tuple[str, ...]],
    choice: Choice,
) -> Iterator[str]:
    yield (
        "Judged: segments that at least two of the coders have decided about, whatever they decided. A coding counts "
        "for every segment whose words it overlaps; a theme is given with any code below it."
    )
    yield from _passed_over(ratings, blocks[0])
    if choice.minimum > 1:
        yield f"Left out: what fewer than {choice.minimum} of the segments judged were given."
    alone = [coder for coder in coders if not any(coder in block for block in blocks)]
    if alone:
        yield f"Left out, having met nobody: {', '.join(alone)}."
    yield (
        "Agreement is the share of the segments judged that two coders agree about, code by code; of more than two, of "
        "each segment the share of pairs of them who agree (Fleiss 1971), averaged over segments. The first row of a "
        "block has the mean over the codes that any of its coders gave in these segments; the others have none."
    )
    yield (
        "Kappa is Cohen's (1960), alpha Krippendorff's for nominal data (2011). The first row of a block takes all "
        "codes together by summing observed and expected disagreement over the codes."
    )
    yield (
        "The intervals are 95 %, by percentile bootstrap over transcripts where at least five were judged, else over "
        "segments, for these coders. None is given where fewer than five segments have the code, or fewer than five "
        "were differed about; in the first row any code, each segment once."
    )
    yield (
        f"A {NO_DATA} for kappa or alpha: nobody gave the code there, or everybody always did, so agreement beyond "
        "chance cannot be told."
    )
    judged, blind = ((who.sum(axis=1) >= 2).sum() for who in (ratings.decided, ratings.blind))
    yield (
        f"Of the {judged} segments judged, {blind} were decided about by two coders with no suggestions on screen. "
        "Coders may agree elsewhere because they followed the same suggestions."
    )


def _passed_over(ratings: Ratings, coders: Sequence[str]) -> Iterator[str]:
    """Say what is not judged as only one of the coders decided about it; of all coders, where they are several."""
    found = passed_over(ratings, coders)
    would = ""
    if found.alpha is not None:
        would = f" Counting what the other passed over as not coded, alpha over all codes would be {found.alpha:z.2f}."
    if found.alone:
        alone = counted(found.alone, "segment")
        yield f"Not judged: {alone} in the same transcripts that one of the coders alone decided about.{would}"
    else:
        yield "In these transcripts no segment was decided about by one of the coders alone."
    if found.always_coding:
        yield (
            f"There {enumerated(found.always_coding)} recorded no rejection and no “none fits” without coding the "
            "segment as well: to decide was to code, and agreement cannot see what was passed over."
        )


def lowest(codes: Sequence[str], judged: Sequence[Agreement], count: int) -> list[tuple[str, Estimate]]:
    """Give the codes on which coders agree least, lowest alpha first; those without an alpha are left out."""
    known = [(code, one.alpha) for code, one in zip(codes, judged, strict=True) if one.alpha.value is not None]
    return sorted(known, key=lambda pair: (pair[1].value, pair[0]))[:count]

"""How often each code and theme comes up, by country or any other attribute: the table the study is for.

It counts distinct things, not rows. A theme counts a segment once however many of its codes the segment has, two
coders who agree make one coded segment, and a column that nobody has coded yet is left open rather than set to zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fgcoder.model import Code, Codebook, Role
from fgcoder.tables.coded import CodedCorpus, rows, segment_rows
from fgcoder.tables.frequency_notes import Counted, notes
from fgcoder.tables.selection import Where, attributes, by_coders, in_order, people, pick
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    import pandas as pd

TOTAL: Final = "Total"
GONE: Final = Row(RowKind.THEME, "(not in the codebook)", "Not in the codebook")
GROUPS: Final = Row(RowKind.BASE, "(groups)", "Groups")
GROUPS_CODED: Final = Row(RowKind.BASE, "(groups coded)", "Groups with codings")
PARTICIPANTS: Final = Row(RowKind.BASE, "(participants)", "Participants")
SEGMENTS: Final = Row(RowKind.BASE, "(segments)", "Segments")
TASK: Final = "The frequency table cannot be made"


class Counting(StrEnum):
    """What one unit of a frequency is."""

    SEGMENTS = "segments"
    """Distinct segments that the code was applied to, in whole or in part."""
    PARTICIPANTS = "participants"
    """Distinct people, told apart by group and label, who say at least one segment that has the code."""
    GROUPS = "groups"
    """Distinct focus groups in which the code was applied at least once."""
    CODINGS = "codings"
    """Distinct decisions to apply: two coders on one segment make two, one coding across three segments is one."""


class Order(StrEnum):
    """How the rows of a frequency table are ordered."""

    CODEBOOK = "codebook"
    """As in the codebook's file."""
    TOTAL = "total"
    """Most frequent first: the themes among themselves, and the codes within each theme."""


UNIT: Final[Mapping[Counting, tuple[str, ...]]] = {
    Counting.SEGMENTS: ("segment",),
    Counting.PARTICIPANTS: ("group", "speaker"),
    Counting.GROUPS: ("group",),
    Counting.CODINGS: ("decision",),
}
"""The columns of `rows` that tell one unit from another."""

HEADING: Final[Mapping[Counting, str]] = {
    Counting.SEGMENTS: "Segments coded",
    Counting.PARTICIPANTS: "Participants who speak to each code",
    Counting.GROUPS: "Groups in which each code occurs",
    Counting.CODINGS: "Codings",
}


def frequency(
    corpus: CodedCorpus,
    *,
    by: str = "country",
    counting: str = "segments",
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    order: str = "codebook",
) -> Table:
    """Count how often each code and theme was applied, in each column of an attribute.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    by
        What the columns are: an attribute of the transcripts (`country`, `sector` …) or of the speakers
        (`stakeholders` …), or `language`, `group`, `speaker`, `coder`.
    counting
        The unit of every count, always of distinct things: `segments` that have the code; `participants` who say one
        of them; `groups` in which the code occurs; `codings`, that is, decisions to apply it.
    coders
        Whose codings count; everybody's by default.
    where
        For each attribute the values to keep. It restricts speakers, groups, columns and base rows alike.
    include_moderator
        Whether the moderator's words count.
    order
        `codebook`, or `total` for the most frequent first.

    Returns
    -------
    Table
        A row for every code and theme of the codebook, applied or not (a retired one only if it is), then for codes
        that codings have and the codebook no longer does, then the base rows; a column for every value of `by` among
        the transcripts, sorted, then the total. The cells are whole numbers (`Int64`); NA stands where nobody has
        coded any group yet.
        The total counts distinct units too, so it is below the sum of its row where one unit is in several columns.

    Raises
    ------
    TableError
        When `by`, `counting`, `order`, a coder, or an attribute or value in `where` does not exist.
    """
    import pandas as pd

    unit = Counting(pick(counting, Counting, task=TASK, noun="way of counting called"))
    sort = Order(pick(order, Order, task=TASK, noun="order called"))
    corpus = by_coders(corpus, coders, task=TASK)
    present = people(corpus, where=where, include_moderator=include_moderator, task=TASK)
    pick(by, [*attributes(present), "coder"], task=TASK, noun="attribute")

    who = present[["group", "speaker"]]
    coded = rows(corpus, include_moderator=True)
    coded = coded[coded["group"].isin(present["group"])]
    counted = coded.merge(who, on=["group", "speaker"])
    spoken = segment_rows(corpus).merge(who, on=["group", "speaker"])
    taking_part = present[present["role"].isin([Role.PARTICIPANT.value, Role.UNKNOWN.value])]
    coders_there = in_order(coded["coder"].unique())
    with_codings = coded if by == "coder" else present[present["group"].isin(coded["group"])]
    counted, present, with_codings, taking_part, spoken = (
        _with_column(frame, by, coders_there) for frame in (counted, present, with_codings, taking_part, spoken)
    )
    columns = in_order(present["column"].unique())
    total = TOTAL if TOTAL not in columns else f"{TOTAL} of all"

    gone = in_order(set(counted["code"].unique()) - set(corpus.codebook.by_id))
    by_row = counted.merge(_ancestry(corpus.codebook, gone), on="code")
    cells = _distinct(by_row, UNIT[unit], columns, total)
    base = pd.concat(
        _distinct(frame.assign(row=row.id), UNIT[counts], columns, total).reindex([row.id], fill_value=0)
        for row, frame, counts in (
            (GROUPS, present, Counting.GROUPS),
            (GROUPS_CODED, with_codings, Counting.GROUPS),
            (PARTICIPANTS, taking_part, Counting.PARTICIPANTS),
            (SEGMENTS, spoken, Counting.SEGMENTS),
        )
    )
    rank = {str(row): int(count) for row, count in cells[total].items()} if sort is Order.TOTAL else {}
    unused = corpus.codebook.retired - set(cells.index)
    tree = [*(row for row in _tree(corpus.codebook, rank) if row.id not in unused), *_orphans(gone, rank)]
    cells = cells.reindex([row.id for row in tree], fill_value=0).astype("Int64")
    cells.loc[:, base.loc[GROUPS_CODED.id] == 0] = pd.NA
    frame = pd.concat([cells, base.astype("Int64")])
    frame.index.name, frame.columns.name = "code", by
    facts = Counted(
        by=by,
        counting=unit.value,
        where=where or {},
        include_moderator=include_moderator,
        gone=len(gone),
        corpus=corpus,
        coded=coded,
        counted=counted,
        present=present,
        frame=frame,
        total=total,
    )
    return Table(
        frame=frame,
        title=f"{HEADING[unit]}, by {by}",
        index_label="Theme and code",
        rows=(*tree, GROUPS, GROUPS_CODED, PARTICIPANTS, SEGMENTS),
        notes=notes(facts),
        total_columns=(total,),
    )


def _with_column(frame: pd.DataFrame, by: str, coders: Sequence[str]) -> pd.DataFrame:
    """Add `column`, the heading each row counts under; what no single coder owns counts under every coder."""
    import pandas as pd

    if by == "speaker":
        return frame.assign(column=frame["group"] + " " + frame["speaker"])
    if by == "coder" and "coder" not in frame:
        return frame.merge(pd.DataFrame({"column": pd.Series(coders, dtype="str")}), how="cross")
    return frame.assign(column=frame[by])


def _ancestry(codebook: Codebook, gone: Sequence[str]) -> pd.DataFrame:
    """Pair every code with the rows its codings count in: its own and those of the themes above it."""
    import pandas as pd

    pairs = [(code, row) for code, path in codebook.path_of.items() for row in (*path, code)]
    pairs += [(code, row) for code in gone for row in (GONE.id, code)]
    return pd.DataFrame(pairs, columns=["code", "row"], dtype="str")


def _distinct(frame: pd.DataFrame, unit: Sequence[str], columns: Sequence[str], total: str) -> pd.DataFrame:
    """Count the distinct units of each `row` in each `column`, and in all of them together."""
    single = frame.drop_duplicates(["row", "column", *unit]).groupby(["row", "column"]).size()
    counts = single.unstack("column", fill_value=0).reindex(columns=list(columns), fill_value=0)
    counts[total] = frame.drop_duplicates(["row", *unit]).groupby("row").size()
    return counts.fillna(0).astype("int64")


def _tree(codebook: Codebook, rank: Mapping[str, int]) -> Iterator[Row]:
    """Yield the codebook's rows from the top down, the highest rank first among siblings."""

    def below(codes: Sequence[Code], above: tuple[str, ...]) -> Iterator[Row]:
        for code in sorted(codes, key=lambda code: -rank.get(code.id, 0)):
            kind = RowKind.THEME if code.is_theme else RowKind.CODE
            label = f"{code.label} (retired)" if code.id in codebook.retired else code.label
            yield Row(kind, code.id, label, level=len(above), above=above)
            yield from below(code.children, (*above, label))

    return below(codebook.roots, ())


def _orphans(gone: Sequence[str], rank: Mapping[str, int]) -> Iterator[Row]:
    """Yield the rows of codes that the codebook no longer has, under a heading of their own."""
    if gone:
        yield GONE
    for code in sorted(gone, key=lambda code: -rank.get(code, 0)):
        yield Row(RowKind.CODE, code, code, level=1, above=(GONE.label,))

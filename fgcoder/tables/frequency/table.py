"""How often each code and theme comes up, by country or any other attribute: the table the study is for.

It counts distinct things, not rows. A theme counts a segment once however many of its codes the segment has, two
coders who agree make one coded segment, and a column that nobody has coded yet is left open rather than set to zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from fgcoder.tables.choice import choice_of, chosen
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.codings import named
from fgcoder.tables.frequency.bases import bases
from fgcoder.tables.frequency.behind import behind
from fgcoder.tables.frequency.columns import CODER, columns_of
from fgcoder.tables.frequency.counts import Counter
from fgcoder.tables.frequency.notes import SMALL, Made, facts, notes
from fgcoder.tables.frequency.options import (
    TASK,
    Counting,
    Figures,
    Options,
    attributes_named,
    figures_named,
)
from fgcoder.tables.frequency.rows import (
    CODED,
    DECIDED,
    GROUPS,
    GROUPS_CODED,
    PARTICIPANTS,
    SEGMENTS,
    WORDS,
    tree_of,
)
from fgcoder.tables.incidence import codebook_rows
from fgcoder.tables.selection import Where, attributes, by_coders, in_order, people, pick
from fgcoder.tabular import Row, RowKind, Table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def frequency(
    corpus: CodedCorpus,
    *,
    by: str | Collection[str] = "country",
    counting: str = "segments",
    figures: str = "counts",
    level: str = "all",
    codes: Collection[str] | None = None,
    minimum: int = 0,
    margins: bool = False,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
    order: str = "codebook",
) -> Table:
    """Count how often each code and theme was applied, in each column of an attribute or of two.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    by
        What the columns are: an attribute of the transcripts (`country`, `sector` …) or of the speakers
        (`stakeholders` …), or `language`, `group`, `speaker`, `coder`; or two of these, the first over the second.
    counting
        The unit of every count, always of distinct things: `segments` that have the code; `participants` who say one
        of them, the moderator never among them; `groups` in which the code occurs; `codings`, that is, decisions to
        apply it; `words` that the codings cover.
    figures
        `counts`; `share` of all such units in the column; `share-of-coded`, of those with any code;
        `per-1000-words` that those in the column speak.
    level
        `all`; `themes`, with codes that stand under none; `codes`.
    codes
        The rows: these codes and themes and what is below them, by their ids or former ids; all by default.
    minimum
        Rows with a total count below it are left out.
    margins
        Whether two attributes have columns for each value of either.
    coders
        Whose codings count; everybody's by default.
    where
        For each attribute the values to keep. It restricts speakers, groups, columns and base rows alike.
    include_moderator
        Whether the moderator's words count.
    order
        `codebook`; `total` for the most frequent first; `label` for the alphabet.

    Returns
    -------
    Table
        A row for every code and theme of the codebook, applied or not (a retired one only if it is), then for codes
        that codings have and the codebook no longer does, then the base rows, which are always counts; a column for
        every value of `by` among the transcripts, sorted, then the total. Counts are whole numbers (`Int64`), shares
        and rates fractions; NA stands where nobody has coded any group yet, or the base is 0.
        The total counts distinct units too, so it is below the sum of its row where one unit is in several columns.
        `behind` gives the passages whose codings a cell counts; a base row rests on none.

    Raises
    ------
    TableError
        When `by`, `counting`, `figures`, `level`, `order`, a coder, a code, or an attribute or value in `where` does
        not exist, or they do not go together.
    """
    unit = Counting(pick(counting, Counting, task=TASK, noun="way of counting called"))
    corpus = by_coders(corpus, coders, task=TASK)
    present = people(corpus, where=where, include_moderator=include_moderator, task=TASK)
    options = Options(
        by=attributes_named(by, [*attributes(present), CODER]),
        counting=unit,
        figures=figures_named(figures, unit),
        rows=choice_of(corpus, level=level, codes=codes, minimum=minimum, order=order, task=TASK),
        margins=margins,
        coders=coders,
        where=where or {},
        include_moderator=include_moderator,
    )
    made = _count(corpus, present, options)
    frame, marks = _cells(made)
    base = _base_rows(made)
    return Table(
        frame=frame,
        title=options.title,
        index_label=options.rows.level.heading,
        rows=(*made.listed.rows, *base),
        notes=notes(made),
        total_columns=made.counter.columns.totals,
        decimals=1 if options.figures is Figures.PER_1000_WORDS else 2,
        percent=options.figures in (Figures.SHARE, Figures.SHARE_OF_CODED),
        name=options.name,
        unit=options.unit,
        facts=facts(made),
        headings=made.counter.columns.headings,
        marks=marks,
        behind=behind(made),
    )


def _count(corpus: CodedCorpus, present: pd.DataFrame, options: Options) -> Made:
    import numpy as np

    made = corpus.columns
    groups = set(present["group"].tolist())
    coders: list[str] = []
    if CODER in options.by:  # all who coded anything in these groups
        coding, segment = corpus.overlaps
        about = np.array([name in groups for name in corpus.laid.groups] or [False])[corpus.laid.group[segment]]
        coders = in_order(named(made.coders, made.coder[coding[about]]))
    counter = Counter(corpus, present, columns_of(present, options.by, coders, margins=options.margins))
    tree = tree_of(corpus.codebook, made.codes, named(made.codes, made.code[counter.counted.coding]))
    counts = counter.codes(options.counting, tree)
    total = dict(zip(tree.ids, counts[:, -1].tolist(), strict=True))
    rows = codebook_rows(corpus.codebook, [row for row, count in total.items() if count], tree.gone)
    return Made(options, counter, tree, chosen(rows, total, options.rows), counts, bases(counter, options))


def _base_rows(made: Made) -> list[Row]:
    named = {row.id: row for row in (GROUPS, GROUPS_CODED, PARTICIPANTS, SEGMENTS, DECIDED, WORDS)}
    coded = made.options.coded
    return [named.get(row) or Row(RowKind.BASE, row, coded[0].upper() + coded[1:]) for row in made.base]


def _cells(made: Made) -> tuple[pd.DataFrame, dict[tuple[str, str], str]]:
    """Give the figures, and the marks of those with a small base."""
    import numpy as np
    import pandas as pd

    columns, figures = made.counter.columns, made.options.figures
    at = {row: number for number, row in enumerate(made.tree.ids)}
    counts = made.counts[[at[row.id] for row in made.listed.rows]]
    of = _divisor(made)
    known = made.base[GROUPS_CODED.id] > 0
    rows: list[Sequence[object]] = []
    if of is None:
        rows += [
            [count if there else pd.NA for count, there in zip(line, known, strict=True)] for line in counts.tolist()
        ]
    else:
        known = known & (of > 0)
        shares = counts / np.where(of > 0, of, 1)
        rows += [[one if there else pd.NA for one, there in zip(line, known, strict=True)] for line in shares.tolist()]
    ids = [row.id for row in made.listed.rows]
    cells = pd.DataFrame(
        [*rows, *(line.tolist() for line in made.base.values())],
        index=pd.Index([*ids, *made.base], name="code", dtype="str"),
        columns=pd.Index(columns.names, name=" and ".join(made.options.by), dtype="str"),
        dtype="Int64" if of is None else "object",
    )
    small = {row: made.is_small(row) for row in (PARTICIPANTS.id, SEGMENTS.id)}
    marks = {
        (row, name): SMALL
        for row, few in small.items()
        for name, is_few in zip(columns.names, few, strict=True)
        if is_few
    }
    if figures is not Figures.COUNTS:
        either = np.logical_or.reduce(list(small.values())) & known
        marks |= {(row, columns.names[place]): SMALL for row in ids for place in np.flatnonzero(either).tolist()}
    return cells, marks


def _divisor(made: Made) -> NDArray[np.float64] | None:
    """Give what the counts of each column are divided by; None for counts."""
    if made.options.figures is Figures.COUNTS:
        return None
    if made.options.figures is Figures.PER_1000_WORDS:
        return made.base[WORDS.id] / 1000
    if made.options.figures is Figures.SHARE_OF_CODED:
        return made.base[CODED].astype("float64")
    whole: Mapping[Counting, str] = {
        Counting.SEGMENTS: SEGMENTS.id,
        Counting.PARTICIPANTS: PARTICIPANTS.id,
        Counting.GROUPS: GROUPS.id,
        Counting.WORDS: WORDS.id,
    }
    return made.base[whole[made.options.counting]].astype("float64")

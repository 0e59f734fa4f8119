"""The framework matrix: cases down, themes across, and in each cell what was said there.

The chart of Ritchie and Spencer is what people write a chapter from: read across, one group on everything; read down,
everybody on one theme. A cell holds words, not numbers, so it says whose they are and how many more there are.

References
----------
Ritchie, J. and Spencer, L. (1994). Qualitative data analysis for applied policy research. In A. Bryman and
R. G. Burgess (eds.), Analyzing Qualitative Data. Routledge, 173-194.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fgcoder.errors import Fault, TableError
from fgcoder.model import Memo, Passage
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.framework.cells import Cells, Quoting, cells, picked, said
from fgcoder.tables.framework.memos import summaries
from fgcoder.tables.framework.notes import Charted, notes
from fgcoder.tables.incidence import Level, at_level, codebook_rows, codes_under
from fgcoder.tables.part import Part, facts, part_of
from fgcoder.tables.selection import Where, attributes, pick
from fgcoder.tabular import Cell, Quoted, Row, RowKind, Table
from fgcoder.wording import counted

TASK: Final = "The framework matrix cannot be made."
NOTHING: Final = "(nothing coded)"
NO_MEMO: Final = "(no memo)"
ABOUT: Final = "About the case"
"""The column of memos on whole transcripts."""
BREAK: Final = "\n"
"""Between the quotes of a cell."""
CITED: Final = "” ("
"""Between a quote's words and its citation."""


class Fill(StrEnum):
    """What stands in the cells."""

    QUOTES = "quotes"
    MEMOS = "memos"
    """What coders wrote about codings, passages and transcripts, as the summary of the cell."""
    BOTH = "both"
    """The memos first."""


@dataclass(frozen=True)
class _Chart:
    """All that the cells are written from."""

    columns: Mapping[str, str]
    """The ids of the themes and codes by the headings of their columns."""
    cells: Cells
    quotes: Mapping[Cell, tuple[Quoted, ...]]
    """By case and heading, those that were picked."""
    memos: Mapping[tuple[str, str], tuple[str, ...]]
    fill: Fill

    def passages(self, case: str, column: str) -> tuple[Passage, ...]:
        """Give all passages of a cell."""
        return self.cells.passages.get((case, self.columns.get(column, "")), ())

    def left_out(self, case: str, column: str) -> int:
        """Give how many quotes a cell does not show."""
        return len(self.passages(case, column)) - len(self.quotes.get((case, column), ()))

    def text(self, case: str, column: str) -> str | None:
        """Write a cell; None where nobody has coded the case."""
        written = self.memos.get((case, self.columns[column]), ()) if self.fill is not Fill.QUOTES else ()
        if self.fill is Fill.MEMOS or not self.columns[column]:
            return BREAK.join(written) or NO_MEMO
        lines = [*written, *(f"“{one.words}{CITED}{one.citation})" for one in self.quotes.get((case, column), ()))]
        more = self.left_out(case, column)
        lines += [f"… and {more} more"] if more else []
        return BREAK.join(lines) or (None if case in self.cells.uncoded else NOTHING)


def framework(
    corpus: CodedCorpus,
    *,
    cases: str = "group",
    level: str = "themes",
    codes: Collection[str] | None = None,
    fill: str = "quotes",
    most: int = 3,
    memos: Iterable[Memo] = (),
    quoting: Quoting | None = None,
    coders: Collection[str] | None = None,
    where: Where | None = None,
    include_moderator: bool = False,
) -> Table:
    """Chart what each case said on each theme.

    Parameters
    ----------
    corpus
        The transcripts, segments, codings and the codebook.
    cases
        What the rows are: `group`, `speaker`, or the values of another attribute (`country`, `stakeholders` …).
    level
        What the columns are: `themes`, the outermost ones, or `codes`; those with codings.
    codes
        Which themes and codes are the columns instead, by id; former ids will do.
    fill
        What stands in the cells: `quotes`, `memos` or `both`.
    most
        How many quotes a cell shows at most, 0 for all: of each speaker in turn, in reading order.
    memos
        What coders wrote; those of `coders` count.
    quoting
        Gives a passage with its citation; by default the words as they are, the speaker's label and the turn.
    coders, where, include_moderator
        As for `frequency`.

    Returns
    -------
    Table
        A row for each case and a column of text for each theme or code; with memos one more about the case, where
        anybody wrote of a whole transcript. The quotes of a cell are lines of it, each with its citation; `behind`
        gives all its passages. A cell with nothing says so; NA stands where nobody has coded yet.

    Raises
    ------
    TableError
        When a name does not exist, or nothing is coded.
    """
    import pandas as pd

    fine = Level(pick(level, Level, task=TASK, noun="level called"))
    filled = Fill(pick(fill, Fill, task=TASK, noun="filling called"))
    part = part_of(corpus, coders=coders, where=where, include_moderator=include_moderator, task=TASK)
    pick(cases, attributes(part.present), task=TASK, noun="attribute")
    rows, left_out = _columns(part, fine, codes)
    found = cells(part, cases, rows)
    wanted = [memo for memo in memos if coders is None or memo.coder in coders]
    written = summaries(part, cases, rows, wanted)
    columns = _headings(rows, has_about=filled is not Fill.QUOTES and any(not row for _, row in written))
    cite = quoting or (lambda passage: said(part.corpus, passage))
    quotes = {
        (case, column): tuple(map(cite, picked(found.passages[case, row], most, part.corpus)))
        for case in found.cases
        for column, row in columns.items()
        if filled is not Fill.MEMOS and (case, row) in found.passages
    }
    chart = _Chart(columns, found, quotes, written, filled)
    texts = [[chart.text(case, column) for column in columns] for case in found.cases]
    base = f"{counted(len(found.cases), 'case')}, {counted(len(part.groups_coded), 'group')} with codings"
    cut = sum(chart.left_out(*cell) for cell in quotes)
    return Table(
        frame=pd.DataFrame(texts, list(found.cases), list(columns), dtype="object"),
        title=f"Framework matrix: {'theme' if fine is Level.THEMES and codes is None else 'code'}s by {cases}",
        index_label=cases.capitalize(),
        rows=tuple(Row(RowKind.CODE, case, case) for case in found.cases),
        notes=notes(
            Charted(
                part,
                has_quotes=filled is not Fill.MEMOS,
                has_memos=filled is not Fill.QUOTES,
                memos=len(written),
                most=most,
                left_out=cut,
                uncoded=len(found.uncoded),
                columns_left_out=left_out,
            )
        ),
        name=f"framework-by-{cases}",
        unit="words",
        facts=facts(part, ("Base", base)),
        behind=chart.passages,
    )


def _columns(part: Part, level: Level, codes: Collection[str] | None) -> tuple[list[Row], int]:
    """Give the themes and codes that are columns, and how many others are not, as nothing is coded with them."""
    book = part.corpus.codebook
    used = set(map(str, part.counted["code"].unique()))
    tree = codebook_rows(book, used, part.gone)
    if codes is not None:
        by_id = {row.id: row for row in tree}
        there = [row.id for row in tree]
        wanted = [pick(book.current(code), there, task=TASK, noun="code") for code in codes]
        return [by_id[code] for code in dict.fromkeys(wanted)], 0
    if not used:
        todo = "Code some groups first, or name a theme of the codebook (`--code`)."
        raise TableError(TASK, Fault("Nothing has been coded yet.", todo=todo))
    at = at_level(tree, level)
    kept = [row for row in at if used & codes_under(row.id, book, part.gone)]
    return kept, len(at) - len(kept)


def _headings(rows: Sequence[Row], *, has_about: bool) -> dict[str, str]:
    labels = [row.label for row in rows]
    named = {f"{row.label} ({row.id})" if labels.count(row.label) > 1 else row.label: row.id for row in rows}
    return {**({ABOUT: ""} if has_about else {}), **named}

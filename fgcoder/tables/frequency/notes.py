"""What stands under a frequency table, so that nobody has to ask what its numbers are and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.model import Role
from fgcoder.rounding import per_cent
from fgcoder.tables.choice import Chosen, Level
from fgcoder.tables.codings import named
from fgcoder.tables.frequency.columns import CODER
from fgcoder.tables.frequency.counts import Counter
from fgcoder.tables.frequency.options import Counting, Figures, Options
from fgcoder.tables.frequency.rows import DECIDED, GROUPS, GROUPS_CODED, PARTICIPANTS, SEGMENTS, WORDS, Tree
from fgcoder.tables.part import not_counted
from fgcoder.tables.participants import doubtful
from fgcoder.tables.selection import describe, in_order, not_given
from fgcoder.tabular import NO_DATA
from fgcoder.wording import counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNTED: Final = {
    Counting.SEGMENTS: "Counted: distinct segments that have the code, in whole or in part.",
    Counting.PARTICIPANTS: "Counted: distinct participants who say at least one segment that has the code.",
    Counting.GROUPS: "Counted: distinct groups in which the code was applied at least once.",
    Counting.CODINGS: "Counted: codings, that is, decisions to apply a code; one across several segments is one.",
    Counting.WORDS: "Counted: words in the passages that have the code, each word once; a word coded in part counts.",
}
ONCE: Final = {one: one.value.removesuffix("s") for one in Counting}
FEW_PARTICIPANTS: Final = 5
FEW_SEGMENTS: Final = 30
"""Of a column: fewer participants or segments than these make a small base."""
SMALL: Final = "†"
UNEVEN: Final = 0.1
"""Difference between the least and the most decided column, as shares of their segments, that is said to be uneven."""
LESS_SO: Final = "less so in shares of what has any code"
NAMED: Final = 8
"""Columns that a note names before it only counts them."""


@dataclass(frozen=True)
class Made:
    """What a frequency table was made from and has come to."""

    options: Options
    counter: Counter
    tree: Tree
    listed: Chosen
    counts: NDArray[np.int64]
    """Of every row of the tree in every column; shape (n_rows, n_columns)."""
    base: Mapping[str, NDArray[np.int64]]
    """Of every base row, by its id, in every column."""

    @property
    def parts(self) -> list[tuple[int, str]]:
        """The columns that sum up no others: their number and name."""
        columns = self.counter.columns
        return [(at, name) for at, name in enumerate(columns.names) if name not in columns.totals]

    @property
    def coders(self) -> list[str]:
        """Those who made the codings in the groups that the table is about."""
        made = self.counter.corpus.columns
        return in_order(named(made.coders, made.coder[self.counter.coded.coding]))

    def is_small(self, row: str) -> NDArray[np.bool_]:
        """Say of each column whether the number in a base row is small; of no participants only segments can tell."""
        import numpy as np

        least = {PARTICIPANTS.id: 0 if "speaker" in self.options.by else FEW_PARTICIPANTS, SEGMENTS.id: FEW_SEGMENTS}
        fewest = 1 if row == PARTICIPANTS.id else 0
        return np.asarray((fewest <= self.base[row]) & (self.base[row] < least.get(row, 0)))


def facts(made: Made) -> tuple[tuple[str, str], ...]:
    """Give what the table rests on, as names and values."""
    corpus, options = made.counter.corpus, made.options
    book = corpus.codebook
    base = [
        counted(int(made.base[row.id][-1]), noun)
        for row, noun in ((GROUPS, "group"), (PARTICIPANTS, "participant"), (SEGMENTS, "segment"))
    ]
    groups = {corpus.laid.groups[at] for at in made.counter.group.tolist()}
    last = max((time for (group, _), time in corpus.worked.items() if group in groups), default=None)
    return (
        ("Base", ", ".join(base)),
        ("Filters", describe(options.where) if options.where else "none"),
        ("Coders", ", ".join(made.coders) or "none"),
        ("Codebook", f"{book.title}, version {book.version}"),
        *([("Last decision", f"{last:%Y-%m-%d %H:%M} UTC")] if last is not None else []),
    )


def notes(made: Made) -> tuple[str, ...]:
    """Give the notes, from what every reader needs to what only some tables have to say."""
    return (*_counted(made), *_coders(made), *_moderator(made), *_rows(made), *_progress(made), *_doubts(made))


def _counted(made: Made) -> Iterator[str]:
    import numpy as np

    asked = made.options
    once = f" A theme counts each {ONCE[asked.counting]} once, however many of its codes it has."
    yield COUNTED[asked.counting] + (once if asked.rows.level is not Level.CODES else "")
    open_yet = made.base[GROUPS_CODED.id][-1] < made.base[GROUPS.id][-1]
    included = ", those of groups that nobody has coded yet among them" if open_yet else ""
    if asked.figures is Figures.SHARE:
        yield f"Shares are of all {asked.counting} in the column, coded or not{included}."
    elif asked.figures is Figures.SHARE_OF_CODED:
        several = f" As a {ONCE[asked.counting]} can have several codes, they can add up to more than 100 %."
        yield f"Shares are of all {asked.coded} in the column.{'' if asked.counting is Counting.CODINGS else several}"
    elif asked.figures is Figures.PER_1000_WORDS:
        yield f"Per 1,000 words that those in the column speak, coded or not{included}."
    counts = np.concatenate([made.counts, list(made.base.values())])
    sums = counts[:, [at for at, _ in made.parts]].sum(axis=1)
    if made.parts and asked.figures is Figures.COUNTS and (sums != counts[:, -1]).any():
        total = made.counter.columns.total
        yield f"{total} counts what is in several columns once, so it can be below the sum of its row."


def _coders(made: Made) -> Iterator[str]:
    coders = made.coders
    if not coders:
        yield "Nothing has been coded yet."
    elif len(coders) > 1:
        twice = "both codings count" if made.options.counting is Counting.CODINGS else "it counts once"
        yield f"{len(coders)} coders: {', '.join(coders)}. Where two applied the same code, {twice}."


def _moderator(made: Made) -> Iterator[str]:
    import numpy as np

    counter = made.counter
    if made.options.include_moderator:
        of_rows = "segments and words" if WORDS.id in made.base else "segments"
        yield (
            f"The moderator is no participant: what the moderator says is counted in the rows of {of_rows} alone."
            if made.options.counting is Counting.PARTICIPANTS
            else "What the moderator says is counted too."
        )
        return
    is_moderator = (counter.corpus.everybody["role"] == Role.MODERATOR.value).to_numpy(bool)
    of = counter.coded
    moderated = of.coding[is_moderator[counter.corpus.person[of.segment]]] if len(of.coding) else of.coding
    left_out = np.zeros(len(counter.corpus.columns), bool)
    left_out[moderated] = True
    left_out[counter.counted.coding] = False
    yield f"What the moderator says is left out ({counted(int(left_out.sum()), 'coding')})."


def _rows(made: Made) -> Iterator[str]:
    yield from made.options.rows.left_out(made.listed)
    if made.counter.columns.missing:
        first, second = made.options.by
        pairs = [" and ".join(pair) for pair in made.counter.columns.missing]
        yield f"Nobody in the transcripts is of these at once ({first} and {second}): {_some(pairs, '; ')}."


def _progress(made: Made) -> Iterator[str]:
    by, counter = made.options.by, made.counter
    if not len(counter.coded.coding):
        return
    parts = made.parts
    groups, coded = made.base[GROUPS.id], made.base[GROUPS_CODED.id]
    none = [(at, name) for at, name in parts if not coded[at]]
    part = [(at, name) for at, name in parts if 0 < coded[at] < groups[at]]
    if none and ({"group", "speaker", CODER} & set(by) or len(none) > NAMED):
        yield f"A {NO_DATA} stands where nobody has coded anything yet: {len(none)} of {len(parts)} columns."
    elif none:
        listed = "; ".join(f"{name} ({counted(int(groups[at]), 'group')})" for at, name in none)
        yield f"A {NO_DATA} stands where nobody has coded anything yet: {listed}."
    if part and CODER not in by:
        so_far = [f"{name} {coded[at]} of {groups[at]} groups" for at, name in part]
        yield f"With codings so far: {_some(so_far, '; ')}."
    yield from _coverage(made)
    small = [name for at, name in parts if made.is_small(PARTICIPANTS.id)[at] or made.is_small(SEGMENTS.id)[at]]
    if small:
        rule = f"fewer than {FEW_SEGMENTS} segments"
        if "speaker" not in by:
            rule = f"fewer than {FEW_PARTICIPANTS} participants or {rule}"
        yield f"{SMALL} A small base, {rule}: {_some(small, '; ')}. Figures there say little about others."


def _coverage(made: Made) -> Iterator[str]:
    """Say how unevenly the columns have been worked through, which counts follow."""
    decided, there = made.base.get(DECIDED.id), made.base[SEGMENTS.id]
    if decided is None or {"speaker", CODER} & set(made.options.by):
        return
    shares = sorted((decided[at] / there[at], name) for at, name in made.parts if decided[at])
    if shares and shares[-1][0] - shares[0][0] >= UNEVEN:
        (least, one), (most, other) = shares[0], shares[-1]
        tail = "though less so in these shares" if made.options.figures is Figures.SHARE_OF_CODED else LESS_SO
        yield (
            f"Coverage is uneven: from {per_cent(least)} of the segments decided about ({one}) to {per_cent(most)} "
            f"({other}). Differences between columns are differences in work, too, {tail}."
        )


def _doubts(made: Made) -> Iterator[str]:
    """Yield what a careful reader should know before quoting a figure."""
    import numpy as np

    counter = made.counter
    corpus, book = counter.corpus, counter.corpus.codebook
    of_theme = np.array([code in book.by_id and book.by_id[code].is_theme for code in corpus.columns.codes] or [False])
    direct = counter.counted.coding[of_theme[corpus.columns.code[counter.counted.coding]]]
    if len(direct):
        where = (
            "in no row, as the rows are codes"
            if made.options.rows.level is Level.CODES
            else "counted in the theme's row and in none below it"
        )
        yield f"{counted(len(np.unique(direct)), 'coding')} of a theme itself: {where}."
    yield from not_given(counter.present, made.options.by)
    gone = [code for code in made.tree.gone if any(row.id == code for row in made.listed.rows)]
    if gone:
        yield f"{counted(len(gone), 'code')} in the codings but not in the codebook: listed at the end."
    yield from doubtful(corpus, counter.present)
    yield from not_counted(corpus)


def _some(names: Sequence[str], between: str) -> str:
    """Name some, and count the rest."""
    rest = len(names) - NAMED
    return between.join(names[:NAMED]) + (f"{between}and {rest:,} more" if rest > 0 else "")

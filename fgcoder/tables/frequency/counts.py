"""The counting behind a frequency table: every occurrence of a code, and how many distinct units that makes where.

An occurrence is a coding on one segment. All that a table asks of it are numbers in columns, so that a million of them
are counted within a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.distinct import covered, distinct, once
from fgcoder.tables.frequency.columns import Columns
from fgcoder.tables.frequency.options import Counting
from fgcoder.tables.frequency.rows import Tree
from fgcoder.tables.participants import are_participants

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Occurrences:
    """Codings on segments that a table is about; all of shape (n_occurrences,)."""

    coding: NDArray[np.int64]
    """The position in the corpus's codings."""
    segment: NDArray[np.int64]
    """The position in `coded.segment_rows`."""
    person: NDArray[np.int64]
    """The position in `present`; -1 for somebody the table is not about, as the moderator."""

    def where(self, kept: NDArray[np.bool_]) -> Occurrences:
        """Keep some."""
        return Occurrences(self.coding[kept], self.segment[kept], self.person[kept])


class Counter:
    """Counts in the columns of one table.

    Parameters
    ----------
    corpus
        With the codings of the coders asked for.
    present
        Everybody the table is about, as `selection.people` gives them.
    columns
        The columns.
    """

    def __init__(self, corpus: CodedCorpus, present: pd.DataFrame, columns: Columns) -> None:
        self.corpus = corpus
        self.present = present
        self.columns = columns

    @cached_property
    def speaker(self) -> NDArray[np.int64]:
        """For each segment its speaker's position in `present`, or -1; shape (n_segments,)."""
        import numpy as np

        columns = (self.present[name].tolist() for name in ("group", "speaker", "role"))
        # A row without a role stands for a group in which only the moderator speaks.
        at = {(group, name): number for number, (group, name, role) in enumerate(zip(*columns, strict=True)) if role}
        everybody = zip(*(self.corpus.everybody[name].tolist() for name in ("group", "speaker")), strict=True)
        numbers = np.array([at.get(who, -1) for who in everybody], dtype=np.int64)
        return numbers[self.corpus.person] if len(self.corpus.person) else np.zeros(0, np.int64)

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """For each of `present` the number of the group; shape (n_people,)."""
        import numpy as np

        at = {name: number for number, name in enumerate(self.corpus.laid.groups)}
        return np.array([at[name] for name in self.present["group"].tolist()], dtype=np.int64)

    @cached_property
    def takes_part(self) -> NDArray[np.bool_]:
        """For each of `present` whether a participant; shape (n_people,)."""
        return are_participants(self.present).to_numpy(bool)

    @cached_property
    def coded(self) -> Occurrences:
        """All occurrences in the groups the table is about, in anybody's words."""
        import numpy as np

        coding, segment = self.corpus.overlaps
        everything = Occurrences(coding, segment, self.speaker[segment])
        about = np.zeros(len(self.corpus.laid.groups), bool)
        about[self.group] = True
        return everything if about.all() else everything.where(about[self.corpus.laid.group[segment]])

    @cached_property
    def counted(self) -> Occurrences:
        """Those in the words of people the table is about."""
        kept = self.coded.person >= 0
        return self.coded if kept.all() else self.coded.where(kept)

    @cached_property
    def coder(self) -> NDArray[np.int64]:
        """For each coding the number of its coder among the columns' coders; all 0 where they are of other things."""
        return self.coder_numbers(self.corpus.columns.coders)[self.corpus.columns.coder]

    def keys(self, of: Occurrences) -> NDArray[np.int64]:
        """Give the columns' keys of occurrences."""
        return self.columns.keys(of.person, self.coder[of.coding])

    def coder_numbers(self, names: tuple[str, ...]) -> NDArray[np.int64]:
        """Give for each name its number among the columns' coders, or -1; all 0 where they are of other things."""
        import numpy as np

        at = {name: number for number, name in enumerate(self.columns.coders)}
        return np.array([at.get(name, -1 if at else 0) for name in names] or [0], dtype=np.int64)

    def codes(self, counting: Counting, tree: Tree) -> NDArray[np.int64]:
        """Count the distinct units of every row in every column; shape (n_rows, n_columns)."""
        import numpy as np

        code = self.corpus.columns.code
        of = self.countable(counting)
        if counting is Counting.WORDS:
            at, row = tree.spread(code[of.coding])
            first, after = self._covered(of)
            return self.spanned(row, len(tree.ids), self.keys(of)[at], first[at], after[at])
        unit, keys = self._units(of, counting), self.keys(of)
        n_keys, n_codes, n_units = len(self.columns.views[0]), len(self.corpus.columns.codes), self._n_units(counting)
        if counting is Counting.CODINGS:
            return self._codings(unit, keys, tree)
        # Each code's units once before its themes' are counted: fewer than there are occurrences.
        packed = once((unit * n_keys + keys) * n_codes + code[of.coding], n_units * n_keys * n_codes)
        rest, own = np.divmod(packed, max(n_codes, 1))
        at, row = tree.spread(own)
        unit, keys = np.divmod(rest, max(n_keys, 1))
        return self.distinct(row, len(tree.ids), keys[at], unit[at], n_units)

    def _codings(self, coding: NDArray[np.int64], keys: NDArray[np.int64], tree: Tree) -> NDArray[np.int64]:
        """Count codings, each of which is of one code: so once in every row of that code."""
        import numpy as np

        width, n_rows = len(self.columns.names), len(tree.ids)
        counts = np.zeros(n_rows * width, np.int64)
        for view in self.columns.views:
            column = view[keys]
            kept = column >= 0
            there = once(coding[kept] * width + column[kept], len(self.corpus.columns) * width)
            one, column = np.divmod(there, width)
            at, row = tree.spread(self.corpus.columns.code[one])
            counts += np.bincount(row * width + column[at], minlength=n_rows * width)
        return counts.reshape(n_rows, width)

    def any_code(self, counting: Counting) -> NDArray[np.int64]:
        """Count the distinct units with any code in every column; shape (n_columns,)."""
        import numpy as np

        of = self.countable(counting)
        row = np.zeros(len(of.coding), np.int64)
        if counting is Counting.WORDS:
            return self.spanned(row, 1, self.keys(of), *self._covered(of)).ravel()
        return self.in_all(self.keys(of), self._units(of, counting), self._n_units(counting))

    def countable(self, counting: Counting) -> Occurrences:
        """Give the occurrences that count; of people only those of participants."""
        if counting is Counting.PARTICIPANTS and not self.takes_part[self.counted.person].all():
            return self.counted.where(self.takes_part[self.counted.person])
        return self.counted

    def _units(self, of: Occurrences, counting: Counting) -> NDArray[np.int64]:
        if counting is Counting.PARTICIPANTS:
            return of.person
        if counting is Counting.GROUPS:
            return self.group[of.person]
        return of.coding if counting is Counting.CODINGS else of.segment

    def _n_units(self, counting: Counting) -> int:
        if counting is Counting.PARTICIPANTS:
            return len(self.present)
        if counting is Counting.GROUPS:
            return len(self.corpus.laid.groups)
        return len(self.corpus.columns) if counting is Counting.CODINGS else len(self.speaker)

    def _covered(self, of: Occurrences) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give for each occurrence the words of its segment that the coding covers."""
        import numpy as np

        laid, made = self.corpus.laid, self.corpus.columns
        zero = laid.origin[laid.group[of.segment]]
        begin = np.maximum(zero + made.start[of.coding], laid.words_start[of.segment])
        stop = np.minimum(zero + made.end[of.coding], laid.words_end[of.segment])
        return self.corpus.words.within(begin, np.maximum(begin, stop))

    def in_all(self, keys: NDArray[np.int64], unit: NDArray[np.int64], n_units: int) -> NDArray[np.int64]:
        """Count the distinct units in every column; shape (n_columns,)."""
        import numpy as np

        return self.distinct(np.zeros(len(keys), np.int64), 1, keys, unit, n_units).ravel()

    def distinct(
        self, row: NDArray[np.int64], n_rows: int, keys: NDArray[np.int64], unit: NDArray[np.int64], n_units: int
    ) -> NDArray[np.int64]:
        """Count the distinct units of every row in every column; shape (n_rows, n_columns)."""
        import numpy as np

        width = len(self.columns.names)
        counts = np.zeros(n_rows * width, np.int64)
        for view in self.columns.views:  # no two of them lead to the same column
            column = view[keys]
            kept = slice(None) if (column >= 0).all() else column >= 0
            counts += distinct(row[kept] * width + column[kept], unit[kept], n_rows * width, n_units)
        return counts.reshape(n_rows, width)

    def spanned(
        self,
        row: NDArray[np.int64],
        n_rows: int,
        keys: NDArray[np.int64],
        first: NDArray[np.int64],
        after: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Count the places that ranges cover in every row and column, each once; shape (n_rows, n_columns)."""
        import numpy as np

        width = len(self.columns.names)
        counts = np.zeros(n_rows * width, np.int64)
        for view in self.columns.views:
            column = view[keys]
            kept = column >= 0
            counts += covered(row[kept] * width + column[kept], first[kept], after[kept], n_rows * width)
        return counts.reshape(n_rows, width)

"""Who decided about which segment, and which codes they gave it: what agreement between coders is counted from.

Coders code spans of their own choosing, and agreement needs units that were there before either of them: the segments.
A decision is about every segment whose words its span overlaps. All transcripts are laid end to end on one axis, so
that a hundred thousand decisions are placed by two binary searches and not by a loop.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Numbers(dict[str, int]):
    """Numbers names from 0 as they come up."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]

    def of(self, names: Iterable[str]) -> NDArray[np.int64]:
        """Give the numbers of some names."""
        import numpy as np

        return np.array([self[name] for name in names], dtype=np.int64)


@dataclass(frozen=True)
class Verdicts:
    """Each coder's last word on whether a span has a code, in columns of shape (n_verdicts,), since there are many."""

    transcripts: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    transcript: NDArray[np.int64]
    """Its number in `transcripts`; the two that follow likewise."""
    coder: NDArray[np.int64]
    code: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    is_applied: NDArray[np.bool_]
    """False for one that was rejected, and where the coder says that none fits."""
    is_blind: NDArray[np.bool_]
    """Whether it was given with no suggestions on screen."""

    def by(self, coders: Collection[str]) -> Verdicts:
        """Keep the verdicts of some coders."""
        import numpy as np

        kept = np.isin(self.coder, [number for number, name in enumerate(self.coders) if name in coders])
        return replace(
            self,
            transcript=self.transcript[kept],
            coder=self.coder[kept],
            code=self.code[kept],
            start=self.start[kept],
            end=self.end[kept],
            is_applied=self.is_applied[kept],
            is_blind=self.is_blind[kept],
        )


@dataclass(frozen=True)
class Ratings:
    """The coders' decisions laid over the segments; every array is in the order of the segments."""

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    """All that the verdicts name: codes that were only ever rejected, and an empty one where none fits, too."""
    transcripts: NDArray[np.int64]
    """For each segment the number of its transcript; shape (n_segments,)."""
    decided: NDArray[np.bool_]
    """Who decided about a segment, whatever it was; shape (n_segments, n_coders)."""
    blind: NDArray[np.bool_]
    """Who did so, be it in part, with no suggestions on screen; shape as `decided`."""
    applied: NDArray[np.int64]
    """Who gave which segment which code: distinct rows of segment, coder, code, each a number; shape (n_applied, 3)."""

    def grouped(self, rows: Sequence[str], above: Mapping[str, Sequence[str]]) -> Ratings:
        """Give the same ratings of themes and codes, where a theme is given with any code below it.

        Parameters
        ----------
        rows
            The themes and codes that take the place of `codes`.
        above
            For each code the rows that it counts in, its own among them.
        """
        import numpy as np

        at = {row: number for number, row in enumerate(rows)}
        pairs = [(number, at[row]) for number, code in enumerate(self.codes) for row in above[code]]
        source, target = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        first = np.searchsorted(source, self.applied[:, 2], side="left")
        count = np.searchsorted(source, self.applied[:, 2], side="right") - first
        repeated = np.repeat(self.applied, count, axis=0)
        repeated[:, 2] = target[np.repeat(first, count) + _within(count)]
        return replace(self, codes=tuple(rows), applied=np.unique(repeated, axis=0))


def rate(words: Mapping[str, NDArray[np.int64]], verdicts: Verdicts) -> Ratings:
    """Lay verdicts over segments.

    Parameters
    ----------
    words
        By transcript, start and end of the words of the segments that can be coded, in reading order; shape (n, 2).
    verdicts
        One about a transcript that is not among `words` counts for nothing.
    """
    import numpy as np

    names = list(words)
    sizes = [len(words[name]) for name in names]
    lengths = [int(words[name][:, 1].max(initial=0)) + 1 for name in names]
    origins = np.cumsum([0, *lengths])
    everything = [rows + origin for rows, origin in zip(words.values(), origins.tolist(), strict=False)]
    axis = np.concatenate([np.zeros((0, 2), np.int64), *everything])

    at = {name: number for number, name in enumerate(names)}
    here = np.array([at.get(name, -1) for name in verdicts.transcripts], dtype=np.int64)[verdicts.transcript]
    known = here >= 0
    here = here[known]
    start = origins[here] + verdicts.start[known]
    # A span must not run on into the next transcript.
    end = origins[here] + np.minimum(verdicts.end[known], np.array(lengths, dtype=np.int64)[here])
    first = np.searchsorted(axis[:, 1], start, side="right")
    count = np.maximum(np.searchsorted(axis[:, 0], end, side="left") - first, 0)
    segment = np.repeat(first, count) + _within(count)
    columns = (verdicts.coder, verdicts.code, verdicts.is_applied, verdicts.is_blind)
    coder, code, is_applied, is_blind = (np.repeat(column[known], count) for column in columns)

    decided = np.zeros((len(axis), len(verdicts.coders)), dtype=np.bool_)
    blind = np.zeros_like(decided)
    decided[segment, coder] = True
    blind[segment[is_blind], coder[is_blind]] = True
    shape = (len(verdicts.coders), len(verdicts.codes))
    applied = _distinct(segment[is_applied], coder[is_applied], code[is_applied], *shape)
    return Ratings(verdicts.coders, verdicts.codes, np.repeat(np.arange(len(names)), sizes), decided, blind, applied)


def _within(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count from 0 within each of several runs, given their lengths."""
    import numpy as np

    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)


def _distinct(
    segment: NDArray[np.int64], coder: NDArray[np.int64], code: NDArray[np.int64], n_coders: int, n_codes: int
) -> NDArray[np.int64]:
    """Give the distinct rows; as one number each, since rows of an array are slow to compare."""
    import numpy as np

    packed = np.unique((segment * n_coders + coder) * n_codes + code)
    rest, code = np.divmod(packed, max(n_codes, 1))
    segment, coder = np.divmod(rest, max(n_coders, 1))
    return np.stack([segment, coder, code], axis=1)

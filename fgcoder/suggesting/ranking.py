"""Ranking: the scores of a whole study, from which the suggestions for one segment are read off at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgcoder.model import Segment, Suggestion
from fgcoder.suggesting.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Ranking:
    """The suggestions for every segment of a study."""

    model: str
    """The name of the embedding model behind the scores."""
    lines: tuple[Line, ...]
    """The codebook's lines."""
    codes: tuple[str, ...]
    """The columns of `scores`."""
    rows: Mapping[str, int]
    """The row of each segment, by segment id."""
    scores: NDArray[np.float32]
    """Shape (n_segments, n_codes)."""
    nearest: NDArray[np.int32]
    """Index into `lines` of the line nearest to the segment, for each code; shape as `scores`."""

    def suggestions(self, segment: Segment, without: Iterable[str] = (), limit: int | None = None) -> list[Suggestion]:
        """Rank the codes for a segment, best first.

        Parameters
        ----------
        segment
            One that is not in the study has no suggestions.
        without
            Codes to leave out; the others move up.
        limit
            How many to give; all where it is None.
        """
        row = self.rows.get(segment.id)
        if row is None:
            return []
        left_out: Collection[str] = frozenset(without)
        scores = self.scores[row]
        order = [int(column) for column in (-scores).argsort(kind="stable") if self.codes[column] not in left_out]
        return [self._suggestion(row, column, rank) for rank, column in enumerate(order[:limit], 1)]

    def _suggestion(self, row: int, column: int, rank: int) -> Suggestion:
        line = self.lines[self.nearest[row, column]]
        return Suggestion(self.codes[column], rank, float(self.scores[row, column]), line.text, line.kind)


WORDING = 0.3
"""How much nearness in wording counts beside nearness in meaning, both in standard deviations."""


def rank(
    model: str,
    lines: Sequence[Line],
    line_vectors: NDArray[np.float32],
    segments: Sequence[Segment],
    texts: Sequence[str],
    segment_vectors: NDArray[np.float32],
    languages: Sequence[str],
) -> Ranking:
    """Score every code for every segment.

    Parameters
    ----------
    model
        The name of the embedding model.
    lines, line_vectors
        The codebook's lines and their vectors, shape (n_lines, d).
    segments, texts, segment_vectors
        The segments to rank for, their words, and their vectors, shape (n_segments, d); they are also the corpus over
        which each code's usual level is taken.
    languages
        The language of each segment.
    """
    from fgcoder.suggesting.suggester import CodeSuggester
    from fgcoder.suggesting.wording import wording_scores

    codes = [line.code for line in lines]
    suggester = CodeSuggester().fit(line_vectors, codes, segment_vectors, languages)
    meaning = suggester.decision_function(segment_vectors, languages)
    columns = [suggester.codes_.index(code) for code in codes]
    scores = meaning + WORDING * wording_scores([line.text for line in lines], columns, texts)
    # Meaning and wording go together in part, so that their sum is to be measured by its own spread.
    if scores.any():
        scores /= scores.std()
    nearest = suggester.nearest_lines(segment_vectors, languages)
    rows = {segment.id: row for row, segment in enumerate(segments)}
    return Ranking(model, tuple(lines), suggester.codes_, rows, scores, nearest)

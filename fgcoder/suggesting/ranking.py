"""Ranking: what is suggested for each segment of a study, and why, as of the decisions that were learnt from.

Nothing is computed until it is looked at: one segment's suggestions take well under a millisecond, so that what is on
screen is fresh as soon as the suggester has learnt, however large the study is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fgcoder.model import Queue, Segment, Suggestion
from fgcoder.suggesting.lines import AVOID, Line
from fgcoder.suggesting.silence import thresholds
from fgcoder.suggesting.suggester import CodeSuggester

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUOTE = "quote"
"""The kind of a reason that is a segment to which the code was given."""
_SURVEYED = 1000
"""At most so many segments tell from which probability on a code is suggested."""
_NO_ROWS = np.zeros(0, np.int_)


@dataclass(frozen=True, eq=False)  # arrays have no equality that is true or false
class Material:
    """What is known of a study before anybody has decided; it does not change while people code."""

    model: str
    """The name of the embedding model."""
    lines: tuple[Line, ...]
    codes: tuple[str, ...]
    """The columns of `starting`."""
    rows: Mapping[str, int]
    """The row of each segment that can be coded, by segment id, in reading order."""
    texts: tuple[str, ...]
    """The words of each segment."""
    segments: NDArray[np.float32]
    """The segments' vectors on the map of the study, of norm 1, shape (n_segments, d)."""
    line_vectors: NDArray[np.float32]
    """The lines' vectors on the same map, shape (n_lines, d)."""
    features: NDArray[np.float32]
    """What is learnt from, shape (n_segments, d)."""
    starting: NDArray[np.float32]
    """The codebook's scores, shape (n_segments, n_codes)."""
    voices: NDArray[np.int_]
    """The number of each segment's speaker, shape (n_segments,)."""

    @cached_property
    def lines_of(self) -> Mapping[str, list[int]]:
        """For each code the places of the lines that speak for it."""
        places: dict[str, list[int]] = {}
        for place, line in enumerate(self.lines):
            if line.kind != AVOID:
                places.setdefault(line.code, []).append(place)
        return places


@dataclass(frozen=True, eq=False)
class Ranking:
    """The suggestions for every segment of a study."""

    material: Material
    suggester: CodeSuggester
    learnt: tuple[int, ...] = ()
    """The rows that were learnt from, in the order in which the suggester saw them."""
    given: Mapping[str, NDArray[np.int_]] = field(default_factory=dict)
    """The rows to which each code was given."""
    refused: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """The codes that were rejected, by row."""
    thresholds: NDArray[np.float32] = field(init=False)
    """The probability from which on each code is suggested, shape (n_codes,)."""
    _quotes: dict[str, NDArray[np.float32]] = field(init=False, default_factory=dict, repr=False)
    """For each code that was asked about, the vectors of the segments to which it was given."""

    def __post_init__(self) -> None:
        """Find out when to keep silent."""
        count = len(self.material.rows)
        rows = np.arange(count) if count <= _SURVEYED else np.random.default_rng(0).choice(count, _SURVEYED, False)
        object.__setattr__(self, "thresholds", thresholds(self.probabilities(rows)))

    @property
    def model(self) -> str:
        """The name of the embedding model behind the suggestions."""
        return self.material.model

    @property
    def codes(self) -> tuple[str, ...]:
        """The ids of the codes that are ranked."""
        return self.material.codes

    def probabilities(self, rows: NDArray[np.int_] | None = None) -> NDArray[np.float32]:
        """Give the probability of every code for some rows, or for all: shape (n_rows, n_codes)."""
        chosen = slice(None) if rows is None else rows
        material = self.material
        return self.suggester.predict_proba(
            material.features[chosen], material.starting[chosen], material.voices[chosen]
        )

    def suggestions(
        self, segment: Segment, without: Iterable[str] = (), limit: int | None = None, *, silent: bool = True
    ) -> list[Suggestion]:
        """Rank the codes for a segment, best first.

        Parameters
        ----------
        segment
            One that is not in the study has no suggestions.
        without
            Codes to leave out; the others move up.
        limit
            How many to give at most.
        silent
            Whether to leave out codes whose probability is below their threshold.
        """
        row = self.material.rows.get(segment.id)
        if row is None:
            return []
        left_out: Collection[str] = frozenset(without)
        probabilities = self.probabilities(np.array([row]))[0]
        order = [
            int(column)
            for column in (-probabilities).argsort(kind="stable")
            if self.material.codes[column] not in left_out
            and not (silent and probabilities[column] < self.thresholds[column])
        ]
        return [
            Suggestion(self.material.codes[column], rank, float(probabilities[column]), *self._reason(row, column))
            for rank, column in enumerate(order[:limit], 1)
        ]

    def queue(
        self, kind: Queue, code: str | None, applied: Mapping[str, Collection[str]], decided: Collection[str]
    ) -> list[str]:
        """Give the ids of the segments in a queue, best first.

        Parameters
        ----------
        kind
            READING: all, in reading order. UNSURE: undecided ones, by the entropy of their codes' probabilities.
            LIKELIEST: undecided ones, by the probability of `code`. MISSED: decided ones for which a code was expected
            and not given, judged without learning from the segment itself, by that code's probability.
        code
            For LIKELIEST, the code.
        applied
            The codes that the coder has applied, by segment id.
        decided
            The ids of the segments about which the coder has decided anything.
        """
        names = list(self.material.rows)
        if kind is Queue.READING:
            return names
        if kind is Queue.MISSED:
            return self._missed(applied, decided)
        probabilities = self.probabilities()
        if kind is Queue.LIKELIEST:
            if code not in self.material.codes:
                return []
            worth = probabilities[:, self.material.codes.index(code)]
        else:
            within = np.clip(probabilities, 1e-6, 1 - 1e-6)
            worth = -(within * np.log(within) + (1 - within) * np.log(1 - within)).sum(axis=1)
        return [names[row] for row in (-worth).argsort(kind="stable") if names[row] not in decided]

    def _missed(self, applied: Mapping[str, Collection[str]], decided: Collection[str]) -> list[str]:
        rows = [row for name, row in self.material.rows.items() if name in decided]
        if not rows:
            return []
        probabilities = self.probabilities(np.array(rows))
        left_out = self.suggester.predict_proba_left_out()
        place = {row: number for number, row in enumerate(self.learnt)}
        names = list(self.material.rows)
        found = []
        for number, row in enumerate(rows):
            expected = left_out[place[row]] if row in place else probabilities[number]
            settled = {*applied.get(names[row], ()), *self.refused.get(row, ())}
            open_ones = [
                float(expected[column])
                for column, code in enumerate(self.material.codes)
                if code not in settled and expected[column] >= self.thresholds[column]
            ]
            if open_ones:
                found.append((-max(open_ones), row))
        return [names[row] for _, row in sorted(found)]

    def _reason(self, row: int, column: int) -> tuple[str, str]:
        """Give the codebook's line or the coded segment that is nearest to a segment, and of what kind it is."""
        material, code = self.material, self.material.codes[column]
        lines = material.lines_of.get(code, [])
        own = material.segments[row]
        near_lines = material.line_vectors[lines] @ own
        quotes = self.given.get(code, _NO_ROWS)
        if code not in self._quotes:
            self._quotes[code] = material.segments[quotes]
        near_quotes = np.where(quotes == row, -np.inf, self._quotes[code] @ own)
        if len(quotes) and near_quotes.max() > (near_lines.max() if lines else -1):
            return material.texts[int(quotes[int(near_quotes.argmax())])], QUOTE
        if not lines:
            return "", ""
        line = material.lines[lines[int(near_lines.argmax())]]
        return line.text, line.kind

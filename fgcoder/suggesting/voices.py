"""Voices: who speaks, since what somebody said elsewhere tells what a segment of theirs is likely to be about.

A remark of six words may name nothing; that the same person spoke of buses before is evidence. A voice is a speaker of
a transcript, or whatever a coded table calls its groups. It tells in two ways: before anything is decided, by what the
codebook makes of all the voice's segments; and as decisions come in, by what it was given beyond what was expected.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Numbers = NDArray[np.int_]

LEANING = 0.2
"""How much of a codebook's score is the mean over the voice, from 0, nothing, to 1."""
HELD = 3.0
"""At so many decided segments half of what a voice was given beyond what was expected is believed."""


def numbered(voices: Iterable[Hashable]) -> Numbers:
    """Give the voices numbers.

    Returns
    -------
    NDArray[int]
        The number of each one's voice, shape (n,). What has none, None, gets a number below 0 that is its alone.
    """
    numbers: dict[Hashable, int] = {}
    return np.array(
        [-place if one is None else numbers.setdefault(one, len(numbers)) for place, one in enumerate(voices, 1)],
        np.int_,
    )


def lean_on_voices(scores: NDArray[np.float32], voices: Numbers) -> NDArray[np.float32]:
    """Let each segment's scores lean on the mean of those of its voice.

    Parameters
    ----------
    scores
        Shape (n_segments, n_codes).
    voices
        The number of each segment's voice, shape (n_segments,).
    """
    _, places, counts = np.unique(voices, return_inverse=True, return_counts=True)
    means = (_sums(places, len(counts)) @ scores) / counts[:, None].astype(np.float32)
    return np.asarray((1 - LEANING) * scores + LEANING * means[places], np.float32)


@dataclass(frozen=True, eq=False)  # arrays have no equality that is true or false
class Leanings:
    """What voices were given beyond what was expected, in probability."""

    voices: Numbers
    """Those that anything is known of, ascending."""
    values: NDArray[np.float64]
    """Shape (n_voices, n_codes)."""

    def of(self, voices: Numbers) -> NDArray[np.float64]:
        """Give what is known of the voice of each segment, 0 where it is nothing; shape (n_segments, n_codes)."""
        if not len(self.voices):
            return np.zeros((len(voices), self.values.shape[1]))
        places = np.minimum(np.searchsorted(self.voices, voices), len(self.voices) - 1)
        return np.where((self.voices[places] == voices)[:, None], self.values[places], 0.0)


def learn_leanings(
    voices: Numbers, surprise: NDArray[np.float64], known: NDArray[np.bool_]
) -> tuple[Leanings, NDArray[np.float64]]:
    """Learn what each voice was given beyond what was expected: means of surprises, shrunk towards 0.

    Parameters
    ----------
    voices
        The number of the voice of each decided segment, shape (n,).
    surprise
        What was given less what was expected by the codebook, 0 where that is not known; shape (n, n_codes).
    known
        Whether it is known if the code was given; what is not known does not count.

    Returns
    -------
    tuple
        The leanings; and for each decided segment those that follow from the other segments of its voice.
    """
    names, places = np.unique(voices, return_inverse=True)
    by_voice = _sums(places, len(names))
    sums, counts = by_voice @ surprise, by_voice @ known.astype(float)
    left_out: NDArray[np.float64] = (sums[places] - surprise) / (counts[places] - known + HELD)
    named = names >= 0  # the others say nothing elsewhere
    return Leanings(names[named], (sums / (counts + HELD))[named]), left_out


def _sums(places: Numbers, count: int) -> csr_matrix:
    """Give what adds up rows by voice; sparse, since a large study has thousands of voices."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(places), np.float32)
    return csr_matrix((ones, (places, np.arange(len(places)))), (count, len(places)))

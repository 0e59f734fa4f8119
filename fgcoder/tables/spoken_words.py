"""The words that are spoken, as places on the axis on which all transcripts lie: what counting words counts.

A word is a run of signs between spaces that holds a letter or a digit, so that a dash is none and `don't` is one. For
languages written without spaces this is no measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fgcoder.tables.laying import SegmentColumns

SPACE: Final = 1
LETTER: Final = 2
"""Or a digit."""


@dataclass(frozen=True)
class SpokenWords:
    """The words of all segments, without the speakers' labels."""

    start: NDArray[np.int64]
    """On the axis, ascending; shape (n_words,)."""
    end: NDArray[np.int64]

    def within(self, begin: NDArray[np.int64], stop: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give for each stretch of the axis its first word and the one after its last; a word in part counts."""
        import numpy as np

        first = np.searchsorted(self.end, begin, side="right")
        return first, np.maximum(np.searchsorted(self.start, stop, side="left"), first)


def spoken_words(laid: SegmentColumns, texts: Iterable[str]) -> SpokenWords:
    """Find the words of all segments; two million take half a second.

    Parameters
    ----------
    laid
        The segments.
    texts
        Of all transcripts, in the order of their groups.
    """
    import numpy as np

    after = np.append(np.searchsorted(laid.group, np.arange(len(laid.groups))), len(laid.group))
    starts, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for group, text in enumerate(texts):
        own, zero = slice(after[group], after[group + 1]), int(laid.origin[group])
        start, end = _words(text, laid.words_start[own] - zero, laid.words_end[own] - zero)
        starts.append(zero + start)
        ends.append(zero + end)
    return SpokenWords(np.concatenate(starts), np.concatenate(ends))


def _words(text: str, begin: NDArray[np.int64], stop: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the words in stretches of a text; one that runs on into the next stretch is two."""
    import numpy as np

    signs = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype="<u4")
    kinds = np.zeros(int(signs.max(initial=0)) + 1, np.uint8)
    for sign in set(text):
        kinds[ord(sign)] = SPACE if sign.isspace() else LETTER if sign.isalnum() else 0
    kind = kinds[signs]
    steps = np.zeros(len(signs) + 1, np.int64)
    np.add.at(steps, begin, 1)
    np.add.at(steps, stop, -1)
    inside = (np.cumsum(steps[:-1]) > 0) & (kind != SPACE)
    begins = np.zeros(len(signs) + 1, np.bool_)
    begins[begin] = True
    before, beyond = np.concatenate([[False], inside[:-1]]), np.concatenate([inside[1:], [False]])
    start = np.flatnonzero(inside & (~before | begins[:-1]))
    end = np.flatnonzero(inside & (~beyond | begins[1:])) + 1
    letters = np.concatenate([[0], np.cumsum(kind == LETTER)])
    kept = letters[end] > letters[start]
    return start[kept], end[kept]

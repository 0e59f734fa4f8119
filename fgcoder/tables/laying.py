"""Spans laid over segments: which segments a coding is about, for a million codings at once.

The transcripts are laid end to end on one axis, so that two binary searches place all spans, where a loop over codings
and segments would take hours. Coders code spans of their own choosing, and tables count segments, speakers and
countries; this is where the two meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgcoder.model import Segment, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class SegmentColumns:
    """All segments of a study, in the order of the transcripts and of the segments in them."""

    groups: tuple[str, ...]
    """The ids of the transcripts."""
    origin: NDArray[np.int64]
    """Where each transcript begins on the axis, and where the last one ends; shape (n_groups + 1,)."""
    group: NDArray[np.int64]
    """Its number in `groups`; shape (n_segments,), as all that follow."""
    turn: NDArray[np.int64]
    start: NDArray[np.int64]
    """On the axis; the three that follow likewise."""
    end: NDArray[np.int64]
    words_start: NDArray[np.int64]
    words_end: NDArray[np.int64]


def lay_out(transcripts: Mapping[str, Transcript], segments: Mapping[str, Sequence[Segment]]) -> SegmentColumns:
    """Lay all transcripts end to end, with their segments."""
    import numpy as np

    origin = [0]
    sizes = []
    rows = []
    for group, transcript in transcripts.items():
        own = segments.get(group, ())
        places = [(one.start, one.end, one.words.start, one.words.end, one.turn) for one in own]
        columns = np.array(places, dtype=np.int64).reshape(-1, 5)
        size = max(len(transcript.text), int(columns[:, 1].max(initial=0)))
        columns[:, :4] += origin[-1]
        rows.append(columns)
        sizes.append(len(own))
        origin.append(origin[-1] + size)
    start, end, words_start, words_end, turn = np.concatenate([np.zeros((0, 5), np.int64), *rows]).T.copy()
    group_of = np.repeat(np.arange(len(sizes)), sizes)
    return SegmentColumns(
        tuple(transcripts), np.array(origin, np.int64), group_of, turn, start, end, words_start, words_end
    )


def lay_over(
    laid: SegmentColumns,
    transcripts: Sequence[str],
    transcript: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay spans over the segments.

    A span is about a segment when it shares a character with the segment's *words*, so that one which runs on into the
    next speaker's label does not count there. One that touches no words at all (a label, a blank line) is about the
    segment it begins in.

    Parameters
    ----------
    laid
        The segments.
    transcripts
        Names of transcripts; not all need be there.
    transcript, start, end
        Of each span: the number of its transcript among these names, and its offsets there; shape (n_spans,).

    Returns
    -------
    tuple of NDArray
        Pairs of the number of a span and that of a segment, in the order of the spans and then of the text; a span
        whose transcript is not there, not segmented or shorter than the span is in none.
    """
    import numpy as np

    at = {name: number for number, name in enumerate(laid.groups)}
    here = np.array([at.get(name, -1) for name in transcripts], dtype=np.int64)
    group = here[transcript] if len(here) else np.zeros(0, np.int64)
    zero, size = laid.origin[group], np.diff(laid.origin, append=laid.origin[-1])[group]
    numbers = np.flatnonzero((group >= 0) & (start < size))
    span_start = zero[numbers] + start[numbers]
    span_end = zero[numbers] + np.minimum(end[numbers], size[numbers])  # must not run on into the next transcript

    by_start = np.argsort(laid.start, kind="stable")
    spoken = by_start[(laid.words_start < laid.words_end)[by_start]]
    first = np.searchsorted(laid.words_end[spoken], span_start, side="right")
    count = np.maximum(np.searchsorted(laid.words_start[spoken], span_end, side="left") - first, 0)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    span_at, segment_at = np.repeat(numbers, count), spoken[np.repeat(first, count) + offset]

    silent = np.flatnonzero(count == 0)
    if not len(silent):
        return span_at, segment_at
    tile = np.searchsorted(laid.start[by_start], span_start[silent], side="right") - 1
    inside = tile >= 0
    silent, tile = silent[inside], by_start[tile[inside]]
    inside = span_start[silent] < laid.end[tile]
    span_at = np.concatenate([span_at, numbers[silent[inside]]])
    segment_at = np.concatenate([segment_at, tile[inside]])
    in_order = np.argsort(span_at, kind="stable")
    return span_at[in_order], segment_at[in_order]

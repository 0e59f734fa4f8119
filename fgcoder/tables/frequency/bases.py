"""What the counts of a frequency table are to be read against: how much there is in every column, coded or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fgcoder.tables.frequency.counts import Counter
from fgcoder.tables.frequency.options import Counting, Figures, Options
from fgcoder.tables.frequency.rows import CODED, DECIDED, GROUPS, GROUPS_CODED, PARTICIPANTS, SEGMENTS, WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def bases(counter: Counter, options: Options) -> dict[str, NDArray[np.int64]]:
    """Count, by the ids of the base rows, what there is in every column; each of shape (n_columns,)."""
    base = {
        GROUPS.id: _groups(counter),
        GROUPS_CODED.id: _groups_coded(counter),
        PARTICIPANTS.id: _participants(counter),
        SEGMENTS.id: _segments(counter),
    }
    decided = _decided(counter)
    if decided is not None:
        base[DECIDED.id] = decided
    if options.counting is Counting.WORDS or options.figures is Figures.PER_1000_WORDS:
        base[WORDS.id] = _spoken(counter)
    base[CODED] = counter.any_code(options.counting)
    return base


def _groups(counter: Counter) -> NDArray[np.int64]:
    """Count the groups in every column."""
    import numpy as np

    at, keys = counter.columns.for_all(np.arange(len(counter.present)))
    return counter.in_all(keys, counter.group[at], len(counter.corpus.laid.groups))


def _groups_coded(counter: Counter) -> NDArray[np.int64]:
    """Count in every column the groups in which somebody, in columns of coders that coder, coded anything."""
    import numpy as np

    n_coders = max(len(counter.columns.coders), 1)
    has = np.zeros((len(counter.corpus.laid.groups), n_coders), bool)
    has[counter.corpus.laid.group[counter.coded.segment], counter.coder[counter.coded.coding]] = True
    at, keys = counter.columns.for_all(np.arange(len(counter.present)))
    coder = np.arange(len(at)) % n_coders  # `for_all` gives each person every coder in turn
    kept = has[counter.group[at], coder]
    return counter.in_all(keys[kept], counter.group[at[kept]], len(counter.corpus.laid.groups))


def _participants(counter: Counter) -> NDArray[np.int64]:
    """Count those taking part in every column."""
    import numpy as np

    person = np.flatnonzero(counter.takes_part)
    at, keys = counter.columns.for_all(person)
    return counter.in_all(keys, person[at], len(counter.present))


def _segments(counter: Counter) -> NDArray[np.int64]:
    """Count the segments in every column."""
    import numpy as np

    segment = np.flatnonzero(counter.speaker >= 0)
    at, keys = counter.columns.for_all(counter.speaker[segment])
    return counter.in_all(keys, segment[at], len(counter.speaker))


def _decided(counter: Counter) -> NDArray[np.int64] | None:
    """Count the segments about which anything was decided in every column; None where nobody recorded it."""
    pairs, verdicts = counter.corpus.decided, counter.corpus.verdicts
    if pairs is None or verdicts is None:
        return None
    coder, segment = counter.coder_numbers(verdicts.coders)[pairs[0]], pairs[1]
    kept = (counter.speaker[segment] >= 0) & (coder >= 0)
    coder, segment = coder[kept], segment[kept]
    return counter.in_all(counter.columns.keys(counter.speaker[segment], coder), segment, len(counter.speaker))


def _spoken(counter: Counter) -> NDArray[np.int64]:
    """Count the words that those in every column speak."""
    import numpy as np

    laid, segment = counter.corpus.laid, np.flatnonzero(counter.speaker >= 0)
    first, after = counter.corpus.words.within(laid.words_start[segment], laid.words_end[segment])
    at, keys = counter.columns.for_all(counter.speaker[segment])
    return counter.spanned(np.zeros(len(at), np.int64), 1, keys, first[at], after[at]).ravel()

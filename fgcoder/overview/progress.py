"""How far one coder has come in every transcript, counted in columns as the overview is, since there may be many."""

from __future__ import annotations

from collections.abc import Mapping

from fgcoder.model import Progress
from fgcoder.overview.folding import fold
from fgcoder.storage.counting import Counting
from fgcoder.storage.store import Store


def titles_of(store: Store) -> dict[str, str]:
    """Give the titles of the transcripts, in the order of their ids; in a hundredth of what counting takes."""
    return Counting(store).titles()


def progress_of(store: Store, coder: str, former: Mapping[str, str]) -> list[Progress]:
    """Give a coder's progress, by transcript and in the order of their ids.

    Parameters
    ----------
    store, coder
        Where decisions are, and whose count.
    former
        For ids of codes that were renamed or merged the ids they have now.
    """
    import numpy as np

    from fgcoder.tables.agreement.ratings import rate

    counting = Counting(store)
    words = counting.words()
    verdicts = fold(counting.verdicts(coder), counting.notches(), former).verdicts
    ratings = rate(words, verdicts)
    rows = {name: number for number, name in enumerate(words)}
    decided = np.bincount(ratings.transcripts[ratings.decided.any(axis=1)], minlength=len(words))
    applied = np.bincount(verdicts.transcript[verdicts.is_applied], minlength=len(verdicts.transcripts))
    codings = dict(zip(verdicts.transcripts, applied.tolist(), strict=True))
    return [
        Progress(
            entry.id,
            entry.title,
            int(decided[rows[entry.id]]) if entry.id in rows else 0,
            entry.codable,
            codings.get(entry.id, 0),
        )
        for entry in counting.entries()
    ]

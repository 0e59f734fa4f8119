"""What a whole study's decisions come to, a column at a time.

The rules are those of `record.decisions`; they are kept twice, since an overview of a hundred thousand decisions cannot
wait for as many objects. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from fgcoder.model import Action, Flag, Span
from fgcoder.storage.counting import Batch, Notch
from fgcoder.tables.agreement.ratings import Numbers, Verdicts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Folded:
    """What decisions come to."""

    verdicts: Verdicts
    """Of each coder on each span and code the latest in force."""
    kept: list[NDArray[np.int64]]
    """For each batch the places in it of these verdicts, in their order."""
    flags: list[Flag]
    """Those in force, the latest first."""
    worked: dict[tuple[str, str], datetime]
    """By transcript and coder, when anything was last decided, withdrawals included."""


def fold(batches: Sequence[Batch], notches: Sequence[Notch], former: Mapping[str, str]) -> Folded:
    """Fold decisions.

    Parameters
    ----------
    batches, notches
        All decisions, the verdicts apart; the notches in order of time.
    former
        For ids of codes that were renamed or merged the ids they have now.
    """
    import numpy as np

    stand, taken_back = standing(notches)
    worked = {(notch.transcript, notch.coder): notch.made_at for notch in notches if notch.transcript}
    flags = []
    for notch in stand:
        if notch.action == Action.FLAG.value:
            time, span = datetime.fromisoformat(notch.made_at), Span(notch.start, notch.end)
            flags.append(Flag(notch.id, notch.coder, time, notch.transcript, span, notch.text))
    transcripts, coders, codes = Numbers(), Numbers(), Numbers()
    parts, kept = [], []
    for batch in batches:
        place = (batch.transcript, batch.coder)
        worked[place] = max(worked.get(place, ""), max(batch.made_at))
        code = codes.of(former.get(name, name) for name in batch.code)
        rows = _latest(batch, code, taken_back, became=not former.keys().isdisjoint(batch.code))
        kept.append(rows)
        whose = np.full((2, len(rows)), [[transcripts[batch.transcript]], [coders[batch.coder]]])
        parts.append(
            (*whose, code[rows], *(c[rows] for c in (batch.start, batch.end, batch.is_applied, batch.is_blind)))
        )
    none = (np.zeros(0, np.int64),) * 5 + (np.zeros(0, np.bool_),) * 2
    columns = [np.concatenate(column) for column in zip(none, *parts, strict=True)]
    return Folded(
        Verdicts(tuple(transcripts), tuple(coders), tuple(codes), *columns),
        kept,
        flags,
        {place: datetime.fromisoformat(time) for place, time in worked.items()},
    )


def standing(notches: Sequence[Notch]) -> tuple[list[Notch], set[str | None]]:
    """Give what nobody has taken back, the latest first, and the ids of the decisions that somebody has."""
    stand = []
    taken_back: set[str | None] = set()
    for notch in reversed(notches):
        if notch.id in taken_back:
            continue
        stand.append(notch)
        if notch.action == Action.WITHDRAW.value:
            taken_back.add(notch.withdraws)
    return stand, taken_back


def _latest(
    batch: Batch, code: NDArray[np.int64], taken_back: Collection[str | None], became: bool
) -> NDArray[np.int64]:
    """Give the places in a batch of what is in force and the latest on its span and code.

    Where a code `became` another, the latest of each is looked for first, and an application goes before a rejection.
    """
    import numpy as np

    made_at, ids = batch.made_at, batch.id
    order: Iterable[int] = range(len(ids))
    if any(earlier >= later for earlier, later in pairwise(made_at)):
        order = sorted(order, key=lambda place: (made_at[place], ids[place]))
    rows = np.array([place for place in order if ids[place] not in taken_back], dtype=np.int64)[::-1]
    if became:
        rows = _first(batch, Numbers().of(batch.code), rows)
        rows = rows[np.argsort(~batch.is_applied[rows], kind="stable")]
    return _first(batch, code, rows)


def _first(batch: Batch, code: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep of some places in a batch the first on each span and code, by the numbers of the codes."""
    import numpy as np

    length = batch.end - batch.start
    key = (batch.start * (length.max() + 1) + length) * (code.max() + 1) + code
    _, first = np.unique(key[rows], return_index=True)
    kept: NDArray[np.int64] = rows[np.sort(first)]
    return kept

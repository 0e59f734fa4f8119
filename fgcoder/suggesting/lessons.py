"""Lessons: what one coder's decisions say about each segment, kept from one learning to the next.

Learning begins again after each decision. With tens of thousands of them, going through all again takes longer than
learning from them, and holds up the screen; so what was said before is kept, and only what is new is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import is_not
from typing import TYPE_CHECKING

import numpy as np

from fgcoder.model import Action, Decision, Segment, Span
from fgcoder.record.decisions import in_order, verdicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

Said = dict[int, dict[str, Action]]
"""By row and code; that no code fits stands under the empty code."""


class Lessons:
    """Tells rows what was decided about them.

    Parameters
    ----------
    segments
        Those that can be coded.
    row_of
        The row of each, by id.
    codes
        The columns.
    """

    def __init__(self, segments: Sequence[Segment], row_of: Mapping[str, int], codes: Sequence[str]) -> None:
        self._row_of: dict[str, dict[Span, int]] = {}
        for segment in segments:
            if segment.id in row_of:
                self._row_of.setdefault(segment.transcript, {})[segment.words] = row_of[segment.id]
        self._words = {transcript: sorted(rows) for transcript, rows in self._row_of.items()}
        self._column = {code: number for number, code in enumerate(codes)}
        self._shape = (len(row_of), len(codes))
        self._forget()

    def _forget(self) -> None:
        self._taken: list[Decision] = []
        self._latest: tuple[datetime, str] | None = None
        self._told: set[tuple[str, Span, str]] = set()
        """Transcript, span and code of every verdict."""
        self._said: Said = {}
        self._rows: list[int] = []
        """Those about which anything is said, in order."""
        self._marks = np.full(self._shape, -1, np.int8)
        """1 where a code was given, 0 where it was not, -1 where that is not known."""
        self.refused: dict[int, frozenset[str]] = {}
        """The codes that were rejected, by row."""

    def take(self, decisions: Iterable[Decision]) -> None:
        """Take over all decisions there are; those taken before need not be gone through again."""
        everything = list(decisions)
        new = in_order(everything[len(self._taken) :])
        if not self._goes_on(everything, new):
            self._forget()
            new = verdicts(everything)
        self._taken = everything
        times = [(decision.made_at, decision.id) for decision in new]
        self._latest = max([*times, self._latest] if self._latest else times, default=None)
        self._hear([decision for decision in new if decision.action.is_verdict])

    def _goes_on(self, everything: Sequence[Decision], new: Sequence[Decision]) -> bool:
        """Say whether decisions only add to what was taken, and take nothing of it back or over."""
        if len(everything) < len(self._taken) or any(map(is_not, self._taken, everything)):
            return False
        if new and self._latest is not None and (new[0].made_at, new[0].id) < self._latest:
            return False
        return not any(
            one.action is Action.WITHDRAW or (one.transcript, one.span, one.code) in self._told for one in new
        )

    def _hear(self, told: Iterable[Decision]) -> None:
        touched: dict[int, None] = {}
        for decision in told:
            self._told.add((decision.transcript, decision.span, decision.code))
            if decision.code in self._column or decision.action is Action.NOTHING:
                for row in self._touched(decision):
                    self._said.setdefault(row, {})[decision.code] = decision.action
                    touched[row] = None
        self.refused = dict(self.refused)  # a ranking that is in use holds the old one
        for row in touched:
            self._mark(row)
        known = set(self._rows)
        self._rows = sorted([*self._rows, *(row for row in touched if row not in known)])

    def _mark(self, row: int) -> None:
        said = self._said[row]
        is_judged = any(action is not Action.REJECT for action in said.values())
        self._marks[row] = 0 if is_judged else -1
        for code, action in said.items():
            if code in self._column:
                self._marks[row, self._column[code]] = action is Action.APPLY
        self.refused.pop(row, None)
        refused = frozenset(code for code, action in said.items() if action is Action.REJECT)
        if refused:
            self.refused[row] = refused

    def truth(self) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
        """Give what is known.

        Returns
        -------
        tuple of NDArray
            The rows about which anything is, in order; and for each of them and each code 1 where it was given, 0 where
            it was not, NaN where that is not known.
        """
        rows = np.array(self._rows, int)
        marks = self._marks[rows]
        return rows, np.where(marks < 0, np.nan, marks)

    def _touched(self, decision: Decision) -> list[int]:
        """Give the segments that a decision says something about."""
        rows, span = self._row_of.get(decision.transcript, {}), decision.span
        if span in rows:
            return [rows[span]]
        if decision.action is not Action.APPLY:
            return []
        words = self._words.get(decision.transcript, [])
        found = []
        for own in words[max(bisect_right(words, span) - 1, 0) :]:
            if own.start >= span.end:
                break
            shared = min(own.end, span.end) - max(own.start, span.start)
            if shared > 0 and 2 * shared >= min(own.end - own.start, span.end - span.start):
                found.append(rows[own])
        return found

"""Visits: which suggestions were listed for one coder at one segment, and what that coder came to code there.

Whether suggestions are right, and whether seeing them changes what is coded, are questions about visits. Decisions
alone do not answer them: three codes on a segment are three decisions before one and the same list, and a decision that
was undone still had the list on screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgcoder.model import Action, Decision, Mode, Span
from fgcoder.record.decisions import in_order, verdicts
from fgcoder.tables.coded import NOT_GIVEN
from fgcoder.tables.intervals import Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Visit:
    """One coder at one span."""

    transcript: str
    span: Span
    coder: str
    mode: Mode
    """Of the coder's first decision there."""
    draw: str
    """The random draw that the segment was subject to, drawn or not; empty where there was none."""
    listed: tuple[str, ...]
    """The codes on screen at the first decision, or withheld from it; first one first."""
    has_list: bool
    """Whether there was a list, on screen or withheld; one with nothing on it is a list, too."""
    codes: frozenset[str]
    """The codes applied here, to passages too; of a drawn visit only those applied before its list was revealed."""
    is_decided: bool
    """Whether any decision is in force; of a drawn visit, any made before its list was revealed."""


def visits(decisions: Iterable[Decision]) -> list[Visit]:
    """Give the visits that decisions were made on, ordered by transcript, span and coder.

    The first decision settles the list and the mode even where it was undone later, since what a coder has seen cannot
    be unseen. The codes are those in force at the end. Of a drawn visit they are those in force when its list was
    revealed: decisions count up to the first that was made in another mode. Since a withdrawal need not say what was on
    screen, one recorded in another mode counts where a drawn decision follows it, and not where none does.
    """
    ordered = in_order(decisions)
    made: dict[tuple[str, Span, str], list[Decision]] = {}
    for decision in ordered:
        if decision.action.is_verdict or decision.action is Action.WITHDRAW:
            made.setdefault(_where(decision), []).append(decision)
    standing: dict[tuple[str, Span, str], list[Decision]] = {}
    for decision in verdicts(ordered):
        standing.setdefault(_where(decision), []).append(decision)
    found = []
    for (transcript, span, coder), here in sorted(made.items(), key=lambda item: item[0]):
        first = next((decision for decision in here if decision.action is not Action.WITHDRAW), None)
        if first is None:  # a log that lost what it takes back
            continue
        counted = (
            verdicts(_before_reveal(here)) if first.mode is Mode.DRAWN else standing.get((transcript, span, coder), [])
        )
        found.append(
            Visit(
                transcript,
                span,
                coder,
                first.mode,
                first.draw,
                tuple(dict.fromkeys(one.code for one in first.shown or first.withheld)),
                # The model is recorded where there were suggestions to be had, be it that none was likely enough.
                bool(first.shown or first.withheld or first.model),
                frozenset(decision.code for decision in counted if decision.action is Action.APPLY),
                bool(counted),
            )
        )
    return found


def _where(decision: Decision) -> tuple[str, Span, str]:
    """Give the visit that a decision belongs to: one about a passage, to that at the segment it was made at."""
    return decision.transcript, decision.at or decision.span, decision.coder


def _before_reveal(made: Sequence[Decision]) -> list[Decision]:
    """Keep the leading decisions that were made while the list was withheld."""
    kept: list[Decision] = []
    undecided: list[Decision] = []
    for decision in made:
        if decision.mode is Mode.DRAWN:
            kept += [*undecided, decision]
            undecided = []
        elif decision.action is Action.WITHDRAW:
            undecided.append(decision)
        else:
            break
    return kept


@dataclass(frozen=True)
class Arm:
    """Visits of one kind as arrays, so that every figure is a sum over them. One row a visit, one column a code."""

    visits: tuple[Visit, ...]
    codes: tuple[str, ...]
    """The columns."""
    rank: NDArray[np.int64]
    """The place in the list, from 1; 0 where the code was not listed. Shape (n_visits, n_codes)."""
    applied: NDArray[np.bool_]
    """Whether the code was applied; shape as `rank`."""
    transcripts: NDArray[np.int64]
    """A number for the transcript of each visit, the same in every arm; shape (n_visits,)."""
    segments: NDArray[np.int64]
    """A number for the span of each visit, the same in every arm; shape (n_visits,)."""
    languages: NDArray[np.object_]
    """The language of the transcript; shape (n_visits,)."""

    def listed(self, depth: int) -> NDArray[np.bool_]:
        """Say which codes are among the first `depth` of the list; shape (n_visits, n_codes)."""
        return (self.rank > 0) & (self.rank <= depth)

    def right(self, depth: int) -> NDArray[np.bool_]:
        """Say which codes are among the first `depth` of the list and applied; shape (n_visits, n_codes)."""
        return self.listed(depth) & self.applied

    def sample(self, hits: NDArray[np.bool_ | np.int64], base: NDArray[np.bool_ | np.int64]) -> Sample:
        """Give counts of shape (n_visits,) with the places they were counted at."""
        return Sample(hits.astype("int64"), base.astype("int64"), self.transcripts, self.segments)


def arms(kinds: Sequence[Sequence[Visit]], codes: Sequence[str], languages: Mapping[str, str]) -> tuple[Arm, ...]:
    """Lay out several kinds of visits over the same codes and places.

    Parameters
    ----------
    kinds
        The visits of each arm.
    codes
        The columns; every code that is listed or applied must be among them.
    languages
        The language of each transcript by id; `(not given)` where it is missing.
    """
    import numpy as np

    column = {code: at for at, code in enumerate(codes)}
    everywhere = sorted({(visit.transcript, visit.span) for kind in kinds for visit in kind})
    segment_at = {place: at for at, place in enumerate(everywhere)}
    transcript_at = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in everywhere))}
    laid_out = []
    for kind in kinds:
        rank = np.zeros((len(kind), len(codes)), dtype=np.int64)
        applied = np.zeros((len(kind), len(codes)), dtype=np.bool_)
        for row, visit in enumerate(kind):
            rank[row, [column[code] for code in visit.listed]] = range(1, len(visit.listed) + 1)
            applied[row, [column[code] for code in visit.codes]] = True
        laid_out.append(
            Arm(
                tuple(kind),
                tuple(codes),
                rank,
                applied,
                np.array([transcript_at[visit.transcript] for visit in kind], dtype=np.int64),
                np.array([segment_at[visit.transcript, visit.span] for visit in kind], dtype=np.int64),
                np.array([languages.get(visit.transcript) or NOT_GIVEN for visit in kind], dtype=np.object_),
            )
        )
    return tuple(laid_out)

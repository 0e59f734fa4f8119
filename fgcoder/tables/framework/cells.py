"""What belongs into the cells of a framework matrix: the passages of each case on each theme, and a pick of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgcoder.model import Passage, Role
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.incidence import codes_under
from fgcoder.tables.part import Part
from fgcoder.tables.selection import in_order
from fgcoder.tabular import Quoted, Row

if TYPE_CHECKING:
    import pandas as pd

Quoting = Callable[[Passage], Quoted]
"""Gives a passage's words, and who said them where."""


@dataclass(frozen=True)
class Cells:
    """The passages behind a framework matrix."""

    cases: tuple[str, ...]
    """In the order they are listed."""
    uncoded: frozenset[str]
    """Cases in whose groups nobody has coded anything yet."""
    passages: Mapping[tuple[str, str], tuple[Passage, ...]]
    """By case and the id of a theme or code, in reading order; nothing where there are none."""


def case_of(frame: pd.DataFrame, cases: str) -> pd.Series[str]:
    """Give the case that each row of a frame with `group` and `speaker` belongs to."""
    named = frame[cases].astype(str)
    return (frame["group"].astype(str) + " " + named).str.rstrip() if cases == "speaker" else named


def cells(part: Part, cases: str, columns: Sequence[Row]) -> Cells:
    """Sort the coded passages into cases and columns.

    A passage that several people speak is in the cell of each of them, where people are the cases.
    """
    names = case_of(part.present, cases)
    coded = set(names[part.present["group"].isin(part.groups_coded)])
    place = {group: at for at, group in enumerate(part.corpus.transcripts)}
    under = {row.id: codes_under(row.id, part.corpus.codebook, part.gone) for row in columns}
    rows_of: dict[str, list[str]] = {}
    for row, codes in under.items():
        for code in codes:
            rows_of.setdefault(code, []).append(row)
    of_decision = {coding.decision: Passage(coding.transcript, coding.span) for coding in part.corpus.codings}
    found: dict[tuple[str, str], set[Passage]] = {}
    counted = part.counted.assign(case=case_of(part.counted, cases))[["case", "code", "decision"]].drop_duplicates()
    for case, code, decision in counted.astype(str).itertuples(index=False, name=None):
        for row in rows_of.get(code, ()):
            found.setdefault((case, row), set()).add(of_decision[decision])
    ordered = {
        cell: tuple(sorted(passages, key=lambda one: (place[one.transcript], one.span)))
        for cell, passages in found.items()
    }
    return Cells(tuple(in_order(names)), frozenset(set(names) - coded), ordered)


def picked(passages: Sequence[Passage], most: int, corpus: CodedCorpus) -> list[Passage]:
    """Pick so many passages, of each speaker in turn, and give them in their order; all where `most` is 0.

    So a cell does not fill up with whoever speaks first, and the same passages are picked every time.
    """
    if not most or len(passages) <= most:
        return list(passages)
    before: dict[tuple[str, str], int] = {}
    starts = {name: _starts(corpus, name) for name in dict.fromkeys(passage.transcript for passage in passages)}
    turns = []
    for at, passage in enumerate(passages):
        speaker = passage.transcript, _turn_at(corpus, passage, starts[passage.transcript])[0]
        before[speaker] = before.get(speaker, -1) + 1
        turns.append((before[speaker], at))
    return [passages[at] for at in sorted(at for _, at in sorted(turns)[:most])]


def said(corpus: CodedCorpus, passage: Passage) -> Quoted:
    """Give a passage's words as they stand in the text, white space as single spaces, and who said them where."""
    label, number = _turn_at(corpus, passage, _starts(corpus, passage.transcript))
    words = " ".join(passage.span.of(corpus.transcripts[passage.transcript].text).split())
    return Quoted(words, f"{label}; {passage.transcript}, turn {number}")


def _starts(corpus: CodedCorpus, name: str) -> list[int]:
    """Give where the turns of a transcript begin."""
    return [turn.start for turn in corpus.transcripts[name].turns]


def _turn_at(corpus: CodedCorpus, passage: Passage, starts: Sequence[int]) -> tuple[str, int]:
    """Give the speaker and the number of the turn a passage begins in."""
    transcript = corpus.transcripts[passage.transcript]
    at = bisect_right(starts, passage.span.start) - 1
    if at < 0:
        return NOBODY, 0
    turn = transcript.turns[at]
    who = transcript.speaker_of(turn)
    return "moderator" if who.role is Role.MODERATOR else who.label or NOBODY, turn.number


NOBODY = "(nobody named)"
"""Stands for the speaker where the text names none."""

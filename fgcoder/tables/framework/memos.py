"""Memos as the summaries of a framework matrix: which memo belongs to which case and theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fgcoder.model import Memo, Span
from fgcoder.tables.framework.cells import case_of
from fgcoder.tables.incidence import codes_under
from fgcoder.tables.part import Part
from fgcoder.tabular import Row


def summaries(
    part: Part, cases: str, columns: Sequence[Row], memos: Iterable[Memo]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Sort memos into cells, each as `CODER: TEXT`, in the order given.

    A memo on a coding, or on a code in a transcript, is in the column of its code; one on a passage in every column
    that the passage is coded with; one on a whole transcript in none, and has the empty id for a column. The case is
    that of the words it is about; a memo on a transcript has one only where the whole transcript is of one case. A
    memo on a code alone is about no case.

    Returns
    -------
    dict
        The memos by case and column; nothing where there are none.
    """
    memos = list(memos)
    if not memos:
        return {}
    place = _Places(part, cases)
    under = {row.id: codes_under(row.id, part.corpus.codebook, part.gone) for row in columns}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for memo in memos:
        where = memo.target
        if not where.transcript:
            continue
        if where.code:
            code = part.corpus.codebook.current(where.code)
            into = [row for row, codes in under.items() if code in codes]
        elif where.span is not None:
            codes_there = place.codes_at(where.transcript, where.span)
            into = [row for row, codes in under.items() if codes & codes_there]
        else:
            into = [""]
        text = f"{memo.coder}: {' '.join(memo.text.split())}"
        for case in place.cases_at(where.transcript, where.span):
            for row in into:
                found.setdefault((case, row), {})[text] = None
    return {cell: tuple(texts) for cell, texts in found.items()}


class _Places:
    """Whose words are where, among those the table is about."""

    def __init__(self, part: Part, cases: str) -> None:
        spans = {segment.id: segment.words for group in part.groups for segment in part.corpus.segments.get(group, ())}
        self._spoken: dict[str, list[tuple[Span, str]]] = {}
        named = part.spoken.assign(case=case_of(part.spoken, cases))[["group", "segment", "case"]].astype(str)
        for group, segment, case in named.itertuples(index=False, name=None):
            self._spoken.setdefault(group, []).append((spans[segment], case))
        counted = set(map(str, part.counted["decision"].unique()))
        self._coded = _by_transcript(part, counted)

    def cases_at(self, transcript: str, span: Span | None) -> list[str]:
        """Give the cases of the words in a span; of a whole transcript, the one case it is of."""
        spoken = self._spoken.get(transcript, [])
        there = dict.fromkeys(case for words, case in spoken if span is None or words.overlaps(span))
        return list(there) if span is not None or len(there) == 1 else []

    def codes_at(self, transcript: str, span: Span) -> set[str]:
        """Give the codes that words in a span are coded with."""
        return {code for there, code in self._coded.get(transcript, []) if there.overlaps(span)}


def _by_transcript(part: Part, decisions: set[str]) -> dict[str, list[tuple[Span, str]]]:
    made: dict[str, list[tuple[Span, str]]] = {}
    for coding in part.corpus.codings:
        if coding.decision in decisions:
            made.setdefault(coding.transcript, []).append((coding.span, coding.code))
    return made

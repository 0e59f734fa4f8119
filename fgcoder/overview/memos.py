"""All memos of a study, so that one can be found again without knowing where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fgcoder.model import Action, Codebook, Memo, Target
from fgcoder.overview.folding import standing
from fgcoder.record.decisions import following
from fgcoder.record.notes import memos
from fgcoder.storage.counting import Counting
from fgcoder.storage.store import Store

WORDS: Final = 400
"""Letters of the words that a memo is about that are given."""


@dataclass(frozen=True, slots=True)
class Written:
    """A memo, and what it is about."""

    memo: Memo
    about: str
    """What it is about, in a few words: `dk-health 4`, `Litter, dk-health 4`, `the code Litter`."""
    words: str
    """The words it is about; empty where it is about no passage."""


def written(store: Store, codebook: Codebook) -> list[Written]:
    """Give every memo that stands, the latest first."""
    counting = Counting(store)
    there = set(store.transcript_ids())
    ids = [notch.id for notch in standing(counting.notches())[0] if notch.action == Action.MEMO.value]
    decisions = store.decisions_by_id(ids)
    found = memos(following([decisions[name] for name in reversed(ids)], codebook))[::-1]
    found = [memo for memo in found if memo.target.transcript in {"", *there}]
    spans = [(memo.target.transcript, memo.target.span) for memo in found if memo.target.span is not None]
    places = iter(counting.passages(spans, WORDS))
    made = []
    for memo in found:
        number, words = next(places) if memo.target.span is not None else (0, "")
        made.append(Written(memo, _about(memo.target, number, codebook), " ".join(words.split())))
    return made


def _about(target: Target, segment: int, codebook: Codebook) -> str:
    place = f"{target.transcript} {segment or ''}".strip()
    if target.code:
        label = codebook.label(target.code)
        return f"{label}, {place}" if place else f"the code {label}"
    return place or f"the finding {target.finding}"

"""What stands under the tables on suggestions: how the intervals were come by, and what the figures rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from fgcoder.model import Mode
from fgcoder.tables.intervals import ENOUGH, RESAMPLES, Estimate, Way
from fgcoder.tables.selection import in_order
from fgcoder.tables.suggestions.visits import Visit
from fgcoder.wording import counted

SAID: Final = {
    Way.TRANSCRIPTS: "percentile bootstrap over transcripts",
    Way.SEGMENTS: "percentile bootstrap over segments",
    Way.WILSON: "Wilson's formula (1927)",
    Way.NEWCOMBE: "Newcombe's formula (1998)",
    Way.NONE: "none",
}
RESAMPLED: Final = (Way.TRANSCRIPTS, Way.SEGMENTS)
BY_FORMULA: Final = (Way.WILSON, Way.NEWCOMBE)


def interval_note(figures: Iterable[Estimate]) -> str:
    """Say which intervals a table has, how many of each, and when which."""
    ways = Counter(figure.way for figure in figures if figure.value is not None)
    if not ways:
        return "There is nothing to give an interval for."
    if len(ways) == 1:
        (way,) = ways
        note = f"95 % intervals: {SAID[way]}."
    else:
        counted = ", ".join(f"{SAID[way]} {ways[way]}" for way in Way if ways[way])
        note = f"95 % intervals by way and number: {counted}."
    if any(ways[way] for way in RESAMPLED):
        note += f" Bootstrap: {RESAMPLES:,} resamples, fixed seed (Efron & Tibshirani 1993)."
    if ways[Way.TRANSCRIPTS]:
        note += " With few transcripts it is rather too narrow."
    if ways[Way.SEGMENTS]:
        note += f" Segments are resampled where fewer than {ENOUGH} transcripts have a base."
    if any(ways[way] for way in BY_FORMULA):
        note += (
            f" The formula stands where there are fewer than {ENOUGH} hits, misses or segments, or the share is the "
            "same in all that would be resampled; it takes segments to be independent."
        )
    return note


def hit_notes(seen: Sequence[Visit], unseen: Sequence[Visit], others: Sequence[Visit]) -> Iterator[str]:
    """Yield what is to be known of the figures on how often suggestions were right."""
    yield (
        "Counted: visits, one coder at one segment. The list is the one on screen, or withheld, at the coder's first "
        "decision there, even if that was undone; the codes are those in force on just that segment."
    )
    yield (
        "Precision at k: codes applied among the first k listed / codes listed there (a list may be shorter). Recall "
        "at k: the same / all codes applied. Hit at k: visits with such a code / visits with any code."
    )
    if silent := [visit for visit in (*seen, *unseen) if not visit.listed]:
        yield f"In {counted(len(silent), 'visit')} nothing was likely enough to be listed; they count as an empty list."
    if seen:
        yield (
            f"Seen: suggestions were on screen ({_base(seen)}). Coders may follow what they see, which flatters these "
            "figures."
        )
    if unseen:
        yield (
            f"Unseen: drawn at random, the list withheld until the segment was coded, and only codes from before that "
            f"count ({_base(unseen)}). Free of influence: these are the figures to go by, where their base is large "
            "enough."
        )
    yield from _left_out(others)


def _left_out(others: Sequence[Visit]) -> Iterator[str]:
    """Yield how many visits are not in the tables, and why."""
    undecided = [visit for visit in others if not visit.is_decided]
    decided = [visit for visit in others if visit.is_decided]
    by_choice = [visit for visit in decided if visit.mode is Mode.BLIND]
    if by_choice:
        yield (
            f"Left out: {counted(len(by_choice), 'visit')} with suggestions hidden by the coder, or from a script "
            f"({coders(by_choice)})."
        )
    if len(decided) > len(by_choice):
        without = [visit for visit in decided if visit.mode is not Mode.BLIND]
        yield f"Left out: {counted(len(without), 'visit')} without a record of a list."
    if undecided:
        yield f"Left out: {counted(len(undecided), 'visit')} where every decision was taken back."


def _base(visits: Sequence[Visit]) -> str:
    groups = {visit.transcript for visit in visits}
    return f"{counted(len(visits), 'visit')} in {counted(len(groups), 'transcript')}, by {coders(visits)}"


def coders(visits: Iterable[Visit]) -> str:
    """Name the coders of visits."""
    return ", ".join(in_order(visit.coder for visit in visits))

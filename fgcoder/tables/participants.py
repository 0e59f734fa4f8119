"""Who counts as a participant, the same in every table, on the index page of a report and in its methods.

Somebody with a label who does not moderate: declared or heard, for who sat there and said nothing took part, too. Turns
that name no speaker are counted as turns and segments, but make no participant: nobody knows how many people they are,
nor whether one of them is somebody with a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fgcoder.model import Role
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.part import Part
from fgcoder.wording import counted

if TYPE_CHECKING:
    import pandas as pd

TAKING_PART: Final = [Role.PARTICIPANT.value, Role.UNKNOWN.value]
MOST_NAMED: Final = 6
"""Participants that a note names before it only counts the rest."""


def are_participants(people: pd.DataFrame) -> pd.Series[bool]:
    """Say of each row of `speakers`, or of a part of it, whether it is a participant."""
    return people["role"].isin(TAKING_PART) & (people["speaker"] != "")


def taking_part(part: Part) -> pd.DataFrame:
    """Give the participants of a part."""
    return part.present[are_participants(part.present)]


def doubtful(corpus: CodedCorpus, present: pd.DataFrame) -> Iterator[str]:
    """Yield notes on the turns that make no participant, and on the participants that have no turn.

    Parameters
    ----------
    corpus
        What a table is made from.
    present
        Everybody it is about, as `selection.people` gives them.
    """
    import numpy as np

    unnamed = present.loc[(present["speaker"] == "") & (present["role"] == Role.UNKNOWN.value), "group"]
    turns = {group: sum(not turn.speaker for turn in corpus.transcripts[group].turns) for group in unnamed.unique()}
    if count := sum(turns.values()):
        groups = sum(map(bool, turns.values()))
        yield (
            f"{counted(count, 'turn')} in {counted(groups, 'group')} name{'s' * (count == 1)} no speaker: nobody knows "
            "how many people speak there, so they add no participant."
        )
    people = present[are_participants(present)]
    heard = set(_names(corpus.everybody.take(np.unique(corpus.person[corpus.person >= 0]))))
    segmented = {group for group, _ in heard}
    silent = [f"{who} ({group})" for group, who in _names(people) if group in segmented and (group, who) not in heard]
    if silent:
        rest = f" and {len(silent) - MOST_NAMED:,} more" if len(silent) > MOST_NAMED else ""
        yield f"Among the participants, but never heard: {', '.join(silent[:MOST_NAMED])}{rest}."


def _names(people: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(people["group"].tolist(), people["speaker"].tolist(), strict=True)

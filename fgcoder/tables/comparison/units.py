"""What is compared: which units there are, which of them have a value of the attribute, and what has been worked on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, TableError
from fgcoder.tables.part import Part
from fgcoder.tables.participants import taking_part
from fgcoder.tables.selection import in_order

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

TASK: Final = "The comparison cannot be made."


class Unit(StrEnum):
    """What has a code or has it not."""

    SEGMENTS = "segments"
    PARTICIPANTS = "participants"
    """Who say at least one segment that has the code."""
    GROUPS = "groups"
    """In which the code occurs at least once."""


class Among(StrEnum):
    """Which segments make up the base."""

    ALL = "all"
    """All in groups with codings."""
    DECIDED = "decided"
    """Those about which somebody decided anything, be it that no code fits."""


KEYS: Final = {Unit.SEGMENTS: ["segment"], Unit.PARTICIPANTS: ["group", "speaker"], Unit.GROUPS: ["group"]}


def units_of(part: Part, counts: Unit, by: str, among: Among) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """Give what tells the units of the coded groups apart, one row each, and the value that each has."""
    frames = {Unit.SEGMENTS: part.spoken, Unit.PARTICIPANTS: taking_part(part), Unit.GROUPS: part.present}
    frame = frames[counts]
    frame = frame[frame["group"].isin(part.groups_coded)]
    if among is Among.DECIDED:
        if counts is not Unit.SEGMENTS or part.decided is None:
            todo = "Compare all, or the segments of a study with its record of decisions."
            raise TableError(TASK, Fault(f"It is not known which {counts} somebody decided about.", todo=todo))
        frame = frame[frame["segment"].isin(part.decided)]
    frame = frame.assign(column=values_of(frame, by))[[*KEYS[counts], "column"]].drop_duplicates()
    several = frame[frame.duplicated(KEYS[counts], keep=False)]
    if not several.empty:
        one = " ".join(map(str, several.iloc[0][KEYS[counts]]))
        values = ", ".join(in_order(several[several["group"] == one]["column"] if "group" in several else []))
        todo = f"Compare segments or participants by {by}, or groups by what each has one of: country, sector."
        raise TableError(TASK, Fault(f"One of the {counts} has several values of {by} ({one}: {values}).", todo=todo))
    return frame[KEYS[counts]].reset_index(drop=True), frame["column"].to_numpy(dtype=object)


def decided_share(part: Part, by: str, columns: Sequence[str]) -> dict[str, float]:
    """Give of the segments in each column the share that anything was decided about; empty where nobody knows."""
    if part.decided is None:
        return {}
    spoken = part.spoken[part.spoken["group"].isin(part.groups_coded)]
    shares = spoken["segment"].isin(part.decided).groupby(values_of(spoken, by)).mean()
    return {column: float(shares[column]) for column in columns if column in shares.index}


def values_of(frame: pd.DataFrame, by: str) -> pd.Series[str]:
    """Give the value of each row, as it is named at the head of a column."""
    named = frame[by].astype(str)
    return frame["group"].astype(str) + " " + named if by == "speaker" else named

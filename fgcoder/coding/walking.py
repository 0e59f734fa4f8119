"""Walking a queue: the whole study's segments in another order than that of reading.

The order is fixed when the queue is asked for. A list that was sorted anew with every decision would jump under one's
hands, and nobody could say how much of it is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fgcoder.blinding import Blindfold
from fgcoder.coding.progress import Standing
from fgcoder.model import Queue

TELLING = (Queue.LIKELIEST, Queue.MISSED)
"""Queues whose order tells what the suggestions would say, so that they are not for blind coding."""


class Orders(Protocol):
    """What can put a study's segments in order."""

    def queue(
        self, kind: Queue, code: str | None, applied: Mapping[str, Collection[str]], decided: Collection[str]
    ) -> list[str]:
        """Give the ids of the segments in a queue, best first, in the whole study.

        Parameters
        ----------
        kind, code
            The queue, and for `LIKELIEST` the code.
        applied
            The codes that the coder has applied, by segment id.
        decided
            The ids of the segments about which the coder has decided anything.
        """


@dataclass
class Walk:
    """A queue, and how far the coder has come in it."""

    queue: Queue
    code: str | None
    """The code whose likeliest segments these are."""
    segments: tuple[str, ...]
    """Their ids, in the order of the queue."""
    at: int = 0
    """Index in `segments`."""

    def stand_at(self, segment_id: str) -> None:
        """Go on from a segment, if it is in the queue."""
        if segment_id in self.segments:
            self.at = self.segments.index(segment_id)


def set_out(orders: Orders, queue: Queue, code: str | None, study: Iterable[Standing], blindfold: Blindfold) -> Walk:
    """Make a queue from what one coder has decided by now.

    Parameters
    ----------
    orders, queue, code
        What puts the segments in order, and in which.
    study
        Where the coder stands with each transcript.
    blindfold
        What the coder must not see: left out where the order would tell what is suggested.
    """
    applied: dict[str, set[str]] = {}
    decided: set[str] = set()
    to_walk: set[str] = set()
    for standing in study:
        for segment in standing.segments:
            if standing.is_decided(segment):
                decided.add(segment.id)
                applied[segment.id] = {coding.code for coding in standing.codings_of(segment)}
            hidden = blindfold.hides(segment, standing.transcript.hash, decided=standing.was_decided(segment))
            if not (hidden and queue in TELLING):
                to_walk.add(segment.id)
    ordered = orders.queue(queue, code, applied, decided)
    return Walk(queue, code, tuple(segment_id for segment_id in ordered if segment_id in to_walk))

"""Blind coding: which segments were drawn for it, and what a coder must therefore not be shown yet.

Suggestions sway coders. A random share of segments that were coded before anything was suggested shows by how much, and
what the coders would have found without.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fgcoder.model import Segment, Span


@dataclass(frozen=True, slots=True)
class Draw:
    """A share of segments drawn at random.

    Whether a segment is drawn follows from the seed, the transcript's hash and the segment's span alone. So the draw is
    the same for every coder and on every machine, transcripts that are added later change nothing about those that are
    there, and no list of drawn segments has to be kept.
    """

    share: float
    """Of all segments, between 0 and 1."""
    seed: int

    def includes(self, transcript_hash: str, span: Span) -> bool:
        """Say whether a segment is drawn.

        Parameters
        ----------
        transcript_hash
            Of the text the offsets refer to.
        span
            The segment's words.
        """
        ticket = f"{self.seed} {transcript_hash} {span.start} {span.end}"
        return int.from_bytes(hashlib.sha256(ticket.encode("ascii")).digest()[:8], "big") < self.share * 2**64

    @property
    def record(self) -> str:
        """How a decision names the draw that its segment was subject to: `0.1/20131105`."""
        return f"{self.share}/{self.seed}"


class Blindfold:
    """What one coder must not see: suggestions for drawn segments about which nothing is decided yet.

    A drawn segment stays hidden while the coder is at it, also after a first code, so that the second one is not swayed
    either. What has been seen once is never hidden again, even where the decisions about it are undone, since what is
    decided after that would not be blind.

    Parameters
    ----------
    draw
        The study's; nothing is hidden where it has none.
    """

    def __init__(self, draw: Draw | None) -> None:
        self._draw = draw
        self._held: str | None = None
        self._seen: set[str] = set()

    def hides(self, segment: Segment, transcript_hash: str, *, decided: bool) -> bool:
        """Say whether the suggestions for a segment are to be kept from the coder.

        Parameters
        ----------
        segment, transcript_hash
            The segment, and the hash of the text it is in.
        decided
            Whether anything is decided about it, or was before it was known what the coder had seen.
        """
        if self._draw is None or not segment.is_codable or segment.id in self._seen:
            return False
        return (segment.id == self._held or not decided) and self._draw.includes(transcript_hash, segment.words)

    @property
    def record(self) -> str:
        """How a decision names the draw; empty where there is none."""
        return "" if self._draw is None else self._draw.record

    @property
    def held(self) -> str | None:
        """The id of the segment that stays hidden although something is decided about it."""
        return self._held

    def hold(self, segment_id: str | None) -> None:
        """Keep a segment hidden after a first decision, until the next call; None lets go of it."""
        self._held = segment_id

    def lift(self, segment_id: str) -> None:
        """Take note that the coder has finished with a segment, or has seen what is suggested for it."""
        self._seen.add(segment_id)
        if self._held == segment_id:
            self._held = None

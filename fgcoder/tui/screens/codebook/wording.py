"""What the codebook screen says of the codings that go along with a change."""

from __future__ import annotations


def follow(times: int) -> str:
    """Say how many of the coder's codings go along."""
    return "" if not times else " Your coding follows." if times == 1 else f" Your {times} codings follow."


def stay(times: int) -> str:
    """Say how many of the coder's codings remain."""
    return "" if not times else " Your coding stays." if times == 1 else f" Your {times} codings stay."


def quotes(count: int) -> str:
    """Give a number of quotes in words."""
    return "one quote" if count == 1 else f"{count} quotes"

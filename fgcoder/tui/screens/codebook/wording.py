"""What the codebook screen says: of faults, and of the codings that go along with a change."""

from __future__ import annotations

from fgcoder.errors import FgcoderError


def told(error: FgcoderError) -> str:
    """Give an error as sentences on a line: which file it is about is plain here."""
    parts = [error.title]
    for fault in error.faults:
        parts.append(fault.what[:1].upper() + fault.what[1:])
        if fault.line is not None:
            parts.append(f"(Line {fault.line}.)")
        if fault.todo:
            parts.append(fault.todo)
    return " ".join(parts)


def follow(times: int) -> str:
    """Say how many of the coder's codings go along."""
    return "" if not times else " Your coding follows." if times == 1 else f" Your {times} codings follow."


def stay(times: int) -> str:
    """Say how many of the coder's codings remain."""
    return "" if not times else " Your coding stays." if times == 1 else f" Your {times} codings stay."


def quotes(count: int) -> str:
    """Give a number of quotes in words."""
    return "one quote" if count == 1 else f"{count} quotes"

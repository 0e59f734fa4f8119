"""Text that a spreadsheet would run as a formula, made harmless, for the formats that cannot say what is text.

A code may be called `=cmd|…` by anybody who can write to the codebook, and a spreadsheet that opens the CSV would
run it.
"""

from __future__ import annotations

from typing import Final

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: float | str | bool | None) -> float | str:
    """Put an apostrophe before text that would be run; numbers stay as they are, no data is empty, truth in words."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell

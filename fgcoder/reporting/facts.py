"""What everything that leaves the program rests on: the state of the study, told without a clock.

The date in a report is that of the last decision: the same study gives the same report, on whatever day it is printed.
"""

from __future__ import annotations

from fgcoder.model import Codebook
from fgcoder.storage.searching import Searching
from fgcoder.storage.store import Store

NEVER = "none yet"
LAST = "Last decision"


def last_decision(store: Store) -> str:
    """Give the day of the last decision, `2026-11-24`; or say that there is none."""
    _, latest = Searching(store).decisions_stamp()
    return latest[:10] or NEVER


def facts(store: Store, codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """Give the codebook with its version, and the day of the last decision."""
    return (
        ("Codebook", f"{codebook.title}, version {codebook.version}"),
        (LAST, last_decision(store)),
    )

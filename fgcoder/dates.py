"""When a group met, as its transcript says: import, tables and report take the same for a date.

A year, a month or a day, with the year first and in full. So dates sort as they are written, and none is the fourth of
May to one reader and the fifth of April to another, as `05.04.2024` is.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DATE: Final = "date"
"""The attribute of a transcript that says when the group met."""
EXPECTED: Final = "expected year-month-day, as in 2013-02-19, or 2013-02 or 2013"
_WRITTEN: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_FIRST: Final = "-01-01"
"""What a year lacks to be its first day."""
_PATTERNS: Final = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
"""By its length how a date is printed."""


def is_date(text: str) -> bool:
    """Say whether a text is a year, a month or a day that there is, written as expected."""
    return _day(text) is not None


def in_words(text: str) -> str:
    """Write a date as it is printed, `24 November 2026` or `November 2026`; what is no date stays as it is."""
    from babel.dates import format_date

    day = _day(text)
    return text if day is None else format_date(day, _PATTERNS[len(text)], locale="en")


def on_or_in(text: str) -> str:
    """Write a date with the word before it: `on 24 November 2026`, `in November 2026`."""
    return f"{'on' if len(text) == max(_PATTERNS) else 'in'} {in_words(text)}"


def _day(text: str) -> date | None:
    """Give the first day of what is written; None where it is no date."""
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text + _FIRST[len(text) - 4 :])
    except ValueError:
        return None

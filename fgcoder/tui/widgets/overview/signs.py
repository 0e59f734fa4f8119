"""How shares, counts and days are written, so that the overview and the coding screen write them alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from textual.content import Content

from fgcoder.rounding import percent_done

WAITING = "…"
"""What stands for a figure that is being counted."""


def bar(part: int, whole: int, cells: int) -> str:
    """Draw a share: full only where all is done, empty only where nothing is."""
    filled = cells * percent_done(part, whole) // 100
    return "█" * max(filled, int(part > 0 and cells > 0)) + "░" * (cells - max(filled, int(part > 0 and cells > 0)))


def share(part: int, whole: int, cells: int, *, is_counted: bool = True) -> str:
    """Draw a share with its percentage, always as wide."""
    if not is_counted:
        return f"{'░' * cells} {WAITING:>4} "
    return f"{bar(part, whole, cells)} {percent_done(part, whole):>3} %"


def day(moment: datetime | None, today: date) -> str:
    """Say when, in a few letters; times of day would be more than anybody asks of an overview."""
    if moment is None:
        return ""
    if moment.date() > today + timedelta(days=1):  # ahead in every zone; at the end of time some zones have no date
        return "today"
    then = moment.astimezone().date()
    if then >= today:
        return "today"
    return f"{then.day} {then:%b}" if then.year == today.year else f"{then.day} {then:%b %Y}"


def heading(text: str) -> Content:
    """Write a heading within a region."""
    return Content.assemble((text, "$text-primary bold"))

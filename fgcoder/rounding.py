"""How figures are rounded, the same in every table, text and screen."""

from __future__ import annotations

from math import isfinite

HAIR = 1e-9
"""What sums of weights in floating point may be off."""


def rounded(value: float, decimals: int) -> str:
    """Round half away from zero as spreadsheets do, so that a figure reads alike in all formats; never to `-0`.

    Thousands are set off by commas, as in the notes under a table: `1,540`.
    """
    from decimal import ROUND_HALF_UP, Decimal

    if not isfinite(value):
        return str(value)
    short = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(short) if short == 0 else short:,f}"


def per_cent(share: float, decimals: int = 0) -> str:
    """Print a share: what is not nil is never `0 %`, and what is not whole never `100 %`, but `<1 %` and `>99 %`."""
    text = rounded(100 * share, decimals)
    step = 10**-decimals
    if share > HAIR and text == rounded(0, decimals):
        return f"<{step:g} %"
    if share < 1 - HAIR and text == rounded(100, decimals):
        return f">{100 - step:g} %"
    return f"{text} %"


def decimals_for(highest: float) -> int:
    """Give how many decimals a share has: one where even the end of its interval stays below ten per cent."""
    return 1 if highest < 0.1 else 0


def percent_done(part: int, whole: int) -> int:
    """Give how much of something is done, in whole percent: 100 only where all is, 0 only where nothing is."""
    if part <= 0 or whole <= 0:
        return 0
    return 100 if part >= whole else min(max(round(100 * part / whole), 1), 99)

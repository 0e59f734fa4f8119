"""What stands under a saturation table: the rule, whether it was met, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fgcoder.rounding import per_cent
from fgcoder.tables.incidence import Level
from fgcoder.tables.part import Part, shared_notes
from fgcoder.tables.saturation.fieldwork import Fieldwork
from fgcoder.tables.saturation.rule import Curve, Rule
from fgcoder.wording import counted

SMALLEST: Final = 3
"""Groups of the smallest base and run that one would suggest."""


@dataclass(frozen=True)
class Saturated:
    """What a saturation table was made from."""

    part: Part
    rule: Rule
    level: Level
    order: Fieldwork
    series: tuple[tuple[str, int, Curve], ...]
    """The name of each series, its number of groups, its curve."""
    codes: int
    """How many codes or themes there are to come up."""


def notes(of: Saturated) -> tuple[str, ...]:
    """Give the notes, the outcome first."""
    rule, single = of.rule, of.level.value
    return (
        *_outcome(of),
        f"New information (Guest, Namey and Chen 2020): new {single} in a run of {counted(rule.run, 'group')}, as a "
        f"share of the {single} of the first {counted(rule.base, 'group') if rule.base > 1 else 'group'}. Runs move on "
        "by one group.",
        f"In any order: {single} after so many groups, on average over all orders of the same groups; where it differs "
        "much from what had come up, the curve owes its shape to the order.",
        *of.order.doubts(),
        "Saturation of this codebook: that no more of its codes come up. It does not say that another group could "
        "bring no new code, least of all where the codes were fixed beforehand. The rule was worked out for "
        "interviews; here each group is one.",
        *shared_notes(of.part),
    )


def _outcome(of: Saturated) -> Iterator[str]:
    rule = of.rule
    needed = rule.base + rule.run
    short = [f"{name} ({groups})" for name, groups, curve in of.series if groups < needed]
    for name, groups, curve in of.series:
        if groups < needed:
            continue
        here = f"{name}: {int(curve.so_far[-1])} of {of.codes} {of.level} in {groups} groups with codings;"
        share = f"{100 * rule.threshold:g} %"
        ratios = [float(ratio) for ratio in curve.ratio if ratio == ratio]
        if not ratios:
            yield f"{here} none of them in the base, so there is nothing to hold new ones against."
        elif curve.reached is None:
            lowest = min(ratios)
            yield f"{here} new information never fell to {share} or less (lowest {per_cent(lowest)})."
        else:
            later = [ratio for ratio in ratios[curve.reached - rule.base :] if ratio > rule.threshold]
            yield (
                f"{here} new information fell to {share} or less after {counted(curve.reached, 'group')}, as seen in "
                f"the run of {rule.run} that follows ({curve.reached}+{rule.run})."
                + (f" It rose again later, to {per_cent(max(later))}." if later else "")
            )
    if short:
        smaller = " A smaller base and run need fewer, and say less." if needed > SMALLEST else ""
        yield f"Too few groups with codings to say, as base and run need {needed}: {', '.join(short)}.{smaller}"

"""The tables that there are and what can be chosen about each: the options of `fgcoder table …`, with what they mean.

The names and values are those of the functions in `tables`, which check them; here stands how they are called and
explained to somebody who chooses among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from fgcoder.reporting.table_options import Among, How, Kind, Known, Option, Value
from fgcoder.tables.axes import COUNTRY


def _by(argument: str, name: str, among: Among, default: Value, **more: Any) -> Option:
    return Option("by", argument, name, more.pop("how", How.CHOICE), default, among=among, **more)


def _choice(slot: str, argument: str, name: str, *choices: Known) -> Option:
    return Option(slot, argument, name, How.CHOICE, choices[0].value, choices)


def _number(slot: str, argument: str, name: str, default: int, least: int = 0) -> Option:
    return Option(slot, argument, name, How.NUMBER, default, least=least)


_CODES: Final = Option("codes", "codes", "rows", How.SEVERAL, (), among=Among.CODES, none="all")
_LEVEL: Final = _choice(
    "level",
    "level",
    "rows",
    Known("all", "themes and codes", "Themes, and under each its codes."),
    Known("themes", "themes", "Themes, and codes that stand under none."),
    Known("codes", "codes", "Codes, without the themes over them."),
)
_ONLY: Final = replace(_CODES, name="only")
_ORDER: Final = _choice(
    "order",
    "order",
    "order",
    Known("codebook", "codebook", "As in the codebook's file."),
    Known("total", "most frequent first", "The themes, and the codes within each theme."),
    Known("label", "alphabet", "The themes, and the codes within each theme."),
)
_MINIMUM: Final = _number("number", "minimum", "minimum", 0)
_CODES_OR_THEMES: Final = (Known("codes", "codes"), Known("themes", "themes", "Themes, each with all its codes."))

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                "frequency",
                "Frequency",
                "How often each theme and code comes up. What is said often is not what matters most, and where more "
                "was said there is more of everything: read the base rows, or take shares.",
                (
                    _by("by", "by", Among.ATTRIBUTES_AND_CODER, (COUNTRY,), how=How.SEVERAL, at_most=2),
                    _choice(
                        "unit",
                        "counting",
                        "count",
                        Known("segments", "segments", "Distinct segments that have the code, in whole or in part."),
                        Known("participants", "participants", "Distinct people who say a segment that has the code."),
                        Known("groups", "groups", "Focus groups in which the code occurs."),
                        Known("codings", "codings", "Decisions to apply it: two coders on one segment make two."),
                        Known("words", "words", "Distinct words that the codings cover."),
                    ),
                    _choice(
                        "figures",
                        "figures",
                        "as",
                        Known("counts", "counts", "As they are."),
                        Known("share", "share of all", "Of all such units in the column, coded or not."),
                        Known("share-of-coded", "share of coded", "Of those units in the column that have any code."),
                        Known("per-1000-words", "per 1,000 words", "For a thousand words that the column speaks."),
                    ),
                    _LEVEL,
                    _ONLY,
                    _ORDER,
                    _MINIMUM,
                    Option("margins", "margins", "subtotals", How.SWITCH, default=False),
                ),
            ),
            Kind(
                "comparison",
                "Comparison",
                "Which codes come up more and less often than an even spread would have it. It is no test: "
                "participants are no random sample, and what is said in one group hangs together. Take the group as "
                "the unit, too.",
                (
                    _by("by", "between", Among.ATTRIBUTES, COUNTRY),
                    _choice(
                        "unit",
                        "unit",
                        "unit",
                        Known("segments", "segments", "Each segment has the code or has it not."),
                        Known("participants", "participants", "Each participant raises it or does not."),
                        Known("groups", "groups", "Each group does; the most careful, and needs many groups."),
                    ),
                    _choice(
                        "among",
                        "among",
                        "among",
                        Known("all", "all segments", "All in groups with codings."),
                        Known("decided", "those decided about", "Fair to groups that were coded in part."),
                    ),
                    Option(
                        "figures",
                        "show",
                        "show",
                        How.SEVERAL,
                        ("observed", "residual"),
                        (
                            Known("observed", "observed", "How many units have the code."),
                            Known("expected", "expected", "How many would, were it spread evenly."),
                            Known("residual", "residual", "Adjusted and standardised: beyond 2 is notable."),
                        ),
                    ),
                    _LEVEL,
                    _ONLY,
                    _ORDER,
                    _MINIMUM,
                ),
            ),
            Kind(
                "cooccurrence",
                "Co-occurrence",
                "Which codes come up together. That they do does not say that one leads to the other.",
                (
                    _choice(
                        "unit",
                        "within",
                        "within",
                        Known("segment", "a segment"),
                        Known("turn", "a turn"),
                        *(Known(str(turns), f"{turns} turn{'s' * (turns > 1)}") for turns in (1, 2, 3, 5, 10)),
                    ),
                    _choice("level", "level", "of", *_CODES_OR_THEMES),
                    _ONLY,
                    _choice(
                        "figures",
                        "measure",
                        "as",
                        Known("count", "counts", "Segments or turns with both."),
                        Known("jaccard", "Jaccard", "Those with both as a share of those with either."),
                    ),
                    _choice(
                        "order",
                        "order",
                        "order",
                        Known("codebook", "codebook", "As in the codebook's file; pairs the most frequent first."),
                        Known("total", "most frequent first", "The codes that come up most often; pairs likewise."),
                        Known("label", "alphabet", "Codes and pairs by their names."),
                    ),
                    Option("margins", "pairs", "list of pairs", How.SWITCH, default=False),
                    _number("number", "minimum", "minimum", 1, 1),
                ),
            ),
            Kind(
                "saturation",
                "Saturation",
                "Whether later groups still bring new codes, in order of fieldwork (Guest, Namey and Chen 2020). It "
                "speaks of these codes and this kind of group alone.",
                (
                    _by("by", "also by", Among.OF_TRANSCRIPTS, None, none="nothing"),
                    _number("number", "base", "base", 4, 1),
                    _number("run", "run", "run", 2, 1),
                    _number("threshold", "threshold", "threshold, %", 5),
                    _choice("level", "level", "new", *_CODES_OR_THEMES),
                    _ONLY,
                ),
            ),
            Kind(
                "coverage",
                "Coverage",
                "In how many groups and countries each code occurs, and where it came up first. A frequency of 40 may "
                "be one group that spoke of nothing else.",
                (_by("by", "by", Among.OF_TRANSCRIPTS, COUNTRY), _LEVEL, _ONLY, _ORDER, _MINIMUM),
            ),
            Kind(
                "framework",
                "Framework",
                "What each group, participant or country said on each theme (Ritchie and Spencer 1994): read across "
                "for a case, down for a theme.",
                (
                    _by("cases", "cases", Among.ATTRIBUTES, "group"),
                    _choice("level", "level", "by", *reversed(_CODES_OR_THEMES)),
                    _ONLY,
                    _choice(
                        "figures",
                        "fill",
                        "cells",
                        Known("quotes", "quotes", "Of each speaker in turn, in reading order."),
                        Known("memos", "memos", "What coders wrote about the passages and the case."),
                        Known("both", "both", "Memos, then quotes."),
                    ),
                    _number("number", "most", "quotes a cell", 3),
                ),
            ),
            Kind(
                "agreement",
                "Agreement",
                "How far coders agree, code by code, on segments that two of them have decided about.",
                (
                    _choice(
                        "order",
                        "order",
                        "order",
                        Known("codebook", "codebook", "As in the codebook's file."),
                        Known("lowest", "lowest first", "The codes first on which coders agree least."),
                    ),
                    _LEVEL,
                    _ONLY,
                    _MINIMUM,
                ),
                has_moderator=False,
            ),
            Kind(
                "joint-display",
                "Joint display",
                "Survey findings beside what the focus groups say to them: figures, themes, quotes, relation, "
                "inference.",
                (_number("number", "most", "quotes beside linked ones", 3),),
            ),
            Kind(
                "gaps",
                "Gaps",
                "Findings without quotes, themes without a finding, countries without either.",
                (),
            ),
        )
    }
)
"""All tables by name, in the order of their digits."""

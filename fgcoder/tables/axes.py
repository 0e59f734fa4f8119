"""By which attributes tables are laid out where nobody says so: alike in commands, on the screen and in a report.

Not every study has countries, and one that declares no attributes at all must get its tables, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from fgcoder.dates import DATE
from fgcoder.model import Transcript
from fgcoder.tables.coded import CodedCorpus

COUNTRY: Final = "country"
"""What comes first, where groups are of several countries."""
GROUP: Final = "group"
"""What is left where transcripts say nothing that tells several of them apart."""
MOST_VALUES: Final = 12
"""Of an attribute that nobody declared, from which on it is none to lay a table out by."""


def axes(corpus: CodedCorpus, declared: Collection[str], groups: Iterable[Transcript] | None = None) -> tuple[str, ...]:
    """Give the attributes of transcripts to lay tables out by, as their columns are called.

    The country, then those that the study declares; where it declares none, those that have few values. One with a
    single value comes in only where none has several: tables about one country are not by country.

    Parameters
    ----------
    corpus
        What the tables are made from.
    declared
        The attributes that the study declares.
    groups
        Those that the tables are about; all by default.
    """
    there = corpus.transcript_attributes
    about = list(corpus.transcripts.values() if groups is None else groups)
    counts = {name: len({one.attributes[name] for one in about if one.attributes.get(name)}) for name in there}
    known = [name for name in declared if counts.get(name)]
    known = known or [name for name in there if name != DATE and 1 < counts[name] <= min(MOST_VALUES, len(about) - 1)]
    if counts.get(COUNTRY):
        known = [COUNTRY, *(name for name in known if name != COUNTRY)]
    several = [name for name in known if counts[name] > 1]
    return tuple(there[name] for name in several or known)


def first_axis(corpus: CodedCorpus, declared: Collection[str], groups: Iterable[Transcript] | None = None) -> str:
    """Give what a table is laid out by where nothing is chosen: the first of the `axes`, else the group."""
    return next(iter(axes(corpus, declared, groups)), GROUP)

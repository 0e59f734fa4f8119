"""Which part of the corpus a table is about: filters and groupings by name, checked before anything is counted.

Every table takes the same `where` and `by`, and a misspelt country that silently gave an empty table would be worse
than none; so the names are looked up in one place and a wrong one is answered with what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from fgcoder.errors import Fault, TableError
from fgcoder.model import Role
from fgcoder.tables.coded import NOT_GIVEN, CodedCorpus, speakers
from fgcoder.wording import there_are

if TYPE_CHECKING:
    import pandas as pd

Where = Mapping[str, Collection[str] | str]
"""For each attribute the values to keep."""


def pick(asked: str, among: Iterable[str], *, task: str, noun: str) -> str:
    """Give back a name that exists.

    Raises
    ------
    TableError
        When it does not, with the nearest name and all there are.
    """
    names = list(among)
    if asked in names:
        return asked
    by_folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(asked.casefold(), list(by_folded), n=1)
    hint = f"Did you mean '{by_folded[near[0]]}'? " if near else ""
    raise TableError(task, Fault(f"There is no {noun} '{asked}'.", todo=hint + there_are(names)))


def people(corpus: CodedCorpus, *, where: Where | None, include_moderator: bool, task: str) -> pd.DataFrame:
    """Give the rows of `speakers` that a table is about.

    Unless it is filtered out every transcript keeps at least one row, even one where only the moderator is known, so
    that no group and no country falls out of the table; such a row has neither label nor role.

    Raises
    ------
    TableError
        When an attribute or value in `where` does not exist, or no speaker is left.
    """
    import pandas as pd

    everybody = speakers(corpus)
    if not include_moderator:
        heard = everybody[everybody["role"] != Role.MODERATOR.value]
        unheard = everybody[~everybody["group"].isin(heard["group"])].drop_duplicates("group")
        blank = dict.fromkeys(corpus.speaker_attributes.values(), NOT_GIVEN)
        unheard = unheard.assign(speaker="", role="", **blank)
        everybody = pd.concat([heard, unheard]).sort_index().reset_index(drop=True)
    kept = everybody
    for attribute, asked in (where or {}).items():
        column = pick(attribute, attributes(everybody), task=task, noun="attribute")
        there = in_order(everybody[column].unique())
        values = [asked] if isinstance(asked, str) else list(asked)
        wanted = [pick(value, there, task=task, noun=attribute) for value in values]
        kept = kept[kept[column].isin(wanted)]
    if where and kept.empty:
        fault = Fault(f"Nobody in the transcripts fits {describe(where)}.", todo="Drop one of the conditions.")
        raise TableError(task, fault)
    return kept.reset_index(drop=True)


def by_coders(corpus: CodedCorpus, coders: Collection[str] | None, *, task: str) -> CodedCorpus:
    """Keep the codings of the coders asked for, all when `coders` is None.

    Raises
    ------
    TableError
        When one of them has coded nothing.
    """
    if coders is None:
        return corpus
    asked = [coders] if isinstance(coders, str) else list(coders)
    made, verdicts = corpus.columns, corpus.verdicts
    there = in_order(made.coders_there)
    wanted = {pick(coder, there, task=task, noun="coder with codings called") for coder in asked}
    return replace(
        corpus,
        codings=made.by(wanted),
        verdicts=verdicts.by(wanted) if verdicts is not None else None,
        worked={place: last for place, last in corpus.worked.items() if place[1] in wanted},
    )


def pick_code(asked: str, corpus: CodedCorpus, *, task: str) -> str:
    """Give back the id of a code or theme that exists, or is in the codings; a former id gives what it has become.

    Raises
    ------
    TableError
        When there is none, with the nearest id and all there are.
    """
    book = corpus.codebook
    gone = set(corpus.columns.codes_there) - set(book.by_id)
    return pick(book.current(asked), [*book.by_id, *in_order(gone)], task=task, noun="code")


def attributes(people: pd.DataFrame) -> list[str]:
    """Give the columns of `speakers` that one can filter and group by."""
    return [str(column) for column in people.columns if column != "role"]


def not_given(present: pd.DataFrame, by: Iterable[str]) -> Iterator[str]:
    """Yield a note on the transcripts that say nothing, of all or some who speak, about what a table is made by."""
    for attribute in by:
        if attribute in present and attribute not in ("group", "speaker"):
            without = in_order(map(str, present.loc[present[attribute] == NOT_GIVEN, "group"].unique()))
            rest = f" and {len(without) - MOST_NAMED:,} more" if len(without) > MOST_NAMED else ""
            if without:
                yield f"Nothing is given as {attribute} in: {', '.join(without[:MOST_NAMED])}{rest}. See “{NOT_GIVEN}”."


MOST_NAMED: Final = 6
"""Transcripts that a note names before it only counts the rest."""


def in_order(values: Iterable[str]) -> list[str]:
    """Give the distinct values as they are listed: alphabetically, `Česko` among the Cs, `(not given)` last."""
    return sorted(set(values), key=lambda value: (value == NOT_GIVEN, letters(value), value))


def letters(value: str) -> str:
    """Give a text as the alphabet takes it: without capitals and accents."""
    return "".join(sign for sign in normalize("NFKD", value.casefold()) if not combining(sign))


def describe(where: Where) -> str:
    """Put the filters into words: `country = Denmark or France; sector = public health`."""
    parts = ((name, [asked] if isinstance(asked, str) else sorted(asked)) for name, asked in where.items())
    return "; ".join(f"{name} = {' or '.join(values)}" for name, values in parts)

"""The part of a corpus that a table is about, and what every table has to say of it.

Comparison, co-occurrence, saturation and the framework matrix ask different questions of the same selection: whose
words, whose codings, in which groups. It is made once here, so that they agree on it, and so do their notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Passage, Span
from fgcoder.tables.coded import CodedCorpus, rows, segment_rows, unplaced
from fgcoder.tables.selection import Where, by_coders, describe, in_order, people
from fgcoder.wording import counted

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Part:
    """What a table is about. The frames have the columns that `coded` gives them."""

    corpus: CodedCorpus
    """With the codings of the coders asked for."""
    where: Where
    include_moderator: bool
    present: pd.DataFrame
    """Everybody, as `people` gives them; every group has a row."""
    coded: pd.DataFrame
    """All codings in these groups, of anybody's words: one row a coding and segment, as `rows` gives them."""
    counted: pd.DataFrame
    """Those that count: of the words of those present."""
    spoken: pd.DataFrame
    """The segments that they speak, in reading order."""

    @cached_property
    def groups(self) -> list[str]:
        """The groups it is about, in the order of the corpus."""
        wanted = set(self.present["group"])
        return [group for group in self.corpus.transcripts if group in wanted]

    @cached_property
    def groups_coded(self) -> list[str]:
        """The groups with codings, of anybody's words; in the others nothing is known of any code."""
        wanted = set(self.coded["group"])
        return [group for group in self.groups if group in wanted]

    @cached_property
    def coders(self) -> list[str]:
        """Those who made the codings."""
        return in_order(map(str, self.coded["coder"].unique()))

    @cached_property
    def gone(self) -> list[str]:
        """The codes that the codings have and the codebook no longer does."""
        return in_order(set(map(str, self.counted["code"].unique())) - set(self.corpus.codebook.by_id))

    @cached_property
    def decided(self) -> frozenset[str] | None:
        """The ids of the segments about which anything was decided; None where only codings are known."""
        import numpy as np

        if self.corpus.decided is None:
            return None
        at = np.unique(self.corpus.decided[1])
        return frozenset(map(str, segment_rows(self.corpus)["segment"].iloc[at]))

    @cached_property
    def last_decision(self) -> datetime | None:
        """When anything was last decided in these groups, as far as it is known."""
        groups = set(self.groups)
        return max((time for (group, _), time in self.corpus.worked.items() if group in groups), default=None)

    def passages(self, of: pd.DataFrame) -> list[Passage]:
        """Give the passages that rows of `counted` were coded on, each once, in reading order."""
        found = {self._place_of[decision] for decision in map(str, of["decision"].unique())}
        groups = list(self.corpus.transcripts)
        return [Passage(groups[place], span) for place, span in sorted(found)]

    @cached_property
    def _place_of(self) -> dict[str, tuple[int, Span]]:
        """Where each decision applied its code; made when passages are first asked for."""
        place = {group: at for at, group in enumerate(self.corpus.transcripts)}
        return {
            coding.decision: (place[coding.transcript], coding.span)
            for coding in self.corpus.codings
            if coding.transcript in place
        }


def part_of(
    corpus: CodedCorpus, *, coders: Collection[str] | None, where: Where | None, include_moderator: bool, task: str
) -> Part:
    """Select the part of a corpus that a table is about.

    Raises
    ------
    TableError
        When a coder, or an attribute or value in `where`, does not exist, or nobody is left.
    """
    corpus = by_coders(corpus, coders, task=task)
    present = people(corpus, where=where, include_moderator=include_moderator, task=task)
    who = present[["group", "speaker"]]
    coded = rows(corpus, include_moderator=True)
    coded = coded[coded["group"].isin(present["group"])].reset_index(drop=True)
    return Part(
        corpus=corpus,
        where=where or {},
        include_moderator=include_moderator,
        present=present,
        coded=coded,
        counted=coded.merge(who, on=["group", "speaker"]),
        spoken=segment_rows(corpus).merge(who, on=["group", "speaker"]),
    )


def facts(part: Part, *base: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Give what a table rests on, as names and values, the base first."""
    book, last = part.corpus.codebook, part.last_decision
    return (
        *base,
        ("Filters", describe(part.where) if part.where else "none"),
        ("Coders", ", ".join(part.coders) or "none"),
        ("Codebook", f"{book.title}, version {book.version}"),
        *([("Last decision", f"{last:%Y-%m-%d %H:%M} UTC")] if last is not None else []),
    )


def shared_notes(
    part: Part, *, once: str = "it", are_left_out: bool = True, of_participants: bool = False
) -> Iterator[str]:
    """Yield what has to be said under every table and is no fact: how coders count, and what is not counted.

    Parameters
    ----------
    part
        What the table is about.
    once
        What counts once where several coders applied the same code.
    are_left_out
        Whether groups without codings are not in the table at all.
    of_participants
        Whether participants are what is counted, so that the moderator never is.
    """
    coders = ", ".join(part.coders)
    if not part.coders:
        yield "Nothing has been coded yet."
    elif len(part.coders) > 1:
        yield f"{len(part.coders)} coders: {coders}. Where two applied the same code, {once} counts once."
    if of_participants and part.include_moderator:
        yield "The moderator is no participant, so what the moderator says is left out."
    else:
        yield f"What the moderator says is {'counted too' if part.include_moderator else 'left out'}."
    if are_left_out and part.coders and len(part.groups_coded) < len(part.groups):
        without = [group for group in part.groups if group not in set(part.groups_coded)]
        listed = ", ".join(without) if len(without) <= MOST_NAMED else f"{', '.join(without[:MOST_NAMED])} …"
        yield f"Left out, as nobody has coded anything in them yet: {counted(len(without), 'group')} ({listed})."
    if part.gone:
        yield f"{counted(len(part.gone), 'code')} in the codings but not in the codebook: listed at the end."
    yield from not_counted(part.corpus)


def not_counted(corpus: CodedCorpus) -> Iterator[str]:
    """Yield what is in the record and in no table, since the text that it is about is not here."""
    lost, aside = unplaced(corpus), corpus.set_aside
    if lost:
        listed = ", ".join(in_order(coding.transcript for coding in lost))
        yield f"{counted(len(lost), 'coding')} not counted, as the text they refer to is not here: {listed}."
    if aside:
        many = counted(sum(aside.values()), "decision")
        yield f"{many} not counted, made on another text than these transcripts have here: {', '.join(aside)}."


MOST_NAMED = 6
"""Groups that a note names before it only counts the rest."""

"""What stands under a frequency table, so that nobody has to ask what its numbers are and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fgcoder.model import Role
from fgcoder.tables.coded import CodedCorpus, unplaced
from fgcoder.tables.selection import Where, describe, in_order
from fgcoder.tabular import NO_DATA

if TYPE_CHECKING:
    import pandas as pd

COUNTED: Final = {
    "segments": "Counted: distinct segments that have the code, in whole or in part.",
    "participants": "Counted: distinct participants who say at least one segment that has the code.",
    "groups": "Counted: distinct groups in which the code was applied at least once.",
    "codings": "Counted: codings, that is, decisions to apply a code; one that runs across several segments is one.",
}
ONCE: Final = {"segments": "segment", "participants": "participant", "groups": "group", "codings": "coding"}


@dataclass(frozen=True)
class Counted:
    """What a frequency table was made from."""

    by: str
    counting: str
    where: Where
    include_moderator: bool
    gone: int
    """How many codes the codebook no longer has."""
    corpus: CodedCorpus
    """With the codings of the coders asked for."""
    coded: pd.DataFrame
    """All codings in the groups the table is about, of anybody's words."""
    counted: pd.DataFrame
    """Those that count, each with its `column`."""
    present: pd.DataFrame
    """Everybody the table is about, each with his or her `column`."""
    frame: pd.DataFrame
    """The finished cells."""
    total: str
    """The heading of the total."""


def notes(facts: Counted) -> tuple[str, ...]:
    """Give the notes, from what every reader needs to what only some tables have to say."""
    book = facts.corpus.codebook
    return (
        f"{COUNTED[facts.counting]} A theme counts each {ONCE[facts.counting]} once, however many of its codes it has.",
        *_coders(facts),
        *([f"Only: {describe(facts.where)}."] if facts.where else []),
        *_moderator(facts),
        *_progress(facts),
        *_totals(facts),
        *_doubts(facts),
        f"Codebook: {book.title}, version {book.version}.",
    )


def _coders(facts: Counted) -> Iterator[str]:
    coders = in_order(facts.coded["coder"].unique())
    if not coders:
        yield "Nothing has been coded yet."
    elif len(coders) == 1:
        yield f"Coder: {coders[0]}."
    elif facts.counting == "codings":
        yield f"{len(coders)} coders: {', '.join(coders)}. Where two applied the same code, both codings count."
    else:
        yield f"{len(coders)} coders: {', '.join(coders)}. Where two applied the same code, it counts once."


def _moderator(facts: Counted) -> Iterator[str]:
    if facts.include_moderator:
        yield "What the moderator says is counted too."
        return
    moderated = facts.coded[facts.coded["role"] == Role.MODERATOR.value]
    left_out = moderated.loc[~moderated["decision"].isin(facts.counted["decision"]), "decision"]
    yield f"What the moderator says is left out ({_number(left_out.nunique(), 'coding')})."


def _progress(facts: Counted) -> Iterator[str]:
    if facts.coded.empty or facts.by == "coder":
        return
    columns = [str(column) for column in facts.frame.columns if column != facts.total]
    coded = dict(zip(columns, map(int, facts.frame.loc["(groups coded)", columns]), strict=True))
    groups = dict(zip(columns, map(int, facts.frame.loc["(groups)", columns]), strict=True))
    none = [column for column in columns if coded[column] == 0]
    part = [column for column in columns if 0 < coded[column] < groups[column]]
    if none and facts.by in ("group", "speaker"):
        yield f"A {NO_DATA} stands where nobody has coded anything yet: {len(none)} of {len(columns)} columns."
    elif none:
        listed = "; ".join(f"{column} ({_number(groups[column], 'group')})" for column in none)
        yield f"A {NO_DATA} stands where nobody has coded anything yet: {listed}."
    if part:
        listed = "; ".join(f"{column} {coded[column]} of {groups[column]} groups" for column in part)
        yield f"With codings so far: {listed}."


def _totals(facts: Counted) -> Iterator[str]:
    columns = facts.frame.drop(columns=facts.total)
    if (columns.sum(axis=1) != facts.frame[facts.total].fillna(0)).any():
        yield f"{facts.total} counts what is in several columns once, so it can be below the sum of its row."


def _doubts(facts: Counted) -> Iterator[str]:
    """Yield what a careful reader should know before quoting a figure."""
    book = facts.corpus.codebook
    themes = {code.id for code in book.by_id.values() if code.is_theme}
    direct = facts.counted.loc[facts.counted["code"].isin(themes), "decision"].nunique()
    if direct:
        yield f"{_number(direct, 'coding')} of a theme itself: counted in the theme's row and in none below it."
    if facts.gone:
        yield f"{_number(facts.gone, 'code')} in the codings but not in the codebook: listed at the end."
    nameless = facts.present[(facts.present["speaker"] == "") & (facts.present["role"] == Role.UNKNOWN.value)]
    if not nameless.empty:
        groups = nameless["group"].nunique()
        yield f"{_number(groups, 'group')} with turns of unnamed speakers: in each they count as one participant."
    lost = unplaced(facts.corpus)
    if lost:
        where = in_order(coding.transcript for coding in lost)
        yield f"{_number(len(lost), 'coding')} not counted, as the text they refer to is not here: {', '.join(where)}."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

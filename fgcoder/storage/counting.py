"""What the overview of a study reads of the store: all of it at once, and of each row only what is counted.

As nouns of the model a hundred thousand segments and as many decisions would take seconds to build. As columns and
plain tuples they take a third of one, and the texts are not read at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Integer, String, bindparam, case, cast, func, select

from fgcoder.model import Action, Mode, Role, Span
from fgcoder.storage import schema
from fgcoder.storage.queries import on_this_text
from fgcoder.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BETWEEN: Final = "\x1f"
"""The unit separator, which no id holds."""
_VERDICTS: Final = [action.value for action in Action if action.is_verdict]


@dataclass(frozen=True, slots=True)
class Notch:
    """A decision that is no verdict: a withdrawal, a flag, a memo, a link."""

    made_at: str
    """Times sort as text."""
    id: str
    coder: str
    action: str
    transcript: str
    start: int
    end: int
    text: str
    withdraws: str | None


@dataclass(frozen=True)
class Batch:
    """All verdicts that one coder ever gave on one transcript, in columns of shape (n,), in no order."""

    transcript: str
    coder: str
    made_at: list[str]
    id: list[str]
    code: list[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    is_applied: NDArray[np.bool_]
    is_blind: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Entry:
    """A transcript without its text."""

    id: str
    title: str
    language: str
    attributes: Mapping[str, str]
    codable: int
    """How many of its segments are put before coders."""


class Counting:
    """The queries of the overview on one store; may be used from several threads.

    Parameters
    ----------
    store
        The study's database.
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def entries(self) -> list[Entry]:
        """Give the transcripts, in the order of their ids."""
        table, one = schema.transcripts, schema.segments
        counts = select(one.c.transcript, func.count()).where(_is_codable()).group_by(one.c.transcript)
        query = select(table.c.id, table.c.title, table.c.language, table.c.attributes).order_by(table.c.id)
        with self._engine.connect() as connection:
            codable: dict[str, int] = {row[0]: row[1] for row in connection.execute(counts)}
            return [Entry(*row, codable.get(row.id, 0)) for row in connection.execute(query)]

    def titles(self) -> dict[str, str]:
        """Give the titles of the transcripts, in the order of their ids."""
        one = schema.transcripts.c
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(select(one.id, one.title).order_by(one.id))}

    def words(self) -> dict[str, NDArray[np.int64]]:
        """Give for each transcript the segments that are put before coders, in reading order.

        Returns
        -------
        dict of NDArray
            By transcript, in the order of ids: start and end of the words; shape (n, 2).
        """
        import numpy as np

        one = schema.segments
        columns = [_strung(one.c.words_start), _strung(one.c.words_end)]
        query = select(one.c.transcript, *columns).where(_is_codable()).group_by(one.c.transcript)
        found = {}
        with self._engine.connect() as connection:
            for name, *strings in connection.execute(query.order_by(one.c.transcript)):
                rows = np.stack([_numbers(string) for string in strings], axis=1)
                found[name] = rows[np.argsort(rows[:, 0])]
        return found

    def verdicts(self, coder: str | None = None) -> list[Batch]:
        """Give all verdicts about transcripts, or one coder's, those that were taken back among them."""
        one = schema.decisions.c
        kept = (one.made_at, one.id, one.code, one.start, one.end)
        is_applied = case((one.action == Action.APPLY.value, 1), else_=0)
        is_blind = case((one.mode == Mode.ASSISTED.value, 0), else_=1)
        query = select(one.transcript, one.coder, *(_strung(column) for column in (*kept, is_applied, is_blind)))
        query = query.where(one.action.in_(_VERDICTS), one.transcript != "", on_this_text())
        query = query.group_by(one.transcript, one.coder)
        if coder is not None:
            query = query.where(one.coder == coder)
        with self._engine.connect() as connection:
            return [
                Batch(
                    transcript,
                    coder,
                    *(string.split(_BETWEEN) for string in (made_at, ids, code)),
                    *map(_numbers, (start, end)),
                    *(_numbers(string) > 0 for string in (applied, blind)),
                )
                for transcript, coder, made_at, ids, code, start, end, applied, blind in connection.execute(query)
            ]

    def notches(self) -> list[Notch]:
        """Give the other decisions, in order of time; those about the codebook, too, since they withdraw others."""
        one = schema.decisions.c
        wanted = (one.made_at, one.id, one.coder, one.action, one.transcript, one.start, one.end, one.text)
        query = select(*wanted, one.withdraws).where(one.action.not_in(_VERDICTS), on_this_text())
        with self._engine.connect() as connection:
            found = [Notch(*row) for row in connection.execute(query)]
        # Sorted here: the database would go through the whole record by its index on time.
        return sorted(found, key=attrgetter("made_at", "id"))

    def passages(self, places: Sequence[tuple[str, Span]], longest: int) -> list[tuple[int, str]]:
        """Give for each place the number of the segment it begins in, and its words, cut off at a number of letters.

        The number is 0 where the place touches the words of no segment, and the text empty where it is not there.
        """
        texts, one = schema.transcripts.c, schema.segments.c
        name = bindparam("name", type_=String())
        start, end, length = (bindparam(key, type_=Integer()) for key in ("start", "end", "length"))
        overlapping = (one.transcript == name, one.words_start < end, one.words_end > start)
        number = select(func.min(one.number)).where(*overlapping).scalar_subquery()
        query = select(number, func.substr(texts.text, start + 1, length)).where(texts.id == name)
        found = []
        with self._engine.connect() as connection:
            for transcript, span in places:
                bounds = {"start": span.start, "end": span.end, "length": min(span.end - span.start, longest)}
                row = connection.execute(query, {"name": transcript, **bounds}).one_or_none()
                found.append((0, "") if row is None else (row[0] or 0, row[1]))
        return found


def _is_codable() -> ColumnElement[bool]:
    one = schema.segments.c
    return (one.role != Role.MODERATOR.value) & (one.words_start < one.words_end)


def _strung(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Have the database string a column together: a few long strings are read in half the time of many rows."""
    return func.aggregate_strings(cast(column, String), _BETWEEN)


def _numbers(string: str) -> NDArray[np.int64]:
    import numpy as np

    return np.array(string.split(_BETWEEN), dtype=np.int64)

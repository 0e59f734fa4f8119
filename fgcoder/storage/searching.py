"""What a search reads of the store: a whole study in columns, and of each decision only what it decides.

A search looks at every passage of a study at once. As the nouns of the model a hundred thousand segments would take a
second to build and a hundred megabytes to hold; as columns they take a fraction of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fgcoder.model import Action, Decision, Mode, Role, Span, Speaker
from fgcoder.storage import schema
from fgcoder.storage.queries import on_this_text
from fgcoder.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

Stamp = tuple[int, str]
"""A count and the latest time: while both stay, nothing has changed."""


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """A transcript without its turns."""

    id: str
    title: str
    text: str
    language: str
    attributes: Mapping[str, str]
    speakers: Mapping[str, Speaker]


SegmentRow = tuple[int, int, int, int, str]
"""Of a segment: its number, its turn, where its words start and end, and who speaks."""


class Searching:
    """The queries of the searches on one store; may be used from several threads.

    Parameters
    ----------
    store
        The study's database.
    """

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def transcripts_stamp(self) -> Stamp:
        """Say, cheaply, in what state the transcripts are."""
        table = schema.transcripts
        with self._engine.connect() as connection:
            count, latest = connection.execute(select(func.count(), func.max(table.c.imported_at))).one()
        return count, latest or ""

    def transcripts(self) -> list[StoredTranscript]:
        """Give all transcripts, in the order of their ids."""
        table, speakers = schema.transcripts, schema.speakers
        wanted = (table.c.id, table.c.title, table.c.text, table.c.language, table.c.attributes)
        with self._engine.connect() as connection:
            present: dict[str, dict[str, Speaker]] = {}
            for row in connection.execute(select(speakers).order_by(speakers.c.transcript, speakers.c.position)):
                present.setdefault(row.transcript, {})[row.label] = Speaker(row.label, Role(row.role), row.attributes)
            rows = connection.execute(select(*wanted).order_by(table.c.id))
            return [StoredTranscript(*row, present.get(row.id, {})) for row in rows]

    def segments(self) -> Iterator[tuple[str, list[SegmentRow]]]:
        """Yield for each transcript, in the order of ids, its segments in reading order."""
        one, turns = schema.segments, schema.turns
        query = (
            select(one.c.number, one.c.turn, one.c.words_start, one.c.words_end, turns.c.speaker)
            .join(turns, (turns.c.transcript == one.c.transcript) & (turns.c.number == one.c.turn))
            .order_by(one.c.number)
        )
        with self._engine.connect() as connection:
            for name in connection.execute(select(schema.transcripts.c.id).order_by(schema.transcripts.c.id)).scalars():
                rows = connection.execute(query.where(one.c.transcript == name))
                yield name, [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def decisions_stamp(self) -> Stamp:
        """Say, cheaply, in what state the decisions are."""
        table = schema.decisions
        query = select(func.count(), func.max(table.c.made_at)).where(on_this_text())
        with self._engine.connect() as connection:
            count, latest = connection.execute(query).one()
        return count, latest or ""

    def decisions(self, after: str = "") -> list[Decision]:
        """Give the decisions made after a time, without what was on screen.

        What was on screen is nine tenths of the record, and no search asks for it.

        Parameters
        ----------
        after
            The time of a stamp; all decisions where it is empty.
        """
        table = schema.decisions
        names = ("id", "coder", "made_at", "action", "transcript", "start", "end", "code", "withdraws", "text")
        query = select(*(table.c[name] for name in names)).where(on_this_text())
        if after:
            query = query.where(table.c.made_at > after)
        with self._engine.connect() as connection:
            return [
                Decision(
                    id=name,
                    coder=coder,
                    made_at=datetime.fromisoformat(made_at),
                    action=Action(action),
                    transcript=transcript,
                    transcript_hash="",
                    span=Span(start, end),
                    code=code,
                    mode=Mode.BLIND,
                    withdraws=withdraws,
                    text=text,
                )
                for name, coder, made_at, action, transcript, start, end, code, withdraws, text in connection.execute(
                    query
                )
            ]

    def vectors(self, model: str) -> Iterator[tuple[str, bytes]]:
        """Yield all vectors of a model: the hash of the text, and its float32 numbers as little-endian bytes."""
        table = schema.vectors
        query = select(table.c.text_hash, table.c.vector).where(table.c.model == model)
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=2000).execute(query):
                yield row.text_hash, row.vector

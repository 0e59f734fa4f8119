"""The record: what coders decided, which is only ever added to, and where each of them goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from fgcoder.model import Action, Decision
from fgcoder.record.decisions import END_OF_TIME, in_order, next_moment
from fgcoder.record.fields import decision_of, fields_of, moment_of
from fgcoder.storage import schema
from fgcoder.storage.queries import Queries, chunks, on_this_text

_FIELDS = tuple(schema.decisions.c.keys())


class Record(Queries):
    """The decisions of a study's coders, and their places."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._last_moment: datetime | None = None
        self._clock = Lock()

    # Decisions

    def next_moment(self) -> datetime:
        """Give a time for the next decision, later than that of every decision in the store (see `END_OF_TIME`)."""
        with self._clock, self.engine.connect() as connection:
            made_at = schema.decisions.c.made_at
            query = select(func.max(made_at)).where(made_at < moment_of(END_OF_TIME))
            latest = connection.execute(query).scalar_one()
            stored = datetime.fromisoformat(latest) if latest else None
            moments = [moment for moment in (self._last_moment, stored) if moment is not None]
            moment = self._last_moment = next_moment(max(moments, default=None))
            return moment

    def append(self, decisions: Sequence[Decision], place: tuple[str, int] | None = None) -> None:
        """Add decisions in one commit, and with them where the coder stands; on return they are on disk.

        Parameters
        ----------
        decisions
            New ones; their ids must not be in the store.
        place
            Transcript id and segment number at which the coder goes on, if that is to be kept.
        """
        with self.engine.begin() as connection:
            if decisions:
                connection.execute(insert(schema.decisions), [fields_of(decision) for decision in decisions])
            if place is not None and decisions:
                _set_place(connection, decisions[-1].coder, *place)

    def merge(self, decisions: Iterable[Decision]) -> int:
        """Add the decisions that the store lacks, in one commit, and give their number."""
        with self._writing() as connection:
            known = set(connection.execute(select(schema.decisions.c.id)).scalars())
            new = {decision.id: decision for decision in decisions if decision.id not in known}
            if new:
                connection.execute(insert(schema.decisions), [fields_of(decision) for decision in new.values()])
        return len(new)

    def decisions(
        self, transcript: str | None = None, coder: str | None = None, *, set_aside: bool = False
    ) -> list[Decision]:
        """Give the decisions in order of time, of all transcripts and coders unless told otherwise.

        Parameters
        ----------
        transcript, coder
            Only those about this transcript (about none where it is empty), and only those of this coder.
        set_aside
            Whether those about other texts than are here are among them, which do not count.
        """
        table = schema.decisions
        query = select(table) if set_aside else select(table).where(on_this_text(transcript))
        if transcript is not None:
            query = query.where(table.c.transcript == transcript)
        if coder is not None:
            query = query.where(table.c.coder == coder)
        with self.engine.connect() as connection:
            return in_order(map(_decision_of, connection.execute(query)))

    def set_aside(self) -> dict[str, int]:
        """Count by transcript the decisions that were made on another text than it has here, and do not count."""
        one = schema.decisions.c
        query = select(one.transcript, func.count()).where(~on_this_text()).group_by(one.transcript)
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(one.transcript))}

    def decisions_latest_first(self, coder: str) -> Iterator[Decision]:
        """Yield a coder's decisions from the latest back, reading only as many as are asked for."""
        table, texts = schema.decisions, schema.transcripts.c
        query = select(table).where(table.c.coder == coder).order_by(table.c.made_at.desc(), table.c.id.desc())
        here: dict[str, str | None] = {}
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=50).execute(query):
                if row.transcript not in here:
                    known = connection.execute(select(texts.hash).where(texts.id == row.transcript))
                    here[row.transcript] = known.scalar_one_or_none()
                if here[row.transcript] in (None, row.transcript_hash):
                    yield _decision_of(row)

    def decisions_of_gesture(self, coder: str, gesture: str) -> list[Decision]:
        """Give the decisions that a coder made by one key press, in order of time."""
        table = schema.decisions
        mine = (table.c.coder == coder) & ((table.c.gesture == gesture) | (table.c.id == gesture))
        with self.engine.connect() as connection:
            return in_order(map(_decision_of, connection.execute(select(table).where(mine))))

    def decisions_by_id(self, ids: Iterable[str]) -> dict[str, Decision]:
        """Give decisions by id; those that are not there are left out."""
        table = schema.decisions
        found = {}
        with self.engine.connect() as connection:
            for some in chunks(list(ids), 500):
                for row in connection.execute(select(table).where(table.c.id.in_(some))):
                    found[row.id] = _decision_of(row)
        return found

    def times_applied(self, coder: str) -> dict[str, int]:
        """Give for each code how many of a coder's decisions apply it that nobody has taken back."""
        one = schema.decisions.c
        count = select(one.code, func.count().label("times")).where(
            one.coder == coder, one.action == Action.APPLY.value, on_this_text()
        )
        latest_first = (one.made_at.desc(), one.id.desc())
        withdrawals = select(one.id, one.withdraws).where(one.coder == coder, one.withdraws.is_not(None))
        with self.engine.connect() as connection:
            times = {row.code: row.times for row in connection.execute(count.group_by(one.code))}
            taken_back: set[str] = set()
            for decision, withdrawn in connection.execute(withdrawals.order_by(*latest_first)):
                if decision not in taken_back:
                    taken_back.add(withdrawn)
            for some in chunks(list(taken_back), 500):
                for code, number in connection.execute(count.where(one.id.in_(some)).group_by(one.code)):
                    times[code] -= number
        return {code: number for code, number in times.items() if number}

    def coders(self) -> list[str]:
        """List the coders who have made decisions, by name."""
        table = schema.decisions
        with self.engine.connect() as connection:
            return list(connection.execute(select(table.c.coder).distinct().order_by(table.c.coder)).scalars())

    # Places

    def set_place(self, coder: str, transcript: str, segment: int) -> None:
        """Keep where a coder stands in a transcript."""
        with self.engine.begin() as connection:
            _set_place(connection, coder, transcript, segment)

    def places(self, coder: str) -> dict[str, int]:
        """Give the segment number at which the coder left each transcript, the one left last coming first."""
        table = schema.places
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(table.c.transcript, table.c.segment)
                .where(table.c.coder == coder)
                .order_by(table.c.left_at.desc())
            )
            return {row.transcript: row.segment for row in rows}


def _set_place(connection: Connection, coder: str, transcript: str, segment: int) -> None:
    values = {"segment": segment, "left_at": moment_of(datetime.now(UTC))}
    connection.execute(
        upsert(schema.places)
        .values(coder=coder, transcript=transcript, **values)
        .on_conflict_do_update(index_elements=["coder", "transcript"], set_=values)
    )


def _decision_of(row: Row[Any]) -> Decision:
    return decision_of(dict(zip(_FIELDS, row, strict=True)))  # SQLAlchemy's own mappings take several times as long

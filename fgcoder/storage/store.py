"""The store: the only file with queries.

SQLite embedded, in write-ahead mode with `synchronous=FULL`: when `append` returns, the decisions are on disk and
survive a crash of the program or of the machine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import starmap
from pathlib import Path
from threading import Lock
from time import sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pydantic_core import from_json
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Row,
    RowMapping,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DatabaseError

from fgcoder.errors import Fault, StoreError
from fgcoder.locations import private_folder
from fgcoder.model import Action, Decision, Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.record.decisions import in_order, next_moment
from fgcoder.record.fields import decision_of, fields_of, moment_of
from fgcoder.storage import schema
from fgcoder.storage.migrating import migrate

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


_FIELDS = tuple(schema.decisions.c.keys())


class Change(StrEnum):
    """What adding a transcript came to."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is of a transcript, and what was odd about its file."""

    turns: int
    segments: int
    notices: tuple[str, ...]


class Store:
    """A study's database. Use `Store.open`, and close it or use it as a context manager.

    One object may be used from several threads: each query takes a connection of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last_moment: datetime | None = None
        self._clock = Lock()

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open the store, create it where there is none, and bring its schema up to date.

        Raises
        ------
        StoreError
            If the file is not a store, is from a newer fgcoder, or cannot be written.
        """
        try:
            private_folder(file.parent)
            file.touch(mode=0o600)
            # A URL as text would end at a `?`. What Python has for reading JSON takes a third of opening a transcript.
            engine = create_engine(URL.create("sqlite", database=str(file)), json_deserializer=from_json)
            event.listen(engine, "connect", _configure)
            try:
                migrate(engine, file)
            except BaseException:
                engine.dispose()
                raise
        except DatabaseError as problem:
            todo = "Move the file away to start anew; logs in the decisions folder are read in again."
            raise StoreError("The store cannot be opened.", Fault(f"{problem.orig}.", file, todo=todo)) from problem
        except OSError as problem:
            fault = Fault(f"cannot be written: {problem.strerror}.", file)
            raise StoreError("The store cannot be opened.", fault) from problem
        return cls(engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Begin a transaction that reads before it writes, and hold other writers off from its start."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    # Transcripts

    def holds(self, transcript: Transcript, segmentation: str) -> bool:
        """Say whether the store has this very transcript, segmented in this way."""
        table = schema.transcripts
        with self._engine.connect() as connection:
            row = (
                connection.execute(
                    select(table).where(
                        table.c.id == transcript.id,
                        table.c.hash == transcript.hash,
                        table.c.segmentation == segmentation,
                    )
                )
                .mappings()
                .one_or_none()
            )
            return row is not None and _transcript_of(connection, row) == transcript

    def unchanged(self, transcript_id: str, digest: str) -> Extent | None:
        """Give the extent of a transcript if it was read from files of this digest; else, or without one, None."""
        table = schema.transcripts
        counts = [
            select(func.count()).select_from(one).where(one.c.transcript == transcript_id).scalar_subquery()
            for one in (schema.turns, schema.segments)
        ]
        query = select(table.c.notices, *counts).where(table.c.id == transcript_id, table.c.digest == digest)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none() if digest else None
            return Extent(row[1], row[2], tuple(row[0])) if row is not None else None

    def stamp(self, transcript_id: str, coder: str) -> tuple[str, int]:
        """Tell a transcript's state in a moment: when it was stored, and how many decisions a coder made about it."""
        table, made = schema.transcripts, schema.decisions
        count = select(func.count()).where(made.c.transcript == transcript_id, made.c.coder == coder)
        with self._engine.connect() as connection:
            stored = connection.execute(select(table.c.imported_at).where(table.c.id == transcript_id))
            return stored.scalar_one_or_none() or "", connection.execute(count).scalar_one()

    def note_digest(self, transcript_id: str, digest: str) -> None:
        """Note that a transcript is what reading files of this digest gives."""
        table = schema.transcripts
        with self._engine.begin() as connection:
            connection.execute(update(table).where(table.c.id == transcript_id).values(digest=digest))

    def add_transcript(
        self, transcript: Transcript, segments: Sequence[Segment], segmentation: str, digest: str = ""
    ) -> Change:
        """Add a transcript with its segments, or bring the one of that name up to date.

        Attributes, speakers and segments may always change, since decisions refer to the text alone. The text may
        change only as long as no decision refers to it.

        Parameters
        ----------
        transcript, segments
            The segments tile the transcript's text.
        segmentation
            The name of the way it was segmented.
        digest
            Of the files it was read from.

        Raises
        ------
        StoreError
            If the text differs from what decisions refer to.
        """
        table = schema.transcripts
        with self._writing() as connection:
            known = connection.execute(select(table.c.hash).where(table.c.id == transcript.id)).scalar_one_or_none()
            if known is not None:
                if known != transcript.hash:
                    self._refuse_if_coded(connection, transcript)
                connection.execute(delete(table).where(table.c.id == transcript.id))
            self._insert(connection, transcript, segments, segmentation, digest)
        return Change.UPDATED if known is not None else Change.ADDED

    def _refuse_if_coded(self, connection: Connection, transcript: Transcript) -> None:
        decisions = schema.decisions
        count = connection.execute(
            select(func.count()).select_from(decisions).where(decisions.c.transcript == transcript.id)
        ).scalar_one()
        if count:
            what = f"its text has changed since it was imported, and {count} decisions refer to the text as it was."
            todo = "Put the old text back, or save the new one under another name to import it as another transcript."
            raise StoreError("The transcript was not imported.", Fault(what, Path(transcript.source), todo=todo))

    def _insert(
        self,
        connection: Connection,
        transcript: Transcript,
        segments: Sequence[Segment],
        segmentation: str,
        digest: str,
    ) -> None:
        connection.execute(
            insert(schema.transcripts),
            {
                "id": transcript.id,
                "title": transcript.title,
                "text": transcript.text,
                "hash": transcript.hash,
                "language": transcript.language,
                "attributes": dict(transcript.attributes),
                "source": transcript.source,
                "notices": list(transcript.notices),
                "segmentation": segmentation,
                "imported_at": moment_of(datetime.now(UTC)),
                "digest": digest,
            },
        )
        speakers = [
            {
                "transcript": transcript.id,
                "label": speaker.label,
                "role": speaker.role.value,
                "attributes": dict(speaker.attributes),
                "position": position,
            }
            for position, speaker in enumerate(transcript.speakers.values())
        ]
        turns = [{"transcript": transcript.id, **asdict(turn)} for turn in transcript.turns]
        rows = [
            {
                "transcript": segment.transcript,
                "number": segment.number,
                "turn": segment.turn,
                "start": segment.start,
                "end": segment.end,
                "words_start": segment.words.start,
                "words_end": segment.words.end,
                "role": segment.role.value,
                "sentences": list(segment.sentences),
            }
            for segment in segments
        ]
        for table, values in ((schema.speakers, speakers), (schema.turns, turns), (schema.segments, rows)):
            if values:
                connection.execute(insert(table), values)

    def transcript_ids(self) -> list[str]:
        """List the transcripts by id."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(schema.transcripts.c.id).order_by(schema.transcripts.c.id)).scalars())

    def transcript(self, transcript_id: str) -> Transcript:
        """Give a transcript.

        Raises
        ------
        StoreError
            If the store has none of that name.
        """
        with self._engine.connect() as connection:
            row = (
                connection.execute(select(schema.transcripts).where(schema.transcripts.c.id == transcript_id))
                .mappings()
                .one_or_none()
            )
            if row is None:
                known = ", ".join(self.transcript_ids()) or "none yet"
                fault = Fault(f"there is no transcript `{transcript_id}`.", todo=f"There are: {known}.")
                raise StoreError("The transcript was not found.", fault)
            return _transcript_of(connection, row)

    def transcripts(self) -> dict[str, Transcript]:
        """Give all transcripts, by id and in its order."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.transcripts).order_by(schema.transcripts.c.id)).mappings()
            return {row["id"]: _transcript_of(connection, row) for row in rows.all()}

    def segments(self, transcript_id: str) -> tuple[Segment, ...]:
        """Give the segments of a transcript, in reading order."""
        with self._engine.connect() as connection:
            return self._segments(connection, transcript_id)

    def _segments(self, connection: Connection, transcript_id: str) -> tuple[Segment, ...]:
        one = schema.segments.c
        columns = (one.number, one.turn, one.start, one.end, one.words_start, one.words_end, one.role, one.sentences)
        query = select(*columns).where(one.transcript == transcript_id).order_by(one.number)
        return tuple(
            Segment(transcript_id, number, turn, start, end, Span(*words), Role(role), tuple(sentences))
            for number, turn, start, end, *words, role, sentences in connection.execute(query)
        )

    # Vectors

    def vectors(self, model: str, text_hashes: Iterable[str]) -> dict[str, NDArray[float32]]:
        """Give the vectors kept for the texts, by hash; a text never embedded is left out."""
        import numpy as np

        wanted = list(dict.fromkeys(text_hashes))
        table = schema.vectors
        found = {}
        with self._engine.connect() as connection:
            for some in _chunks(wanted, 500):
                rows = connection.execute(
                    select(table.c.text_hash, table.c.vector).where(table.c.model == model, table.c.text_hash.in_(some))
                )
                found.update({row.text_hash: np.frombuffer(row.vector, dtype="<f4") for row in rows})
        return found

    def add_vectors(self, model: str, vectors: dict[str, NDArray[float32]]) -> None:
        """Keep vectors under the hashes of their texts, in one commit."""
        if not vectors:
            return
        rows = [
            {"model": model, "text_hash": key, "vector": vector.astype("<f4").tobytes()}
            for key, vector in vectors.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(upsert(schema.vectors).on_conflict_do_nothing(), rows)

    # Decisions

    def next_moment(self) -> datetime:
        """Give a time for the next decision, later than that of every decision in the store."""
        with self._clock, self._engine.connect() as connection:
            latest = connection.execute(select(func.max(schema.decisions.c.made_at))).scalar_one()
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
        with self._engine.begin() as connection:
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

    def decisions(self, transcript: str | None = None, coder: str | None = None) -> list[Decision]:
        """Give the decisions in order of time, of all transcripts and coders unless told otherwise."""
        table = schema.decisions
        query = select(table)
        if transcript is not None:
            query = query.where(table.c.transcript == transcript)
        if coder is not None:
            query = query.where(table.c.coder == coder)
        with self._engine.connect() as connection:
            return in_order(map(_decision_of, connection.execute(query)))

    def decisions_latest_first(self, coder: str) -> Iterator[Decision]:
        """Yield a coder's decisions from the latest back, reading only as many as are asked for."""
        table = schema.decisions
        query = select(table).where(table.c.coder == coder).order_by(table.c.made_at.desc(), table.c.id.desc())
        with self._engine.connect() as connection:
            yield from map(_decision_of, connection.execution_options(yield_per=50).execute(query))

    def decisions_of_gesture(self, coder: str, gesture: str) -> list[Decision]:
        """Give the decisions that a coder made by one key press, in order of time."""
        table = schema.decisions
        mine = (table.c.coder == coder) & ((table.c.gesture == gesture) | (table.c.id == gesture))
        with self._engine.connect() as connection:
            return in_order(map(_decision_of, connection.execute(select(table).where(mine))))

    def decisions_by_id(self, ids: Iterable[str]) -> dict[str, Decision]:
        """Give decisions by id; those that are not there are left out."""
        table = schema.decisions
        found = {}
        with self._engine.connect() as connection:
            for some in _chunks(list(ids), 500):
                for row in connection.execute(select(table).where(table.c.id.in_(some))):
                    found[row.id] = _decision_of(row)
        return found

    def times_applied(self, coder: str) -> dict[str, int]:
        """Give for each code how many of a coder's decisions apply it that nobody has taken back."""
        one = schema.decisions.c
        count = select(one.code, func.count().label("times")).where(
            one.coder == coder, one.action == Action.APPLY.value
        )
        latest_first = (one.made_at.desc(), one.id.desc())
        withdrawals = select(one.id, one.withdraws).where(one.coder == coder, one.withdraws.is_not(None))
        with self._engine.connect() as connection:
            times = {row.code: row.times for row in connection.execute(count.group_by(one.code))}
            taken_back: set[str] = set()
            for decision, withdrawn in connection.execute(withdrawals.order_by(*latest_first)):
                if decision not in taken_back:
                    taken_back.add(withdrawn)
            for some in _chunks(list(taken_back), 500):
                for code, number in connection.execute(count.where(one.id.in_(some)).group_by(one.code)):
                    times[code] -= number
        return {code: number for code, number in times.items() if number}

    def coders(self) -> list[str]:
        """List the coders who have made decisions, by name."""
        table = schema.decisions
        with self._engine.connect() as connection:
            return list(connection.execute(select(table.c.coder).distinct().order_by(table.c.coder)).scalars())

    # Places

    def set_place(self, coder: str, transcript: str, segment: int) -> None:
        """Keep where a coder stands in a transcript."""
        with self._engine.begin() as connection:
            _set_place(connection, coder, transcript, segment)

    def places(self, coder: str) -> dict[str, int]:
        """Give the segment number at which the coder left each transcript, the one left last coming first."""
        table = schema.places
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(table.c.transcript, table.c.segment)
                .where(table.c.coder == coder)
                .order_by(table.c.left_at.desc())
            )
            return {row.transcript: row.segment for row in rows}


def _configure(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    for attempts_left in reversed(range(250)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as problem:  # for this switch SQLite does not wait, whatever the timeout
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not attempts_left:
                raise
            sleep(0.02)
    cursor.close()


def _chunks(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _set_place(connection: Connection, coder: str, transcript: str, segment: int) -> None:
    values = {"segment": segment, "left_at": moment_of(datetime.now(UTC))}
    connection.execute(
        upsert(schema.places)
        .values(coder=coder, transcript=transcript, **values)
        .on_conflict_do_update(index_elements=["coder", "transcript"], set_=values)
    )


def _decision_of(row: Row[Any]) -> Decision:
    return decision_of(dict(zip(_FIELDS, row, strict=True)))  # SQLAlchemy's own mappings take several times as long


def _transcript_of(connection: Connection, row: RowMapping) -> Transcript:
    speakers = connection.execute(
        select(schema.speakers).where(schema.speakers.c.transcript == row["id"]).order_by(schema.speakers.c.position)
    )
    turn = schema.turns.c
    turns = connection.execute(
        select(turn.number, turn.speaker, turn.start, turn.words_start, turn.end, turn.seconds)
        .where(turn.transcript == row["id"])
        .order_by(turn.number)
    )
    return Transcript(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        hash=row["hash"],
        language=row["language"],
        attributes=row["attributes"],
        speakers={s.label: Speaker(s.label, Role(s.role), s.attributes) for s in speakers},
        turns=tuple(starmap(Turn, turns)),
        source=row["source"],
        notices=tuple(row["notices"]),
    )

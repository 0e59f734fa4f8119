"""What was imported: transcripts with speakers, turns and segments. A text that decisions refer to never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import starmap
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from fgcoder.errors import Fault, StoreError
from fgcoder.model import Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.record.fields import moment_of
from fgcoder.storage import schema
from fgcoder.storage.queries import Queries, chunks
from fgcoder.wording import counted


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


class Transcripts(Queries):
    """The transcripts of a study."""

    def holds(self, transcript: Transcript, segmentation: str) -> bool:
        """Say whether the store has this very transcript, segmented in this way."""
        table = schema.transcripts
        with self.engine.connect() as connection:
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

    def refers_to_another_text(self, transcript: Transcript) -> bool:
        """Say whether decisions refer to the transcript of this name that is here, and its text is not this one."""
        table, made = schema.transcripts, schema.decisions
        other = select(table.c.id).where(table.c.id == transcript.id, table.c.hash != transcript.hash)
        on_it = (made.c.transcript == table.c.id) & (made.c.transcript_hash == table.c.hash)
        with self.engine.connect() as connection:
            return bool(connection.execute(select(other.where(on_it).exists())).scalar_one())

    def unchanged(self, transcript_id: str, digest: str) -> Extent | None:
        """Give the extent of a transcript if it was read from files of this digest; else, or without one, None."""
        table = schema.transcripts
        counts = [
            select(func.count()).select_from(one).where(one.c.transcript == transcript_id).scalar_subquery()
            for one in (schema.turns, schema.segments)
        ]
        query = select(table.c.notices, *counts).where(table.c.id == transcript_id, table.c.digest == digest)
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none() if digest else None
            return Extent(row[1], row[2], tuple(row[0])) if row is not None else None

    def stamp(self, transcript_id: str, coder: str) -> tuple[str, int]:
        """Tell a transcript's state in a moment: when it was stored, and how many decisions a coder made about it."""
        table, made = schema.transcripts, schema.decisions
        count = select(func.count()).where(made.c.transcript == transcript_id, made.c.coder == coder)
        with self.engine.connect() as connection:
            stored = connection.execute(select(table.c.imported_at).where(table.c.id == transcript_id))
            return stored.scalar_one_or_none() or "", connection.execute(count).scalar_one()

    def note_digest(self, transcript_id: str, digest: str) -> None:
        """Note that a transcript is what reading files of this digest gives."""
        table = schema.transcripts
        with self.engine.begin() as connection:
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
                    self._refuse_if_coded(connection, transcript, known)
                connection.execute(delete(table).where(table.c.id == transcript.id))
            self._insert(connection, transcript, segments, segmentation, digest)
        return Change.UPDATED if known is not None else Change.ADDED

    def _refuse_if_coded(self, connection: Connection, transcript: Transcript, known: str) -> None:
        decisions = schema.decisions
        on_it = (decisions.c.transcript == transcript.id) & (decisions.c.transcript_hash == known)
        count = connection.execute(select(func.count()).select_from(decisions).where(on_it)).scalar_one()
        if count:
            refer = f"{counted(count, 'decision')} {'refers' if count == 1 else 'refer'}"
            what = f"its text has changed since it was imported, and {refer} to the text as it was."
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

    def same_text(self, transcript_id: str) -> list[str]:
        """List by id the other transcripts that have the very text of this one."""
        table = schema.transcripts
        text = select(table.c.hash).where(table.c.id == transcript_id).scalar_subquery()
        query = select(table.c.id).where(table.c.hash == text, table.c.id != transcript_id).order_by(table.c.id)
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def remove_transcript(self, transcript_id: str, text_hashes: Sequence[str]) -> None:
        """Remove a transcript, where coders stood in it, and the vectors of its texts; decisions about it stay.

        Parameters
        ----------
        transcript_id
            Which one.
        text_hashes
            What the vectors are kept under. Where another transcript has the same words they are embedded again.
        """
        with self._writing() as connection:
            connection.execute(delete(schema.transcripts).where(schema.transcripts.c.id == transcript_id))
            connection.execute(delete(schema.places).where(schema.places.c.transcript == transcript_id))
            for some in chunks(text_hashes, 500):
                connection.execute(delete(schema.vectors).where(schema.vectors.c.text_hash.in_(some)))

    def compact(self) -> None:
        """Write the database anew without what was removed, which would stay readable in its free pages else."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def transcript_ids(self) -> list[str]:
        """List the transcripts by id."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(schema.transcripts.c.id).order_by(schema.transcripts.c.id)).scalars())

    def transcript(self, transcript_id: str) -> Transcript:
        """Give a transcript.

        Raises
        ------
        StoreError
            If the store has none of that name.
        """
        with self.engine.connect() as connection:
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
        with self.engine.connect() as connection:
            rows = connection.execute(select(schema.transcripts).order_by(schema.transcripts.c.id)).mappings()
            return {row["id"]: _transcript_of(connection, row) for row in rows.all()}

    def segments(self, transcript_id: str) -> tuple[Segment, ...]:
        """Give the segments of a transcript, in reading order."""
        one = schema.segments.c
        columns = (one.number, one.turn, one.start, one.end, one.words_start, one.words_end, one.role, one.sentences)
        query = select(*columns).where(one.transcript == transcript_id).order_by(one.number)
        with self.engine.connect() as connection:
            return tuple(
                Segment(transcript_id, number, turn, start, end, Span(*words), Role(role), tuple(sentences))
                for number, turn, start, end, *words, role, sentences in connection.execute(query)
            )


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

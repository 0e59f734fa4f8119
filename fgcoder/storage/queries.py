"""What the files with queries share: the database, a transaction that holds other writers off, long lists in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, func, select, tuple_

from fgcoder.storage import schema


class Queries:
    """Queries on a study's database. Each takes a connection of its own, so that several threads may ask at once.

    Parameters
    ----------
    engine
        The database. Other modules of this package may use it, and nobody outside is to.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Begin a transaction that reads before it writes, and hold other writers off from its start."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection


def chunks(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """Cut a list into parts short enough for a query to name each item."""
    return (items[start : start + size] for start in range(0, len(items), size))


def on_this_text(transcript: str | None = None) -> ColumnElement[bool]:
    """Tell the decisions that count from those set aside.

    Set aside is what was decided on another version of a transcript, as in a colleague's log: laid over the text that
    is here it would mark other words. It stays in the record, and counts once that text is here.

    Parameters
    ----------
    transcript
        The one that all decisions asked for are about, if it is one: the hashes of all stand behind their texts, and
        take some milliseconds to be read.
    """
    made, here = schema.decisions.c, schema.transcripts.c
    if transcript is not None:
        text = select(here.hash).where(here.id == transcript).scalar_subquery()
        return func.coalesce(text, made.transcript_hash) == made.transcript_hash
    texts = tuple_(made.transcript, made.transcript_hash)
    return texts.in_(select(here.id, here.hash)) | made.transcript.not_in(select(here.id))

"""What the files with queries share: the database, a transaction that holds other writers off, long lists in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


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

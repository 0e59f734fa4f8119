"""The vectors of texts, kept by model and by the text's hash, so that only new text is ever embedded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from fgcoder.storage import schema
from fgcoder.storage.queries import Queries, chunks

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Vectors(Queries):
    """The vectors of a study's texts."""

    def vectors(self, model: str, text_hashes: Iterable[str]) -> dict[str, NDArray[float32]]:
        """Give the vectors kept for the texts, by hash; a text never embedded is left out."""
        import numpy as np

        wanted = list(dict.fromkeys(text_hashes))
        table = schema.vectors
        found = {}
        with self.engine.connect() as connection:
            for some in chunks(wanted, 500):
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
        with self.engine.begin() as connection:
            connection.execute(upsert(schema.vectors).on_conflict_do_nothing(), rows)

"""What of a survey finding is embedded, and kept so that nobody waits for the model when the study is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fgcoder.model import Finding
from fgcoder.pipeline.embedding import embed
from fgcoder.storage.store import Store
from fgcoder.suggesting.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def text_of(finding: Finding) -> str:
    """Give what a finding says, for the embedding: its statement, and what was asked."""
    return " ".join(f"{finding.statement} {finding.question}".split())


class KeepingEncoder:
    """An encoder that keeps what it makes of findings in the store, so that the model is loaded for new ones alone.

    Parameters
    ----------
    encoder
        The study's.
    store
        Where vectors are kept.
    findings
        Whose texts are kept; whatever else is asked for is not.
    """

    def __init__(self, encoder: Encoder, store: Store, findings: Sequence[Finding]) -> None:
        self._encoder = encoder
        self._store = store
        self._kept = frozenset(map(text_of, findings))

    @property
    def name(self) -> str:
        """What its vectors are filed under."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a vector of norm 1 for every text, shape (n, d)."""
        if self._kept.issuperset(texts):
            return embed(self._store, self._encoder, texts)
        return self._encoder.encode(texts)

"""The words behind a table's numbers, for the formats that can keep them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fgcoder.cli.context import Context

if TYPE_CHECKING:
    from fgcoder.storage.store import Store
    from fgcoder.tables.coded import CodedCorpus
    from fgcoder.tabular import Table

BEHIND = 50
"""Quotes behind a number at most."""


def with_words(
    at: Context, store: Store, corpus: CodedCorpus, table: Table, made_in: str | None, output: Path | None
) -> Table:
    """Put quotes behind a table's numbers where the format or the file that is asked for keeps them."""
    from fgcoder.export import FORMATS
    from fgcoder.pipeline import encoder_of
    from fgcoder.reporting.evidence import with_quotes
    from fgcoder.reporting.quoting import Quoting
    from fgcoder.retrieval.finder import Finder

    keeping = [one for one in FORMATS.values() if one.keeps_quotes]
    ending = output.suffix.lower() if output is not None and made_in is None else ""
    if not any(made_in == one.name or ending == one.suffix for one in keeping):
        return table
    finder = Finder(store, lambda: corpus.codebook, lambda: encoder_of(at.study))
    return with_quotes(
        table, Quoting(finder, corpus.transcripts, corpus.codebook, at.study.settings.citation), at_most=BEHIND
    )

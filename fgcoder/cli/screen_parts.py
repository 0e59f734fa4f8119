"""What the screens are handed. Each part is imported and made when it is asked for, so that a screen stands soon."""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fgcoder.cli.context import Context

if TYPE_CHECKING:
    from fgcoder.coding.session import CodingSession
    from fgcoder.model import Codebook
    from fgcoder.pipeline.preparing import Preparation
    from fgcoder.reporting.finding_texts import KeepingEncoder
    from fgcoder.reporting.linking import FindingsForQuotes
    from fgcoder.reporting.tables_source import TableSource
    from fgcoder.retrieval.finder import Finder
    from fgcoder.storage.store import Store


class ScreenParts(AbstractContextManager["ScreenParts"]):
    """The parts of one coder's screens on a study, as long as the block lasts.

    Parameters
    ----------
    at
        The study and the coder.
    blind
        Whether suggestions are hidden.
    """

    def __init__(self, at: Context, *, blind: bool) -> None:
        self._at = at
        self._blind = blind
        self._at_the_end = ExitStack()

    def __enter__(self) -> Self:
        gc.disable()  # until the session is there: to look through what is imported takes a sixth of the start
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        gc.enable()
        self._at_the_end.close()

    @cached_property
    def store(self) -> Store:
        """The study's database."""
        return self._at_the_end.enter_context(self._at.store())

    @cached_property
    def session(self) -> CodingSession:
        """Whose work it is.

        Raises
        ------
        FgcoderError
            If the codebook or a survey's file is faulty.
        """
        from fgcoder.coding.session import CodingSession
        from fgcoder.pipeline.contents import codebook_of, findings_of

        study = self._at.study
        session = CodingSession(
            self.store,
            codebook_of(study),
            self._at.coder,
            blind=self._blind,
            draw=study.draw,
            findings=findings_of(study, compute=False),
            codebook_file=study.codebook,
        )
        gc.freeze()  # what is imported by now stays
        gc.enable()
        return session

    def codebook(self) -> Codebook:
        """Give the codes as they are now."""
        return self.session.codebook

    def preparation(self) -> Preparation:
        """Give what has to be done before suggestions can be shown."""
        from fgcoder.pipeline.preparing import Preparation

        return Preparation(self._at.study, self.store, self._at.coder)

    @cached_property
    def finder(self) -> Finder:
        """What looks for quotes."""
        from fgcoder.retrieval.finder import Finder

        return Finder(self.store, self.codebook, self._encoder)

    def _encoder(self) -> KeepingEncoder:
        from fgcoder.pipeline.embedding import encoder_of
        from fgcoder.reporting.finding_texts import KeepingEncoder

        return KeepingEncoder(encoder_of(self._at.study), self.store, tuple(self.session.notes.findings.values()))

    def tables(self) -> TableSource:
        """Give what makes tables."""
        from fgcoder.reporting.tables_source import TableSource

        return TableSource(self._at.study, self.store, self.codebook, lambda: self.finder)

    def findings(self) -> FindingsForQuotes:
        """Give what ranks survey findings for a passage."""
        from fgcoder.pipeline.contents import findings_of
        from fgcoder.reporting.linking import FindingsForQuotes

        return FindingsForQuotes(findings_of(self._at.study), self.finder, self.codebook)

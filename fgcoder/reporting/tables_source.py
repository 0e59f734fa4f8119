"""Makes the tables that a screen asks for, and gives the words behind their cells; the study is read once.

Reading a study and laying its codings out takes most of the time that a table takes. A change of an option must not
wait for it, so what was read is kept until something was decided, imported or changed in the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final

from fgcoder.errors import Fault, TableError
from fgcoder.locations import private_folder
from fgcoder.model import Codebook, Passage
from fgcoder.pipeline.contents import coded_corpus
from fgcoder.reporting.table_making import Reading, make
from fgcoder.reporting.table_options import Among
from fgcoder.reporting.table_questions import Question
from fgcoder.retrieval.finder import Finder
from fgcoder.retrieval.quotes import Quote, Utterance
from fgcoder.storage.searching import Searching, Stamp
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.tables.axes import first_axis
from fgcoder.tables.coded import STAKEHOLDERS
from fgcoder.tables.frequency.columns import CODER
from fgcoder.tables.selection import in_order
from fgcoder.tabular import Table

FOLDER: Final = "tables"
"""In the study's folder, where tables are written unless a name says otherwise. `report` is the report's own."""
BEHIND: Final = 50
"""Quotes that are written behind a cell at most, in formats that keep them."""


class TableSource:
    """Makes the tables of one study; may be used from several threads.

    Parameters
    ----------
    study, store
        The study and its database.
    codebook
        Gives the codes as they are now, since they change while the program runs.
    finder
        Gives what finds the words of passages; asked for once, with the first table.
    """

    def __init__(
        self, study: Study, store: Store, codebook: Callable[[], Codebook], finder: Callable[[], Finder]
    ) -> None:
        self._study = study
        self._store = store
        self._codebook = codebook
        self._make_finder = finder
        self._searching = Searching(store)
        self._read: tuple[tuple[Stamp, Stamp], Reading] | None = None
        self._reading = Lock()

    # What can be asked

    def axis(self) -> str:
        """Give what tables are best laid out by, as in commands and reports."""
        return first_axis(self._now().corpus, self._study.settings.attributes)

    def values(self) -> Mapping[str, Sequence[str]]:
        """Give every attribute that there is, with its values; first what the study declares."""
        there = self._now().values
        first = [name for name in (*self._study.settings.attributes, STAKEHOLDERS) if name in there]
        return {name: there[name] for name in dict.fromkeys([*first, *there])}

    def coders(self) -> Sequence[str]:
        """Give those who have codings."""
        return in_order(self._now().corpus.columns.coders_there)

    def names(self, among: Among) -> Mapping[str, Sequence[str]]:
        """Give the attributes that an option chooses among, each with its values."""
        values = self.values()
        if among is Among.ATTRIBUTES_AND_CODER:
            return {**values, CODER: self.coders()}
        if among is Among.OF_TRANSCRIPTS:
            of_transcripts = {*self._now().corpus.transcript_attributes.values(), "language"}
            return {name: known for name, known in values.items() if name in of_transcripts}
        return values

    # Tables

    def table(self, question: Question) -> Table:
        """Make a table.

        Raises
        ------
        FgcoderError
            If it cannot be made with these options.
        """
        return make(question.kind.name, self._now(), question.arguments())

    def is_current(self) -> bool:
        """Say, cheaply, whether nothing has changed since a table was made last."""
        with self._reading:
            return self._kept() is not None

    def _now(self) -> Reading:
        with self._reading:
            reading = self._kept()
            if reading is None:
                codebook, stamp = self._codebook(), self._stamp()
                corpus = coded_corpus(self._store, codebook)
                reading = Reading(self._study, self._store, self._finder, codebook, corpus)
                self._read = stamp, reading
            return reading

    def _kept(self) -> Reading | None:
        """Give what was read, where it still is as it was."""
        if self._read is None:
            return None
        stamp, reading = self._read
        return reading if reading.codebook is self._codebook() and stamp == self._stamp() else None

    def _stamp(self) -> tuple[Stamp, Stamp]:
        return self._searching.transcripts_stamp(), self._searching.decisions_stamp()

    # The words behind them

    @cached_property
    def _finder(self) -> Finder:
        return self._make_finder()

    def quotes(self, table: Table, row: str, column: str) -> list[Quote]:
        """Give the passages that a cell rests on, in reading order; none where it rests on none."""
        return self._finder.quotes_at(table.behind(row, column)) if table.behind is not None else []

    def around(self, passage: Passage) -> Sequence[Utterance]:
        """Give the turns of a passage, with the one before and the one after; at once."""
        return self._finder.around(passage)

    # Giving them out

    def write(self, table: Table, name: str) -> Path:
        """Write a table, or its picture, to a file that only its owner can read; its ending says which format.

        Parameters
        ----------
        table
            What to write; with up to `BEHIND` quotes behind each cell where the format keeps them.
        name
            The file. One without a folder goes to `tables` in the study's folder, which is made; others are seen from
            the study's folder.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        TableError
            If the ending names no format, the table cannot be drawn, or the file cannot be written.
        """
        from fgcoder import export
        from fgcoder.export import plots
        from fgcoder.reporting.evidence import with_quotes

        path = Path(name).expanduser()
        is_bare = path.name == name
        goal = self._study.folder / (FOLDER if is_bare else "") / path
        made_in = None if goal.suffix.lower() in plots.SUFFIXES else export.format_of(goal)
        if is_bare:
            _make_folder(goal.parent)
        if made_in is None:
            plots.save(table, goal)
        else:
            quoted = with_quotes(table, self._now().quoting, BEHIND) if made_in.keeps_quotes else table
            export.save(quoted, goal)
        return goal

    def copied(self, table: Table) -> str:
        """Give a table as Markdown, for the clipboard."""
        from fgcoder import export

        return export.render(table, "markdown").decode()


def _make_folder(folder: Path) -> None:
    from fgcoder import export

    try:
        private_folder(folder)
    except OSError as error:
        fault = Fault(f"The system says: {error.strerror}.", folder, todo="Name another folder.")
        raise TableError(export.TASK, fault) from error

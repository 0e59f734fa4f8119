"""What each kind of table is made from: the corpus for all of them, for some the record, the findings, or quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from fgcoder.errors import Fault, TableError
from fgcoder.locations import STUDY_FILE
from fgcoder.model import Codebook, Decision, Finding
from fgcoder.pipeline.contents import findings_of
from fgcoder.record.decisions import following, in_force
from fgcoder.record.notes import links, memos
from fgcoder.reporting.linking import nearest_first
from fgcoder.reporting.quoting import Quoting
from fgcoder.retrieval.finder import Finder
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.tables.coded import CodedCorpus, speakers
from fgcoder.tables.selection import attributes, in_order
from fgcoder.tabular import Table

TASK: Final = "The table cannot be made."
_Options = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A study as it was when it was read. What only some tables need is read when the first of them is asked for."""

    study: Study
    store: Store
    finder: Finder
    codebook: Codebook
    corpus: CodedCorpus

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """The whole record."""
        return self.store.decisions()

    @cached_property
    def kept(self) -> Sequence[Decision]:
        """What of it is in force, with codes as they are called now."""
        return list(in_force(following(self.decisions, self.codebook)))

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """The findings of the survey.

        Raises
        ------
        TableError
            If there are none.
        """
        found = findings_of(self.study)
        if not found:
            todo = "Write them into a file in `surveys`, and name it in `study.yaml`."
            raise TableError(TASK, Fault("The study has no survey findings.", todo=todo))
        return found

    @cached_property
    def quoting(self) -> Quoting:
        """Makes quotes of passages, with citations as the study wants them."""
        template, file = self.study.settings.citation, self.study.folder / STUDY_FILE
        return Quoting(self.finder, self.corpus.transcripts, self.codebook, template, written_in=file)

    @cached_property
    def values(self) -> Mapping[str, Sequence[str]]:
        """Every attribute of transcripts and speakers, with its values."""
        people = speakers(self.corpus)
        return {name: in_order(map(str, people[name].unique())) for name in attributes(people)}


def make(name: str, reading: Reading, options: _Options) -> Table:
    """Make a table.

    Parameters
    ----------
    name
        Its name among the `KINDS`.
    reading
        What from.
    options
        The arguments of the function that makes it, the corpus aside.

    Raises
    ------
    FgcoderError
        If it cannot be made like this.
    """
    return _MAKERS[name](reading, options)


def _frequency(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.frequency.table import frequency

    return frequency(reading.corpus, **options)


def _comparison(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.comparison.table import comparison

    return comparison(reading.corpus, **options)


def _cooccurrence(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.cooccurrence.table import cooccurrence

    return cooccurrence(reading.corpus, **options)


def _coverage(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.saturation.coverage import coverage

    return coverage(reading.corpus, **options)


def _saturation(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.saturation.table import saturation

    return saturation(reading.corpus, **{**options, "threshold": options["threshold"] / 100})


def _framework(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.framework.table import framework

    wanted = {**options, "codes": options["codes"] or None}
    return framework(reading.corpus, **wanted, memos=memos(reading.kept), quoting=reading.quoting.one)


def _agreement(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.agreement.table import agreement

    return agreement(reading.corpus, reading.decisions, **options)


def _joint_display(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.joint.display import joint_display

    return joint_display(
        reading.corpus,
        reading.findings,
        links(reading.kept),
        memos(reading.kept),
        quoting=reading.quoting.one,
        order=nearest_first(reading.finder) if options["most"] else None,
        **options,
    )


def _gaps(reading: Reading, options: _Options) -> Table:
    from fgcoder.tables.joint.gaps import joint_gaps

    return joint_gaps(reading.corpus, reading.findings, links(reading.kept), **options)


_MAKERS: Final[Mapping[str, Callable[[Reading, _Options], Table]]] = {
    "frequency": _frequency,
    "comparison": _comparison,
    "cooccurrence": _cooccurrence,
    "coverage": _coverage,
    "saturation": _saturation,
    "framework": _framework,
    "agreement": _agreement,
    "joint-display": _joint_display,
    "gaps": _gaps,
}

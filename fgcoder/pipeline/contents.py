"""What a study holds, as the tables and the screens take it."""

from __future__ import annotations

from fgcoder.codebook.file import read as read_codebook
from fgcoder.errors import StudyError
from fgcoder.model import Codebook, Finding
from fgcoder.overview.folding import fold
from fgcoder.storage.counting import Counting
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.survey.gathering import read_all
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.codings import CodingColumns


def coded_corpus(store: Store, codebook: Codebook) -> CodedCorpus:
    """Give what the tables are made from: everything in the store, and the codings its decisions come to.

    The codings are in the order of their transcripts, in reading order there, then by code and coder.
    """
    counting = Counting(store)
    batches = counting.verdicts()
    folded = fold(batches, counting.notches(), codebook.former)
    ids = [batch.id[row] for batch, rows in zip(batches, folded.kept, strict=True) for row in rows.tolist()]
    transcripts = store.transcripts()
    return CodedCorpus(
        transcripts,
        {name: store.segments(name) for name in transcripts},
        CodingColumns.applied(folded.verdicts, ids),
        codebook,
        verdicts=folded.verdicts,
        worked=folded.worked,
        set_aside=store.set_aside(),
    )


def codebook_of(study: Study) -> Codebook:
    """Read the study's codebook.

    Raises
    ------
    CodebookError
        If it is faulty.
    """
    return read_codebook(study.codebook)


def findings_of(study: Study, *, compute: bool = True) -> tuple[Finding, ...]:
    """Read the findings of the study's survey files.

    Parameters
    ----------
    compute
        Whether figures that come from microdata are computed, which may take a second; they are left out else.

    Raises
    ------
    StudyError
        If a file is faulty, with all faults of all files.
    """
    found = read_all(study.surveys, compute=compute)
    if found.problems:
        raise StudyError(found.problems[0].title, *found.faults)
    return found.findings

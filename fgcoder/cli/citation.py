"""How quotes are cited and what speakers are called: two options that every command takes which gives out words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context

if TYPE_CHECKING:
    from fgcoder.model import Codebook
    from fgcoder.reporting.quoting import Quoting
    from fgcoder.storage.store import Store
    from fgcoder.tables.coded import CodedCorpus

Template = Annotated[
    str | None,
    typer.Option(
        "--template",
        help="The citation of quotes, with names in braces and parts that may be missing in brackets: "
        "'participant {speaker}[, {stakeholders}], focus group on {sector}, {country}'; that of the study by default.",
    ),
]
Pseudonyms = Annotated[bool, typer.Option("--pseudonyms", help="Call speakers P1, P2 … instead of by their labels.")]

TOLD = 10
"""How many quotes are told one by one."""


def quoting_of(at: Context, store: Store, codebook: Codebook, template: str | None, *, pseudonyms: bool) -> Quoting:
    """Give what makes quotes ready for print, as the options say; its `check` tells of a faulty template."""
    from fgcoder.locations import STUDY_FILE
    from fgcoder.pipeline.embedding import encoder_of
    from fgcoder.reporting import naming
    from fgcoder.reporting.quoting import Quoting
    from fgcoder.retrieval.finder import Finder

    transcripts = store.transcripts()
    names = naming.pseudonyms(transcripts) if pseudonyms else naming.AS_THEY_STAND
    finder = Finder(store, lambda: codebook, lambda: encoder_of(at.study))
    if template is not None:
        return Quoting(finder, transcripts, codebook, template, names)
    return Quoting(finder, transcripts, codebook, at.study.settings.citation, names, at.study.folder / STUDY_FILE)


def tell_named(quoting: Quoting) -> None:
    """Tell of quotes that have a label in their words though labels are to be printed nowhere."""
    from fgcoder.cli.console import stderr

    named = quoting.still_named
    if named:
        shown = ", ".join(named[:TOLD]) + (f" and {len(named) - TOLD:,} more" if len(named) > TOLD else "")
        stderr.print(
            f"The label of a speaker stands, with a colon, in the words of these quotes or beside them: {shown}. Read "
            "them before you pass them on. If somebody else begins to speak there, the label has to begin a line and "
            "to be declared in the transcript.",
            soft_wrap=True,
            markup=False,
        )


def corpus_of(store: Store, codebook: Codebook, *, pseudonyms: bool) -> CodedCorpus:
    """Give what tables are made from, so that a table of speakers names them as the quotes behind it do."""
    from dataclasses import replace

    from fgcoder.pipeline.contents import coded_corpus
    from fgcoder.reporting import naming

    corpus = coded_corpus(store, codebook)
    if not pseudonyms:
        return corpus
    return replace(corpus, transcripts=naming.renamed(corpus.transcripts, naming.pseudonyms(corpus.transcripts)))

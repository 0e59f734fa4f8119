"""`fgcoder evaluate`: how good suggestions would have been on a study that is already coded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.cli.evaluation_output import give_outcome
from fgcoder.cli.giving import formats
from fgcoder.errors import Fault, StudyError, TableError

if TYPE_CHECKING:
    from fgcoder.coded_table import CodedTable
    from fgcoder.model import Codebook
    from fgcoder.pipeline.events import OnProgress
    from fgcoder.storage.store import Store
    from fgcoder.study import Study
    from fgcoder.suggesting.baselines import Corpus
    from fgcoder.suggesting.encoder import Encoder

TASK = "The table was not replayed."


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help="The coded table: .csv, .tsv or .xlsx with the columns text and codes (several set apart by ;), "
            "and if need be language and group (who speaks)."
        ),
    ],
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="The codebook it was coded by; the study's by default.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", help="The embedding model: bundled, a folder or a name; the study's by default."),
    ] = None,
    after: Annotated[
        str, typer.Option("--after", help="After how many decided rows suggestions are judged.")
    ] = "0,25,50,100,200,400",
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="How many replays, each with a draw of its own.")] = 5,
    test_share: Annotated[
        float, typer.Option("--test-share", help="At least this share of the rows is never decided, but judged.")
    ] = 0.5,
    train_language: Annotated[
        str | None,
        typer.Option("--train-language", help="Decide rows of this language only, and judge each language by itself."),
    ] = None,
    parallel: Annotated[
        bool,
        typer.Option(
            "--parallel",
            help="Rows of one group translate each other; none is judged that translates a decided one. "
            "With --train-language.",
        ),
    ] = False,
    in_order: Annotated[
        bool,
        typer.Option(
            "--in-order",
            help="Rows are in reading order and group names their transcript: what stands before and after speaks for "
            "a row, and whole transcripts are decided one after another, each from its beginning.",
        ),
    ] = False,
    made_in: Annotated[str | None, typer.Option("--format", help=formats())] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; stdout by default.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say how good suggestions would have been on a study that is already coded.

    Replays a coder who confirms what people had coded, and judges the suggestions after so many decided rows on rows
    that are never decided, beside simple ways of suggesting. Nothing is kept of the table outside a study; in a study
    the vectors of its texts are, so that a second run is quick.
    """
    from fgcoder import coded_table
    from fgcoder.cli.console import progress
    from fgcoder.codebook.file import read
    from fgcoder.pipeline.events import Progress
    from fgcoder.suggesting.evaluation import Plan, replay

    _refuse_contradictions(test_share, train_language, parallel=parallel, in_order=in_order)
    stages = _stages(after)
    study = _study(context.obj, needed=codebook is None)
    book = read(_codebook_file(codebook, study))
    table = coded_table.read(file, book)
    if table.groups is None and (parallel or in_order):
        fault = Fault("it has no column `group`.", file, 1, "--parallel and --in-order need one: see --help.")
        raise TableError(TASK, fault)
    with progress() as on_progress:
        encoder = _encoder(model, study, on_progress)
        with _place_for_vectors(study) as store:
            corpus = _corpus(table, book, encoder, store, on_progress, parallel=parallel, in_order=in_order)
        outcome = replay(
            corpus,
            Plan(stages, seeds, test_share, train_language.casefold() if train_language else None),
            progress=lambda done, total: on_progress(Progress("Replaying", done, total)),
        )
    give_outcome(
        outcome,
        table,
        f"{len(book.codes)} codes of `{book.title}` {book.version}, model {encoder.name}",
        made_in,
        output,
        json=json,
    )


def _refuse_contradictions(test_share: float, train_language: str | None, *, parallel: bool, in_order: bool) -> None:
    if not 0 < test_share < 1:
        fault = Fault(f"{test_share:g} is no share to keep for judging.", todo="For example: --test-share 0.5.")
        raise TableError(TASK, fault)
    if parallel and train_language is None:
        todo = "Name the language that rows are decided in with --train-language."
        raise TableError(TASK, Fault("--parallel leaves rows out only where one language is decided.", todo=todo))
    if parallel and in_order:
        todo = "Choose one of them."
        raise TableError(TASK, Fault("--parallel and --in-order each say what the column `group` means.", todo=todo))


def _stages(after: str) -> tuple[int, ...]:
    words = [word.strip() for word in after.split(",") if word.strip()]
    wrong = [word for word in words if not word.isdecimal()]
    if wrong or not words:
        what = f"`{wrong[0]}` is not a number of decided rows." if wrong else "no number of decided rows is named."
        raise TableError(TASK, Fault(what, todo="For example: --after 0,50,200."))
    return tuple(map(int, words))


def _study(at: Context, *, needed: bool) -> Study | None:
    """Give the study in hand; None where there is none and a codebook is named instead."""
    from fgcoder.locations import find_study

    if find_study(at.folder.resolve()) is not None:
        return at.study
    if needed:
        todo = "Name the codebook with --codebook, or go to a study's folder."
        raise StudyError(TASK, Fault(f"there is no study in {at.folder.resolve()} or above it.", todo=todo))
    return None


def _codebook_file(named: Path | None, study: Study | None) -> Path:
    if named is not None or study is None:
        return Path() if named is None else named
    return study.codebook


def _encoder(model: str | None, study: Study | None, on_progress: OnProgress) -> Encoder:
    from fgcoder.pipeline.embedding import encoder_named, encoder_of
    from fgcoder.suggesting.encoder import BUNDLED

    if model is None and study is not None:
        return encoder_of(study, on_progress)
    return encoder_named(model or BUNDLED, Path.cwd(), on_progress)


@contextmanager
def _place_for_vectors(study: Study | None) -> Iterator[Store]:
    """Open the study's store, or one in a folder that is removed afterwards."""
    from fgcoder.storage.store import Store

    if study is not None:
        with Store.open(study.store) as store:
            yield store
        return
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "vectors.sqlite") as store:
        yield store


def _corpus(
    table: CodedTable,
    book: Codebook,
    encoder: Encoder,
    store: Store,
    on_progress: OnProgress,
    *,
    parallel: bool,
    in_order: bool,
) -> Corpus:
    import numpy as np

    from fgcoder.pipeline.embedding import embed
    from fgcoder.suggesting.baselines import Corpus
    from fgcoder.suggesting.lines import lines_of

    codes, lines = tuple(code.id for code in book.codes), lines_of(book)
    vectors = embed(store, encoder, [line.text for line in lines] + list(table.texts), on_progress)
    return Corpus(
        codes,
        lines,
        vectors[: len(lines)],
        table.texts,
        vectors[len(lines) :],
        table.languages,
        np.array([[float(code in given) for code in codes] for given in table.codes]),
        transcripts=table.groups if in_order else None,
        originals=table.groups if parallel else None,
        voices=None if parallel or in_order else table.groups,
    )

"""`fgcoder import` and `fgcoder remove`: transcripts from anywhere into the study, and out of it again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.wording import counted


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Transcripts: .txt, .md, .docx, .vtt, .srt. The study's own by default.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what became of each file as JSON.")] = False,
) -> None:
    """Read transcripts into the study; a second time changes nothing.

    A file from elsewhere is copied into the study's transcripts folder, with the `NAME.yaml` beside it that holds its
    attributes. A file that cannot be read is reported, the others are imported all the same, and the exit code is 1.
    """
    from fgcoder import reading
    from fgcoder.cli.console import progress, report_imports, show_note, stderr, tell_without_file
    from fgcoder.errors import FgcoderError
    from fgcoder.pipeline.taking_in import Imported, import_transcripts
    from fgcoder.pipeline.taking_out import without_file

    at: Context = context.obj
    study = at.study
    refused: list[Imported] = []
    inside: list[Path] = []
    for path in files or []:
        try:
            inside.append(_bring_in(path, study.transcripts, study.settings.attributes))
        except FgcoderError as error:
            refused.append(Imported(path, None, error=error))
    if not files:
        inside = study.transcript_files(reading.SUFFIXES)
        if not inside:
            stderr.print(f"There are no transcripts in {study.transcripts}.")
    with at.store() as store, progress() as on_progress:
        results = import_transcripts(study, store, inside, on_progress)
        lost = [] if files else without_file(study, store)
    results = [*refused, *results]
    report_imports(results)
    tell_without_file(lost)
    for fault in study.passed_over(reading.SUFFIXES) if not files else ():
        show_note(fault)
    if json:
        from json import dumps

        rows = [
            {
                "file": str(result.path),
                "change": result.change,
                "transcript": result.transcript or None,
                "turns": result.turns,
                "segments": result.segments,
                "notices": list(result.notices),
                "error": str(result.error) if result.error else None,
            }
            for result in results
        ]
        typer.echo(dumps(rows, ensure_ascii=False, indent=2))
    if any(result.error for result in results):
        raise typer.Exit(1)


def remove(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="TRANSCRIPT...", help="Transcripts whose files are gone.")],
) -> None:
    """Take transcripts out of the study, as when consent is withdrawn: their words, and all that was made of them.

    Move the file out of the transcripts folder first. What was decided stays in the record, which says where in a text
    and not what stood there; it counts again if the file comes back.
    """
    from fgcoder.cli.console import stderr
    from fgcoder.pipeline.taking_out import take_out
    from fgcoder.storage.migrating import copies_of

    at: Context = context.obj
    with at.store() as store:
        about = take_out(at.study, store, list(dict.fromkeys(names)))
    typer.echo(f"Taken out: {', '.join(dict.fromkeys(names))}.")
    if about:
        typer.echo(
            f"The record keeps {counted(about, 'decision')} made there, which no table counts. What coders wrote in "
            "memos stands in it, and in logs that were exported."
        )
    for copy in copies_of(at.study.store):
        stderr.print(
            f"{copy}: this copy of the store, from before an update, may still hold the words. Delete it.",
            soft_wrap=True,
            markup=False,
        )


def _bring_in(path: Path, folder: Path, declared: dict[str, list[str]]) -> Path:
    """Copy a file into the transcripts folder, once it is known that it can be read; give its place there."""
    from fgcoder import reading
    from fgcoder.errors import Fault, ReadingError
    from fgcoder.files import write_atomically
    from fgcoder.locations import private_folder

    if path.resolve().parent == folder.resolve():
        return path.resolve()
    reading.read(path, declared)
    title, todo = "The transcript was not imported.", "Rename one of the two and import it again."
    sidecar = reading.sidecar_of(path)
    sources = [path] if sidecar is None else [path, sidecar]
    beside = [folder / f"{path.stem}{suffix}" for suffix in (*reading.SUFFIXES, ".yaml", ".yml")]
    for there in (file for file in beside if file.is_file()):
        ours = next((source for source in sources if source.name == there.name), None)
        if ours is None or there.read_bytes() != ours.read_bytes():
            what = "is another file of that name" if ours else f"belongs to another transcript called `{path.stem}`"
            raise ReadingError(title, Fault(f"{there} {what}.", path, todo=todo))
    try:
        private_folder(folder)
        for source in sources:
            write_atomically(folder / source.name, source.read_bytes())
            shutil.copystat(source, folder / source.name)
            (folder / source.name).chmod(0o600)
    except OSError as problem:
        raise ReadingError(title, Fault(f"{folder} cannot be written to: {problem.strerror}.", path)) from problem
    return folder / path.name

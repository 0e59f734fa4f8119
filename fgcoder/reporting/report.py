"""`fgcoder report`: everything that leaves the program, in one folder with an index page.

The folder appears whole or not at all. It holds the words of participants, so it is readable by its owner alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fgcoder import export
from fgcoder.errors import Fault, TableError
from fgcoder.export import plots
from fgcoder.files import write_atomically
from fgcoder.locations import private_folder
from fgcoder.pipeline.events import Progress
from fgcoder.reporting.chapters import Chapter, Piece, chapters, in_a_line
from fgcoder.reporting.facts import NEVER
from fgcoder.reporting.manifest import NAME, TITLE, manifest, refuse_foreign
from fgcoder.reporting.material import Material
from fgcoder.reporting.methods import methods
from fgcoder.reporting.methods_files import as_markdown, as_word
from fgcoder.reporting.pages import Cover, Section, Shown, index_page
from fgcoder.tables.selection import pick

INDEX = "index.html"
PAPER = ("docx", "latex", "markdown")
"""Formats that go on paper, where thousands of quotes beneath a table would only be in the way."""
MAKING, WRITING = "Making tables", "Writing the report"


@dataclass(frozen=True)
class Written:
    """What became of a report."""

    index: Path
    """The page to open."""
    tables: int
    pictures: int
    files: int
    missing: tuple[str, ...]
    """Why some tables and pictures are not there."""
    faults: tuple[Fault, ...]
    """What is wrong with survey files, whose findings are left out."""
    lacking: str = ""
    """Letters in pictures that no font on this machine has."""


def formats_named(names: Collection[str]) -> tuple[str, ...]:
    """Give formats by name, in the order in which they are always listed; all where none is named.

    Raises
    ------
    TableError
        If there is none of a name.
    """
    there = [*export.FORMATS, *plots.FORMATS]
    wanted = [pick(name, there, task=TITLE, noun="format called") for name in names]
    return tuple(name for name in there if not wanted or name in wanted)


def write_report(
    material: Material,
    folder: Path,
    formats: Collection[str] = (),
    at_most: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Written:
    """Write a report.

    Parameters
    ----------
    material
        What it is made from.
    folder
        Where to; a report that is there and was not changed is replaced.
    formats
        Of tables (`html`, `xlsx` …) and pictures (`svg`, `png`); all by default.
    at_most
        How many quotes stand behind a cell; by default all.
    on_progress
        Told how far it is.

    Raises
    ------
    TableError
        If there is no such format, coder, attribute or value, nobody is left, or the folder holds anything else than an
        unchanged report, or cannot be written.
    """
    wanted = formats_named(formats)
    refuse_foreign(folder)
    # What is misspelt would only leave every table out.
    _ = material.scope
    report = on_progress or (lambda _: None)
    made = chapters(material, at_most, lambda done, of, title: report(Progress(MAKING, done, of, title)))
    report(Progress(MAKING, len(made), len(made)))
    names = iter(_names(made))
    files: dict[str, bytes] = {}
    sections: list[Section] = []
    count, done = sum(len(chapter.pieces) for chapter in made), 0
    for chapter in made:
        shown = []
        for piece in chapter.pieces:
            report(Progress(WRITING, done, count, piece.table.title))
            shown.append(_rendered(piece, next(names), wanted, files))
            done += 1
        sections.append(Section(chapter.name, chapter.title, chapter.says, tuple(shown), chapter.missing))
    files[INDEX] = index_page(_cover(material, files), sections)
    files[NAME] = manifest(material, files)
    _put(folder, files)
    report(Progress(WRITING, count, count))
    drawn = {name.rpartition(".")[0] for name in files if name.startswith("pictures/")}
    undrawn = (one.undrawn for section in sections for one in section.shown if one.undrawn)
    missing = (*(why for chapter in made for why in chapter.missing), *undrawn)
    lacking = "".join(sorted({letter for section in sections for one in section.shown for letter in one.lacking}))
    return Written(folder / INDEX, count, len(drawn), len(files), missing, material.surveys.faults, lacking)


def _names(made: Sequence[Chapter]) -> list[str]:
    """Give the names of the tables' files, in order; two tables of one name are told apart by numbers."""
    names: list[str] = []
    for piece in (piece for chapter in made for piece in chapter.pieces):
        name, number = piece.table.name, 2
        while name in names:
            name, number = f"{piece.table.name}-{number}", number + 1
        names.append(name)
    return names


def _rendered(piece: Piece, name: str, wanted: Sequence[str], files: dict[str, bytes]) -> Shown:
    """Give a table in the formats wanted, and its pictures; what they come to is added to the files."""
    table, links, pictures = piece.table, {}, {}
    for made_in in wanted:
        if made_in in export.FORMATS and (piece.formats is None or made_in in piece.formats):
            path = f"tables/{name}{export.FORMATS[made_in].suffix}"
            files[path] = export.render(replace(table, quotes={}) if made_in in PAPER else table, made_in)
            links[made_in] = path
    kind = piece.picture
    if not kind or not plots.PICTURES[kind].fits(table):
        return Shown(table, links, {})
    try:
        picture = plots.drawn(table, kind, "svg")
    except TableError as error:
        return Shown(table, links, {}, undrawn=in_a_line(error))
    for made_in in plots.FORMATS:
        if made_in in wanted:
            path = f"pictures/{name}-{kind}.{made_in}"
            files[path] = picture.content if made_in == "svg" else plots.render(table, kind, made_in)
            pictures[made_in] = path
    return Shown(table, links, pictures, picture.content, lacking=picture.lacking)


def _cover(material: Material, files: dict[str, bytes]) -> Cover:
    paragraphs = methods(material)
    title, scope, book = material.study.title, material.scope, material.codebook
    heading = title if scope.is_all else f"{title} ({scope.told})"
    files["methods.md"] = as_markdown(heading, paragraphs)
    files["methods.docx"] = as_word(heading, paragraphs)
    facts = [
        *([] if scope.is_all else [("Part of the study", scope.told)]),
        ("Groups coded", f"{len(scope.begun):,} of {len(scope.groups):,}"),
        ("Participants", f"{len(scope.participants):,}"),
        ("Segments coded", f"{scope.decided:,} of {scope.segments:,}"),
        ("Codings", f"{scope.codings:,}"),
        ("Coders", ", ".join(scope.active) or "–"),
        ("Codebook", f"version {book.version}, {len(book.codes):,} codes"),
        ("Last decision", scope.last_decision or NEVER),
    ]
    return Cover(
        title,
        " ".join(material.study.settings.description.split()),
        facts,
        paragraphs,
        {"markdown": "methods.md", "docx": "methods.docx"},
        tuple(_left_out(fault, material.study.folder) for fault in material.surveys.faults),
    )


def _left_out(fault: Fault, folder: Path) -> str:
    """Say of a faulty survey file that its findings are not there; its name as it is seen from the study."""
    path, line = fault.path, f":{fault.line}" if fault.line else ""
    name = "" if path is None else (path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name))
    return f"{name}{line}: {fault.what}"


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in place of what is there: beside it first, then by renaming."""
    try:
        private_folder(folder.parent)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))  # mkdtemp gives mode 0700
        try:
            for name, content in files.items():
                private_folder((beside / name).parent)
                write_atomically(beside / name, content)
            refuse_foreign(folder)  # it took a while
            _swap(folder, beside)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as problem:
        fault = Fault(f"cannot be written: {problem.strerror}.", folder, todo="Name another folder.")
        raise TableError(TITLE, fault) from problem


def _swap(folder: Path, beside: Path) -> None:
    """Put one folder in the place of another; what is there stays until the new one is in place."""
    if not folder.exists():
        beside.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    folder.rename(old)  # over an empty folder that is ours
    try:
        beside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)

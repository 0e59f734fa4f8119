"""A coded table: texts and the codes that people gave them, from whatever program the coding was done in.

Every program for coding can export a table of quotations with their codes; no two export the same file format of their
own. So a plain table is what a team brings along when it wants to know how well suggestions would have done on a study
that is already coded. Rows are read by `csv` and openpyxl rather than pandas, which would not say in which line of the
file a row stands.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fgcoder.errors import Fault, FgcoderError
from fgcoder.model import Codebook
from fgcoder.yaml.file import did_you_mean

TITLE = "The coded table cannot be used."
TEXT, CODES, LANGUAGE, GROUP = "text", "codes", "language", "group"
SUFFIXES = (".csv", ".tsv", ".xlsx")
_BETWEEN_CODES = re.compile(r"[;|]")
_MOST_FAULTS = 20
"""Shown at once; a table with one mistake in every row would fill the screen."""


class CodedTableError(FgcoderError):
    """A table of coded texts is not as it should be."""


@dataclass(frozen=True)
class CodedTable:
    """Texts with the codes that people gave them, in the order of the file."""

    path: Path
    """The file it was read from."""
    texts: tuple[str, ...]
    codes: tuple[frozenset[str], ...]
    """The ids of the codes of each text; empty where none fitted."""
    languages: tuple[str, ...]
    """The language of each text; the same for all where the table does not say."""
    groups: tuple[str, ...] | None
    """What each text belongs to: its transcript, or the sentence that it translates. None where there is no column."""


def read(path: Path, codebook: Codebook) -> CodedTable:
    """Read a table with the columns `text`, `codes` and, if it has them, `language` and `group`.

    Parameters
    ----------
    path
        `.csv` (between commas or semicolons), `.tsv`, both in UTF-8, or `.xlsx`, of which the first sheet is read. The
        first row names the columns; others than these are left alone, and so are empty rows.
    codebook
        What the codes stand in. A code is given by its id or its label, several are set apart by `;` or `|`.

    Raises
    ------
    CodedTableError
        With a fault for each thing that is wrong: file, line, what was expected.
    """
    rows = _rows(path)
    number, header = next(rows, (1, []))
    columns = _columns(path, number, header)
    body = [(line, {name: _cell(cells, at) for name, at in columns.items()}) for line, cells in rows if any(cells)]
    if not body:
        raise CodedTableError(TITLE, Fault("there is no row beneath the heading.", path, number))
    faults = [
        Fault(f"the column `{name}` is empty here.", path, line, "Fill it in, or leave the row out.")
        for line, row in body
        for name in columns
        if name != CODES and not row[name]
    ]
    given = [_BETWEEN_CODES.split(row[CODES]) for _, row in body]
    named = _ids_by_name(codebook)
    faults += _unknown_codes(path, [line for line, _ in body], given, named, codebook)
    if faults:
        more = [Fault(f"and {len(faults) - _MOST_FAULTS} more.", path)] if len(faults) > _MOST_FAULTS else []
        raise CodedTableError(TITLE, *faults[:_MOST_FAULTS], *more)
    return CodedTable(
        path,
        tuple(row[TEXT] for _, row in body),
        tuple(frozenset(named[_folded(name)] for name in names if name.strip()) for names in given),
        tuple(row.get(LANGUAGE, codebook.language).casefold() for _, row in body),
        tuple(row[GROUP] for _, row in body) if GROUP in columns else None,
    )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file, each with the line it ends in, or the number of the row in a sheet."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"a file that ends in `{path.suffix}` is not read as a table." if suffix else "its name has no ending."
        raise CodedTableError(TITLE, Fault(what, path, todo=f"Save it as one of: {', '.join(SUFFIXES)}."))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodedTableError(TITLE, Fault(f"it cannot be read: {error.strerror}.", path)) from error
    return _sheet(path, content) if suffix == ".xlsx" else _lines(path, content, suffix)


def _lines(path: Path, content: bytes, suffix: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        todo = "Save it as UTF-8; Excel calls that `CSV UTF-8`."
        raise CodedTableError(TITLE, Fault("it is not in UTF-8.", path, line, todo)) from error
    heading = text.partition("\n")[0]
    delimiter = "\t" if suffix == ".tsv" else ";" if ";" in heading and "," not in heading else ","
    # The library's own limit stops at long interviews. It is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        todo = "A text that holds quotation marks stands between quotation marks, and has its own doubled."
        raise CodedTableError(TITLE, Fault(f"the row cannot be read: {error}.", path, reader.line_num, todo)) from error


def _sheet(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        todo = "Open it in a spreadsheet program and save it anew as .xlsx."
        raise CodedTableError(
            TITLE, Fault(f"this is not a workbook that can be read: {error}.", path, todo=todo)
        ) from error
    for number, row in enumerate(rows, 1):
        yield number, ["" if cell is None else str(cell).strip() for cell in row]


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _columns(path: Path, line: int, header: Sequence[str]) -> dict[str, int]:
    names = [name.casefold() for name in header]
    missing = [name for name in (TEXT, CODES) if name not in names]
    if missing:
        there = f"It has: {', '.join(name for name in header if name)}." if any(header) else "Its first row is empty."
        todo = f"{there} The first row names the columns: {TEXT}, {CODES}, and if need be {LANGUAGE} and {GROUP}."
        faults = (Fault(f"there is no column `{name}`.", path, line, todo) for name in missing)
        raise CodedTableError(TITLE, *faults)
    known = [name for name in (TEXT, CODES, LANGUAGE, GROUP) if name in names]
    twice = [Fault(f"there are two columns `{name}`.", path, line) for name in known if names.count(name) > 1]
    if twice:
        raise CodedTableError(TITLE, *twice)
    return {name: names.index(name) for name in known}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _ids_by_name(codebook: Codebook) -> dict[str, str]:
    """Give the id of each code by its id and by its label, a label that several codes have by neither."""
    labels: dict[str, list[str]] = {}
    for code in codebook.codes:
        labels.setdefault(_folded(code.label), []).append(code.id)
    return {label: ids[0] for label, ids in labels.items() if len(ids) == 1} | {
        code.id.casefold(): code.id for code in codebook.codes
    }


def _unknown_codes(
    path: Path, lines: Sequence[int], given: Sequence[Sequence[str]], named: Mapping[str, str], codebook: Codebook
) -> list[Fault]:
    """Give one fault for each name that is no code, at the first row that has it."""
    found: dict[str, list[int]] = {}
    for line, names in zip(lines, given, strict=True):
        for name in names:
            if name.strip() and _folded(name) not in named:
                found.setdefault(" ".join(name.split()), []).append(line)
    themes = {_folded(name) for code in codebook.by_id.values() if code.is_theme for name in (code.id, code.label)}
    faults = []
    for name, where in found.items():
        others = f" ({len(where) - 1} more rows have it)" if len(where) > 1 else ""
        if name.casefold() in themes:
            what, todo = f"`{name}` is a theme{others}.", "Only codes are suggested; name one of those below it."
        else:
            what = f"`{name}` is not a code of the codebook{others}."
            todo = did_you_mean(name, [code.id for code in codebook.codes]) or ""
        faults.append(Fault(what, path, where[0], todo))
    return faults

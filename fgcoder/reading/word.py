"""Word documents (.docx), in which transcripts are typed: paragraphs, or a table of speakers and words.

The words are taken from the document's XML through python-docx and not from its `Paragraph.text`, which leaves out
tracked insertions and content controls: a transcript that went through two people's corrections would lose words.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fgcoder.errors import Fault, ReadingError
from fgcoder.reading.raw import Prose
from fgcoder.reading.speakers import MOST_CHARACTERS
from fgcoder.reading.text import normalise

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CLOCK = re.compile(r"\W?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d+)?\W?")
_LEFT_OUT = {
    "footnoteReference": "Footnotes and their marks were left out.",
    "endnoteReference": "Endnotes and their marks were left out.",
    "txbxContent": "Text boxes were left out.",
}
# How unzipping and parsing stumble over damaged files; lxml's error is a SyntaxError.
_STUMBLES: tuple[type[Exception], ...] = (
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    EOFError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
# What stands in these is not part of the text as it reads: the old place of moved words, and text boxes.
_ASIDE = frozenset({f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}del"})


def read_word(path: Path, data: bytes) -> Prose:
    """Read a .docx file.

    Paragraphs are separated by an empty line. A row of a table is a paragraph; its first cell (the second, where the
    first is a time), if short, is taken for the speaker's label and gets a colon where it has none. Tracked changes
    count as accepted.

    Parameters
    ----------
    path
        The file, for messages.
    data
        Its bytes.

    Returns
    -------
    Prose
        The text of the document's body, in order.

    Raises
    ------
    ReadingError
        If the file is not a Word document.
    """
    document = _open(path, data)
    body = document.element.body
    lines: list[str] = []
    places: list[str] = []
    for place, paragraph in _paragraphs(body):
        text = normalise(paragraph).rstrip()
        if not text.strip():
            continue
        if lines:
            lines.append("")
            places.append(place)
        for line in text.split("\n"):
            lines.append(line)
            places.append(place)
    notices = tuple(notice for tag, notice in _LEFT_OUT.items() if next(body.iter(_W + tag), None) is not None)
    return Prose("\n".join(lines), tuple(places) or ("paragraph 1",), notices=notices)


def _open(path: Path, data: bytes) -> Document:
    import docx
    from docx.opc.exceptions import OpcError

    stumbles: tuple[type[Exception], ...] = (*_STUMBLES, OpcError)
    try:
        document = docx.Document(io.BytesIO(data))
        # A part that is missing or of the wrong kind only shows when it is touched.
        if document.element.body is None:
            raise ValueError("no body")
    except stumbles as error:
        raise ReadingError(
            "The document cannot be read",
            Fault("The file is damaged or not a Word document.", path, todo="Open it in Word and save it as .docx."),
        ) from error
    return document


def _paragraphs(parent: Any) -> Iterator[tuple[str, str]]:
    """Yield each paragraph or table row with its place, in document order."""
    paragraphs = tables = 0
    for block in _blocks(parent):
        if block.tag == f"{_W}p":
            paragraphs += 1
            yield f"paragraph {paragraphs}", _words(block).replace("\t", " ").strip(" ")
        else:
            tables += 1
            for number, row in enumerate(_within(block, "tr", "tbl"), 1):
                yield f"row {number} of table {tables}", _row(row)


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, those in content controls and the like included."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _ASIDE:
            yield from _blocks(child)


def _row(row: Any) -> str:
    cells = [text for cell in _within(row, "tc", "tr") if (text := _cell(cell))]
    time = cells.pop(0) if len(cells) > 2 and _CLOCK.fullmatch(cells[0]) else ""
    if len(cells) > 1 and len(cells[0]) <= MOST_CHARACTERS and not cells[0].endswith((":", "：", "\n")):
        cells[0] += ":"
    return " ".join([time, *cells] if time else cells)


def _cell(cell: Any) -> str:
    lines: list[str] = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            lines.append(_words(block).replace("\t", " ").strip())
        else:
            lines += map(_row, _within(block, "tr", "tbl"))
    return "\n".join(line for line in lines if line)


def _within(parent: Any, tag: str, nearest: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, without those of tables nested in it."""
    return (found for found in parent.iter(_W + tag) if next(found.iterancestors(_W + nearest)) is parent)


def _words(paragraph: Any) -> str:
    words: list[str] = []
    for run in paragraph.iter(f"{_W}r"):
        if any(ancestor.tag in _ASIDE for ancestor in _up_to(run, paragraph)):
            continue
        for child in run:
            if child.tag == f"{_W}t":
                words.append(child.text or "")
            elif child.tag == f"{_W}tab":
                words.append("\t")
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                words.append("\n")
            elif child.tag == f"{_W}noBreakHyphen":
                words.append("\u2011")
    return "".join(words)


def _up_to(element: Any, top: Any) -> Iterator[Any]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor

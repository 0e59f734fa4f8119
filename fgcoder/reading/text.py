"""Bytes to text, once and for all: everything later counts codepoints in what this module gives.

Offsets into a text, and the hash that proves nobody edited it, only mean something if the same file always gives the
same characters, whatever program and system saved it. So decoding and normalising happen here and nowhere else.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from pathlib import Path

from fgcoder.errors import Fault, ReadingError

# UTF-32 before UTF-16, whose mark is the beginning of the longer one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = ((b"{\\rtf", "an RTF document"), (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a Word or LibreOffice document"))
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")


def decode(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Give the text in a file's bytes, and a notice where its encoding had to be guessed.

    A byte order mark decides; else UTF-8; else the best guess of charset-normalizer.

    Parameters
    ----------
    path
        The file the bytes come from, for messages.
    data
        Its whole content.

    Returns
    -------
    tuple of str and tuple of str
        The text, not yet normalised, and the notices.

    Raises
    ------
    ReadingError
        If the file is binary, or its encoding cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                line = data[: len(mark) + error.start].count(b"\n") + 1
                raise _undecodable(path, f"The file is marked as {encoding.upper()} but is not", line) from error
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReadingError(
                "The transcript cannot be read",
                Fault(f"The file is {kind}, not plain text.", path, todo="Save it as .docx and import that file."),
            )
    if (zero := data.find(b"\x00")) >= 0:
        line = data.count(b"\n", 0, zero) + 1
        raise ReadingError(
            "The transcript cannot be read",
            Fault("The file is binary, not text.", path, line, "Save the transcript as .docx, or as .txt in UTF-8."),
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        from charset_normalizer import from_bytes

        guess = from_bytes(data).best()
        if guess is None:
            line = data[: error.start].count(b"\n") + 1
            raise _undecodable(path, "The file is not in UTF-8 and its encoding cannot be told", line) from error
        notice = f"The file is not in UTF-8; it was read as {guess.encoding}. Check the accents, or save it as UTF-8."
        return str(guess), (notice,)


def normalise(text: str) -> str:
    r"""Give the text in the one form in which it is stored, counted and hashed.

    Every kind of line end (`\r\n`, `\r`, vertical tab, form feed, NEL, U+2028, U+2029) becomes `\n`. Other control
    characters than `\n` and `\t`, and byte order marks inside the text, are removed: they are leftovers of programs,
    cannot be seen, and break terminals and XML exports. No-break spaces stay as they are, because French typography
    uses them on purpose. The result is in NFC, and normalising it again changes nothing.

    Parameters
    ----------
    text
        As decoded.

    Returns
    -------
    str
        The normalised text.
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def fingerprint(text: str) -> str:
    """Give the SHA-256 of a normalised text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _undecodable(path: Path, what: str, line: int) -> ReadingError:
    return ReadingError(
        "The transcript cannot be read",
        Fault(f"{what}.", path, line, "Open it in the program it was written with and save it in UTF-8."),
    )

"""The one error a user may see, so that every front end reports faults in the same shape.

A fault says what was wrong, where (file and line when there is one) and what to do about it.
Anything else that escapes is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with something the user gave us."""

    what: str
    """What was wrong and what was expected, as one sentence."""
    path: Path | None = None
    """The file it was found in, if it was found in a file."""
    line: int | None = None
    """The line in that file, counted from 1."""
    todo: str | None = None
    """What the user can do about it."""

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}:" if self.line is None else f"{self.path}:{self.line}:"
        text = f"{where} {self.what}" if where else self.what
        return f"{text}\n  → {self.todo}" if self.todo else text


class FgcoderError(Exception):
    """A mistake that the user can mend.

    Parameters
    ----------
    title
        What was being attempted, in a few words; the heading of the message.
    faults
        One `Fault` or several; several when a file can be checked in one go.
    """

    def __init__(self, title: str, *faults: Fault) -> None:
        super().__init__(title)
        self.title = title
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([self.title, *map(str, self.faults)])


class StudyError(FgcoderError):
    """The study folder, its `study.yaml` or a survey file is not as it should be."""


class CodebookError(FgcoderError):
    """A codebook cannot be read or written."""


class ReadingError(FgcoderError):
    """A transcript file cannot be read."""


class ModelError(FgcoderError):
    """The embedding model cannot be had."""


class StoreError(FgcoderError):
    """The store cannot be opened, or does not hold what was asked for."""


class StoreAccessError(StoreError):
    """The store cannot be read or written: it is locked, the disk is full. What was asked for may work later."""


class TableError(FgcoderError):
    """A table was asked for in a way that cannot be answered."""


class SearchError(FgcoderError):
    """A search was asked for in a way that cannot be answered."""

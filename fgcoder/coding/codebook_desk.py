"""Changing the codebook in the midst of coding: the file is written, and what was changed goes into the record.

The file stays the one source of the codebook: people edit it by hand and keep it under version control. So the record
holds a change as the lines taken out and put in, and undoing it works as long as those lines are as they were, whatever
has changed elsewhere in the file. A change that the store does not take is none: the file is then as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fgcoder.codebook import hunks
from fgcoder.codebook.file import parse
from fgcoder.coding.recording import Recorder
from fgcoder.errors import CodebookError, Fault
from fgcoder.files import put_back_on_failure, write_atomically
from fgcoder.model import Action, Codebook, Decision
from fgcoder.yaml import file as yamlfile

TITLE = "The codebook was not changed."

Edit = Callable[[str, Path], str]
"""Gives the file's text as it shall be; as the functions of `codebook.editing` do."""


class CodebookDesk:
    """The codebook's file, and the record of its changes.

    Parameters
    ----------
    path
        The file.
    recorder
        Makes the decisions.
    """

    def __init__(self, path: Path, recorder: Recorder) -> None:
        self.path = path
        self._recorder = recorder
        self._known = self._now()
        """The file's text as the recorder's codebook has it."""
        self._together: ExitStack | None = None
        """Puts the file back; None where it is written for itself."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have the file as it was, should the block fail after it was written.

        For what writes to the store, too: a change without its record could not be undone, and nobody would know of it.
        """
        known, book = self._known, self._recorder.codebook
        try:
            with ExitStack() as self._together:
                yield
        except BaseException:
            self._known, self._recorder.codebook = known, book
            raise
        finally:
            self._together = None

    def changed_outside(self) -> Codebook | None:
        """Give the codebook as the file has it now; None where nobody else has changed the file.

        Raises
        ------
        CodebookError
            If it is faulty, or cannot be read.
        """
        text = yamlfile.text_of(self.path, CodebookError, "The codebook could not be read anew.")
        if text == self._known:
            return None
        book = parse(text, self.path)
        self._known = text
        return book

    def _now(self) -> str:
        """Give the file's text, or nothing where it cannot be read: that is told when it is asked for."""
        try:
            return yamlfile.text_of(self.path, CodebookError, TITLE)
        except CodebookError:
            return ""

    def change(self, edit: Edit, words: str, code: str = "") -> tuple[Codebook, Decision | None]:
        """Change the file.

        Parameters
        ----------
        edit
            Gives the new text.
        words
            What is done, as a sentence without its full stop: `Added the code Red tape`.
        code
            The id of the code that it is about.

        Returns
        -------
        tuple
            The codebook as it is now, and the decision to be recorded; None where nothing has changed.

        Raises
        ------
        CodebookError
            If the file cannot be read or written, or would not be a codebook any more; it is then as it was.
        """
        before = yamlfile.text_of(self.path, CodebookError, TITLE)
        after = edit(before, self.path)
        book = parse(after, self.path)
        if after == before:
            return book, None
        self._write(after)
        self._recorder.codebook = book
        changes = hunks.to_json(hunks.hunks(before, after))
        return book, self._recorder.note(Action.CODEBOOK, None, None, code=code, text=words, changes=changes)

    def reverse(self, changes: str, *, forth: bool = False) -> Codebook:
        """Take a recorded change back, or make it once more, and give the codebook as it is now.

        Raises
        ------
        CodebookError
            If the lines concerned are no longer what the change left.
        """
        recorded = hunks.of_json(changes)
        before = yamlfile.text_of(self.path, CodebookError, TITLE)
        after = hunks.patched(before, recorded if forth else hunks.reversed_hunks(recorded), self.path)
        book = parse(after, self.path)
        self._write(after)
        self._recorder.codebook = book
        return book

    def _write(self, text: str) -> None:
        try:
            with ExitStack() as alone:
                (self._together or alone).enter_context(put_back_on_failure(self.path))
                write_atomically(self.path, text.encode("utf-8"))
        except OSError as problem:
            fault = Fault(f"cannot be written: {problem.strerror}.", self.path)
            raise CodebookError(TITLE, fault) from problem
        self._known = text

"""What the commands that change the codebook share; imported only when one of them runs, for the sake of start-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import typer

from fgcoder.cli.console import stderr
from fgcoder.cli.context import Context
from fgcoder.codebook.editing import FIRST
from fgcoder.coding.session import CodingSession
from fgcoder.errors import CodebookError, Fault
from fgcoder.model import Codebook
from fgcoder.pipeline.contents import codebook_of
from fgcoder.record.decisions import codings, following
from fgcoder.wording import counted

TITLE = "The codebook was not changed."
__all__ = ["change", "codebook_of", "codings_under", "place", "stays_a_code"]


def change(at: Context, edit: Callable[[str, Path], str], words: str, code: str) -> tuple[Codebook, Counter[str]]:
    """Change the study's codebook file, record that it was done, and say so.

    Parameters
    ----------
    edit
        Gives the new text from the old one and the file's path.
    words
        What is done, as a sentence without its full stop.
    code
        The id of the code that it is about.

    Returns
    -------
    book, counts
        The codebook as it is now, and how many codings each of its codes has.
    """
    before = codebook_of(at.study)
    with at.store() as store:
        session = CodingSession(store, before, at.coder, blind=True, codebook_file=at.study.codebook)
        if not session.change_codebook(edit, words, code):
            typer.echo("The codebook says that already; nothing was changed.")
            return session.codebook, codings_under(at, session.codebook)
    typer.echo(f"{words}.")
    for one in session.codebook.codes:
        if one.id in before.by_id and before.by_id[one.id].is_theme:
            stderr.print(f"`{one.id}` has no codes below it any more, and is a code itself now.")
    return session.codebook, codings_under(at, session.codebook)


def codings_under(at: Context, book: Codebook) -> Counter[str]:
    """Count the codings of each code by all coders, those under its former ids with them."""
    with at.store() as store:
        return Counter(coding.code for coding in codings(following(store.decisions(), book)))


def stays_a_code(at: Context, book: Codebook, theme: str | None) -> None:
    """Refuse to put a code below one that has codings: its codings would stand at a theme without anybody's wish."""
    known = book.by_id.get(theme) if theme else None
    if known is None or known.is_theme:
        return
    count = codings_under(at, book)[known.id]
    if count:
        what = f"`{known.id}` has {counted(count, 'coding')}, and would become a theme, which is not applied itself."
        todo = f"`fgcoder codebook split {known.id}` makes it one on purpose; or name another theme."
        raise CodebookError(TITLE, Fault(what, at.study.codebook, todo=todo))


def place(book: Codebook, theme: str | None, after: str | None, first: bool) -> tuple[str | None, str | None]:
    """Give the theme and the sibling that the options name; behind a code alone is in its theme."""
    if first and after is not None:
        raise CodebookError(TITLE, Fault("--first and --after say different places.", todo="Give one of them."))
    if theme is None and after in book.by_id:
        theme = next(iter(book.path_of[after][-1:]), None)
    return theme, FIRST if first else after

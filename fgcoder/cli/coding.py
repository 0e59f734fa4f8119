"""`fgcoder` and `fgcoder code`: the coding screen."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.errors import Fault, StudyError


def code(
    context: typer.Context,
    transcript: Annotated[
        str | None, typer.Argument(help="The transcript to open; where you left off by default.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions; the record says so.")] = False,
) -> None:
    """Open the coding screen."""
    open_screen(context.obj, transcript, blind=blind)


def open_screen(at: Context, transcript: str | None = None, *, blind: bool = False) -> None:
    """Open the coding screen on a study."""
    study = at.study
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        todo = "Run it in a terminal, or use `fgcoder status`, `suggest`, `table` and `decisions`, which do without."
        raise StudyError("The coding screen cannot be opened.", Fault("this is not a terminal.", todo=todo))
    from fgcoder import config
    from fgcoder.coding import CodingSession
    from fgcoder.pipeline import Preparation, codebook_of
    from fgcoder.tui.app import FgcoderApp

    codebook = codebook_of(study)
    with at.store() as store:
        session = CodingSession(store, codebook, at.coder, blind=blind, draw=study.draw)
        if transcript is not None and store.transcript_ids():
            store.transcript(transcript)  # a name that is not there is told before the screen opens
        app = FgcoderApp(session, config.read(), Preparation(study, store, codebook, at.coder), start_at=transcript)
        app.run()
    if app.preparing is not None and app.preparing.is_alive():
        # Everything is on disk, and a library caught at work in a thread may not survive an orderly end.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(app.return_code or 0)

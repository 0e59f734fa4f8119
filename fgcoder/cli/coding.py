"""`fgcoder` and `fgcoder code`: the coding screen."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.cli.console import show_error
from fgcoder.cli.context import Context
from fgcoder.errors import Fault, StudyError

if TYPE_CHECKING:
    from fgcoder.reporting.linking import FindingsForQuotes
    from fgcoder.reporting.tables_source import TableSource
    from fgcoder.retrieval.finder import Finder


def code(
    context: typer.Context,
    transcript: Annotated[
        str | None, typer.Argument(help="The transcript to open; where you left off by default.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions; the record says so.")] = False,
) -> None:
    """Open the coding screen."""
    open_screen(context.obj, transcript, blind=blind)


def open_screen(
    at: Context, transcript: str | None = None, *, blind: bool = False, overview_first: bool = False
) -> None:
    """Open the coding screen on a study, or its overview."""
    study = at.study
    in_browser = "TEXTUAL_DRIVER" in os.environ  # as `fgcoder serve` starts it: the screen goes elsewhere
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        todo = "Run it in a terminal, or use `fgcoder status`, `suggest`, `table` and `decisions`, which do without."
        raise StudyError("The coding screen cannot be opened.", Fault("this is not a terminal.", todo=todo))
    gc.disable()  # what is imported stays; looking through it for garbage takes a sixth of the start
    from fgcoder import config
    from fgcoder.coding.session import CodingSession
    from fgcoder.overview import StudyOverview
    from fgcoder.pipeline import Preparation, codebook_of, encoder_of, findings_of
    from fgcoder.tui import keymap, screen_keys
    from fgcoder.tui.app import FgcoderApp, Views
    from fgcoder.tui.hangup import ends_with_terminal
    from fgcoder.tui.messages import HungUp

    settings = config.read()
    keymap.check(settings, screen_keys.tables() if settings.keys else {})
    codebook = codebook_of(study)
    with at.store() as store:
        session = CodingSession(
            store,
            codebook,
            at.coder,
            blind=blind,
            draw=study.draw,
            findings=findings_of(study, compute=False),
            codebook_file=study.codebook,
        )
        if transcript is not None and store.transcript_ids():
            store.transcript(transcript)  # a name that is not there is told before the screen opens
        preparation = Preparation(study, store, codebook, at.coder)

        @cache
        def finder() -> Finder:
            from fgcoder.reporting.finding_texts import KeepingEncoder
            from fgcoder.retrieval.finder import Finder

            known = tuple(session.notes.findings.values())
            return Finder(store, lambda: session.codebook, lambda: KeepingEncoder(encoder_of(study), store, known))

        def tables() -> TableSource:
            from fgcoder.reporting.tables_source import TableSource

            return TableSource(study, store, lambda: session.codebook, finder)

        def findings() -> FindingsForQuotes:
            from fgcoder.reporting.linking import FindingsForQuotes

            return FindingsForQuotes(findings_of(study), finder(), lambda: session.codebook)

        overview = StudyOverview(study, store, at.coder, lambda: session.codebook)
        views = Views(overview, finder, tuple(study.settings.attributes), tables, findings)
        app = FgcoderApp(
            session,
            settings,
            preparation,
            transcript,
            views=views,
            overview_first=overview_first,
            tour=not config.tour_seen(),
        )
        gc.freeze()
        gc.enable()
        with ends_with_terminal(lambda: app.post_message(HungUp())):
            app.run()
    if app.fault is not None:
        show_error(app.fault)
    if app.preparing is not None and app.preparing.is_alive():
        # Everything is on disk, and a library caught at work in a thread may not survive an orderly end.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(app.return_code or 0)
    if app.return_code:
        raise typer.Exit(app.return_code)

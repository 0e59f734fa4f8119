"""`fgcoder` and `fgcoder code`: the coding screen."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from fgcoder.cli.console import show_error
from fgcoder.cli.context import Context
from fgcoder.cli.screen_parts import ScreenParts
from fgcoder.errors import Fault, StudyError
from fgcoder.pipeline.garbage import leave_to_pauses

_SWITCHES = 0.001
"""Seconds after which a thread gives way to the one that answers keys; Python's own 0.005 are felt."""


def code(
    context: typer.Context,
    transcript: Annotated[
        str | None, typer.Argument(help="The transcript to open; where you left off by default.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions; the record says so.")] = False,
) -> None:
    """Open the coding screen."""
    open_screen(context.obj, transcript, blind=blind)


def answer_keys_first() -> None:
    """Have Python put off what would hold up a key: other threads, and looking for garbage."""
    sys.setswitchinterval(_SWITCHES)
    leave_to_pauses()


def open_screen(
    at: Context, transcript: str | None = None, *, blind: bool = False, overview_first: bool = False
) -> None:
    """Open the coding screen on a study, or its overview."""
    study = at.study
    in_browser = "TEXTUAL_DRIVER" in os.environ  # as `fgcoder serve` starts it: the screen goes elsewhere
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        todo = "Run it in a terminal, or use `fgcoder status`, `suggest`, `table` and `decisions`, which do without."
        raise StudyError("The coding screen cannot be opened.", Fault("this is not a terminal.", todo=todo))
    answer_keys_first()
    with ScreenParts(at, blind=blind) as parts:
        from fgcoder import config
        from fgcoder.overview import StudyOverview
        from fgcoder.tui import keymap, screen_keys
        from fgcoder.tui.app import FgcoderApp
        from fgcoder.tui.hangup import ends_with_terminal
        from fgcoder.tui.messages import HungUp
        from fgcoder.tui.opening import Views

        settings = config.read()
        keymap.check(settings, screen_keys.tables() if settings.keys else {})
        if not overview_first:
            _ = parts.session  # what is wrong with the study's files is told before the screen opens
        if transcript is not None and parts.store.transcript_ids():
            parts.store.transcript(transcript)  # and so is a name that is not there
        overview = StudyOverview(study, lambda: parts.store, at.coder, parts.codebook)
        views = Views(overview, lambda: parts.finder, tuple(study.settings.attributes), parts.tables, parts.findings)
        app = FgcoderApp(
            lambda: parts.session,
            settings,
            parts.preparation,
            transcript,
            views=views,
            overview_first=overview_first,
            tour=not config.tour_seen(),
        )
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

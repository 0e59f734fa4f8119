"""What stands on the screen while a study is opened, and what becomes of a study that cannot be."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Static

from fgcoder.pipeline import events, taking_in
from fgcoder.storage.store import Store
from fgcoder.study import Study
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.overview import OverviewScreen


async def test_a_new_study_says_what_is_being_read_and_not_that_there_is_nothing(
    new_study: Callable[..., Path], desks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "---\nlanguage: en\n---\nANA: Nobody asks us."
    desk = desks(new_study(park=words, river=words), overview_first=True)
    take_in, begin, go_on = taking_in.take_in, Event(), Event()

    def slowly(study: Study, store: Store, on_progress: events.OnProgress) -> list[taking_in.Imported]:
        def tell(progress: events.Progress) -> None:
            on_progress(progress)
            assert progress.done == 0 or go_on.wait(60)

        assert begin.wait(60)
        return take_in(study, store, tell)

    monkeypatch.setattr(taking_in, "take_in", slowly)
    app = desk.app()
    async with app.run_test(size=(120, 36)) as pilot:
        said: list[str] = []

        async def says(words: str) -> None:
            while not said or words not in said[-1]:
                said.extend(str(hint.render()) for hint in app.screen.query("#hint").results(Static))
                await pilot.pause()

        try:
            async with asyncio.timeout(60):
                await says("Reading what is in the study's folder …")
                await app._overview.counted.wait()
                begin.set()
                await says("Reading transcripts: 50 %, river.txt")
        finally:
            begin.set()
            go_on.set()
        async with asyncio.timeout(60):
            await says("Enter opens park")
    assert not any("no transcripts" in hint for hint in said)


async def test_a_study_without_any_file_says_what_to_do(new_study: Callable[..., Path], desks: Any) -> None:
    desk = desks(new_study(), overview_first=True)
    async with desk.seen() as seen:
        await seen.until(lambda: "There are no transcripts yet. Put them into the study" in seen.shown)


async def test_the_frame_of_the_overview_stands_before_anything_is_read(desk: Any) -> None:
    desk.overview_first = True
    seen = desk.seen()
    stood: list[str] = []
    source = seen.app._views.overview
    open_store = source._open_store

    def store() -> Store:
        stood.append(seen.shown)
        return open_store()

    source._open_store = store
    async with seen:
        await seen.until(lambda: "ana has decided 0 %" in seen.shown)
        assert len(stood) == 1
        for part in ("Two parks", "Reading the study …", "Transcripts: …", "Coders"):
            assert part in stood[0]
        assert "river" not in stood[0]
        assert "Transcripts: 2" in seen.shown


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_coding_goes_on_behind_the_overview(desk: Any, size: tuple[int, int]) -> None:
    desk.overview_first = True
    async with desk.seen().at(size) as seen:
        await seen.show(OverviewScreen)
        await seen.until(lambda: seen.app._is_open and seen.desk.session.ranking is not None)
        assert [type(screen) for screen in seen.app.screen_stack[1:]] == [CodingScreen, OverviewScreen]
        await seen.press("escape")
        await seen.show(CodingScreen)
        assert seen.transcript_lines[0].strip()
        assert seen.suggested
        await seen.press("1")
        assert len(desk.decisions) == 1


@pytest.mark.parametrize("keys", [("escape",), ("A", "escape", "escape")], ids=["back", "tables and back"])
async def test_who_leaves_the_frame_at_once_gets_to_the_coding_screen(
    desk: Any, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setattr(FgcoderApp, "_fill_overview", lambda _: None)  # as if the keys came before it
    desk.overview_first = True
    async with desk.seen() as seen:
        await seen.show(OverviewScreen)
        await seen.press(*keys)
        await seen.show(CodingScreen)
        await seen.until(lambda: seen.desk.session.ranking is not None)
        assert [type(screen) for screen in seen.app.screen_stack[1:]] == [CodingScreen]
        assert seen.transcript_lines[0].strip()


async def test_who_quits_at_the_frame_leaves_without_opening_anything(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FgcoderApp, "_fill_overview", lambda _: None)
    desk.overview_first = True
    seen = desk.seen()
    async with seen:
        await seen.show(OverviewScreen)
        await seen.press("q")
        await seen.until(lambda: not seen.app.is_running)
    assert (seen.app.return_code, seen.app.fault, seen.app._is_open) == (0, None, False)


def test_a_faulty_codebook_is_told_once_the_screen_is_as_it_was(study_folder: Path, model_folder: Path) -> None:
    (study_folder / "codebook.yaml").write_text("title: Parks\nversion: '1'\nlanguage: en\ncodes:\n  - id: 7 up\n")
    status, written = run_on_terminal(study_folder, model_folder)
    assert status == 2
    assert "codebook.yaml:5" in written
    assert "Traceback" not in written


def test_a_store_that_is_none_is_told_once_the_screen_is_as_it_was(study_folder: Path, model_folder: Path) -> None:
    (study_folder / ".fgcoder" / "store.sqlite").write_bytes(b"this is no database" * 1_000)
    status, written = run_on_terminal(study_folder, model_folder)
    assert status == 2
    assert "store.sqlite" in written
    assert "Traceback" not in written


def run_on_terminal(study: Path, model_folder: Path) -> tuple[int, str]:
    """Run the program on a terminal until it ends by itself; give its status, and what stood after its screen."""
    ours, theirs = pty.openpty()
    environment = os.environ | {
        "TERM": "xterm-256color",
        "COLUMNS": "200",
        "FGCODER_CACHE": str(model_folder.parent),
        "FGCODER_SETTINGS": str(study / "no-settings.yaml"),
        "FGCODER_STATE": str(study / "state"),
    }
    program = [sys.executable, "-m", "fgcoder", "--coder", "ana", "-C", str(study)]
    process = subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    written = b""
    with suppress(OSError):  # the other end is gone
        while some := os.read(ours, 1 << 16):
            written += some
    os.close(ours)
    return process.wait(60), written.rpartition(b"\x1b[?1049l")[2].decode()

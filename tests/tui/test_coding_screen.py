"""The coding screen as a whole: layouts, mouse, blind mode, a study that is empty, faulty or without a model."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.config import Settings
from fgcoder.model import Action, Mode
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.widgets.suggestions import SegmentPanel

SIZES = [(80, 24), (120, 36), (46, 16), (200, 50)]
PRESSED = [
    *dict.fromkeys(key for binding in CODING if binding.id != "quit" for key in binding.key.split(",")),
    *("backspace", "i", "resize", "click"),
]
"""Every key of the screen, and letters that are typed where something is asked."""
SCROLLS = ("pagedown", "pageup", "J", "K", "ctrl+down", "ctrl+up")


def first_words(seen: Any) -> str:
    return seen.desk.current.words.of(seen.desk.session.transcript.text)[:6]


@given(pressed=st.lists(st.sampled_from(PRESSED), min_size=5, max_size=20), size=st.sampled_from(SIZES))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_pressed_no_decision_is_lost_and_the_current_segment_is_in_view(
    kept_study: Path, desks: Callable[..., Any], pressed: list[str], size: tuple[int, int]
) -> None:
    async def run(desk: Any) -> None:
        async with desk.seen().at(size) as seen:
            kept: list[Any] = []
            for at, key in enumerate(pressed):
                if key == "resize":
                    await seen.pilot.resize_terminal(*SIZES[at % len(SIZES)])
                elif key == "click":
                    await seen.pilot.click(offset=(at % 40, at % 12))
                await seen.press(*([] if key in ("resize", "click") else [key]))
                now = desk.decisions
                assert now[: len(kept)] == kept
                kept = now
                progress = desk.session.progress()
                walk = desk.session.walk
                if seen.coding.selection is not None:
                    told = "moving edges" if seen.coding._mending else "selecting words"
                    assert told in seen.text("#where")
                    assert seen.view.selected == seen.coding.selection.span
                    continue
                told = f" of {len(walk.segments)}" if walk is not None else f"{progress.codings} coding"
                assert told in seen.text("#where")
                if isinstance(seen.app.screen, CodingScreen) and key not in SCROLLS:
                    if set(SCROLLS) & set(pressed[:at]):
                        await seen.press("down")
                    assert seen.current_lines, seen.transcript_lines
                    assert any(first_words(seen)[:6] in line for line in seen.current_lines)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(desks(shutil.copytree(kept_study, Path(folder) / "study"))))


@pytest.mark.parametrize("size", SIZES)
async def test_every_segment_can_be_reached_and_is_in_view(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        been = [desk.current.number]
        for _ in range(10):
            await seen.press("down")
            been.append(desk.current.number)
            assert first_words(seen) in "".join(seen.current_lines)
        assert been == [segment.number for segment in desk.session.segments if segment.is_codable]
        await seen.press("down")
        assert "last segment" in seen.message
        await seen.press("home", "up")
        assert "first segment" in seen.message


async def test_wide_the_panel_stands_beside_the_transcript_and_narrow_below(desk: Any) -> None:
    async with desk.seen().at((120, 36)) as seen:
        panel = seen.coding.query_one("#segment")
        assert panel.region.x >= seen.view.region.right
        assert "definition: Somebody would help" in " ".join(seen.suggested)
        await seen.pilot.resize_terminal(80, 24)
        await seen.pilot.pause()
        assert panel.region.y >= seen.view.region.bottom
        assert [line.rank for line in panel.lines if line.rank] == [1, 2, 3, 4, 5, 6, 7], "a line each"
        assert len(panel.lines) <= panel.size.height


async def test_a_suggestion_can_be_clicked(desk: Any) -> None:
    async with desk.seen() as seen:
        panel = seen.coding.query_one(SegmentPanel)
        row = next(y for y, line in enumerate(panel.lines) if line.rank == 3)
        await seen.pilot.click(panel, offset=(3, row + 1))
        await seen.pilot.pause()
        assert [(d.action, d.code, d.rank) for d in desk.decisions] == [(Action.APPLY, "no-trust", 3)]


async def test_a_segment_can_be_clicked_and_the_moderators_is_not_coded(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.pilot.click(seen.view, offset=(30, 0))
        await seen.pilot.pause()
        assert desk.current.number == 1
        assert "moderator's words are not coded" in seen.text("#remark")
        for key in ("enter", "1", "0", "x", "c"):
            await seen.press(key)
            assert isinstance(seen.app.screen, CodingScreen)
        assert "moderator's words are not coded" in seen.message
        assert desk.decisions == []
        await seen.press("pagedown")
        last = next(y for y, line in enumerate(seen.transcript_lines) if "I do." in line)
        await seen.pilot.click(seen.view, offset=(30, last))
        await seen.pilot.pause()
        assert desk.current.number == 13


async def test_blind_decisions_say_so_and_hold_no_suggestions(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("b")
        for key in ("enter", "3", "x"):
            await seen.press("down", "up", key)
            assert seen.message == "Suggestions are hidden (b shows them)."
        assert desk.decisions == []
        await seen.press("c", *"litter", "enter")
        assert [(d.code, d.mode, d.shown, d.rank) for d in desk.decisions] == [("litter", Mode.BLIND, (), None)]
        await seen.press("0")
        assert "There are codes on this segment" in seen.message
        await seen.press("down", "0")
        assert [(d.action, d.mode) for d in desk.decisions[1:]] == [(Action.NOTHING, Mode.BLIND)]
        assert desk.current.number == 4
        await seen.press("b", "1")
        assert desk.decisions[-1].mode is Mode.ASSISTED
        assert "ana · assisted" in seen.text("#who")


async def test_undo_goes_back_to_the_other_transcript(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("down", "1", "t", *"river", "enter")
        assert desk.session.transcript.id == "river"
        await seen.press("u")
        assert desk.current.id == "park#3"
        assert seen.text("#where").startswith("park")
        assert first_words(seen) in seen.current_lines[0]
        await seen.press("u")
        assert "nothing to undo" in seen.message
        assert len(desk.decisions) == 2


async def test_undo_takes_back_all_that_one_key_did(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("0", "u")
        assert desk.current.number == 2
        assert "0/11 decided" in seen.text("#where")
        assert len(seen.suggested) == 7
        assert "No time" in seen.suggested[0]
        assert seen.message == "Undone: rejected 7 codes (park, segment 2). U does it again."
        for key in ("down", "up", "}", "tab", "home"):
            assert seen.message, "what is said stays until one moves on"
            await seen.press(key)
            assert seen.message == ""
            seen.coding.say("Something.")


async def test_undo_works_across_a_restart(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("down", "enter", "end", "q")
    later = desk.again()
    async with later.seen() as seen:
        assert later.current.number == 14
        await seen.press("u")
        assert later.current.number == 3
        assert "0 codings" in seen.text("#where")


async def test_one_comes_back_to_where_one_left(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("t", *"river", "enter", "down", "q")
    async with desk.again().seen() as seen:
        assert seen.desk.current.id == "river#3"
        assert first_words(seen) in seen.current_lines[0]


async def test_a_transcript_can_be_asked_for(desk: Any) -> None:
    desk.start_at = "river"
    async with desk.seen() as seen:
        assert desk.session.transcript.id == "river"
        assert any("掃除" in line for line in seen.transcript_lines)


async def test_when_everything_is_decided_it_says_so(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press(*["0"] * 11)
        assert "11/11 decided · 0 codings" in seen.text("#where")
        await seen.press("tab")
        assert "Everything here is decided" in seen.message


async def test_digits_beyond_what_is_suggested_do_nothing_and_say_so(desk: Any) -> None:
    async with desk.seen() as seen:
        for _ in range(9):
            await seen.press("1")
        assert seen.suggested == []
        await seen.press("1", "x")
        assert "no suggestion to reject" in seen.message
        await seen.press("0")
        assert len(desk.decisions) == 9
        assert "There are codes on this segment" in seen.message
        await seen.press("enter")
        assert "no suggestion 1 here" in seen.message
        assert desk.current.number == 2


async def test_an_empty_study_says_so_and_no_key_breaks_it(new_study: Any, desks: Any) -> None:
    desk = desks(new_study())
    async with desk.seen() as seen:
        assert "no transcript in the study yet" in seen.message
        for key in PRESSED:
            if key not in ("resize", "click"):
                await seen.press(key)
        assert desk.decisions == []
        await seen.press("escape", "escape", "q")
        assert seen.app.return_code == 0


async def test_a_transcript_that_is_new_in_the_folder_is_shown(new_study: Any, desks: Any) -> None:
    desk = desks(
        new_study(talk="---\nlanguage: en\n---\n\nMODERATOR: Well?\n\nP1: We clean it ourselves.\n\nP2: We do not.\n")
    )
    async with desk.seen() as seen:
        await seen.until(lambda: bool(seen.current_lines))
        assert "We clean it ourselves." in seen.current_lines[0]
        assert seen.message == ""
        await seen.until(lambda: bool(seen.suggested))


async def test_a_transcript_whose_file_has_changed_is_coded_as_it_is_now(desk: Any) -> None:
    file = desk.folder / "transcripts" / "park.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("I sweep the path", "Each day I sweep"), encoding="utf-8")
    async with desk.seen() as seen:
        assert any("Each day I sweep" in line for line in seen.current_lines)
        await seen.press("1")
        assert desk.decisions[0].transcript_hash == desk.store.transcript("park").hash
        assert desk.decisions[0].span.of(desk.store.transcript("park").text).startswith("Each day I sweep")


async def test_a_file_that_cannot_be_read_is_named_and_the_rest_can_be_coded(desk: Any) -> None:
    (desk.folder / "transcripts" / "broken.docx").write_bytes(b"not a document")
    async with desk.seen() as seen:
        await seen.until(lambda: "broken.docx" in "\n".join(seen.lines))
        await seen.press("1")
        assert len(desk.decisions) == 1


async def test_without_a_model_one_can_still_code_and_is_told_why(desk: Any, desks: Any) -> None:
    file = desk.folder / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "model: ./nowhere\n", encoding="utf-8")
    desk = desks(desk.folder, prepare=False)
    async with desk.seen() as seen:
        await seen.until(lambda: "No suggestions" in seen.text("#remark"))
        assert "./nowhere" in seen.text("#remark")
        assert seen.suggested == []
        await seen.press("c", *"litter", "enter")
        assert [(d.code, d.mode) for d in desk.decisions] == [("litter", Mode.BLIND)]
        assert "◆ Litter" in seen.text("#codes")


async def test_the_theme_is_the_users(desk: Any) -> None:
    desk.settings = Settings(theme="textual-light")
    async with desk.seen() as seen:
        assert seen.app.theme == "textual-light"


async def test_without_colours_brackets_beside_the_current_segment_are_heavy(desk: Any) -> None:
    desk.settings = Settings(theme="high-contrast-dark")
    async with desk.seen() as seen:
        await seen.press("1", "2", "down", "1")
        here = seen.current_lines
        others = [line for line in seen.transcript_lines if line not in here]
        assert any("┓" in line or "┫" in line for line in here)
        assert not any(sign in line for line in here for sign in "┐]│┘")
        assert any("┐" in line for line in others), "brackets of other segments are light"
        seen.app.theme = "textual-dark"
        await seen.pilot.pause()
        assert not any(sign in line for line in seen.transcript_lines for sign in "┓┫┃┛")


async def test_a_theme_that_is_not_there_is_passed_over(desk: Any) -> None:
    desk.settings = Settings(theme="no-such-theme")
    async with desk.seen() as seen:
        assert seen.app.theme == "textual-dark"


async def test_help_closes_with_every_key_it_names(desk: Any) -> None:
    async with desk.seen() as seen:
        for key in ("escape", "question_mark", "f1", "q"):
            await seen.press("?")
            assert seen.app.screen is not seen.coding
            await seen.press(key)
            assert seen.app.screen is seen.coding
        assert seen.app.return_code is None


async def test_a_message_too_long_for_its_line_ends_with_a_whole_sentence(desk: Any) -> None:
    async with desk.seen().at((46, 16)) as seen:
        await seen.press("1")
        assert seen.message == "Applied: No time. u takes it back."
        await seen.press("u")
        assert seen.message == "Undone: applied No time (park, segment 2)."
        await seen.press("2", "u")
        assert seen.message == "Undone: applied Red tape (park, segment 2)."
        await seen.pilot.resize_terminal(40, 16)
        await seen.press("U", "u")
        assert seen.message == "Undone: applied Red tape (park, segme…"
        await seen.press("1", "u")
        await seen.pilot.resize_terminal(120, 36)
        await seen.press("U", "u")
        assert seen.message == "Undone: applied No time (park, segment 2). U does it again."


async def test_a_question_in_a_line_has_help(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("g", "f1")
        assert "Answering in a line" in seen.shown
        await seen.press("escape", "3", "enter")
        assert desk.session.segments[desk.session.position].turn == 3

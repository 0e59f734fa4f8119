"""The tour: every step over the real coding screen, real keys for what only shows, nothing decided, seen once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fgcoder import config
from fgcoder.config import Settings
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.tour import STEPS, TourScreen
from fgcoder.tui.widgets.chooser import Chooser


@pytest.fixture(autouse=True)
def new_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "state"))


def titles(seen: Any) -> list[str]:
    return [step.title for step in STEPS if any(f"━ {step.title} ━" in line for line in seen.lines)]


async def start(seen: Any) -> None:
    seen.app.action_tour()
    await seen.pilot.pause()
    assert isinstance(seen.app.screen, TourScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_whole_tour_by_its_own_keys_decides_nothing(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await start(seen)
        number = seen.desk.current.number
        assert titles(seen) == ["The transcript"]
        await seen.press("down")
        assert seen.desk.current.number == number + 1
        for title in ("What is suggested", "Another one, or several", "None fits"):
            assert titles(seen) == [title]
            assert seen.suggested, "what is talked of is on the screen"
            await seen.press("enter")
        assert titles(seen) == ["Any other code"]
        await seen.press("c")
        assert isinstance(seen.app.screen, Chooser)
        await seen.press(*"time", "escape")
        assert titles(seen) == ["Taking back"]
        await seen.press("right", "b")
        assert titles(seen) == ["Without suggestions"]
        assert seen.desk.session.blind
        await seen.press("b")
        assert not seen.desk.session.blind
        assert titles(seen) == ["Help"]
        await seen.press("question_mark")
        assert isinstance(seen.app.screen, HelpScreen)
        await seen.press("escape")
        assert seen.app.screen is seen.coding
        assert seen.desk.decisions == []
        await seen.until(config.tour_seen)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_panel_fits_and_leaves_the_suggestions_in_sight(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await start(seen)
        for at, step in enumerate(STEPS):
            lines = seen.lines
            assert any(f"{at + 1} of {len(STEPS)}" in line for line in lines), step.title
            words = " ".join(step.text.split("{")[0].split()[-3:]) if "{" in step.text else step.text[-12:]
            said = " ".join(" ".join(line.strip("┃ ") for line in lines).split())
            assert words in said, step.title
            if step.above:
                assert any("90 %" in line for line in lines), step.title
            await seen.press("right")


async def test_keys_that_decide_do_nothing_meanwhile(desk: Any) -> None:
    async with desk.seen() as seen:
        await start(seen)
        await seen.press("right", "1", "x", "0", "u", "d", "c", "down")
        assert titles(seen) == ["What is suggested"]
        assert seen.desk.decisions == []
        assert seen.desk.current.number == 2


@pytest.mark.parametrize("steps", range(len(STEPS)))
async def test_it_can_be_left_at_any_time_with_everything_as_it_was(desk: Any, steps: int) -> None:
    async with desk.seen() as seen:
        await start(seen)
        await seen.press(*["right"] * steps, "b", "escape")
        assert seen.app.screen is seen.coding
        assert not seen.desk.session.blind, "what was pressed once of twice is taken back"
        await seen.until(config.tour_seen)
        assert seen.desk.decisions == []


async def test_one_can_go_back(desk: Any) -> None:
    async with desk.seen() as seen:
        await start(seen)
        await seen.press("left", "right", "right", "left")
        assert titles(seen) == ["What is suggested"]


async def test_it_names_the_keys_as_they_are_set(desk: Any) -> None:
    desk.settings = Settings(keys={"next": "f7", "pick": "P"})
    async with desk.seen() as seen:
        await start(seen)
        assert "Press F7 for the next segment" in "\n".join(seen.lines)
        await seen.press("down")
        assert titles(seen) == ["The transcript"]
        await seen.press("f7")
        assert seen.desk.current.number == 3
        await seen.press("right", "right", "right", "P")
        assert isinstance(seen.app.screen, Chooser)


def test_every_key_it_speaks_of_is_there() -> None:
    known = {binding.id for binding in [*CODING, *TourScreen.BINDINGS]}
    spoken = {piece.split("}")[0] for step in STEPS for piece in step.text.split("{")[1:]}
    assert spoken | {step.press for step in STEPS if step.press} <= known
    assert 6 <= len(STEPS) <= 8


async def test_it_can_be_started_from_help_and_from_the_palette(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("question_mark", "t")
        await seen.until(lambda: isinstance(seen.app.screen, TourScreen))
        await seen.press("escape")
        commands = {command.title: command.callback for command in seen.app.get_system_commands(seen.coding)}
        commands["Take the tour"]()
        await seen.pilot.pause()
        assert isinstance(seen.app.screen, TourScreen)


async def test_a_new_user_is_shown_around_once(desk: Any) -> None:
    desk.settings = Settings()
    seen = desk.seen()
    seen.app._tour = True
    async with seen:
        assert isinstance(seen.app.screen, TourScreen)
        await seen.press("escape")
        await seen.until(config.tour_seen)


async def test_where_it_cannot_be_remembered_that_is_told(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "blocked"))
    async with desk.seen() as seen:
        await start(seen)
        await seen.press("escape")
        await seen.until(lambda: "will come again" in "\n".join(seen.lines))

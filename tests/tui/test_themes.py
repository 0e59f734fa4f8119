"""Contrast, measured on the screens themselves: what every letter has against what it stands on, in each theme.

7:1 is what WCAG 2.2 asks for at level AAA, 4.5:1 at level AA. Lines, bars and scrollbars are no text, and what lies
dimmed behind an open list is not to be read; so each screen is measured by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

from fgcoder import config
from fgcoder.config import Settings
from fgcoder.tui.themes import LEGIBLE, NAMES, OURS, contrast, legible

DECIDED = ("3", "enter", "2", "x", "0", "2", "up")
SCREENS: dict[str, tuple[str, ...]] = {
    "coding": DECIDED,
    "blind": (*DECIDED, "b"),
    "chooser": (*DECIDED, "c"),
    "found": (*DECIDED, "c", "t", "i", "m", "e"),
    "nothing found": ("c", "z", "z", "z"),
    "marked": ("c", "plus", "down", "plus"),
    "transcripts": ("t",),
    "help": ("question_mark",),
    "keys": ("question_mark", "pagedown"),
    "tour": ("question_mark", "t"),
    "words": (*DECIDED, "v", "right"),
    "memo": ("m", "a"),
    "codebook": ("B",),
    "overview": (*DECIDED, "s"),
    "quotes": (*DECIDED, "f"),
    "tables": (*DECIDED, "A"),
    "tables as pictures": (*DECIDED, "A", "p"),
    "words in tables": (*DECIDED, "A", "6"),
}
NO_TEXT = {chr(code) for code in range(0x2500, 0x25A0)} | set(" ▏▕▔▁")


def words(seen: Any) -> Iterator[tuple[float, str]]:
    """Give the stretches of text of the screen in front, each with its contrast."""
    screen = seen.app.screen
    height = seen.app.size.height
    for y, strip in enumerate(screen._compositor.render_strips()[:height]):
        x = 0
        for segment in strip:
            text = "".join(letter for letter in segment.text if letter not in NO_TEXT).strip()
            if text and segment.style is not None and _of(screen, x, y):
                style = segment.style
                text_color, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                if style.reverse:
                    text_color, ground = ground, text_color
                if style.dim:
                    text_color = ground.blend(text_color, 0.5)
                yield contrast(text_color, ground), segment.text
            x += segment.cell_length


def _of(screen: Widget, x: int, y: int) -> bool:
    """Say whether a cell belongs to the screen in front, and not to one dimmed behind it."""
    widget, _ = screen.get_widget_at(x, y)
    return widget is not screen


async def worst(desk: Any, theme: str, size: tuple[int, int], keys: tuple[str, ...]) -> list[tuple[float, str]]:
    desk.settings = Settings(theme=theme)
    async with desk.seen().at(size) as seen:
        assert seen.app.theme == theme
        await seen.press(*keys)
        await seen.settle()
        found = sorted(words(seen))
        assert len(found) > 5
        return found


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize(("theme", "size"), [(OURS[0].name, (80, 24)), (OURS[1].name, (120, 36))])
async def test_high_contrast_reaches_seven_to_one(desk: Any, theme: str, name: str, size: tuple[int, int]) -> None:
    assert [found for found in await worst(desk, theme, size, SCREENS[name]) if found[0] < 7] == []


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_the_usual_themes_reach_four_and_a_half(desk: Any, theme: str, name: str) -> None:
    assert [found for found in await worst(desk, theme, (120, 36), SCREENS[name]) if found[0] < LEGIBLE] == []


async def test_the_measure_would_find_a_word_that_is_hard_to_read(desk: Any) -> None:
    async with desk.seen() as seen:
        seen.coding.query_one("#message").styles.color = Color.parse("#333333")
        seen.coding.query_one("#message").styles.background = Color.parse("#222222")
        await seen.press("1")
        assert min(words(seen))[1].strip().startswith("Applied")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_the_formula_of_the_guidelines(one: str, other: str, expected: float) -> None:
    """The pairs are those that the W3C's understanding documents and common checkers give."""
    assert contrast(Color.parse(one), Color.parse(other)) == pytest.approx(expected, abs=0.01)
    assert contrast(Color.parse(other), Color.parse(one)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("name", [name for name in BUILTIN_THEMES if not BUILTIN_THEMES[name].ansi])
def test_coloured_text_is_legible_in_every_theme(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    better = legible({**theme.to_color_system().generate(), **theme.variables})
    for ground in ("background", "surface", "panel"):
        for text in ("text-accent", "text-success", "text-error", "text-primary", "foreground-muted"):
            on = Color.parse(better["background"]) + Color.parse(better[ground])
            assert contrast(on + Color.parse(better[text]), on) >= LEGIBLE - 0.01, (ground, text)


def test_what_can_be_read_is_left_as_it_is() -> None:
    theme = OURS[0]
    variables = {**theme.to_color_system().generate(), **theme.variables}
    assert legible(variables) == variables


def test_every_theme_can_be_set() -> None:
    assert set(NAMES) == {*BUILTIN_THEMES, "high-contrast-dark", "high-contrast-light"}


async def test_a_theme_chosen_in_the_palette_is_there_at_the_next_start(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("# mine\ntheme: nord\n", encoding="utf-8")
    monkeypatch.setenv("FGCODER_SETTINGS", str(file))
    desk.settings = config.read()
    async with desk.seen() as seen:
        assert seen.app.theme == "nord"
        assert file.read_text(encoding="utf-8") == "# mine\ntheme: nord\n", "starting writes nothing"
        await seen.press("ctrl+p", *"theme")
        await seen.until(lambda: "Theme" in "\n".join(seen.lines))
        seen.app.theme = "high-contrast-light"
        await seen.until(lambda: config.read().theme == "high-contrast-light")
    assert file.read_text(encoding="utf-8") == "# mine\ntheme: high-contrast-light\n"
    desk.settings = config.read()
    async with desk.again().seen() as seen:
        assert seen.app.theme == "high-contrast-light"


async def test_where_a_theme_cannot_be_kept_that_is_told(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("them: nord\n", encoding="utf-8")
    monkeypatch.setenv("FGCODER_SETTINGS", str(file))
    async with desk.seen() as seen:
        seen.app.theme = "nord"
        await seen.until(lambda: "Not kept" in "\n".join(seen.lines))
        assert seen.app.theme == "nord"

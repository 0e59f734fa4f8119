"""Themes of our own, for eyes that need more contrast than the usual ones give, and which themes there are.

Black on white and white on black, every text at 7:1 or more against what it stands on, which is level AAA of the Web
Content Accessibility Guidelines (WCAG 2.2, 1.4.6). In every other theme coloured and muted text is brought up to 4.5:1,
level AA (1.4.3), where Textual's own colours fall short. `tests/tui/test_themes.py` measures it on the screens.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import BLACK, WHITE, Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

HIGH_CONTRAST_DARK = Theme(
    name="high-contrast-dark",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#101010",
    foreground="#FFFFFF",
    primary="#7FD4FF",
    secondary="#A8E0FF",
    accent="#FFD84D",
    warning="#FFD84D",
    error="#FFA8A8",
    success="#8CF08C",
    variables={
        "foreground-muted": "#DADADA",
        "foreground-disabled": "#C0C0C0",
        "text-muted": "#DADADA",
        "text-disabled": "#C0C0C0",
        "primary-muted": "#00405F",
        "primary-background": "#00304A",
        "border": "#FFFFFF",
        "border-blurred": "#A0A0A0",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#7FD4FF",
        "block-cursor-blurred-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#00405F",
        "block-hover-background": "#303030",
        "input-selection-background": "#00405F",
        "input-selection-foreground": "#FFFFFF",
        "screen-selection-background": "#00405F",
        "screen-selection-foreground": "#FFFFFF",
        "scrollbar": "#A0A0A0",
        "scrollbar-background": "#202020",
    },
)
HIGH_CONTRAST_LIGHT = Theme(
    name="high-contrast-light",
    dark=False,
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#F2F2F2",
    foreground="#000000",
    primary="#00396B",
    secondary="#00396B",
    accent="#5B2A00",
    warning="#5B3A00",
    error="#8A0010",
    success="#00471B",
    variables={
        "foreground-muted": "#2B2B2B",
        "foreground-disabled": "#404040",
        "text-muted": "#2B2B2B",
        "text-disabled": "#404040",
        "primary-muted": "#CFE6F8",
        "primary-background": "#CFE6F8",
        "border": "#000000",
        "border-blurred": "#606060",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-background": "#00396B",
        "block-cursor-blurred-foreground": "#000000",
        "block-cursor-blurred-background": "#CFE6F8",
        "block-hover-background": "#DDDDDD",
        "input-selection-background": "#CFE6F8",
        "input-selection-foreground": "#000000",
        "screen-selection-background": "#CFE6F8",
        "screen-selection-foreground": "#000000",
        "scrollbar": "#606060",
        "scrollbar-background": "#E0E0E0",
    },
)
OURS = (HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT)
WITHOUT_COLOURS = frozenset(theme.name for theme in OURS)
"""Themes in which what other themes tell by colour is told by shape as well."""
NAMES = (*BUILTIN_THEMES, *(theme.name for theme in OURS))
"""Every theme that a user can set."""

LEGIBLE = 4.5
"""The contrast of text that people with moderately low vision can read, as the guidelines have it."""
_TEXTS = (
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")),
    *(f"markdown-h{level}-color" for level in range(1, 7)),
    "foreground-muted",
    "footer-key-foreground",
)
_GROUNDS = ("background", "surface", "panel", "boost", "primary-muted")
_STEP = 0.05


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """Give a theme's variables with every colour of text drawn towards black or white until it can be read.

    A terminal's own colours are left as they are, since only the terminal knows them.
    """
    better = dict(variables)
    background = _color(variables, "background")
    if background is None:
        return better
    grounds = [background + ground for name in _GROUNDS if (ground := _color(variables, name)) is not None]
    for name in _TEXTS:
        color = _color(variables, name)
        if color is None:
            continue
        share = 0.0
        while share < 1 and min(contrast(ground + color, ground) for ground in grounds) < LEGIBLE:
            share += _STEP
            color = color.blend(background.get_contrast_text(1.0), _STEP, alpha=min(1.0, color.a + _STEP))
            better[name] = color.hex
    return better | _on_cursors(variables) | _muted(variables)


def _on_cursors(variables: Mapping[str, str]) -> dict[str, str]:
    """Give the text of rows that are pointed at black or white, where its own colour does not stand out enough."""
    cursor, text = _color(variables, "block-cursor-background"), _color(variables, "block-cursor-foreground")
    if cursor is None or (text is not None and contrast(cursor + text, cursor) >= LEGIBLE):
        return {}
    return {"block-cursor-foreground": max((BLACK, WHITE), key=lambda color: contrast(color, cursor)).hex}


def _muted(variables: Mapping[str, str]) -> dict[str, str]:
    """Give muted text, whose colour depends on what it stands on, enough of it to be read on middling grounds, too."""
    return {"text-muted": "auto 80%"} if variables.get("text-muted") == "auto 60%" else {}


def contrast(text: Color, ground: Color) -> float:
    """Give the contrast of two colours, from 1 to 21, by the formula of WCAG 2.2; Textual measures brightness only."""
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _color(variables: Mapping[str, str], name: str) -> Color | None:
    """Give a colour by its name; None for one of the terminal's, and for what is not a plain colour."""
    try:
        color = Color.parse(variables.get(name, ""))
    except ColorParseError:
        return None
    return None if color.ansi is not None else color

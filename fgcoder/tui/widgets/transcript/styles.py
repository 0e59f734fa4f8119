"""What the parts of the transcript look like; only variables of the theme are used, so that every theme can be read."""

from __future__ import annotations

TEXT_STYLES = ("speaker", "moderator", "time", "codes", "lane-0", "lane-1", "lane-2", "coded", "bar")
"""Styles of text, whatever it stands on."""
GROUND_STYLES = ("match", "match-current", "selected", "edge")
"""Styles that bring a ground of their own, and hide that of the current segment."""
LANE_STYLES = 3
"""Colours that brackets side by side take in turn; not all a theme has, since not all can be read on all of them."""

CSS = """
Sheet {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    scrollbar-size-vertical: 1;
    & > .transcript--speaker { color: $foreground; text-style: bold; }
    & > .transcript--moderator { color: $foreground 80%; text-style: italic; }
    & > .transcript--time { color: $foreground 80%; }
    & > .transcript--codes { color: $text-primary; }
    & > .transcript--lane-0 { color: $text-primary; }
    & > .transcript--lane-1 { color: $foreground; }
    & > .transcript--lane-2 { color: $text-secondary; }
    & > .transcript--coded { text-style: underline; }
    & > .transcript--current { background: $primary-muted; }
    & > .transcript--bar { color: $primary; text-style: bold; }
    & > .transcript--match { background: $warning-muted; color: $foreground; text-style: bold; }
    & > .transcript--match-current { background: $warning; color: auto; text-style: bold underline; }
    & > .transcript--selected { background: $primary; color: auto; }
    & > .transcript--edge { background: $accent; color: auto; text-style: bold; }
}
"""

"""Which fonts the letters of a picture are taken from: matplotlib's DejaVu Sans, and what it lacks from installed ones.

DejaVu Sans comes with matplotlib and has the letters of most of Europe: a picture that needs no more is the same
on every machine. Chinese, Japanese and emoji it has not; for them each machine's own fonts are asked, always in the
same order, so that the picture is the same wherever the same fonts are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import category

from fgcoder.tabular import Table

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

FAMILY: Final = "DejaVu Sans"
FIRST: Final = "Noto Sans"
"""Fonts whose names begin so are asked before others."""
NOT_ASKED: Final = ("Last Resort", "LastResort", "cm")
"""Beginnings of the names of fonts that have signs for letters, but not the letters."""
IN_COLOUR: Final = "Color"
"""In the names of fonts made of pictures, which cannot be drawn as outlines."""
REGULAR: Final = (400, "normal", "regular", "book")
UNSEEN: Final = ("Cc", "Zl", "Zp")
"""Categories of signs that are never drawn: line ends and the like."""
MOST_NAMED: Final = 12
"""Letters that a notice names."""


def families(text: str) -> tuple[str, ...]:
    """Give the fonts that have the letters of a text: DejaVu Sans, then those that have what it lacks."""
    return (FAMILY, *_beside(frozenset(text) - _own()))


def lacking(texts: Iterable[str], among: Iterable[str]) -> str:
    """Give the letters that none of some fonts has, in order."""
    letters = {letter for text in texts for letter in text if category(letter) not in UNSEEN} - _own()
    if not letters:
        return ""
    wanted = set(among)
    for font in _fonts():
        if font.name in wanted:
            letters -= _letters(font.fname)
    return "".join(sorted(letters))


def notice(letters: str) -> str:
    """Say that a picture has boxes where letters should be, and what to do."""
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:MOST_NAMED])
    rest = f" and {len(letters) - MOST_NAMED:,} more" if len(letters) > MOST_NAMED else ""
    return (
        f"No installed font has {named}{rest}: a box stands in the picture instead. Install a font that has it, such "
        "as Noto Sans CJK for Chinese, Japanese and Korean or Noto Emoji, and draw the picture again."
    )


def written_in(table: Table) -> str:
    """Give all that may be written in the picture of a table."""
    rows = (row.label for row in table.rows)
    headings = (word for heading in table.headings or () for word in heading)
    facts = (f"{name}{value}" for name, value in table.facts)
    return "".join((table.title, *rows, *table.columns, *headings, *table.notes, *facts, *table.marks.values()))


@lru_cache(maxsize=256)
def _beside(letters: frozenset[str]) -> tuple[str, ...]:
    """Give the fonts that have letters which DejaVu Sans lacks, as few as come first."""
    left = {letter for letter in letters if category(letter) not in UNSEEN}
    found = []
    for font in _fonts() if left else ():
        if there := left & _letters(font.fname):
            found.append(font.name)
            left -= there
        if not left:
            break
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _own() -> frozenset[str]:
    from matplotlib.font_manager import findfont

    return _letters(findfont(FAMILY))


@lru_cache(maxsize=512)
def _letters(path: str) -> frozenset[str]:
    """Give the letters that a font has; none where it cannot be drawn with."""
    from matplotlib.font_manager import get_font

    try:
        return frozenset(map(chr, get_font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()


@lru_cache(maxsize=1)
def _fonts() -> tuple[FontEntry, ...]:
    """Give the upright fonts of usual weight, in the order in which they are asked."""
    from matplotlib.font_manager import fontManager

    _look_for_new()
    kept = (font for font in fontManager.ttflist if font.style == "normal" and font.weight in REGULAR)
    asked = (font for font in kept if not font.name.startswith(NOT_ASKED) and IN_COLOUR not in font.name)
    return tuple(sorted(asked, key=lambda font: (not font.name.startswith(FIRST), font.name, font.fname)))


def _look_for_new() -> None:
    """Take in fonts that were installed since matplotlib last looked, which it would never see by itself."""
    from matplotlib.font_manager import fontManager

    for path in _new():
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):
            continue


def _new() -> Iterator[str]:
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {font.fname for font in fontManager.ttflist}
    yield from sorted(path for path in findSystemFonts() if path not in known)

"""Letters that DejaVu Sans lacks: taken from another font where one has them, and told where none has."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.font_manager import fontManager

from fgcoder.export.plots import drawn, letters
from fgcoder.export.plots.canvas import measured
from fgcoder.tabular import Table

NOBODYS = "\U0010a123"
"""A letter of the private use area, which no font on the machine is expected to have."""


def relabelled(table: Table, label: str) -> Table:
    first, *others = table.rows
    return replace(table, rows=(replace(first, label=label), *others))


def forget() -> None:
    for kept in (letters._fonts, letters._beside, letters._letters, measured):
        kept.cache_clear()


@pytest.fixture
def with_font(tmp_path: Path) -> Iterator[str]:
    """Install a font, for matplotlib alone, whose only letter is the one that nobody has."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (500, 700), (900, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "sign"])
    builder.setupCharacterMap({ord(NOBODYS): "sign"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "sign": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "sign": (1000, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Nobody's", "styleName": "Regular", "psName": "Nobodys-Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    file = tmp_path / "nobodys.ttf"
    builder.save(file)
    before = list(fontManager.ttflist)
    fontManager.addfont(file)
    forget()
    yield "Nobody's"
    fontManager.ttflist[:] = before
    forget()


def test_a_letter_that_no_font_has_is_told_and_python_warns_of_nothing(country_table: Table) -> None:
    forget()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for made_in in ("svg", "png"):
            made = drawn(relabelled(country_table, f"Trust {NOBODYS}"), made_in=made_in)
            assert made.lacking == NOBODYS
    told = letters.notice(made.lacking)
    assert told.startswith(f"No installed font has {NOBODYS} (U+10A123): a box stands in the picture instead.")
    assert "Noto" in told


def test_a_letter_is_taken_from_a_font_that_has_it(
    country_table: Table, with_font: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = relabelled(country_table, f"Trust {NOBODYS}")
    assert letters.families(f"a{NOBODYS}") == ("DejaVu Sans", with_font)
    made = drawn(table)
    assert made.lacking == ""
    assert not caplog.records, "that a font has no bold letters is nothing to tell"
    assert made.content == drawn(table).content
    assert b"Nobodys" in made.content


def test_other_pictures_are_the_same_whatever_is_installed(country_table: Table, with_font: str) -> None:
    made = drawn(relabelled(country_table, "Důvěra, Ærlighed, ›confiance‹"))
    assert made.lacking == ""
    assert letters.families(letters.written_in(country_table)) == ("DejaVu Sans",)
    assert b"obody" not in made.content

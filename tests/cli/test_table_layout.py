"""How a table is laid out for terminals of different widths."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from rich.console import Console

from fgcoder.cli.tables.layout import show
from fgcoder.tabular import Row, RowKind, Table

COUNTRIES = ("Czech Republic", "Denmark", "France", "Germany", "United Kingdom")
SECTORS = ("community safety", "local environment", "public health")
ROWS = (
    Row(RowKind.THEME, "theme", "How professionals see citizens"),
    Row(RowKind.CODE, "code", "A code with a label of many words, as some have", level=1),
    Row(RowKind.BASE, "(segments)", "Segments"),
)


def laid_out(table: Table, width: int) -> list[str]:
    written = io.StringIO()
    show(table, Console(file=written, width=width, highlight=False))
    return written.getvalue().splitlines()


def made(columns: list[str], headings: tuple[tuple[str, ...], ...] = ()) -> Table:
    frame = pd.DataFrame([[100 * at + row for at in range(len(columns))] for row in range(3)], columns=columns)
    frame.index = pd.Index([row.id for row in ROWS])
    return Table(
        frame,
        "A title",
        "Theme and code",
        ROWS,
        ("A note [of sorts].",),
        facts=(("Base", "7 groups"),),
        headings=headings,
    )


def two() -> Table:
    pairs = [(country, sector) for country in COUNTRIES for sector in SECTORS]
    return made([*map(", ".join, pairs), "Total"], (*pairs, ("Total",)))


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200, 300])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_lost(width: int):
    for table in (made([*COUNTRIES, "Total"]), two(), made([f"group-{at}" for at in range(40)])):
        lines = laid_out(table, width)
        assert max(map(len, lines)) <= width
        (theme,) = [" ".join(line for line in lines if "How professionals" in line)]
        assert [word for word in theme.split() if word[0].isdigit()] == [
            f"{100 * at:,}" for at in range(len(table.columns))
        ]


def test_headings_over_several_columns_stand_over_them_and_are_kept_together():
    lines = laid_out(two(), 80)
    over = [line for line in lines if "── " in line]
    assert [[name for name in COUNTRIES if name in line] for line in over] == [[name] for name in COUNTRIES]
    at = lines.index(over[1])
    head = next(line for line in lines[at:] if "Theme and code" in line)
    assert len(over[1]) == len(head.rstrip())
    assert over[1].index("─") <= lines[at + 1].index("community") < len("Theme and code") + len(over[1]) // 2
    assert [[name for name in COUNTRIES if name in line] for line in laid_out(two(), 300) if "── " in line] == [
        list(COUNTRIES)
    ]


def test_five_countries_fit_into_eighty_columns():
    lines = laid_out(made([*COUNTRIES, "Total"]), 80)
    assert sum("How professionals" in line for line in lines) == 1
    assert "Republic" in " ".join(lines)


def test_a_label_that_wraps_keeps_its_indentation():
    lines = laid_out(made([*COUNTRIES, "Total"]), 80)
    at = next(number for number, line in enumerate(lines) if line.startswith("  A code"))
    assert lines[at + 1].startswith("  ")
    assert lines[at + 1].strip()


def test_notes_and_what_it_rests_on_stand_beneath():
    assert laid_out(made(["Total"]), 80)[-2:] == ["A note [of sorts].", "Base: 7 groups"]

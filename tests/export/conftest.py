"""Tables of every shape that occurs, built by hand, from which the golden files come."""

from __future__ import annotations

import pandas as pd
import pytest

from fgcoder.tabular import Quoted, Row, RowKind, Table

THEME, CODE, BASE = RowKind.THEME, RowKind.CODE, RowKind.BASE

ROWS = (
    Row(THEME, "obstacles", "What stands in the way"),
    Row(CODE, "no-time", "No time", 1, ("What stands in the way",)),
    Row(CODE, "red-tape", "Red tape & <forms>", 1, ("What stands in the way",)),
    Row(THEME, "routes", "Routes"),
    Row(THEME, "digital", "Digital", 1, ("Routes",)),
    Row(CODE, "apps", "Apps", 2, ("Routes", "Digital")),
    Row(CODE, "aside", "=Beside the point*"),
    Row(BASE, "(groups)", "Groups"),
    Row(BASE, "(segments)", "Segments"),
)
QUOTES = {
    ("no-time", "Česko"): (
        Quoted("Na to nemám čas.", "participant P1, focus group cz-1, Česko"),
        Quoted("Žádný čas <b>&</b> žádné\npeníze.", "participant P2, focus group cz-2, Česko"),
    ),
    ("apps", "France"): (Quoted("L’appli, ça m’a aidé…", "participant P3, focus group fr-1, France"),),
}


@pytest.fixture(scope="session")
def country_table() -> Table:
    """Give a country table with everything that can occur in one: no data, depth, odd labels, signs, quotes."""
    frame = pd.DataFrame(
        {
            "Česko": [2, 2, 1, 0, 0, 0, 0, 2, 12],
            "Denmark": [None, None, None, None, None, None, None, 1, 4],
            "France": [1, 1, 0, 3, 3, 2, 0, 1, 6],
            "Total": [3, 3, 1, 3, 3, 2, 0, 4, 22],
        },
        index=[row.id for row in ROWS],
    ).astype("Int64")
    return Table(
        frame,
        "Segments coded, by country",
        "Theme and code",
        ROWS,
        notes=("Counted: segments of participants & others, each once a code.", "† Fewer than 5 segments: [small]."),
        total_columns=("Total",),
        name="frequency-by-country",
        unit="segments",
        facts=(("Base", "4 groups, 22 segments"), ("Filters", "none"), ("Codebook", "Co-production | pilot 1.0")),
        marks={("(segments)", "Denmark"): "†", ("apps", "Denmark"): "†"},
        quotes=QUOTES,
    )


@pytest.fixture(scope="session")
def grouped_table() -> Table:
    """Give shares by country and sector, with headings over several columns."""
    columns = ["Česko / health", "Česko / safety", "Denmark / health", "Denmark / safety", "Total"]
    shares = [[0.5, 0.125, None, 0.0, 0.25], [0.25, 0.1, None, 0.0, 0.2], [4, 8, 0, 3, 15]]
    frame = pd.DataFrame(shares, columns=columns, index=["obstacles", "no-time", "(segments)"]).astype("object")
    frame.loc["(segments)"] = [4, 8, 0, 3, 15]
    return Table(
        frame,
        "Share of segments coded",
        "Theme and code",
        (ROWS[0], ROWS[1], ROWS[8]),
        notes=("Shares of the segments in the last row.",),
        total_columns=("Total",),
        percent=True,
        name="shares",
        unit="share of segments",
        headings=(
            ("Česko", "health"),
            ("Česko", "safety"),
            ("Denmark", "health"),
            ("Denmark", "safety"),
            ("Total",),
        ),
        marks={("obstacles", "Česko / safety"): "▲"},
    )


@pytest.fixture(scope="session")
def text_table() -> Table:
    """Give a framework matrix: cases by themes, each cell what was said."""
    said = "“We filled in three forms for one tree.”\nparticipant P2, focus group on local environment, Denmark"
    frame = pd.DataFrame(
        {"Obstacles": [said, None], "Routes": ["Keine Zeit; größere Wege – Übermaß.", "Ça dépend\nde l’été."]},
        index=["dk-1", "fr-1"],
    )
    rows = (Row(CODE, "dk-1", "dk-1"), Row(CODE, "fr-1", "fr-1"))
    return Table(frame, "Framework matrix", "Group", rows, notes=("Shortened.",), name="framework")


@pytest.fixture
def odd_table() -> Table:
    """Give a table of fractions and hostile text."""
    frame = pd.DataFrame(
        {"{{kg^2}} <b>": [0.125, None], "=cmd|x": [3, 0], "words": ["two\nlines", "=1+1"]}, index=["a", "b"]
    )
    rows = (Row(THEME, "a", "<i>A</i> *"), Row(CODE, "b", "@B_", 1, ("<i>A</i> *",)))
    notes = ("![x](http://example.org/x.png) <u>", r"\input{/etc/passwd} 100 % $x^2$ #1 {a}~b")
    return Table(frame, "Title & <script>", "Row", rows, notes, decimals=1)


@pytest.fixture
def empty_table() -> Table:
    """Give a table without rows and columns."""
    return Table(pd.DataFrame(index=[]), "Nothing", "Row", ())


@pytest.fixture(scope="session")
def comparison_table() -> Table:
    """Give residuals by country, with observed counts beside them."""
    columns = ["Česko: observed", "Česko: residual", "Denmark: observed", "Denmark: residual"]
    cells = [[7, 2.31, 3, -2.31], [2, -0.4, 3, 0.4], [0, None, 0, None]]
    frame = pd.DataFrame(cells, columns=columns, index=["obstacles", "no-time", "red-tape"]).astype("object")
    return Table(
        frame,
        "Codes that differ by country",
        "Theme and code",
        ROWS[:3],
        notes=("Compared: segments with a code and without.", "▲ more and ▼ less than expected."),
        unit="segments",
        headings=tuple((country, part) for country in ("Česko", "Denmark") for part in ("observed", "residual")),
        marks={("obstacles", "Česko: residual"): "▲", ("obstacles", "Denmark: residual"): "▼"},
    )


@pytest.fixture(scope="session")
def saturation_table() -> Table:
    """Give two countries' groups in order of fieldwork, beneath all of them."""
    rows, cells = [], []
    for name, groups in (("All groups", 4), ("Česko", 2), ("Denmark", 2)):
        rows.append(Row(THEME, f"({name})", name))
        cells.append(["", None, 9, None])
        for at in range(groups):
            rows.append(Row(CODE, f"{name}: {at}", f"group-{at}", 1, (name,)))
            cells.append([f"2024-0{at + 1}-01", 3 - at, 3 + 2 * at, None if at < 1 else 20.0 - 5 * at])
    columns = ["Date", "New", "So far", "New information (%)"]
    frame = pd.DataFrame(cells, columns=columns, index=[row.id for row in rows]).astype("object")
    facts = (("Rule", "base 1 groups, run 1, threshold 5 %"),)
    return Table(frame, "New codes by group", "Group", tuple(rows), decimals=1, facts=facts)


@pytest.fixture(scope="session")
def square_table() -> Table:
    """Give how often four codes come up together; the last one with none."""
    labels = ["No time", "Red tape & <forms>", "Apps", "Alone"]
    rows = tuple(Row(CODE, label.lower(), label, above=(theme,)) for label, theme in zip(labels, "AABB", strict=True))
    cells = [[9, 4, 1, 0], [4, 6, 2, 0], [1, 2, 5, 0], [0, 0, 0, 2]]
    frame = pd.DataFrame(cells, columns=labels, index=[row.id for row in rows]).astype("Int64")
    return Table(frame, "Codes that come up together", "Code", rows, unit="segments")

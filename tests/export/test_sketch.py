"""Pictures in letters: names whole and apart, lines as strong as pairs are frequent, dots where they belong."""

from __future__ import annotations

import pandas as pd
import pytest

from fgcoder.errors import TableError
from fgcoder.export.sketch import fits, sketched
from fgcoder.tabular import Row, RowKind, Table


def _square(counts: list[list[int]]) -> Table:
    ids = [f"code-{number}" for number in range(len(counts))]
    rows = tuple(Row(RowKind.CODE, name, f"What code {name[5:]} is about") for name in ids)
    frame = pd.DataFrame(counts, ids, [row.label for row in rows])
    return Table(frame, "Codes that come up together", "Code", rows, unit="segments")


@pytest.mark.parametrize("width", [60, 100, 160])
def test_every_name_of_a_network_stands_whole_and_free(width: int) -> None:
    counts = [[9 if one == other else abs(one - other) % 4 for other in range(14)] for one in range(14)]
    drawn = sketched("network", _square(counts), width, 30)
    assert max(map(len, drawn.lines)) <= width
    names = [drawn.lines[line][start:end] for line, start, end in drawn.names]
    assert len(set(names)) == len(names)
    assert all(name.startswith("What code ") for name in names)
    for line, start, end in drawn.names:
        assert drawn.lines[line][end : end + 1] in ("", " ")
        assert start == 0 or drawn.lines[line][start - 1] == " "
    assert "pairs, those with 3 segments or more" in drawn.legend


def test_lines_are_as_strong_as_pairs_are_frequent_and_numbered() -> None:
    drawn = sketched("network", _square([[5, 1, 0], [1, 5, 9], [0, 9, 5]]), 80, 24)
    picture = "\n".join(drawn.lines)
    assert "9" in picture.replace("code 9", "")
    assert "Lines: 2 of 2 pairs" in drawn.legend

    def dots(weight: int) -> int:
        lines = sketched("network", _square([[5, weight, 0], [weight, 5, 9], [0, 9, 5]]), 80, 24).lines
        return sum(bin(ord(sign) - 0x2800).count("1") for line in lines for sign in line if 0x2800 < ord(sign) < 0x2900)

    assert dots(1) < dots(5) < dots(9)


def test_codes_that_never_meet_make_no_network() -> None:
    with pytest.raises(TableError, match="No two codes come up together"):
        sketched("network", _square([[5, 0], [0, 5]]), 80, 24)


def test_figures_are_dots_with_whiskers() -> None:
    cells = {"Alpha": [0.5, 1.0, None], "Alpha low": [0.0, None, None], "Alpha high": [0.75, None, None]}
    names = ["all", "no-time", "apps"]
    rows = (Row(RowKind.THEME, "all", "All"), *(Row(RowKind.CODE, name, name, 1) for name in names[1:]))
    table = Table(pd.DataFrame(cells, names, dtype="object"), "Agreement", "Code", rows)
    assert fits("dots")
    heading, first, second, third = sketched("dots", table, 60, 24).lines
    assert heading.split() == ["Alpha"]
    assert "─●─" in first
    middle = (first.index("─") + second.index("○")) / 2
    assert abs(first.index("●") - middle) <= 1
    assert (first.split()[-1], second.split()[-1], third.split()[-1]) == ("0.50", "1.00", "–")
    assert "○" not in third

"""Pictures, read off the figures: what stands in them is what stands in the table."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from fgcoder.errors import TableError
from fgcoder.export import plots
from fgcoder.export.plots import PICTURES, natural, render, save
from fgcoder.export.plots.canvas import DISTINCT
from fgcoder.tabular import Row, RowKind, Table

ALL = [
    ("country_table", "heatmap"),
    ("grouped_table", "heatmap"),
    ("comparison_table", "diverging"),
    ("square_table", "network"),
    ("saturation_table", "saturation"),
]


def _texts(figure: object) -> list[str]:
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text() and text.get_visible()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("fixture", "kind"), ALL)
def test_each_table_has_its_natural_picture_with_title_and_notes(
    request: pytest.FixtureRequest, fixture: str, kind: str
) -> None:
    table = request.getfixturevalue(fixture)
    assert natural(table).name == kind
    words = " ".join(" ".join(_texts(PICTURES[kind].draw(table))).split())
    assert table.title in words
    for note in table.notes[:1]:
        assert note in words
    for name, value in table.facts:
        assert f"{name}: {value}" in words


@pytest.mark.parametrize(("fixture", "kind"), ALL)
@pytest.mark.parametrize("made_in", plots.FORMATS)
def test_pictures_are_what_they_say_and_the_same_twice(
    request: pytest.FixtureRequest, fixture: str, kind: str, made_in: str
) -> None:
    table = request.getfixturevalue(fixture)
    made = render(table, kind, made_in)
    assert made == render(table, kind, made_in)
    if made_in == "png":
        pixels = imread(io.BytesIO(made))
        assert pixels.shape[0] > 200
        assert 0 < np.mean(pixels[..., :3].min(axis=2) < 0.5) < 0.5  # neither empty nor black
    else:
        root = ElementTree.fromstring(made)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert b"<dc:date>" not in made
        assert b'href="http' not in made


@pytest.mark.parametrize(("fixture", "kind"), ALL)
def test_nothing_is_cut_off(request: pytest.FixtureRequest, fixture: str, kind: str) -> None:
    figure = PICTURES[kind].draw(request.getfixturevalue(fixture))
    width, height = figure.get_size_inches()
    drawn = figure.get_tightbbox()
    assert min(drawn.x0, drawn.y0) >= -0.02
    assert drawn.x1 <= width + 0.02
    assert drawn.y1 <= height + 0.02


def test_the_heat_map_shows_every_cell_with_its_number_and_the_bases_under_the_headings(country_table: Table) -> None:
    texts = _texts(PICTURES["heatmap"].draw(country_table))
    shown = [
        cell
        for row, cells in zip(country_table.rows, country_table.printed(), strict=True)
        for cell in cells[:3]
        if row.kind is not RowKind.BASE
    ]
    for cell in set(shown):
        assert texts.count(cell) == shown.count(cell)
    assert "Česko\nn = 12" in texts
    assert "–" in texts
    assert not any(text.startswith("Total") for text in texts)


def test_the_heat_map_is_the_darker_the_more_and_numbers_can_be_read(country_table: Table) -> None:
    figure = PICTURES["heatmap"].draw(country_table)
    (axes,) = figure.axes
    (mesh,) = axes.collections
    cells = mesh.get_array()
    assert cells.mask.any()
    counts = sorted(set(cells.compressed()))
    shades = [mesh.cmap(mesh.norm(count)) for count in counts]
    grey = [0.2126 * shade[0] + 0.7152 * shade[1] + 0.0722 * shade[2] for shade in shades]
    assert grey == sorted(grey, reverse=True)


@pytest.mark.parametrize("shade", [plain / 20 for plain in range(21)])
def test_letters_stand_out_from_every_shade(shade: float) -> None:
    from matplotlib import colormaps

    from fgcoder.export.plots.heatmap import DARKEST, _readable_on

    def luminance(colour: tuple[float, ...]) -> float:
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    under = colormaps["Blues"](shade * DARKEST)
    letters, ground = luminance(to_rgb(_readable_on(under))), luminance(under)
    assert (max(letters, ground) + 0.05) / (min(letters, ground) + 0.05) >= 4.5  # WCAG 2.2, criterion 1.4.3


def test_bars_go_to_the_side_of_their_sign_and_as_far(comparison_table: Table) -> None:
    figure = PICTURES["diverging"].draw(comparison_table)
    czech, danish = figure.axes
    assert [bar.get_width() for bar in czech.patches] == [2.31, -0.4]
    assert [bar.get_width() for bar in danish.patches] == [-2.31, 0.4]
    assert (czech.get_title(), danish.get_title()) == ("Česko", "Denmark")
    assert czech.get_xlim() == danish.get_xlim()
    assert to_rgb(czech.patches[0].get_facecolor()) != to_rgb(czech.patches[1].get_facecolor())
    assert "2.31 ▲" in _texts(figure)


def test_contradicting_quotes_go_to_the_left(country_table: Table) -> None:
    import pandas as pd

    rows = tuple(row for row in country_table.rows if row.kind is RowKind.CODE)
    counts = {"confirms": [3, 0, 1, 2], "expands": [1, 0, 2, 0], "contradicts": [0, 0, 4, 1]}
    table = Table(pd.DataFrame(counts, index=[row.id for row in rows]), "Relations", "Finding", rows)
    assert natural(table).name == "diverging"
    (axes,) = PICTURES["diverging"].draw(table).axes
    assert sorted(bar.get_width() for bar in axes.patches) == [-4, -1, 1, 1, 2, 2, 3]


def test_the_network_has_a_line_for_each_pair_above_the_minimum_as_wide_as_it_is_often(square_table: Table) -> None:
    figure = PICTURES["network"].draw(square_table)
    (axes,) = figure.axes
    widths = sorted(line.get_linewidth() for line in axes.lines)
    assert widths == [1.5, 3.0, 6.0]  # in proportion to 1, 2 and 4
    words = " ".join(" ".join(_texts(figure)).split())
    assert "Lines: 3 of 3 pairs, those with 1 or more (segments). 1 of 4 without a line are not shown." in words
    assert "Alone" not in words
    fewer = PICTURES["network"].draw(square_table, minimum=2)
    assert len(fewer.axes[0].lines) == 2
    with pytest.raises(TableError, match="together as often"):
        PICTURES["network"].draw(square_table, minimum=5)


def test_no_code_of_a_network_covers_another() -> None:
    import networkx as nx

    from fgcoder.export.plots.spreading import Box, placed

    graph = nx.disjoint_union(nx.barabasi_albert_graph(40, 2, seed=1), nx.path_graph(3))
    boxes = {at: Box(0.6, 0.1, 0.4) for at in graph}
    found = placed(graph, boxes, 8.0, 1)
    assert set(found) == set(graph)
    for one, (x, y) in found.items():
        assert x - boxes[one].side >= -1e-9
        assert y - boxes[one].below >= -1e-9
        for other, (x_other, y_other) in found.items():
            assert one == other or abs(x - x_other) >= 1.2 or abs(y - y_other) >= 0.5


def test_the_curve_climbs_group_by_group_and_the_threshold_is_drawn(saturation_table: Table) -> None:
    figure = PICTURES["saturation"].draw(saturation_table)
    upper, lower = figure.axes
    assert {line.get_label(): list(line.get_ydata()) for line in upper.lines} == {"Česko": [3, 5], "Denmark": [3, 5]}
    assert [list(line.get_ydata()) for line in lower.lines] == [[15.0], [15.0], [5.0, 5.0]]
    assert lower.get_ylim()[1] > 15
    words = " ".join(" ".join(_texts(figure)).split())
    assert "threshold 5 %" in words
    assert "All groups (4) are drawn in a picture of their own." in words
    assert [line.get_color() for line in upper.lines] == list(DISTINCT[:2])


def test_long_labels_are_broken_and_dollars_are_no_formulas(country_table: Table) -> None:
    from dataclasses import replace

    from fgcoder.tabular import Row

    long = "A very long label about $costs$ and who is to bear them in the end, " * 4
    rows = (Row(RowKind.THEME, "obstacles", long), *country_table.rows[1:])
    figure = PICTURES["heatmap"].draw(replace(country_table, rows=rows))
    (label,) = (text for text in _texts(figure) if text.startswith("A very long"))
    assert label.count("\n") == 1
    assert label.endswith("…")
    assert "$costs$" in label.replace("\n", " ")
    assert b"svg" in render(replace(country_table, rows=rows))


def test_what_cannot_be_drawn_is_refused_with_what_can(text_table: Table, country_table: Table) -> None:
    with pytest.raises(TableError, match="no figures"):
        render(text_table)
    with pytest.raises(TableError, match="It can be drawn as: heatmap"):
        render(country_table, "network")
    with pytest.raises(TableError, match="There are: saturation, network, diverging, dots, heatmap"):
        render(country_table, "pie")
    with pytest.raises(TableError, match="There are: svg, png"):
        render(country_table, "heatmap", "pdf")


def test_a_picture_is_saved_for_its_owner_alone(country_table: Table, tmp_path: Path) -> None:
    save(country_table, tmp_path / "map.PNG")
    assert stat.S_IMODE((tmp_path / "map.PNG").stat().st_mode) == 0o600
    assert (tmp_path / "map.PNG").read_bytes() == render(country_table, "heatmap", "png")
    with pytest.raises(TableError, match="no such folder"):
        save(country_table, tmp_path / "nowhere" / "map.svg")


def test_drawing_leaves_the_settings_of_others_alone(country_table: Table) -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 31.0}):
        before = dict(mpl.rcParams)
        drawn = render(country_table)
        assert dict(mpl.rcParams) == before
    assert drawn == render(country_table)


def test_a_heat_map_is_of_one_unit(country_table: Table, comparison_table: Table) -> None:
    mixed = replace(country_table, measures=("segments", "segments", "share", "segments"))
    with pytest.raises(TableError, match=r"several units \(segments, share\), and a picture is of one"):
        render(mixed, "heatmap")
    with pytest.raises(TableError, match="several units"):
        natural(mixed)
    assert natural(replace(mixed, measures=("share",) * 4)).name == "heatmap"
    bars = replace(comparison_table, measures=tuple(map(str, range(len(comparison_table.columns)))))
    with pytest.raises(TableError, match="Draw it as diverging"):
        render(bars, "heatmap")


def test_agreement_is_drawn_as_dots_with_whiskers() -> None:
    cells = {"Kappa": [0.94, 0.5, None], "Kappa low": [0.9, None, None], "Kappa high": [0.97, None, None]}
    names = ["ana+ben", "ana+ben:no-time", "ana+ben:apps"]
    rows = (Row(RowKind.THEME, names[0], "ana and ben"), *(Row(RowKind.CODE, name, name, 1) for name in names[1:]))
    table = Table(pd.DataFrame(cells, names, dtype="object"), "Agreement", "Code", rows, measures=("kappa",) * 3)
    assert natural(table).name == "dots"
    figure = natural(table).draw(table)
    (axes,) = figure.axes
    whiskers = [line.get_xdata().tolist() for line in axes.lines if line.get_linewidth() > 1]
    assert whiskers == [[0.9, 0.97]]
    dots = [float(dot.get_offsets()[0][0]) for dot in axes.collections]
    assert dots == [0.94, 0.5]
    printed = {text.get_text() for text in axes.texts}
    assert {"0.94", "0.50", "–"} <= printed


def test_bars_have_signs_and_begin_with_what_differs_most() -> None:
    rows = tuple(Row(RowKind.CODE, name, name.capitalize()) for name in ("apps", "no-time"))
    frame = pd.DataFrame({"DK": [0.5, -2.25], "FR": [-0.5, 2.25]}, ["apps", "no-time"])
    table = Table(
        frame, "Differences", "Code", rows, signed=("DK", "FR"), headings=(("DK", "residual"), ("FR", "residual"))
    )
    left = natural(table).draw(table).axes[0]
    assert [text.get_text() for text in left.texts if text.get_text()[0] in "+−"] == ["−2.25", "+0.50"]
    assert left.get_title() == "DK"

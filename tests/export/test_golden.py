"""Each format byte for byte against a file that somebody has looked at.

When a format changes on purpose, run `FGCODER_UPDATE_GOLDEN=1 python -m pytest tests/export/test_golden.py`, which
writes the files in `golden/` anew and fails to say so; look at what changed, then run it again without the variable.
Of Office files the parts are compared, as how tightly they are packed depends on the machine's zlib.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fgcoder.export import FORMATS, plots, render
from fgcoder.tabular import Table

GOLDEN = Path(__file__).parent / "golden"
ZIPPED = (".docx", ".xlsx")
TABLES = {"country": "country_table", "shares": "grouped_table", "framework": "text_table"}
MADE = [(stem, fixture, made.suffix) for stem, fixture in TABLES.items() for made in FORMATS.values()]
DRAWN = [("country", "country_table"), ("comparison", "comparison_table"), ("saturation", "saturation_table")]


def _as_compared(content: bytes, suffix: str) -> object:
    if suffix not in ZIPPED:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [(part.filename, part.date_time, parts.read(part)) for part in parts.infolist()]


def _check(path: Path, made: bytes) -> None:
    if os.environ.get("FGCODER_UPDATE_GOLDEN"):
        path.write_bytes(made)
        pytest.fail(f"{path.name} was written anew: look at it, then run without FGCODER_UPDATE_GOLDEN")
    assert _as_compared(made, path.suffix) == _as_compared(path.read_bytes(), path.suffix)


@pytest.mark.parametrize(("stem", "fixture", "suffix"), MADE)
def test_the_table_is_as_it_was(request: pytest.FixtureRequest, stem: str, fixture: str, suffix: str) -> None:
    (name,) = (made.name for made in FORMATS.values() if made.suffix == suffix)
    _check(GOLDEN / f"{stem}{suffix}", render(request.getfixturevalue(fixture), name))


@pytest.mark.parametrize(("stem", "fixture"), DRAWN)
def test_the_picture_is_as_it_was(request: pytest.FixtureRequest, stem: str, fixture: str) -> None:
    _check(GOLDEN / f"{stem}.svg", plots.render(request.getfixturevalue(fixture)))


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_table_gives_the_same_bytes(country_table: Table, name: str) -> None:
    assert render(country_table, name) == render(country_table, name)


ANEW = """
import hashlib, sys
import pandas as pd
from fgcoder.export import FORMATS, plots, render
from fgcoder.tabular import Row, RowKind, Table
labels = ["No time", "Red tape", "Apps"]
rows = tuple(Row(RowKind.CODE, label.lower(), label) for label in labels)
frame = pd.DataFrame([[5, 2, 1], [2, 4, 0], [1, 0, 3]], [row.id for row in rows], labels)
table = Table(frame, "Together", "Code", rows, unit="segments", facts=(("Base", "9"),))
made = [render(table, name) for name in FORMATS]
made += [plots.render(table, kind, form) for kind in ("network", "heatmap") for form in ("svg", "png")]
print([hashlib.sha256(content).hexdigest() for content in made])
"""


def test_another_run_on_another_day_gives_the_same_bytes_whatever_the_user_has_set(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: none\nlines.linewidth: 9\n")
    told = []
    for seed, own in (("1", {}), ("2", {"MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Tokyo"})):
        environment = {**os.environ, "PYTHONHASHSEED": seed, **own}
        run = subprocess.run([sys.executable, "-c", ANEW], capture_output=True, text=True, check=True, env=environment)
        told.append(run.stdout)
    assert told[0] == told[1]
    assert len(set(eval(told[0]))) == len(FORMATS) + 4

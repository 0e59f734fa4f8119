"""Choosing a format and writing the file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fgcoder.errors import TableError
from fgcoder.export import FORMATS, render, save
from fgcoder.tabular import Table


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_ending_says_the_format(country_table: Table, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"table{FORMATS[name].suffix.upper()}"
    assert save(country_table, path).name == name
    assert path.read_bytes() == render(country_table, name)


def test_a_named_format_overrides_the_ending(country_table: Table, tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    save(country_table, path, "markdown")
    assert path.read_text(encoding="utf-8").startswith("# Segments coded")


def test_the_file_is_private_and_nothing_is_left_beside_it(country_table: Table, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old")
    path.chmod(0o644)
    save(country_table, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("table", "The file's name has no ending."),
        ("table.pdf", "The ending '.pdf' names no format."),
        ("folder.csv", "This is a folder."),
        ("nowhere/table.csv", "There is no such folder."),
        ("pipe.csv", "This is not an ordinary file."),
        ("x" * 300 + ".csv", "File name too long"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    country_table: Table, tmp_path: Path, name: str, what: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(TableError) as caught:
        save(country_table, tmp_path / name)
    (fault,) = caught.value.faults
    assert what in fault.what
    assert fault.todo
    assert sorted(tmp_path.iterdir()) == before


def test_an_unknown_format_is_answered_with_those_there_are(country_table: Table) -> None:
    with pytest.raises(TableError, match="There are: csv, tidy, xlsx, docx, markdown, latex, html, json, parquet"):
        render(country_table, "odt")


def test_listing_the_formats_loads_none_of_their_libraries() -> None:
    heavy = "{'pandas', 'xlsxwriter', 'tabulate', 'great_tables', 'docx', 'pyarrow', 'matplotlib', 'networkx'}"
    code = f"import sys, fgcoder.export.plots; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

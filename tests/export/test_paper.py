"""The page in the browser as it comes out of the printer."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from fgcoder.export import render
from fgcoder.tabular import Quoted, Table

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def _pages(table: Table, folder: Path) -> int:
    """Print the table from the browser and count the sheets."""
    page, printed = folder / "table.html", folder / "table.pdf"
    page.write_bytes(render(table, "html"))
    own = [f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={printed}", page.as_uri()]
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", *own]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_printed_page_has_the_table_without_the_quotes_behind_it(country_table: Table, tmp_path: Path) -> None:
    long = tuple(Quoted("Na to nemám čas. " * 40, f"participant P{at}") for at in range(50))
    table = replace(country_table, quotes={("no-time", "Česko"): long})
    assert render(table, "html").count(b"<blockquote>") == 50
    assert _pages(table, tmp_path) == _pages(replace(table, quotes={}), tmp_path) == 1


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_what_stands_in_the_cells_is_printed_however_long_it_is(text_table: Table, tmp_path: Path) -> None:
    frame = text_table.frame.map(lambda said: "\n".join([str(said)] * 60))
    assert _pages(replace(text_table, frame=frame), tmp_path) > 2

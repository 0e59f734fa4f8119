"""Each format byte for byte against a file that somebody has looked at.

When a format changes on purpose, run `FGCODER_UPDATE_GOLDEN=1 python -m pytest tests/export/test_golden.py`, which
writes the files in `golden/` anew and fails to say so; look at what changed, then run it again without the variable.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fgcoder.export import FORMATS, render
from fgcoder.tabular import Table

GOLDEN = Path(__file__).parent / "golden"
TEXT_FORMATS = ("csv", "markdown", "html")


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_country_table_is_as_it_was(country_table: Table, name: str) -> None:
    path = GOLDEN / f"country{FORMATS[name].suffix}"
    made = render(country_table, name)
    if os.environ.get("FGCODER_UPDATE_GOLDEN"):
        path.write_bytes(made)
        pytest.fail(f"{path.name} was written anew: look at it, then run without FGCODER_UPDATE_GOLDEN")
    assert made == path.read_bytes()


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_table_gives_the_same_bytes(country_table: Table, name: str) -> None:
    assert render(country_table, name) == render(country_table, name)

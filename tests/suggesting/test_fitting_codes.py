"""What the program is for, on the whole sample study by its own commands: the demo, and suggestions that fit.

One module, so that the sample is embedded once; it takes a minute or two on a small machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
COUNTRIES = ("Czech Republic", "Denmark", "France", "Germany", "United Kingdom")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> tuple[Path, str]:
    """The sample study's copy, and what `fgcoder demo` printed while making it."""
    folder = tmp_path_factory.mktemp("sample") / "demo"
    environment = {**os.environ, "FGCODER_CACHE": str(model_folder.parent)}
    command = [sys.executable, "-m", "fgcoder", "demo", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture(scope="module")
def suggested(demo: tuple[Path, str], model_folder: Path) -> dict[str, dict]:
    """What `fgcoder suggest --json` prints for the sample, by segment."""
    environment = {**os.environ, "FGCODER_CACHE": str(model_folder.parent)}
    command = [sys.executable, "-m", "fgcoder", "-C", str(demo[0]), "suggest", "--json", "--top", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return {row["segment"]: row for row in json.loads(done.stdout)}


def hits(name: str, suggested: dict[str, dict]) -> Counter[str]:
    """For each language the number of segments with a fitting code among the three suggested."""
    found: Counter[str] = Counter()
    for pair in YAML(typ="safe").load(HERE / name):
        row = suggested[pair["segment"]]
        assert row["words"] == pair["words"], pair["segment"]
        found[pair["language"]] += bool({one["code"] for one in row["suggestions"]} & set(pair["codes"]))
    return found


def test_the_demo_prints_the_table_with_the_five_countries(demo: tuple[Path, str]):
    heading = next(line for line in demo[1].splitlines() if "Theme and code" in line)
    assert all(country in heading for country in COUNTRIES)
    counted = next(line for line in demo[1].splitlines() if "Professional scepticism" in line).split()[2:]
    assert len(counted) == 6
    assert all(int(cell) > 0 for cell in counted)


def test_a_fitting_code_is_among_the_first_three_for_eight_of_ten_in_each_language(suggested: dict[str, dict]):
    found = hits("fitting_codes.yaml", suggested)
    assert set(found) == {"cs", "da", "de", "en", "fr"}
    assert min(found.values()) >= 8, found


def test_segments_taken_as_they_come_get_a_fitting_code_in_seven_of_ten(suggested: dict[str, dict]):
    found = hits("fitting_codes_at_random.yaml", suggested)
    assert found.total() >= 35, found

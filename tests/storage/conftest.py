"""A store in a folder of its own, the sample transcripts as they are read, and decisions to put in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from fgcoder.model import Action, Decision, Mode, Segment, Shown, Span, Transcript
from fgcoder.reading import SUFFIXES, read
from fgcoder.segmenting import segment
from fgcoder.storage.store import Store
from fgcoder.study import open_study

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 1, 9, tzinfo=UTC)

Make = Callable[..., Decision]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds nothing, to copy: making one anew takes a while."""
    file = tmp_path_factory.mktemp("empty") / "store.sqlite"
    Store.open(file).close()
    return file


@pytest.fixture
def file(tmp_path: Path, empty_store: Path) -> Path:
    """The file of a store that holds nothing."""
    target = tmp_path / "study" / ".fgcoder" / "store.sqlite"
    target.parent.mkdir(parents=True)
    shutil.copy(empty_store, target)
    return target


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """An open store that holds nothing."""
    with Store.open(file) as store:
        yield store


@pytest.fixture(scope="session")
def samples() -> dict[str, tuple[Transcript, tuple[Segment, ...]]]:
    """The sample study's transcripts with their segments, by id."""
    paths = open_study(ROOT).transcript_files(SUFFIXES)
    read_in = [read(path) for path in paths]
    return {one.id: (one, segment(one, 60)) for one in read_in}


@pytest.fixture(scope="session")
def make() -> Make:
    """Make the decision of a number: its id and its time follow from it."""

    def make(number: int, **changed: object) -> Decision:
        values: dict[str, object] = {
            "id": str(UUID(int=number)),
            "coder": "anna",
            "made_at": START + timedelta(seconds=number),
            "action": Action.APPLY,
            "transcript": "dk-public-health",
            "transcript_hash": "ab" * 32,
            "span": Span(10, 20),
            "code": "low-effort",
            "mode": Mode.ASSISTED,
            "withheld": (Shown("red-tape", 0.123456789),),
            "draw": "0.1/20131105",
            "shown": (Shown("low-effort", 1.23456789), Shown("done-my-part", -0.5)),
            "gesture": f"g{number}",
            "withdraws": None,
            "model": "bundled",
            "codebook_version": "1.0",
        }
        return Decision(**{**values, **changed})  # type: ignore[arg-type]

    return make

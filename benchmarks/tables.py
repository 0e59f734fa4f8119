"""How long the country table of a million codings takes, beside `pandas.crosstab` on the raw rows.

The study is generated: 120,000 segments by 1,600 speakers in 200 groups of five countries, two coders, 60 codes in
six themes. `crosstab` is given the rows as one has them after a join, a code and a country each, and asked for margins;
it counts codings, and knows nothing of themes, of segments counted once or of who speaks, so it answers less. The
counts of codings that both give are compared before anything is timed.

    python -m benchmarks.tables
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.timing import line
from fgcoder.model import Action, Code, Codebook, Decision, Mode, Role, Segment, Span, Speaker, Transcript, Turn
from fgcoder.pipeline.contents import coded_corpus
from fgcoder.storage.store import Store
from fgcoder.tables.coded import CodedCorpus, rows
from fgcoder.tables.codings import CodingColumns
from fgcoder.tables.frequency.table import frequency

SEED = 20150713
CODINGS = 1_000_000
GROUPS, TURNS = 200, 600
COUNTRIES = ("Czech Republic", "Denmark", "France", "Germany", "United Kingdom")
SECTORS = ("community safety", "local environment", "public health")
CODERS = ("ana", "ben")
WORDS = "we asked the council about it and nobody answered for a whole year so people helped each other "
BOOK = Codebook(
    "Sixty codes",
    "1",
    "en",
    tuple(
        Code(
            f"theme-{theme}",
            f"Theme {theme}",
            children=tuple(Code(f"code-{theme}{n}", f"Code {theme}{n}") for n in range(10)),
        )
        for theme in range(6)
    ),
)
RUNS = 5


def generated() -> CodedCorpus:
    """Make the study; a coding's span, coder and code are drawn, and no two codings are the same."""
    transcripts, segments = {}, {}
    for number in range(GROUPS):
        transcript, own = _group(number)
        transcripts[transcript.id], segments[transcript.id] = transcript, own
    draw = np.random.default_rng(SEED)
    codes = [code.id for code in BOOK.codes]
    n_cells = GROUPS * TURNS * len(codes) * len(CODERS)
    drawn = np.sort(draw.choice(n_cells, CODINGS, replace=False))  # in reading order, as the store gives them
    rest, code = np.divmod(drawn, len(codes))
    rest, coder = np.divmod(rest, len(CODERS))
    group, turn = np.divmod(rest, TURNS)
    words = np.array([[(one.words.start, one.words.end) for one in own] for own in segments.values()])
    start, end = words[group, turn].T
    codings = CodingColumns(
        tuple(transcripts), CODERS, tuple(codes), group, coder, code, start, end, [f"d{at}" for at in range(CODINGS)]
    )
    return CodedCorpus(transcripts, segments, codings, BOOK)


def _group(number: int) -> tuple[Transcript, list[Segment]]:
    name = f"group-{number:03}"
    speakers = {"MODERATOR": Speaker("MODERATOR", Role.MODERATOR)}
    speakers |= {f"P{at}": Speaker(f"P{at}", Role.PARTICIPANT) for at in range(1, 8)}
    labels = list(speakers)
    text, turns, segments = "", [], []
    for turn in range(TURNS):
        label = labels[turn % len(labels)]
        begin = len(text)
        text += f"{label}: "
        words = Span(len(text), len(text) + len(WORDS) - 1)
        text += WORDS + "\n"
        turns.append(Turn(turn + 1, label, begin, words.start, len(text)))
        segments.append(Segment(name, turn + 1, turn + 1, begin, len(text), words, speakers[label].role))
    attributes = {"country": COUNTRIES[number % 5], "sector": SECTORS[number // 5 % 3]}
    return Transcript(name, name, text, name, "en", attributes, speakers, tuple(turns), f"{name}.txt"), segments


def times_of(make: Callable[[], object]) -> list[float]:
    """Give the wall times of several runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        make()
        times.append(time.perf_counter() - began)
    return times


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def in_memory(corpus: CodedCorpus) -> None:
    """Time tables of a study that is read already; each run lays codings over segments anew."""
    raw = rows(corpus)[["code", "country"]]
    as_objects = raw.astype(object)
    ours = frequency(corpus, counting="codings", level="codes").frame
    theirs = pd.crosstab(raw["code"], raw["country"], margins=True, margins_name="Total")
    codes = [code.id for code in BOOK.codes]
    assert (ours.loc[codes].astype(int).to_numpy() == theirs.loc[codes, list(ours.columns)].to_numpy()).all()

    beside = times_of(lambda: pd.crosstab(raw["code"], raw["country"], margins=True))
    objects = times_of(lambda: pd.crosstab(as_objects["code"], as_objects["country"], margins=True))
    say(
        f"{CODINGS:,} codings on {sum(map(len, corpus.segments.values())):,} segments; {len(raw):,} of them of what "
        "participants say"
    )
    asked: list[tuple[str, dict[str, Any]]] = [
        ("country table", {}),
        ("country table, codings", {"counting": "codings"}),
        ("country table, participants", {"counting": "participants"}),
        ("country table, words", {"counting": "words"}),
        ("country by sector, shares, margins", {"by": ("country", "sector"), "figures": "share", "margins": True}),
    ]
    for what, options in asked:
        own = times_of(partial(_anew, corpus, options))
        say(line(what, own, "crosstab", beside))
    say(line("country table", times_of(lambda: frequency(replace(corpus))), "crosstab, rows as objects", objects))
    laid = replace(corpus)
    frequency(laid)
    say(line("country table, asked again", times_of(lambda: frequency(laid)), "crosstab", beside))
    say(line("rows with all attributes", times_of(lambda: rows(replace(corpus))), "crosstab", beside))


def _anew(corpus: CodedCorpus, options: dict[str, Any]) -> None:
    frequency(replace(corpus), **options)


def from_the_store(corpus: CodedCorpus) -> None:
    """Time what it takes to read the same study from its store, and ask the table of that."""
    with (
        tempfile.TemporaryDirectory(prefix="fgcoder-bench-") as folder,
        Store.open(Path(folder) / "store.sqlite") as store,
    ):
        for name, transcript in corpus.transcripts.items():
            store.add_transcript(transcript, corpus.segments[name], "generated")
        began = datetime(2026, 1, 5, 9, tzinfo=UTC)
        batch: list[Decision] = []
        for at, coding in enumerate(corpus.codings):
            moment = began + timedelta(seconds=at)
            batch.append(
                Decision(
                    f"{at:08x}-0000-4000-8000-000000000000", coding.coder, moment, Action.APPLY, coding.transcript,
                    corpus.transcripts[coding.transcript].hash, coding.span, coding.code, Mode.BLIND,
                )
            )  # fmt: skip
            if len(batch) == 50_000:
                store.append(batch)
                batch = []
        store.append(batch)
        size = (Path(folder) / "store.sqlite").stat().st_size / 1e6
        began_reading = time.perf_counter()
        read = coded_corpus(store, BOOK)
        took = time.perf_counter() - began_reading
        began_table = time.perf_counter()
        table = frequency(read)
        then = time.perf_counter() - began_table
    assert table.frame.drop(index="(segments decided)").equals(frequency(corpus).frame)
    say(f"From a store of {size:.0f} MB: read and folded in {took:.1f} s, and the country table in {then:.2f} s more.")


def main() -> None:
    """Print the figures."""
    corpus = generated()
    in_memory(corpus)
    from_the_store(corpus)


if __name__ == "__main__":
    main()

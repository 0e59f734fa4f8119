"""How long it takes from a decision on disk until fresh suggestions can be shown, beside scikit-learn's own refit.

A generated study of 10,000 segments and 100 codes in a real database; vectors are drawn with a fixed seed, since only
time is measured. Counted is what the worker does after each decision: reading the coder's newest decisions, learning
from all of them, and ranking the codes for one segment. Beside it ten of the hundred codes are refitted, times ten.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from benchmarks.timing import line
from fgcoder.model import Action, Code, Codebook, Decision, Mode, Role, Segment, Shown, Span
from fgcoder.storage.store import Store
from fgcoder.suggesting.learning import Learner, prepare
from fgcoder.suggesting.lines import lines_of

SEGMENTS, CODES, DIMENSIONS = 10_000, 100, 384
RUNS = 7
CODER = "bench"


def generated_study() -> tuple[Learner, list[Segment]]:
    """Give a study without a text: vectors, segments and a codebook."""
    draw = np.random.default_rng(0)
    codes = tuple(Code(f"code-{n}", f"Label {n}", f"What is told about thing number {n}") for n in range(CODES))
    book = Codebook("generated", "1", "en", codes)
    lines = lines_of(book)
    vectors = draw.normal(size=(len(lines) + SEGMENTS, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    segments = [
        Segment(f"group-{n // 500}", n % 500 + 1, n % 500 + 1, 0, 9, Span(20 * n, 20 * n + 9), Role.PARTICIPANT)
        for n in range(SEGMENTS)
    ]
    texts = [f"remark {n}" for n in range(SEGMENTS)]
    speakers = [f"P{draw.integers(8)}" for _ in segments]
    learner = prepare(
        "drawn",
        book,
        lines,
        vectors[: len(lines)],
        segments,
        texts,
        vectors[len(lines) :],
        ["en"] * SEGMENTS,
        speakers=speakers,
    )
    return learner, segments


def generated_decisions(segments: list[Segment], count: int) -> list[Decision]:
    """Give decisions, one code a segment, each with a list of seven that was on screen."""
    draw, began = np.random.default_rng(1), datetime(2026, 1, 1, tzinfo=UTC)
    shown = tuple(Shown(f"code-{n}", 0.5) for n in range(7))
    return [
        Decision(
            id=f"decision-{n}",
            coder=CODER,
            made_at=began + timedelta(seconds=n),
            action=Action.APPLY,
            transcript=segments[row].transcript,
            transcript_hash="0" * 64,
            span=segments[row].words,
            code=f"code-{draw.integers(CODES)}",
            mode=Mode.ASSISTED,
            shown=shown,
        )
        for n, row in enumerate(draw.permutation(len(segments))[:count])
    ]


def main() -> None:
    """Print the times and their ratios."""
    learner, segments = generated_study()
    for count in (100, 1000, 5000):
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.sqlite") as store:
            store.append(generated_decisions(segments, count))
            ours, theirs = [], []
            known = {decision.id: decision for decision in store.decisions(coder=CODER)}
            for run in range(RUNS + 1):
                began = time.perf_counter()
                for decision in store.decisions_latest_first(CODER):
                    if decision.id in known:
                        break
                ranking = learner.learn(known.values())
                ranking.suggestions(segments[run], limit=7)
                ours.append(time.perf_counter() - began)
            rows = np.array(ranking.learnt)
            features = learner.material.features[rows]
            with threadpool_limits(1):
                for _ in range(3):
                    began = time.perf_counter()
                    for code in learner.material.codes[:10]:
                        marks = np.array([code in ranking.given[row] for row in rows])
                        if marks.any() and not marks.all():
                            LogisticRegression().fit(features, marks)
                    theirs.append(10 * (time.perf_counter() - began))
        print(line(f"{count} decisions: learn and suggest", ours[1:], "LogisticRegression, one a code", theirs))


if __name__ == "__main__":
    main()

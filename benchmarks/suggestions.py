"""How good suggestions are, before anything is decided and as decisions come in, beside simple ways.

On the sample study's two lists of judged segments; and on other people's coded data where `FGCODER_BENCH_DATA` names a
folder that holds `valueeval23/` (20 codes with definitions, several an argument) and `sib200/` (7 topics in five
languages; their one-line definitions are written here). How suggestions are made was chosen on one half of each of
these sets; the other half, which nothing was chosen on, is what is reported. All rows are printed too, to be compared
with what others report. Vectors are kept for the next run where `FGCODER_BENCH_STORE` names a folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.coded_sets import LANGUAGES, Bench, CodedSet, sib, valueeval
from fgcoder.locations import cache_folder, sample_study
from fgcoder.pipeline.contents import codebook_of
from fgcoder.pipeline.preparing import learner_of
from fgcoder.pipeline.taking_in import take_in
from fgcoder.storage.store import Store
from fgcoder.study import Study, open_study
from fgcoder.suggesting.baselines import BASELINES
from fgcoder.suggesting.encoder import load_encoder
from fgcoder.suggesting.evaluation import ALL_LANGUAGES, OWN, Outcome, Plan, replay
from fgcoder.suggesting.evaluation_table import MEASURES
from fgcoder.suggesting.measures import hit

TRAINED_ON = 200
PLAIN = {method.name: method for method in BASELINES}["logistic regression"]


def show(what: str, outcome: Outcome, measures: Mapping[str, str] = MEASURES) -> None:
    """Print each measure by method and stage, mean and standard deviation."""
    judged = " / ".join(str(max(counts)) for counts in outcome.judged.values())
    print(f"\n{what}; {outcome.replays} replays, {judged} rows judged, after {', '.join(map(str, outcome.stages))}")
    for name, heading in measures.items():
        for language in outcome.languages:
            for method in outcome.methods:
                figures = [outcome.figure(language, stage, method.name, name) for stage in outcome.stages]
                if any(mean is not None for mean, _ in figures):
                    cells = "  ".join(f"{_cell(*figure):13}" for figure in figures)
                    where = f"{language} " if language != ALL_LANGUAGES else ""
                    print(f"  {where}{heading:36}{method.name:32}{cells}".rstrip())


def _cell(mean: float | None, spread: float | None) -> str:
    return "–" if mean is None else f"{mean:.3f}" if spread is None else f"{mean:.3f} ± {spread:.3f}"


def sample(study: Study, bench: Bench) -> None:
    """Measure on the sample study, from the codebook alone."""
    from ruamel.yaml import YAML

    take_in(study, bench.store)
    own = learner_of(study, bench.store, codebook_of(study)).learn([])
    rows = [
        (segment, transcript)
        for name, transcript in bench.store.transcripts().items()
        for segment in bench.store.segments(name)
        if segment.is_codable
    ]
    names = [segment.id for segment, _ in rows]
    tests = Path(__file__).parent.parent / "tests" / "suggesting"
    for label, file in (("plain cases", "fitting_codes.yaml"), ("at random", "fitting_codes_at_random.yaml")):
        pairs: list[dict[str, Any]] = YAML(typ="safe").load(tests / file)
        fitting = {pair["segment"]: set(pair["codes"]) for pair in pairs}
        corpus = bench.corpus(
            codebook_of(study),
            [segment.words.of(transcript.text) for segment, transcript in rows],
            [fitting.get(name, set()) for name in names],
            [transcript.language for _, transcript in rows],
        )
        corpus = replace(corpus, transcripts=tuple(transcript.id for _, transcript in rows))
        judged = np.array([names.index(name) for name in fitting])
        print(f"\nsample study, {label}; {len(judged)} segments judged")
        ways = {"fgcoder": own.probabilities(judged)}
        ways |= {one.name: one.prepare(corpus)(judged[:0], judged) for one in BASELINES if not one.learns_only}
        for name, scores in ways.items():
            cells = "  ".join(f"hit@{first} {hit(scores, corpus.given[judged], first):.3f}" for first in (1, 3, 5))
            print(f"  {name:32}{cells}")


def measure_valueeval(coded: CodedSet) -> None:
    """Measure on ValueEval 2023."""
    show("valueeval23, held-out half (reported)", replay(coded.held_out))
    show("valueeval23, all rows", replay(coded.whole))


def measure_sib(coded: CodedSet) -> None:
    """Measure on SIB-200, one language by itself and from English to the others."""
    for what, corpus in (("held-out half (reported)", coded.held_out), ("all rows", coded.whole)):
        spoken = np.array(corpus.languages)
        first = {"hit_1": "hit@1"}
        for language in LANGUAGES.values():
            alone = corpus.part(np.flatnonzero(spoken == language))
            show(f"sib200, {what}, {language} by itself", replay(alone, Plan(after=(0,))), first)
        plan = Plan(after=(TRAINED_ON,), test_share=0.1, train_language="en")
        show(f"sib200, {what}, decided in English", replay(corpus, plan, (OWN, PLAIN)), first)


def main() -> None:
    """Print the tables."""
    began = perf_counter()
    study = open_study(sample_study())
    encoder = load_encoder(study.settings.model, study.folder, cache_folder())
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("FGCODER_BENCH_STORE", folder)) / "bench.sqlite"
        with Store.open(kept) as store:
            bench = Bench(encoder, store)
            print(f"model {encoder.name}")
            sample(study, bench)
            data = Path(os.environ.get("FGCODER_BENCH_DATA", ""))
            for name, read, measured in (("valueeval23", valueeval, measure_valueeval), ("sib200", sib, measure_sib)):
                if "FGCODER_BENCH_DATA" in os.environ and (data / name).is_dir():
                    measured(read(data / name, bench))
                else:
                    print(f"\n{name}: not measured; FGCODER_BENCH_DATA names no folder that holds it")
    print(f"\n{perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()

"""How often a fitting code is among the first, from the codebook alone, beside raw and centred cosine.

On the sample study's two lists of judged segments; and on other people's coded data where `FGCODER_BENCH_DATA` names a
folder that holds `valueeval23/` (20 codes with definitions, several an argument) and `sib200/` (7 topics in five
languages; their one-line definitions are written here). Nothing is fitted to the data that is reported on.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fgcoder.locations import cache_folder, sample_study
from fgcoder.model import Role, Segment, Span
from fgcoder.pipeline import codebook_of, embed, take_in
from fgcoder.storage.store import Store
from fgcoder.study import Study, open_study
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import Line, lines_of
from fgcoder.suggesting.ranking import rank

Scores = NDArray[np.float32]
TOPICS = {
    "science/technology": "Research, inventions, computers, space and engineering.",
    "travel": "Journeys, tourism, transport, places to stay and things to see.",
    "politics": "Governments, elections, laws, wars and relations between states.",
    "sports": "Athletes, matches, training and competitions.",
    "health": "Diseases, medicine, the body, nutrition and care.",
    "entertainment": "Films, music, television, festivals, arts and celebrities.",
    "geography": "Countries, cities, mountains, rivers, seas and where they lie.",
}


def cosine(lines: Sequence[Line], line_vectors: Scores, codes: Sequence[str], vectors: Scores) -> Scores:
    """Give the highest cosine between each segment and each code's lines."""
    similarity = vectors @ line_vectors.T
    of = np.array([line.code for line in lines])
    return np.stack([similarity[:, of == code].max(axis=1) for code in codes], axis=1)


def compare(
    store: Store, encoder: Encoder, lines: Sequence[Line], texts: Sequence[str], languages: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, Scores]]:
    """Give the codes, and the scores by each way of scoring."""
    vectors = embed(store, encoder, [line.text for line in lines] + list(texts))
    line_vectors, segment_vectors = vectors[: len(lines)], vectors[len(lines) :]
    segments = [Segment("bench", n, n, 0, 1, Span(0, 1), Role.PARTICIPANT) for n in range(len(texts))]
    ranking = rank(encoder.name, lines, line_vectors, segments, texts, segment_vectors, languages)
    raw = cosine(lines, line_vectors, ranking.codes, segment_vectors)
    return ranking.codes, {"fgcoder": ranking.scores, "centred cosine": raw - raw.mean(axis=0), "raw cosine": raw}


def hit(scores: Scores, codes: Sequence[str], fitting: Sequence[set[str]], first: int) -> float:
    """Give the share of segments that have a fitting code among the first; those without any are left out."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :first]
    counted = [bool({codes[c] for c in row} & want) for row, want in zip(order, fitting, strict=True) if want]
    return sum(counted) / len(counted)


def show(what: str, codes: Sequence[str], by_way: dict[str, Scores], fitting: Sequence[set[str]]) -> None:
    """Print hit@1, hit@3 and hit@5 for each way, and the ratio of hit@3 to that of raw cosine."""
    base = hit(by_way["raw cosine"], codes, fitting, 3)
    for way, scores in by_way.items():
        first, third, fifth = (hit(scores, codes, fitting, n) for n in (1, 3, 5))
        print(f"{what:28} {way:15} hit@1 {first:.3f}  hit@3 {third:.3f}  hit@5 {fifth:.3f}  ratio {third / base:.2f}")


def sample(study: Study, store: Store, encoder: Encoder) -> None:
    """Measure on the sample study."""
    from ruamel.yaml import YAML

    take_in(study, store)
    texts, languages, names = [], [], []
    for name, transcript in store.transcripts().items():
        for segment in store.segments(name):
            if segment.is_codable:
                texts.append(segment.words.of(transcript.text))
                languages.append(transcript.language)
                names.append(segment.id)
    codes, by_way = compare(store, encoder, lines_of(codebook_of(study)), texts, languages)
    tests = Path(__file__).parent.parent / "tests" / "suggesting"
    for label, file in (("plain cases", "fitting_codes.yaml"), ("at random", "fitting_codes_at_random.yaml")):
        pairs: list[dict[str, Any]] = YAML(typ="safe").load(tests / file)
        rows = [names.index(pair["segment"]) for pair in pairs]
        fitting = [set(pair["codes"]) for pair in pairs]
        show(f"sample, {label} (n=50)", codes, {way: scores[rows] for way, scores in by_way.items()}, fitting)


def valueeval(folder: Path, store: Store, encoder: Encoder) -> None:
    """Measure on ValueEval 2023: premises, 20 codes."""
    with (folder / "arguments-validation.tsv").open(encoding="utf-8", newline="") as file:
        texts = [row["Premise"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    with (folder / "labels-validation.tsv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.reader(file, delimiter="\t"))
    names = labels[0][1:]
    fitting = [{name for name, mark in zip(names, row[1:], strict=True) if mark == "1"} for row in labels[1:]]
    described = json.loads((folder / "value-categories.json").read_text(encoding="utf-8")).values()
    lines = [Line(name, "label", name) for name in names]
    lines += [Line(d["name"], kind, d[kind]) for d in described for kind in ("goal", "personal-motivation")]
    codes, by_way = compare(store, encoder, lines, texts, ["en"] * len(texts))
    show(f"valueeval23 (n={len(texts)})", codes, by_way, fitting)


def sib(folder: Path, store: Store, encoder: Encoder) -> None:
    """Measure on SIB-200: seven topics, five languages, each by itself."""
    lines = [
        line for name, text in TOPICS.items() for line in (Line(name, "label", name), Line(name, "definition", text))
    ]
    for language in ("eng", "ces", "dan", "deu", "fra"):
        with (folder / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        codes, by_way = compare(store, encoder, lines, [row["text"] for row in rows], [language] * len(rows))
        show(f"sib200 {language} (n={len(rows)})", codes, by_way, [{row["category"]} for row in rows])


def main() -> None:
    """Print the tables."""
    study = open_study(sample_study())
    encoder = load_encoder(study.settings.model, study.folder, cache_folder())
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.sqlite") as store:
        sample(study, store, encoder)
        data = Path(os.environ.get("FGCODER_BENCH_DATA", ""))
        for name, measure in (("valueeval23", valueeval), ("sib200", sib)):
            if "FGCODER_BENCH_DATA" in os.environ and (data / name).is_dir():
                measure(data / name, store, encoder)
            else:
                print(f"{name}: not measured; FGCODER_BENCH_DATA names no folder that holds it")


if __name__ == "__main__":
    main()

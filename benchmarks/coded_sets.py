"""Other people's coded data, with vectors, each in two halves: one on which methods were chosen, one held out.

Nothing of the data is in this repository; `FGCODER_BENCH_DATA` names the folder that holds it.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fgcoder.model import Code, Codebook
from fgcoder.pipeline.embedding import embed
from fgcoder.storage.store import Store
from fgcoder.suggesting.baselines import Corpus
from fgcoder.suggesting.encoder import Encoder
from fgcoder.suggesting.lines import lines_of

TOPICS = {
    "science/technology": "Discoveries and how things work: research in physics, biology and chemistry, animals and "
    "plants, fossils, astronomy and space flight, nerves and organs, computers, phones, satellites, the internet, "
    "photography and video, weapons and other machines, inventions and early civilisations.",
    "travel": "Transport, and advice for people who visit a place: airlines, flights and passengers, cruises, boats, "
    "trains, buses, driving and traffic, visas, hotels, safaris, hikes, customs to respect, what to see, eat, buy or "
    "beware of there.",
    "politics": "Governments and those who lead them: presidents, kings and dynasties, elections, parliaments, laws, "
    "courts, protests, diplomacy, independence, wars, armies and navies, police and terrorism.",
    "sports": "Games and those who play them: teams, athletes, matches, leagues, races, finals, medals, training, "
    "running, skiing, motor racing, championships, the Olympics, scores, players, coaches, injuries and equipment.",
    "health": "Illness and staying well: diseases, viruses, bacteria and outbreaks, vaccines, hospitals, doctors, "
    "patients, drugs, treatments, disorders of the brain, diet, sleep, first aid, accidents and injuries.",
    "entertainment": "What people enjoy: films, television, music, bands and concerts, theatre, books, video games, "
    "celebrities, awards, festivals, wine, beaches and gambling.",
    "geography": "Where places lie and what they are like: countries, cities and their inhabitants, islands, "
    "mountains, rivers, lakes, seas, deserts, climate, storms and landscape.",
}
LANGUAGES = {"eng": "en", "ces": "cs", "dan": "da", "deu": "de", "fra": "fr"}


@dataclass(frozen=True)
class CodedSet:
    """A coded data set."""

    whole: Corpus
    held_out: Corpus
    """The half that nothing was chosen on."""
    chosen_on: Corpus
    """The other half."""


class Bench:
    """The model, and a place where vectors are kept, so that no text is embedded twice."""

    def __init__(self, encoder: Encoder, store: Store) -> None:
        self.encoder = encoder
        self.store = store

    def corpus(
        self, book: Codebook, texts: Sequence[str], given: Sequence[Collection[str]], languages: Sequence[str]
    ) -> Corpus:
        """Give coded texts with vectors."""
        lines, codes = lines_of(book), tuple(code.id for code in book.codes)
        vectors = embed(self.store, self.encoder, [line.text for line in lines] + list(texts))
        marks = np.array([[float(code in own) for code in codes] for own in given])
        return Corpus(codes, lines, vectors[: len(lines)], tuple(texts), vectors[len(lines) :], tuple(languages), marks)


def valueeval(folder: Path, bench: Bench) -> CodedSet:
    """Read ValueEval 2023: premises, 20 codes; in halves by conclusion, so that no question is in both.

    Voices are the sides of an argument: all premises for a conclusion, and all against it.
    """
    with (folder / "arguments-validation.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (folder / "labels-validation.tsv").open(encoding="utf-8", newline="") as file:
        labels = {row[0]: row[1:] for row in csv.reader(file, delimiter="\t")}
    names = labels.pop("Argument ID")
    described = {d["name"]: d for d in json.loads((folder / "value-categories.json").read_text("utf-8")).values()}
    codes = tuple(
        Code(name, name, own["goal"], (own["personal-motivation"],)) if own else Code(name, name)
        for name, own in ((name, described.get(name)) for name in names)
    )
    given = [
        {name for name, mark in zip(names, labels[row["Argument ID"]], strict=True) if mark == "1"} for row in rows
    ]
    whole = replace(
        bench.corpus(
            Codebook("ValueEval", "1", "en", codes), [row["Premise"] for row in rows], given, ["en"] * len(rows)
        ),
        voices=tuple(f"{row['Stance']} {row['Conclusion']}" for row in rows),
    )
    held_out = np.array([int(hashlib.sha256(row["Conclusion"].encode()).hexdigest(), 16) % 2 == 1 for row in rows])
    return CodedSet(whole, whole.part(np.flatnonzero(held_out)), whole.part(np.flatnonzero(~held_out)))


def sib(folder: Path, bench: Bench) -> CodedSet:
    """Read SIB-200: seven topics, the same sentences in five languages; in halves by sentence."""
    book = Codebook("SIB-200", "1", "en", tuple(Code(name, name, text) for name, text in TOPICS.items()))
    rows: list[dict[str, str]] = []
    for file_name, language in LANGUAGES.items():
        with (folder / f"{file_name}.tsv").open(encoding="utf-8", newline="") as file:
            own = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        rows += [{**row, "language": language} for row in own]
    whole = replace(
        bench.corpus(
            book,
            [row["text"] for row in rows],
            [{row["category"]} for row in rows],
            [row["language"] for row in rows],
        ),
        originals=tuple(row["index_id"] for row in rows),
    )
    held_out = np.array([int(row["index_id"]) % 2 == 1 for row in rows])
    return CodedSet(whole, whole.part(np.flatnonzero(held_out)), whole.part(np.flatnonzero(~held_out)))

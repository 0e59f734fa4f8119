"""A generated study of 100,000 segments, the same on every machine, for the benchmarks of speed and memory.

200 transcripts of 500 turns and one of 5,000, in five languages; two coders' 50,000 decisions; a codebook of 60 codes.
Words and vectors are drawn with a fixed seed: only time and memory are measured, and nothing that is suggested means
anything. The vectors stand in the store under the bundled model's name, so that the model is never loaded; each lies
near the direction of one code, so that codes are suggested about as often as in a real study. Making the study takes a
minute or two, so it is kept in the machine's folder for temporary files; a benchmark works on a copy.

    python -m benchmarks.big_study    makes it, or says where it is
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from fgcoder.locations import private_folder
from fgcoder.model import Action, Decision, Mode, Segment, Shown, Transcript
from fgcoder.pipeline.contents import codebook_of
from fgcoder.pipeline.taking_in import take_in
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting.bundled import DIMENSIONS, NAME
from fgcoder.suggesting.lines import lines_of

TRANSCRIPTS, TURNS = 200, 500
LONG, LONG_TURNS = "zz-long", 5_000
"""The transcript that is one long conversation."""
CODER, OTHER = "ana", "ben"
DECISIONS = {CODER: 30_000, OTHER: 20_000}
CODES = 60
SECTORS = ("community safety", "local environment", "public health")
STAKEHOLDERS = ("citizen", "professional", "third sector")
COUNTRIES = {
    "en": ("United Kingdom", "the of and we in to that it they was people here council nobody asked street time park"),
    "de": ("Germany", "der die und wir in zu das es sie war Leute hier Stadt niemand fragte Straße Zeit Park über für"),
    "fr": ("France", "le la et nous dans de que il elles était gens ici mairie personne demandé rue temps parc où été"),
    "da": ("Denmark", "den det og vi i til at de var folk her kommunen ingen spurgte gade tid park også når på få"),
    "cs": ("Czech Republic", "ten ta a my v do že to oni byl lidé tady město nikdo se ptal ulice čas park když už"),
}
SEED = 20131105
_BEGAN = datetime(2025, 1, 6, 9, tzinfo=UTC)


def big_study() -> Path:
    """Give the folder of the study, which is made where it is not there yet. Not to be written to; see `borrowed`."""
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"fgcoder-big-study-{recipe}"
    if not folder.is_dir():
        being_made = Path(tempfile.mkdtemp(prefix=f"{folder.name}-"))
        _make(being_made)
        being_made.rename(folder)
    return folder


@contextmanager
def borrowed() -> Iterator[Path]:
    """Lend a copy of the study for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="fgcoder-bench-") as folder:
        yield Path(shutil.copytree(big_study(), Path(folder) / "study"))


def rows_of(folder: Path) -> list[str]:
    """Give the words of every segment that can be coded, each on one line."""
    with Store.open(open_study(folder).store) as store:
        return [
            " ".join(segment.words.of(transcript.text).split())
            for name, transcript in store.transcripts().items()
            for segment in store.segments(name)
            if segment.is_codable
        ]


def _make(folder: Path) -> None:
    draw = np.random.default_rng(SEED)
    private_folder(folder / "transcripts")
    (folder / "study.yaml").write_text(_study_yaml(), encoding="utf-8")
    (folder / "codebook.yaml").write_text(_codebook_yaml(draw), encoding="utf-8")
    names = [(f"group-{number:03}", TURNS) for number in range(TRANSCRIPTS)] + [(LONG, LONG_TURNS)]
    for number, (name, turns) in enumerate(names):
        text = _transcript_text(draw, number, turns)
        (folder / "transcripts" / f"{name}.txt").write_text(text, encoding="utf-8")
    study = open_study(folder)
    with Store.open(study.store) as store:
        errors = [result.error for result in take_in(study, store) if result.error is not None]
        if errors:
            raise errors[0]
        _draw_vectors(draw, folder, store)
        _draw_decisions(draw, store, [code.id for code in codebook_of(study).codes])


def _study_yaml() -> str:
    countries = ", ".join(country for country, _ in COUNTRIES.values())
    return (
        "title: A big study\ncodebook: codebook.yaml\nattributes:\n"
        f"  country: [{countries}]\n  sector: [{', '.join(SECTORS)}]\nsegments: {{longest: 60}}\n"
    )


def _codebook_yaml(draw: np.random.Generator) -> str:
    lines = ['title: Sixty codes\nversion: "1"\nlanguage: en\ncodes:']
    for number in range(CODES):
        if number % 10 == 0:
            lines.append(f"  - id: theme-{number // 10}\n    label: Theme {number // 10}\n    children:")
        words = [_sentence(draw, "en", length) for length in (9, 8, 8, 14)]
        lines.append(f"      - id: code-{number}\n        label: Code {number} {_sentence(draw, 'en', 2)}")
        lines.append(f"        definition: {words[0]}.\n        use: [{words[1]}]\n        avoid: [{words[2]}]")
        lines.append(f"        examples: [{words[3]}]")
    return "\n".join(lines) + "\n"


def _transcript_text(draw: np.random.Generator, number: int, turns: int) -> str:
    language = list(COUNTRIES)[number % len(COUNTRIES)]
    who = [f"P{place}" for place in range(1, 9)]
    people = "".join(
        f"  {label}: {{stakeholders: {STAKEHOLDERS[place % 3]}, gender: {'fm'[place % 2]}, age: {25 + 6 * place}}}\n"
        for place, label in enumerate(who)
    )
    parts = [
        f"---\ntitle: Generated group {number}\nlanguage: {language}\ncountry: {COUNTRIES[language][0]}\n"
        f"sector: {SECTORS[number // len(COUNTRIES) % len(SECTORS)]}\nparticipants:\n{people}---\n"
    ]
    for turn in range(turns):
        if turn % 6 == 0:
            parts.append(f"MODERATOR: {_sentence(draw, language, 9)}?")
        else:
            sentences = [_sentence(draw, language, int(draw.integers(5, 15))) for _ in range(draw.integers(1, 5))]
            parts.append(f"{who[draw.integers(len(who))]}: {'. '.join(sentences)}.")
    return "\n\n".join(parts) + "\n"


def _sentence(draw: np.random.Generator, language: str, words: int) -> str:
    own = COUNTRIES[language][1].split()
    sentence = " ".join(own[place] for place in draw.integers(len(own), size=words))
    return sentence[0].upper() + sentence[1:]


def _draw_vectors(draw: np.random.Generator, folder: Path, store: Store) -> None:
    """Put a vector into the store for every text that would be embedded: near the direction of a code, plus noise."""
    directions = draw.normal(size=(CODES, DIMENSIONS)).astype(np.float32)
    code_lines = [(int(line.code.split("-")[1]), line.text) for line in lines_of(codebook_of(open_study(folder)))]
    _add_vectors(draw, store, directions, code_lines)
    for name, transcript in store.transcripts().items():
        spoken = [(-1, segment.words.of(transcript.text)) for segment in store.segments(name)]
        _add_vectors(draw, store, directions, spoken)


def _add_vectors(draw: np.random.Generator, store: Store, directions: np.ndarray, texts: list[tuple[int, str]]) -> None:
    topics = [topic if topic >= 0 else int(draw.integers(CODES)) for topic, _ in texts]
    vectors = directions[topics] + draw.normal(scale=1.5, size=(len(texts), DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = [hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest() for _, text in texts]
    store.add_vectors(NAME, dict(zip(keys, vectors, strict=True)))


def _draw_decisions(draw: np.random.Generator, store: Store, codes: list[str]) -> None:
    """Let both coders decide, transcript by transcript, what is coded by both first; the long transcript last."""
    at = 0
    for coder, count in DECISIONS.items():
        made: list[Decision] = []
        for name in _worked_on(store, coder):
            transcript = store.transcript(name)
            codable = [segment for segment in store.segments(name) if segment.is_codable]
            for segment in codable[: 2 * len(codable) // 3]:
                if len(made) == count:
                    break
                at += 1
                made.append(_decision(draw, at, coder, transcript, segment, codes))
        store.append(made)
        store.set_place(coder, LONG if coder == CODER else made[-1].transcript, 3_000 if coder == CODER else 1)


def _worked_on(store: Store, coder: str) -> list[str]:
    """Give the transcripts that a coder works on; the long one is coded before the last."""
    names = [name for name in store.transcript_ids() if name != LONG]
    return [LONG, *names] if coder == CODER else names[len(names) // 3 :]


def _decision(
    draw: np.random.Generator, at: int, coder: str, transcript: Transcript, segment: Segment, codes: list[str]
) -> Decision:
    kind, listed = draw.random(), [codes[place] for place in draw.choice(len(codes), 7, replace=False)]
    action = (
        Action.APPLY
        if kind < 0.85
        else Action.REJECT
        if kind < 0.95
        else Action.FLAG
        if kind > 0.995
        else Action.NOTHING
    )
    return Decision(
        id=f"{at:08x}-0000-4000-8000-000000000000",
        coder=coder,
        made_at=_BEGAN + timedelta(seconds=11 * at),
        action=action,
        transcript=transcript.id,
        transcript_hash=transcript.hash,
        span=segment.words,
        code=listed[0] if action in {Action.APPLY, Action.REJECT} else "",
        mode=Mode.ASSISTED,
        shown=tuple(Shown(code, 0.9 - 0.1 * rank) for rank, code in enumerate(listed)),
        gesture=f"{at:08x}-0000-4000-8000-000000000001",
        model=NAME,
        codebook_version="1",
    )


def main() -> None:
    """Make the study."""
    sys.stdout.write(f"{big_study()}\n")


if __name__ == "__main__":
    main()

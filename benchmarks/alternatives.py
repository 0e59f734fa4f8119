"""Other ways to suggest, beside the one that was chosen, on the halves of two data sets that the choice was made on.

The table in docs/suggestions.md is printed here. Needs `FGCODER_BENCH_DATA`, as `suggestions.py` does; what is reported
there is measured on the other halves.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.semi_supervised import LabelSpreading

from benchmarks.coded_sets import Bench, sib, valueeval
from fgcoder.locations import cache_folder, sample_study
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting.baselines import BASELINES, Corpus, Matrix, Method, Rows, Scorer
from fgcoder.suggesting.encoder import load_encoder
from fgcoder.suggesting.evaluation import OWN, Plan, replay
from fgcoder.suggesting.starting import starting_scores
from fgcoder.suggesting.suggester import CodeSuggester
from fgcoder.suggesting.surroundings import Surroundings, features_of, survey_surroundings
from fgcoder.suggesting.voices import numbered

AFTER = (0, 10, 50, 200)


def unlinked(corpus: Corpus) -> Surroundings:
    """Put a corpus on the map with no links between its segments."""
    around = survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages)
    return replace(around, links=around.links * 0)


def voices_of(corpus: Corpus) -> Rows:
    """Give the number of each text's voice."""
    return numbered(corpus.voices or [None] * len(corpus.texts))


def start_of(corpus: Corpus, around: Surroundings | None = None) -> Matrix:
    """Give the codebook's scores."""
    around = around or survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages, corpus.transcripts)
    return starting_scores(corpus.lines, around, corpus.codes, corpus.texts, voices_of(corpus))


def without_parts(corpus: Corpus) -> Corpus:
    """Leave out the parts of definitions: of each kind and code the longest text, which is the whole."""
    kept = []
    for number, line in enumerate(corpus.lines):
        others = [other.text for other in corpus.lines if (other.code, other.kind) == (line.code, line.kind)]
        if line.kind == "example" or not any(line.text in other for other in others if other != line.text):
            kept.append(number)
    return replace(corpus, lines=tuple(corpus.lines[n] for n in kept), line_vectors=corpus.line_vectors[kept])


def fixed(scores: Callable[[Corpus], Matrix]) -> Callable[[Corpus], Scorer]:
    """Make a way of scoring that learns from nothing."""

    def prepare(corpus: Corpus) -> Scorer:
        found = scores(corpus)
        return lambda decided, scored: found[scored]

    return prepare


def lines_cosine(best: int | None) -> Callable[[Corpus], Matrix]:
    """Score by the mean cosine to a code's nearest lines, or to all of them, standardised by code."""

    def scores(corpus: Corpus) -> Matrix:
        found = []
        for code in corpus.codes:
            own = [n for n, line in enumerate(corpus.lines) if line.code == code]
            cosines = np.sort(corpus.vectors @ corpus.line_vectors[own].T, axis=1)
            found.append(cosines[:, -min(best or len(own), len(own)) :].mean(axis=1))
        table = np.stack(found, axis=1)
        return np.asarray((table - table.mean(axis=0)) / table.std(axis=0), np.float32)

    return scores


def lines_logistic(corpus: Corpus) -> Matrix:
    """Score by a multinomial logistic regression on the lines."""
    around = unlinked(corpus)
    learnt = LogisticRegression(C=10, max_iter=2000).fit(around.lines, [line.code for line in corpus.lines])
    order = [list(learnt.classes_).index(code) for code in corpus.codes]
    found = learnt.decision_function(around.segments)[:, order]
    return np.asarray(found - found.mean(axis=0), np.float32)


def one_a_code(features: Callable[[Corpus], Any], fit: Callable[[Any, Any, Any], Any]) -> Callable[[Corpus], Scorer]:
    """Fit something for each code by itself; `fit` gets the features, the decided rows and the answers there."""

    def prepare(corpus: Corpus) -> Scorer:
        known = features(corpus)

        def score(decided: Rows, scored: Rows) -> Matrix:
            columns = []
            for column in range(len(corpus.codes)):
                answers = corpus.given[decided, column]
                own = known[column] if isinstance(known, list) else known
                same = answers.min() == answers.max()
                columns.append(np.full(len(scored), answers[0]) if same else fit(own, decided, answers)[scored])
            return np.asarray(np.stack(columns, axis=1), np.float32)

        return score

    return prepare


def logistic(features: Any, decided: Rows, answers: Any) -> Any:
    """Fit scikit-learn's logistic regression."""
    return LogisticRegression(C=3, max_iter=1000).fit(features[decided], answers).predict_proba(features)[:, 1]


def spreading(features: Any, decided: Rows, answers: Any) -> Any:
    """Spread labels over the ten nearest neighbours."""
    labels = np.full(len(features), -1)
    labels[decided] = answers
    learnt = LabelSpreading(kernel="knn", n_neighbors=10, alpha=0.5)
    with np.errstate(invalid="ignore"):  # segments that no label reaches are divided by zero; nothing is known of them
        learnt.fit(features, labels)
    return np.nan_to_num(learnt.label_distributions_[:, 1])


def mapped(corpus: Corpus) -> Matrix:
    """Give centred vectors."""
    return unlinked(corpus).segments


def leaning(corpus: Corpus) -> Matrix:
    """Give vectors with their surroundings."""
    return features_of(survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages, corpus.transcripts))


def with_start(corpus: Corpus) -> list[Matrix]:
    """Give for each code the vectors and the codebook's score as one more feature."""
    start = start_of(corpus)
    return [np.hstack([leaning(corpus), start[:, [column]]]) for column in range(len(corpus.codes))]


def pseudo_examples(corpus: Corpus) -> Scorer:
    """Learn from the codebook's lines as if they were coded segments."""
    features = leaning(corpus)
    lines = survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages).lines
    described = np.array([[line.code == code for code in corpus.codes] for line in corpus.lines], float)

    def score(decided: Rows, scored: Rows) -> Matrix:
        known, answers = np.vstack([lines, features[decided]]), np.vstack([described, corpus.given[decided]])
        fitted = [LogisticRegression(C=3, max_iter=1000).fit(known, answers[:, n]) for n in range(answers.shape[1])]
        return np.asarray(np.stack([one.predict_proba(features[scored])[:, 1] for one in fitted], axis=1), np.float32)

    return score


def own(*, linked: bool = True, starting: bool = True, rivalry: bool = True) -> Callable[[Corpus], Scorer]:
    """Give the program's own way, with a part left out."""

    def prepare(corpus: Corpus) -> Scorer:
        around = (
            survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages, corpus.transcripts)
            if linked
            else unlinked(corpus)
        )
        start = start_of(corpus, around) if starting else np.zeros_like(corpus.given, np.float32)
        features = features_of(around) if linked else around.segments

        voices = voices_of(corpus)

        def score(decided: Rows, scored: Rows) -> Matrix:
            learnt = CodeSuggester().fit(features[decided], corpus.given[decided], start[decided], voices[decided])
            if not rivalry:
                learnt.rivalry_ = np.array([0.0, 1.0, 0.0])
            return learnt.predict_proba(features[scored], start[scored], voices[scored])

        return score

    return prepare


def way(name: str, prepare: Callable[[Corpus], Scorer], *, learns: bool = False, probabilities: bool = False) -> Method:
    """Name a way."""
    return Method(name, learns_only=learns, probabilities=probabilities, prepare=prepare)


def whole_lines(scores: Callable[[Corpus], Matrix]) -> Callable[[Corpus], Matrix]:
    """Score by the codebook's lines without the parts of its definitions."""
    return lambda corpus: scores(without_parts(corpus))


def voiceless(prepare: Callable[[Corpus], Scorer]) -> Callable[[Corpus], Scorer]:
    """Keep from a way who speaks."""
    return lambda corpus: prepare(replace(corpus, voices=None))


FROM_CODEBOOK = (
    way("nearest line, standardised", fixed(lines_cosine(1))),
    way("mean of the three nearest lines, standardised", fixed(lines_cosine(3))),
    way("mean of all lines, standardised", fixed(lines_cosine(None))),
    way("logistic regression on the lines", fixed(lines_logistic)),
    way("chosen, definitions whole", fixed(whole_lines(start_of))),
    way("chosen, no links between segments", fixed(lambda corpus: start_of(corpus, unlinked(corpus)))),
    way("chosen, no voices", voiceless(fixed(start_of))),
    way("chosen", fixed(start_of)),
)
LEARNING = (
    *(one for one in BASELINES if one.learns_only),
    way("label spreading", one_a_code(mapped, spreading), learns=True, probabilities=True),
    way("logistic regression, linked", one_a_code(leaning, logistic), learns=True, probabilities=True),
    way("codebook's lines as examples", pseudo_examples, probabilities=True),
    way("codebook's score as a feature", one_a_code(with_start, logistic), learns=True, probabilities=True),
    way("chosen, no codebook", own(starting=False), probabilities=True),
    way("chosen, no links between segments", own(linked=False), probabilities=True),
    way("chosen, no voices", voiceless(OWN.prepare), probabilities=True),
    way("chosen, no rivalry", own(rivalry=False), probabilities=True),
    OWN,
)


def show(corpus: Corpus, methods: Sequence[Method], after: tuple[int, ...], names: Sequence[str]) -> None:
    """Print a line a method: each measure at each stage."""
    outcome = replay(corpus, Plan(after, test_share=0.3), methods)
    (language,) = outcome.languages
    for method in methods:
        cells = []
        for stage in outcome.stages:
            figures = [outcome.figure(language, stage, method.name, name)[0] for name in names]
            cells.append(f"{stage}: " + " ".join("  -  " if figure is None else f"{figure:.3f}" for figure in figures))
        print(f"  {method.name:48}", "   ".join(cells))


def main() -> None:
    """Print the tables."""
    data = os.environ.get("FGCODER_BENCH_DATA")
    if data is None:
        print("alternatives: not measured; FGCODER_BENCH_DATA names no folder with valueeval23 and sib200")
        return
    study = open_study(sample_study())
    encoder = load_encoder(study.settings.model, study.folder, cache_folder())
    names = ("hit_1", "hit_5", "recall_5", "average_precision", "calibration_error")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("FGCODER_BENCH_STORE", folder)) / "bench.sqlite"
        with Store.open(kept) as store:
            bench = Bench(encoder, store)
            print("after so many decisions:", *names, sep="  ")
            values = valueeval(Path(data) / "valueeval23", bench).chosen_on
            topics = sib(Path(data) / "sib200", bench).chosen_on
            english = topics.part(np.flatnonzero(np.array(topics.languages) == "en"))
            for title, corpus in (("valueeval23", values), ("sib200 English", english)):
                print(f"{title}, the half that was chosen on")
                show(corpus, FROM_CODEBOOK, (0,), names)
                show(corpus, LEARNING, AFTER, names)


if __name__ == "__main__":
    main()

"""Replay of a coder who confirms what people had coded: how good suggestions are after so many decisions.

Nothing may be learnt from what is reported on. So each replay draws which segments are decided first, learns from them
what people gave them, and is judged on segments that are decided at no stage. Several replays with other draws say how
much of a figure is luck. The texts of the segments that are judged are known beforehand, as they are in a study; their
codes are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean, stdev

import numpy as np

from fgcoder.errors import Fault, TableError
from fgcoder.suggesting.baselines import BASELINES, Corpus, Matrix, Method, Rows, Scorer
from fgcoder.suggesting.measures import Measures, measure
from fgcoder.suggesting.starting import starting_scores
from fgcoder.suggesting.suggester import CodeSuggester
from fgcoder.suggesting.surroundings import features_of, survey_surroundings
from fgcoder.suggesting.voices import numbered
from fgcoder.wording import there_are

TITLE = "The table cannot be replayed."
AFTER = (0, 25, 50, 100, 200, 400)
SEEDS = 5
TEST_SHARE = 0.5
ALL_LANGUAGES = ""
"""What figures over all languages together are filed under."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is replayed."""

    after: tuple[int, ...] = AFTER
    """After how many decided segments suggestions are judged."""
    seeds: int = SEEDS
    """How many replays."""
    test_share: float = TEST_SHARE
    """At least this share of the segments that could be decided is kept for judging."""
    train_language: str | None = None
    """Only segments of this language are decided, and each language is judged by itself."""


@dataclass(frozen=True)
class Outcome:
    """What the replays came to."""

    stages: tuple[int, ...]
    """After how many decided segments suggestions were judged."""
    left_out: tuple[int, ...]
    """Stages for which there were too few segments."""
    replays: int
    """Fewer than were asked for where they would all have been the same."""
    methods: tuple[Method, ...]
    languages: tuple[str, ...]
    """What figures are given for; `ALL_LANGUAGES` alone where they are not set apart."""
    judged: Mapping[str, tuple[int, ...]]
    """How many segments were judged for each language, replay by replay."""
    results: Mapping[tuple[str, int, str], tuple[Measures, ...]]
    """By language, stage and method: a result for each replay; none where the method had nothing to learn from."""

    def figure(self, language: str, stage: int, method: str, name: str) -> tuple[float | None, float | None]:
        """Give the mean of a measure over the replays and its standard deviation (n - 1); None for what is unknown."""
        values = [getattr(one, name) for one in self.results.get((language, stage, method), ())]
        known = [value for value in values if value is not None]
        return (mean(known) if known else None), (stdev(known) if len(known) > 1 else None)


def replay(
    corpus: Corpus,
    plan: Plan | None = None,
    methods: Sequence[Method] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Replay the coding of a corpus and judge ways of suggesting by it.

    Each replay puts the segments that may be decided in an order: at random, or where the texts stand in reading order
    whole transcripts, drawn at random, each from its beginning. The first `n` are decided: the codes people gave count
    as confirmed, all others as not given. Judged is what comes after the largest `n`, the same segments at each stage.

    With a training language, each language is a corpus of its own that holds its judged segments and those that come to
    be decided; segments that translate a decided one are in none.

    Parameters
    ----------
    corpus
        What people coded.
    plan
        By default `Plan()`.
    methods
        By default `METHODS`.
    progress
        Called with the number of stages done and their total.

    Raises
    ------
    TableError
        If no stage can be replayed, or there is nothing to judge.
    """
    plan, methods = plan or Plan(), METHODS if methods is None else methods
    own = _decidable(corpus, plan)
    most = len(own) - max(1, ceil(plan.test_share * len(own)))
    stages = tuple(sorted({stage for stage in plan.after if stage <= most}))
    if not stages:
        what = f"there are {len(own)} rows to decide on, so that at most {max(most, 0)} can be decided."
        raise TableError(TITLE, Fault(what, todo="Ask for earlier stages, or for a smaller share for judging."))
    orders = list(_orders(corpus, own, plan.seeds, stages[-1]))
    languages = tuple(dict.fromkeys(corpus.languages)) if plan.train_language else (ALL_LANGUAGES,)
    judged: dict[str, list[int]] = {language: [] for language in languages}
    results: dict[tuple[str, int, str], list[Measures]] = {}
    done, total = 0, len(orders) * len(languages) * len(stages)
    prepared = None if plan.train_language else (corpus, [method.prepare(corpus) for method in methods])
    for order in orders:
        for language in languages:
            decided, tested = order[: stages[-1]], _judged(corpus, order, stages[-1], plan.train_language, language)
            judged[language].append(len(tested))
            rows = np.arange(len(corpus.texts)) if prepared else np.sort(np.concatenate([decided, tested]))
            part, scorers = prepared or _prepared(corpus, rows, methods)
            for stage in stages if len(tested) else ():
                among = np.searchsorted(rows, decided[:stage]), np.searchsorted(rows, tested)
                for name, found in _measured(part, methods, scorers, *among):
                    results.setdefault((language, stage, name), []).append(found)
                done += 1
                if progress:
                    progress(done, total)
    return Outcome(
        stages,
        tuple(sorted(set(plan.after) - set(stages))),
        len(orders),
        tuple(methods),
        languages,
        {language: tuple(counts) for language, counts in judged.items()},
        {key: tuple(found) for key, found in results.items()},
    )


def _decidable(corpus: Corpus, plan: Plan) -> Rows:
    if not corpus.given.any():
        raise TableError(TITLE, Fault("no row has a code.", todo="See that the column `codes` is filled in."))
    if plan.train_language is None:
        return np.arange(len(corpus.texts))
    own = np.flatnonzero(np.array(corpus.languages) == plan.train_language)
    if not len(own):
        what = f"no row is in the language `{plan.train_language}`."
        raise TableError(TITLE, Fault(what, todo=there_are(sorted(set(corpus.languages)))))
    return own


def _orders(corpus: Corpus, own: Rows, seeds: int, most: int) -> Iterator[Rows]:
    """Yield the order of each replay; one alone where they would all be the same."""
    transcripts = None if corpus.transcripts is None else np.array(corpus.transcripts)[own]
    names = [] if transcripts is None else list(dict.fromkeys(transcripts.tolist()))
    same = most == 0 or (transcripts is not None and len(names) == 1)
    for seed in range(1 if same else seeds):
        draw = np.random.default_rng(seed)
        if transcripts is None:
            yield draw.permutation(own)
        else:
            yield np.concatenate([own[transcripts == names[at]] for at in draw.permutation(len(names))])


def _judged(corpus: Corpus, order: Rows, most: int, train_language: str | None, language: str) -> Rows:
    if language in (ALL_LANGUAGES, train_language):
        return order[most:]
    rows = np.flatnonzero(np.array(corpus.languages) == language)
    if corpus.originals is None:
        return rows
    known = {corpus.originals[row] for row in order[:most]}
    return np.array([row for row in rows if corpus.originals[row] not in known], np.intp)


def _prepared(corpus: Corpus, rows: Rows, methods: Sequence[Method]) -> tuple[Corpus, list[Scorer]]:
    part = corpus.part(rows)
    return part, [method.prepare(part) for method in methods]


def _measured(
    corpus: Corpus, methods: Sequence[Method], scorers: Sequence[Scorer], decided: Rows, tested: Rows
) -> Iterator[tuple[str, Measures]]:
    for method, score in zip(methods, scorers, strict=True):
        if len(decided) or not method.learns_only:
            scores = score(decided, tested)
            yield method.name, measure(scores, corpus.given[tested], probabilities=method.probabilities)


def _suggestions(corpus: Corpus) -> Scorer:
    surroundings = survey_surroundings(corpus.line_vectors, corpus.vectors, corpus.languages, corpus.transcripts)
    # None for all: each row is a voice of its own.
    voices = numbered(corpus.voices or [None] * len(corpus.texts))
    starting = starting_scores(corpus.lines, surroundings, corpus.codes, corpus.texts, voices)
    features = features_of(surroundings)

    def score(decided: Rows, scored: Rows) -> Matrix:
        learnt = CodeSuggester().fit(features[decided], corpus.given[decided], starting[decided], voices[decided])
        return learnt.predict_proba(features[scored], starting[scored], voices[scored])

    return score


OWN = Method("fgcoder", learns_only=False, probabilities=True, prepare=_suggestions)
"""The program's own suggestions."""
METHODS = (OWN, *BASELINES)

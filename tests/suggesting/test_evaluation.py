"""Replays on a small table, with the real model; and what they are measured against."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier

from fgcoder.errors import TableError
from fgcoder.model import Code, Codebook
from fgcoder.suggesting.baselines import BASELINES, Corpus, Method, Scorer
from fgcoder.suggesting.encoder import load_encoder
from fgcoder.suggesting.evaluation import ALL_LANGUAGES, METHODS, OWN, Plan, replay
from fgcoder.suggesting.evaluation_table import MEASURES, evaluation_table
from fgcoder.suggesting.lines import lines_of

BOOK = Codebook(
    "Village",
    "1",
    "en",
    (
        Code("buses", "Buses and trains", "Public transport: routes, timetables, stops, fares."),
        Code("library", "The library", "Books, reading, opening hours of the library."),
        Code("swimming", "Swimming pool", "The pool, its water, lessons for swimmers."),
    ),
)
ROWS = (
    ("en", "The last bus leaves at six, so I never see the end of a film.", "buses"),
    ("de", "Der letzte Bus fährt um sechs, ich sehe nie das Ende eines Films.", "buses"),
    ("en", "They shut the reading room on Saturdays, when people have time.", "library"),
    ("de", "Samstags ist der Lesesaal zu, wenn die Leute Zeit haben.", "library"),
    ("en", "My grandson learnt to swim there before the roof came down.", "swimming"),
    ("de", "Mein Enkel hat dort schwimmen gelernt, bevor das Dach einstürzte.", "swimming"),
    ("en", "A ticket to town costs more than my lunch.", "buses"),
    ("de", "Eine Fahrkarte in die Stadt kostet mehr als mein Mittagessen.", "buses"),
    ("en", "I take the train to borrow novels in the next town.", "buses library"),
    ("de", "Ich fahre mit dem Zug, um im Nachbarort Romane auszuleihen.", "buses library"),
    ("en", "The water is so cold that the children come out blue.", "swimming"),
    ("de", "Das Wasser ist so kalt, dass die Kinder blau herauskommen.", "swimming"),
    ("en", "Well, I would not know about that.", ""),
    ("de", "Na ja, davon verstehe ich nichts.", ""),
    ("en", "Nobody lends out large print any more.", "library"),
    ("de", "Großdruck verleiht niemand mehr.", "library"),
)


@pytest.fixture(scope="module")
def corpus(model_folder: Path) -> Corpus:
    """The rows with vectors, English and German sentences of the same meaning in turns."""
    lines = lines_of(BOOK)
    texts = tuple(text for _, text, _ in ROWS)
    encoder = load_encoder("bundled", model_folder, model_folder.parent)
    vectors = encoder.encode([line.text for line in lines] + list(texts))
    codes = tuple(code.id for code in BOOK.codes)
    return Corpus(
        codes,
        lines,
        vectors[: len(lines)],
        texts,
        vectors[len(lines) :],
        tuple(language for language, _, _ in ROWS),
        np.array([[float(code in given.split()) for code in codes] for _, _, given in ROWS]),
    )


@pytest.fixture
def parallel(corpus: Corpus) -> Corpus:
    """The same, knowing which sentences translate each other."""
    return replace(corpus, originals=tuple(str(number // 2) for number in range(len(ROWS))))


class Witness:
    """A way of suggesting that scores all alike and keeps the texts that were decided, scored and known."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], list[str], list[str]]] = []
        self.method = Method("witness", learns_only=False, probabilities=True, prepare=self._prepare)

    def _prepare(self, corpus: Corpus) -> Scorer:
        def score(decided, scored):
            words = np.array(corpus.texts)
            self.asked.append((list(words[decided]), list(words[scored]), list(corpus.texts)))
            return np.full((len(scored), len(corpus.codes)), 0.5, np.float32)

        return score


def test_what_is_judged_is_decided_at_no_stage_and_the_same_at_each(corpus: Corpus):
    witness = Witness()
    outcome = replay(corpus, Plan(after=(0, 3, 8), seeds=4), [witness.method])
    assert len(witness.asked) == 3 * 4
    draws = set()
    for replayed in (witness.asked[at : at + 3] for at in range(0, 12, 3)):
        (first, tested, _), (second, again, _), (third, once_more, known) = replayed
        assert tested == again == once_more
        assert (len(first), len(second), len(third), len(tested)) == (0, 3, 8, 8)
        assert third[:3] == second
        assert {*third, *tested} == {*known} == {*corpus.texts}
        draws.add(tuple(third))
    assert len(draws) == 4
    assert outcome.judged == {ALL_LANGUAGES: (8, 8, 8, 8)}


def test_stages_beyond_the_share_for_judging_are_left_out_and_said(corpus: Corpus):
    outcome = replay(corpus, Plan(after=(0, 8, 9, 400)), [OWN])
    assert (outcome.stages, outcome.left_out) == ((0, 8), (9, 400))
    assert "after 9, 400" in evaluation_table(outcome, "Village").notes[-1]
    wider = replay(corpus, Plan(after=(0, 8, 9, 400), test_share=0.25), [OWN])
    assert (wider.stages, wider.left_out) == ((0, 8, 9), (400,))


def test_the_codes_of_what_is_judged_change_no_score(corpus: Corpus):
    decided, judged = np.arange(8), np.arange(8, 16)
    other = corpus.given.copy()
    other[judged] = 1 - other[judged]
    for method in METHODS:
        before = method.prepare(corpus)(decided, judged)
        np.testing.assert_array_equal(before, method.prepare(replace(corpus, given=other))(decided, judged))


def test_from_the_codebook_alone_the_order_of_rows_does_not_matter(corpus: Corpus):
    shuffled = corpus.part(np.random.default_rng(3).permutation(len(ROWS)))
    outcomes = [replay(one, Plan(after=(0,)), METHODS) for one in (corpus, shuffled)]
    for method in (OWN, *BASELINES[:2]):
        for name in MEASURES:
            figures = [outcome.figure(ALL_LANGUAGES, 0, method.name, name)[0] for outcome in outcomes]
            assert figures[0] == pytest.approx(figures[1], abs=1e-4), (method.name, name)


def test_what_a_voice_is_given_speaks_for_its_other_rows(corpus: Corpus):
    decided, judged = np.arange(0, 8), np.arange(8, 16)
    voiced = replace(corpus, voices=tuple("anna" if number in (0, 1, 6, 7, 12) else "ben" for number in range(16)))
    assert voiced.part(judged).voices == ("ben",) * 4 + ("anna",) + ("ben",) * 3
    gained = OWN.prepare(voiced)(decided, judged) - OWN.prepare(corpus)(decided, judged)
    # Anna spoke of buses alone, and row 12 tells nothing.
    assert gained[4, 0] > 0 > gained[5, 0]


def test_a_replay_that_would_be_the_same_each_time_is_run_once(corpus: Corpus):
    assert replay(corpus, Plan(after=(0,)), [OWN]).replays == 1
    whole = replace(corpus, transcripts=("one",) * len(ROWS))
    assert replay(whole, Plan(after=(0, 4)), [OWN]).replays == 1


def test_the_same_seeds_give_the_same_figures(corpus: Corpus):
    plan = Plan(after=(0, 4, 8), seeds=3)
    assert replay(corpus, plan).results == replay(corpus, plan).results


def test_the_codebook_does_better_than_chance_and_decisions_than_the_codebook(corpus: Corpus):
    outcome = replay(corpus, Plan(after=(0, 12), seeds=8, test_share=0.2))
    start, later = (outcome.figure(ALL_LANGUAGES, stage, "fgcoder", "hit_1")[0] for stage in (0, 12))
    assert start is not None
    assert later is not None
    assert later >= start > 0.6


def test_ways_that_learn_only_have_no_figure_before_something_is_decided(corpus: Corpus):
    outcome = replay(corpus, Plan(after=(0, 4), seeds=2))
    for method in METHODS:
        at_first = outcome.figure(ALL_LANGUAGES, 0, method.name, "hit_1")[0]
        assert (at_first is None) == method.learns_only
        assert outcome.figure(ALL_LANGUAGES, 4, method.name, "hit_1")[0] is not None


def test_reading_order_decides_whole_transcripts_from_their_beginning(corpus: Corpus):
    names = tuple(f"t{number // 4}" for number in range(len(ROWS)))
    witness = Witness()
    replay(replace(corpus, transcripts=names), Plan(after=(6,), seeds=6), [witness.method])
    began = set()
    for decided, _, _ in witness.asked:
        at = [corpus.texts.index(text) for text in decided]
        assert at[0] % 4 == 0
        assert at[:4] == list(range(at[0], at[0] + 4))
        assert at[4] % 4 == 0
        assert at[5] == at[4] + 1
        began.add(at[0])
    assert len(began) > 1


def test_one_language_is_decided_and_each_judged_without_translations(parallel: Corpus):
    witness = Witness()
    outcome = replay(parallel, Plan(after=(0, 4), seeds=3, train_language="en"), [witness.method])
    assert outcome.languages == ("en", "de")
    assert outcome.judged == {"en": (4, 4, 4), "de": (4, 4, 4)}
    language = {text: spoken for spoken, text, _ in ROWS}
    sentence = dict(zip(parallel.texts, parallel.originals or (), strict=True))
    for decided, tested, known in witness.asked:
        assert {language[text] for text in decided} <= {"en"}
        assert len({language[text] for text in tested}) == 1
        if language[tested[0]] == "de":
            assert len({sentence[text] for text in known}) == len(known) == 8
    unlike = replay(replace(parallel, originals=None), Plan(after=(4,), seeds=1, train_language="en"), [OWN])
    assert unlike.judged == {"en": (4,), "de": (8,)}


def test_what_cannot_be_replayed_is_refused(corpus: Corpus):
    with pytest.raises(TableError, match="at most 8"):
        replay(corpus, Plan(after=(9,)))
    with pytest.raises(TableError, match="There are: de, en"):
        replay(corpus, Plan(train_language="fr"))
    with pytest.raises(TableError, match="no row has a code"):
        replay(replace(corpus, given=np.zeros_like(corpus.given)))


def test_progress_ends_with_the_last_stage(corpus: Corpus):
    told: list[tuple[int, int]] = []
    replay(corpus, Plan(after=(0, 4), seeds=2), [OWN], lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def centred(corpus: Corpus) -> np.ndarray:
    """Each language's rows less their mean: English ones stand at even places, German ones at odd."""
    english, german = corpus.vectors[::2], corpus.vectors[1::2]
    return np.stack([english - english.mean(axis=0), german - german.mean(axis=0)], axis=1).reshape(len(ROWS), -1)


def test_logistic_regressions_are_scikit_learns_one_against_the_rest(corpus: Corpus):
    decided, judged = np.arange(10), np.arange(10, 16)
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(corpus.texts)
    by_name = {method.name: method.prepare(corpus) for method in BASELINES}
    for name, features in (("TF-IDF and logistic regression", words), ("logistic regression", centred(corpus))):
        known = OneVsRestClassifier(LogisticRegression(C=10, max_iter=1000)).fit(
            features[decided], corpus.given[decided]
        )
        np.testing.assert_allclose(by_name[name](decided, judged), known.predict_proba(features[judged]), rtol=1e-4)


def test_a_code_with_one_answer_so_far_keeps_to_it(corpus: Corpus):
    decided = np.array([0, 1, 6, 7])
    for method in BASELINES:
        if method.learns_only:
            scores = method.prepare(corpus)(decided, np.arange(8, 16))
            np.testing.assert_allclose(scores, np.tile([1, 0, 0], (8, 1)), atol=1e-6)


def test_neighbours_are_those_of_scikit_learns_classifier(corpus: Corpus):
    decided, judged = np.arange(12), np.arange(12, 16)
    score = next(method for method in BASELINES if method.name == "nearest neighbours").prepare(corpus)
    vectors = centred(corpus)
    known = KNeighborsClassifier(10, weights="distance", metric="cosine").fit(vectors[decided], corpus.given[decided])
    shares = np.stack([one[:, 1] for one in known.predict_proba(vectors[judged])], axis=1)
    np.testing.assert_allclose(score(decided, judged), shares, atol=1e-5)


def test_cosines_take_the_nearest_line_of_a_code(corpus: Corpus):
    label, book = (method.prepare(corpus)(np.arange(0), np.arange(16)) for method in BASELINES[:2])
    of_buses = [row for row, line in enumerate(corpus.lines) if line.code == "buses"]
    np.testing.assert_allclose(book[:, 0], (corpus.vectors @ corpus.line_vectors[of_buses].T).max(axis=1), rtol=1e-5)
    np.testing.assert_allclose(label[:, 0], corpus.vectors @ corpus.line_vectors[of_buses[0]], rtol=1e-5)
    assert (book >= label - 1e-6).all()


def test_the_table_has_a_block_for_each_measure_and_probabilities_alone_are_calibrated(corpus: Corpus):
    outcome = replay(corpus, Plan(after=(0, 4), seeds=2))
    table = evaluation_table(outcome, "Village")
    assert table.columns == ("after 0", "after 0 SD", "after 4", "after 4 SD")
    rows = dict(zip((row.id for row in table.rows), table.values(), strict=True))
    assert rows["hit_1/fgcoder"][2] == outcome.figure(ALL_LANGUAGES, 4, "fgcoder", "hit_1")[0]
    assert rows["hit_1/nearest neighbours"][0] is None
    assert "calibration_error/label cosine" not in rows
    assert len(rows) == 6 + 4 * 6 + 2 * 4

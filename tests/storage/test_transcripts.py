"""What is put into the store comes out as it went in, and nobody can change evidence that decisions rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fgcoder import study
from fgcoder.errors import StoreError
from fgcoder.model import Role, Span, Speaker, Transcript, Turn
from fgcoder.pipeline import taking_in
from fgcoder.reading import SUFFIXES
from fgcoder.reading.text import fingerprint
from fgcoder.segmenting import segment
from fgcoder.storage.store import Store
from fgcoder.storage.transcripts import Change

ROOT = Path(__file__).parents[2]


@pytest.fixture
def short():
    text = "P1: Ja.\nM: Og så?\nP1: \0 Nej 😀\n"
    speakers = {"P1": Speaker("P1", Role.PARTICIPANT, {"age": "30"}), "M": Speaker("M", Role.MODERATOR)}
    turns = (Turn(1, "P1", 0, 4, 8, 0.25), Turn(2, "M", 8, 11, 18, None), Turn(3, "P1", 18, 22, len(text), 1e6 / 3))
    attributes = {"country": "Denmark", "date": "2013-10-08"}
    return Transcript(
        "dk", "Dansk 'titel'", text, fingerprint(text), "da", attributes, speakers, turns, "dk.vtt", ("Odd.", "Line 2.")
    )


def changed(transcript, text):
    return replace(transcript, text=text, hash=fingerprint(text))


def test_the_sample_transcripts_come_out_as_they_went_in(file, samples):
    with Store.open(file) as store:
        for transcript, segments in samples.values():
            assert store.add_transcript(transcript, segments, "way") is Change.ADDED
    with Store.open(file) as store:
        assert store.transcript_ids() == sorted(samples)
        assert store.transcripts() == {name: transcript for name, (transcript, _) in sorted(samples.items())}
        for name, (transcript, segments) in samples.items():
            assert store.transcript(name) == transcript
            assert list(store.transcript(name).speakers) == list(transcript.speakers)
            assert store.segments(name) == segments
            assert store.holds(transcript, "way")


def test_every_field_comes_out(store, short):
    store.add_transcript(short, segment(short, 60), "way")
    assert store.transcript("dk") == short
    assert store.segments("dk") == segment(short, 60)


def test_importing_the_sample_twice_changes_nothing(file):
    sample = study.open_study(ROOT)
    files = sample.transcript_files(SUFFIXES)[:5]
    with Store.open(file) as store:
        first = taking_in.import_transcripts(sample, store, files)
        before = (store.transcripts(), [store.segments(name) for name in store.transcript_ids()])
        again = taking_in.import_transcripts(sample, store, files)
        assert (store.transcripts(), [store.segments(name) for name in store.transcript_ids()]) == before
    assert [one.change for one in first] == [Change.ADDED] * 5
    assert [one.change for one in again] == [Change.UNCHANGED] * 5
    assert [(one.transcript, one.turns, one.segments) for one in again] == [
        (one.transcript, one.turns, one.segments) for one in first
    ]


def test_what_counts_as_the_very_same_transcript(store, short):
    assert not store.holds(short, "way")
    store.add_transcript(short, segment(short, 60), "way")
    assert store.holds(short, "way")
    assert not store.holds(short, "another way")
    assert not store.holds(changed(short, short.text + "x"), "way")
    assert not store.holds(replace(short, attributes={"country": "Norway"}), "way")
    assert not store.holds(replace(short, speakers={}), "way")
    assert not store.holds(replace(short, id="de"), "way")


def test_changed_text_is_accepted_where_nothing_is_coded(store, short):
    store.add_transcript(short, segment(short, 60), "way")
    new = replace(changed(short, "P1: Ja."), turns=(Turn(1, "P1", 0, 4, 7),), speakers={"P1": short.speakers["P1"]})
    assert store.add_transcript(new, segment(new, 60), "way") is Change.UPDATED
    assert store.transcript("dk") == new
    assert store.segments("dk") == segment(new, 60)


def test_changed_text_is_refused_where_it_is_coded(store, short, make):
    store.add_transcript(short, segment(short, 60), "way")
    store.append(
        [
            make(1, transcript="dk", transcript_hash=short.hash),
            make(2, transcript="dk", transcript_hash=short.hash, coder="jonas"),
        ]
    )
    new = changed(short, short.text.replace("Nej", "Jo"))
    with pytest.raises(StoreError, match="2 decisions refer to the text as it was") as caught:
        store.add_transcript(new, segment(new, 60), "way")
    assert caught.value.faults[0].path == Path("dk.vtt")
    assert store.transcript("dk") == short
    assert store.segments("dk") == segment(short, 60)
    assert len(store.decisions()) == 2


def test_decisions_about_another_transcript_are_no_hindrance(store, short, make):
    store.add_transcript(short, segment(short, 60), "way")
    store.append([make(1, transcript="de")])
    assert store.add_transcript(changed(short, short.text + " "), (), "way") is Change.UPDATED


def test_what_is_decided_on_another_text_is_set_aside_until_that_text_is_here(store, short, make):
    new = changed(short, short.text.replace("Nej", "Jo"))
    theirs, nowhere = make(1, transcript="dk", transcript_hash=new.hash), make(2, transcript="de")
    store.add_transcript(short, segment(short, 60), "way")
    store.append([theirs, nowhere])
    assert store.decisions() == [nowhere]
    assert list(store.decisions_latest_first("anna")) == [nowhere]
    assert store.times_applied("anna") == {"low-effort": 1}
    assert store.decisions(set_aside=True) == [theirs, nowhere]
    assert store.set_aside() == {"dk": 1}
    assert store.add_transcript(new, segment(new, 60), "way") is Change.UPDATED
    assert store.decisions() == [theirs, nowhere]
    assert store.set_aside() == {}


def test_a_text_that_is_here_under_another_name_makes_no_difference(store, short, make):
    new = changed(short, short.text.replace("Nej", "Jo"))
    theirs = make(1, transcript="dk", transcript_hash=new.hash)
    store.add_transcript(short, segment(short, 60), "way")
    store.add_transcript(replace(new, id="other"), (), "way")
    store.append([theirs])
    assert store.decisions() == store.decisions("dk") == list(store.decisions_latest_first("anna")) == []
    assert store.times_applied("anna") == {}
    assert store.set_aside() == {"dk": 1}


def test_what_is_known_of_coded_text_may_change(store, short, make):
    store.add_transcript(short, segment(short, 60), "way")
    store.append([make(1, transcript="dk", transcript_hash=short.hash)])
    speakers = {"P1": Speaker("P1", Role.UNKNOWN, {"age": "31"})}
    new = replace(short, title="New", attributes={"country": "Danmark"}, speakers=speakers, notices=())
    assert store.add_transcript(new, segment(new, 5), "another way") is Change.UPDATED
    assert store.transcript("dk") == new
    assert store.segments("dk") == segment(new, 5)
    assert store.decisions() == [make(1, transcript="dk", transcript_hash=short.hash)]


def test_a_transcript_that_fails_halfway_leaves_the_one_that_was_there(store, short):
    store.add_transcript(short, segment(short, 60), "way")
    twice = (*segment(short, 60), segment(short, 60)[0])
    with pytest.raises(Exception, match="UNIQUE"):
        store.add_transcript(replace(short, title="New"), twice, "way")
    assert store.transcript("dk") == short
    assert store.segments("dk") == segment(short, 60)


def test_a_transcript_that_is_not_there(store, short):
    with pytest.raises(StoreError, match="There are: none yet"):
        store.transcript("dk")
    store.add_transcript(short, (), "way")
    with pytest.raises(StoreError, match=r"there is no transcript `de`\.\n  → There are: dk."):
        store.transcript("de")
    assert store.segments("de") == ()


def test_transcripts_of_other_ids_are_left_alone(store, short):
    for name in ("b", "a"):
        one = replace(short, id=name)
        store.add_transcript(one, segment(one, 60), "way")
    store.add_transcript(changed(replace(short, id="a"), "x"), (), "way")
    assert store.transcript_ids() == ["a", "b"]
    assert list(store.transcripts()) == ["a", "b"]
    assert store.transcript("b") == replace(short, id="b")
    assert [one.words for one in store.segments("b")] == [Span(4, 7), Span(11, 17), Span(22, 29)]

"""What the overview reads: the same as the nouns say, without the nouns."""

from __future__ import annotations

from fgcoder.model import Action, Mode, Span
from fgcoder.record.fields import moment_of
from fgcoder.storage.counting import Counting
from fgcoder.storage.store import Store

DK = "dk-public-health"


def fill(store: Store, samples) -> None:
    for transcript, segments in [*list(samples.values())[:3], samples[DK]]:
        store.add_transcript(transcript, segments, "60")


def test_entries_and_words_are_those_of_transcripts_and_segments(store: Store, samples):
    assert (Counting(store).entries(), Counting(store).words()) == ([], {})
    fill(store, samples)
    entries, words = Counting(store).entries(), Counting(store).words()
    assert [entry.id for entry in entries] == list(words) == store.transcript_ids()
    for entry in entries:
        transcript = store.transcript(entry.id)
        codable = [segment for segment in store.segments(entry.id) if segment.is_codable]
        assert (entry.title, entry.language, entry.attributes) == (
            transcript.title,
            transcript.language,
            transcript.attributes,
        )
        assert entry.codable == len(codable)
        assert words[entry.id].tolist() == [[one.words.start, one.words.end] for one in codable]


def test_every_verdict_is_in_one_batch_and_everything_else_is_a_notch(store: Store, make):
    made = [
        make(1),
        make(2, action=Action.REJECT, code="red-tape", mode=Mode.DRAWN),
        make(3, action=Action.NOTHING, code="", mode=Mode.BLIND, span=Span(30, 40)),
        make(4, coder="ben"),
        make(5, transcript="elsewhere"),
        make(6, action=Action.WITHDRAW, withdraws=make(1).id),
        make(7, action=Action.FLAG, code="", text="why, and how"),
        make(8, action=Action.MEMO, transcript="", code="red-tape", span=Span(0, 0), text="long"),
    ]
    store.append(made)
    batches = {(batch.transcript, batch.coder): batch for batch in Counting(store).verdicts()}
    assert set(batches) == {(DK, "anna"), (DK, "ben"), ("elsewhere", "anna")}
    own = batches[DK, "anna"]
    columns = (own.id, own.made_at, own.code, own.start, own.end, own.is_applied, own.is_blind)
    assert sorted(zip(*columns, strict=True)) == [
        (
            one.id, moment_of(one.made_at), one.code, one.span.start, one.span.end, one.action is Action.APPLY,
            one.mode is not Mode.ASSISTED,
        )
        for one in made[:3]
    ]  # fmt: skip
    notches = Counting(store).notches()
    assert [notch.id for notch in notches] == [one.id for one in made[5:]]
    assert notches[0].withdraws == made[0].id
    assert (notches[1].text, notches[1].action) == ("why, and how", "flag")


def test_passages_have_the_number_of_their_segment_be_it_the_moderator_s(store: Store, samples):
    fill(store, samples)
    transcript, segments = samples[DK]
    moderated = next(segment for segment in segments if not segment.is_codable and segment.words.end)
    spoken = segments[20].words
    label = Span(transcript.turns[0].start, transcript.turns[0].start + 1)
    places = [(DK, spoken), ("elsewhere", Span(0, 9)), (DK, moderated.words), (DK, label)]
    assert Counting(store).passages(places, 12) == [
        (21, spoken.of(transcript.text)[:12]),
        (0, ""),
        (moderated.number, moderated.words.of(transcript.text)[:12]),
        (0, label.of(transcript.text)),
    ]

"""Segments in another order than that of reading: across transcripts, fixed, and leaving the reader's place alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from fgcoder.blinding import Draw
from fgcoder.coding.session import CodingSession
from fgcoder.errors import ModelError
from fgcoder.model import Action, Mode, Queue, Segment
from fgcoder.storage.store import Store
from fgcoder.suggesting.ranking import Ranking

UK, DK = "uk-local-environment", "dk-public-health"
Sit = Callable[..., CodingSession]


def here(session: CodingSession) -> Segment:
    assert session.current is not None
    return session.current


def queue(session: CodingSession) -> tuple[str, ...]:
    assert session.walk is not None
    return session.walk.segments


def test_a_queue_is_walked_across_transcripts_to_its_end_and_back(session: CodingSession, ranking: Ranking):
    assert session.follow(Queue.UNSURE)
    wanted = ranking.queue(Queue.UNSURE, None, {}, ())
    assert list(queue(session)) == wanted
    of = [name.split("#")[0] for name in wanted]
    assert sum(one != other for one, other in pairwise(of)) >= 2, "the transcripts take turns"
    been = [here(session).id]
    while True:
        upcoming, before = session.upcoming, here(session)
        if not session.next():
            break
        been.append(here(session).id)
        stays = here(session).transcript == before.transcript
        assert upcoming == (here(session) if stays else None), "what comes next is known within a transcript"
        assert session.transcript is not None
        assert session.transcript.id == here(session).transcript
        assert session.segments[session.position] == here(session)
    assert been == wanted
    back = [here(session).id]
    while session.previous():
        back.append(here(session).id)
    assert back == wanted[::-1]
    assert session.last()
    assert here(session).id == wanted[-1]
    assert session.first()
    assert here(session).id == wanted[0]


def test_the_list_is_fixed_until_it_is_asked_for_again(session: CodingSession):
    session.follow(Queue.UNSURE)
    before = queue(session)
    session.apply("red-tape")
    session.next()
    session.nothing_fits()
    assert queue(session) == before
    assert session.walk is not None
    assert session.walk.at == 1
    session.follow(Queue.UNSURE)
    assert queue(session) == before[2:]


def test_undecided_ones_come_round_again(session: CodingSession):
    session.follow(Queue.UNSURE)
    ids = queue(session)
    session.next()
    session.apply("red-tape")
    session.first()
    assert session.next_uncoded()
    assert here(session).id == ids[2]
    session.last()
    session.apply("red-tape")
    assert session.next_uncoded()
    assert here(session).id == ids[0]


def test_where_all_is_decided_there_is_no_next_one(session: CodingSession, store: Store):
    everything = [
        (0, segment.id, ["red-tape"]) for name in (UK, DK) for segment in store.segments(name) if segment.is_codable
    ]
    session.record(everything[3:], Action.APPLY)
    session.resume()
    session.follow(Queue.UNSURE)
    assert sorted(queue(session)) == sorted(name for _, name, _ in everything[:3])
    for _ in range(3):
        session.nothing_fits()
        session.next_uncoded()
    assert session.next_uncoded() is False
    # Given one code each, of which others were expected on many.
    session.follow(Queue.MISSED)
    assert set() < set(queue(session)) <= {name for _, name, _ in everything}


def test_reading_goes_on_where_it_was_left(sit: Sit, store: Store):
    session = sit()
    for _ in range(3):
        session.next()
    left = here(session)
    session.follow(Queue.UNSURE)
    session.last()
    session.apply("red-tape")
    session.keep_place()
    assert store.places("ana") == {UK: left.number}
    assert session.follow(Queue.READING)
    assert session.walk is None
    assert here(session) == left

    session.follow(Queue.LIKELIEST, "red-tape")
    session.next()
    session.keep_place()
    again = sit(at=None)
    again.resume()
    assert here(again) == left


def test_opening_a_transcript_ends_the_queue(session: CodingSession):
    session.follow(Queue.UNSURE)
    session.open(DK)
    assert session.walk is None
    number = here(session).number
    session.next()
    assert (here(session).transcript, here(session).number > number) == (DK, True)


def test_a_decision_in_a_queue_is_about_the_segment_in_hand(session: CodingSession, store: Store):
    session.follow(Queue.UNSURE)
    for name in queue(session)[:6]:
        assert here(session).id == name
        session.accept(1)
        session.next()
    assert [one.transcript for one in store.decisions()] == [name.split("#")[0] for name in queue(session)[:6]]
    for one in store.decisions():
        assert one.transcript_hash == store.transcript(one.transcript).hash
        assert one.mode is Mode.ASSISTED


def test_undo_goes_back_in_the_queue(session: CodingSession):
    session.follow(Queue.UNSURE)
    ids = queue(session)
    session.accept(1)
    for _ in range(5):
        session.next()
    assert session.undo() is not None
    assert here(session).id == ids[0]
    session.next()
    assert here(session).id == ids[1]


def test_one_code_s_likeliest_segments(session: CodingSession, ranking: Ranking):
    session.follow(Queue.LIKELIEST, "red-tape")
    assert session.walk is not None
    assert (session.walk.queue, session.walk.code) == (Queue.LIKELIEST, "red-tape")
    assert list(queue(session)) == ranking.queue(Queue.LIKELIEST, "red-tape", {}, ())


def test_the_ranking_is_told_what_this_coder_has_decided(sit: Sit, ranking: Ranking):
    ben = sit("ben")
    ben.apply("red-tape")
    ana = sit("ana", at=DK)
    ana.apply("no-time")
    ana.apply("red-tape")
    first = here(ana)
    ana.next()
    ana.nothing_fits()
    second = here(ana)
    told = []

    class Listening:
        model = ranking.model
        suggestions = ranking.suggestions

        def queue(self, kind, code, applied, decided):
            told.append((kind, code, {name: set(codes) for name, codes in applied.items()}, set(decided)))
            return [second.id, first.id]

    ana.ranking = Listening()
    ana.follow(Queue.MISSED)
    applied = {first.id: {"no-time", "red-tape"}, second.id: set()}
    assert told == [(Queue.MISSED, None, applied, {first.id, second.id})]
    assert queue(ana) == (second.id, first.id)


def test_where_there_is_nothing_in_a_queue_one_stays(session: CodingSession):
    before = here(session)
    assert session.follow(Queue.MISSED) is False
    assert session.walk is None
    assert here(session) == before


def test_without_suggestions_there_is_only_reading_order(sit: Sit):
    session = sit(ranked=False)
    with pytest.raises(ModelError, match="no suggestions yet"):
        session.follow(Queue.UNSURE)
    assert session.follow(Queue.READING)


# Blind coding


def test_what_is_still_to_be_coded_unseen_is_left_out_where_the_order_would_tell(sit: Sit, store: Store):
    draw = Draw(0.5, 7)
    session = sit(draw=draw)
    session.follow(Queue.UNSURE)
    everything = set(queue(session))
    drawn = {
        segment.id
        for name in (UK, DK)
        for segment in store.segments(name)
        if segment.is_codable and draw.includes(store.transcript(name).hash, segment.words)
    }
    assert drawn < everything
    session.follow(Queue.LIKELIEST, "red-tape")
    assert set(queue(session)) == everything - drawn

    session.follow(Queue.READING)
    while session.concealment(here(session)) is None:
        session.next()
    at_it = here(session)
    session.apply("red-tape")
    assert session.follow(Queue.MISSED) is False, "the coder is still at it"
    session.next()
    assert session.follow(Queue.MISSED)
    assert queue(session) == (at_it.id,)


def test_a_drawn_segment_in_a_queue_is_concealed_as_anywhere(sit: Sit):
    session = sit(draw=Draw(1.0, 7))
    session.follow(Queue.UNSURE)
    assert session.concealment(here(session)) is Mode.DRAWN
    first = here(session)
    session.apply("red-tape")
    session.next()
    session.previous()
    assert here(session) == first
    assert session.concealment(first) is None


def test_orders_that_tell_are_not_for_one_who_hides_suggestions(sit: Sit):
    session = sit(blind=True)
    for kind in (Queue.LIKELIEST, Queue.MISSED):
        with pytest.raises(ModelError, match="hidden"):
            session.follow(kind, "red-tape")
    assert session.follow(Queue.UNSURE)
    session.blind = False
    session.follow(Queue.LIKELIEST, "red-tape")
    there = here(session)
    session.blind = True
    assert session.walk is None
    assert here(session) == there

"""A coder at work, without a terminal: what each gesture does, and what the record says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from fgcoder.codebook.editing import retire_code
from fgcoder.coding.advised import VISIBLE
from fgcoder.coding.session import CodingSession
from fgcoder.errors import StoreError
from fgcoder.model import Action, Mode, Progress, Role, Segment, Shown, Span, Suggestion, Target
from fgcoder.pipeline import contents, preparing
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting.ranking import Ranking

UK, DK = "uk-local-environment", "dk-public-health"
Sit = Callable[..., CodingSession]


def change(session: CodingSession, edit: Callable[..., str], *arguments: object) -> None:
    """Change the codebook."""
    session.change_codebook(lambda text, path: edit(text, path, *arguments), "Changed it")


def here(session: CodingSession) -> Segment:
    assert session.current is not None
    return session.current


def applied(session: CodingSession) -> list[str]:
    return [coding.code for coding in session.codings(here(session))]


def codes(session: CodingSession) -> list[str]:
    return [suggestion.code for suggestion in session.suggestions(here(session))]


# A whole transcript


def test_a_whole_transcript_is_coded_without_a_terminal(session: CodingSession, store: Store):
    codable = [segment for segment in session.segments if segment.is_codable]
    wanted: dict[str, set[str]] = {}
    made = 0
    for number, segment in enumerate(codable):
        assert here(session) == segment
        shown = codes(session)
        assert len(shown) <= VISIBLE
        match number % 4:
            case 0:
                session.accept(1) or session.apply("no-time")
                wanted[segment.id] = set(shown[:1] or ["no-time"])
                made += 1
            case 1:
                session.accept(len(shown))
                session.apply("red-tape")
                wanted[segment.id] = {*shown[-1:], "red-tape"}
                made += len(shown[-1:]) + 1
            case 2:
                session.apply("red-tape")
                wanted[segment.id] = {"red-tape"}
                made += 1
            case 3:
                session.reject_all() or session.nothing_fits()
                wanted[segment.id] = set()
                made += len(shown) or 1
        assert session.next() is (segment != codable[-1])

    assert session.next_uncoded() is False
    codings = sum(map(len, wanted.values()))
    title = store.transcript(UK).title
    assert session.progress() == Progress(UK, title, len(codable), len(codable), codings)
    assert {segment.id: {c.code for c in session.codings(segment)} for segment in codable} == wanted
    kept = store.decisions()
    assert len(kept) == made
    assert [decision.made_at for decision in kept] == sorted({decision.made_at for decision in kept})
    corpus = contents.coded_corpus(store, session.codebook)
    assert len(corpus.codings) == codings


# Gestures


def test_accepting_applies_the_suggestion_at_that_rank_and_takes_it_off_the_list(session: CodingSession):
    before = codes(session)
    decision = session.accept(2)
    assert decision is not None
    assert (decision.action, decision.code, decision.rank) == (Action.APPLY, before[1], 2)
    assert decision.span == here(session).words
    assert applied(session) == [before[1]]
    assert codes(session) == [before[0], *before[2:]]


def test_rejecting_moves_the_others_up(session: CodingSession):
    before = codes(session)
    decision = session.reject(1)
    assert decision is not None
    assert (decision.action, decision.code, decision.rank) == (Action.REJECT, before[0], 1)
    assert applied(session) == []
    assert session.rejected(here(session)) == {before[0]}
    assert codes(session) == before[1:]
    assert [suggestion.rank for suggestion in session.suggestions(here(session))] == list(range(1, len(before)))


def test_reject_all_rejects_what_is_on_screen_and_nothing_else(session: CodingSession):
    before = codes(session)
    made = session.reject_all()
    assert [decision.code for decision in made] == before
    assert len({decision.gesture for decision in made}) == 1
    assert [decision.rank for decision in made] == list(range(1, len(before) + 1))
    assert codes(session) == []


@pytest.mark.parametrize("rank", [0, -1, VISIBLE + 1])
def test_a_rank_at_which_nothing_stands_does_nothing(session: CodingSession, store: Store, rank: int):
    assert session.accept(rank) is None
    assert session.reject(rank) is None
    assert store.decisions() == []


def test_a_code_is_applied_by_name_also_when_it_is_not_on_screen(session: CodingSession):
    off_screen = next(code.id for code in session.codebook.codes if code.id not in codes(session))
    on_screen = codes(session)
    (decision,) = session.apply(off_screen)
    assert applied(session) == [off_screen]
    assert decision.rank is None
    assert [shown.code for shown in decision.shown] == on_screen


def test_a_code_can_be_applied_after_it_was_rejected(session: CodingSession):
    first = codes(session)[0]
    session.reject(1)
    session.apply(first)
    assert applied(session) == [first]
    assert session.rejected(here(session)) == set()


def test_a_theme_is_refused_and_its_codes_are_named(session: CodingSession, store: Store):
    theme = session.codebook.roots[0]
    assert theme.is_theme
    with pytest.raises(StoreError) as caught:
        session.apply(theme.id)
    assert f"`{theme.id}` is a theme" in str(caught.value)
    assert theme.children[0].id in str(caught.value)
    with pytest.raises(StoreError, match="no code `no-such`"):
        session.apply("no-such")
    assert store.decisions() == []


def test_remove_withdraws_the_coding_and_keeps_it_in_the_record(session: CodingSession, store: Store):
    session.apply("red-tape")
    session.apply("no-time")
    red_tape, _ = session.codings(here(session))
    session.remove(red_tape)
    assert applied(session) == ["no-time"]
    assert [decision.action for decision in store.decisions()] == [Action.APPLY, Action.APPLY, Action.WITHDRAW]
    session.remove(red_tape)
    assert len(store.decisions()) == 3


def test_remove_takes_off_a_code_that_was_applied_twice(session: CodingSession):
    session.apply("red-tape")
    session.apply("red-tape")
    assert applied(session) == ["red-tape"]
    session.remove(*session.codings(here(session)))
    assert applied(session) == []


def test_remove_leaves_other_coders_and_other_segments_alone(sit: Sit, store: Store):
    ana, ben = sit("ana"), sit("ben")
    ana.apply("red-tape")
    ben.apply("red-tape")
    ana.next()
    ana.apply("red-tape")
    ana.remove(*ana.codings(here(ana)))
    corpus = contents.coded_corpus(store, ana.codebook)
    assert [(coding.coder, coding.span) for coding in corpus.codings] == [
        ("ana", here(ben).words),
        ("ben", here(ben).words),
    ]


def test_nothing_is_coded_before_a_transcript_is_open(sit: Sit):
    session = sit(at=None)
    assert (session.current, session.progress(), session.accept(1), session.reject_all()) == (None, None, None, [])
    session.remove()
    assert (session.undo(), session.redo()) == (None, None)
    assert session.all_codings == []
    with pytest.raises(StoreError, match="no words here"):
        session.apply("red-tape")


def test_several_codes_and_several_codings_are_one_gesture(small):
    session = small.sit()
    made = session.apply("forms", "joy", "time")
    assert [one.code for one in made] == ["forms", "joy", "time"]
    assert len({one.gesture for one in made}) == 1
    forms, _, time = session.all_codings
    session.remove(forms, time)
    assert applied(session) == ["joy"]
    assert session.undo() is not None
    assert applied(session) == ["forms", "joy", "time"]


def test_a_retired_code_is_refused_and_the_way_back_is_told(small):
    session = small.sit()
    session.apply("trust")
    change(session, retire_code, "trust")
    with pytest.raises(StoreError, match=r"(?s)`trust` is retired.*fgcoder codebook restore trust"):
        session.apply("trust")
    assert applied(session) == ["trust"]
    assert session.recent_codes == []
    session.undo()
    assert session.recent_codes == ["trust"]


# Changing what was applied


def test_a_coding_is_given_another_code_and_its_memo_goes_along(small):
    session = small.sit()
    session.apply("forms")
    (coding,) = session.all_codings
    session.notes.write_memo(Target("park", coding.span, "forms"), "Really?")
    session.replace(coding, code="joy")
    (now,) = session.all_codings
    assert (now.code, now.span) == ("joy", coding.span)
    assert session.notes.memo(Target("park", coding.span, "joy")) == "Really?"
    assert session.notes.memo(Target("park", coding.span, "forms")) == ""
    assert len({one.gesture for one in small.store.decisions()[2:]}) == 1
    session.undo()
    assert applied(session) == ["forms"]
    assert [(memo.target.code, memo.text) for memo in session.notes.memos] == [("forms", "Really?")]


def test_a_coding_is_given_other_words(small):
    session = small.sit()
    session.move_to(4)
    session.apply("forms")
    (coding,) = session.all_codings
    part = Span(coding.span.start, coding.span.start + 9)
    session.replace(coding, span=part)
    (now,) = session.all_codings
    assert (now.code, now.span) == ("forms", part)
    assert small.store.decisions()[-1].at == coding.span
    session.replace(now, span=part)
    session.replace(now, code="forms")
    session.replace(now)
    assert len(small.store.decisions()) == 3, "what changes nothing is not recorded"


def test_a_coding_stays_as_it_is_where_there_is_no_such_code(small):
    session = small.sit()
    session.apply("forms")
    for code in ("obstacles", "none"):
        with pytest.raises(StoreError, match="The coding stays as it was"):
            session.replace(session.all_codings[0], code=code)
    assert applied(session) == ["forms"]
    assert len(small.store.decisions()) == 1


def test_edges_of_a_coding_under_a_retired_code_can_still_be_moved(small):
    session = small.sit()
    (made,) = session.apply("trust")
    change(session, retire_code, "trust")
    session.replace(session.all_codings[0], span=Span(made.span.start, made.span.start + 6))
    assert [(one.code, one.span.end) for one in session.all_codings] == [("trust", made.span.start + 6)]


# Codes used lately


def test_codes_used_lately_come_last_one_first_also_when_the_program_starts_anew(small):
    session = small.sit()
    assert session.recent_codes == []
    for code in ("forms", "joy", "time", "joy"):
        session.apply(code)
    assert session.recent_codes == small.sit().recent_codes == ["joy", "time", "forms"]
    session.apply("time", "trust")
    assert session.recent_codes == ["trust", "time", "joy", "forms"]
    assert small.sit("ben").recent_codes == []


def test_how_often_a_code_was_applied_is_by_what_stands(small):
    session, ben = small.sit(), small.sit("ben")
    ben.apply("joy")
    session.apply("joy", "trust")
    session.next()
    session.apply("joy")
    assert session.times_applied == {"joy": 2, "trust": 1}
    session.remove(*session.codings(here(session)))
    assert session.times_applied == {"joy": 1, "trust": 1}
    session.undo()
    assert session.times_applied == {"joy": 2, "trust": 1}
    session.redo()
    assert session.times_applied == {"joy": 1, "trust": 1}
    for _ in range(2):
        session.undo()
    assert session.times_applied == {"joy": 1, "trust": 1}
    session.undo()
    assert session.times_applied == {}


# Undo


def test_undo_takes_back_one_gesture_at_a_time_and_goes_there(session: CodingSession, store: Store):
    start = here(session)
    first, *_ = codes(session)
    session.accept(1)
    session.next()
    second = here(session)
    rejected = session.reject_all()
    session.next()

    undone = session.undo()
    assert undone is not None
    assert (undone.transcript, undone.segment) == (UK, second.number)
    labels = ", ".join(session.codebook.label(one.code) for one in rejected)
    assert undone.what == f"rejected {labels}"
    assert here(session) == second
    assert session.rejected(second) == set()
    assert applied(session) == []

    undone = session.undo()
    assert undone is not None
    assert undone.what == f"applied {session.codebook.label(first)}"
    assert here(session) == start
    assert session.undo() is None
    assert session.is_decided(start) is False
    actions = [decision.action for decision in store.decisions()]
    assert actions == [Action.APPLY] + [Action.REJECT] * len(rejected) + [Action.WITHDRAW] * (len(rejected) + 1)


def test_undo_works_across_restarts_and_transcripts(sit: Sit, store: Store):
    session = sit(at=UK)
    session.accept(1)
    uk = here(session)
    session.open(DK)
    session.apply("no-time")
    session.keep_place()

    session = sit(at=DK)
    session.next()
    undone = session.undo()
    assert undone is not None
    assert undone.transcript == DK
    session = sit(at=DK)
    undone = session.undo()
    assert undone is not None
    assert (undone.transcript, undone.segment) == (UK, uk.number)
    assert session.transcript is not None
    assert session.transcript.id == UK
    assert here(session) == uk
    assert contents.coded_corpus(store, session.codebook).codings == []
    assert sit().undo() is None


def test_undo_leaves_another_coder_alone(sit: Sit, store: Store):
    sit("ana").apply("no-time")
    sit("ben").apply("red-tape")
    assert sit("ana").undo() is not None
    assert [coding.coder for coding in contents.coded_corpus(store, sit().codebook).codings] == ["ben"]


def test_undo_puts_back_what_was_taken_off(session: CodingSession):
    session.apply("no-time")
    session.apply("red-tape")
    session.remove(session.codings(here(session))[1])
    told = []
    for left in (["no-time", "red-tape"], ["no-time"], []):
        undone = session.undo()
        assert undone is not None
        told.append(undone.what)
        assert applied(session) == left
    no_time, red_tape = map(session.codebook.label, ("no-time", "red-tape"))
    assert told == [f"took away {red_tape}", f"applied {red_tape}", f"applied {no_time}"]
    assert session.undo() is None


# Moving


def test_moving_skips_the_moderator(session: CodingSession):
    codable = [segment.number for segment in session.segments if segment.is_codable]
    assert any(segment.role is Role.MODERATOR for segment in session.segments[codable[0] : codable[-1]])
    there = [here(session).number]
    while session.next():
        there.append(here(session).number)
    assert there == codable
    back = [here(session).number]
    while session.previous():
        back.append(here(session).number)
    assert back == codable[::-1]


def test_next_uncoded_skips_what_is_decided_and_comes_round_again(session: CodingSession):
    codable = [segment for segment in session.segments if segment.is_codable]
    session.move_to(session.segments.index(codable[1]))
    session.accept(1)
    session.next()
    session.reject(1)
    session.move_to(session.segments.index(codable[0]))
    assert session.next_uncoded() is True
    assert here(session) == codable[3]
    session.move_to(session.segments.index(codable[-1]))
    assert session.next_uncoded() is True
    assert here(session) == codable[0]


def test_there_is_no_segment_outside_the_transcript(session: CodingSession):
    for position in (-1, len(session.segments)):
        with pytest.raises(IndexError):
            session.move_to(position)


def test_turns_are_gone_to_by_number_and_step_by_step(small):
    session = small.sit()
    assert session.go_to_turn(3)
    assert here(session).number == 5
    assert session.next_turn(1)
    assert here(session).number == 8, "the moderator's turn is passed over"
    assert not session.next_turn(1)
    assert session.next_turn(-1)
    assert here(session).number == 5
    assert session.go_to_turn(4)
    assert here(session).role is Role.MODERATOR
    assert not session.go_to_turn(9)
    assert here(session).number == 7


def test_a_passage_is_gone_to_wherever_it_is_and_reading_goes_on_where_it_was(small):
    session = small.sit()
    session.move_to(4)
    words = small.store.segments("bridge")[1].words
    session.go_to("bridge", Span(words.start + 2, words.end))
    assert (here(session).transcript, here(session).number) == ("bridge", 2)
    session.open("park")
    assert here(session).number == 5
    with pytest.raises(StoreError, match="no transcript `nowhere`"):
        session.go_to("nowhere", words)
    assert here(session).number == 5


@pytest.mark.parametrize("place", [0, 3, 6], ids=["a moderator's", "a participant's", "another moderator's"])
def test_a_change_of_the_codebook_leaves_one_where_one_is(small, place: int):
    session = small.sit()
    session.move_to(place)
    change(session, retire_code, "trust")
    assert session.position == place
    session.undo()
    assert session.position == place


def test_the_program_goes_on_where_the_coder_left(sit: Sit):
    session = sit(at=UK)
    for _ in range(3):
        session.next()
    left = here(session)
    session.open(DK)
    session.next()
    session.next()
    session.keep_place()

    again = sit(at=None)
    again.resume()
    assert again.transcript is not None
    assert (again.transcript.id, here(again).number) == (DK, here(session).number)
    again.open(UK)
    assert here(again) == left


def test_a_decision_keeps_the_place_without_being_told(sit: Sit):
    session = sit(at=UK)
    session.next()
    session.next()
    session.accept(1)
    again = sit(at=None)
    again.resume()
    assert here(again) == here(session)


def test_each_coder_has_a_place_and_a_new_one_begins_at_the_beginning(sit: Sit):
    ana = sit("ana", at=UK)
    ana.next()
    ana.keep_place()
    ben = sit("ben", at=None)
    ben.resume()
    assert ben.transcript is not None
    assert ben.transcript.id == ben.transcript_ids[0] == DK
    assert here(ben) == next(segment for segment in ben.segments if segment.is_codable)


def test_a_transcript_that_is_not_there_is_told(sit: Sit):
    session = sit()
    with pytest.raises(StoreError, match=f"(?s)no transcript `nowhere`.*There are: {DK}, {UK}"):
        session.open("nowhere")
    assert session.transcript is not None
    assert session.transcript.id == UK


# The record


def test_assisted_decisions_record_exactly_what_was_shown(session: CodingSession, store: Store, ranking: Ranking):
    for place in (0, -1):
        shown = session.suggestions(here(session))
        rank = shown[place].rank
        session.accept(rank)
        decision = store.decisions()[-1]
        assert decision.mode is Mode.ASSISTED
        assert decision.shown == tuple(Shown(suggestion.code, suggestion.score) for suggestion in shown)
        assert decision.rank == rank
        assert decision.code == shown[rank - 1].code
        assert decision.model == ranking.model
        assert decision.codebook_version == session.codebook.version
        assert decision.transcript_hash == store.transcript(UK).hash


def test_blind_decisions_record_what_was_not_shown(sit: Sit, store: Store, ranking: Ranking):
    session = sit(blind=True)
    assert codes(session) == []
    assert session.accept(1) is None
    assert session.reject_all() == []
    would_have_been = ranking.suggestions(here(session), limit=VISIBLE)
    assert would_have_been
    session.apply("red-tape")
    (decision,) = store.decisions()
    assert (decision.mode, decision.shown, decision.rank) == (Mode.BLIND, (), None)
    assert [(shown.code, shown.score) for shown in decision.withheld] == [(s.code, s.score) for s in would_have_been]
    assert decision.model == ranking.model
    assert decision.draw == ""


def test_blindness_is_recorded_as_it_was_at_each_decision(session: CodingSession, store: Store):
    for blind in (False, True, False):
        session.blind = blind
        session.apply("red-tape")
    assert [decision.mode for decision in store.decisions()] == [Mode.ASSISTED, Mode.BLIND, Mode.ASSISTED]


def test_before_the_suggestions_are_there_decisions_are_blind(sit: Sit, store: Store, ranking: Ranking):
    session = sit(ranked=False)
    session.apply("red-tape")
    session.ranking = ranking
    session.apply("no-time")
    assert [(decision.mode, decision.model) for decision in store.decisions()] == [
        (Mode.BLIND, ""),
        (Mode.ASSISTED, ranking.model),
    ]


def test_that_nothing_was_likely_enough_is_recorded_as_an_empty_list(session: CodingSession, store: Store):
    while codes(session):
        assert session.next(), "there is a segment for which nothing is likely enough"
    assert session.concealment(here(session)) is None
    assert (session.accept(1), session.reject_all()) == (None, [])
    session.nothing_fits()
    session.apply("red-tape")
    assert [(decision.mode, decision.shown, decision.withheld) for decision in store.decisions()] == [
        (Mode.ASSISTED, (), ())
    ] * 2
    assert session.ranking is not None
    assert {decision.model for decision in store.decisions()} == {session.ranking.model}


def test_a_decision_records_the_list_it_was_made_on_though_the_ranking_is_another_by_now(
    session: CodingSession, store: Store, ranked_copy: Path
):
    study = open_study(ranked_copy)
    learner = preparing.learner_of(study, store, session.codebook)
    seen = []
    for code in ("red-tape", "no-time", "red-tape"):
        session.ranking = learner.learn(store.decisions(coder="ana"))
        seen.append(tuple(Shown(one.code, one.score) for one in session.suggestions(here(session))))
        session.apply(code)
        session.next()
    assert [decision.shown for decision in store.decisions()] == seen
    codable = [segment.id for segment in session.segments if segment.is_codable]
    rows = session.ranking.material.rows
    assert session.ranking.learnt == (rows[codable[0]], rows[codable[1]])


def test_a_ranking_made_anew_from_the_same_codebook_takes_the_place_of_the_one_before(
    session: CodingSession, store: Store, ranked_copy: Path
):
    before = session.suggestions(here(session))
    session.ranking = preparing.learner_of(open_study(ranked_copy), store, session.codebook).learn([])
    assert session.suggestions(here(session)) == before


def test_the_moderator_gets_no_suggestions(session: CodingSession):
    moderator = next(segment for segment in session.segments if segment.role is Role.MODERATOR)
    assert session.suggestions(moderator) == []


class Counting:
    """A ranking that notes which segments it ranks the codes for."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ranking, name)

    def suggestions(self, segment: Segment, without: Iterable[str] = (), limit: int | None = None) -> list[Suggestion]:
        self.asked.append(segment.id)
        return self._ranking.suggestions(segment, without, limit)


def test_what_comes_next_is_ranked_ahead_and_then_not_again(session: CodingSession, ranking: Ranking):
    counting = Counting(ranking)
    session.ranking = counting
    first, upcoming = here(session), session.upcoming
    assert upcoming is not None
    session.suggestions(first)
    session.look_ahead()
    assert counting.asked == [first.id, upcoming.id]
    session.next()
    assert here(session) == upcoming
    assert session.suggestions(upcoming) == ranking.suggestions(upcoming, limit=VISIBLE)
    session.previous()
    session.suggestions(first)
    assert counting.asked == [first.id, upcoming.id], "going back costs nothing either"


def test_one_may_get_ahead_with_a_ranking_that_is_not_shown_yet(session: CodingSession, ranking: Ranking):
    shown, fresh = Counting(ranking), Counting(ranking)
    session.ranking = shown
    first, upcoming = here(session), session.upcoming
    session.suggestions(first)
    session.look_ahead(fresh)
    session.suggestions(first)
    session.ranking = fresh
    session.next()
    session.suggestions(here(session))
    assert upcoming == here(session)
    assert (shown.asked, fresh.asked) == ([first.id], [upcoming.id])


def test_what_was_ranked_ahead_is_ranked_anew_once_it_may_be_different(session: CodingSession, ranking: Ranking):
    counting = Counting(ranking)
    session.ranking = counting
    session.look_ahead()
    upcoming = session.upcoming
    assert upcoming is not None
    session.next()
    session.apply("red-tape")
    assert session.suggestions(upcoming) == ranking.suggestions(upcoming, {"red-tape"}, VISIBLE)
    session.undo()
    assert session.suggestions(upcoming) == ranking.suggestions(upcoming, (), VISIBLE)
    session.ranking = another = Counting(ranking)
    session.suggestions(upcoming)
    assert another.asked == [upcoming.id], "what another ranking said does not count"


def test_at_the_last_segment_nothing_is_ranked_ahead(session: CodingSession, ranking: Ranking):
    session.ranking = counting = Counting(ranking)
    session.last()
    assert session.upcoming is None
    session.look_ahead()
    assert counting.asked == []


# Progress


def test_progress_counts_decided_segments_and_codings_in_force(sit: Sit):
    session = sit()
    codable = sum(segment.is_codable for segment in session.segments)

    def figures() -> tuple[int, int, int]:
        progress = session.progress()
        assert progress is not None
        assert progress in session.progress_everywhere()
        return progress.decided, progress.codable, progress.codings

    assert figures() == (0, codable, 0)
    session.accept(1)
    session.accept(1)
    assert figures() == (1, codable, 2)
    session.next()
    session.reject(1)
    assert figures() == (2, codable, 2)
    session.undo()
    assert figures() == (1, codable, 2)
    session.undo()
    assert figures() == (1, codable, 1)
    session.undo()
    assert figures() == (0, codable, 0)


def test_progress_everywhere_is_of_every_transcript_and_of_this_coder(sit: Sit):
    sit("ana", at=DK).accept(1)
    sit("ben", at=UK).accept(1)
    everywhere = sit("ana").progress_everywhere()
    assert [(progress.transcript, progress.decided, progress.codings) for progress in everywhere] == [
        (DK, 1, 1),
        (UK, 0, 0),
    ]


# Many at once


def test_a_script_records_many_decisions_in_one_go(sit: Sit, store: Store):
    session = sit(at=None, blind=True)
    wanted = [(1, f"{UK}#3", ["red-tape", "no-time"]), (2, f"{DK}#4", ["no-time"])]
    assert session.record(wanted, Action.APPLY) == 3
    kept = store.decisions()
    assert [(decision.transcript, decision.code) for decision in kept] == [
        (UK, "red-tape"),
        (UK, "no-time"),
        (DK, "no-time"),
    ]
    assert [decision.span for decision in kept] == [
        store.segments(UK)[2].words,
        store.segments(UK)[2].words,
        store.segments(DK)[3].words,
    ]
    assert {decision.mode for decision in kept} == {Mode.BLIND}
    assert [decision.transcript_hash for decision in kept[1:]] == [store.transcript(n).hash for n in (UK, DK)]
    session.open(DK)
    assert {coding.code for coding in session.codings(session.segments[3])} == {"no-time"}
    assert session.record([(0, f"{DK}#4", ["red-tape"])], Action.REJECT) == 1
    assert store.decisions()[-1].action is Action.REJECT


def test_of_a_faulty_script_nothing_is_recorded_and_every_fault_is_told_by_line(sit: Sit, store: Store):
    session = sit(at=None, blind=True)
    theme = session.codebook.roots[0].id
    last = len(store.segments(UK))
    wanted = [
        (1, f"{UK}#3", ["red-tape"]),
        (2, f"{UK}#{last + 1}", ["red-tape"]),
        (3, f"{UK}#0", ["red-tape"]),
        (4, f"{UK}#²", ["red-tape"]),
        (5, UK, ["red-tape"]),
        (6, "nowhere#1", ["red-tape"]),
        (7, f"{UK}#4", ["no-such"]),
        (8, f"{UK}#4", [theme]),
        (9, f"{UK}#4", []),
        (0, f"{UK}#-1", ["red-tape"]),
    ]
    with pytest.raises(StoreError) as caught:
        session.record(wanted, Action.APPLY)
    whats = [fault.what for fault in caught.value.faults]
    assert [what.split(":")[0] for what in whats[:-1]] == [f"line {line}" for line in range(2, 10)]
    assert whats[-1].startswith("there is no segment")
    assert "no code `no-such`" in whats[5]
    assert f"`{theme}` is a theme" in whats[6]
    assert "no code is named" in whats[7]
    assert store.decisions() == []

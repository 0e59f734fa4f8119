"""Drawn segments are coded before anything is suggested for them, and the record never claims that without right."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.blinding import Draw
from fgcoder.coding.advised import VISIBLE
from fgcoder.coding.session import CodingSession
from fgcoder.model import Action, Decision, Mode, Role, Segment, Shown, Span
from fgcoder.pipeline import contents
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting.ranking import Ranking

UK, DK = "uk-local-environment", "dk-public-health"
ALL, HALF = Draw(1.0, 7), Draw(0.5, 7)
Sit = Callable[..., CodingSession]


@pytest.fixture
def session(sit: Sit) -> CodingSession:
    """Ana before the first segment of the British group, in a study in which every segment is drawn."""
    return sit(draw=ALL)


def here(session: CodingSession) -> Segment:
    assert session.current is not None
    return session.current


def suggested(session: CodingSession) -> list[str]:
    return [suggestion.code for suggestion in session.suggestions(here(session))]


def would_be(ranking: Ranking, segment: Segment, *without: str) -> tuple[Shown, ...]:
    return tuple(Shown(s.code, s.score) for s in ranking.suggestions(segment, without, VISIBLE))


# Coding a drawn segment


def test_nothing_is_suggested_for_a_drawn_segment_until_the_coder_is_done_with_it(
    session: CodingSession, store: Store, ranking: Ranking
):
    segment = here(session)
    assert session.concealment(segment) is Mode.DRAWN
    assert suggested(session) == []
    assert (session.accept(1), session.reject(1), session.reject_all()) == (None, None, [])
    session.apply("red-tape")
    assert suggested(session) == [], "the second code is not to be swayed either"
    session.apply("no-time")
    assert session.finish_blind() is None
    assert session.concealment(segment) is None
    assert suggested(session)
    session.accept(1)

    first, second, third = store.decisions()
    assert [(one.mode, one.shown, one.draw, one.model) for one in (first, second)] == [
        (Mode.DRAWN, (), "1.0/7", ranking.model)
    ] * 2
    assert first.withheld == would_be(ranking, segment)
    assert second.withheld == would_be(ranking, segment, "red-tape")
    assert (third.mode, third.withheld, third.draw) == (Mode.ASSISTED, (), "1.0/7")
    assert third.shown == would_be(ranking, segment, "red-tape", "no-time")


def test_a_drawn_segment_that_was_ranked_ahead_counts_as_unseen(session: CodingSession, store: Store, ranking: Ranking):
    session.look_ahead()
    session.next()
    segment = here(session)
    assert session.concealment(segment) is Mode.DRAWN
    assert suggested(session) == []
    session.apply("red-tape")
    (decision,) = store.decisions()
    assert (decision.mode, decision.shown, decision.withheld) == (Mode.DRAWN, (), would_be(ranking, segment))


def test_being_done_without_a_code_records_that_none_fits(session: CodingSession, store: Store, ranking: Ranking):
    segment = here(session)
    made = session.finish_blind()
    assert store.decisions() == [made]
    assert made is not None
    assert (made.action, made.code, made.mode, made.span) == (Action.NOTHING, "", Mode.DRAWN, segment.words)
    assert made.withheld == would_be(ranking, segment)
    assert session.is_decided(segment)
    assert suggested(session)
    assert session.finish_blind() is None
    assert len(store.decisions()) == 1


def test_leaving_a_segment_ends_its_blind_coding_only_where_something_was_decided(session: CodingSession):
    decided = here(session)
    session.apply("red-tape")
    session.next()
    left = here(session)
    session.next()
    assert session.concealment(decided) is None
    assert session.concealment(left) is Mode.DRAWN
    session.previous()
    session.previous()
    assert suggested(session)


def test_going_to_another_transcript_is_leaving_too(session: CodingSession):
    session.apply("red-tape")
    session.open(DK)
    session.open(UK)
    assert suggested(session)


def test_reading_the_folder_again_is_not_leaving(session: CodingSession):
    session.apply("red-tape")
    assert session.reread() is False
    assert session.concealment(here(session)) is Mode.DRAWN


def test_what_was_decided_before_is_not_concealed(sit: Sit):
    sit().apply("red-tape")
    session = sit(draw=ALL)
    assert session.concealment(here(session)) is None
    session.next()
    assert session.concealment(here(session)) is Mode.DRAWN


def test_what_one_coder_decided_stays_concealed_from_another(sit: Sit):
    sit("ana", draw=ALL).apply("red-tape")
    ben = sit("ben", draw=ALL)
    assert ben.concealment(here(ben)) is Mode.DRAWN


def test_what_is_not_drawn_is_assisted_and_says_which_draw_it_was_not_in(sit: Sit, store: Store):
    session = sit(draw=HALF)
    modes = {}
    for segment in session.segments:
        session.move_to(segment.number - 1)
        if segment.is_codable:
            session.apply("red-tape")
            modes[segment.words] = (
                Mode.DRAWN if HALF.includes(store.transcript(UK).hash, segment.words) else Mode.ASSISTED
            )
    assert set(modes.values()) == {Mode.DRAWN, Mode.ASSISTED}
    assert {decision.span: decision.mode for decision in store.decisions()} == modes
    assert {decision.draw for decision in store.decisions()} == {"0.5/7"}


def test_the_moderator_is_not_concealed(session: CodingSession):
    moderator = next(segment for segment in session.segments if segment.role is Role.MODERATOR)
    assert session.concealment(moderator) is None


def test_before_the_suggestions_are_there_nothing_was_withheld(sit: Sit, store: Store, ranking: Ranking):
    session = sit(ranked=False, draw=ALL)
    session.apply("red-tape")
    session.ranking = ranking
    assert suggested(session) == []
    session.apply("no-time")
    assert [(one.mode, bool(one.withheld), bool(one.model)) for one in store.decisions()] == [
        (Mode.DRAWN, False, False),
        (Mode.DRAWN, True, True),
    ]


def test_a_drawn_segment_is_drawn_also_for_a_coder_who_hides_everything(sit: Sit, store: Store):
    session = sit(draw=ALL, blind=True)
    session.apply("red-tape")
    session.finish_blind()
    assert session.concealment(here(session)) is Mode.BLIND
    assert suggested(session) == []
    session.apply("no-time")
    assert [one.mode for one in store.decisions()] == [Mode.DRAWN, Mode.BLIND]


def test_decisions_of_a_script_are_in_no_draw(sit: Sit, store: Store):
    session = sit(draw=ALL, at=None)
    session.record([(0, f"{UK}#3", ["red-tape"])], Action.APPLY)
    (one,) = store.decisions()
    assert (one.mode, one.draw, one.shown, one.withheld, one.model) == (Mode.BLIND, "", (), (), "")


# Taking back


def test_what_is_undone_at_once_stays_concealed(session: CodingSession, store: Store):
    session.apply("red-tape")
    session.undo()
    assert session.concealment(here(session)) is Mode.DRAWN
    assert store.decisions()[-1].mode is Mode.DRAWN
    session.apply("no-time")
    session.remove(*session.codings(here(session)))
    assert session.concealment(here(session)) is Mode.DRAWN
    assert [one.mode for one in store.decisions()] == [Mode.DRAWN] * 4


def test_what_is_undone_from_elsewhere_unseen_is_coded_blind_again(session: CodingSession, store: Store):
    session.nothing_fits()
    session.next()
    session.undo()
    assert session.concealment(here(session)) is Mode.DRAWN
    session.apply("red-tape")
    assert [one.mode for one in store.decisions()] == [Mode.DRAWN, Mode.BLIND, Mode.DRAWN]


def test_what_was_seen_is_not_blind_after_an_undo(session: CodingSession, store: Store):
    session.finish_blind()
    assert suggested(session)
    session.undo()
    assert not session.is_decided(here(session))
    assert suggested(session)
    session.apply("red-tape")
    assert [one.mode for one in store.decisions()] == [Mode.DRAWN, Mode.ASSISTED, Mode.ASSISTED]


def test_what_was_undone_in_an_earlier_run_may_have_been_seen(sit: Sit):
    before = sit(draw=ALL)
    before.apply("red-tape")
    before.undo()
    again = sit(draw=ALL)
    assert again.concealment(here(again)) is None


# No code fits


def test_that_nothing_fits_decides_the_segment_and_is_no_coding(sit: Sit, store: Store):
    session = sit()
    segment, on_screen = here(session), suggested(session)
    assert on_screen
    made = session.nothing_fits()
    assert made is not None
    assert (made.action, made.code, made.mode) == (Action.NOTHING, "", Mode.ASSISTED)
    assert [one.code for one in made.shown] == on_screen
    progress = session.progress()
    assert progress is not None
    assert (progress.decided, progress.codings) == (1, 0)
    assert session.next_uncoded()
    assert here(session) != segment
    assert contents.coded_corpus(store, session.codebook).codings == []


def test_a_code_may_be_applied_beside_it_and_undo_takes_back_either(session: CodingSession):
    session.nothing_fits()
    session.apply("red-tape")
    assert [coding.code for coding in session.codings(here(session))] == ["red-tape"]
    undone = session.undo()
    assert undone is not None
    assert undone.what == f"applied {session.codebook.label('red-tape')}"
    assert session.is_decided(here(session))
    undone = session.undo()
    assert undone is not None
    assert undone.what == "recorded that no code fits"
    assert not session.is_decided(here(session))


def test_it_cannot_be_said_of_what_is_coded_nor_of_the_moderator(session: CodingSession, store: Store):
    session.apply("red-tape")
    assert session.nothing_fits() is None
    session.move_to(next(i for i, segment in enumerate(session.segments) if segment.role is Role.MODERATOR))
    assert session.nothing_fits() is None
    assert session.finish_blind() is None
    assert len(store.decisions()) == 1


# Whatever a coder does


def replaced(session: CodingSession, **by: Any) -> None:
    for coding in session.codings(here(session))[:1]:
        session.replace(coding, **by)


def part(session: CodingSession, left_out: int, left_out_at_the_end: int) -> Span:
    words = here(session).words
    return Span(words.start + left_out, words.end - left_out_at_the_end)


GESTURES: dict[str, Callable[[CodingSession], object]] = {
    "next": CodingSession.next,
    "previous": CodingSession.previous,
    "todo": CodingSession.next_uncoded,
    "apply": lambda session: session.apply("red-tape"),
    "apply another": lambda session: session.apply("no-time"),
    "accept": lambda session: session.accept(1),
    "reject": lambda session: session.reject(1),
    "none": lambda session: session.reject_all() or session.nothing_fits(),
    "finish": CodingSession.finish_blind,
    "undo": CodingSession.undo,
    "redo": CodingSession.redo,
    "remove": lambda session: session.remove(*session.codings(here(session))[:1]),
    "recode": lambda session: replaced(session, code="no-time"),
    "mend": lambda session: replaced(session, span=part(session, 0, 1)),
    "code a part": lambda session: session.apply("red-tape", span=part(session, 1, 0)),
    "flag": lambda session: session.notes.flag(here(session).words),
    "hide": lambda session: setattr(session, "blind", not session.blind),
    "open": lambda session: session.open(UK),
    "reread": CodingSession.reread,
}


@given(st.lists(st.sampled_from(sorted(GESTURES)), min_size=4, max_size=25))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_decision_is_recorded_as_blind_after_its_suggestions_were_seen(
    ranked_study: Path, ranking: Ranking, gestures: list[str]
):
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(shutil.copytree(ranked_study, Path(folder) / "study"))
        with Store.open(study.store) as store:
            session = CodingSession(store, contents.codebook_of(study), "ana", ranking, draw=HALF)
            session.open(UK)
            seen: dict[str, tuple[Shown, ...]] = {}
            for gesture in gestures:
                on_screen = tuple(Shown(s.code, s.score) for s in session.suggestions(here(session)))
                at = here(session)
                if on_screen:
                    seen[at.id] = on_screen
                settled = {coding.code for coding in session.codings(at)} | session.rejected(at)
                listed = would_be(ranking, at, *settled)
                known = len(store.decisions())
                GESTURES[gesture](session)
                record = {decision.id: decision for decision in store.decisions()}
                for decision in list(record.values())[known:]:
                    if record.get(decision.withdraws or "", decision).action is not Action.FLAG:
                        check(decision, at, on_screen, listed, seen)


def check(
    decision: Decision,
    at: Segment,
    on_screen: tuple[Shown, ...],
    listed: tuple[Shown, ...],
    seen: dict[str, tuple[Shown, ...]],
) -> None:
    assert decision.draw == "0.5/7"
    if (decision.at or decision.span) != at.words:  # undone from elsewhere
        assert (decision.action, decision.mode, decision.shown) == (Action.WITHDRAW, Mode.BLIND, ())
        return
    assert decision.shown == on_screen
    assert decision.mode is Mode.ASSISTED or not on_screen
    assert not (decision.shown and decision.withheld)
    assert decision.model
    if decision.mode is Mode.DRAWN:
        assert at.id not in seen
        assert HALF.includes(decision.transcript_hash, decision.at or decision.span)
        assert decision.withheld == listed

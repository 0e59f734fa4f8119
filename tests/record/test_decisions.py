"""What decisions come to does not depend on the order in which they arrive, only on when they were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import Action, Code, Codebook, Decision, Mode, Shown, Span
from fgcoder.record.decisions import codings, following, in_force, in_order, next_moment, verdicts

SPAN = Span(0, 5)
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def decision(number, action=Action.APPLY, code="a", coder="anna", span=SPAN, withdraws=None, moment=None):
    return Decision(
        str(UUID(int=number)),
        coder,
        START + timedelta(microseconds=number if moment is None else moment),
        action,
        "t",
        "0" * 64,
        span,
        code,
        Mode.BLIND,
        withdraws=withdraws,
    )


@st.composite
def histories(draw):
    """Decisions of two coders, two of them at every moment, so that merged stores' ties occur."""
    made = []
    numbers = draw(st.permutations(range(draw(st.integers(0, 14)))))
    for index, number in enumerate(numbers):
        coder, moment = ("anna", "jonas")[index % 2], index // 2
        span, code = draw(st.sampled_from([Span(0, 5), Span(3, 9)])), draw(st.sampled_from("ab"))
        own = [one for one in made if one.coder == coder]
        if own and draw(st.booleans()):
            target = draw(st.sampled_from(own))
            made.append(decision(number, Action.WITHDRAW, target.code, coder, target.span, target.id, moment=moment))
        else:
            action = draw(st.sampled_from([Action.APPLY, Action.REJECT, Action.NOTHING]))
            code = "" if action is Action.NOTHING else code
            made.append(decision(number, action, code, coder, span, moment=moment))
    return made


@given(histories(), st.data())
def test_the_order_of_arrival_changes_nothing(history, data):
    shuffled = data.draw(st.permutations(history))
    assert in_order(shuffled) == in_order(history)
    assert in_force(shuffled) == in_force(history)
    assert verdicts(shuffled) == verdicts(history)
    assert codings(shuffled) == codings(history)


@given(histories())
def test_in_force_is_what_no_withdrawal_in_force_takes_back(history):
    def stands(one):
        return not any(other.withdraws == one.id and stands(other) for other in history)

    expected = [one for one in history if one.action is not Action.WITHDRAW and stands(one)]
    assert in_force(history) == in_order(expected)


@given(histories(), st.data())
def test_two_stores_that_overlap_come_to_the_same_as_their_union(history, data):
    one = data.draw(st.lists(st.sampled_from(history), unique_by=id) if history else st.just([]))
    other = [entry for entry in history if entry not in one]
    assert codings([*one, *other, *one]) == codings(history)


@given(histories())
def test_one_coder_has_no_say_in_what_another_coded(history):
    for coder in ("anna", "jonas"):
        own = [one for one in history if one.coder == coder]
        assert [one for one in codings(history) if one.coder == coder] == codings(own)


@given(histories())
def test_a_coder_codes_a_span_with_a_code_at_most_once(history):
    keys = [(one.coder, one.transcript, one.span, one.code) for one in codings(history)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("undone", range(6))
def test_undo_of_undo_of_undo(undone):
    chain = [decision(0)]
    for number in range(1, undone + 1):
        chain.append(decision(number, Action.WITHDRAW, withdraws=chain[-1].id))
    assert [one.decision for one in codings(chain)] == ([chain[0].id] if undone % 2 == 0 else [])


def test_the_latest_verdict_counts():
    applied, rejected, again = decision(0), decision(1, Action.REJECT), decision(2)
    assert [one.decision for one in codings([applied])] == [applied.id]
    assert codings([applied, rejected]) == []
    assert verdicts([applied, rejected]) == [rejected]
    assert [one.decision for one in codings([applied, rejected, again])] == [again.id]


def test_taking_a_rejection_back_brings_the_coding_back():
    applied, rejected = decision(0), decision(1, Action.REJECT)
    back = decision(2, Action.WITHDRAW, withdraws=rejected.id)
    assert [one.decision for one in codings([applied, rejected, back])] == [applied.id]


def test_verdicts_stand_in_order_of_time():
    first, second, first_again = decision(0), decision(1, code="b"), decision(2)
    assert verdicts([first, second, first_again]) == [second, first_again]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=3)])
def test_the_next_moment_is_later_even_where_the_clock_went_back(ahead):
    last = datetime.now(UTC) + ahead
    assert next_moment(last) > last
    assert next_moment(last).tzinfo is UTC


def test_the_next_moment_after_a_time_ahead_is_a_microsecond_later():
    last = datetime.now(UTC) + timedelta(days=1)
    assert next_moment(last) == last + timedelta(microseconds=1)


def test_after_the_last_moment_of_all_it_is_now():
    before = datetime.now(UTC)
    assert before <= next_moment(datetime.max.replace(tzinfo=UTC)) <= datetime.now(UTC)


def test_without_a_last_moment_it_is_now():
    before = datetime.now(UTC)
    assert before <= next_moment(None) <= datetime.now(UTC)


def test_that_no_code_fits_stands_beside_what_is_decided_about_codes():
    nothing, applied = decision(0, Action.NOTHING, code=""), decision(1)
    assert in_force([nothing, applied]) == verdicts([nothing, applied]) == [nothing, applied]
    assert [one.decision for one in codings([nothing, applied])] == [applied.id]
    back = decision(2, Action.WITHDRAW, code="", withdraws=nothing.id)
    assert in_force([nothing, applied, back]) == [applied]


def test_notes_are_in_force_and_no_verdicts():
    record = [
        decision(number, action)
        for number, action in enumerate((Action.MEMO, Action.FLAG, Action.LINK, Action.CODEBOOK))
    ]
    assert in_force(record) == record
    assert verdicts(record) == codings(record) == []
    applied = decision(9)
    assert verdicts([applied, *record]) == [applied], "a memo on a coding is no later verdict about it"


# Codes that have become others


def book(*codes: Code) -> Codebook:
    return Codebook("Codes", "1", "en", codes)


def test_decisions_follow_codes_with_what_was_on_screen():
    now = book(Code("new", "New", was=("old", "older")), Code("other", "Other"))
    made = replace(
        decision(0, code="older"), shown=(Shown("old", 0.5), Shown("other", 0.25)), withheld=(Shown("older", 0.1),)
    )
    (followed,) = following([made], now)
    assert followed == replace(
        made,
        code="new",
        shown=(Shown("new", 0.5), Shown("other", 0.25)),
        withheld=(Shown("new", 0.1),),
        code_then="older",
    )
    assert followed.rank == 1


def test_what_is_not_renamed_or_not_there_stays():
    kept = [decision(0, code="a"), decision(1, code="gone"), decision(2, Action.NOTHING, code="")]
    for now in (book(Code("a", "A")), book(Code("a", "A", was=("b",)))):
        assert list(following(kept, now)) == kept


@pytest.mark.parametrize(("applied", "rejected"), [("a", "b"), ("b", "a")])
def test_a_coding_is_not_lost_when_its_code_is_merged_with_one_that_was_rejected(applied, rejected):
    now = book(Code("a", "A", was=("b",)))
    one, other = decision(0, code=applied), decision(1, Action.REJECT, code=rejected)
    assert [coding.decision for coding in codings([one, other])] == [one.id]
    (coding,) = codings(following([one, other], now))
    assert (coding.decision, coding.code) == (one.id, "a")
    assert codings(following([one, other, decision(2, Action.REJECT, code=applied)], now)) == []


def test_of_codes_that_were_merged_the_latest_application_counts():
    now = book(Code("a", "A", was=("b",)))
    made = [decision(0, code="a"), decision(1, Action.REJECT, code="b"), decision(2, code="b")]
    (coding,) = codings(following(made, now))
    assert (coding.decision, coding.code) == (made[2].id, "a")


@given(histories())
def test_following_keeps_what_withdraws_what(history):
    now = book(Code("a", "A", was=("b",)))
    assert [one.id for one in in_force(following(history, now))] == [one.id for one in in_force(history)]

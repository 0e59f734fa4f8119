"""What one coder at one segment had listed and came to code."""

from __future__ import annotations

import random

import pytest

from fgcoder.model import Action, Mode
from fgcoder.tables.visits import Visit, arms, visits


def only(record) -> Visit:
    (visit,) = visits(record.decisions())
    return visit


def test_the_first_decision_settles_the_list_and_the_last_word_the_codes(record):
    first, _ = record.decide("anna", "g1#1", "old young", listed="old aside young")
    record.decide("anna", "g1#1", "no-time", listed="aside")
    record.withdraw(first)
    visit = only(record)
    assert (visit.mode, visit.listed) == (Mode.ASSISTED, ("old", "aside", "young"))
    assert visit.codes == {"young", "no-time"}


def test_a_list_was_seen_even_if_the_decision_before_it_was_undone(record):
    (first,) = record.decide("anna", "g1#1", "old", listed="old aside")
    record.withdraw(first)
    record.decide("anna", "g1#1", "young", listed="young", mode=Mode.BLIND)
    visit = only(record)
    assert (visit.mode, visit.listed, visit.codes) == (Mode.ASSISTED, ("old", "aside"), {"young"})


@pytest.mark.parametrize(
    ("listed", "mode", "model", "has_list"),
    [
        ("", Mode.ASSISTED, "e5", True),
        ("", Mode.DRAWN, "e5", True),
        ("old", Mode.ASSISTED, "", True),
        ("", Mode.DRAWN, "", False),
        ("", Mode.BLIND, "", False),
    ],
)
def test_a_list_on_which_nothing_was_likely_enough_is_a_list(record, listed, mode, model, has_list):
    record.decide("anna", "g1#1", "young", listed=listed, mode=mode, model=model)
    assert (only(record).has_list, only(record).listed) == (has_list, tuple(listed.split()))


def test_where_everything_was_taken_back_nothing_is_decided(record):
    (first,) = record.decide("anna", "g1#1", "old", listed="old")
    assert only(record).is_decided
    record.withdraw(first)
    assert not only(record).is_decided
    record.decide("anna", "g1#1", listed="old")
    assert only(record).is_decided
    assert only(record).codes == set()


def test_a_rejection_is_a_decision_and_no_code(record):
    record.decide("anna", "g1#1", "old", listed="old", action=Action.REJECT)
    assert only(record).is_decided
    assert only(record).codes == set()


@pytest.mark.parametrize(
    ("later", "codes"),
    [
        (lambda record, old: record.decide("anna", "g1#1", "young", listed="young"), {"old", "aside"}),
        (lambda record, old: record.withdraw(old), {"old", "aside"}),
        (lambda record, old: record.withdraw(old, Mode.DRAWN), {"aside"}),
        (lambda record, old: record.decide("anna", "g1#1", "young", mode=Mode.DRAWN), {"old", "aside", "young"}),
        (
            lambda record, old: record.decide("anna", "g1#1", "old", listed="old", action=Action.REJECT),
            {"old", "aside"},
        ),
    ],
    ids=["applied after", "withdrawn after", "withdrawn before", "applied before", "rejected after"],
)
def test_of_a_drawn_visit_only_what_came_before_its_list_was_revealed_counts(record, later, codes):
    old, _ = record.decide("anna", "g1#1", "old aside", listed="young old", mode=Mode.DRAWN, draw="0.1/3")
    later(record, old)
    visit = only(record)
    assert (visit.mode, visit.draw, visit.listed) == (Mode.DRAWN, "0.1/3", ("young", "old"))
    assert visit.codes == codes


def test_an_undo_from_elsewhere_counts_where_a_drawn_decision_follows(record):
    (old,) = record.decide("anna", "g1#1", "old", listed="young", mode=Mode.DRAWN)
    record.withdraw(old, Mode.BLIND)
    record.decide("anna", "g1#1", listed="young", mode=Mode.DRAWN)
    assert (only(record).codes, only(record).is_decided) == (set(), True)


def test_a_withdrawal_without_what_it_withdraws_makes_no_visit(record):
    (old,) = record.decide("anna", "g1#1", "old", listed="young")
    back = record.withdraw(old)
    assert visits([back]) == []


def test_coders_and_spans_are_visits_of_their_own_in_any_order_of_the_record(record, by_hand):
    found = visits(by_hand)
    assert [(visit.transcript, visit.span.start // 100, visit.coder) for visit in found] == [
        ("g1", 1, "anna"),
        ("g1", 1, "ben"),
        ("g1", 2, "anna"),
        ("g1", 3, "anna"),
        ("g2", 1, "anna"),
        ("g2", 2, "anna"),
        ("g2", 3, "anna"),
    ]
    random.Random(3).shuffle(by_hand)
    assert visits(by_hand) == found


def test_arms_share_their_columns_and_places(by_hand):
    found = visits(by_hand)
    codes = ["no-time", "red-tape", "aside", "old", "young"]
    one, other = arms((found[:3], found[3:]), codes, {"g1": "en"})
    assert one.rank.tolist() == [[1, 2, 3, 4, 5], [0, 0, 0, 1, 0], [2, 1, 3, 0, 0]]
    assert one.applied.tolist()[2] == [True, False, False, True, False]
    assert one.right(1).sum(axis=1).tolist() == [1, 1, 0]
    assert one.segments.tolist() == [0, 0, 1]
    assert (one.transcripts.tolist(), other.transcripts.tolist()) == ([0, 0, 0], [0, 1, 1, 1])
    assert list(other.languages) == ["en", "(not given)", "(not given)", "(not given)"]

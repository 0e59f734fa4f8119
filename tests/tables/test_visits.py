"""What one coder at one segment had listed and came to code."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from fgcoder.model import Action, Mode, Span
from fgcoder.tables.suggestions.visits import Visit, arms, visits


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


def on_a_passage(decision, start, end, **changed):
    """Have a decision about a segment be one about a passage, made at that segment."""
    return replace(decision, span=Span(start, end), at=decision.span, **changed)


def test_a_passage_counts_at_the_segment_it_was_coded_at(record):
    (whole,) = record.decide("anna", "g1#1", "old", listed="old aside")
    (part,) = record.decide("anna", "g1#1", "young", listed="aside")
    part = on_a_passage(part, 110, 220)
    (visit,) = visits([whole, part])
    assert (visit.span, visit.listed, visit.codes) == (whole.span, ("old", "aside"), {"old", "young"})
    (visit,) = visits([part])
    assert (visit.span, visit.listed, visit.codes) == (whole.span, ("aside",), {"young"})
    assert visit.is_decided


def test_a_part_coded_beside_the_whole_counts_once_and_until_both_are_gone(record):
    whole, part = (record.decide("anna", "g1#1", "old", listed="old")[0] for _ in range(2))
    part = on_a_passage(part, 110, 120)
    gone = replace(record.withdraw(whole), withdraws=whole.id)
    (visit,) = visits([whole, part])
    assert visit.codes == {"old"}
    (visit,) = visits([whole, part, gone])
    assert (visit.codes, visit.is_decided) == ({"old"}, True)
    back = on_a_passage(record.withdraw(part), 110, 120)
    (visit,) = visits([whole, part, gone, back])
    assert (visit.codes, visit.is_decided, visit.listed) == (set(), False, ("old",))


def test_of_a_drawn_visit_passages_count_that_came_before_its_list_was_revealed(record):
    (before,) = record.decide("anna", "g1#1", "old", listed="young", mode=Mode.DRAWN, draw="0.1/3")
    (after,) = record.decide("anna", "g1#1", "young", listed="young")
    made = [on_a_passage(before, 105, 130), on_a_passage(after, 105, 130)]
    (visit,) = visits(made)
    assert (visit.mode, visit.codes, visit.span) == (Mode.DRAWN, {"old"}, before.span)


@pytest.mark.parametrize("action", [Action.MEMO, Action.FLAG, Action.LINK, Action.CODEBOOK])
def test_what_is_written_beside_codings_is_no_visit(record, action):
    (note,) = record.decide("anna", "g1#1", "old", mode=Mode.BLIND, action=action)
    back = record.withdraw(note)
    assert visits([note]) == visits([note, back]) == []
    (applied,) = record.decide("anna", "g1#1", "old", listed="old")
    (visit,) = visits([note, applied, back])
    assert (visit.mode, visit.listed, visit.codes) == (Mode.ASSISTED, ("old",), {"old"})


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

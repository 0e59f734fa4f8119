"""Memos, flags and links are folds over the decisions in force, one coder's apart from another's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import Action, Decision, Flag, Link, Memo, Mode, Relation, Span, Target
from fgcoder.record.decisions import in_force
from fgcoder.record.notes import flags, links, memos, relations, target_of, translations, uses

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SPAN = Span(4, 9)


def decision(number, action, coder="anna", **fields):
    made = {"transcript": "t", "transcript_hash": "0" * 64, "span": SPAN, "code": "", "mode": Mode.BLIND, **fields}
    return Decision(str(UUID(int=number)), coder, at(number), action, **made)


def at(number):
    return START + timedelta(seconds=number)


def memo(number, text, **fields):
    return decision(number, Action.MEMO, text=text, **fields)


@pytest.mark.parametrize(
    ("about", "target"),
    [
        ({"code": "a"}, Target("t", SPAN, "a")),
        ({}, Target("t", SPAN)),
        ({"span": Span(0, 0)}, Target("t")),
        ({"transcript": "", "span": Span(0, 0), "code": "a"}, Target(code="a")),
    ],
    ids=["a coding", "a passage", "a transcript", "a code"],
)
def test_what_a_memo_is_about(about, target):
    made = memo(1, "why", **about)
    assert target_of(made) == target
    assert memos([made]) == [Memo(made.id, "anna", at(1), target, "why")]


def test_of_each_coder_the_latest_text_on_a_target_counts_and_an_empty_one_takes_it_away():
    record = [memo(1, "one"), memo(2, "two", code="a"), memo(3, "three", coder="ben"), memo(4, "four")]
    assert [one.text for one in memos(record)] == ["two", "three", "four"]
    record.append(memo(5, ""))
    assert [one.text for one in memos(record)] == ["two", "three"]
    record.append(memo(6, "six"))
    assert [one.text for one in memos(record)] == ["two", "three", "six"]


def test_what_is_taken_back_brings_back_what_was_there_before():
    record = [memo(1, "one"), memo(2, ""), decision(3, Action.WITHDRAW, withdraws=str(UUID(int=2)))]
    assert [one.text for one in memos(in_force(record))] == ["one"]


def test_a_memo_about_a_finding_is_beside_one_about_a_code_and_of_each_coder_the_latest_counts():
    nowhere = {"transcript": "", "transcript_hash": "", "span": Span(0, 0)}
    record = [
        decision(1, Action.MEMO, code="", finding="f1", text="first", **nowhere),
        decision(2, Action.MEMO, code="x", text="on a code", **nowhere),
        decision(3, Action.MEMO, "ben", code="", finding="f1", text="ben's", **nowhere),
        decision(4, Action.MEMO, code="", finding="f1", text="second", **nowhere),
        decision(5, Action.MEMO, code="", finding="f2", text="", **nowhere),
    ]
    assert [(one.coder, one.target, one.text) for one in memos(record)] == [
        ("anna", Target(code="x"), "on a code"),
        ("ben", Target(finding="f1"), "ben's"),
        ("anna", Target(finding="f1"), "second"),
    ]


def test_flags_have_a_reason_or_none():
    record = [decision(1, Action.FLAG, text="why"), decision(2, Action.FLAG, span=Span(0, 3)), memo(3, "no flag")]
    assert flags(record) == [
        Flag(record[0].id, "anna", at(1), "t", SPAN, "why"),
        Flag(record[1].id, "anna", at(2), "t", Span(0, 3), ""),
    ]


def test_of_each_coder_the_latest_link_between_two_ends_counts():
    def link(number, finding, relation, text="", **fields):
        return decision(number, Action.LINK, finding=finding, relation=relation, text=text, **fields)

    record = [
        link(1, "f1", Relation.CONFIRMS, "first"),
        link(2, "f2", Relation.EXPANDS),
        link(3, "f1", Relation.CONFIRMS, coder="ben"),
        link(4, "f1", Relation.CONFIRMS, span=Span(4, 8)),
        link(5, "f1", Relation.CONTRADICTS, "on second thoughts"),
        decision(6, Action.FLAG),
    ]
    found = links(record)
    assert [(one.decision, one.coder) for one in found] == [
        (record[index].id, record[index].coder) for index in (1, 2, 3, 4)
    ]
    assert found[-1] == Link(record[4].id, "anna", at(5), "t", SPAN, "f1", Relation.CONTRADICTS, "on second thoughts")


def test_of_links_to_a_finding_passages_are_counted_and_not_coders():
    said = [
        ("anna", SPAN, Relation.CONFIRMS),
        ("ben", SPAN, Relation.CONFIRMS),
        ("cleo", SPAN, Relation.CONTRADICTS),
        ("ben", Span(4, 12), Relation.CONFIRMS),
    ]
    made = [
        decision(number, Action.LINK, coder, finding="less-waste", relation=relation, span=span)
        for number, (coder, span, relation) in enumerate(said)
    ]
    elsewhere = decision(9, Action.LINK, finding="less-waste", relation=Relation.CONFIRMS, transcript="other")
    assert relations(links(made)) == {Relation.CONFIRMS: 2, Relation.CONTRADICTS: 1}
    assert relations(links([*made, elsewhere])) == {Relation.CONFIRMS: 3, Relation.CONTRADICTS: 1}


@st.composite
def histories(draw):
    made = []
    for number in range(draw(st.integers(0, 12))):
        coder = draw(st.sampled_from(["anna", "ben"]))
        own = [one for one in made if one.coder == coder]
        if own and draw(st.booleans()):
            target = draw(st.sampled_from(own))
            made.append(decision(number, Action.WITHDRAW, coder, withdraws=target.id))
        else:
            fields = {"span": draw(st.sampled_from([SPAN, Span(0, 0)])), "text": draw(st.sampled_from(["", "a", "b"]))}
            action = draw(st.sampled_from([Action.MEMO, Action.FLAG, Action.LINK]))
            made.append(decision(number, action, coder, finding="f", relation=Relation.EXPANDS, **fields))
    return made


@given(histories(), st.data())
def test_nothing_depends_on_the_order_of_arrival_nor_on_another_coder(history, data):
    shuffled = data.draw(st.permutations(history))
    for fold in (memos, flags, links):
        found = fold(in_force(history))
        assert fold(in_force(shuffled)) == found
        for coder in ("anna", "ben"):
            own = [one for one in history if one.coder == coder]
            assert fold(in_force(own)) == [one for one in found if one.coder == coder]


@given(histories())
def test_there_is_at_most_one_memo_on_a_target_and_one_link_between_two_ends(history):
    standing = in_force(history)
    about = [(one.coder, one.target) for one in memos(standing)]
    ends = [(one.coder, one.transcript, one.span, one.finding) for one in links(standing)]
    assert len(about) == len(set(about))
    assert len(ends) == len(set(ends))
    assert all(one.text for one in memos(standing))


def test_of_a_passage_the_latest_translation_counts_whosever_and_an_empty_one_takes_it_away():
    record = [
        decision(1, Action.TRANSLATION, text="one"),
        decision(2, Action.TRANSLATION, text="elsewhere", span=Span(0, 3)),
        decision(3, Action.TRANSLATION, coder="ben", text="two"),
    ]
    assert [(one.text, one.coder) for one in translations(record)] == [("elsewhere", "anna"), ("two", "ben")]
    record.append(decision(4, Action.TRANSLATION, text=""))
    assert [one.text for one in translations(record)] == ["elsewhere"]
    record.append(decision(5, Action.WITHDRAW, withdraws=str(UUID(int=4))))
    assert [one.text for one in translations(in_force(record))] == ["elsewhere", "two"]


def test_marks_of_use_stand_until_they_are_taken_back_by_anybody():
    record = [decision(1, Action.USE, text="chapter 3"), decision(2, Action.USE, coder="ben", span=Span(0, 3))]
    assert [(one.coder, one.span, one.text) for one in uses(record)] == [
        ("anna", SPAN, "chapter 3"),
        ("ben", Span(0, 3), ""),
    ]
    record.append(decision(3, Action.WITHDRAW, "ben", withdraws=str(UUID(int=1))))
    assert [one.coder for one in uses(in_force(record))] == ["ben"]
    assert memos(in_force(record)) == flags(in_force(record)) == links(in_force(record)) == []

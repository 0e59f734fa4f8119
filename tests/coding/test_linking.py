"""Links to findings for any passage of the study, and inferences, without opening a transcript."""

from __future__ import annotations

import pytest

from fgcoder.errors import StoreError
from fgcoder.model import Action, Passage, Relation, Span
from fgcoder.record.decisions import in_force
from fgcoder.record.notes import links, memos


def passage(small, number=2, transcript="park"):
    return Passage(transcript, small.store.segments(transcript)[number - 1].words)


def linked(small):
    return [(one.coder, one.finding, one.relation.value, one.text) for one in links(in_force(small.store.decisions()))]


def test_a_passage_is_linked_anew_and_unlinked(small):
    desk = small.sit(at=None).finding_links
    here = passage(small)
    assert desk.link(here, "f1", Relation.CONFIRMS, " Word for word. ")
    assert not desk.link(here, "f1", Relation.CONFIRMS, "Word for word."), "nothing new"
    assert desk.link(here, "f1", Relation.EXPANDS)
    assert desk.link(here, "f2", Relation.CONTRADICTS)
    small.sit("ben", at=None).finding_links.link(here, "f1", Relation.CONFIRMS)
    assert sorted(linked(small)) == [
        ("ana", "f1", "expands", ""),
        ("ana", "f2", "contradicts", ""),
        ("ben", "f1", "confirms", ""),
    ]
    assert desk.unlink(here, "f1") == 1
    assert sorted(linked(small)) == [("ana", "f2", "contradicts", ""), ("ben", "f1", "confirms", "")], (
        "with what it replaced, and nobody else's"
    )
    assert desk.unlink(here, "f1") == 0


def test_a_part_of_the_words_is_enough_to_unlink(small):
    desk = small.sit(at=None).finding_links
    here = passage(small)
    desk.link(here, "f1", Relation.CONFIRMS)
    inside = Passage("park", Span(here.span.start + 1, here.span.start + 2))
    assert [one.span for one in desk.on(inside, "f1")] == [here.span]
    assert desk.unlink(inside, "f1") == 1


def test_where_the_coder_stands_does_not_change(small):
    session = small.sit()
    session.next()
    session.keep_place()
    before = small.store.places("ana")
    small.sit(at=None).finding_links.link(passage(small, 1, "bridge"), "f1", Relation.CONFIRMS)
    assert small.store.places("ana") == before


def test_links_are_those_of_the_screen_and_can_be_undone(small):
    small.sit(at=None).finding_links.link(passage(small), "f1", Relation.EXPANDS, "why")
    session = small.sit()
    (found,) = session.notes.links
    assert (found.finding, found.relation, found.text) == ("f1", Relation.EXPANDS, "why")
    assert session.undo().what == "linked a passage to finding f1"
    assert linked(small) == []


def test_an_inference_is_a_memo_about_the_finding(small):
    desk = small.sit(at=None).finding_links
    assert desk.inference("f1") == ""
    assert desk.infer("f1", "Time is short.\n")
    assert not desk.infer("f1", "Time is short.")
    assert desk.infer("f2", "So is money.")
    small.sit("ben", at=None).finding_links.infer("f1", "Not for all.")
    found = memos(in_force(small.store.decisions()))
    assert [(one.coder, one.target.finding, one.text) for one in found] == [
        ("ana", "f1", "Time is short."),
        ("ana", "f2", "So is money."),
        ("ben", "f1", "Not for all."),
    ]
    assert all((one.target.transcript, one.target.code, one.target.span) == ("", "", None) for one in found)
    assert desk.infer("f1", "")
    assert desk.inference("f1") == ""
    assert {one.action for one in small.store.decisions()} == {Action.MEMO}


def test_an_inference_can_be_undone(small):
    session = small.sit()
    session.finding_links.infer("f1", "Time is short.")
    assert session.undo() is not None
    assert session.finding_links.inference("f1") == ""
    assert session.redo() is not None
    assert session.finding_links.inference("f1") == "Time is short."


def test_what_is_not_there_is_not_linked(small):
    desk = small.sit(at=None).finding_links
    with pytest.raises(StoreError, match="no finding `f3`"):
        desk.link(passage(small), "f3", Relation.CONFIRMS)
    with pytest.raises(StoreError, match="no finding `f3`"):
        desk.infer("f3", "x")
    with pytest.raises(StoreError):
        desk.link(Passage("nowhere", Span(0, 1)), "f1", Relation.CONFIRMS)
    with pytest.raises(StoreError, match="no part of `park`"):
        desk.link(Passage("park", Span(0, 10**6)), "f1", Relation.CONFIRMS)
    assert small.store.decisions() == []

"""What a coder writes beside codings, through the session: on what, in place of what, and where it is kept."""

from __future__ import annotations

import pytest

from fgcoder.codebook.editing import merge_codes, rename_code
from fgcoder.errors import StoreError
from fgcoder.model import Action, Mode, Relation, Span, Target


def first_words(session) -> Span:
    return session.segments[1].words


def actions(small) -> list[Action]:
    return [one.action for one in small.store.decisions()]


# Memos


def test_a_memo_is_written_rewritten_and_taken_away(small):
    session = small.sit()
    target = Target("park", first_words(session))
    notes = session.notes
    assert notes.memo(target) == ""
    assert notes.write_memo(target, "  Who pays?\n\nNobody.\n") is True
    assert notes.memo(target) == "Who pays?\n\nNobody."
    assert notes.write_memo(target, "Who pays?\n\nNobody. ") is False, "nothing new"
    assert notes.write_memo(target, "The council.") is True
    assert [memo.text for memo in notes.memos] == ["The council."]
    assert notes.write_memo(target, " ") is True
    assert notes.memos == []
    assert notes.write_memo(target, "") is False
    assert actions(small) == [Action.MEMO] * 3


def test_memos_on_a_passage_a_coding_and_the_transcript_stand_side_by_side(small):
    session = small.sit()
    session.apply("joy")
    words = first_words(session)
    about = [Target("park", words, "joy"), Target("park", words), Target("park"), Target(code="joy")]
    for number, target in enumerate(about):
        session.notes.write_memo(target, f"memo {number}")
    again = small.sit()
    assert [again.notes.memo(target) for target in about] == [f"memo {number}" for number in range(4)]
    assert [memo.target for memo in again.notes.memos] == about[:3]
    assert again.is_decided(again.segments[1])
    assert not again.is_decided(again.segments[2])


def test_a_memo_does_not_decide_a_segment(small):
    session = small.sit()
    session.notes.write_memo(Target("park", first_words(session)), "Later.")
    session.notes.flag(first_words(session))
    session.notes.link(first_words(session), "f1", Relation.CONFIRMS)
    assert not session.is_decided(session.segments[1])
    assert session.progress().decided == 0
    assert session.next_uncoded()
    assert session.current.number == 3


def test_a_memo_on_a_code_is_seen_from_every_transcript_and_follows_the_code(small):
    session = small.sit()
    session.notes.write_memo(Target(code="joy"), "Which joy?")
    assert small.sit(at="bridge").notes.memo(Target(code="joy")) == "Which joy?"
    session.change_codebook(lambda text, path: rename_code(text, path, "joy", "delight"), "Renamed it")
    assert session.notes.memo(Target(code="delight")) == "Which joy?"
    (one,) = [decision for decision in small.store.decisions() if decision.action is Action.MEMO]
    assert (one.transcript, one.transcript_hash, one.span, one.code) == ("", "", Span(0, 0), "joy")


def test_a_memo_on_a_coding_follows_its_code(small):
    session = small.sit()
    session.apply("joy")
    words = first_words(session)
    session.notes.write_memo(Target("park", words, "joy"), "Really?")
    session.change_codebook(lambda text, path: merge_codes(text, path, ["joy"], "trust"), "Merged them")
    assert session.notes.memo(Target("park", words, "trust")) == "Really?"
    session.replace(session.all_codings[0], code="forms")
    assert session.notes.memo(Target("park", words, "forms")) == "Really?"
    assert [memo.text for memo in session.notes.memos] == ["Really?"]


def test_a_memo_is_not_written_into_a_transcript_that_is_not_open(small):
    session = small.sit()
    for target in (Target("bridge"), Target("bridge", Span(5, 9))):
        with pytest.raises(StoreError, match="`bridge` is not open"):
            session.notes.write_memo(target, "Lost?")
    nowhere = small.sit(at=None)
    with pytest.raises(StoreError, match="no transcript is open"):
        nowhere.notes.write_memo(Target("park"), "Lost?")
    assert nowhere.notes.write_memo(Target(code="joy"), "Needs no transcript.")
    assert len(small.store.decisions()) == 1


# Flags


def test_a_flag_is_put_and_taken_away_and_one_passage_has_one(small):
    session = small.sit()
    words = first_words(session)
    session.notes.flag(words)
    session.notes.flag(words, " What does she mean? ")
    assert [(flag.span, flag.text) for flag in session.notes.flags] == [(words, "What does she mean?")]
    assert len({one.gesture for one in small.store.decisions()[1:]}) == 1, "replaced in one gesture"
    assert session.notes.unflag(words) is True
    assert session.notes.flags == []
    assert session.notes.unflag(words) is False
    session.undo()
    session.undo()
    assert [flag.text for flag in session.notes.flags] == [""]


def test_flags_that_overlap_a_passage_go_with_it_and_others_stay(small):
    session = small.sit()
    one, two = session.segments[1].words, session.segments[2].words
    session.notes.flag(Span(one.start, one.start + 5))
    session.notes.flag(Span(one.end - 5, two.start + 5))
    session.notes.flag(two)
    assert len(session.notes.flags_on(one)) == 2
    session.notes.unflag(one)
    assert [flag.span for flag in session.notes.flags] == [two]


# Links


def test_a_link_is_put_changed_and_taken_away(small):
    session = small.sit()
    words, notes = first_words(session), session.notes
    notes.link(words, "f1", Relation.CONFIRMS)
    notes.link(words, "f2", Relation.EXPANDS)
    notes.link(words, "f1", Relation.CONTRADICTS, " not quite ")
    assert [(link.finding, link.relation, link.text) for link in notes.links] == [
        ("f2", Relation.EXPANDS, ""),
        ("f1", Relation.CONTRADICTS, "not quite"),
    ]
    assert notes.links_on(session.segments[2].words) == []
    notes.unlink(notes.links_on(words)[1])
    assert [link.finding for link in notes.links] == ["f2"], "what it had replaced does not come to light again"
    session.undo()
    assert [link.relation for link in notes.links] == [Relation.EXPANDS, Relation.CONTRADICTS]


def test_a_finding_that_is_not_there_is_told(small):
    session = small.sit()
    with pytest.raises(StoreError, match=r"(?s)no finding `f9`.*There are: f1, f2"):
        session.notes.link(first_words(session), "f9", Relation.CONFIRMS)
    assert small.store.decisions() == []


# The record


def test_notes_say_nothing_about_what_was_on_screen(small):
    session = small.sit()
    words = first_words(session)
    session.notes.write_memo(Target("park", words), "why")
    session.notes.flag(words, "why")
    session.notes.link(words, "f1", Relation.CONFIRMS, "why")
    for one in small.store.decisions():
        assert (one.mode, one.shown, one.withheld, one.model) == (Mode.BLIND, (), (), "")
        assert (one.transcript_hash, one.span, one.text) == (session.transcript.hash, words, "why")
        assert one.codebook_version == "1"


def test_another_coder_s_notes_are_not_one_s_own(small):
    ana, ben = small.sit("ana"), small.sit("ben")
    words = first_words(ana)
    ana.notes.write_memo(Target("park", words), "Ana's")
    ana.notes.flag(words)
    ana.notes.link(words, "f1", Relation.CONFIRMS)
    ana.notes.write_memo(Target(code="joy"), "Ana's")
    assert ben.reread() is False
    for session in (ben, small.sit("ben")):
        assert (session.notes.memos, session.notes.flags, session.notes.links) == ([], [], [])
        assert session.notes.memo(Target(code="joy")) == ""
        assert session.undo() is None

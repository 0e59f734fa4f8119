"""Undo and redo: what is told, where one is taken, and what cannot be undone because something is not as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fgcoder.codebook import editing
from fgcoder.coding.history import History, in_words
from fgcoder.coding.session import Step
from fgcoder.errors import CodebookError, StoreError
from fgcoder.model import Action, Decision, Mode, Span, Target
from fgcoder.storage.store import Store


@pytest.fixture
def make_decision(small) -> Callable[..., Decision]:
    """Make one of Ana's decisions about the first words of the park, from long ago."""
    transcript = small.store.transcript("park")

    def make(number: int, **changed: object) -> Decision:
        made = Decision(
            id=f"{number:09}",
            coder="ana",
            made_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
            action=Action.APPLY,
            transcript=transcript.id,
            transcript_hash=transcript.hash,
            span=small.store.segments("park")[1].words,
            code="forms",
            mode=Mode.BLIND,
        )
        return replace(made, **changed)

    return make


# In words and places


def test_each_step_says_what_it_was_and_goes_there(small):
    session = small.sit()
    session.move_to(1)
    session.apply("forms", "time")
    session.open("bridge")
    session.apply("trust")
    (coding,) = session.all_codings
    session.replace(coding, code="joy")
    session.notes.write_memo(Target("bridge"), "A short one.")
    session.notes.write_memo(Target(code="joy"), "Which joy?")
    session.open("park")
    session.move_to(4)
    assert list(iter(session.undo, None)) == [
        Step("wrote a memo"),
        Step("wrote a memo", "bridge"),
        Step("changed Trust to Joy", "bridge", 1),
        Step("applied Trust", "bridge", 1),
        Step("applied Forms, No time", "park", 2),
    ]
    assert list(iter(session.redo, None)) == [
        Step("applied Forms, No time", "park", 2),
        Step("applied Trust", "bridge", 1),
        Step("changed Trust to Joy", "bridge", 1),
        Step("wrote a memo", "bridge"),
        Step("wrote a memo"),
    ]


def test_what_is_done_anew_cannot_be_mixed_with_what_was_undone(small):
    session = small.sit()
    session.apply("forms")
    session.apply("time")
    session.undo()
    session.apply("joy")
    assert session.redo() is None
    assert [session.undo().what for _ in range(2)] == ["applied Joy", "applied Forms"]
    assert session.undo() is None


def test_a_coding_whose_code_was_renamed_meanwhile_has_its_edges_moved(small):
    session = small.sit()
    (made,) = session.apply("forms")
    change(session, editing.rename_code, "forms", "paper")
    session.replace(session.all_codings[0], span=Span(made.span.start, made.span.start + 6))
    assert session.undo().what == "moved the edges of Forms"


def test_withdrawals_of_before_there_was_a_redo_are_gestures_of_their_own(small, make_decision):
    """They do not say what they reverse."""
    applied = make_decision(1, gesture="g1")
    back = make_decision(2, action=Action.WITHDRAW, withdraws=applied.id, gesture="g2")
    small.store.append([applied, back])
    session = small.sit()
    assert session.redo() is None
    assert session.undo().what == "took away Forms"
    assert [one.code for one in session.all_codings] == ["forms"]
    assert session.undo().what == "applied Forms"
    assert session.all_codings == []


def test_decisions_without_a_gesture_stand_for_themselves(small, make_decision):
    small.store.append([make_decision(1), make_decision(2, code="joy")])
    session = small.sit()
    assert [session.undo().what, session.undo().what, session.undo()] == ["applied Joy", "applied Forms", None]
    assert [session.redo().what, session.redo().what, session.redo()] == ["applied Forms", "applied Joy", None]


def test_only_as_much_of_the_record_is_read_as_is_needed(small, make_decision):
    small.store.append([make_decision(number, gesture=f"g{number}") for number in range(500)])
    read = []

    class Counting(Store):
        def decisions_latest_first(self, coder):
            for one in super().decisions_latest_first(coder):
                read.append(one)
                yield one

    with Counting.open(small.codebook_file.with_name("store.sqlite")) as store:
        assert [one.gesture for one in History(store, "ana").to_undo()] == ["g499"]
    assert len(read) == 2


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ({}, "took away Forms"),
        ({"code": "gone"}, "took away gone"),
        ({"action": Action.REJECT}, "took away the rejection of Forms"),
        ({"action": Action.NOTHING, "code": ""}, "took away the note that no code fits"),
        ({"action": Action.MEMO, "text": "why"}, "took away a memo"),
        ({"action": Action.FLAG}, "took away a flag"),
        ({"action": Action.TRANSLATION}, "took away a translation"),
        ({"action": Action.USE}, "took away the mark that a passage is used in the report"),
        ({"action": Action.LINK, "finding": "f1"}, "took away the link to finding f1"),
        (None, "took something back"),
    ],
)
def test_a_withdrawal_says_of_what(small, make_decision, target, told):
    back = make_decision(2, action=Action.WITHDRAW, withdraws="there")
    targets = {} if target is None else {"there": make_decision(1, **target)}
    assert in_words([back], targets, small.codebook) == told


# Codebook and transcripts that are not as they were


def change(session, edit, *args, words="Changed the codebook"):
    return session.change_codebook(lambda text, path: edit(text, path, *args), words, "")


def by_hand(small, old: str, new: str) -> None:
    text = small.codebook_file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    small.codebook_file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_edited_by_hand_elsewhere_is_kept(small):
    session = small.sit()
    change(session, editing.rename_code, "trust", "faith")
    by_hand(small, "# The codes of the park.\n", "# The codes of the park.\n# And of the bridge.\n")
    by_hand(small, "    examples: [I like it]\n", "    examples: [I like it, I love it]\n")
    edited = small.codebook_file.read_text(encoding="utf-8")
    step = session.undo()
    assert step.codebook
    assert small.codebook_file.read_text(encoding="utf-8") == edited.replace("id: faith", "id: trust").replace(
        "    was: [trust]\n", ""
    )
    assert session.codebook == small.codebook
    assert session.codebook.by_id["joy"].examples == ("I like it", "I love it")
    assert session.redo().codebook
    assert small.codebook_file.read_text(encoding="utf-8") == edited


def test_where_the_same_lines_were_edited_by_hand_it_says_so_and_undo_goes_past_it(small):
    session = small.sit()
    session.apply("trust")
    change(session, _revise, "trust", "Whether one believes them.", words="Revised Trust")
    by_hand(small, "Whether one believes them.", "Whether one can rely on them.")
    file, record = small.codebook_file.read_bytes(), small.store.decisions()
    with pytest.raises(CodebookError, match=r"the file has changed since.*Whether one believes them") as caught:
        session.undo()
    assert caught.value.faults[0].path == small.codebook_file
    assert (small.codebook_file.read_bytes(), small.store.decisions()) == (file, record)
    assert session.undo().what == "applied Trust"
    assert session.undo() is None
    assert small.codebook_file.read_bytes() == file
    assert session.redo().what == "applied Trust"
    # Once the lines are back, a program that is started anew can take the change back.
    by_hand(small, "Whether one can rely on them.", "Whether one believes them.")
    again = small.sit()
    assert [again.undo().what, again.undo().what] == ["revised Trust", "applied Trust"]
    assert "believes" not in small.codebook_file.read_text(encoding="utf-8")


def test_what_cannot_be_done_again_stays_until_it_can(small):
    session = small.sit()
    change(session, _revise, "trust", "Whether one believes them.", words="Revised Trust")
    session.apply("trust")
    session.undo()
    session.undo()
    by_hand(small, "    label: Trust\n", "    label: Trust\n    definition: Another.\n")
    for _ in range(2):
        with pytest.raises(CodebookError):
            session.redo()
    by_hand(small, "    definition: Another.\n", "")
    assert [session.redo().what, session.redo().what, session.redo()] == ["revised Trust", "applied Trust", None]
    assert [session.undo().what, session.undo().what, session.undo()] == ["applied Trust", "revised Trust", None]


def test_where_the_codebook_cannot_be_changed_undo_goes_past_its_changes(small):
    session = small.sit()
    session.apply("trust")
    change(session, _revise, "trust", "Whether one believes them.", words="Revised Trust")
    elsewhere = small.sit(book=small.codebook)
    with pytest.raises(CodebookError, match="cannot be changed from here"):
        elsewhere.undo()
    assert elsewhere.undo().what == "applied Trust"


def test_what_was_done_in_a_transcript_that_is_not_here_is_gone_past(small, make_decision):
    session = small.sit()
    session.apply("trust")
    small.store.merge([make_decision(1, transcript="forest", made_at=small.store.next_moment())])
    with pytest.raises(StoreError, match="no transcript `forest`"):
        session.undo()
    assert len(small.store.decisions()) == 2
    assert session.transcript.id == "park"
    assert session.undo().what == "applied Trust"


def _revise(text: str, path: Path, code: str, definition: str) -> str:
    return editing.revise_code(text, path, code, definition=definition)

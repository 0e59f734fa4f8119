"""Labels that name nobody."""

from __future__ import annotations

from typing import Any

from fgcoder.model import Role
from fgcoder.reporting.naming import AS_THEY_STAND, pseudonyms


def test_participants_are_numbered_as_they_speak_and_numbers_of_their_own_stay(desk: Any) -> None:
    names = pseudonyms(desk.store.transcripts())
    assert names.of("park", "TOM", Role.PARTICIPANT) == "P1"
    assert names.of("park", "MARY", Role.PARTICIPANT) == "P2"
    assert names.of("park", "MODERATOR", Role.MODERATOR) == "moderator"
    assert names.of("sti", "Deltager 5", Role.PARTICIPANT) == "P5"
    assert names.of("sti", "Deltager 2", Role.PARTICIPANT) == "P2"


def test_a_transcript_that_is_added_changes_no_label(desk: Any) -> None:
    every = desk.store.transcripts()
    few = pseudonyms({name: one for name, one in every.items() if name != "park"})
    assert set(few.labels.items()) < set(pseudonyms(every).labels.items())


def test_no_two_people_of_a_group_share_a_label(desk: Any) -> None:
    labels = pseudonyms(desk.store.transcripts()).labels
    assert len({(group, label) for (group, _), label in labels.items()}) == len(labels)


def test_a_label_of_the_study_with_a_colon_breaks_them_and_a_name_that_is_said_does_not(desk: Any) -> None:
    names = pseudonyms(desk.store.transcripts())
    for words in ("It is. Mary: It depends.", "Tom : oui", "deltager  5 (f, 30)： ja"):
        assert names.are_broken_by(words), words
        assert not AS_THEY_STAND.are_broken_by(words)
    for words in ("as Mary told us to", "Rosemary: a herb", "P1: It is. moderator: Well?", ""):
        assert not names.are_broken_by(words), words
    assert not pseudonyms({}).are_broken_by("Mary: It depends.")


def test_a_label_nobody_knows_is_not_printed() -> None:
    assert pseudonyms({}).of("park", "Mary", Role.PARTICIPANT) == "P?"
    assert AS_THEY_STAND.of("park", "Mary", Role.PARTICIPANT) == "Mary"
    assert AS_THEY_STAND.of("park", "Mary", Role.MODERATOR) == "moderator"

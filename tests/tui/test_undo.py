"""Undo and redo on screen: whatever was done, told in words, back and forth without limit, also across restarts."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.model import Span
from fgcoder.record.notes import memos

LITTER = (*"litter", "enter")
GESTURES: dict[str, tuple[tuple[str, ...], str]] = {
    "accepted": (("1",), "applied No time (park, segment 2)"),
    "rejected": (("x",), "rejected Red tape (park, segment 2)"),
    "picked two": (("c", *"money", "plus", *"pride", "plus", "enter"), "applied Money, Pride in the place"),
    "memo on a coding": (("M", *"money", "enter", *"why", "ctrl+s"), "wrote a memo (park, segment 2)"),
    "edges": (("e", *"money", "enter", "left", "enter"), "moved the edges of Money"),
    "recoded": (("r", *"pride", "enter", *LITTER), "changed Pride in the place to Litter"),
    "taken off": (("d", *"time", "enter"), "took away No time"),
    "words": (("v", "tab", "down", "c", *"children", "enter"), "applied For the children (park, segment 2)"),
    "none fits": (("end", "0", "home"), "rejected"),
    "flagged": (("down", "exclamation_mark", *"hm", "enter"), "flagged a passage (park, segment 3)"),
    "unflagged": (("exclamation_mark",), "took away a flag (park, segment 3)"),
    "linked": (("l", "enter", "down", *"so", "enter"), "linked a passage to finding most-would-help"),
    "unlinked": (("l", "enter", "ctrl+d"), "took away the link to finding most-would-help"),
    "memo on the transcript": (("M", *"transcript", "enter", *"long", "ctrl+s"), "wrote a memo"),
    "memo on a code": (("M", *"a code", "enter", *LITTER, *"what?", "ctrl+s"), "wrote a memo"),
    "memo away": (("M", *"a code", "enter", *LITTER, *["backspace"] * 5, "ctrl+s"), "took away a memo"),
}
"""What is done one after the other, and how its undoing is told."""
IN_VIVO = ("a", *"Snow", "enter", "enter")


def state(desk: Any) -> tuple[object, ...]:
    """Everything that a coder's work comes to, but for the order in which it was done."""
    session, rows = desk.session, desk.store.transcript_ids()
    here = session.transcript.id
    session.keep_place()
    kept: list[object] = [desk.study.codebook.read_text(encoding="utf-8")]
    kept.append(sorted((memo.target.code, memo.text) for memo in memos(session.in_force_anywhere)))
    for name in rows:
        session.open(name)
        kept.append(sorted((coding.span, coding.code) for coding in session.all_codings))
        kept.append([sorted(session.rejected(segment)) for segment in session.segments])
        notes = session.notes
        kept.append(sorted((memo.target.span or Span(0, 0), memo.target.code, memo.text) for memo in notes.memos))
        kept.append(sorted((flag.span, flag.text) for flag in notes.flags))
        kept.append(sorted((link.span, link.finding, link.relation, link.text) for link in notes.links))
        kept.append(sorted(session.decided))
    session.open(here)
    return tuple(kept)


async def undo_all(seen: Any) -> list[str]:
    told = []
    while True:
        await seen.press("u")
        if seen.message == "There is nothing to undo.":
            return told
        assert seen.message.startswith("Undone: ")
        told.append(seen.message)


async def test_everything_is_taken_back_and_done_again_each_told_in_words_also_after_a_restart(desk: Any) -> None:
    async with desk.seen() as seen:
        states = [state(desk)]
        for keys, _ in GESTURES.values():
            await seen.press(*keys)
            await seen.settle()
            states.append(state(desk))
        assert all(before != after for before, after in pairwise(states))
        await seen.press(*IN_VIVO)
        await seen.settle()
        states += [state(desk)]
        count = len(desk.decisions)
        await seen.press("q")
    later = desk.again()
    assert later.session.codebook.by_id["snow"]
    async with later.seen() as seen:
        told = await undo_all(seen)
        await seen.settle()
        assert state(later) == states[0]
        wanted = [words for _, words in GESTURES.values()]
        assert told[:2] == [
            "Undone: applied Snow (park, segment 3). U does it again.",
            "Undone: added the code Snow below Obstacles. U does it again.",
        ]
        assert len(told) == len(wanted) + 2
        for line, words in zip(told[2:], reversed(wanted), strict=True):
            assert f"Undone: {words}" in line
        assert not any(sign in line for line in seen.transcript_lines for sign in "●○!✎⇄")
        await seen.press("q")
    again = desk.again()
    async with again.seen() as seen:
        for wanted_state in [*states[1 : len(GESTURES) + 1], None, states[-1]]:
            await seen.press("U")
            assert seen.message.startswith("Done again: ")
            assert wanted_state is None or state(again) == wanted_state
        await seen.press("U")
        assert seen.message == "There is nothing to do again."
        await seen.settle()
    assert len(desk.decisions) > count, "nothing is ever taken out of the record"


async def test_after_something_new_there_is_nothing_to_do_again(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("U")
        assert seen.message == "There is nothing to do again."
        await seen.press("1", "1", "u", "u", "2", "U")
        assert seen.message == "There is nothing to do again."
        assert [coding.code for coding in desk.session.all_codings] == ["red-tape"]
        await seen.press("u", "u")
        assert seen.message == "There is nothing to undo."


async def test_one_is_taken_to_where_it_was_done(desk: Any) -> None:
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("1", "t", *"river", "enter", "m", *"ducks", "ctrl+s", "t", *"park", "enter", "end")
        await seen.press("u")
        assert desk.current.id == "river#2"
        assert seen.text("#where").startswith("river")
        assert seen.message == "Undone: wrote a memo (river, segment 2). U does it again."
        await seen.press("u")
        assert desk.current.id == "park#2"
        assert any("I sweep" in line for line in seen.current_lines)
        await seen.press("U", "U")
        assert desk.current.id == "river#2"
        assert "✎ ducks" in "\n".join(seen.transcript_lines)


async def test_a_change_of_the_codebook_that_cannot_be_undone_is_told_and_passed_over(desk: Any) -> None:
    file = desk.study.codebook
    async with desk.seen() as seen:
        await seen.press("1", *IN_VIVO, "u")
        await seen.settle()
        file.write_text(file.read_text(encoding="utf-8").replace("Snow", "Ice"), encoding="utf-8")
        await seen.press("u")
        assert "The change was not made." in seen.message
        assert "expected near line" in seen.message
        assert "put these lines back first" in seen.told
        assert "Ice" in file.read_text(encoding="utf-8")
        await seen.press("u")
        assert "Undone: applied No time" in seen.message
        assert desk.session.all_codings == []


PRESSED = [keys for name, (keys, _) in GESTURES.items() if name in ("accepted", "rejected", "words", "flagged")] + [
    ("m", *"so", "ctrl+s"),
    ("0",),
    ("down", "1", "e", "enter", "left", "enter"),
    ("l", "enter", "enter"),
    ("full_stop",),
    ("u",),
    ("u", "u"),
    ("U",),
    ("t", *"river", "enter", "2"),
]


@given(gestures=st.lists(st.sampled_from(PRESSED), min_size=3, max_size=8))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_done_undo_takes_all_of_it_back_and_redo_brings_all_of_it_again(
    kept_study: Path, desks: Callable[..., Any], gestures: list[tuple[str, ...]]
) -> None:
    async def run(desk: Any) -> None:
        async with desk.seen() as seen:
            before = state(desk)
            for keys in gestures:
                await seen.press(*keys, "escape", "escape")
            after = state(desk)
            told = await undo_all(seen)
            assert state(desk) == before
            for _ in told:
                await seen.press("U")
                assert seen.message.startswith("Done again: ")
            assert state(desk) == after

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(desks(shutil.copytree(kept_study, Path(folder) / "study"))))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_was_undone_is_no_longer_in_the_margin_and_what_is_done_again_is(
    desk: Any, size: tuple[int, int]
) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("1", "v", "up", "c", *LITTER)
        whole = seen.transcript_lines
        await seen.press("u")
        assert "Litter" not in "\n".join(seen.transcript_lines)
        assert "No time" in "\n".join(seen.transcript_lines)
        await seen.press("U")
        assert seen.transcript_lines == whole

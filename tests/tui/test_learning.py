"""Suggestions that learn while one codes: fresh on the next segment, never under one's eyes, never in one's way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from fgcoder.coding.advised import VISIBLE
from fgcoder.model import Action, Mode, Shown, Suggestion
from fgcoder.pipeline import events, preparing
from fgcoder.rounding import per_cent
from fgcoder.suggesting.ranking import QUOTE
from fgcoder.tui.app import FgcoderApp
from fgcoder.tui.screens.coding import workplace

UK = "uk-local-environment"
AT_ONCE, LATE = 3600.0, 0.0
"""Every list may still change; none may."""


@pytest.fixture
def ranked(ranked_copy: Path, desks: Callable[..., Any]) -> Any:
    """The real study with the real suggestions, at the British group."""
    return desks(ranked_copy, prepare=False, start_at=UK)


def listed(desk: Any, ranking: Any) -> list[Suggestion]:
    """What a ranking has to say of the current segment beside what is decided there."""
    settled = {coding.code for coding in desk.session.codings(desk.current)} | desk.session.rejected(desk.current)
    return list(ranking.suggestions(desk.current, settled, VISIBLE))


def shown(suggestions: list[Suggestion]) -> tuple[Shown, ...]:
    return tuple(Shown(suggestion.code, suggestion.score) for suggestion in suggestions)


def lists(seen: Any, suggestions: list[Suggestion]) -> None:
    """See that the screen shows these suggestions: what is nearest to each is cut off where there is no room."""
    assert len(seen.suggested) == len(suggestions)
    for row, one in zip(seen.suggested, suggestions, strict=True):
        head = f"{per_cent(one.score)}  {seen.desk.session.codebook.label(one.code)}"
        before, there, why = row.partition(head)
        assert (before[0], there) == (str(one.rank), head)
        kept = why.strip().rstrip("…").strip()
        assert kept
        assert one.why.startswith(kept)


async def go_to_a_list(seen: Any, length: int) -> None:
    """Go on to where at least so many codes are suggested."""
    while len(seen.suggested) < length:
        await seen.press("down")
        assert "last segment" not in seen.message, "nowhere are there so many"


async def test_what_was_accepted_is_learnt_from_when_one_comes_to_the_next_segment(
    ranked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "SETTLES", AT_ONCE)
    async with ranked.seen() as seen:
        before = ranked.session.ranking
        assert before.learnt == ()
        await go_to_a_list(seen, 2)
        accepted = ranked.current.id
        first = listed(ranked, before)
        lists(seen, first)
        await seen.press("enter")
        await seen.until(lambda: ranked.session.ranking is not before)
        after = ranked.session.ranking
        assert after.learnt == (after.material.rows[accepted],)
        await go_to_a_list(seen, 1)
        second = listed(ranked, after)
        assert second != listed(ranked, before)
        lists(seen, second)
        await seen.press("1")
        assert [one.shown for one in ranked.decisions] == [shown(first), shown(second)]


async def test_a_list_that_is_being_read_stays_until_one_moves(ranked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "SETTLES", LATE)
    learnt: list[Any] = []
    async with ranked.seen() as seen:
        monkeypatch.setattr(seen.coding, "learnt", _telling(seen.coding.learnt, learnt))
        await go_to_a_list(seen, 3)
        before = ranked.session.ranking
        first = listed(ranked, before)
        await seen.press("1")
        await seen.until(lambda: len(learnt) == 1)
        await seen.settle()
        assert learnt[0] is not before
        assert ranked.session.ranking is before
        second = listed(ranked, before)
        assert second != listed(ranked, learnt[0])
        lists(seen, second)
        await seen.press("1")
        await seen.until(lambda: len(learnt) == 2)
        assert ranked.session.ranking is before
        await seen.press("down")
        await go_to_a_list(seen, 1)
        assert ranked.session.ranking is learnt[1]
        third = listed(ranked, learnt[1])
        lists(seen, third)
        await seen.press("x")
        assert [one.shown for one in ranked.decisions] == [shown(first), shown(second), shown(third)]


def _telling(learnt: Callable[[Any], None], told: list[Any]) -> Callable[[Any], None]:
    def tell(ranking: Any) -> None:
        learnt(ranking)
        told.append(ranking)

    return tell


async def test_what_is_taken_back_is_unlearnt(ranked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "SETTLES", AT_ONCE)
    async with ranked.seen() as seen:
        await seen.press("c", *"redtape", "enter")
        await seen.until(lambda: len(ranked.session.ranking.learnt) == 1)
        await seen.press("u")
        await seen.until(lambda: ranked.session.ranking.learnt == ())


async def test_a_coded_quote_is_given_as_a_reason(ranked: Any) -> None:
    wanted = [(0, segment.id, ["red-tape"]) for segment in ranked.store.segments(UK)[2:40:2] if segment.is_codable]
    ranked.session.record(wanted, Action.APPLY)
    learner = preparing.learner_of(ranked.study, ranked.store, ranked.session.codebook)
    ranking = learner.learn(ranked.decisions)
    decided = {name for _, name, _ in wanted}
    found = (
        (segment, suggestion)
        for segment in ranked.store.segments(UK)
        for suggestion in ranking.suggestions(segment, (), VISIBLE)
        if segment.id not in decided and suggestion.reason_kind == QUOTE
    )
    segment, suggestion = next(found)
    assert suggestion.reason in {learner.material.texts[learner.material.rows[name]] for name in decided}
    async with ranked.seen() as seen:
        while ranked.current != segment:
            await seen.press("down")
        lists(seen, list(ranking.suggestions(segment, (), VISIBLE)))
        assert f" {per_cent(suggestion.score)}  Red tape coded quote: " in seen.suggested[suggestion.rank - 1]


# Silence


@pytest.fixture
def silent(desk: Any) -> Any:
    """The small study, with nothing to suggest for its first segment that is coded."""
    plain = type(desk).ranks
    desk.ranks = lambda desk: replace(plain(desk), silent=frozenset({"park#2"}))
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_where_nothing_is_likely_enough_it_says_so_and_what_to_do(silent: Any, size: tuple[int, int]) -> None:
    async with silent.seen().at(size) as seen:
        assert seen.suggested == []
        assert seen.text("#remark") == workplace.SILENT.format_map({"pick": "c", "none-fits": "0"})
        assert "Nothing is likely enough" in "\n".join(seen.lines)
        for key in ("enter", "1", "x"):
            await seen.press("end", "home", key)
            assert "There is no suggestion" in seen.message
        assert (silent.decisions, silent.current.id) == ([], "park#2")
        await seen.press("0")
        assert "no code fits" in seen.message
        assert silent.current.id == "park#3"
        assert len(seen.suggested) == VISIBLE
        await seen.press("up", "c", *"litter", "enter")
        made = [(one.action, one.mode, one.shown, one.withheld, one.model) for one in silent.decisions]
        assert made == [
            (Action.NOTHING, Mode.ASSISTED, (), (), "by hand"),
            (Action.APPLY, Mode.ASSISTED, (), (), "by hand"),
        ]


# What could go wrong


async def test_a_fault_in_learning_is_told_and_coding_goes_on(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "SETTLES", AT_ONCE)
    plain, faulty = type(desk).ranks, [False]

    def ranks(desk: Any) -> Any:
        if faulty[0]:
            raise ValueError("the matrix is singular")
        return plain(desk)

    desk.ranks = ranks
    async with desk.seen() as seen:
        before, faulty[0] = desk.session.ranking, True
        await seen.press("1")
        await seen.until(lambda: "the matrix is singular" in seen.message)
        assert "not learnt from" in seen.message
        assert desk.session.ranking is before
        await seen.press("down", "enter")
        await seen.until(lambda: "the matrix is singular" in seen.message)
        assert [one.code for one in desk.decisions] == ["no-time", "red-tape"]
        faulty[0] = False
        await seen.press("x")
        await seen.until(lambda: desk.session.ranking is not before)
        await seen.press("q")
        assert seen.app.return_code == 0
    assert len(desk.decisions) == 3


async def test_one_can_quit_while_it_learns(desk: Any) -> None:
    plain, learning, go_on = type(desk).ranks, Event(), Event()

    def ranks(desk: Any) -> Any:
        if desk.session.ranking is not None:
            learning.set()
            assert go_on.wait(60)
        return plain(desk)

    desk.ranks = ranks
    async with desk.seen() as seen:
        await seen.press("1")
        await seen.until(learning.is_set)
        await seen.press("down", "1", "q")
        assert seen.app.return_code == 0
        go_on.set()
    assert len(desk.decisions) == 2


async def test_what_is_decided_while_suggestions_are_prepared_is_learnt_when_they_are_there(
    ranked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "SETTLES", AT_ONCE)
    ranked_once, go_on = Event(), Event()

    class Slow(preparing.Preparation):
        """The real one, but the coder is quicker."""

        def rank(self, on_progress: events.OnProgress) -> Any:
            made = super().rank(on_progress)
            ranked_once.set()
            assert go_on.wait(60)
            return made

    slow = Slow(ranked.study, ranked.store, ranked.session.coder)
    app = FgcoderApp(lambda: ranked.session, ranked.settings, lambda: slow, UK)
    async with app.run_test(size=(120, 36)) as pilot, asyncio.timeout(60):
        while not ranked_once.is_set():
            await pilot.pause()
        await pilot.press("c", *"redtape", "enter", "down", "c", *"redtape", "enter")
        while len(ranked.decisions) < 2:
            await pilot.pause()
        assert ranked.session.ranking is None
        go_on.set()
        while ranked.session.ranking is None or len(ranked.session.ranking.learnt) < 2:
            await pilot.pause()
    assert [(one.code, one.mode) for one in ranked.decisions] == [("red-tape", Mode.BLIND)] * 2


async def test_decisions_that_come_fast_are_all_learnt_from(ranked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "SETTLES", AT_ONCE)
    async with ranked.seen() as seen:
        await seen.press("c", *"redtape", "enter")
        await seen.pilot.press(*["down", "0"] * 8)
        decided = {one.span for one in ranked.decisions}
        assert len(decided) > 4
        await seen.until(lambda: len(ranked.session.ranking.learnt) == len(decided))

"""What is put off while somebody presses keys: done once they pause, neither before nor again at each pause."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from fgcoder.pipeline import garbage
from fgcoder.tui import pauses

SOON = 1.0
DUE = 50
"""Looks at the youngest, which there is one of after each key, after which everything is to be looked through."""


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Note whenever Python looks through everything, with thresholds as the program sets them and a short pause."""
    found: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start" and about["generation"] == 2:
            found.append(1)

    monkeypatch.setattr(pauses, "PAUSE", SOON)
    usual = gc.get_threshold()
    garbage.leave_to_pauses()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.set_threshold(*usual)


async def test_garbage_is_looked_for_in_the_first_pause_and_not_between_keys(desk: Any, looks: list[int]) -> None:
    async with desk.seen() as seen:
        gc.collect()
        looks.clear()
        pressed, began = 0, monotonic()
        while pressed < DUE or monotonic() - began < 4 * SOON:
            await seen.press("down", "up")
            pressed += 2
        assert not looks
        await seen.until(lambda: bool(looks))
        await asyncio.sleep(3 * SOON)
        assert len(looks) == 1


async def test_after_a_few_keys_no_pause_is_used(desk: Any, looks: list[int]) -> None:
    async with desk.seen() as seen:
        gc.collect()
        looks.clear()
        await seen.press("down", "up", "down")
        await asyncio.sleep(3 * SOON)
        assert not looks

"""Keystrokes counted: a transcript of the sample study is coded in the real app with the real suggestions.

The coder wants the codes that another coder has given, and presses what anybody would: Enter where the first suggestion
is the last code that is still wanted, digits for others, 0 where none is wanted, and for what is not suggested the list
that `c` opens, or `C` where it is the last. Nobody's decisions are learnt from but the coder's own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fgcoder.coding.session import CodingSession
from fgcoder.pipeline import taking_in
from fgcoder.record import log as decision_log
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tui.screens.coding import workplace
from fgcoder.tui.widgets.chooser import PickerScreen
from fgcoder.tui.widgets.chooser.listing import ChoiceList

SAMPLE = Path(__file__).parents[2]
TRANSCRIPT, OTHER = "uk-community-safety", "anna"


@dataclass(frozen=True)
class Pressed:
    """What one segment took."""

    keys: int
    wanted: int
    """Codes that the coder wanted for it."""
    by_suggestion: bool
    """Whether suggestions were shown, and all that was wanted was among them."""


@dataclass(frozen=True)
class Count:
    """What a transcript took."""

    segments: tuple[Pressed, ...]

    def average(self, *, by_suggestion: bool = False, coded: bool = False) -> float:
        """Key presses a segment: all segments, those that suggestions were enough for, of these those with a code."""
        keys = [
            one.keys for one in self.segments if (one.by_suggestion or not by_suggestion) and (one.wanted or not coded)
        ]
        return sum(keys) / len(keys)

    def __str__(self) -> str:
        enough = [one for one in self.segments if one.by_suggestion]
        return (
            f"{self.average(by_suggestion=True):.2f} key presses a segment where suggestions were enough "
            f"({len(enough)} of {len(self.segments)} segments; {self.average(by_suggestion=True, coded=True):.2f} "
            f"for the {sum(one.wanted > 0 for one in enough)} of them that got a code), "
            f"{self.average():.2f} in the whole transcript"
        )


class Coder:
    """Codes as another coder did, with as few key presses as the screen allows, and counts them."""

    def __init__(self, seen: Any, wanted: Mapping[int, set[str]]) -> None:
        self._seen, self._wanted = seen, wanted
        self._keys = 0

    async def code_all(self) -> Count:
        """Go through the transcript from the first segment to the last."""
        segments = []
        await self._seen.press("home")
        while True:
            segment = self._seen.desk.current
            self._keys = 0
            segments.append(await self._code(set(self._wanted[segment.number])))
            if self._seen.desk.current == segment:
                await self._seen.press("down")
                assert "last segment" in self._seen.message
                return Count(tuple(segments))

    async def _press(self, key: str) -> None:
        self._keys += 1
        await self._seen.press(key)

    @property
    def _suggested(self) -> list[str]:
        """The codes on the screen, in order."""
        found = [one.code for one in self._seen.desk.session.suggestions(self._seen.desk.current)]
        assert len(found) == len(self._seen.suggested)
        return found

    async def _code(self, missing: set[str]) -> Pressed:
        segment, wanted = self._seen.desk.current, len(missing)
        by_suggestion = not self._seen.desk.session.concealment(segment)
        if not missing:
            await self._press("0")
        while missing & set(self._suggested):
            first, *others = self._suggested
            if missing == {first}:
                await self._press("enter")
                missing.clear()
            else:
                code = next((code for code in others if code in missing), first)
                await self._press(str(self._suggested.index(code) + 1))
                missing.discard(code)
            await self._seen.settle()
        by_suggestion = by_suggestion and not missing
        for left, code in enumerate(sorted(missing), 1 - len(missing)):
            await self._pick("C" if left == 0 else "c", code)
        if self._seen.desk.current == segment:
            await self._press("down")
        await self._seen.settle()
        return Pressed(self._keys, wanted, by_suggestion)

    async def _pick(self, key: str, code: str) -> None:
        """Pick by a digit where it was used lately, else by typing until it comes first."""
        recent = self._seen.desk.session.recent_codes
        await self._press(key)
        picker = await self._seen.show(PickerScreen)
        if code in recent:
            await self._press(str(recent.index(code) + 1))
        else:
            listing, letters = picker.query_one(ChoiceList), iter(self._seen.desk.session.codebook.label(code))
            while listing.row is None or listing.row.hit is None or listing.row.hit.choice.id != code:
                await self._press(next(letters))
            await self._press("enter")
        await self._seen.until(lambda: self._seen.app.screen is self._seen.coding)
        await self._seen.settle()


@pytest.fixture
def sample(tmp_path: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample study with its whole codebook and its draw, but one transcript; the other coder's log beside it."""
    monkeypatch.setenv("FGCODER_CACHE", str(model_folder.parent))
    folder = tmp_path / "study"
    for name in (
        "study.yaml",
        "codebooks/coproduction.yaml",
        "surveys/coproduction.yaml",
        "surveys/generated.yaml",
        "surveys/generated.csv",
        f"transcripts/{TRANSCRIPT}.txt",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, folder / name)
    study = open_study(folder)
    with Store.open(study.store) as store:
        taking_in.take_in(study, store)
        log = decision_log.read(SAMPLE / "decisions" / f"{OTHER}.jsonl")
        store.merge([decision for decision in log if decision.transcript == TRANSCRIPT])
    return folder


def wanted_by(desk: Any, coder: str) -> dict[int, set[str]]:
    """Give the codes that a coder has given to each segment, by its number."""
    session = CodingSession(desk.store, desk.session.codebook, coder)
    session.open(TRANSCRIPT)
    return {s.number: {coding.code for coding in session.codings(s)} for s in session.segments if s.is_codable}


async def count_keystrokes(seen: Any, coder: str = OTHER) -> Count:
    """Code the transcript that is open as a coder has coded it."""
    wanted = wanted_by(seen.desk, coder)
    count = await Coder(seen, wanted).code_all()
    assert wanted_by(seen.desk, seen.desk.session.coder) == wanted, "it was coded as was wanted"
    assert seen.desk.session.progress().decided == len(wanted)
    return count


async def test_by_suggestions_a_segment_takes_one_and_a_half_key_presses_at_most(
    sample: Path, desks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    monkeypatch.setattr(workplace, "SETTLES", 3600.0)  # on a busy machine, too, every list has learnt what it can
    desk = desks(sample, prepare=False, start_at=TRANSCRIPT)
    desk = desks(sample, prepare=False, start_at=TRANSCRIPT, draw=desk.study.draw)
    async with desk.seen() as seen:
        assert seen.suggested
        count = await count_keystrokes(seen)
    record_property("keystrokes", str(count))
    print(count)  # noqa: T201 - shown with `pytest -s`
    assert len(count.segments) > 100
    assert count.average(by_suggestion=True) <= 1.25
    assert count.average(by_suggestion=True, coded=True) <= 1.5
    assert sum(one.by_suggestion for one in count.segments) > len(count.segments) / 2, "mostly they are enough"
    assert count.average() <= 2.0

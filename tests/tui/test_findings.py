"""Findings come ranked for the passage in hand, with the reason, and with figures that were computed meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fgcoder.tui.widgets.chooser import ChooserScreen

FINDINGS = """\
title: What people do for their park
base: 400 neighbours
source: The town's own survey
microdata: {file: answers.csv}
findings:
  - {id: zebras, statement: "Zzz, zzz: jazz fuzz quiz.", shares: [{label: would, variable: would, values: yes}]}
  - {id: paths, statement: I sweep the path in front of the gate.}
  - {id: time-is-short, statement: "Qqq, zzz.", codes: [no-time]}
"""


@pytest.fixture
def ranked(study_folder: Path, desks: Any) -> Any:
    (study_folder / "survey.yaml").write_text(FINDINGS, encoding="utf-8")
    (study_folder / "answers.csv").write_text("would\n" + "yes\nno\n" * 50, encoding="utf-8")
    return desks(study_folder, near=True)


def order(seen: Any) -> list[str]:
    """The findings as they are listed, by a word of each."""
    words = {"jazz": "zebras", "sweep the path in front": "paths", "Qqq": "time-is-short"}
    rows = [line for line in seen.lines if any(word in line for word in words)]
    found = [words[word] for line in rows for word in words if word in line]
    return list(dict.fromkeys(found))


async def test_the_nearest_finding_comes_first_with_the_reason(ranked: Any) -> None:
    async with ranked.seen() as seen:
        await seen.until(lambda: seen.app._coding.findings is not None and seen.app._coding.findings.is_ready("park"))
        assert "I sweep the path" in seen.shown
        await seen.press("l")
        assert isinstance(seen.app.screen, ChooserScreen)
        assert order(seen)[0] == "paths"
        assert "likeness" in seen.shown
        await seen.press("escape")
        ranked.session.apply("no-time")
        await seen.press("l")
        assert order(seen)[:2] == ["time-is-short", "paths"]
        assert "coded No time, likeness" in seen.shown


async def test_computed_figures_arrive_without_being_waited_for(ranked: Any) -> None:
    assert ranked.session.notes.findings["zebras"].figures == ()
    async with ranked.seen() as seen:
        await seen.until(lambda: seen.app._coding.findings is not None)
        await seen.press("l", *"jazz")
        assert "50 % (40–60), base 100" in seen.shown


async def test_what_cannot_be_computed_is_told_and_linking_goes_on(ranked: Any) -> None:
    (ranked.folder / "answers.csv").unlink()
    async with ranked.seen() as seen:
        await seen.until(lambda: "cannot be opened" in seen.shown)
        await seen.press("l")
        assert isinstance(seen.app.screen, ChooserScreen)
        assert order(seen)[0] == "zebras", "as in the file"


async def test_another_transcript_is_ranked_from_the_second_time_on(ranked: Any) -> None:
    async with ranked.seen() as seen:
        await seen.until(lambda: seen.app._coding.findings is not None and seen.app._coding.findings.is_ready("park"))
        seen.app._coding.open_transcript("river", None)
        await seen.press("l")
        assert "likeness" not in seen.shown
        await seen.press("escape")
        await seen.until(lambda: seen.app._coding.findings.is_ready("river"))
        await seen.press("l")
        assert "likeness" in seen.shown

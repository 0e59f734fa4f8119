"""Memos, flags and links on screen: written, shown beside the words, changed, taken away, thought better of."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from fgcoder.model import Action, Relation, Target
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.link import LinkScreen
from fgcoder.tui.screens.memo import MemoScreen
from fgcoder.tui.widgets.chooser import ChooserScreen
from fgcoder.tui.widgets.suggestions import SegmentPanel
from fgcoder.tui.widgets.suggestions.layout import Part

SIZES = [(80, 24), (120, 36)]
HELP, TIME = "most-would-help", "time-is-short"


def margin(seen: Any) -> str:
    """What stands beside the words or, where it is narrow, beneath them."""
    return "\n".join(seen.transcript_lines)


def memos(desk: Any) -> list[tuple[Target, str]]:
    return [(memo.target, memo.text) for memo in desk.session.notes.memos]


def links(desk: Any) -> list[tuple[str, Relation, str]]:
    return [(link.finding, link.relation, link.text) for link in desk.session.notes.links]


# Memos


@pytest.mark.parametrize("size", SIZES)
async def test_a_memo_on_the_segment_is_written_shown_changed_and_taken_away(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        target = Target("park", desk.current.words)
        await seen.press("m")
        assert isinstance(seen.app.screen, MemoScreen)
        assert "Memo on the segment" in seen.shown
        assert "I sweep the path in front of the gate." in seen.shown
        await seen.press(*"Proud. ", "enter", *"Or hurt?", "ctrl+s")
        assert memos(desk) == [(target, "Proud. \nOr hurt?")]
        assert seen.message == "Wrote a memo on the segment. u takes it back."
        assert "✎ Proud. Or hurt?" in margin(seen)

        await seen.press("m", *" Ask", "ctrl+s")
        assert memos(desk) == [(target, "Proud. \nOr hurt? Ask")]
        await seen.press("m", "ctrl+s")
        assert len(desk.decisions) == 2, "what is kept as it was is no decision"
        await seen.press("m", *["backspace"] * 25, "ctrl+s")
        assert memos(desk) == []
        assert seen.message == "The memo is gone. u brings it back."
        assert "✎" not in margin(seen)
        assert [one.action for one in desk.decisions] == [Action.MEMO] * 3


async def test_the_editor_asks_once_before_it_drops_what_is_new(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("m", "escape")
        assert isinstance(seen.app.screen, CodingScreen), "nothing was typed"
        await seen.press("m", *"hm", "escape")
        assert isinstance(seen.app.screen, MemoScreen)
        assert "This is not kept yet: Ctrl+S keeps it, Esc once more drops it." in seen.shown
        await seen.press("ctrl+s")
        assert [text for _, text in memos(desk)] == ["hm"]
        await seen.press("m", *"m!", "escape", "escape")
        assert isinstance(seen.app.screen, CodingScreen)
        assert [text for _, text in memos(desk)] == ["hm"]
        await seen.press("m", "!", "backspace", "escape")
        assert isinstance(seen.app.screen, CodingScreen), "it is as it was"


async def test_a_long_memo_in_any_script_is_kept_as_it_was_written(desk: Any) -> None:
    text = "Zdá se mi, že… 川 🙂\n\n\tIndented, and a very long line: " + "on and on " * 40 + "[bold]not bold[/]"
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("m")
        seen.app.screen.query_one(TextArea).text = text
        await seen.press("ctrl+s")
        ((_, kept),) = memos(desk)
        assert kept == text
        assert "✎ Zdá se mi, že" in margin(seen)
    later = desk.again()
    async with later.seen() as seen:
        await seen.press("m")
        assert seen.app.screen.query_one(TextArea).text == text


async def test_memos_on_a_coding_the_words_the_transcript_and_a_code(desk: Any) -> None:
    async with desk.seen() as seen:
        words = desk.current.words
        await seen.press("1", "1", "M")
        assert isinstance(seen.app.screen, ChooserScreen)
        for choice in ("No time, on these words", "Red tape, on these words", "These words", "The transcript park"):
            assert choice in seen.shown
        await seen.press(*"red", "enter")
        assert "Memo on Red tape, on these words" in seen.shown
        await seen.press(*"one", "ctrl+s", "M", *"these words", "enter", *"two", "ctrl+s")
        await seen.press("M", *"transcript", "enter", *"thirdly", "ctrl+s")
        assert "Wrote a memo on the transcript park" in seen.message
        await seen.press("M", *"a code", "enter", *"litter", "enter")
        assert "Memo on the code Litter" in seen.shown
        await seen.press(*"four", "ctrl+s")
        assert memos(desk) == [
            (Target("park", words, "red-tape"), "one"),
            (Target("park", words), "two"),
            (Target("park"), "thirdly"),
        ]
        assert desk.session.notes.memo(Target(code="litter")) == "four"
        tape = next(line for line in seen.transcript_lines if "Red tape" in line)
        assert "✎" in tape
        assert "✎" not in next(line for line in seen.transcript_lines if "No time" in line)
        assert "✎ two" in margin(seen)
        assert "thirdly" not in margin(seen)

        await seen.press("M", *"transcript")
        assert "✎" in seen.shown, "what is written on already has a sign"
        await seen.press("enter")
        assert seen.app.screen.query_one(TextArea).text == "thirdly"
        await seen.press("escape", "M", *"a code", "enter", *"litter", "enter")
        assert seen.app.screen.query_one(TextArea).text == "four"
        assert len(desk.decisions) == 6


@pytest.mark.parametrize("keys", [("M", "escape"), ("M", *"a code", "enter", "escape"), ("M", "enter", "escape")])
async def test_a_memo_that_is_thought_better_of_leaves_nothing(desk: Any, keys: tuple[str, ...]) -> None:
    async with desk.seen() as seen:
        await seen.press(*keys)
        assert isinstance(seen.app.screen, CodingScreen)
        assert desk.decisions == []


async def test_the_moderators_question_can_have_a_memo_and_a_flag(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.pilot.click(seen.view, offset=(30, 0))
        await seen.press("m", *"leading", "ctrl+s", "exclamation_mark", "enter")
        assert desk.current.number == 1
        assert [one.span for one in desk.decisions] == [desk.current.words] * 2
        assert "0/11 decided" in seen.text("#where")


# Flags


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("why", "shown"), [("", "! to discuss"), ("is it pride?", "! is it pride?")])
async def test_a_flag_with_a_reason_or_without_and_away_again(
    desk: Any, size: tuple[int, int], why: str, shown: str
) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("exclamation_mark")
        assert isinstance(seen.app.screen, AskScreen)
        assert "Flag to discuss: why?" in seen.shown
        await seen.press(*why, "enter")
        (flag,) = desk.session.notes.flags
        assert (flag.span, flag.text) == (desk.current.words, why)
        assert seen.message == "Flagged to discuss. ! takes the flag away."
        assert shown in margin(seen)
        assert "0/11 decided" in seen.text("#where"), "a flag is no decision about codes"
        await seen.press("exclamation_mark")
        assert desk.session.notes.flags == []
        assert seen.message == "The flag is gone. u brings it back."
        assert "!" not in margin(seen)
        await seen.press("u")
        assert shown in margin(seen)


async def test_a_flag_that_is_thought_better_of_is_none(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("exclamation_mark", *"hm", "escape")
        assert (desk.decisions, "!" in margin(seen)) == ([], False)


async def test_a_flag_on_words_is_taken_away_from_the_segment_they_are_in(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("v", "up", "exclamation_mark", *"here", "enter")
        assert "! here" in margin(seen)
        await seen.press("v", "up", "exclamation_mark", *"no, there", "enter")
        assert [flag.text for flag in desk.session.notes.flags] == ["no, there"]
        await seen.press("exclamation_mark")
        assert desk.session.notes.flags == []


async def test_flags_are_in_the_study_overview_and_lead_back(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("down", "exclamation_mark", *"in the snow?", "enter", "end", "s")
        await seen.until(lambda: "in the snow?" in seen.shown)


# Links


@pytest.mark.parametrize("size", SIZES)
async def test_a_passage_is_linked_to_a_finding_linked_anew_and_unlinked(desk: Any, size: tuple[int, int]) -> None:
    async with desk.seen().at(size) as seen:
        await seen.press("l", *"asked")
        assert isinstance(seen.app.screen, ChooserScreen)
        assert "would help 61 %" in seen.shown
        assert "Source: The town's own survey" in seen.shown
        await seen.press("enter")
        assert isinstance(seen.app.screen, LinkScreen)
        assert "Most people would help if somebody asked them." in seen.shown
        assert "▸ confirms" in seen.shown
        assert "Take away" not in seen.lines[-1]
        await seen.press("down", "down", *"nobody did", "enter")
        assert links(desk) == [(HELP, Relation.CONTRADICTS, "nobody did")]
        assert seen.message.startswith("Linked: contradicts “Most people would help")
        assert f"⇄ contradicts {HELP[:3]}" in margin(seen)

        await seen.press("l")
        assert "⇄" in seen.shown, "what it is linked to already comes first, with a sign"
        await seen.press("enter")
        assert "▸ contradicts" in seen.shown
        assert seen.app.screen.query_one(Input).value == "nobody did"
        assert "Take away" in seen.lines[-1]
        await seen.press("up", "enter")
        assert links(desk) == [(HELP, Relation.EXPANDS, "nobody did")]
        assert margin(seen).count("⇄") == 1

        await seen.press("l", *"no time", "enter", "enter")
        assert [name for name, _, _ in links(desk)] == [HELP, TIME]
        await seen.press("l", *"asked", "enter", "ctrl+d")
        assert links(desk) == [(TIME, Relation.CONFIRMS, "")]
        assert seen.message == "The link is gone. u brings it back."
        assert "⇄ confirms" in margin(seen)
        assert "⇄ expands" not in margin(seen)
        await seen.press("u")
        assert links(desk)[0] == (HELP, Relation.EXPANDS, "nobody did")


async def test_the_relations_are_chosen_either_way_round(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("l", "enter")
        for key, relation in (("up", "contradicts"), ("tab", "confirms"), ("shift+tab", "contradicts")):
            await seen.press(key)
            assert f"▸ {relation}" in seen.shown


@pytest.mark.parametrize("keys", [("l", "escape"), ("l", "enter", "escape"), ("l", "enter", "ctrl+d", "escape")])
async def test_a_link_that_is_thought_better_of_is_none(desk: Any, keys: tuple[str, ...]) -> None:
    async with desk.seen() as seen:
        await seen.press(*keys)
        assert isinstance(seen.app.screen, CodingScreen)
        assert desk.decisions == []


async def test_without_survey_findings_it_is_told_what_to_do(desk: Any, desks: Any) -> None:
    file = desk.folder / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("surveys: [survey.yaml]\n", ""), encoding="utf-8")
    plain = desks(desk.folder)
    async with plain.seen() as seen:
        await seen.press("l")
        assert "no survey findings. Name survey files in study.yaml" in seen.message
        assert isinstance(seen.app.screen, CodingScreen)


# Codes and notes side by side


async def test_notes_and_codes_stand_side_by_side_and_only_codes_are_counted(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("m", *"why", "ctrl+s", "exclamation_mark", "enter", "l", "enter", "enter", "1")
        shown = margin(seen)
        for sign in ("✎ why", "! to discuss", "⇄ confirms", "No time"):
            assert sign in shown
        assert "1/11 decided · 1 coding" in seen.text("#where")
        assert seen.text("#codes") == "◆ No time"
        assert seen.current_lines[0].startswith("▌●")
    later = desk.again()
    async with later.seen() as seen:
        assert margin(seen) == shown


async def test_the_panel_says_notes_whole_and_tells_codings_of_one_code_apart(desk: Any) -> None:
    long = "she says it with pride and yet one hears that nobody ever thanked her for it in all those years"
    async with desk.seen() as seen:
        await seen.press("c", *"litter", "enter", "v", "left", "left", "left", "c", *"litter", "enter")
        codes = " ".join(seen.text("#codes").split())
        begin = "◆ Litter “I sweep the path in front of…”"
        assert codes == f"{begin} (13 words) {begin} (10 words)"
        await seen.press("m", *long, "ctrl+s", "exclamation_mark", *long, "enter")
        await seen.press("l", "enter", *"she was not", "enter")
        panel = " ".join(line.text for line in seen.coding.query_one(SegmentPanel).lines if line.part is Part.NOTES)
        link = "⇄ confirms: Most people would help if somebody asked them. (she was not)"
        assert panel == f"! {long} {link} ✎ {long}"
        await seen.press("down")
        assert not [line for line in seen.coding.query_one(SegmentPanel).lines if line.part is Part.NOTES]
        await seen.press("up")
        await seen.pilot.resize_terminal(80, 24)
        await seen.pilot.pause()
        notes = [line.text for line in seen.coding.query_one(SegmentPanel).lines if line.part is Part.NOTES]
        assert len(notes) == 3
        assert notes[0].startswith("! she says it")
        assert notes[2].endswith("…")

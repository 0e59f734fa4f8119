"""Coding other words than the segment: selected by key or mouse, edges mended, codes changed, repeated, made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from fgcoder.codebook.file import read
from fgcoder.coding.spans import Edge
from fgcoder.model import Action, Mode, Span
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.keys import CODING, WHILE_SELECTING
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.retrieval import RetrievalScreen
from fgcoder.tui.widgets.chooser import ChooserScreen, PickerScreen

SEGMENT = "I sweep the path in front of the gate. Nobody asked me to."
SHORTER = "I sweep the path in front of the gate. Nobody asked"
SHORTEN = ("v", "left", "left")
LITTER = (*"litter", "enter")
COMMENT = "# What people say about two parks. Ask Ana before you change a definition.\n"
BEHIND = "  # from the pilot study"


def words(desk: Any, span: Span) -> str:
    return " ".join(span.of(desk.store.transcript("park").text).split())


def said(desk: Any) -> list[tuple[Action, str, str]]:
    """What was decided about which words."""
    return [(one.action, one.code, words(desk, one.span)) for one in desk.decisions]


def codings(desk: Any) -> list[tuple[str, str]]:
    return [(coding.code, words(desk, coding.span)) for coding in desk.session.all_codings]


def selected(seen: Any) -> str:
    assert seen.view.selected == seen.coding.selection.span
    return words(seen.desk, seen.view.selected)


# Selecting by key


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("right left", SEGMENT),
        ("left left left right", SHORTER),
        ("up", "I sweep the path in front of the gate."),
        ("up right right", "I sweep the path in front of the gate. Nobody asked"),
        ("up down", SEGMENT),
        ("down down", f"{SEGMENT} P2: She does. I have seen her do it in the snow."),
        ("pagedown pageup", SEGMENT),
        ("up tab right right", "the path in front of the gate."),
        ("up tab right right left", "sweep the path in front of the gate."),
        ("up tab right tab left", "sweep the path in front of the"),
        ("tab left", f"park? P1: {SEGMENT}"),
        ("tab pageup", f"What do people here put into the park? P1: {SEGMENT}"),
        ("tab down up", SEGMENT),
        (" ".join(["left"] * 20), "I"),
        ("tab " + " ".join(["right"] * 20), "to."),
        ("tab down down down", "to."),
    ],
)
async def test_an_edge_moves_either_way_and_a_word_stays(desk: Any, keys: str, wanted: str) -> None:
    async with desk.seen() as seen:
        await seen.press("v", *keys.split())
        assert selected(seen) == wanted
        assert said(desk) == []


async def test_the_edge_that_moves_is_in_view_and_in_the_end_it_is_coded(desk: Any) -> None:
    """From the first words to the last of a transcript that is longer than the window."""
    async with desk.seen().at((80, 24)) as seen:
        await seen.press("v", *["pagedown"] * 12)
        assert any("town hall knows." in line for line in seen.transcript_lines)
        assert not any("I sweep" in line for line in seen.transcript_lines)
        await seen.press("tab")
        assert any("I sweep" in line for line in seen.transcript_lines)
        await seen.press("c", *LITTER)
        ((code, coded),) = codings(desk)
        assert (code, coded[:7], coded[-6:]) == ("litter", "I sweep", "knows.")
        assert "11/11 decided · 1 coding" in seen.text("#where")


async def test_keys_that_have_nothing_to_do_with_words_do_nothing_meanwhile(desk: Any) -> None:
    away = [
        key
        for binding in CODING
        if binding.action.split("(")[0] not in WHILE_SELECTING
        for key in binding.key.split(",")
        if key not in {one for b in CODING if b.action.split("(")[0] in WHILE_SELECTING for one in b.key.split(",")}
    ]
    assert {"x", "0", "u", "r", "d", "slash", "t", "q"} <= set(away)
    async with desk.seen() as seen:
        await seen.press("1", *SHORTEN)
        await seen.press(*away)
        await seen.settle()
        assert isinstance(seen.app.screen, CodingScreen)
        assert selected(seen) == SHORTER
        assert len(desk.decisions) == 1


# What can be done with selected words


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        (("c", *LITTER), [(Action.APPLY, "litter")]),
        (("enter", *LITTER), [(Action.APPLY, "litter")]),
        (("c", *"litter", "plus", *"money", "plus", "enter"), [(Action.APPLY, "litter"), (Action.APPLY, "money")]),
        (("1",), [(Action.APPLY, "red-tape")]),
        (("3",), [(Action.APPLY, "not-asked")]),
        (("full_stop",), [(Action.APPLY, "no-time")]),
        (("a", "ctrl+u", *"Snow", "enter", "enter"), [(Action.CODEBOOK, "snow"), (Action.APPLY, "snow")]),
        (("m", *"so", "ctrl+s"), [(Action.MEMO, "")]),
        (("exclamation_mark", "enter"), [(Action.FLAG, "")]),
        (("l", "enter", "enter"), [(Action.LINK, "")]),
    ],
    ids=["pick", "enter", "several", "first", "third", "again", "in-vivo", "memo", "flag", "link"],
)
async def test_what_is_done_with_selected_words_is_about_them_and_lets_go_of_them(
    desk: Any, keys: tuple[str, ...], made: list[tuple[Action, str]]
) -> None:
    async with desk.seen() as seen:
        await seen.press("1", *SHORTEN, *keys)
        await seen.settle()
        first, *then = desk.decisions
        assert (first.code, words(desk, first.span)) == ("no-time", SEGMENT)
        assert [(one.action, one.code) for one in then] == made
        for one in then:
            if one.action is not Action.CODEBOOK:
                assert words(desk, one.span) == SHORTER
            if one.action is Action.APPLY:
                assert one.at == desk.current.words, "it was decided at this segment"
                assert one.mode is Mode.ASSISTED
        assert len({one.gesture for one in then if one.action is Action.APPLY}) <= 1
        assert seen.coding.selection is None
        assert seen.view.selected is None
        assert desk.current.number == 2


async def test_passages_like_the_selected_words_are_found_and_the_words_stay_selected(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("v", "up", "F")
        await seen.settle()
        await seen.until(lambda: "nearest first" in seen.shown)
        assert isinstance(seen.app.screen, RetrievalScreen)
        assert "“I sweep the path in front of the gate.”" in seen.shown
        await seen.press("escape")
        assert selected(seen) == "I sweep the path in front of the gate."


async def test_a_digit_without_a_suggestion_and_a_list_that_is_left_keep_the_words(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "1", "1", *SHORTEN, "7")
        assert "There is no suggestion 7 here" in seen.message
        await seen.press("c", "escape", "a", "escape", "m", "escape", "exclamation_mark", "escape", "l", "escape")
        assert selected(seen) == SHORTER
        assert len(desk.decisions) == 3
        await seen.press("escape", "escape")
        assert (seen.coding.selection, seen.message) == (None, "")


async def test_the_same_code_again_on_a_part_and_another_on_overlapping_words(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", *SHORTEN, "full_stop", "v", "down", "tab", "down", "c", *LITTER)
        assert codings(desk) == [
            ("no-time", SEGMENT),
            ("no-time", SHORTER),
            ("litter", "Nobody asked me to. P2: She does."),
        ]
        margin = "\n".join(seen.transcript_lines)
        assert margin.count("No time") == 2
        assert margin.count("Litter") == 1
        assert "2/11 decided · 3 codings" in seen.text("#where")
        await seen.press("down")
        assert seen.text("#codes") == "◆ Litter"


# The mouse


def cell(seen: Any, of: str) -> tuple[int, int]:
    """Where some words begin on the sheet."""
    y = next(y for y, line in enumerate(seen.transcript_lines) if of in line)
    return seen.transcript_lines[y].index(of), y


async def drag(seen: Any, start: str, end: str) -> None:
    first, last = cell(seen, start), cell(seen, end)
    await seen.pilot.mouse_down(seen.view, offset=first)
    await seen.pilot.hover(seen.view, offset=last)
    await seen.pilot.mouse_up(seen.view, offset=last)
    await seen.pilot.pause()


async def test_words_are_selected_by_dragging_and_a_click_elsewhere_lets_go_of_them(desk: Any) -> None:
    async with desk.seen() as seen:
        await drag(seen, "weep the", "sked me")
        assert selected(seen) == "sweep the path in front of the gate. Nobody asked"
        assert "Selected. c codes the words" in seen.message
        await seen.press("right", "c", *LITTER)
        assert codings(desk) == [("litter", "sweep the path in front of the gate. Nobody asked me")]
        await drag(seen, "does.", "weep")
        assert seen.coding.selection.edge is Edge.START
        await seen.pilot.click(seen.view, offset=cell(seen, "There is a form"))
        await seen.pilot.pause()
        assert (seen.coding.selection, desk.current.number) == (None, 6)
        assert len(desk.decisions) == 1


async def test_a_second_click_selects_the_word(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.pilot.click(seen.view, offset=cell(seen, "bottles before"), times=2)
        await seen.pilot.pause()
        assert selected(seen) == "bottles"
        await seen.press("1")
        assert said(desk)[0][2] == "bottles"


async def test_edges_are_mended_with_the_mouse_too(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "e")
        await drag(seen, "weep the", "gate")
        assert "moving edges" in seen.text("#where")
        await seen.press("enter")
        assert codings(desk) == [("no-time", "sweep the path in front of the gate.")]


# Mending


async def test_an_overshoot_is_put_right_enter_keeps_the_edges_and_undo_brings_them_back(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "down", "up", "e", *["left"] * 5, "right", "enter")
        assert codings(desk) == [("no-time", "I sweep the path in front of the gate.")]
        assert seen.message == "Moved the edges of No time. u takes it back."
        assert len({one.gesture for one in desk.decisions[1:]}) == 1
        await seen.press("u")
        assert codings(desk) == [("no-time", SEGMENT)]
        assert "Undone: moved the edges of No time" in seen.message
        await seen.press("U")
        assert codings(desk) == [("no-time", "I sweep the path in front of the gate.")]


@pytest.mark.parametrize("keys", [("left", "escape"), ("left", "right", "enter"), ("enter",)])
async def test_edges_that_are_left_or_put_back_stay_and_nothing_is_recorded(desk: Any, keys: tuple[str, ...]) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "e")
        assert seen.message == "Edges of No time: Enter keeps them, Esc leaves them as they were."
        await seen.press(*keys)
        assert codings(desk) == [("no-time", SEGMENT)]
        assert len(desk.decisions) == 1
        assert seen.message == ("" if "escape" in keys else "The edges of No time stay as they were.")
        assert seen.coding.selection is None
        await seen.press("u")
        assert codings(desk) == [], "what is undone is the coding itself"


async def test_a_codings_memo_goes_along_with_its_edges_and_its_code(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "M", "enter", *"why", "ctrl+s", "e", "left", "enter", "r", *LITTER)
        (coding,) = desk.session.all_codings
        (memo,) = desk.session.notes.memos
        assert (coding.code, words(desk, coding.span)) == ("litter", f"{SHORTER} me")
        assert (memo.text, memo.target.code, memo.target.span) == ("why", "litter", coding.span)
        assert any("Litter" in line and "✎" in line for line in seen.transcript_lines)
        await seen.press("u", "u")
        (memo,) = desk.session.notes.memos
        assert (memo.text, memo.target.code, words(desk, memo.target.span)) == ("why", "no-time", SEGMENT)


async def test_of_several_codings_one_is_asked_for(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "1", "e")
        assert isinstance(seen.app.screen, ChooserScreen)
        assert "Move the edges of which coding?" in seen.shown
        await seen.press(*"red", "enter", "left", "left", "enter")
        assert codings(desk) == [("no-time", SEGMENT), ("red-tape", SHORTER)]
        await seen.press("e", "escape")
        assert seen.coding.selection is None


@pytest.mark.parametrize("key", ["e", "r", "d"])
async def test_where_there_is_no_code_there_is_none_to_change(desk: Any, key: str) -> None:
    async with desk.seen() as seen:
        await seen.press(key)
        assert seen.message == "There is no code on this segment."
        assert isinstance(seen.app.screen, CodingScreen)


# Other codes


async def test_a_code_is_changed_to_another_also_to_one_that_was_used_lately(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("c", *LITTER, "down", "1", "1", "r")
        assert "Change which code?" in seen.shown
        await seen.press(*"no trust", "enter")
        assert "Change No trust to …" in seen.shown
        await seen.press("3")
        assert [code for code, _ in codings(desk)] == ["litter", "red-tape", "litter"]
        assert "No trust is now Litter" in seen.message


async def test_a_code_that_is_changed_to_itself_or_left_stays_and_nothing_is_recorded(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "r", "escape", "r", *"no time", "enter")
        assert seen.message == "No time stays as it was."
        assert len(desk.decisions) == 1


async def test_one_of_several_codes_is_taken_off(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("1", "1", "d", *"time", "enter")
        assert [code for code, _ in codings(desk)] == ["red-tape"]
        assert seen.message == "Taken off: No time. u puts it back."
        await seen.press("u")
        assert len(codings(desk)) == 2
        assert "Undone: took away No time" in seen.message


async def test_the_last_code_is_repeated_also_after_a_restart(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("full_stop")
        assert seen.message == "No code was applied yet that could be applied again."
        await seen.press("c", *LITTER, "q")
    later = desk.again()
    async with later.seen() as seen:
        await seen.press("down", "full_stop", "down", "full_stop")
        assert [code for code, _ in codings(later)] == ["litter"] * 3
        await seen.press("home", "up")
        await seen.pilot.click(seen.view, offset=(30, 0))
        await seen.press("full_stop")
        assert "moderator's words are not coded" in seen.message


# Codes in vivo


@pytest.fixture
def commented(desk: Any, desks: Any) -> Any:
    """The small study, its codebook with comments that people have written into it."""
    file = desk.study.codebook
    text = COMMENT + file.read_text(encoding="utf-8")
    file.write_text(text.replace("- id: reasons", f"- id: reasons{BEHIND}"), encoding="utf-8")
    return desks(desk.folder)


def kept(file: Path) -> str:
    """The codebook's text; its comments have to be there."""
    text = file.read_text(encoding="utf-8")
    assert text.startswith(COMMENT)
    assert BEHIND in text
    return text


async def test_a_code_named_after_the_words_is_written_into_the_codebook_and_applied(commented: Any) -> None:
    desk, file = commented, commented.study.codebook
    before = kept(file)
    async with desk.seen() as seen:
        await seen.press("v", "up", *["left"] * 4, "tab", "right", "a")
        assert isinstance(seen.app.screen, AskScreen)
        assert "sweep the path in" in seen.shown
        await seen.press("backspace", "backspace", "backspace", "enter")
        assert "Under which theme does “sweep the path” belong?" in seen.shown
        await seen.press(*"reasons", "enter")
        await seen.settle()
        made = read(file).by_id["sweep-the-path"]
        assert (made.label, read(file).path_of[made.id]) == ("sweep the path", ("reasons",))
        assert set(kept(file).splitlines()) > set(before.splitlines())
        assert codings(desk) == [("sweep-the-path", "sweep the path in")]
        assert "Applied: sweep the path" in seen.message
        assert desk.session.ranking.codes.count("sweep-the-path") == 1, "it will be suggested from now on"

        await seen.press("u")
        assert codings(desk) == []
        assert "sweep-the-path" in read(file).by_id
        await seen.press("u")
        await seen.settle()
        assert kept(file) == before
        assert "Undone: added the code sweep the path" in seen.message
        assert "sweep-the-path" not in desk.session.ranking.codes
        await seen.press("U", "U")
        await seen.settle()
        assert codings(desk) == [("sweep-the-path", "sweep the path in")]
        assert read(file).by_id[made.id] == made


async def test_no_label_of_a_speaker_is_offered_as_the_name_of_a_code(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("v", "down", "tab", "down")
        assert selected(seen) == "Nobody asked me to. P2: She does."
        await seen.press("a")
        assert isinstance(seen.app.screen, AskScreen)
        assert seen.app.screen.query_one(Input).value == "Nobody asked me to. She does"


@pytest.mark.parametrize("ways", [("ctrl+n",), ("end", "enter")])
async def test_a_code_that_is_not_there_is_added_from_the_list_by_what_was_typed(
    commented: Any, ways: tuple[str, ...]
) -> None:
    desk = commented
    async with desk.seen() as seen:
        await seen.press("c", *"time of year", *ways)
        assert isinstance(seen.app.screen, ChooserScreen)
        assert "“time of year”" in seen.shown
        await seen.press(*"no theme", "enter")
        await seen.settle()
        assert [code.id for code in read(desk.study.codebook).roots][-1] == "time-of-year"
        assert codings(desk) == [("time-of-year", SEGMENT)]
        kept(desk.study.codebook)


@pytest.mark.parametrize(
    "keys", [("a", "escape"), ("a", "enter", "escape"), ("a", *"Snow", "enter", "escape"), ("c", "ctrl+n", "escape")]
)
async def test_a_new_code_that_is_thought_better_of_leaves_nothing_behind(
    commented: Any, keys: tuple[str, ...]
) -> None:
    before = kept(commented.study.codebook)
    async with commented.seen() as seen:
        await seen.press(*keys)
        assert isinstance(seen.app.screen, CodingScreen)
        assert (kept(commented.study.codebook), commented.decisions) == (before, [])


async def test_a_label_that_is_there_already_is_told(commented: Any) -> None:
    before = kept(commented.study.codebook)
    async with commented.seen() as seen:
        await seen.press("a", *"red tape", "enter")
        assert isinstance(seen.app.screen, CodingScreen)
        assert seen.message == "There is a code Red tape already. c applies it."
        assert (kept(commented.study.codebook), commented.decisions) == (before, [])


async def test_a_codebook_that_became_faulty_meanwhile_is_told_and_stays(commented: Any) -> None:
    file = commented.study.codebook
    async with commented.seen() as seen:
        faulty = kept(file) + "nonsense: [\n"
        file.write_text(faulty, encoding="utf-8")
        await seen.press("a", *"Snow", "enter", "enter")
        await seen.settle()
        assert "codebook" in seen.message
        assert (file.read_text(encoding="utf-8"), commented.decisions) == (faulty, [])
        await seen.press("1")
        assert len(commented.decisions) == 1


async def test_the_moderators_words_get_no_new_code(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.pilot.click(seen.view, offset=(30, 0))
        await seen.press("a")
        assert isinstance(seen.app.screen, CodingScreen)
        assert "moderator's words are not coded" in seen.message


async def test_the_list_says_what_it_is_for(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press(*SHORTEN, "c")
        assert isinstance(seen.app.screen, PickerScreen)
        assert "Apply codes to the selected words" in seen.shown

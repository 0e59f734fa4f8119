"""The codebook screen: every key, what it does to the file with its comments, to the record, and on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from fgcoder.codebook.file import read
from fgcoder.config import Settings
from fgcoder.model import Action, Target
from fgcoder.tui.screens.codebook import CodebookScreen
from fgcoder.tui.screens.codebook.form import FormScreen
from fgcoder.tui.screens.codebook.merge import MergeScreen
from fgcoder.tui.screens.codebook.sort import SortScreen
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.memo import MemoScreen
from fgcoder.tui.widgets.code_tree import CodeTree

COMMENT = "# What people say about two parks. Ask Ana before you change a definition.\n"
BEHIND = "  # from the pilot study"


class Opened:
    """The codebook screen, and what can be read off it."""

    def __init__(self, seen: Any) -> None:
        self.seen = seen
        self.desk = seen.desk
        self.file: Path = seen.desk.study.codebook
        self.left: list[bool | None] = []
        """What the screen gave when it was left."""

    async def begin(self, code: str = "") -> None:
        self.screen = CodebookScreen(self.desk.session, code)
        self.seen.app.push_screen(self.screen, self.left.append)
        await self.seen.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what is written is written."""
        for key in keys:
            await self.seen.press(key)
            await self.settle()

    async def settle(self) -> None:
        async with asyncio.timeout(60), self.screen._one_by_one:
            pass
        await self.seen.pilot.pause()
        await self.seen.pilot.pause()

    @property
    def rows(self) -> list[str]:
        """The lines of the tree, without the cell of the pointer."""
        return [str(option.prompt)[1:] for option in self.screen.query_one(CodeTree).options]

    @property
    def at(self) -> str:
        """The id of the code in hand."""
        assert self.screen.code is not None
        return self.screen.code.id

    def text(self, selector: str) -> str:
        return str(self.screen.query_one(selector, Static).render())

    @property
    def message(self) -> str:
        return self.text("#codebook-message")

    @property
    def about(self) -> str:
        return self.text("#codebook-about-text")

    @property
    def yaml(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @property
    def book(self) -> Any:
        """What the file says; it has to be what the session works with, and the comments have to be there."""
        book = read(self.file)
        assert book == self.desk.session.codebook
        assert self.yaml.startswith(COMMENT)
        assert BEHIND in self.yaml
        return book

    @property
    def recorded(self) -> list[tuple[str, str]]:
        """The changes on record: the code, and what was done."""
        return [(one.code, one.text) for one in self.desk.decisions if one.action is Action.CODEBOOK]

    def siblings(self, theme: str) -> list[str]:
        return [code.id for code in self.book.by_id[theme].children]

    @property
    def top(self) -> Any:
        """The screen in front."""
        return self.seen.app.screen

    @property
    def fault(self) -> str:
        """What the form in front says is wrong."""
        line = self.top.query_one("#form-fault", Static)
        return str(line.render()) if line.display else ""


@pytest.fixture
def opened(study_folder: Path, desks: Callable[..., Any]) -> Any:
    """Open the codebook screen on the small study, in which Red tape is applied twice and Pride once."""
    file = study_folder / "codebook.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("        definition: Somebody would", "        # hours\n        definition: Somebody would")
    text = text.replace("    label: Obstacles\n", f"    label: Obstacles{BEHIND}\n")
    file.write_text(COMMENT + text, encoding="utf-8")
    desk = desks(study_folder)

    @asynccontextmanager
    async def open_at(
        code: str = "", size: tuple[int, int] = (120, 36), keys: dict[str, str] | None = None
    ) -> AsyncIterator[Opened]:
        desk.settings = Settings(keys=keys or {})
        async with desk.seen().at(size) as seen:
            desk.session.apply("red-tape")
            desk.session.next()
            desk.session.apply("red-tape", "pride")
            screen = Opened(seen)
            await screen.begin(code)
            yield screen

    return open_at


# Looking


async def test_the_tree_shows_order_counts_and_what_a_code_says(opened: Any) -> None:
    async with opened("red-tape") as codes:
        assert codes.rows == [
            "▾ Obstacles  2",
            "    No time",
            "    Red tape  2",
            "    No trust",
            "    Nobody asked",
            "▾ Reasons to help  1",
            "    Neighbours",
            "    Pride in the place  1",
            "    For the children",
            "  Litter",
            "  Money",
        ]
        assert codes.at == "red-tape"
        assert "Obstacles › Red tape\nid red-tape" in codes.about
        assert "You have applied it 2 times." in codes.about
        assert codes.about.index("She does.") < codes.about.index("I sweep the path")
        assert codes.text("#codebook-bar") == "Parks, version 1 · 9 codes in use, 2 themes, 0 retired"


async def test_what_to_use_a_code_for_stands_beside_it(opened: Any) -> None:
    async with opened("no-time") as codes:
        for words in ("Use\n• Work or family", "Do not use\n• Somebody does not", "Examples\n• I would come"):
            assert words in codes.about
        assert "You have not applied it yet." in codes.about


async def test_moving_through_the_tree(opened: Any) -> None:
    async with opened() as codes:
        assert codes.at == "obstacles"
        for key, there in [
            ("j", "no-time"),
            ("down", "red-tape"),
            ("k", "no-time"),
            ("up", "obstacles"),
            ("up", "money"),
            ("down", "obstacles"),
            ("right_curly_bracket", "reasons"),
            ("right_curly_bracket", "reasons"),
            ("end", "money"),
            ("left_curly_bracket", "reasons"),
            ("left_curly_bracket", "obstacles"),
            ("end", "money"),
            ("home", "obstacles"),
        ]:
            await codes.press(key)
            assert codes.at == there
        assert codes.screen.query_one(CodeTree).render_line(0).text.startswith("›▾ Obstacles")


async def test_a_click_takes_a_code_in_hand(opened: Any) -> None:
    async with opened() as codes:
        await codes.seen.pilot.click("#codebook-tree", offset=(8, 3))
        await codes.settle()
        assert codes.at == "no-trust"
        assert "No trust" in codes.about


async def test_reading_on_in_what_a_code_says(opened: Any) -> None:
    async with opened("no-time", (80, 24)) as codes:
        about = codes.screen.query_one("#codebook-about")
        await codes.press("pagedown")
        assert about.scroll_offset.y > 0
        await codes.press("pageup")
        assert about.scroll_offset.y == 0


async def test_beside_each_other_in_a_wide_window_below_in_a_narrow_one(opened: Any) -> None:
    async with opened(size=(80, 24)) as codes:
        tree, about = (codes.screen.query_one(one).region for one in ("#codebook-left", "#codebook-about"))
        assert tree.width == about.width == 80
        assert tree.bottom <= about.y
        assert "Esc Back" in codes.seen.lines[-1]
    async with opened(size=(120, 36)) as codes:
        tree, about = (codes.screen.query_one(one).region for one in ("#codebook-left", "#codebook-about"))
        assert tree.y == about.y
        assert tree.right <= about.x


# Finding


async def test_typing_finds_codes_with_their_themes(opened: Any) -> None:
    async with opened("money") as codes:
        await codes.press("slash", *"prid")
        assert codes.rows == ["▾ Reasons to help  1", "    Pride in the place  1"]
        assert codes.at == "pride"
        assert "Pride in the place" in codes.about
        await codes.press("enter")
        assert len(codes.rows) == 11
        assert codes.at == "pride"


async def test_letters_typed_to_find_change_nothing(opened: Any) -> None:
    async with opened("money") as codes:
        before = codes.yaml
        await codes.seen.pilot.press("slash", *"remapgru", "escape")  # as fast as it goes
        await codes.settle()
        assert codes.yaml == before
        assert codes.at == "money"
        assert codes.top is codes.screen
        assert len(codes.rows) == 11


async def test_a_key_behind_the_name_acts_on_the_code_found(opened: Any) -> None:
    async with opened("money") as codes:
        await codes.seen.pilot.press("slash", *"prid", "enter", "r")
        await codes.settle()
        assert codes.book.retired == {"pride"}


async def test_arrows_go_through_what_is_found_and_backspace_widens(opened: Any) -> None:
    async with opened() as codes:
        await codes.press("slash", *"no", "down")
        first = codes.rows
        assert "    No trust" in first
        await codes.press("up", *"xyz")
        assert codes.rows == []
        assert codes.about == "Nothing of that name."
        await codes.press("backspace", "backspace", "backspace")
        assert codes.rows == first


# Adding


async def test_a_code_is_added_behind_the_one_in_hand(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("a", *"Forms again", "enter")
        assert codes.siblings("obstacles") == ["no-time", "red-tape", "forms-again", "no-trust", "not-asked"]
        assert codes.at == "forms-again"
        assert codes.message.startswith("Added Forms again, under Obstacles, with the id forms-again.")
        assert codes.recorded == [("forms-again", "Added the code Forms again")]


async def test_a_code_is_added_below_the_theme_in_hand(opened: Any) -> None:
    async with opened("reasons") as codes:
        await codes.press("a", *"Fun", "enter")
        assert codes.siblings("reasons")[-1] == "fun"


async def test_a_code_is_added_behind_one_under_no_theme(opened: Any) -> None:
    async with opened("litter") as codes:
        await codes.press("a", *"Dogs", "enter")
        assert [code.id for code in codes.book.roots] == ["obstacles", "reasons", "litter", "dogs", "money"]


async def test_a_code_needs_a_label(opened: Any) -> None:
    async with opened() as codes:
        await codes.press("a", "enter")
        assert codes.fault == "A code needs a label."
        assert isinstance(codes.top, FormScreen)
        await codes.press(*"Fun", "enter")
        assert "fun" in codes.book.by_id


async def test_a_label_that_another_code_has_gets_an_id_of_its_own(opened: Any) -> None:
    async with opened("litter") as codes:
        await codes.press("a", *"Litter", "enter")
        assert codes.at == "litter-2"


# Editing


async def test_every_part_of_a_code_can_be_edited(opened: Any) -> None:
    async with opened("no-time") as codes:
        await codes.press("e")
        form = codes.top
        form.query_one(Input).value = "No hours"
        texts = {area.id: area for area in form.query(TextArea)}
        texts["field-definition"].text = "There are no hours\nleft."
        texts["field-use"].text = "Two jobs\n\nSmall children"
        texts["field-avoid"].text = ""
        texts["field-examples"].text += "\nI have not got ten minutes."
        await codes.press("ctrl+s")
        code = codes.book.by_id["no-time"]
        assert (code.label, code.definition) == ("No hours", "There are no hours left.")
        assert (code.use, code.avoid) == (("Two jobs", "Small children"), ())
        assert code.examples == ("I would come if there were more hours in the day.", "I have not got ten minutes.")
        assert "        # hours\n" in codes.yaml
        assert codes.recorded == [
            ("no-time", "Changed label, definition, use, do not use and examples of the code No time")
        ]


async def test_what_was_not_edited_stays_letter_for_letter(opened: Any) -> None:
    async with opened("no-time") as codes:
        before = codes.yaml
        await codes.press("e", "tab", "end", *" So be it.", "ctrl+s")
        assert codes.yaml == before.replace("no hours left for it.", "no hours left for it. So be it.")
        assert codes.at == "no-time"


async def test_an_edit_tells_how_many_codings_it_concerns(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("e", *" and forms", "ctrl+s")
        assert codes.message == "Changed label of Red tape and forms. Your 2 codings follow. u takes it back."


async def test_a_form_with_nothing_new_changes_nothing(opened: Any) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        await codes.press("enter", "ctrl+s")
        assert codes.top is codes.screen
        assert codes.yaml == before
        assert codes.recorded == []


async def test_what_is_wrong_is_in_view_in_a_small_window(opened: Any) -> None:
    async with opened("no-time", (80, 24)) as codes:
        await codes.press("e", "ctrl+u", "ctrl+s")
        assert codes.fault == "A code needs a label."
        assert any("A code needs a label." in line for line in codes.seen.lines)


async def test_enter_in_the_label_goes_on_to_the_definition(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("e", "enter")
        assert codes.seen.app.focused.id == "field-definition"
        await codes.press("shift+tab")
        assert codes.seen.app.focused.id == "field-label"


async def test_escape_asks_before_it_drops_what_is_new(opened: Any) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        await codes.press("e", *"er", "escape")
        assert "Esc once more drops it" in codes.fault
        assert codes.top.query_one(Input).value == "Red tapeer"
        await codes.press("escape")
        assert codes.top is codes.screen
        assert codes.yaml == before
        await codes.press("e", "escape")
        assert codes.top is codes.screen


async def test_a_fault_is_told_and_the_form_stays(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("e", "backspace")
        codes.file.write_text("title: [", encoding="utf-8")
        await codes.press("ctrl+s")
        assert isinstance(codes.top, FormScreen)
        assert codes.top.query_one(Input).value == "Red tap"
        assert "The codebook is not as it should be." in codes.fault
        assert codes.file.read_text(encoding="utf-8") == "title: ["
        assert codes.recorded == []


# Moving


@pytest.mark.parametrize(("down", "up"), [("J", "K"), ("ctrl+down", "ctrl+up")])
async def test_a_code_moves_among_its_siblings(opened: Any, down: str, up: str) -> None:
    async with opened("no-time") as codes:
        await codes.press(up)
        assert codes.message == "No time is the first there. m moves it to another theme."
        await codes.press(down)
        assert codes.siblings("obstacles") == ["red-tape", "no-time", "no-trust", "not-asked"]
        assert codes.message == "Moved No time down: it is number 2 of 4 now. u takes it back."
        assert codes.at == "no-time"
        await codes.press(down, down, down)
        assert codes.siblings("obstacles") == ["red-tape", "no-trust", "not-asked", "no-time"]
        assert codes.message.startswith("No time is the last there.")
        await codes.press(up, up, up)
        assert codes.siblings("obstacles") == ["no-time", "red-tape", "no-trust", "not-asked"]
        assert "        # hours\n" in codes.yaml


async def test_keys_pressed_while_it_is_written_wait_for_their_turn(opened: Any) -> None:
    async with opened("no-time") as codes:
        await codes.seen.pilot.press("J", "J", "J", "k")
        await codes.settle()
        assert codes.siblings("obstacles") == ["red-tape", "no-trust", "not-asked", "no-time"]
        assert codes.at == "not-asked"


async def test_a_theme_moves_with_all_below_it(opened: Any) -> None:
    async with opened("obstacles") as codes:
        await codes.press("J")
        assert [code.id for code in codes.book.roots] == ["reasons", "obstacles", "litter", "money"]
        assert len(codes.siblings("obstacles")) == 4


async def test_a_code_moves_to_another_theme(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("m")
        assert "Obstacles" not in [str(option.prompt) for option in codes.top.query_one(OptionList).options]
        await codes.press(*"reasons", "enter")
        assert codes.siblings("reasons")[-1] == "red-tape"
        assert codes.message == "Moved Red tape under Reasons to help. Your 2 codings follow. u takes it back."
        assert codes.recorded == [("red-tape", "Moved the code Red tape under Reasons to help")]
        assert codes.desk.session.times_applied["red-tape"] == 2


async def test_a_code_moves_out_of_its_theme(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("m", *"no theme", "enter")
        assert codes.book.path_of["red-tape"] == ()


async def test_a_code_moves_to_a_new_theme(opened: Any) -> None:
    async with opened("litter") as codes:
        await codes.press("m", *"new theme", "enter", *"Dirt", "enter")
        assert codes.siblings("dirt") == ["litter"]
        assert codes.rows[-2:] == ["▾ Dirt", "    Litter"]
        assert codes.recorded == [("litter", "Moved the code Litter under the new theme Dirt")]
        await codes.press("u")
        assert "dirt" not in codes.book.by_id
        assert codes.at == "litter"


async def test_thinking_better_of_moving(opened: Any) -> None:
    async with opened("litter") as codes:
        before = codes.yaml
        await codes.press("m", "escape")
        assert codes.yaml == before


# Merging


async def test_merging_says_what_follows_and_takes_the_lines_along(opened: Any) -> None:
    async with opened("no-time") as codes:
        await codes.press("g", *"red tape", "enter")
        assert isinstance(codes.top, MergeScreen)
        told = str(codes.top.query_one("#merge-text", Static).render())
        assert "You have applied none of what goes." in told
        assert "takes over the id no-time" in told
        assert "Goes along (l leaves it behind)\n• Use: Work or family leave no evening free" in told
        await codes.press("enter")
        code = codes.book.by_id["red-tape"]
        assert code.was == ("no-time",)
        assert code.use == ("Work or family leave no evening free",)
        assert codes.at == "red-tape"
        assert codes.recorded == [("red-tape", "Merged the code No time into Red tape")]


async def test_codings_follow_a_merge_and_lines_can_be_left_behind(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("g", *"no time", "enter")
        assert "Your 2 codings follow." in str(codes.top.query_one("#merge-text", Static).render())
        assert "lines" not in [one.binding.action for one in codes.top.active_bindings.values()]
        await codes.press("enter")
        assert codes.message == "Merged Red tape into No time. Your 2 codings follow. u takes it back."
        assert codes.desk.session.times_applied == {"no-time": 2, "pride": 1}
        assert "    No time  2" in codes.rows
        assert "red-tape, formerly" not in codes.about
        assert "id no-time, formerly red-tape" in codes.about
        await codes.press("u", "g", *"litter", "enter", "l", "enter")
        assert codes.book.by_id["litter"].was == ("no-time",)
        assert codes.book.by_id["litter"].use == ()


async def test_the_memos_of_merged_codes_stand_together(opened: Any) -> None:
    async with opened("red-tape") as codes:
        codes.desk.session.notes.write_memo(Target(code="red-tape"), "Forms.")
        codes.desk.session.notes.write_memo(Target(code="no-time"), "Hours.")
        codes.screen.recount()
        await codes.press("g", *"no time", "enter", "enter")
        assert codes.desk.session.notes.memo(Target(code="no-time")) == "Hours.\n\nForms."
        assert "takes back the memos first, then the merge" in codes.message
        await codes.press("u", "u")
        assert codes.desk.session.notes.memo(Target(code="no-time")) == "Hours."
        assert codes.desk.session.notes.memo(Target(code="red-tape")) == "Forms."


async def test_a_theme_is_merged_with_all_below_it_into_itself(opened: Any) -> None:
    async with opened("obstacles") as codes:
        await codes.press("g", *"obstacles", "enter", "enter")
        assert codes.book.by_id["obstacles"].was == ("no-time", "red-tape", "no-trust", "not-asked")
        assert not codes.book.by_id["obstacles"].is_theme
        assert codes.desk.session.times_applied == {"obstacles": 2, "pride": 1}


async def test_thinking_better_of_merging(opened: Any) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        await codes.press("g", *"no time", "enter", "escape")
        assert codes.yaml == before


# Splitting


async def split(codes: Opened) -> None:
    await codes.press("p", *"Forms", "enter", *"Waiting", "ctrl+s")


async def test_splitting_goes_through_the_quotes(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await split(codes)
        assert codes.siblings("red-tape") == ["forms", "waiting"]
        assert isinstance(codes.top, SortScreen)
        assert codes.top.query_one("#sort").border_title == "Quote 1 of 2 under Red tape · park"
        words = str(codes.top.query_one("#sort-words", Static).render())
        assert words.startswith("MODERATOR: What do people here put into the park?\n\nP1: I sweep")
        marked = [span for span in codes.top.query_one("#sort-words", Static).visual.spans if "bold" in str(span.style)]
        assert any(words[span.start : span.end].startswith("I sweep the path") for span in marked)
        assert "1 Forms" in str(codes.top.query_one("#sort-parts", Static).render())
        await codes.press("2")
        assert codes.top.query_one("#sort").border_title == "Quote 2 of 2 under Red tape · park"
        await codes.press("1")
        assert codes.top is codes.screen
        assert codes.desk.session.times_applied == {"forms": 1, "waiting": 1, "pride": 1}
        assert codes.message == "2 quotes given a part of Red tape. None is left."
        assert codes.recorded == [("red-tape", "Split the code Red tape into Forms and Waiting")]


async def test_quotes_can_be_left_gone_back_to_and_taken_back(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await split(codes)
        await codes.press("3", "u")  # there are neither three parts nor anything to undo
        assert codes.desk.session.times_applied == {"red-tape": 2, "pride": 1}
        await codes.press("space", "down")
        assert "This is the last quote." in str(codes.top.query_one("#sort-message", Static).render())
        await codes.press("up", "1", "k", "2")
        assert codes.desk.session.times_applied == {"red-tape": 1, "waiting": 1, "pride": 1}
        await codes.press("u")
        assert codes.desk.session.times_applied == {"red-tape": 1, "forms": 1, "pride": 1}
        await codes.press("escape")
        assert codes.message.startswith("One quote given a part of Red tape. One quote left. p goes on.")
        await codes.press("p", "1")
        assert codes.desk.session.times_applied == {"forms": 2, "pride": 1}
        await codes.press("p")
        assert codes.message == "Red tape is a theme, and no quote is left to be given to the codes below it."


async def test_giving_a_part_says_how_it_is_taken_back_by_the_key_as_it_is_set(opened: Any) -> None:
    async with opened("red-tape", keys={"sort-undo": "f9"}) as codes:
        await split(codes)
        await codes.press("2")
        assert str(codes.top.query_one("#sort-message", Static).render()) == "Waiting. F9 takes it back."


async def test_splitting_goes_through_the_quotes_of_all_transcripts_the_open_one_first(opened: Any) -> None:
    async with opened("red-tape") as codes:
        session = codes.desk.session
        session.notes.write_memo(Target("park", session.all_codings[0].span, "red-tape"), "Which form?")
        session.open("river")
        session.apply("red-tape")
        await split(codes)
        sort = codes.top.query_one("#sort")
        assert sort.border_title == "Quote 1 of 3 under Red tape · river"
        await codes.press("1")
        assert sort.border_title == "Quote 2 of 3 under Red tape · park"
        assert "I sweep" in str(codes.top.query_one("#sort-words", Static).render())
        await codes.press("2", "1")
        assert codes.message == "3 quotes given a part of Red tape. None is left."
        assert session.times_applied == {"forms": 2, "waiting": 1, "pride": 1}
        assert session.transcript.id == "river"
        session.open("park")
        (memo,) = session.notes.memos
        assert (memo.target.code, memo.text) == ("waiting", "Which form?")
        await codes.press("u", "u")
        assert session.times_applied == {"red-tape": 2, "forms": 1, "pride": 1}
        assert [one.target.code for one in session.notes.memos] == ["red-tape"]


async def test_one_part_is_no_split(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("p", *"Forms", "ctrl+s")
        assert codes.fault.startswith("Name 2 to 9 parts")
        await codes.press("enter", *"Waiting", "ctrl+s", "escape")
        assert codes.siblings("red-tape") == ["forms", "waiting"]


async def test_splitting_what_was_never_applied(opened: Any) -> None:
    async with opened("litter") as codes:
        await split(codes)
        assert codes.top is codes.screen
        assert codes.message.startswith("Split Litter into Forms and Waiting")


# Retiring, renaming, memos


async def test_retiring_and_restoring(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("r")
        assert codes.book.retired == {"red-tape"}
        assert "    Red tape  2  retired" in codes.rows
        assert "Your 2 codings stay." in codes.message
        assert "Retired: not offered" in codes.about
        assert codes.text("#codebook-bar").endswith("1 retired")
        await codes.press("r")
        assert codes.book.retired == frozenset()
        assert codes.recorded == [("red-tape", "Retired the code Red tape"), ("red-tape", "Restored the code Red tape")]


async def test_what_is_retired_with_its_theme_is_restored_with_it(opened: Any) -> None:
    async with opened("obstacles") as codes:
        await codes.press("r", "down", "r")
        assert "Restore `obstacles`." in codes.message
        assert "because Obstacles is" in codes.about


async def test_another_id(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("i", *["backspace"] * 8, *"forms", "enter")
        assert codes.book.by_id["forms"].was == ("red-tape",)
        assert codes.desk.session.times_applied == {"forms": 2, "pride": 1}
        assert codes.at == "forms"
        assert "Your 2 codings follow." in codes.message


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("no-time", "The codebook was not changed. The id `no-time` is taken."), ("No Time", "An id has small letters")],
)
async def test_an_id_that_cannot_be_is_told_and_the_form_stays(opened: Any, typed: str, fault: str) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        await codes.press("i", *["backspace"] * 8, *typed, "enter")
        assert codes.fault.startswith(fault)
        assert codes.top.query_one(Input).value == typed
        assert codes.yaml == before
        await codes.press("x", "backspace", *["backspace"] * 7, *"form", "enter")
        assert "form" in codes.book.by_id


async def test_a_memo_on_a_code(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("w")
        assert isinstance(codes.top, MemoScreen)
        await codes.press(*"Forms", "ctrl+s")
        assert codes.desk.session.notes.memo(Target(code="red-tape")) == "Forms"
        assert "    Red tape  2  ✎" in codes.rows
        assert "✎ Memo\nForms" in codes.about
        await codes.press("u")
        assert "    Red tape  2" in codes.rows
        assert codes.message == "Undone: wrote a memo. U does it again."


async def test_a_memo_on_a_code_that_cannot_be_stored_stays_in_its_editor(opened: Any, locked: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("w", *"Forms")
        with locked(codes.desk.store):
            await codes.press("ctrl+s")
        assert isinstance(codes.top, MemoScreen)
        assert "Another program has the store locked." in str(codes.top.query_one("#memo-warning", Static).render())
        await codes.press("ctrl+s")
        assert codes.desk.session.notes.memo(Target(code="red-tape")) == "Forms"


async def test_a_change_that_cannot_be_stored_is_told_and_the_file_stays(opened: Any, locked: Any) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        with locked(codes.desk.store):
            await codes.press("r")
        assert codes.message.startswith("Nothing was stored. Another program has the store locked.")
        assert codes.yaml == before
        await codes.press("r")
        assert codes.yaml != before


# Undo and redo


async def test_undo_and_redo_give_the_file_back_letter_for_letter(opened: Any) -> None:
    async with opened("red-tape") as codes:
        before = codes.yaml
        await codes.press("r")
        after = codes.yaml
        await codes.press("u")
        assert codes.yaml == before
        assert codes.message == "Undone: retired the code Red tape. U does it again."
        await codes.press("U")
        assert codes.yaml == after
        assert codes.message == "Done again: retired the code Red tape. u takes it back."
        await codes.press("ctrl+z", "ctrl+y", "U")
        assert codes.yaml == after
        assert codes.message == "There is nothing to do again."


async def test_undo_says_when_it_took_back_a_coding(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("u")
        assert codes.message.startswith("Undone in park, segment")
        assert "applied Red tape, Pride in the place" in codes.message
        assert "    Red tape  1" in codes.rows
        await codes.press("u", "u")
        assert codes.message == "There is nothing to undo."
        await codes.press("escape")
        assert codes.left == [True]


async def test_undo_of_what_was_changed_by_hand_since_is_refused(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("i", "x", "enter")
        by_hand = codes.yaml.replace("red-tapex", "red-tapey")
        codes.file.write_text(by_hand, encoding="utf-8")
        await codes.press("u")
        assert "The file has changed since" in codes.message
        assert codes.yaml == by_hand


# Leaving


async def test_leaving_says_whether_anything_was_changed(opened: Any) -> None:
    async with opened() as codes:
        await codes.press("escape")
        assert codes.left == [False]
        assert codes.top is codes.seen.coding
        await codes.begin("litter")
        await codes.press("r", "escape")
        assert codes.left == [False, True]


async def test_help_names_every_key(opened: Any) -> None:
    async with opened(size=(120, 120)) as codes:
        await codes.press("question_mark")
        assert isinstance(codes.top, HelpScreen)
        page = "\n".join(codes.seen.lines)
        assert "Codings follow" in page
        for binding in CodebookScreen.BINDINGS:
            assert f" {binding.id} " in page
        await codes.press("escape")
        assert codes.top is codes.screen


def test_every_key_of_every_screen_has_an_id_and_a_tooltip() -> None:
    for screen in (CodebookScreen, FormScreen, MergeScreen, SortScreen):
        ids = [binding.id for binding in screen.BINDINGS]
        assert all(ids)
        assert len(set(ids)) == len(ids)
        assert all(binding.tooltip for binding in screen.BINDINGS)


# Large


async def test_a_thousand_codes(opened: Any) -> None:
    async with opened() as codes:
        lines = [COMMENT, 'title: Many\nversion: "1"\nlanguage: en\ncodes:\n']
        for theme in range(40):
            lines.append(f"  - id: t{theme}\n    label: Theme {theme}{BEHIND}\n    children:\n")
            lines += [f"      - {{id: c{theme}-{one}, label: Code {theme} {one}}}\n" for one in range(25)]
        codes.file.write_text("".join(lines), encoding="utf-8")
        codes.desk.session._take_over(read(codes.file))
        codes.screen.recount()
        codes.screen.show_codes("c39-20")
        await codes.press("J")
        assert codes.siblings("t39")[20:22] == ["c39-21", "c39-20"]
        assert codes.at == "c39-20"
        assert any(line.startswith("›") and "Code 39 20" in line for line in codes.seen.lines)
        await codes.press("slash", *"theme 17", "enter")
        assert codes.at == "t17"


async def test_a_file_that_was_changed_outside_is_read_anew(opened: Any) -> None:
    async with opened("red-tape") as codes:
        await codes.press("escape")
        codes.file.write_text(codes.yaml.replace("label: Red tape", "label: Paperwork"), encoding="utf-8")
        await codes.begin("red-tape")
        await codes.seen.until(lambda: "changed outside" in codes.message)
        assert "    Paperwork  2" in codes.rows
        assert codes.at == "red-tape"
        assert codes.book.label("red-tape") == "Paperwork"
        await codes.press("escape")
        assert codes.left == [False, True]
        codes.file.write_text(codes.yaml.replace("label: Paperwork", "lable: Paperwork"), encoding="utf-8")
        await codes.begin("red-tape")
        await codes.seen.until(lambda: "lable" in codes.message)
        assert "    Paperwork  2" in codes.rows, "the codes stay as they were"

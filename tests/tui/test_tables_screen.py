"""The screen of tables on a real study: what each key does, the way from a figure to the words and back, and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from string import ascii_letters
from typing import Any

import pytest
from textual.widgets import Input, Markdown, Static

from fgcoder.config import Settings
from fgcoder.errors import Fault, TableError
from fgcoder.model import Action, Decision, Mode
from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_questions import Question
from fgcoder.reporting.tables_source import TableSource
from fgcoder.tabular import Table
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.screen import CodingScreen
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.overview import OverviewScreen
from fgcoder.tui.screens.retrieval import RetrievalScreen
from fgcoder.tui.screens.tables import BEHIND, TABLES, TablesScreen
from fgcoder.tui.screens.tables.behind import CellScreen
from fgcoder.tui.widgets.quotes import QuoteList
from fgcoder.tui.widgets.table_view import TableNotes, TableView

SMALL, LARGE = (80, 24), (120, 36)
DECIDED = (
    ("park", 0, "no-time"),
    ("park", 0, "litter"),
    ("park", 1, "not-asked"),
    ("river", 0, "no-time"),
    ("river", 1, "pride"),
)
EVERY = {binding.id.removeprefix("tables-"): binding for group in TABLES.values() for binding in group}


def code(desk: Any) -> None:
    """Code two segments of each group."""
    for number, (group, place, label) in enumerate(DECIDED):
        transcript = desk.store.transcript(group)
        segment = [one for one in desk.store.segments(group) if one.is_codable][place]
        made = Decision(
            id=f"{number:08}-0000-4000-8000-000000000000",
            coder="ana",
            made_at=datetime(2026, 3, 1, 9, number, tzinfo=UTC),
            action=Action.APPLY,
            transcript=group,
            transcript_hash=transcript.hash,
            span=segment.words,
            code=label,
            mode=Mode.BLIND,
        )
        desk.store.append([made])


class Looked:
    """The screen of tables over a study in which something is coded, and what can be read off it."""

    def __init__(self, desk: Any, size: tuple[int, int] = LARGE) -> None:
        self.seen = desk.seen().at(size)
        self.desk = desk

    async def __aenter__(self) -> Looked:
        code(self.desk)
        await self.seen.__aenter__()
        await self.press("A")
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.seen.__aexit__(*problem)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.seen.press(key)
            await self.seen.settle()

    @property
    def screen(self) -> TablesScreen:
        return next(one for one in self.seen.app.screen_stack if isinstance(one, TablesScreen))

    @property
    def view(self) -> TableView:
        return self.screen.query_one(TableView)

    @property
    def title(self) -> str:
        return str(self.screen.query_one("#table-title", Static).render())

    @property
    def options(self) -> str:
        return " ".join(str(self.screen.query_one("OptionBar", Static).render()).split())

    @property
    def notes(self) -> str:
        return str(self.screen.query_one("#table-notes", Static).render())

    @property
    def table(self) -> Table:
        assert self.screen._table is not None
        return self.screen._table

    def row(self, label: str) -> list[str]:
        """The cells of a row as they are shown, the label first."""
        for line in range(self.view.row_count):
            cells = [str(cell).strip() for cell in self.view.get_row_at(line)]
            if cells[0] == label:
                return cells
        raise AssertionError(f"no row `{label}`")


Check = Callable[[Looked], None]


@dataclass(frozen=True)
class Case:
    """A key, and what must be so when it has been pressed, and what it asks has been answered."""

    check: Check
    before: Sequence[str] = ()
    after: Sequence[str] = ()


def titled(*words: str) -> Check:
    def check(looked: Looked) -> None:
        for word in words:
            assert word in looked.title

    return check


def says(*words: str) -> Check:
    def check(looked: Looked) -> None:
        for word in words:
            assert word in looked.options

    return check


def shows(kind: type, *words: str) -> Check:
    def check(looked: Looked) -> None:
        assert isinstance(looked.seen.app.screen, kind)
        for word in words:
            assert word in looked.seen.shown

    return check


def rows(*labels: str, without: Sequence[str] = ()) -> Check:
    def check(looked: Looked) -> None:
        there = {row.label for row in looked.table.rows}
        assert set(labels) <= there
        assert not set(without) & there

    return check


def all_of(*checks: Check) -> Check:
    def check(looked: Looked) -> None:
        for one in checks:
            one(looked)

    return check


def scrolled(*, to: Callable[[float], bool]) -> Check:
    def check(looked: Looked) -> None:
        assert to(looked.screen.query_one(TableNotes).scroll_offset.y)

    return check


def all_noted(looked: Looked) -> None:
    assert looked.screen.query_one(TableNotes).max_scroll_y == 0


def drawn(looked: Looked) -> None:
    assert looked.row("Obstacles")[1].split() == ["▒▒▒▒▒▒▒▒", "1"]
    assert looked.row("Obstacles")[2].split() == ["████████", "2"]
    assert "largest number" in looked.notes


def copied(looked: Looked) -> None:
    assert looked.seen.app.clipboard.startswith("# Segments coded, by country")
    assert "Copied" in looked.title


def left(looked: Looked) -> None:
    assert isinstance(looked.seen.app.screen, CodingScreen)


KIND_TITLES = {
    "frequency": "Segments coded, by country",
    "comparison": "Codes that differ by country",
    "cooccurrence": "Codes that come up together",
    "saturation": "New codes by group",
    "coverage": "Groups in which each code occurs",
    "framework": "Framework matrix",
    "agreement": "No two coders",
    "joint-display": "Joint display",
    "gaps": "Gaps between",
}
CASES: dict[str, Case] = {
    **{
        f"kind-{digit}": Case(titled(KIND_TITLES[name]), ["5"] if digit == 1 else [])
        for digit, name in enumerate(KINDS, 1)
    },
    "by": Case(all_of(titled("by stakeholders"), says("by [stakeholders]")), after=[*"stakeh", "enter"]),
    "unit": Case(all_of(titled("Groups in which"), says("count [groups]")), after=[*"groups", "enter"]),
    "figures": Case(
        all_of(titled("as a share of all segments"), says("as [share of all]")), after=[*"share of all", "enter"]
    ),
    "level": Case(rows("No time", without=["Obstacles"]), after=[*"Codes", "enter"]),
    "codes": Case(rows("No time", without=["Litter", "Obstacles"]), after=[*"no time", "enter"]),
    "order": Case(says("order [most frequent first]"), after=[*"most", "enter"]),
    "number": Case(all_of(says("minimum [2]"), rows("No time", without=["Litter"])), after=["backspace", "2", "enter"]),
    "margins": Case(says("subtotals [yes]")),
    "among": Case(says("among [those decided about]"), ["2"], [*"those", "enter"]),
    "run": Case(says("run [1]"), ["4"], ["backspace", "1", "enter"]),
    "threshold": Case(says("threshold, % [10]"), ["4"], ["backspace", *"10", "enter"]),
    "where": Case(
        all_of(says("filters [country: Denmark]"), lambda looked: len(looked.table.columns) == 2),
        after=[*"country", "enter", *"Denmark", "enter"],
    ),
    "clear": Case(says("filters none"), ["F", *"country", "enter", *"Denmark", "enter"]),
    "coders": Case(says("coders [ana]"), after=[*"ana", "enter"]),
    "moderator": Case(says("moderator [counted]")),
    "behind": Case(shows(CellScreen, "Obstacles · Denmark: 1 segment"), ["home"]),
    "picture": Case(drawn),
    "write": Case(
        lambda looked: titled(f"Written: {looked.desk.folder}/tables/frequency-by-country.docx")(looked),
        after=["enter"],
    ),
    "copy": Case(copied),
    "notes": Case(all_noted),
    "read-on": Case(scrolled(to=lambda y: y == 2)),
    "read-back": Case(scrolled(to=lambda y: y == 2), ["J", "J"]),
    "help": Case(shows(HelpScreen, "The digits choose a table")),
    "back": Case(left),
}
"""By the id of the binding, without `tables-`."""
KEYS = [(name, key) for name, binding in EVERY.items() for key in binding.key.split(",")]


async def press_and_check(desk: Any, name: str, key: str) -> None:
    usual = EVERY[name].key.split(",")
    desk.settings = Settings(keys={} if key in usual else {f"tables-{name}": key})
    async with Looked(desk, SMALL) as looked:
        await looked.press(*CASES[name].before, key, *CASES[name].after)
        CASES[name].check(looked)


@pytest.mark.parametrize(("name", "key"), KEYS)
async def test_what_each_key_does(desk: Any, name: str, key: str) -> None:
    await press_and_check(desk, name, key)


@pytest.mark.parametrize("name", ["by", "where", "behind", "back", "kind-5"])
async def test_what_a_key_does_when_it_was_changed(desk: Any, name: str) -> None:
    await press_and_check(desk, name, "f9")


def test_every_key_has_a_test_of_its_own() -> None:
    assert set(CASES) == set(EVERY)
    assert all(binding.tooltip for binding in EVERY.values())
    keys = [key for _, key in KEYS]
    assert len(set(keys)) == len(keys)


async def test_a_changed_key_is_the_one_that_is_shown(desk: Any) -> None:
    desk.settings = Settings(keys={"tables-by": "f9"})
    async with Looked(desk) as looked:
        assert "F9 by country" in looked.options


async def test_the_figures_and_the_notes_are_those_of_the_table(desk: Any) -> None:
    async with Looked(desk) as looked:
        assert looked.title == "Segments coded, by country"
        assert looked.row("No time") == ["No time", "1", "1", "2"]
        assert looked.row("Obstacles") == ["Obstacles", "1", "2", "3"]
        for note in looked.table.notes:
            assert note in looked.notes
        assert KINDS["frequency"].about in looked.notes
        assert "Obstacles · Denmark: 1 segment" in looked.seen.shown


async def test_a_base_that_is_no_data_stays_a_dash(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("A")
        await seen.settle()
        shown = [str(cell).strip() for cell in seen.app.screen.query_one(TableView).get_row_at(0)]
        assert shown == ["Obstacles", "–", "–", "–"]


async def test_from_a_figure_to_its_words_and_back_to_the_same_cell(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("down", "right")
        assert looked.view.cell == ("no-time", "United Kingdom")
        await looked.press("enter")
        behind = looked.seen.app.screen
        assert isinstance(behind, CellScreen)
        assert "1 passage by 1 speaker in 1 transcript" in looked.seen.shown
        assert behind.query_one(QuoteList).current.words.startswith("I sweep the path")
        await looked.press("escape")
        assert looked.seen.app.screen is looked.screen
        assert looked.view.cell == ("no-time", "United Kingdom")
        assert looked.view.has_focus


async def test_from_a_quote_to_its_place_and_the_table_is_as_it_was_left(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("l", *"Codes", "enter", "right", "p", "enter", "enter")
        assert isinstance(looked.seen.app.screen, CodingScreen)
        assert looked.seen.desk.session.transcript.id == "park"
        assert looked.seen.desk.current.number == 2
        await looked.press("A")
        assert "rows [codes]" in looked.options
        assert looked.view.cell == ("no-time", "United Kingdom")
        assert "█" in looked.row("No time")[1]


async def test_the_keys_of_the_quotes_behind_a_cell(desk: Any) -> None:
    assert {str(binding.id) for binding in BEHIND} >= {"quotes-go", "quotes-copy", "quotes-back", "quotes-help"}
    async with Looked(desk) as looked:
        await looked.press("right", "right", "enter")
        listing = looked.seen.app.screen.query_one(QuoteList)
        assert "3 passages by 3 speakers in 2 transcripts" in looked.seen.shown
        for key, at in (("down", 1), ("end", 2), ("up", 1), ("home", 0), ("pagedown", 2), ("pageup", 0)):
            await looked.press(key)
            assert listing.at == at
        await looked.press("J", "K", "y")
        assert looked.seen.app.clipboard == listing.current.cited
        await looked.press("question_mark")
        assert isinstance(looked.seen.app.screen, HelpScreen)


async def test_behind_a_cell_without_quotes_there_is_nothing_to_see(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("end", "ctrl+end", "enter")
        assert looked.seen.app.screen is looked.screen
        assert "no quotes stand behind this cell" in looked.title


async def test_an_option_that_cannot_be_had_leaves_the_table_and_its_options(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("u", *"codings", "enter")
        await looked.press("f", *"share of all", "enter")
        assert "Codings are no share of anything" in looked.title
        assert "as counts" in looked.options
        assert looked.row("No time") == ["No time", "1", "1", "2"]
        assert looked.screen.query_one("#table-title").has_class("-problem")


async def test_two_attributes_make_columns_under_columns(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("b", *"country", "plus", *"language", "plus", "enter")
        assert "by [country, language]" in looked.options
        headings = [str(column.label).split("\n") for column in looked.view.ordered_columns]
        assert ["", "Denmark", "en"] in headings


async def test_a_choice_that_the_table_has_not_is_told(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("t")
        assert "Frequency has no such choice" in looked.title


async def test_a_number_that_is_none_is_told(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("n", "backspace", *"many", "enter")
        assert "`many` is no whole number" in looked.title


async def test_options_are_kept_for_each_table_and_filters_for_all(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("u", *"groups", "enter", "F", *"country", "enter", *"Denmark", "enter", "5")
        assert "filters [country: Denmark]" in looked.options
        await looked.press("1")
        assert "count [groups]" in looked.options


async def test_what_is_decided_meanwhile_is_counted_when_the_screen_comes_back(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("escape", "end", "c", *"no time", "enter", "A")
        assert looked.table.frame.loc["no-time", "Total"] == 3


async def test_letters_typed_at_once_reach_the_list(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.seen.pilot.press("u", *"groups", "enter")
        await looked.seen.until(lambda: "Groups in which" in looked.title)


async def test_a_slow_table_gives_a_sign_of_life_and_the_latest_question_wins(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    gate, asked = threading.Event(), []
    real = TableSource.table

    def slowly(self: TableSource, question: Question) -> Table:
        asked.append(question.kind.name)
        gate.wait(60)
        return real(self, question)

    async with Looked(desk) as looked:
        monkeypatch.setattr(TableSource, "table", slowly)
        await looked.seen.press("5")
        await looked.seen.until(lambda: "Counting …" in looked.title)
        await looked.seen.press("4", "3")
        gate.set()
        await looked.seen.until(lambda: "come up together" in looked.title)
        assert asked == ["coverage", "cooccurrence"]


async def test_pictures_by_what_the_table_is(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("p", "2")
        assert "│" in looked.row("Obstacles")[1]
        assert [str(column.label).split("\n")[-1] for column in looked.view.ordered_columns][1:] == [
            "Denmark",
            "Kingdom",
        ]
        await looked.press("3")
        assert not looked.view.display
        await looked.seen.until(lambda: "Lines: " in looked.seen.shown or "No two codes" in looked.seen.shown)
        await looked.press("1")
        assert looked.view.has_focus
        await looked.press("4")
        assert not looked.screen.query("SketchView")
        assert not looked.view.display
        assert len(looked.screen.query("CurveView")) == 1
        assert "groups" in looked.seen.shown
        assert "Line: codes so far" in looked.notes
        await looked.press("p")
        assert looked.view.display
        assert not looked.screen.query("CurveView")
        assert looked.view.has_focus


async def test_codes_that_come_up_together_are_put_in_order_and_listed_in_pairs(desk: Any) -> None:
    async with Looked(desk, SMALL) as looked:
        await looked.press("3")
        in_codebook = looked.table.columns
        await looked.press("o", *"alphabet", "enter")
        assert "order alphabet" in looked.options.replace("[", "").replace("]", "")
        assert list(looked.table.columns) == sorted(in_codebook)
        assert looked.table.columns != in_codebook
        await looked.press("s")
        assert [row.id for row in looked.table.rows] == ["litter + no-time"]
        await looked.press("s", "o", *"codebook", "enter")
        assert looked.table.columns == in_codebook


async def test_words_cannot_be_drawn(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("6")
        assert "Picture" not in looked.seen.lines[-1]


async def test_long_cells_are_cut_in_the_table_and_whole_beneath(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("6")
        cell = looked.view.cell
        assert cell == ("park", "Obstacles") or cell is not None
        words = str(looked.screen.query_one("#table-words", Static).render())
        assert "I sweep the path in front of the gate. Nobody asked me to." in words


@pytest.mark.parametrize(
    ("name", "written"),
    [("mine.csv", "tables/mine.csv"), ("picture.svg", "tables/picture.svg"), ("transcripts/t.md", "transcripts/t.md")],
)
async def test_where_a_table_is_written(desk: Any, name: str, written: str) -> None:
    async with Looked(desk) as looked:
        await looked.press("w")
        assert isinstance(looked.seen.app.screen, AskScreen)
        looked.seen.app.screen.query_one(Input).value = name
        await looked.press("enter")
        await looked.seen.until(lambda: "Written" in looked.title)
        path = looked.desk.folder / written
        assert str(path) in looked.title.replace("\n", "")
        assert path.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_cannot_be_written_is_told(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("w")
        looked.seen.app.screen.query_one(Input).value = "table.doc"
        await looked.press("enter")
        assert "names no format" in looked.title
        assert not (looked.desk.folder / "tables").exists()


async def test_quotes_that_cannot_be_had_are_told(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise TableError("The quotes cannot be read.", Fault("it is locked."))

    async with Looked(desk) as looked:
        monkeypatch.setattr(TableSource, "quotes", fails)
        await looked.press("enter")
        assert "It is locked." in looked.title


async def test_the_same_key_opens_it_from_the_overview_and_from_quotes(desk: Any) -> None:
    async with desk.seen() as seen:
        await seen.press("s", "A")
        await seen.settle()
        assert isinstance(seen.app.screen, TablesScreen)
        await seen.press("escape")
        assert isinstance(seen.app.screen, OverviewScreen)
        await seen.press("slash", "A")
        assert isinstance(seen.app.screen, OverviewScreen), "it is typed into the filter"
        await seen.press("escape", "escape", "f", "escape")
    async with desk.again().seen() as seen:
        await seen.press("1", "f")
        await seen.show(RetrievalScreen)
        await seen.settle()
        await seen.press("A")
        await seen.settle()
        assert isinstance(seen.app.screen, TablesScreen)
        await seen.press("escape")
        assert isinstance(seen.app.screen, RetrievalScreen)


async def test_help_names_every_key(desk: Any) -> None:
    async with desk.seen().at((120, 200)) as seen:
        await seen.press("A")
        await seen.settle()
        await seen.press("question_mark")
        assert seen.app.screen.query(Markdown).first().source.startswith("# Tables")
        shown = "\n".join(seen.lines)
        for binding in (*EVERY.values(), *BEHIND):
            assert f" {binding.id}" in shown, binding.id


async def test_every_key_can_be_changed(desk: Any) -> None:
    spare = iter([f"alt+{letter}" for letter in ascii_letters])
    wanted = {str(binding.id): next(spare) for binding in EVERY.values()}
    desk.settings = Settings(keys=wanted)
    async with Looked(desk) as looked:
        active = {key: one.binding.action for key, one in looked.screen.active_bindings.items()}
        assert {wanted[str(one.id)]: one.action for one in EVERY.values()}.items() <= active.items()


async def test_the_command_palette_offers_its_actions(desk: Any) -> None:
    async with Looked(desk) as looked:
        offered = {command.title for command in looked.seen.app.get_system_commands(looked.screen)}
        assert {binding.tooltip for binding in EVERY.values()} <= offered


async def test_a_theme_that_is_changed_changes_the_table(desk: Any) -> None:
    async with Looked(desk) as looked:
        await looked.press("p")
        before = looked.view.get_cell_at(looked.view.cursor_coordinate).spans
        looked.seen.app.theme = "textual-light"
        await looked.seen.settle()
        after = looked.view.get_cell_at(looked.view.cursor_coordinate).spans
        assert str(before) != str(after)


async def test_moving_never_leaves_the_cells(desk: Any) -> None:
    async with Looked(desk, SMALL) as looked:
        await looked.press("left", "up", "home")
        assert looked.view.cell == ("obstacles", "Denmark")
        await looked.press("end", "right", "down")
        assert looked.view.cell == ("no-time", "Total")


def test_a_question_is_not_changed_by_another() -> None:
    assert replace(Question(), coders=("ana",)).arguments()["coders"] == ("ana",)
    assert Question().arguments()["coders"] is None


SCREENS = {
    "frequency": (),
    "shades": ("p", "down"),
    "comparison": ("2", "p"),
    "curve": ("4", "p"),
    "framework": ("6",),
    "behind": ("enter",),
    "choosing": ("b",),
}
WAYS = [(SMALL, "textual-light"), (LARGE, "textual-dark")]
OTHER_WAYS = [(SMALL, "textual-dark"), (LARGE, "textual-light")]


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        pytest.param(name, size, theme, id=f"{name}-{size[0]}-{theme.removeprefix('textual-')}")
        for at, name in enumerate(SCREENS)
        for size, theme in (*WAYS, *(OTHER_WAYS if not at else []))
    ],
)
def test_picture(desk: Any, settle: Any, snap_compare: Any, name: str, size: tuple[int, int], theme: str) -> None:
    desk.settings = Settings(theme=theme)

    code(desk)

    async def drive(pilot: Any) -> None:
        await settle(pilot)
        for key in ("A", *SCREENS[name]):
            await pilot.press(key)
            await settle(pilot)
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()

    assert snap_compare(desk.app(), terminal_size=size, run_before=drive)

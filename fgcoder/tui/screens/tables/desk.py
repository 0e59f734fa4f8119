"""What the screen of tables shows: which table, how it is made, its cells, its notes; and how it asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import DataTable, Static

from fgcoder.errors import FgcoderError
from fgcoder.export import plots, sketch
from fgcoder.model import Codebook
from fgcoder.reporting.table_questions import Question
from fgcoder.tabular import Table
from fgcoder.tui.keymap import Remapped, keys_of, shown
from fgcoder.tui.refusing import in_a_line
from fgcoder.tui.screens.tables.keys import OPTIONS
from fgcoder.tui.screens.tables.source import Kept, TableSource
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.plot_view.cells import Picture
from fgcoder.tui.widgets.table_view import KindBar, OptionBar, TableNotes, TableView

TELLS = 0.2
"""Seconds after which the making of a table says that it is at work."""
_PICTURES = {"heatmap": Picture.HEAT, "diverging": Picture.BARS}
CURVE = "saturation"


class TableDesk(Screen[None]):
    """What the screen of tables shows, and how it asks for it.

    Parameters
    ----------
    source
        Makes the tables.
    codebook
        What the codes are called.
    kept
        What the screen was left with; it goes on there.
    attributes
        What the study says each transcript has, such as country and sector: each quote names them.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS: ClassVar[str] = "TableView"
    DEFAULT_CSS = """
    TableDesk {
        & #table-title { height: auto; max-height: 3; padding: 0 1; color: $text-primary; text-style: bold; }
        & #table-title.-problem { color: $text-error; }
        & #table-place { height: 1fr; }
        &.-short TableNotes { max-height: 5; }
        & TableNotes.-all { max-height: 80%; }
    }
    """

    def __init__(
        self, source: TableSource, codebook: Codebook, kept: Kept | None = None, attributes: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._source = source
        self._codebook = codebook
        self._attributes = tuple(attributes)
        self._kept = kept or Kept()
        self._question = self._kept.question or Question()
        self._table: Table | None = None
        self._made: Question | None = None
        """What the table in view was asked by."""
        self._wanted: Question | None = None
        """What is still to be answered."""
        self._is_apart = False
        """Whether a picture stands in the place of the cells: a curve, a network, dots."""
        self._since: float | None = None
        """When the making of the table in hand began."""

    def compose(self) -> ComposeResult:
        """Lay out what is asked over the table, and the notes beneath."""
        yield KindBar()
        yield OptionBar()
        yield Static("", id="table-title")
        with Container(id="table-place"):
            yield TableView()
        yield TableNotes()
        yield KeyHints()

    def on_mount(self) -> None:
        """Make the first table."""
        self.set_interval(TELLS / 2, self._tell)
        self.app.theme_changed_signal.subscribe(self, self._take_other_colours)
        self.ask(self._question)

    @work(exclusive=True, group="catching up")
    async def on_screen_resume(self) -> None:
        """Make the table anew when something was decided while another screen was in front."""
        if self._since is None and not await asyncio.to_thread(self._source.is_current) and self._is_there:
            self.ask(self._question)

    @property
    def _is_there(self) -> bool:
        """Whether the coder has not left; a thread may have its table while the parts of the screen are taken down."""
        return bool(self.query(KindBar))

    def _take_other_colours(self, _theme: Theme) -> None:
        self.call_after_refresh(self._show_table)

    # Asking

    def ask(self, question: Question) -> None:
        """Make a table, in a thread; what was asked before and is not answered yet is dropped."""
        self._question = self._kept.question = question
        self._wanted = question
        self._show_question()
        if self._since is None:
            self._since = monotonic()
            self._answer()

    @work(group="tables")
    async def _answer(self) -> None:
        # One table at a time, and then the latest question: tables made side by side would only slow each other down.
        while self._wanted is not None:
            question, self._wanted = self._wanted, None
            self._since = monotonic()
            table, problem = None, None
            try:
                question = replace(question, axis=await asyncio.to_thread(self._source.axis))
                table = await asyncio.to_thread(self._source.table, question)
            except FgcoderError as error:
                problem = error
            if self._wanted is None and self._is_there:
                self._since = None
                self._take(question, table, problem)
        self._since = None

    def _tell(self) -> None:
        """Give a sign of life while a table takes its time."""
        if self._since is not None and (gone := monotonic() - self._since) >= TELLS:
            self._say(f"Counting … {gone:.1f} s")

    def _take(self, question: Question, table: Table | None, problem: FgcoderError | None) -> None:
        """Show what was made; where an option cannot be had, what was in view stays, with its options."""
        if problem is not None and self._made is not None and self._made.kind is question.kind:
            self._question = self._kept.question = self._made
            self._show_question()
            self._say(told(problem), is_problem=True)
            return
        self._question = self._kept.question = question
        self._table, self._made = table, question if table is not None else None
        self._show_question()
        self._show_table()
        if problem is not None:
            self._say(told(problem), is_problem=True)

    # Showing

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        for line in self.query("#table-title").results(Static):  # none if the coder has left meanwhile
            line.set_class(is_problem, "-problem")
            line.update(Content(text))

    def _show_question(self) -> None:
        self.query_one(KindBar).show(self._question.kind)
        self.query_one(OptionBar).show(self._question, self._key_of, self._codebook.label)

    def _key_of(self, slot: str) -> str:
        """Give the key of an option, as it is set."""
        given = self.app.keys if isinstance(self.app, Remapped) else {}
        binding = next(one for one in OPTIONS if one.id == f"tables-{slot}")
        return shown(keys_of(binding, given)[0])

    def _show_table(self) -> None:
        table, view, notes = self._table, self.query_one(TableView), self.query_one(TableNotes)
        kind = self._picture_of(table)
        apart = kind if self._kept.is_picture and (kind == CURVE or sketch.fits(kind)) else ""
        self._is_apart = bool(apart)
        picture = _PICTURES.get(kind) if self._kept.is_picture else None
        legend = picture.legend if picture is not None else ""
        with self.prevent(DataTable.CellHighlighted):
            view.show(table, picture)
            view.point_at(self._kept.cells.get(self._question.kind.name))
        view.display = not apart
        legend = self._show_apart(table, apart) or legend
        own = table.notes if table is not None else ()
        notes.show((*own, self._question.kind.about), legend)
        notes.show_cell(table, view.cell)
        if table is not None:
            self._say(table.title)
        self.refresh_bindings()

    def _show_apart(self, table: Table | None, kind: str) -> str:
        """Draw what takes the place of the cells, or take it away where `kind` is empty; give what its signs mean."""
        place = self.query_one("#table-place")
        for there in place.query("CurveView, SketchView"):
            if there.has_focus:
                self.set_focus(None)
            there.remove()
        if table is None or not kind:
            if self.focused is None:
                self.set_focus(self.query_one(TableView))
            return ""
        if kind != CURVE:
            from fgcoder.tui.widgets.plot_view.sketch import SketchView

            place.mount(drawn := SketchView(kind, table))
            drawn.focus()  # so that the arrows scroll in it
            return ""
        from fgcoder.tui.widgets.plot_view.curve import LEGEND, CurveView, curve_of

        place.mount(CurveView(curve_of(table, self.query_one(TableView).row)))  # that of the row in hand
        return LEGEND

    def _picture_of(self, table: Table | None) -> str:
        """Say what a table is best drawn as; empty where there is nothing to draw."""
        if table is None:
            return ""
        try:
            return plots.natural(table).name
        except FgcoderError:
            return ""

    @on(DataTable.CellHighlighted)
    def show_cell(self) -> None:
        """Put the cell in hand into words."""
        cell = self.query_one(TableView).cell
        if cell is not None:
            self._kept.cells[self._question.kind.name] = cell
            self.query_one(TableNotes).show_cell(self._table, cell)


def told(problem: FgcoderError) -> str:
    """Put an error into a line: what, and what to do."""
    return f"✗ {in_a_line(problem)}"

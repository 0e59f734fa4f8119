"""The screen of tables: what each key does."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.widgets import DataTable

from fgcoder.errors import FgcoderError
from fgcoder.tabular import Table
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.tables.behind import CellScreen
from fgcoder.tui.screens.tables.choosing import Choosing
from fgcoder.tui.screens.tables.desk import told
from fgcoder.tui.screens.tables.keys import BEHIND, OPTIONS, TABLES, WORKING
from fgcoder.tui.widgets.table_view import TableNotes, TableView
from fgcoder.tui.widgets.table_view.notes import told as told_cell

USUAL_FORMAT = ".docx"
PICTURES = ".svg, .png"


class TablesScreen(Choosing):
    """Tables of the codings, and what they rest on.

    It says with `GoTo` where the coder wants to see a quote in its place; what becomes of the screen is up to the app,
    and the next one goes on with what is kept.
    """

    BINDINGS = [*WORKING, *OPTIONS]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to act on for."""
        if action in ("behind", "write", "copy"):
            return self._table is not None and not (action == "behind" and self._is_apart)
        return bool(self._picture_of(self._table)) if action == "picture" else True

    # Behind a cell

    @on(DataTable.CellSelected)
    def action_behind(self) -> None:
        """Show the quotes behind the cell in hand."""
        table, cell = self._table, self.query_one(TableView).cell
        if table is not None and cell is not None:
            self._look_behind(table, cell)

    @work(exclusive=True, group="behind")
    async def _look_behind(self, table: Table, cell: tuple[str, str]) -> None:
        title = told_cell(table, cell)[0]
        try:
            quotes = await asyncio.to_thread(self._source.quotes, table, *cell)
        except FgcoderError as error:
            self._say(told(error), is_problem=True)
            return
        if not quotes:
            self._say(f"{title} – no quotes stand behind this cell.")
        elif self.app.screen is self:
            self.app.push_screen(CellScreen(title, quotes, self._source.around, self._codebook, self._attributes))

    # Pictures

    def action_picture(self) -> None:
        """Show the picture, or the numbers again."""
        self._kept.is_picture = not self._kept.is_picture
        self._show_table()
        if not self._is_apart:
            self.set_focus(self.query_one(TableView))

    def action_notes(self) -> None:
        """Show all notes at once, or as many as the table leaves room for."""
        self.query_one(TableNotes).toggle_class("-all")

    def action_read(self, lines: int) -> None:
        """Scroll beneath the table."""
        self.query_one(TableNotes).read(lines)

    # Giving out

    def action_write(self) -> None:
        """Ask for the name of a file, and write it."""
        from fgcoder.export import FORMATS

        table = self._table
        if table is None:
            return
        endings = ", ".join(made.suffix for made in FORMATS.values())
        question = (
            f"Write it to which file? In the study's folder `tables`, if no folder is named. {endings}, {PICTURES}"
        )

        def write(name: str | None) -> None:
            if name:
                self._write(table, name)

        self.app.push_screen(AskScreen(question, f"{table.name}{USUAL_FORMAT}"), write)

    @work(group="writing")
    async def _write(self, table: Table, name: str) -> None:
        self._say(f"Writing {name} …")
        try:
            path = await asyncio.to_thread(self._source.write, table, name)
        except FgcoderError as error:
            self._say(told(error), is_problem=True)
        else:
            self._say(f"Written: {path}")

    @work(exclusive=True, group="copying")
    async def action_copy(self) -> None:
        """Copy the table as Markdown."""
        table = self._table
        if table is not None:
            self.app.copy_to_clipboard(await asyncio.to_thread(self._source.copied, table))
            self._say(f"Copied as Markdown: {table.title}")

    # Leaving

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen("tables", {**TABLES, "The quotes behind a cell": BEHIND}))

    def action_leave(self) -> None:
        """Go back to where the coder was."""
        self.dismiss(None)

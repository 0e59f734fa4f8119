"""What the codebook screen shows, and how a change is made: one after the other, while the screen stays alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import islice
from typing import ClassVar, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from fgcoder.coding.codebook_desk import Edit
from fgcoder.coding.session import CodingSession
from fgcoder.errors import FgcoderError
from fgcoder.model import Code
from fgcoder.record.notes import memos
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import StaysAtRefusals, in_a_line
from fgcoder.tui.screens.codebook.keys import KEYS, ONLY_FILTERING
from fgcoder.tui.widgets.chooser import Choice
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.chooser.search import Search
from fgcoder.tui.widgets.code_tree import CodeTree, about_code, rows_of, times_with_parts
from fgcoder.tui.widgets.key_hints import KeyHints

Result = TypeVar("Result")
QUOTES = 3
"""How many of the newest quotes under a code are shown."""
AT_WORK = "Writing the codebook…"


class CodebookRegions(StaysAtRefusals, Screen[bool]):
    """The tree beside what the code in hand says. Gives whether anything was changed while it was open.

    Parameters
    ----------
    session
        Whose codebook it is, and who changes it.
    code
        The id of the code to begin with.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    CodebookRegions {
        & #codebook-bar { height: 1; padding: 0 1; background: $panel; }
        & #codebook-parts { height: 1fr; layout: horizontal; }
        & #codebook-left { width: 1fr; height: 1fr; }
        & #codebook-filter { height: 1; border: none; padding: 0 2; background: $surface; display: none; }
        & #codebook-about { width: 1fr; height: 1fr; padding: 0 1; border-left: solid $border; }
        & #codebook-about { scrollbar-size-vertical: 1; }
        & #codebook-about-text { height: auto; }
        & #codebook-message { height: auto; min-height: 1; max-height: 3; padding: 0 1; background: $surface; }
        &.-narrow #codebook-parts { layout: vertical; }
        &.-narrow #codebook-about { border-left: none; border-top: solid $border; }
    }
    """

    def __init__(self, session: CodingSession, code: str = "") -> None:
        super().__init__()
        self._session = session
        self._begin_at = session.codebook.current(code)
        self._changed = False
        self._one_by_one = asyncio.Lock()
        """Held while something is written: a key that comes meanwhile waits for its turn."""
        self._times: dict[str, int] = {}
        self._written: dict[str, str] = {}
        """The memos on codes."""
        self._filtering = False
        self._came_from = ""
        """The code in hand when the filter was opened."""
        self._search: Search | None = None

    def compose(self) -> ComposeResult:
        """Lay out the tree, what the code in hand says, and the line about what has happened."""
        yield Static("", id="codebook-bar", markup=False)
        with Container(id="codebook-parts"):
            with Vertical(id="codebook-left"):
                yield QueryField(placeholder="part of a name, an id or a definition", id="codebook-filter")
                yield CodeTree("codebook-tree")
            with VerticalScroll(id="codebook-about", can_focus=False):
                yield Static("", id="codebook-about-text")
        yield Static("", id="codebook-message", markup=False)
        yield KeyHints()

    def on_mount(self) -> None:
        """Show the codebook."""
        self.recount()
        self.show_codes(self._begin_at)
        self._look_at_file()

    @work(group="codebook")
    async def _look_at_file(self) -> None:
        """Show what the file says, should somebody have changed it in an editor."""
        async with self._one_by_one:
            try:
                if not await asyncio.to_thread(self._session.reread_codebook):
                    return
            except FgcoderError as error:
                self.say(in_a_line(error))
                return
            self._changed = True
            self.recount()
            self.show_codes(self._session.codebook.current(self.code.id if self.code is not None else ""))
            self.say("The codebook's file was changed outside fgcoder. This is what it says now.")

    # What is shown

    def recount(self) -> None:
        """Read anew how often each code was applied, and what is written about codes."""
        session = self._session
        self._times = times_with_parts(session.codebook, session.times_applied)
        self._written = {memo.target.code: memo.text for memo in memos(session.in_force_anywhere) if memo.target.code}

    def show_codes(self, at: str = "") -> None:
        """Show the codebook as it is now, with a code in hand."""
        book = self._session.codebook
        self._search = None
        themes = sum(code.is_theme for code in book.by_id.values())
        counts = f"{len(book.codes)} codes in use, {themes} themes, {len(book.retired)} retired"
        self.query_one("#codebook-bar", Static).update(f"{book.title}, version {book.version} · {counts}")
        self.query_one(CodeTree).show(list(rows_of(book, self._times, self._written)), at)
        self.show_about()

    @on(OptionList.OptionHighlighted)
    def show_about(self) -> None:
        """Show what the code in hand says."""
        code = self.code
        text = Content("Nothing of that name.")
        if code is not None:
            written = self._written.get(code.id, "")
            text = about_code(self._session.codebook, code, self._times.get(code.id, 0), written, self._quotes(code))
        self.query_one("#codebook-about-text", Static).update(text)
        self.query_one("#codebook-about").scroll_home(animate=False)

    def _quotes(self, code: Code) -> list[str]:
        """Give the newest words of the open transcript under a code."""
        transcript = self._session.transcript
        if transcript is None:
            return []
        below = {one.id for one, _ in code.walk()}
        newest = (coding.span for coding in reversed(self._session.all_codings) if coding.code in below)
        return [" ".join(span.of(transcript.text).split()) for span in islice(newest, QUOTES)]

    @property
    def code(self) -> Code | None:
        """The code or theme in hand."""
        row = self.query_one(CodeTree).row
        return row.code if row is not None else None

    def say(self, text: str) -> None:
        """Show a line about what has just happened; `{codebook-undo}` and the like stand for keys."""
        self.query_one("#codebook-message", Static).update(with_keys(text, KEYS, self.app))

    def refuse(self, error: FgcoderError) -> None:
        """Say why something was not done."""
        self.say(in_a_line(error))

    # Changing

    async def change(self, edit: Edit, words: str, code: str, said: str) -> str:
        """Change the codebook; give what is wrong where it cannot be done so, and show it, too.

        Parameters
        ----------
        edit, words, code
            As for `CodingSession.change_codebook`.
        said
            What the screen says when it is done.
        """
        new, fault = await self.at_work(lambda: self._session.change_codebook(edit, words, code))
        if not fault:
            self.show_codes(code)
            self.say(f"{said} {{codebook-undo}} takes it back." if new else "It is so already.")
        return fault

    async def at_work(self, do: Callable[[], Result]) -> tuple[Result | None, str]:
        """Do something that writes; give what it gives, and what was wrong, which the screen says, too."""
        try:
            return await self.writing(do), ""
        except FgcoderError as error:
            fault = in_a_line(error)
            self.say(fault)
            return None, fault

    async def writing(self, do: Callable[[], Result]) -> Result:
        """Do something that writes, in a thread.

        A codebook of a thousand codes takes seconds to be read and checked, and the screen shall not stand still.

        Raises
        ------
        FgcoderError
            If that is refused.
        """
        async with self._one_by_one:
            self.say(AT_WORK)
            done = await asyncio.to_thread(do)
            self._changed |= bool(done)
            self.recount()
            return done

    # Finding by a part of the name. All keys are then taken by the screen in one queue, so that none overtakes another.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer while a name is being typed what can be done with it, and otherwise the rest."""
        return (action in ONLY_FILTERING) == self._filtering

    async def on_key(self, event: events.Key) -> None:
        """Take a key that is typed into the filter, or that was pressed behind one."""
        active = self.active_bindings.get(event.key)
        if active is not None and active.node is self and active.enabled:
            event.stop()
            await self.run_action(active.binding.action)
        elif self._filtering and self.query_one(QueryField).take(event):
            event.stop()
            self._show_found()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as typed."""
        if self._filtering:
            event.stop()
            self.query_one(QueryField).insert_text_at_cursor(" ".join(event.text.split()))
            self._show_found()

    def action_filter(self) -> None:
        """Begin to find codes by typing."""
        self._came_from = self.code.id if self.code is not None else ""
        self._filtering = True
        self.query_one(QueryField).value = ""
        self.query_one(QueryField).display = True
        self.refresh_bindings()

    def action_end_filter(self, go: bool) -> None:
        """Show all codes again: at the one found, or where one came from."""
        at = self.code.id if go and self.code is not None else self._came_from
        self._filtering = False
        self.query_one(QueryField).display = False
        self.show_codes(at)
        self.refresh_bindings()

    def action_point_found(self, step: int) -> None:
        """Point at another one of those found."""
        self.query_one(CodeTree).point(step)

    def _show_found(self) -> None:
        book, typed = self._session.codebook, self.query_one(QueryField).value
        if self._search is None:
            self._search = Search(
                [
                    Choice(code.id, code.label, also=" ".join([code.definition, *code.use, *code.avoid, *code.was]))
                    for code in book.by_id.values()
                ]
            )
        hits = self._search.find(typed)
        found = {hit.choice.id: hit.letters for hit in hits}
        rows = list(rows_of(book, self._times, self._written, found))
        self.query_one(CodeTree).show(rows, hits[0].choice.id if typed.strip() and hits else self._came_from)
        self.show_about()
        self.say(f"{len(hits)} of {len(book.by_id)}" if typed.strip() else "")

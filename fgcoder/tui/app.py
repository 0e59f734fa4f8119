"""The app: one session, its screens, and the worker that prepares suggestions while the coder is already reading."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SystemCommand
from textual.screen import Screen

from fgcoder.errors import FgcoderError
from fgcoder.tui import fault, hangup
from fgcoder.tui.keymap import shown
from fgcoder.tui.keys import EVERYWHERE
from fgcoder.tui.messages import (
    CodebookChanged,
    Decided,
    Failed,
    GoTo,
    HungUp,
    Learnt,
    NotLearnt,
    Progressed,
    Ranked,
    ShowCodebook,
    ShowQuotes,
    ShowTables,
    TakenIn,
)
from fgcoder.tui.opening import OpeningApp
from fgcoder.tui.pauses import UsesPauses
from fgcoder.tui.refusing import TellsRefusals
from fgcoder.tui.screens.leave import Drafting, LeaveScreen

if TYPE_CHECKING:
    # Each screen is imported when it is first shown: all of them at once would make the first one come later.
    from fgcoder.pipeline.events import Progress
    from fgcoder.tui.screens.retrieval.kept import Kept as QuotesKept
    from fgcoder.tui.screens.tables.source import Kept, TableSource
    from fgcoder.tui.widgets.quotes import Finder


class _StoppedError(Exception):
    """The coder has quit while the worker was at work."""


class FgcoderApp(OpeningApp, UsesPauses, TellsRefusals):
    """The screens on a study; `OpeningApp` says with what it is made."""

    TITLE = "fgcoder"
    BINDINGS = [*EVERYWHERE]
    CSS_PATH = Path(__file__).parent / "fgcoder.tcss"

    _finder: Finder | None = None
    _quotes_kept: QuotesKept | None = None
    """What the screen of quotes was left with."""
    _table_source: TableSource | None = None
    _tables_kept: Kept | None = None
    """What the screen of tables was left with."""
    preparing: Thread | None = None
    """The thread that prepares suggestions; it may outlive the screen."""
    _unlearnt = False
    """Whether something was decided that the suggestions have not been learnt from."""
    _learning = False

    @work(exclusive=True)
    async def prepare(self, *, take_in: bool = True) -> None:
        """Take in what is new in the study's folder where that is wanted, then rank; tell the app as it goes."""
        if self._overview is not None:
            await self._overview.counted.wait()  # what somebody looks at comes first
        loop = asyncio.get_running_loop()
        over: asyncio.Future[None] = loop.create_future()

        def end(problem: BaseException | None) -> None:
            if not over.done():
                over.set_exception(problem) if problem else over.set_result(None)

        def run() -> None:
            problem = None
            try:
                self._prepare(take_in=take_in)
            except _StoppedError:
                pass
            except BaseException as raised:
                problem = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(end, problem)

        # A daemon of our own, and not one of asyncio's threads, since those are waited for on quitting: a model that
        # is being loaded cannot be interrupted, and what is embedded by then is stored.
        self.preparing = Thread(target=run, name="preparation", daemon=True)
        self.preparing.start()
        await over

    def _prepare(self, *, take_in: bool) -> None:
        try:
            if take_in:
                self.post_message(TakenIn(self._preparation.take_in(self._tell)))
            self.post_message(Ranked(self._preparation.rank(self._tell)))
        except FgcoderError as error:
            self.post_message(Failed(error))

    def _reads(self, what: str) -> None:
        self._reading = what
        if self._overview is not None:
            self._overview.reads(what)

    def _tell(self, progress: Progress) -> None:
        if not self.is_running:
            raise _StoppedError
        self.post_message(Progressed(progress))

    @on(Progressed)
    def pass_on(self, event: Progressed) -> None:
        """Let the coding screen show the progress, and the overview, as long as it has no transcripts to show."""
        self._coding.show_progress(event)
        if self._reading:
            self._reads(event.words)

    @on(TakenIn)
    def taken_in(self, event: TakenIn) -> None:
        """Show what is new or has changed, and say which files could not be read."""
        if self._session.transcript is None:
            self._open_session()
            self._coding.say("")
            self._coding.show_transcript()
            self._tour_once()
        elif self._session.catch_up():
            self._coding.show_transcript()
        self._reads("")
        for result in event.results:
            if result.error is not None:
                self.notify(str(result.error), title=result.path.name, severity="error", timeout=30, markup=False)

    @on(Ranked)
    def ranked(self, event: Ranked) -> None:
        """Hand the suggestions to the session."""
        self._session.ranking = event.ranking
        self._coding.ranked()
        self._catch_up()
        if self._views is not None and self._views.findings is not None and self._session.notes.findings:
            self._coding.prepare_findings(self._views.findings if self._coding.findings is None else None)

    @on(Decided)
    def decided(self) -> None:
        """Learn from what was decided, in a thread; from several decisions at once where they come fast."""
        self._unlearnt = True
        self._coding.call_after_refresh(self.call_later, self._catch_up)  # the coder sees it first

    def _catch_up(self) -> None:
        """Learn, unless that is being done already, or cannot be yet because nothing is ranked."""
        if self._unlearnt and not self._learning and self._session.ranking is not None:
            self._learning = True
            self._learn()

    @work(group="learning")
    async def _learn(self) -> None:
        # Not a worker in a thread: the flags are read and set where decisions arrive, or one could slip between them.
        try:
            while self._unlearnt:
                self._unlearnt = False
                ranking = await asyncio.to_thread(self._preparation.learn)
                if ranking is not None:
                    self.post_message(Learnt(ranking))
        except Exception as problem:  # whatever it is, coding goes on with the suggestions there are
            self.log.error(problem)
            self.post_message(NotLearnt(problem))
        finally:
            self._learning = False

    @on(CodebookChanged)
    def codebook_changed(self) -> None:
        """Rank the codes of the codebook as it is now."""
        self._coding.codebook_changed()
        self.prepare(take_in=False)

    @on(ShowCodebook)
    def show_codebook(self, event: ShowCodebook) -> None:
        """Show the codebook, to work on it; what it has become counts when the coder comes back."""
        from fgcoder.tui.screens.codebook import CodebookScreen

        self.push_screen(CodebookScreen(self._session, event.code), self._back_from_codebook)

    def _back_from_codebook(self, changed: bool | None) -> None:
        if changed:
            self._coding.show_transcript()  # undoing may have led to another one
            self.codebook_changed()

    @on(ShowQuotes)
    def show_quotes(self, event: ShowQuotes) -> None:
        """Look through passages like one; else through quotes as they were left, the first time those under a code."""
        from fgcoder.model import Passage
        from fgcoder.tui.screens.retrieval import RetrievalScreen
        from fgcoder.tui.screens.retrieval.kept import Kept as QuotesKept
        from fgcoder.tui.widgets.quotes import Kind, Question

        if self._views is None:
            return
        kept = self._quotes_kept = self._quotes_kept or QuotesKept()
        question, transcript = kept.question or Question(Kind.WORDS), self._session.transcript
        if event.code and kept.question is None:
            question = Question(Kind.CODE, event.code)
        elif event.span is not None and transcript is not None:
            words = " ".join(event.span.of(transcript.text).split())
            question = Question(Kind.LIKE, words, Passage(event.transcript, event.span))
        self._finder = self._finder or self._views.finder()
        book, attributes = self._session.codebook, self._views.attributes
        self.push_screen(RetrievalScreen(self._finder, book, question, attributes, self._session.marks, kept))

    @on(ShowTables)
    def show_tables(self) -> None:
        """Show tables of the codings, as they were left."""
        from fgcoder.tui.screens.tables import TablesScreen
        from fgcoder.tui.screens.tables.source import Kept

        if self._views is None or self._views.tables is None:
            return
        self._table_source = self._table_source or self._views.tables()
        self._tables_kept = self._tables_kept or Kept()
        book, attributes = self._session.codebook, self._views.attributes
        self.push_screen(TablesScreen(self._table_source, book, self._tables_kept, attributes))

    @on(GoTo)
    async def go_to(self, event: GoTo) -> None:
        """Show a passage where it stands, or a transcript where it was left."""
        await self._open()
        while self.screen is not self._coding:
            await self.pop_screen()
        self._coding.open_transcript(event.transcript, event.span)
        self._tour_once()

    @on(Learnt)
    def learnt(self, event: Learnt) -> None:
        """Hand the fresh suggestions to the coding screen, which knows when they may be shown."""
        self._coding.learnt(event.ranking)

    @on(NotLearnt)
    def not_learnt(self, event: NotLearnt) -> None:
        """Say that the suggestions stay as they were; the next decision tries again."""
        self._coding.say(f"Recorded, but not learnt from: {event.problem}. The suggestions stay as they were.")

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say why there are no suggestions."""
        self._reads("")
        self._coding.failed(event.error)
        self.notify(str(event.error), title="No suggestions", severity="error", timeout=30, markup=False)

    @on(HungUp)
    def hung_up(self) -> None:
        """Leave, since nobody is there any more; what was being typed goes with the terminal."""
        self._leave(hangup.STATUS)

    def _leave(self, status: int = 0) -> None:
        """End; the coder comes back to the same segment."""
        if self._is_open:
            self._session.keep_place()
        self.exit(return_code=status)

    async def action_quit(self) -> None:
        """Leave, from whatever screen is in front; ask first, once, where something is written that is not kept."""
        is_asked = isinstance(self.screen, LeaveScreen)
        if is_asked or not any(isinstance(one, Drafting) and one.has_draft for one in self.screen_stack):
            self._leave()
        else:
            self.push_screen(LeaveScreen())

    def _fatal_error(self) -> None:
        """End at a fault of the program, without the trace that Textual prints: transcripts' words are in it."""
        problem = sys.exception() or self._exception
        if self.fault is None and problem is not None:
            self.fault = fault.told(problem)
            if self._is_open:
                with suppress(Exception):  # whatever is broken, the place is worth a try
                    self._session.keep_place()
        self.panic()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Put every action of the screen in front into the command palette."""
        yield from (one for one in super().get_system_commands(screen) if one.title != "Quit")  # ours says more
        yield SystemCommand("Take the tour", "Be shown around the coding screen, in a minute", self.action_tour)
        told = set()
        for _, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.tooltip and binding.action not in told and binding.id:
                told.add(binding.action)
                yield SystemCommand(binding.tooltip, f"Key: {shown(binding.key)}", self._runner(screen, binding.action))

    def _runner(self, screen: Screen[object], action: str) -> Callable[[], None]:
        def run() -> None:
            self.call_later(screen.run_action, action)

        return run

"""The app: one session, its screens, and the worker that prepares suggestions while the coder is already reading."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread
from typing import Protocol

from textual import on, work
from textual.app import App, SystemCommand
from textual.screen import Screen

from fgcoder.coding import CodingSession, Ranking
from fgcoder.config import Settings
from fgcoder.errors import FgcoderError
from fgcoder.pipeline import Imported, OnProgress, Progress
from fgcoder.tui.bindings import CODING
from fgcoder.tui.messages import Decided, Failed, Learnt, NotLearnt, Progressed, Ranked, TakenIn
from fgcoder.tui.screens.coding import CodingScreen


class Preparation(Protocol):
    """What has to be done before suggestions can be shown; runs in a thread."""

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Bring the store to what lies in the study's folder."""

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Embed what is new and rank the codes."""

    def learn(self) -> Ranking | None:
        """Rank the codes anew from what is decided by now; None where they cannot be ranked yet."""


class _StoppedError(Exception):
    """The coder has quit while the worker was at work."""


class FgcoderApp(App[None]):
    """The coding screen on a study.

    Parameters
    ----------
    session
        Whose work it is.
    settings
        The user's theme and keys.
    preparation
        Run in a worker once the screen is up.
    start_at
        The transcript to open; by default where the coder left off.
    """

    TITLE = "fgcoder"
    CSS_PATH = Path(__file__).parent / "fgcoder.tcss"

    def __init__(
        self, session: CodingSession, settings: Settings, preparation: Preparation, start_at: str | None = None
    ) -> None:
        super().__init__()
        self._session = session
        self._settings = settings
        self._preparation = preparation
        self._start_at = start_at
        self.preparing: Thread | None = None
        """The thread that prepares suggestions; it may outlive the screen."""
        self._unlearnt = False
        """Whether something was decided that the suggestions have not been learnt from."""
        self._learning = False

    def on_mount(self) -> None:
        """Open the session and show it; then prepare suggestions."""
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        self.set_keymap(self._settings.keys)
        self._open_session()
        self._coding = CodingScreen(self._session)
        self.push_screen(self._coding)
        self.prepare()

    def _open_session(self) -> None:
        if self._start_at in self._session.transcript_ids:
            self._session.open(self._start_at)
        else:
            self._session.resume()

    @work(exclusive=True)
    async def prepare(self) -> None:
        """Take in what is new in the study's folder, then rank; tell the app as it goes."""
        loop = asyncio.get_running_loop()
        over: asyncio.Future[None] = loop.create_future()

        def end(problem: BaseException | None) -> None:
            if not over.done():
                over.set_exception(problem) if problem else over.set_result(None)

        def run() -> None:
            problem = None
            try:
                self._prepare()
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

    def _prepare(self) -> None:
        try:
            self.post_message(TakenIn(self._preparation.take_in(self._tell)))
            self.post_message(Ranked(self._preparation.rank(self._tell)))
        except FgcoderError as error:
            self.post_message(Failed(error))

    def _tell(self, progress: Progress) -> None:
        if not self.is_running:
            raise _StoppedError
        self.post_message(Progressed(progress))

    @on(Progressed)
    def pass_on(self, event: Progressed) -> None:
        """Let the coding screen show the progress."""
        self._coding.show_progress(event)

    @on(TakenIn)
    def taken_in(self, event: TakenIn) -> None:
        """Show what is new or has changed, and say which files could not be read."""
        if self._session.transcript is None:
            self._open_session()
            self._coding.say("")
            self._coding.show_transcript()
        elif self._session.reread():
            self._coding.show_transcript()
        for result in event.results:
            if result.error is not None:
                self.notify(str(result.error), title=result.path.name, severity="error", timeout=30, markup=False)

    @on(Ranked)
    def ranked(self, event: Ranked) -> None:
        """Hand the suggestions to the session."""
        self._session.ranking = event.ranking
        self._coding.ranked()
        self._catch_up()

    @on(Decided)
    def decided(self) -> None:
        """Learn from what was decided, in a thread; from several decisions at once where they come fast."""
        self._unlearnt = True
        self._catch_up()

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
        self._coding.failed(event.error)
        self.notify(str(event.error), title="No suggestions", severity="error", timeout=30, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Put every action of the coding screen into the command palette."""
        yield from super().get_system_commands(screen)
        if screen is self._coding:
            for binding in CODING:
                yield SystemCommand(
                    binding.tooltip, f"Key: {binding.key_display or binding.key}", self._runner(binding.action)
                )

    def _runner(self, action: str) -> Callable[[], None]:
        def run() -> None:
            self.call_later(self._coding.run_action, action)

        return run

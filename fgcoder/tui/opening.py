"""Opening a study: its session and its screens, in an order in which something stands on the screen soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from textual import on
from textual.screen import Screen

from fgcoder.config import Settings
from fgcoder.errors import FgcoderError
from fgcoder.tui.messages import ShowOverview
from fgcoder.tui.personal import PersonalApp

if TYPE_CHECKING:
    # What a study is opened with is imported as it comes: all of it at once would make the first screen come later.
    from fgcoder.coding.advised import Ranking
    from fgcoder.coding.session import CodingSession
    from fgcoder.pipeline.events import OnProgress
    from fgcoder.pipeline.taking_in import Imported
    from fgcoder.tui.screens.coding.noting import FindingsBeside
    from fgcoder.tui.screens.overview import OverviewScreen, OverviewSource
    from fgcoder.tui.screens.tables.source import TableSource
    from fgcoder.tui.widgets.quotes import Finder

READING = "Reading what is in the study's folder …"
"""Stands in the overview of a study without transcripts until it is known which file is being read."""


class Preparation(Protocol):
    """What has to be done before suggestions can be shown; runs in a thread."""

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Bring the store to what lies in the study's folder."""

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Embed what is new and rank the codes."""

    def learn(self) -> Ranking | None:
        """Rank the codes anew from what is decided by now; None where they cannot be ranked yet."""


@dataclass(frozen=True)
class Views:
    """What is shown beside the transcript, and where it comes from."""

    overview: OverviewSource
    finder: Callable[[], Finder]
    """Makes it; asked once, when quotes are first looked for."""
    attributes: Sequence[str] = ()
    """What the study says that each transcript has, such as country and sector."""
    tables: Callable[[], TableSource] | None = None
    """Makes what makes tables; asked once, when tables are first to be seen."""
    findings: Callable[[], FindingsBeside] | None = None
    """Makes what ranks survey findings for a passage; asked in a thread, once there are suggestions."""


class OpeningApp(PersonalApp):
    """An app that opens a study; what is then done with it is up to the app itself.

    Parameters
    ----------
    session
        Makes the session, whose work it is; asked once, when it is first needed.
    settings
        The user's theme and keys.
    preparation
        Makes what is run in a worker once the screen is up.
    start_at
        The transcript to open; by default where the coder left off.
    views
        The other screens' sources.
    overview_first
        Whether to begin with the study overview.
    tour
        Whether to show the coder around first.
    """

    def __init__(
        self,
        session: Callable[[], CodingSession],
        settings: Settings,
        preparation: Callable[[], Preparation],
        start_at: str | None = None,
        *,
        views: Views | None = None,
        overview_first: bool = False,
        tour: bool = False,
    ) -> None:
        super().__init__(settings)
        self._make_session = session
        self._make_preparation = preparation
        self._start_at = start_at
        self._views = views
        self._overview_first = overview_first
        self._overview: OverviewScreen | None = None
        """The one shown last."""
        self._tour = tour
        self._is_open = False
        """Whether the session is open and its screen there."""
        self._reading = READING
        """What is being read from the study's folder; empty once all of it has been."""
        self.fault: FgcoderError | None = None
        """What to tell once the screen is as it was: a fault of the program, or of the study's files."""

    def on_mount(self) -> None:
        """Begin once the app has begun; what is painted before that, Textual throws away."""
        self.call_later(self._begin)

    async def _begin(self) -> None:
        """Show the session, or the overview; what can wait until its frame is painted, waits."""
        if self._overview_first:
            self.show_overview()
        else:
            await self._open()
            self._tour_once()

    def _fill_overview(self) -> None:
        """Show in the overview what there is; behind that, once it is painted, open the session."""
        if self._overview is not None:
            with self._ends_at_faults():
                self._overview.fill()
                self._overview.call_after_refresh(self.call_later, self._open)

    async def _open(self) -> None:
        """Open the session on its screen, behind the overview where that is in front; then prepare suggestions."""
        from fgcoder.tui.screens.coding.screen import CodingScreen

        if self._is_open:
            return
        with self._ends_at_faults():
            self._open_session()
            self._is_open = True
            self._coding = CodingScreen(self._session)
            if len(self.screen_stack) > 1:
                await self._put_behind(self._coding)
                self.prepare()
            else:
                self.push_screen(self._coding)
                self._coding.call_after_refresh(self.prepare)

    @contextmanager
    def _ends_at_faults(self) -> Iterator[None]:
        """End where something is wrong with the study's files; what it is, is told once the screen is as it was."""
        try:
            yield
        except FgcoderError as error:
            self.fault = error
            self.exit(return_code=2)

    async def _put_behind(self, screen: Screen[None]) -> None:
        """Put a screen behind all that are open; Textual itself can only put one in front, and would paint it."""
        _, mounted = self._get_screen(screen)
        self._screen_stack.insert(1, screen)
        await mounted

    @cached_property
    def _session(self) -> CodingSession:
        return self._make_session()

    @cached_property
    def _preparation(self) -> Preparation:
        return self._make_preparation()

    def _tour_once(self) -> None:
        """Show newcomers round as soon as there is something to be shown."""
        if self._tour and self.coding_screen is not None and self._session.current is not None:
            self._tour = False
            self.action_tour()

    @property
    def coding_screen(self) -> Screen[None] | None:
        """The coding screen, where it is in front."""
        return self._coding if self._is_open and self.screen is self._coding else None

    def _open_session(self) -> None:
        if self._start_at in self._session.transcript_ids:
            self._session.open(self._start_at)
        else:
            self._session.resume()

    @on(ShowOverview)
    def show_overview(self) -> None:
        """Show the whole study: the frame first, and what there is once that is painted."""
        from fgcoder.tui.screens.overview import OverviewScreen

        if self._views is not None:
            self._overview = OverviewScreen(self._views.overview)
            self._overview.reads(self._reading)
            self.push_screen(self._overview, self._left_overview)
            self._overview.call_after_refresh(self.call_later, self._fill_overview)

    async def _left_overview(self, _: None) -> None:
        await self._open()

    def prepare(self) -> object:
        """Prepare suggestions, since the study is open."""
        raise NotImplementedError

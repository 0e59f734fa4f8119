"""The quotes behind a cell of a table: from a figure back to the words, and from there to their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from fgcoder.model import Codebook, Passage
from fgcoder.retrieval.quotes import Quote, Utterance
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.quote_reader import QuoteReader
from fgcoder.tui.screens.tables.keys import BEHIND
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.quotes import QuoteList, QuotePreview
from fgcoder.wording import counted


class CellScreen(QuoteReader):
    """The quotes that a cell rests on. It says with `GoTo` where the coder wants to see one in its place.

    Parameters
    ----------
    title
        Which cell it is.
    quotes
        Those behind it.
    around
        Gives the turns of a passage with those beside it.
    codebook, attributes
        What the codes are called, and what each quote says of its group.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS: ClassVar[str] = ""
    BINDINGS = [*BEHIND]
    DEFAULT_CSS = """
    CellScreen {
        & > #behind-title { height: auto; max-height: 2; padding: 0 1; background: $panel; text-style: bold; }
        & > #behind-count { height: auto; max-height: 2; padding: 0 1; color: $text-primary; }
        & > #behind-parts { height: 1fr; layout: horizontal; }
        & QuoteList { width: 3fr; }
        & QuotePreview { width: 2fr; }
        &.-narrow > #behind-parts { layout: vertical; }
        &.-narrow QuoteList { width: 100%; height: 3fr; }
        &.-narrow QuotePreview { width: 100%; height: 2fr; border-top: solid $border; }
    }
    """

    def __init__(
        self,
        title: str,
        quotes: Sequence[Quote],
        around: Callable[[Passage], Sequence[Utterance]],
        codebook: Codebook,
        attributes: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._title = title
        self._quotes = quotes
        self._around = around
        self._codebook = codebook
        self._attributes = tuple(attributes)

    def compose(self) -> ComposeResult:
        """Lay out which cell it is over its quotes."""
        yield Static(Content(self._title), id="behind-title")
        yield Static(Content(self._told()), id="behind-count")
        with Container(id="behind-parts"):
            yield QuoteList()
            yield QuotePreview()
        yield KeyHints()

    def on_mount(self) -> None:
        """Show the quotes."""
        self.query_one(QuoteList).show(self._quotes, self._attributes, self._codebook.label)

    def _say(self, text: str) -> None:
        self.query_one("#behind-count", Static).update(Content(text))

    def _told(self) -> str:
        people = len({(quote.passage.transcript, quote.speaker) for quote in self._quotes})
        groups = len({quote.passage.transcript for quote in self._quotes})
        return (
            f"{counted(len(self._quotes), 'passage')} by {counted(people, 'speaker')} in "
            f"{counted(groups, 'transcript')}; a passage may count as several segments, or several codings as one."
        )

    @on(QuoteList.Pointed)
    def show_around(self, event: QuoteList.Pointed) -> None:
        """Show what was said around the quote in hand."""
        self.query_one(QuotePreview).show(event.quote, self._around(event.quote.passage), self._codebook)

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen("tables", {"The quotes behind a cell": BEHIND}))

    def action_leave(self) -> None:
        """Go back to the table."""
        self.dismiss(None)

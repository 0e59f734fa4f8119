"""What the screen of quotes shows: what is asked, under which conditions, what was found."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from fgcoder.errors import FgcoderError
from fgcoder.model import Codebook
from fgcoder.retrieval.quotes import Found
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.refusing import STAYS, in_a_line
from fgcoder.tui.screens.quote_reader import QuoteReader
from fgcoder.tui.screens.retrieval.kept import Kept
from fgcoder.tui.screens.retrieval.keys import LOOKING, TYPING
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.key_hints import KeyHints
from fgcoder.tui.widgets.quotes import ConditionBar, Finder, Kind, Question, QuoteList, QuotePreview
from fgcoder.tui.widgets.quotes.conditions import offered

TELLS = 0.2
"""Seconds after which a search says that it is at work."""
TABS = {
    Kind.CODE: "{quotes-code} under a code",
    Kind.WORDS: "{quotes-words} words",
    Kind.MEANING: "{quotes-meaning} meaning",
    Kind.LIKE: "{quotes-like} passages like",
}
HINTS = {
    Kind.WORDS: "words or a regular expression; a capital makes case count",
    Kind.MEANING: "say in your own words, in any language, what you look for; then {quotes-to-list}",
}


class QuoteDesk(QuoteReader):
    """What the screen of quotes shows, and how it asks for it.

    Parameters
    ----------
    finder
        Answers what is asked for.
    codebook
        What the codes are called.
    question
        What to show first; without one the coder is asked for words.
    attributes
        What the study says each transcript has, such as country and sector: each quote names them.
    kept
        What the screen was left with the time before; is kept up to date.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    QuoteDesk {
        & #retrieval-tabs { height: 1; padding: 0 1; background: $panel; }
        & #retrieval-ask { height: 1; padding: 0 1; }
        & #retrieval-what { width: auto; max-width: 100%; height: 1; text-style: bold; }
        & QueryField { width: 1fr; height: 1; border: none; padding: 0; }
        & #retrieval-found { height: auto; max-height: 3; padding: 0 1; color: $text-primary; }
        & #retrieval-parts { height: 1fr; layout: horizontal; }
        & QuoteList { width: 3fr; }
        & QuotePreview { width: 2fr; }
        &.-narrow #retrieval-parts { layout: vertical; }
        &.-narrow QuoteList { width: 100%; height: 3fr; }
        &.-narrow QuotePreview { width: 100%; height: 2fr; border-top: solid $border; }
    }
    """

    def __init__(
        self,
        finder: Finder,
        codebook: Codebook,
        question: Question | None = None,
        attributes: Sequence[str] = (),
        kept: Kept | None = None,
    ) -> None:
        super().__init__()
        self._finder = finder
        self._codebook = codebook
        self._attributes = tuple(attributes)
        self._question = question or Question(Kind.WORDS)
        self._typing = question is None
        self._kept = kept or Kept()
        self._found: Found | None = None
        self._values: Mapping[str, Sequence[str]] = {}
        self._wanted: tuple[Question, int] | None = None
        """What is still to be answered: the question, and the place of the quote to take in hand."""
        self._since: float | None = None
        """When the search in hand began."""
        self._pause: Timer | None = None
        """Until words are searched for that are being typed."""

    def compose(self) -> ComposeResult:
        """Lay out what is asked over what is found."""
        yield Static("", id="retrieval-tabs")
        with Horizontal(id="retrieval-ask"):
            yield Static("", id="retrieval-what")
            yield QueryField(compact=True)
        yield ConditionBar()
        yield Static("", id="retrieval-found")
        with Container(id="retrieval-parts"):
            yield QuoteList()
            yield QuotePreview()
        yield KeyHints()

    def on_mount(self) -> None:
        """Answer the first question."""
        self.set_interval(TELLS / 2, self._tell)
        self._show_question()
        self.ask(self._question, self._kept.open(self._question))

    # Asking

    def ask(self, question: Question, at: int = 0) -> None:
        """Search, in a thread; what was asked before and is not answered yet is dropped."""
        self._question = question
        self._wanted = (question, at)
        self._show_question()
        if self._since is None:
            self._since = monotonic()
            self._answer()

    @work(group="retrieval")
    async def _answer(self) -> None:
        # One search at a time, and then the latest question: searches side by side would only slow each other down.
        while self._wanted is not None:
            (question, at), self._wanted = self._wanted, None
            self._since = monotonic()
            try:
                found = await asyncio.to_thread(question.answered, self._finder) if question.is_asked else None
                self._values = await asyncio.to_thread(self._finder.values)
                problem = None
            except FgcoderError as error:
                found, problem = self._found, error
            if self._wanted is None and self.query(QuoteList):  # else the coder has left meanwhile
                self._since = None
                self._show(question, found, at, problem)
        self._since = None

    def _tell(self) -> None:
        """Give a sign of life while a search takes its time."""
        if self._since is not None and (gone := monotonic() - self._since) >= TELLS:
            self._say(f"Searching … {gone:.1f} s")

    def _show(self, question: Question, found: Found | None, at: int, problem: FgcoderError | None) -> None:
        self._show_question()
        if problem is not None:
            self._say(_told(problem))
            return
        self._found = found
        if question.is_asked:
            self._kept.question, self._kept.at = question, 0
        implied = self._codebook.current(question.text) if question.kind is Kind.CODE else ""
        self.query_one(QuoteList).show(found or (), self._attributes, self._codebook.label, at, implied)
        if not found:
            self.query_one(QuotePreview).clear()
        if found is None:
            self._say("")
        elif found:
            self._say("  ".join([str(found.base), *self._order(question), *found.notes]))
        else:
            self._say("Nothing found." + (" {quotes-clear} drops the conditions." if question.filters else ""))

    def refuse(self, error: FgcoderError) -> None:
        """Say why something was not done, and what to do."""
        self._say(_told(error))
        if any(fault.todo for fault in error.faults):
            self.notify(str(error), severity="warning", timeout=STAYS, markup=False)

    def _order(self, question: Question) -> list[str]:
        return ["· nearest first"] if question.kind in (Kind.MEANING, Kind.LIKE) else []

    def _say(self, text: str) -> None:
        self.query_one("#retrieval-found", Static).update(Content(self._with_keys(text)))

    def _with_keys(self, text: str) -> str:
        return with_keys(text, [*LOOKING, *TYPING], self.app)

    def _show_question(self) -> None:
        question = self._question
        tabs = [kind for kind in TABS if kind is not Kind.LIKE or question.kind is Kind.LIKE]
        names = [self._with_keys(TABS[kind]) for kind in tabs]
        shown = [f"▸{name} " if kind is question.kind else f" {name} " for kind, name in zip(tabs, names, strict=True)]
        styles = ["bold reverse" if kind is question.kind else "$foreground-muted" for kind in tabs]
        parts = [part for text, style in zip(shown, styles, strict=True) for part in ((text, style), " ")]
        self.query_one("#retrieval-tabs", Static).update(Content.assemble(("Quotes  ", "bold"), *parts))
        field, what = self.query_one(QueryField), self.query_one("#retrieval-what", Static)
        field.display = self._typing
        what.display = not self._typing
        if self._typing:
            field.placeholder = self._with_keys(HINTS.get(question.kind, ""))
            if field.value != question.text:
                field.value = question.text
        what.update(Content(question.shown(self._codebook) or "Nothing is searched for yet."))
        names = offered(self._values, self._attributes, question.filters)
        self.query_one(ConditionBar).show(names, question.filters, self._codebook.label)
        self.refresh_bindings()

    @on(QuoteList.Pointed)
    def show_around(self, event: QuoteList.Pointed) -> None:
        """Show what was said around the quote in hand."""
        quote, self._kept.at = event.quote, self.query_one(QuoteList).at
        self.query_one(QuotePreview).show(quote, self._finder.around(quote.passage), self._codebook)


def _told(problem: FgcoderError) -> str:
    """Put an error into as few words as will do, since what is typed may be faulty only until the next letter."""
    return f"✗ {in_a_line(problem, with_todo=False)}"

"""The screen of quotes: what each key does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import events

from fgcoder.coding.marking import QuoteMarks
from fgcoder.model import Codebook
from fgcoder.retrieval.filters import ANY, CODE, Filters
from fgcoder.tui.choices import code_choice
from fgcoder.tui.messages import ShowTables
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.screens.memo import Kept as KeptText
from fgcoder.tui.screens.memo import MemoScreen
from fgcoder.tui.screens.retrieval.desk import QuoteDesk
from fgcoder.tui.screens.retrieval.kept import Kept
from fgcoder.tui.screens.retrieval.keys import LOOKING, RETRIEVAL, TYPING
from fgcoder.tui.widgets.chooser import Choice, ChooserScreen, Chosen, New, PickerScreen
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.quotes import Finder, Kind, Question, QuoteList
from fgcoder.tui.widgets.quotes.conditions import offered, titled

WAITS = 0.15
"""Seconds after the last letter before words are searched for."""
MOST_EARLIER = 50
CHOSEN = "✓"
_WHILE_TYPING = frozenset(binding.action for binding in TYPING)
_WHILE_LOOKING = frozenset(binding.action.partition("(")[0] for binding in LOOKING)


class RetrievalScreen(QuoteDesk):
    """Quotes under a code, with certain words, or alike in meaning.

    Posts `GoTo` where the coder wants to see a quote in its place; what becomes of the screen is then up to the app.

    Parameters
    ----------
    finder, codebook, question, attributes, kept
        As for `QuoteDesk`.
    marks
        Notes translations and what is used in the report; without it neither can be noted.
    """

    BINDINGS = [*LOOKING, *TYPING]

    def __init__(
        self,
        finder: Finder,
        codebook: Codebook,
        question: Question | None = None,
        attributes: Sequence[str] = (),
        marks: QuoteMarks | None = None,
        kept: Kept | None = None,
    ) -> None:
        super().__init__(finder, codebook, question, attributes, kept)
        self._marks = marks

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave all keys but a few to what is being typed."""
        if action in _WHILE_TYPING:
            return self._typing
        return not self._typing if action in _WHILE_LOOKING else True

    async def on_key(self, event: events.Key) -> None:
        """Take what is typed in the order in which it was: nothing here has the focus."""
        event.stop()
        if self.app.screen is not self:  # pressed before the screen above was there, and meant for it
            self.app.post_message(events.Key(event.key, event.character))
            return
        active = self.active_bindings.get(event.key)
        if active is not None and active.node is self and active.enabled:
            await self.run_action(active.binding.action)
        elif self._typing and self.query_one(QueryField).take(event):
            self._typed()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as typed."""
        if self._typing:
            event.stop()
            self.query_one(QueryField).insert_text_at_cursor(" ".join(event.text.split()))
            self._typed()

    # Typing

    def _typed(self) -> None:
        self._question = replace(self._question, text=self.query_one(QueryField).value)
        self._stop_pause()
        if self._question.kind is Kind.WORDS:
            self._pause = self.set_timer(WAITS, self._search_typed)

    def _search_typed(self) -> None:
        self._stop_pause()
        self.ask(self._question)

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def action_type(self, kind: str) -> None:
        """Type what to search for."""
        self._remember()
        self._typing = True
        before = self._question
        text = before.text if before.kind is Kind[kind] else ""
        self._question = Question(Kind[kind], text, filters=before.filters)
        self._show_question()

    def action_edit(self) -> None:
        """Change what is searched for."""
        if self._question.kind is Kind.CODE:
            self.action_pick_code()
        else:
            self.action_type((Kind.WORDS if self._question.kind is Kind.WORDS else Kind.MEANING).name)

    def action_to_list(self) -> None:
        """Search for what is typed, and look through the quotes."""
        asks = self._pause is not None or self._question.kind is Kind.MEANING or not self._question.is_asked
        self._stop_pause()
        self._typing = False
        if asks:
            self.ask(self._question)
        else:
            self._show_question()

    def action_stop_typing(self) -> None:
        """Leave off typing; before anything was found that means to leave the screen."""
        if self._found is None and not self._kept.earlier:
            self.action_leave()
        elif self._found is None or self._question.kind is Kind.MEANING:
            self._typing = False
            self.action_earlier()
        else:
            self.action_to_list()

    # Asking

    def _remember(self) -> None:
        """Keep what is on the screen, to go back to."""
        if self._question.is_asked and self._found is not None:
            self._kept.earlier[:-MOST_EARLIER] = []
            self._kept.earlier.append((self._question, self.query_one(QuoteList).at))

    def action_earlier(self) -> None:
        """Go back to what was looked at before."""
        if self._kept.earlier:
            question, at = self._kept.earlier.pop()
            self.ask(question, at)
        else:
            self._say("There is nothing earlier. {quotes-back} goes back to where you were.")

    def action_like(self) -> None:
        """Show passages like the one in hand."""
        quote = self.query_one(QuoteList).current
        if quote is not None:
            self._remember()
            self.ask(Question(Kind.LIKE, quote.words, quote.passage, self._question.filters))

    def action_pick_code(self) -> None:
        """Ask for a code or theme, and show the quotes under it."""
        choices = [code_choice(self._codebook, code) for code in self._codebook.by_id.values()]
        self.app.push_screen(
            ChooserScreen("Quotes under which code or theme?", choices, "part of its name"), self._under
        )

    def _under(self, code: str | None) -> None:
        if code is not None:
            self._remember()
            self._typing = False
            self.ask(Question(Kind.CODE, code, filters=self._question.filters))

    # Conditions

    def action_condition(self, digit: int) -> None:
        """Ask for the values of the condition with a digit."""
        names = offered(self._values, self._attributes, self._question.filters)
        if digit <= len(names):
            self._choose(names[digit - 1])

    def action_filter(self) -> None:
        """Ask by what to filter, then for the values."""
        choices = [Choice(name, titled(name).capitalize(), ", ".join(values)) for name, values in self._values.items()]
        self.app.push_screen(ChooserScreen("Filter by what?", choices, "part of its name"), self._choose)

    def _choose(self, name: str | None) -> None:
        if name is None or name not in self._values:
            return
        asked = self._question.filters.asked(name) or frozenset()

        def choose(result: Chosen | New | None) -> None:
            if isinstance(result, Chosen):
                self._filter(self._question.filters.with_values(name, () if "" in result.ids else result.ids))

        known = self._codebook.by_id
        choices = [Choice("", "Any", "Drops this condition.")] if asked else []
        for value in self._values[name]:
            sign = CHOSEN if value in asked else ""
            if name == CODE and value in known:
                choices.append(code_choice(self._codebook, known[value], sign=sign))
            else:
                choices.append(Choice(value, value, sign=sign))
        self.app.push_screen(PickerScreen(f"Which {titled(name)}?", choices, "{choose-mark} marks several"), choose)

    def _filter(self, filters: Filters) -> None:
        self.ask(replace(self._question, filters=filters))

    def action_clear(self) -> None:
        """Drop all conditions."""
        self._filter(ANY)

    # Quotes

    def action_use(self) -> None:
        """Mark the quote as used in the report, or take the mark away."""
        quote = self.query_one(QuoteList).current
        if quote is not None and self._marks is not None:
            if quote.is_used:
                self._marks.unuse(quote.passage)
            else:
                self._marks.use(quote.passage)
            self._look_again()

    def action_translate(self) -> None:
        """Write what the quote says in the language of the report."""
        quote, marks = self.query_one(QuoteList).current, self._marks
        if quote is None or marks is None:
            return

        async def keep(text: str) -> bool:
            return marks.translate(quote.passage, text)

        def kept(translation: KeptText | None) -> None:
            if translation is not None and translation.is_new:
                self._look_again()

        title = f"Translation of a quote by {quote.who}"
        editor = MemoScreen(title, keep, marks.translation(quote.passage), quote.words, "translation")
        self.app.push_screen(editor, kept)

    def _look_again(self) -> None:
        """Show what is found once more, with what has been noted on the quote in hand."""
        self.ask(self._question, self.query_one(QuoteList).at)

    def action_tables(self) -> None:
        """Show tables of the codings."""
        self.post_message(ShowTables())

    def action_help(self) -> None:
        """Show help."""
        self.app.push_screen(HelpScreen("retrieval", RETRIEVAL))

    def action_leave(self) -> None:
        """Go back to where the coder was."""
        self.dismiss(None)

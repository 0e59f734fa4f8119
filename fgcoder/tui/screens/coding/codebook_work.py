"""Work on the codebook from where one codes: a new code, in the words of the transcript or those typed."""

from __future__ import annotations

from textwrap import shorten

from fgcoder.codebook.editing import add_code, code_id_for
from fgcoder.codebook.words import added
from fgcoder.errors import FgcoderError, StoreAccessError
from fgcoder.model import Code
from fgcoder.tui.choices import theme_choices
from fgcoder.tui.messages import CodebookChanged
from fgcoder.tui.screens.ask import AskScreen
from fgcoder.tui.screens.coding.selecting import Selecting
from fgcoder.tui.widgets.chooser import ChooserScreen

LABEL = 60
"""Letters of the selected words that make a label to begin with."""


class CodebookWork(Selecting):
    """The key that adds a code, and what adds one that was typed in a list."""

    def action_in_vivo(self) -> None:
        """Ask for the label of a new code, to begin with the selected words."""
        passage, transcript = self._codable_passage(), self._session.transcript
        if passage is None or transcript is None:
            return
        words = transcript.spoken(passage) if self.selection is not None else ""
        label = shorten(words, LABEL, placeholder="").rstrip(".,;:")
        ask = AskScreen("A new code: what is it called?", label, "a few words")
        self.app.push_screen(ask, lambda label: self.add_code(label) if label else None)

    def add_code(self, label: str) -> None:
        """Ask for the label where there is none yet, then for a theme; add the code there and apply it."""
        if not label:
            self.action_in_vivo()
            return
        known = [code.label for code in self._session.codebook.codes if code.label.casefold() == label.casefold()]
        if known:  # in no list could the two be told apart
            self.say(f"There is a code {known[0]} already. {{pick}} applies it.")
            return

        def chosen(theme: str | None) -> None:
            if theme is not None:
                self._add(label, theme or None)

        title = f"Under which theme does “{label}” belong?"
        self.app.push_screen(ChooserScreen(title, theme_choices(self._session.codebook), "part of its name"), chosen)

    def _add(self, label: str, theme: str | None) -> None:
        session = self._session
        code = Code(code_id_for(label, {*session.codebook.by_id, *session.codebook.former}), label)
        try:
            session.change_codebook(
                lambda text, path: add_code(text, path, code, theme), added(label, session.codebook, theme), code.id
            )
        except FgcoderError as error:
            self.refuse(error)
            if isinstance(error, StoreAccessError):
                self.add_code(label)  # asks for the theme again, so that the label need not be typed once more
            return
        self.post_message(CodebookChanged())
        self.apply([code.id])

"""What every screen does that lists quotes and shows what was said around the one in hand."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from fgcoder.tui.messages import GoTo
from fgcoder.tui.refusing import StaysAtRefusals
from fgcoder.tui.widgets.quotes import QuoteList, QuotePreview


class QuoteReader(StaysAtRefusals, Screen[None]):
    """A screen with a list of quotes and a preview. Its keys take, read, copy and look up the quote in hand."""

    def _say(self, text: str) -> None:
        """Show a line about what was done."""
        raise NotImplementedError

    def action_point(self, step: int) -> None:
        """Take another quote in hand."""
        self.query_one(QuoteList).point(step)

    def action_page(self, pages: int) -> None:
        """Go on or back by as many quotes as are in view."""
        self.query_one(QuoteList).page(pages)

    def action_read(self, lines: int) -> None:
        """Scroll in what was said around the quote."""
        self.query_one(QuotePreview).read(lines)

    @on(QuoteList.Opened)
    def action_go(self) -> None:
        """Go to the quote's place in the transcript."""
        quote = self.query_one(QuoteList).current
        if quote is not None:
            self.post_message(GoTo(quote.passage.transcript, quote.passage.span))

    def action_copy(self) -> None:
        """Copy the quote with its citation."""
        quote = self.query_one(QuoteList).current
        if quote is not None:
            self.app.copy_to_clipboard(quote.cited)
            self._say(f"Copied: {quote.citation}")

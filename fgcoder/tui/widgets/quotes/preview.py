"""The quote in hand: its turn with the one before and the one after, its codes, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.model import Codebook, Role, Span
from fgcoder.retrieval.quotes import NOBODY, Quote, Utterance
from fgcoder.tui.widgets.quotes.excerpt import CODE, FLAG, MEMO, USED

MARK = "bold underline $text-accent"
"""How words look that were searched for: not by colour alone."""


class QuotePreview(VerticalScroll, can_focus=False):
    """What was said before and after a quote."""

    DEFAULT_CSS = """
    QuotePreview {
        background: $panel;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        & > Static { height: auto; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._before = Content("")
        """What stands before the quote."""

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static("", id="quote")

    def clear(self) -> None:
        """Show nothing."""
        self.query_one("#quote", Static).update("")

    def show(self, quote: Quote, around: Sequence[Utterance], codebook: Codebook) -> None:
        """Show a quote among what was said around it."""
        spoken = [_spoken(one, quote) for one in around]
        parts = [Content.assemble((quote.title, "bold")), *spoken]
        if quote.codes:
            parts.append(Content("\n").join(_code(codebook, code) for code in quote.codes))
        if quote.translation:
            parts.append(Content.assemble(("In translation: ", "bold"), f"“{quote.translation}”"))
        notes = [
            (quote.has_memo, f"{MEMO} has a memo"),
            (quote.is_flagged, f"{FLAG} flagged to discuss"),
            (quote.is_used, f"{USED} used in the report"),
        ]
        about = [f"coded by {', '.join(quote.coders)}"] if quote.coders else ["not coded"]
        about += [text for is_so, text in notes if is_so]
        parts.append(Content.assemble((f"{quote.citation} · {' · '.join(about)}", "$foreground-muted")))
        text = _joined(parts)
        self.query_one("#quote", Static).update(text)
        own = next((at for at, one in enumerate(around) if one.quoted is not None), 0)
        before = len(_joined(parts[: own + 1]).plain) + 2 if own else 0
        quoted = around[own].quoted if around else None
        self._before = text[: before + (quoted.start if quoted is not None else 0)]
        self.call_after_refresh(self._show_quoted)

    def _show_quoted(self) -> None:
        """Scroll to where the quote begins, with a line or two of what comes before, if it would not be in view."""
        width, height = self.scrollable_content_region.size
        line = len(self._before.wrap(width)) if width > 0 else 0
        self.scroll_to(y=max(line - 3, 0) if line > height // 2 else 0, animate=False, force=True)

    def read(self, lines: int) -> None:
        """Scroll on, or back."""
        self.scroll_relative(y=lines, animate=False, force=True)


def _joined(parts: Sequence[Content]) -> Content:
    return Content("\n\n").join(parts)


def _spoken(one: Utterance, quote: Quote) -> Content:
    who = "moderator" if one.role is Role.MODERATOR else one.speaker or NOBODY
    if one.quoted is None:
        return Content.assemble((f"{who}: ", "bold $foreground-muted"), (one.words, "$foreground-muted"))
    before, own, behind = one.words[: one.quoted.start], one.quoted.of(one.words), one.words[one.quoted.end :]
    quoted = Content(own)
    shift = quote.words.find(own)
    for mark in quote.marks if shift >= 0 else ():
        inside = Span(max(mark.start - shift, 0), min(mark.end - shift, len(own)))
        if inside.start < inside.end:
            quoted = quoted.stylize(MARK, inside.start, inside.end)
    aside = "$foreground-muted"
    return Content.assemble(
        (f"{who}: ", "bold"), (before, aside), ("“", "bold"), quoted, ("”", "bold"), (behind, aside)
    )


def _code(codebook: Codebook, code: str) -> Content:
    path = codebook.path_of.get(code, ())
    above = "".join(f"{codebook.label(theme)} › " for theme in path)
    return Content.assemble(
        (f"{CODE} ", "$text-success"), (above, "$foreground-muted"), (codebook.label(code), "$text-success")
    )

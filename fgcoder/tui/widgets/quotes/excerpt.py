"""The few lines that a quote has in the list. Pure, so that it can be tested without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from fgcoder.model import Span
from fgcoder.retrieval.quotes import Quote
from fgcoder.rounding import per_cent
from fgcoder.tui.widgets.transcript.wrapping import breaks, cut

FLAG, MEMO, CODE, USED = "!", "✎", "◆", "✓"
MORE = "…"


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line of words."""

    text: str
    marks: tuple[Span, ...] = ()
    """What was searched for, as spans of the text."""


def excerpt(words: str, marks: Sequence[Span], room: int, lines: int) -> list[ExcerptLine]:
    """Give the lines of a quote to show: the first ones, or those with the first mark where it comes later.

    Parameters
    ----------
    words, marks
        The quote, and what was searched for.
    room
        Cells to a line.
    lines
        How many lines there may be; where words are left out, the line says so.
    """
    room = max(room, 8)
    broken = breaks(words, room - 2)  # for the signs that words are left out
    at = next((place for place, (_, end) in enumerate(broken) if marks and end > marks[0].start), 0)
    first = max(min(at - (lines - 1) // 2, len(broken) - lines), 0) if at >= lines else 0
    shown = []
    for place in range(first, min(first + lines, len(broken))):
        start, end = broken[place]
        before = MORE if place == first and first else ""
        behind = MORE if place == first + lines - 1 and place + 1 < len(broken) else ""
        own = [Span(max(mark.start, start), min(mark.end, end)) for mark in marks]
        moved = [Span(m.start - start + len(before), m.end - start + len(before)) for m in own if m.start < m.end]
        shown.append(ExcerptLine(f"{before}{words[start:end]}{behind}", tuple(moved)))
    return shown


def heading(quote: Quote, attributes: Sequence[str], labels: Sequence[str], room: int) -> list[tuple[str, str]]:
    """Give the first line of a quote as texts with the names of their styles: who speaks, of which group, the codes.

    The transcript's name is left out where it would cost the codes their place: what is known of the group says most
    of it.

    Parameters
    ----------
    quote
        Whose line it is.
    attributes
        What to say of the group.
    labels
        Of the codes to name.
    room
        Cells of the line.
    """
    names = dict.fromkeys(["stakeholders", *attributes])
    known = [quote.attributes[name] for name in names if name in quote.attributes]
    signs = f"{MEMO * quote.has_memo}{FLAG * quote.is_flagged}{USED * quote.is_used}"
    first = ([] if quote.score is None else [per_cent(quote.score)]) + ([signs] if signs else [])
    about = f"  {' · '.join([*first, *known])}"
    codes = f"  {CODE} {', '.join(labels)}" if labels else ""
    where = f"{about} · {quote.passage.transcript}" if first or known else f"  {quote.passage.transcript}"
    if not (first or known) or cell_len(quote.who + where + codes) <= room:
        about = where
    line = []
    for text, style in ((quote.who, "who"), (about, "about"), (codes, "codes")):
        shown = cut(text, room)
        line.append((shown, style))
        room -= cell_len(shown)
    return [(text, style) for text, style in line if text]

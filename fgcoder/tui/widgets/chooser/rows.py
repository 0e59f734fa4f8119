"""What the lines of a list say: a heading, a choice with the letters that were found, or the offer to add a new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from fgcoder.tui.widgets.chooser.choice import Choice
from fgcoder.tui.widgets.chooser.search import Hit, folded, words_of

DIGITS = 9
"""How many of the recent choices a digit chooses."""
FOUND = "bold underline"
"""How letters look that were typed: not by colour alone."""
MARKED = "✓"
RECENT = "Used lately"
OTHERS = "Not under a theme"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    hit: Hit | None = None
    """None for a heading, and for the offer."""
    heading: str = ""
    digit: int = 0
    """The digit that chooses it, 0 where none does."""
    offer: str = ""
    """What was typed, where it can be added."""

    def content(self, marked: Collection[str], indent: bool) -> Content:
        """Lay the line out; its first cell is left for the pointer."""
        if self.heading:
            return Content.assemble(" ", (self.heading, "bold"))
        if self.hit is None:
            return Content.assemble("  ", ("+ Add a new code called ", "italic"), (f"“{self.offer}”", "bold italic"))
        choice = self.hit.choice
        label = Content(choice.label)
        for at in self.hit.letters:
            label = label.stylize(FOUND, at, at + 1)
        sign = MARKED if choice.id in marked else choice.sign
        before = f" {self.digit or ' '} " if indent else " "
        behind = "" if self.heading_path(indent) else f"  {choice.path}" if choice.path else ""
        # No colours here: on the row that is pointed at they would have another ground than elsewhere.
        parts: list[Content | str | tuple[str, str]] = [(before, "bold"), f"{sign:<2}", label]
        if choice.note:
            parts.append((f"  {choice.note}", "bold"))
        parts.append((behind, "italic"))
        return Content.assemble(*parts)

    def heading_path(self, indent: bool) -> bool:
        """Say whether what the choice stands under is told by a heading above it."""
        return indent and not self.digit and self.hit is not None and not self.hit.choice.recent


def rows_of(choices: Sequence[Choice]) -> Iterator[Row]:
    """Give the lines while nothing is typed: what was used lately, then everything under its headings."""
    recent = [choice for choice in choices if choice.recent][:DIGITS]
    grouped = any(choice.path for choice in choices)
    if recent:
        yield Row(heading=RECENT)
        for digit, choice in enumerate(recent, 1):
            yield Row(Hit(choice), digit=digit)
    above: str | None = None
    for choice in choices:
        if choice in recent:
            continue
        if (grouped or (recent and above is None)) and choice.path != above:
            yield Row(heading=choice.path or (OTHERS if grouped else "The others"))
            above = choice.path
        yield Row(Hit(choice))


def marked_words(text: Content, query: str) -> Content:
    """Mark in a text the words that begin with a typed one, and longer parts of words."""
    plain = folded(text.plain)
    for _, word in words_of(folded(query)):
        before = r"\b" if len(word) < 3 else ""
        for match in re.finditer(before + re.escape(word), plain):
            text = text.stylize(FOUND, match.start(), match.end())
    return text

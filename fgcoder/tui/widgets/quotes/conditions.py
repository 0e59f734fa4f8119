"""The conditions under which is searched, each with the digit that sets it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from fgcoder.retrieval.filters import CODE, CODED, CODER, Filters
from fgcoder.tables.coded import STAKEHOLDERS

DIGITS = 9
_GAP = "  "
"""Between two conditions."""
_USUAL = ("country", "sector", STAKEHOLDERS, "speaker", CODER, CODED, CODE, "group", "language")
TITLES = {"group": "transcript"}
"""What a condition is called where its name in tables is another."""


def offered(values: Mapping[str, Collection[str]], declared: Sequence[str], filters: Filters) -> list[str]:
    """Give the names that have a digit: what the study declares, the usual ones, and whatever is asked for.

    Parameters
    ----------
    values
        Every name there is, with its values.
    declared
        The attributes that the study says each transcript has.
    filters
        What is asked for now.
    """
    usual = [name for name in dict.fromkeys([*declared, *_USUAL]) if name in values and name not in filters.where]
    return sorted([*filters.where, *usual][:DIGITS], key=[*declared, *_USUAL, *filters.where].index)


def titled(name: str) -> str:
    """Give what a condition is called on the screen."""
    return TITLES.get(name, name)


class ConditionBar(Static):
    """One chip for each condition: its digit, its name, what is asked for."""

    DEFAULT_CSS = """
    ConditionBar { height: auto; max-height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Content] = []

    def show(self, names: Iterable[str], filters: Filters, label: Callable[[str], str]) -> None:
        """Show the conditions; those that are set are bold and framed."""
        self._chips = []
        for digit, name in enumerate(names, 1):
            asked = filters.asked(name)
            values = sorted(label(one) if name == CODE else one for one in asked or ())
            text = f"[{titled(name)}: {' or '.join(values)}]" if values else titled(name)
            style = "bold" if values else "$foreground-muted"
            self._chips.append(Content.assemble((f"{digit} ", "bold $text-accent"), (text, style)))
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Break between two conditions; Textual would part a digit from what it sets, even at a hard space."""
        width, lines = self.content_size.width, [self._chips[:1]]
        for chip in self._chips[1:]:
            taken = sum(one.cell_length + len(_GAP) for one in lines[-1])
            if width and taken + chip.cell_length > width:
                lines.append([])
            lines[-1].append(chip)
        self.update(Content("\n").join(Content(_GAP).join(line) for line in lines))

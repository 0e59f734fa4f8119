"""The conditions under which is searched, each with the digit that sets it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from fgcoder.retrieval.filters import CODE, CODED, CODER, Filters
from fgcoder.tables.coded import STAKEHOLDERS

DIGITS = 9
_HARD = "\u00a0"
"""A space at which no line breaks: a digit is not to be parted from what it sets."""
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

    def show(self, names: Iterable[str], filters: Filters, label: Callable[[str], str]) -> None:
        """Show the conditions; those that are set are bold and framed."""
        chips = []
        for digit, name in enumerate(names, 1):
            asked = filters.asked(name)
            values = sorted(label(one) if name == CODE else one for one in asked or ())
            text = f"[{titled(name)}: {' or '.join(values)}]" if values else titled(name)
            key, plain = f"{digit}{_HARD}", text.replace(" ", _HARD)
            style = "bold" if values else "$foreground-muted"
            chips.append(Content.assemble((key, "bold $text-accent"), (plain, style)))
        self.update(Content("  ").join(chips))

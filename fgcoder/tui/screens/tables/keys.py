"""Every key of the screen of tables: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from fgcoder.reporting.table_kinds import KINDS
from fgcoder.tui.screens.retrieval.keys import LOOKING


def _key(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False, display: str = ""
) -> Binding:
    # With priority, a key is acted on before the next one is looked at: letters typed at once after `b` reach its list.
    return Binding(
        key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=f"tables-{name}", priority=True
    )


def _option(key: str, slot: str, label: str, tooltip: str) -> Binding:
    return _key(key, f"option('{slot}')", slot, label, tooltip)


OPTIONS: list[Binding] = [
    *(
        _key(str(digit), f"kind({digit})", f"kind-{digit}", kind.label, f"Make the table: {kind.label.lower()}")
        for digit, kind in enumerate(KINDS.values(), 1)
    ),
    _option("b", "by", "By", "Choose what the columns are, one attribute or two, or what is compared, or the cases"),
    _option("u", "unit", "Unit", "Choose what is counted, what has a code or not, or within what codes come together"),
    _option("a", "among", "Among", "Choose whether all segments are compared, or those that somebody decided about"),
    _option("f", "figures", "Figures", "Choose counts, shares or rates; what a comparison or a cell shows"),
    _option("l", "level", "Level", "Choose themes or codes"),
    _option("c", "codes", "Codes", "Choose the codes and themes to show"),
    _option("o", "order", "Order", "Choose the order of the rows"),
    _option("n", "number", "Number", "Set the minimum, the groups of the base, or how many quotes a cell shows"),
    _option(
        "s",
        "margins",
        "Subtotals",
        "Show or hide subtotals of two attributes; for co-occurrence a square or a list of pairs",
    ),
    _option("r", "run", "Run", "Set how many groups make up a run, for saturation"),
    _option("t", "threshold", "Threshold", "Set the share of new codes from which on saturation is reached"),
    _key("F", "filter", "where", "Filter", "Keep only some countries, sectors, speakers …"),
    _key("0", "clear", "clear", "All", "Drop all filters, and count all coders"),
    _key("C", "coders", "coders", "Coders", "Choose whose codings count"),
    _key("m", "moderator", "moderator", "Moderator", "Count what the moderator says, or leave it out"),
]

WORKING: list[Binding] = [
    _key("enter", "behind", "behind", "Quotes", "See the quotes behind the cell in hand", show=True),
    _key("p", "picture", "picture", "Picture", "Show the table as a picture, or the numbers again", show=True),
    _key("w", "write", "write", "Write", "Write the table to a file: its ending says which format", show=True),
    _key("y", "copy", "copy", "Copy", "Copy the table as Markdown", show=True),
    _key("N", "notes", "notes", "Notes", "Show all notes at once, or the table above them again"),
    _key("J,shift+down", "read(2)", "read-on", "Read on", "Scroll on in what stands beneath the table"),
    _key("K,shift+up", "read(-2)", "read-back", "Read back", "Scroll back in what stands beneath the table"),
    _key("question_mark,f1", "help", "help", "Help", "Show every key of this screen", show=True, display="?"),
    _key("escape,q", "leave", "back", "Back", "Go back to where you were", show=True, display="Esc"),
]

TABLES: Final = {"The table": WORKING, "How it is made": OPTIONS}
"""All of them, under headings for help."""


_SHARED: Final = (
    *(
        "go",
        "next",
        "previous",
        "page-down",
        "page-up",
        "first",
        "last",
        "read-on",
        "read-back",
        "copy",
        "help",
        "back",
    ),
)
BEHIND: list[Binding] = [binding for binding in LOOKING if binding.id in {f"quotes-{name}" for name in _SHARED}]
"""While the quotes behind a cell are looked through: keys of the screen of quotes, and remapped with them."""

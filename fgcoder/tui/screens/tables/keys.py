"""Every key of the screen of tables: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

from fgcoder.reporting.table_kinds import KINDS
from fgcoder.tui.binding import binding
from fgcoder.tui.screens.retrieval.keys import LOOKING


def _option(key: str, slot: str, label: str, tooltip: str) -> Binding:
    return binding(key, f"option('{slot}')", f"tables-{slot}", label, tooltip)


OPTIONS: list[Binding] = [
    *(
        binding(
            str(digit), f"kind({digit})", f"tables-kind-{digit}", kind.label, f"Make the table: {kind.label.lower()}"
        )
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
    binding("F", "filter", "tables-where", "Filter", "Keep only some countries, sectors, speakers …"),
    binding("0", "clear", "tables-clear", "All", "Drop all filters, and count all coders"),
    binding("C", "coders", "tables-coders", "Coders", "Choose whose codings count"),
    binding("m", "moderator", "tables-moderator", "Moderator", "Count what the moderator says, or leave it out"),
]

WORKING: list[Binding] = [
    binding("enter", "behind", "tables-behind", "Quotes", "See the quotes behind the cell in hand", show=True),
    binding(
        "p", "picture", "tables-picture", "Picture", "Show the table as a picture, or the numbers again", show=True
    ),
    binding(
        "w", "write", "tables-write", "Write", "Write the table to a file: its ending says which format", show=True
    ),
    binding("y", "copy", "tables-copy", "Copy", "Copy the table as Markdown", show=True),
    binding("N", "notes", "tables-notes", "Notes", "Show all notes at once, or the table above them again"),
    binding("J,shift+down", "read(2)", "tables-read-on", "Read on", "Scroll on in what stands beneath the table"),
    binding("K,shift+up", "read(-2)", "tables-read-back", "Read back", "Scroll back in what stands beneath the table"),
    binding("question_mark,f1", "help", "tables-help", "Help", "Show every key of this screen", show=True, display="?"),
    binding("escape,q", "leave", "tables-back", "Back", "Go back to where you were", show=True, display="Esc"),
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

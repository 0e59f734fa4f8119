"""Every key of the screen of quotes: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from textual.binding import Binding

from fgcoder.tui.binding import binding, binding_in_turn
from fgcoder.tui.widgets.quotes.conditions import DIGITS

LOOKING: list[Binding] = [
    binding("enter", "go", "quotes-go", "Go there", "Go to the quote's place in the transcript", show=True),
    binding("c", "pick_code", "quotes-code", "Code", "Choose a code or theme and see all quotes under it", show=True),
    binding(
        "slash",
        "type('WORDS')",
        "quotes-words",
        "Words",
        "Search for words, or a regular expression",
        show=True,
        display="/",
    ),
    binding("F", "type('MEANING')", "quotes-meaning", "Meaning", "Search for a meaning, in your own words", show=True),
    binding(
        "p", "like", "quotes-like", "Like this", "Show passages like the quote in hand, in any language", show=True
    ),
    binding("f", "filter", "quotes-filter", "Filter", "Choose by what to filter", show=True),
    *(
        binding(
            str(digit),
            f"condition({digit})",
            f"quotes-filter-{digit}",
            "Filter",
            f"Set the condition with the digit {digit}",
        )
        for digit in range(1, DIGITS + 1)
    ),
    binding("0", "clear", "quotes-clear", "All", "Drop all conditions"),
    binding("y", "copy", "quotes-copy", "Copy", "Copy the quote with its citation", show=True),
    binding("x", "use", "quotes-use", "Used", "Mark the quote as used in the report, or take the mark away"),
    binding(
        "t", "translate", "quotes-translate", "Translate", "Write what the quote says in the language of the report"
    ),
    binding("backspace,left", "earlier", "quotes-earlier", "Earlier", "Go back to what you looked at before"),
    binding("down,j,n", "point(1)", "quotes-next", "Next", "Take the next quote in hand"),
    binding("up,k,N", "point(-1)", "quotes-previous", "Previous", "Take the quote before in hand"),
    binding("pagedown,space", "page(1)", "quotes-page-down", "Page down", "Go on by as many quotes as are in view"),
    binding("pageup", "page(-1)", "quotes-page-up", "Page up", "Go back by as many quotes as are in view"),
    binding("home", "point(-1000000)", "quotes-first", "First", "Take the first quote in hand"),
    binding("end", "point(1000000)", "quotes-last", "Last", "Take the last quote in hand"),
    binding("J,shift+down", "read(2)", "quotes-read-on", "Read on", "Scroll on in what was said around the quote"),
    binding("K,shift+up", "read(-2)", "quotes-read-back", "Read back", "Scroll back in what was said around the quote"),
    binding("A", "tables", "quotes-tables", "Tables", "Make tables: how often, where, together, in whose words"),
    binding("tab", "edit", "quotes-edit", "Edit", "Change what is searched for"),
    binding("question_mark,f1", "help", "quotes-help", "Help", "Show every key of this screen", show=True, display="?"),
    binding("escape,q", "leave", "quotes-back", "Back", "Go back to where you were", show=True, display="Esc"),
]
"""While quotes are looked through."""

TYPING: list[Binding] = [
    binding_in_turn(
        "enter,down,tab",
        "to_list",
        "quotes-to-list",
        "Search",
        "Search, and go to the list",
        show=True,
        display="Enter",
    ),
    binding_in_turn(
        "escape", "stop_typing", "quotes-stop-typing", "Stop", "Leave off typing", show=True, display="Esc"
    ),
]
"""While something is typed that is to be searched for."""

RETRIEVAL = {"Looking through quotes": LOOKING, "While you type": TYPING}
"""All of them, under headings for help."""

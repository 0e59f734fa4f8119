"""Every key of the screen of quotes: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from textual.binding import Binding

from fgcoder.tui.widgets.quotes.conditions import DIGITS


def _key(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False, display: str = ""
) -> Binding:
    # With priority, a key is acted on before the next one is looked at: letters typed at once after `c` reach its list.
    return Binding(
        key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=f"quotes-{name}", priority=True
    )


def _typing(key: str, action: str, name: str, label: str, tooltip: str, display: str) -> Binding:
    # Without priority, since it must not overtake the letters that were typed before it.
    return Binding(key, action, label, key_display=display, tooltip=tooltip, id=f"quotes-{name}")


LOOKING: list[Binding] = [
    _key("enter", "go", "go", "Go there", "Go to the quote's place in the transcript", show=True),
    _key("c", "pick_code", "code", "Code", "Choose a code or theme and see all quotes under it", show=True),
    _key(
        "slash", "type('WORDS')", "words", "Words", "Search for words, or a regular expression", show=True, display="/"
    ),
    _key("F", "type('MEANING')", "meaning", "Meaning", "Search for a meaning, in your own words", show=True),
    _key("p", "like", "like", "Like this", "Show passages like the quote in hand, in any language", show=True),
    _key("f", "filter", "filter", "Filter", "Choose by what to filter", show=True),
    *(
        _key(
            str(digit), f"condition({digit})", f"filter-{digit}", "Filter", f"Set the condition with the digit {digit}"
        )
        for digit in range(1, DIGITS + 1)
    ),
    _key("0", "clear", "clear", "All", "Drop all conditions"),
    _key("y", "copy", "copy", "Copy", "Copy the quote with its citation", show=True),
    _key("x", "use", "use", "Used", "Mark the quote as used in the report, or take the mark away"),
    _key("t", "translate", "translate", "Translate", "Write what the quote says in the language of the report"),
    _key("backspace,left", "earlier", "earlier", "Earlier", "Go back to what you looked at before"),
    _key("down,j,n", "point(1)", "next", "Next", "Take the next quote in hand"),
    _key("up,k,N", "point(-1)", "previous", "Previous", "Take the quote before in hand"),
    _key("pagedown,space", "page(1)", "page-down", "Page down", "Go on by as many quotes as are in view"),
    _key("pageup", "page(-1)", "page-up", "Page up", "Go back by as many quotes as are in view"),
    _key("home", "point(-1000000)", "first", "First", "Take the first quote in hand"),
    _key("end", "point(1000000)", "last", "Last", "Take the last quote in hand"),
    _key("J,shift+down", "read(2)", "read-on", "Read on", "Scroll on in what was said around the quote"),
    _key("K,shift+up", "read(-2)", "read-back", "Read back", "Scroll back in what was said around the quote"),
    _key("A", "tables", "tables", "Tables", "Make tables: how often, where, together, in whose words"),
    _key("tab", "edit", "edit", "Edit", "Change what is searched for"),
    _key("question_mark,f1", "help", "help", "Help", "Show every key of this screen", show=True, display="?"),
    _key("escape,q", "leave", "back", "Back", "Go back to where you were", show=True, display="Esc"),
]
"""While quotes are looked through."""

TYPING: list[Binding] = [
    _typing("enter,down,tab", "to_list", "to-list", "Search", "Search, and go to the list", "Enter"),
    _typing("escape", "stop_typing", "stop-typing", "Stop", "Leave off typing", "Esc"),
]
"""While something is typed that is to be searched for."""

RETRIEVAL = {"Looking through quotes": LOOKING, "While you type": TYPING}
"""All of them, under headings for help."""

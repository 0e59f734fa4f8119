"""Every key of the codebook screen in one table: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding

from fgcoder.tui.binding import binding, binding_in_turn

LOOKING: list[Binding] = [
    binding("down,j", "point(1)", "code-down", "Down", "Point at the next code"),
    binding("up,k", "point(-1)", "code-up", "Up", "Point at the code before"),
    binding("right_curly_bracket", "theme(1)", "theme-down", "Next theme", "Point at the next theme", display="}"),
    binding("left_curly_bracket", "theme(-1)", "theme-up", "Theme before", "Point at the theme before", display="{"),
    binding("home", "point(-1000000)", "code-first", "First", "Point at the first code"),
    binding("end", "point(1000000)", "code-last", "Last", "Point at the last code"),
    binding("pagedown", "read(1)", "code-read-on", "Read on", "Scroll what the code says down"),
    binding("pageup", "read(-1)", "code-read-back", "Read back", "Scroll what the code says up"),
    binding("slash", "filter", "code-filter", "Find", "Find codes by typing part of a name", show=True, display="/"),
]

CHANGING: list[Binding] = [
    binding(
        "a", "add", "code-add", "Add", "Add a code: below the theme, or behind the code, that is in hand", show=True
    ),
    binding("e,enter", "edit", "code-edit", "Edit", "Edit what the code says: label, definition, criteria", show=True),
    binding("J,ctrl+down", "shift(1)", "code-later", "Further down", "Move it down among its siblings", display="J"),
    binding("K,ctrl+up", "shift(-1)", "code-earlier", "Further up", "Move it up among its siblings", display="K"),
    binding("m", "move", "code-move", "Move", "Move it to another theme, or to a new one", show=True),
    binding("g", "merge", "code-merge", "Merge", "Merge it into another code; its codings follow", show=True),
    binding("p", "split", "code-split", "Split", "Split it into several codes, and go through its quotes", show=True),
    binding(
        "r",
        "retire",
        "code-retire",
        "Retire",
        "Retire it, so that it is not offered any more; or restore it",
        show=True,
    ),
    binding("i", "rename", "code-rename", "Id", "Give it another id; its codings follow"),
    binding("w", "memo", "code-memo", "Memo", "Write a memo on it"),
    binding(
        "u,ctrl+z",
        "undo",
        "codebook-undo",
        "Undo",
        "Take back the last thing you did, be it here or in a transcript",
        show=True,
        display="u",
    ),
    binding("U,ctrl+y", "redo", "codebook-redo", "Redo", "Do again what was undone last", display="U"),
    binding("question_mark,f1", "help", "codebook-help", "Help", "Show every key", show=True, display="?"),
    binding("escape", "back", "codebook-back", "Back", "Go back to the transcript", show=True),
]

FILTERING: list[Binding] = [
    binding_in_turn("enter", "end_filter(True)", "filter-done", "Go there", "Go to the code found", show=True),
    binding_in_turn("escape", "end_filter(False)", "filter-leave", "Back", "Show all codes", show=True),
    binding_in_turn("down", "point_found(1)", "filter-down", "Next", "Point at the next found", show=True),
    binding_in_turn("up", "point_found(-1)", "filter-up", "Before", "Point at the one before"),
]
"""The keys that mean something else while a name is being typed."""

GROUPS: Mapping[str, list[Binding]] = {
    "Looking": LOOKING,
    "Changing": CHANGING,
    "While finding": FILTERING,
}
"""The keys as help lists them."""
KEYS: list[Binding] = [binding for group in GROUPS.values() for binding in group]
ONLY_FILTERING = frozenset(binding.action.split("(")[0] for binding in FILTERING)

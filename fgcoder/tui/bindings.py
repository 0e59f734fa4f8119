"""Every key of the coding screen in one table: what it does, its id for remapping, its line of help.

The ids go into the user's settings (`keys:`), so they stay as they are when a default key changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import ActiveBinding, Binding

from fgcoder.coding.advised import VISIBLE
from fgcoder.model import Mode


def _binding(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False, display: str = ""
) -> Binding:
    # With priority a key is acted on before the next one is looked at. Without, letters typed at once after `c` would
    # still reach this screen and not the list that `c` opens, and `d` among them would take off a code.
    return Binding(key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=name, priority=True)


DECIDING: list[Binding] = [
    _binding(
        "enter",
        "accept_and_go_on",
        "accept",
        "Accept",
        "Accept the first suggestion and go to the next segment; after blind coding, show the suggestions",
        show=True,
    ),
    *(
        _binding(
            str(rank),
            f"accept({rank})",
            f"accept-{rank}",
            "Add",
            f"Accept suggestion {rank} and stay, so that more codes can be added",
            show=rank == 1,
            display=f"1-{VISIBLE}" if rank == 1 else "",
        )
        for rank in range(1, VISIBLE + 1)
    ),
    _binding("x", "reject", "reject", "Reject", "Reject the first suggestion; the next one moves up", show=True),
    _binding(
        "0",
        "reject_all",
        "none-fits",
        "None",
        "None fits: reject every suggestion shown, or record that no code fits, and go to the next segment",
        show=True,
    ),
    _binding(
        "c", "pick_code", "pick", "Code", "Pick codes by typing part of a name, for the segment or the words", show=True
    ),
    _binding(
        "C",
        "pick_code_and_go_on",
        "pick-and-go-on",
        "Code, next",
        "Pick codes by typing part of a name, and go to the next segment",
    ),
    _binding("full_stop", "repeat_code", "repeat", "Again", "Apply the code that was applied last", display="."),
    _binding("r", "recode", "recode", "Recode", "Change a code on this segment to another"),
    _binding("d,delete", "remove", "remove", "Remove", "Take a code off this segment"),
    _binding(
        "u,ctrl+z",
        "undo",
        "undo",
        "Undo",
        "Take back the last thing you did, wherever it was, also after a restart",
        show=True,
        display="u",
    ),
    _binding("U,ctrl+y", "redo", "redo", "Redo", "Do again what was undone last", display="U"),
    _binding("b", "toggle_blind", "blind", "Blind", "Hide or show suggestions; the record of each decision says which"),
]

SPANS: list[Binding] = [
    _binding("v", "select", "select", "Words", "Select words: more or fewer than the segment", show=True),
    _binding("e", "mend", "mend", "Edges", "Move the edges of a coding on this segment"),
]

SELECTING: list[Binding] = [
    _binding(
        "enter", "finish", "selection-done", "Done", "Code the selected words, or keep the moved edges", show=True
    ),
    _binding("right", "edge('word', 1)", "edge-word", "Word", "Move the edge on by a word", show=True, display="← →"),
    _binding("left", "edge('word', -1)", "edge-word-back", "Word back", "Move the edge back by a word"),
    _binding(
        "down",
        "edge('sentence', 1)",
        "edge-sentence",
        "Sentence",
        "Move the edge on by a sentence",
        show=True,
        display="↑ ↓",
    ),
    _binding("up", "edge('sentence', -1)", "edge-sentence-back", "Sentence back", "Move the edge back by a sentence"),
    _binding(
        "pagedown,right_curly_bracket",
        "edge('turn', 1)",
        "edge-turn",
        "Turn",
        "Move the edge on by a turn",
        display="PgDn",
    ),
    _binding(
        "pageup,left_curly_bracket",
        "edge('turn', -1)",
        "edge-turn-back",
        "Turn back",
        "Move the edge back by a turn",
        display="PgUp",
    ),
    _binding("tab", "other_edge", "edge-other", "Other edge", "Move the other edge from now on", show=True),
    _binding("escape", "leave_selection", "selection-leave", "Back", "Leave the words as they were", show=True),
]
"""The keys that mean something else while words are being selected."""

MOVING: list[Binding] = [
    _binding("down,j,space", "next", "next", "Next", "Go to the next segment"),
    _binding("up,k", "previous", "previous", "Previous", "Go to the segment before"),
    _binding(
        "tab", "next_uncoded", "next-uncoded", "Todo", "Go to the next segment you have not decided about", show=True
    ),
    _binding("right_curly_bracket", "turn(1)", "next-turn", "Next turn", "Go to the next turn", display="}"),
    _binding("left_curly_bracket", "turn(-1)", "previous-turn", "Turn before", "Go to the turn before", display="{"),
    _binding("home", "first", "first", "First", "Go to the first segment"),
    _binding("end", "last", "last", "Last", "Go to the last segment"),
    _binding("J,ctrl+down", "line(1)", "line-down", "Line down", "Read on by a line", display="J"),
    _binding("K,ctrl+up", "line(-1)", "line-up", "Line up", "Read back by a line", display="K"),
    _binding("pagedown", "page(1)", "page-down", "Page down", "Read on without moving from the segment"),
    _binding("pageup", "page(-1)", "page-up", "Page up", "Read back without moving from the segment"),
    _binding("g", "go_to_turn", "go-to-turn", "Turn…", "Go to a turn by its number"),
    _binding(
        "slash", "find", "find", "Find", "Find text in the transcript; a regular expression", show=True, display="/"
    ),
    _binding("n", "match(1)", "next-match", "Next match", "Go to the next match"),
    _binding("N", "match(-1)", "previous-match", "Match before", "Go to the match before"),
    _binding("t", "pick_transcript", "transcript", "Go", "Go to another transcript"),
    _binding(
        "o",
        "pick_order",
        "order",
        "Order",
        "Choose the order in which segments come: reading, least sure, likeliest, possibly missed",
    ),
]

NOTES: list[Binding] = [
    _binding("m", "memo", "memo", "Memo", "Write a memo on the segment or the selected words", show=True),
    _binding("M", "memo_on", "memo-on", "Memo on…", "Write a memo on a coding, the transcript or a code"),
    _binding("exclamation_mark", "flag", "flag", "Flag", "Flag to discuss, or take the flag away", display="!"),
    _binding("l", "link", "link", "Link", "Link to a survey finding that it confirms, expands or contradicts"),
]

CODEBOOK: list[Binding] = [
    _binding("a", "in_vivo", "in-vivo", "New code", "Add a code named after the selected words, and apply it"),
    _binding("B", "codebook", "codebook", "Codebook", "Work on the codebook: define, move, merge, split, retire"),
]

LOOKING: list[Binding] = [
    _binding("s", "overview", "overview", "Study", "See the whole study: how far you are, agreement, flags", show=True),
    _binding("f", "quotes", "quotes", "Quotes", "Look through quotes: by code, by words, by likeness", show=True),
    _binding("A", "tables", "tables", "Tables", "Make tables: how often, where, together, in whose words", show=True),
    _binding("F", "similar", "similar", "Alike", "Find passages like this one"),
    _binding("T", "times", "times", "Times", "Show or hide the turns' timestamps"),
    _binding(
        "question_mark,f1", "help", "help", "Help", "Show every key and what the signs mean", show=True, display="?"
    ),
    _binding("q", "quit_coding", "quit", "Quit", "Quit; you come back to this segment", show=True),
]

EVERYWHERE: list[Binding] = [
    Binding(
        "ctrl+q",
        "app.quit",
        "Quit",
        show=False,
        id="quit-anywhere",
        tooltip="Quit from any screen; asks before it drops what is being written",
        priority=True,
    ),
]
"""The keys of the app, which count on every screen."""

GROUPS: Mapping[str, list[Binding]] = {
    "Deciding": DECIDING,
    "Words": SPANS,
    "While selecting words": SELECTING,
    "Moving and finding": MOVING,
    "Memos, flags, links": NOTES,
    "Codebook": CODEBOOK,
    "Looking around": LOOKING,
}
"""The keys as help lists them."""
CODING: list[Binding] = [binding for group in GROUPS.values() for binding in group]

WHILE_SELECTING = frozenset(
    {
        *(binding.action.split("(")[0] for binding in [*SELECTING, *NOTES]),
        *("accept", "pick_code", "repeat_code", "in_vivo", "similar", "help", "line", "times"),
    }
)
"""The actions that there are while words are being selected; those of `SELECTING` are there only then."""
ONLY_SELECTING = frozenset(binding.action.split("(")[0] for binding in SELECTING)

FOOTER = (
    *("selection-done", "edge-word", "edge-sentence", "edge-other", "selection-leave"),
    *("accept", "accept-1", "reject", "none-fits", "pick", "next-uncoded", "undo", "select", "help", "memo", "find"),
    *("overview", "quotes", "tables", "quit"),
)
"""The keys that the footer shows, in its order: where it is cut off, what is used least is missing."""

_FOR_SUGGESTIONS = dict.fromkeys(("reject", *(f"accept-{rank}" for rank in range(1, VISIBLE + 1))))
CONCEALED: Mapping[Mode, Mapping[str, str | None]] = {
    Mode.DRAWN: {**_FOR_SUGGESTIONS, "accept": "Show"},
    Mode.BLIND: {**_FOR_SUGGESTIONS, "accept": None},
}
"""The labels of keys that mean something else, or nothing (None), while suggestions are concealed."""


def labelled(active: dict[str, ActiveBinding], concealed: Mode | None) -> dict[str, ActiveBinding]:
    """Give the keys with the labels that fit what is concealed, without those that have nothing to act on."""
    labels = CONCEALED.get(concealed, {}) if concealed is not None else {}
    fitting = {}
    places = {name: place for place, name in enumerate(FOOTER)}
    for key, one in sorted(active.items(), key=lambda item: places.get(item[1].binding.id or "", len(places))):
        label = labels.get(one.binding.id or "", one.binding.description)
        if label is not None:
            fitting[key] = one._replace(binding=replace(one.binding, description=label))
    return fitting

"""Every key of the coding screen in one table: what it does, its id for remapping, its line of help.

The ids go into the user's settings (`keys:`), so they stay as they are when a default key changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import ActiveBinding, Binding

from fgcoder.coding.advised import VISIBLE
from fgcoder.model import Mode
from fgcoder.tui.binding import binding

DECIDING: list[Binding] = [
    binding(
        "enter",
        "accept_and_go_on",
        "accept",
        "Accept",
        "Accept the first suggestion and go to the next segment; after blind coding, show the suggestions",
        show=True,
    ),
    *(
        binding(
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
    binding("x", "reject", "reject", "Reject", "Reject the first suggestion; the next one moves up", show=True),
    binding(
        "0",
        "reject_all",
        "none-fits",
        "None",
        "None fits: reject every suggestion shown, or record that no code fits, and go to the next segment",
        show=True,
    ),
    binding(
        "c", "pick_code", "pick", "Code", "Pick codes by typing part of a name, for the segment or the words", show=True
    ),
    binding(
        "C",
        "pick_code_and_go_on",
        "pick-and-go-on",
        "Code, next",
        "Pick codes by typing part of a name, and go to the next segment",
    ),
    binding("full_stop", "repeat_code", "repeat", "Again", "Apply the code that was applied last", display="."),
    binding("r", "recode", "recode", "Recode", "Change a code on this segment to another"),
    binding("d,delete", "remove", "remove", "Remove", "Take a code off this segment"),
    binding(
        "u,ctrl+z",
        "undo",
        "undo",
        "Undo",
        "Take back the last thing you did, wherever it was, also after a restart",
        show=True,
        display="u",
    ),
    binding("U,ctrl+y", "redo", "redo", "Redo", "Do again what was undone last", display="U"),
    binding("b", "toggle_blind", "blind", "Blind", "Hide or show suggestions; the record of each decision says which"),
]

SPANS: list[Binding] = [
    binding("v", "select", "select", "Words", "Select words: more or fewer than the segment", show=True),
    binding("e", "mend", "mend", "Edges", "Move the edges of a coding on this segment"),
]

SELECTING: list[Binding] = [
    binding("enter", "finish", "selection-done", "Done", "Code the selected words, or keep the moved edges", show=True),
    binding("right", "edge('word', 1)", "edge-word", "Word", "Move the edge on by a word", show=True, display="← →"),
    binding("left", "edge('word', -1)", "edge-word-back", "Word back", "Move the edge back by a word"),
    binding(
        "down",
        "edge('sentence', 1)",
        "edge-sentence",
        "Sentence",
        "Move the edge on by a sentence",
        show=True,
        display="↑ ↓",
    ),
    binding("up", "edge('sentence', -1)", "edge-sentence-back", "Sentence back", "Move the edge back by a sentence"),
    binding(
        "pagedown,right_curly_bracket",
        "edge('turn', 1)",
        "edge-turn",
        "Turn",
        "Move the edge on by a turn",
        display="PgDn",
    ),
    binding(
        "pageup,left_curly_bracket",
        "edge('turn', -1)",
        "edge-turn-back",
        "Turn back",
        "Move the edge back by a turn",
        display="PgUp",
    ),
    binding("tab", "other_edge", "edge-other", "Other edge", "Move the other edge from now on", show=True),
    binding("escape", "leave_selection", "selection-leave", "Back", "Leave the words as they were", show=True),
]
"""The keys that mean something else while words are being selected."""

MOVING: list[Binding] = [
    binding("down,j,space", "next", "next", "Next", "Go to the next segment"),
    binding("up,k", "previous", "previous", "Previous", "Go to the segment before"),
    binding(
        "tab", "next_uncoded", "next-uncoded", "Todo", "Go to the next segment you have not decided about", show=True
    ),
    binding("right_curly_bracket", "turn(1)", "next-turn", "Next turn", "Go to the next turn", display="}"),
    binding("left_curly_bracket", "turn(-1)", "previous-turn", "Turn before", "Go to the turn before", display="{"),
    binding("home", "first", "first", "First", "Go to the first segment"),
    binding("end", "last", "last", "Last", "Go to the last segment"),
    binding("J,ctrl+down", "line(1)", "line-down", "Line down", "Read on by a line", display="J"),
    binding("K,ctrl+up", "line(-1)", "line-up", "Line up", "Read back by a line", display="K"),
    binding("pagedown", "page(1)", "page-down", "Page down", "Read on without moving from the segment"),
    binding("pageup", "page(-1)", "page-up", "Page up", "Read back without moving from the segment"),
    binding("g", "go_to_turn", "go-to-turn", "Turn…", "Go to a turn by its number"),
    binding(
        "slash", "find", "find", "Find", "Find text in the transcript; a regular expression", show=True, display="/"
    ),
    binding("n", "match(1)", "next-match", "Next match", "Go to the next match"),
    binding("N", "match(-1)", "previous-match", "Match before", "Go to the match before"),
    binding("t", "pick_transcript", "transcript", "Go", "Go to another transcript"),
    binding(
        "o",
        "pick_order",
        "order",
        "Order",
        "Choose the order in which segments come: reading, least sure, likeliest, possibly missed",
    ),
]

NOTES: list[Binding] = [
    binding("m", "memo", "memo", "Memo", "Write a memo on the segment or the selected words", show=True),
    binding("M", "memo_on", "memo-on", "Memo on…", "Write a memo on a coding, the transcript or a code"),
    binding("exclamation_mark", "flag", "flag", "Flag", "Flag to discuss, or take the flag away", display="!"),
    binding("l", "link", "link", "Link", "Link to a survey finding that it confirms, expands or contradicts"),
]

CODEBOOK: list[Binding] = [
    binding("a", "in_vivo", "in-vivo", "New code", "Add a code named after the selected words, and apply it"),
    binding("B", "codebook", "codebook", "Codebook", "Work on the codebook: define, move, merge, split, retire"),
]

LOOKING: list[Binding] = [
    binding("s", "overview", "overview", "Study", "See the whole study: how far you are, agreement, flags", show=True),
    binding("f", "quotes", "quotes", "Quotes", "Look through quotes: by code, by words, by likeness", show=True),
    binding("A", "tables", "tables", "Tables", "Make tables: how often, where, together, in whose words", show=True),
    binding("F", "similar", "similar", "Alike", "Find passages like this one"),
    binding("T", "times", "times", "Times", "Show or hide the turns' timestamps"),
    binding(
        "question_mark,f1", "help", "help", "Help", "Show every key and what the signs mean", show=True, display="?"
    ),
    binding("q", "quit_coding", "quit", "Quit", "Quit; you come back to this segment", show=True),
]

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

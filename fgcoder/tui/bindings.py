"""Every key of the coding screen in one table: what it does, its id for remapping, its line of help.

The ids go into the user's settings (`keys:`), so they stay as they are when a default key changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import ActiveBinding, Binding

from fgcoder.coding import VISIBLE
from fgcoder.model import Mode


def _binding(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = True, display: str = ""
) -> Binding:
    # With priority a key is acted on before the next one is looked at. Without, letters typed at once after `c` would
    # still reach this screen and not the list that `c` opens, and `d` among them would take off a code.
    return Binding(key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=name, priority=True)


CODING: list[Binding] = [
    _binding(
        "enter",
        "accept_and_go_on",
        "accept",
        "Accept",
        "Accept the first suggestion and go to the next segment; after blind coding, show the suggestions",
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
    _binding("x", "reject", "reject", "Reject", "Reject the first suggestion; the next one moves up"),
    _binding(
        "0",
        "reject_all",
        "none-fits",
        "None",
        "None fits: reject every suggestion shown, or record that no code fits, and go to the next segment",
    ),
    _binding("c", "pick_code", "pick", "Code", "Pick any code by typing part of its name"),
    _binding("u,ctrl+z", "undo", "undo", "Undo", "Take back the last thing you did, wherever it was", display="u"),
    _binding("n", "next_uncoded", "next-uncoded", "Todo", "Go to the next segment you have not decided about"),
    _binding(
        "o",
        "pick_order",
        "order",
        "Order",
        "Choose the order in which segments come: reading, least sure, likeliest, possibly missed",
        show=False,
    ),
    _binding("t", "pick_transcript", "transcript", "Go", "Go to another transcript"),
    _binding("question_mark,f1", "help", "help", "Help", "Show every key and what the signs mean", display="?"),
    _binding("q", "quit_coding", "quit", "Quit", "Quit; you come back to this segment"),
    _binding("b", "toggle_blind", "blind", "Blind", "Hide or show suggestions; the record of each decision says which"),
    _binding("d,delete", "remove", "remove", "Remove", "Take a code off this segment", show=False),
    _binding("down,j,space", "next", "next", "Next", "Go to the next segment", show=False),
    _binding("up,k", "previous", "previous", "Previous", "Go to the segment before", show=False),
    _binding("home", "first", "first", "First", "Go to the first segment", show=False),
    _binding("end", "last", "last", "Last", "Go to the last segment", show=False),
    _binding("pagedown", "page(1)", "page-down", "Page down", "Read on without moving from the segment", show=False),
    _binding("pageup", "page(-1)", "page-up", "Page up", "Read back without moving from the segment", show=False),
]

_FOR_SUGGESTIONS = dict.fromkeys(("reject", *(f"accept-{rank}" for rank in range(1, VISIBLE + 1))))
CONCEALED: Mapping[Mode, Mapping[str, str | None]] = {
    Mode.DRAWN: {**_FOR_SUGGESTIONS, "accept": "Show"},
    Mode.BLIND: {**_FOR_SUGGESTIONS, "accept": None, "blind": "Show"},
}
"""The labels of keys that mean something else, or nothing (None), while suggestions are concealed."""


def labelled(active: dict[str, ActiveBinding], concealed: Mode | None) -> dict[str, ActiveBinding]:
    """Give the keys with the labels that fit what is concealed, without those that have nothing to act on."""
    labels = CONCEALED.get(concealed, {}) if concealed is not None else {}
    fitting = {}
    for key, one in active.items():
        label = labels.get(one.binding.id or "", one.binding.description)
        if label is not None:
            fitting[key] = one._replace(binding=replace(one.binding, description=label))
    return fitting

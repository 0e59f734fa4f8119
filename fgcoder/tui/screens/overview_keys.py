"""Every key of the study overview: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from textual.binding import Binding


def _binding(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = True, display: str = ""
) -> Binding:
    # With priority a key is acted on before the next one is looked at, so that what is typed after `/` is not lost.
    return Binding(key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=name, priority=True)


OVERVIEW: list[Binding] = [
    _binding("enter", "open", "overview-open", "Open", "Open what is in hand, where you left it"),
    _binding("tab", "region(1)", "overview-region", "Next part", "Go to the next part of the screen", display="Tab"),
    _binding("shift+tab", "region(-1)", "overview-region-back", "Part", "Go to the part before", show=False),
    _binding("slash", "filter", "overview-filter", "Filter", "Narrow the list of transcripts by typing", display="/"),
    _binding(
        "o", "order", "overview-order", "Order", "Order transcripts by country, progress, when last worked on, flags"
    ),
    _binding("O", "turn_order", "overview-turn-order", "Turn", "Turn the order of transcripts round", show=False),
    _binding("w", "whose", "overview-whose", "Whose", "Show the progress of all coders together, of each, your own"),
    _binding("m", "memos", "overview-memos", "Memos", "List all memos; Enter goes to the place of one"),
    _binding("A", "tables", "tables", "Tables", "Make tables: how often, where, together, in whose words"),
    _binding("question_mark,f1", "help", "help", "Help", "Show every key and what the signs mean", display="?"),
    _binding("escape", "leave", "back", "Back", "Drop the filter, or go back to coding", display="Esc"),
    _binding("q", "quit", "quit", "Quit", "Quit; you come back to where you stopped"),
]

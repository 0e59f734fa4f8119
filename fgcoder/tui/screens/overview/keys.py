"""Every key of the study overview: what it does, its id for remapping, its line of help."""

from __future__ import annotations

from textual.binding import Binding

from fgcoder.tui.binding import binding

OVERVIEW: list[Binding] = [
    binding("enter", "open", "overview-open", "Open", "Open what is in hand, where you left it", show=True),
    binding(
        "tab",
        "region(1)",
        "overview-region",
        "Next part",
        "Go to the next part of the screen",
        show=True,
        display="Tab",
    ),
    binding("shift+tab", "region(-1)", "overview-region-back", "Part", "Go to the part before"),
    binding(
        "slash",
        "filter",
        "overview-filter",
        "Filter",
        "Narrow the list of transcripts by typing",
        show=True,
        display="/",
    ),
    binding(
        "o",
        "order",
        "overview-order",
        "Order",
        "Order transcripts by country, progress, when last worked on, flags",
        show=True,
    ),
    binding("O", "turn_order", "overview-turn-order", "Turn", "Turn the order of transcripts round"),
    binding(
        "w",
        "whose",
        "overview-whose",
        "Whose",
        "Show the progress of all coders together, of each, your own",
        show=True,
    ),
    binding("m", "memos", "overview-memos", "Memos", "List all memos, and go to the place of one", show=True),
    binding("A", "tables", "tables", "Tables", "Make tables: how often, where, together, in whose words", show=True),
    binding(
        "question_mark,f1", "help", "help", "Help", "Show every key and what the signs mean", show=True, display="?"
    ),
    binding("escape", "leave", "back", "Back", "Drop the filter, or go back to coding", show=True, display="Esc"),
    binding("q", "quit", "quit", "Quit", "Quit; you come back to where you stopped", show=True),
]

TYPED = ("order", "turn_order", "filter", "whose", "memos", "tables", "help", "quit")
"""Actions whose keys are letters or signs, which belong to the filter while it is being typed."""

"""The screen of quotes: its keys, what it shows and asks, what each key does."""

from fgcoder.tui.screens.retrieval.keys import RETRIEVAL
from fgcoder.tui.screens.retrieval.screen import RetrievalScreen

__all__ = ["RETRIEVAL", "RetrievalScreen"]

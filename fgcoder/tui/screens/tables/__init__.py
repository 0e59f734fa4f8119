"""The screen of tables: its keys, what it shows and asks, what each key does."""

from fgcoder.tui.screens.tables.keys import BEHIND, TABLES
from fgcoder.tui.screens.tables.screen import TablesScreen

__all__ = ["BEHIND", "TABLES", "TablesScreen"]

"""A list to choose from by typing, shared by every screen that asks for one thing out of many."""

from fgcoder.tui.widgets.chooser.chooser import Choice, ChooserScreen

__all__ = ["Choice", "ChooserScreen"]

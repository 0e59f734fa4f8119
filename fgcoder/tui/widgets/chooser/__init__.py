"""A list to choose from by typing, shared by every screen that asks for one thing, or several, out of many."""

from fgcoder.tui.widgets.chooser.choice import Choice, Chosen, New
from fgcoder.tui.widgets.chooser.chooser import Chooser, ChooserScreen
from fgcoder.tui.widgets.chooser.picker import PickerScreen

__all__ = ["Choice", "Chooser", "ChooserScreen", "Chosen", "New", "PickerScreen"]

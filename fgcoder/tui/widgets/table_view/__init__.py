"""A table on the screen: its cells, what it is made with, and the notes beneath it."""

from fgcoder.tui.widgets.table_view.notes import TableNotes
from fgcoder.tui.widgets.table_view.options import KindBar, OptionBar
from fgcoder.tui.widgets.table_view.view import TableView

__all__ = ["KindBar", "OptionBar", "TableNotes", "TableView"]

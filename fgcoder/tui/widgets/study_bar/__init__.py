"""The line at the top: which transcript, how far, who is coding, and whether suggestions are shown."""

from fgcoder.tui.widgets.study_bar.bar import StudyBar

__all__ = ["StudyBar"]

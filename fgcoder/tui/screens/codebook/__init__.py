"""The codebook screen: the tree of codes, and every change to it, without leaving the program."""

from fgcoder.tui.screens.codebook.screen import CodebookScreen

__all__ = ["CodebookScreen"]

"""The coding screen: what it shows (`workplace`), and what its keys do, a group of keys a file."""

from fgcoder.tui.screens.coding.screen import CodingScreen

__all__ = ["CodingScreen"]

"""The line of keys at the bottom of every screen."""

from fgcoder.tui.widgets.key_hints.hints import KeyHints

__all__ = ["KeyHints"]

"""What is known of the current segment: who speaks, which codes it has, which are suggested and why."""

from fgcoder.tui.widgets.suggestions.panel import SegmentPanel

__all__ = ["SegmentPanel"]

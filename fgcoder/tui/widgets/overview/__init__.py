"""The regions of the study overview: the transcripts, laid out and listed; who did what; what is flagged."""

from fgcoder.tui.widgets.overview.coders import CodersPanel
from fgcoder.tui.widgets.overview.flags import FlagList
from fgcoder.tui.widgets.overview.grid import TranscriptGrid
from fgcoder.tui.widgets.overview.listing import Order, TranscriptList

__all__ = ["CodersPanel", "FlagList", "Order", "TranscriptGrid", "TranscriptList"]

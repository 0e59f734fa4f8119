"""Quotes that were found: the list of them, and the one in hand with what was said before and after."""

from fgcoder.tui.widgets.quotes.conditions import ConditionBar
from fgcoder.tui.widgets.quotes.listing import QuoteList
from fgcoder.tui.widgets.quotes.preview import QuotePreview
from fgcoder.tui.widgets.quotes.question import Finder, Kind, Question

__all__ = ["ConditionBar", "Finder", "Kind", "Question", "QuoteList", "QuotePreview"]

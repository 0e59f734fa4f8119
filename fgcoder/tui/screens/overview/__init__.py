"""The study overview, the first screen: what there is, how far it is coded, where to go on."""

from fgcoder.tui.screens.overview.screen import OverviewScreen
from fgcoder.tui.screens.overview.source import OverviewSource

__all__ = ["OverviewScreen", "OverviewSource"]

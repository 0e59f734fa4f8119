"""Where a study stands, at a glance: what there is, how much of it is decided, where coders agree, what is flagged."""

from fgcoder.overview.figures import Flagged, Line, Met, Overview, Stop, Work
from fgcoder.overview.source import StudyOverview

__all__ = ["Flagged", "Line", "Met", "Overview", "Stop", "StudyOverview", "Work"]

"""What the study overview needs of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fgcoder.overview.figures import Overview

if TYPE_CHECKING:
    from fgcoder.overview.memos import Written


class OverviewSource(Protocol):
    """Where the figures come from. `count` may take a while and is asked in a thread."""

    @property
    def title(self) -> str:
        """The study's title."""

    def glance(self) -> Overview:
        """Give what is known without counting decisions."""

    def count(self) -> Overview:
        """Give everything."""

    def memos(self) -> list[Written]:
        """Give all that anybody has written down; asked in a thread, too."""

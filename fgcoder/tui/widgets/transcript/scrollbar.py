"""The scrollbar of a long transcript: it is painted anew only where its thumb looks different."""

from __future__ import annotations

from textual.scrollbar import ScrollBar

_STEPS = 8
"""The places in a cell where the thumb can begin."""


class SteadyScrollBar(ScrollBar):
    """A vertical scrollbar that stays as it is while its thumb would move by less than can be seen.

    Textual's is painted anew for every line, which takes as long as painting the transcript beside it.
    """

    def validate_position(self, position: float) -> float:
        """Give one and the same position for all those at which the thumb looks the same."""
        hidden, height = self.window_virtual_size - self.window_size, self.size.height
        if hidden <= 0:
            return super().validate_position(position)
        places = _STEPS * (height - max(1, height * self.window_size / self.window_virtual_size))
        if places >= hidden:  # every line can be seen
            return super().validate_position(position)
        place = int(places * position / hidden)
        return min((place + 0.5) * hidden / places, hidden) if place else 0

"""What the screen of quotes was left with, so that it comes up again like that."""

from __future__ import annotations

from dataclasses import dataclass, field

from fgcoder.tui.widgets.quotes import Question


@dataclass
class Kept:
    """What was looked at last, and before."""

    question: Question | None = None
    """The last one that was answered, its conditions with it."""
    at: int = 0
    """The place of the quote in hand."""
    earlier: list[tuple[Question, int]] = field(default_factory=list)
    """What was looked at before, to go back to, each with the place of the quote that was in hand."""

    def open(self, question: Question | None) -> int:
        """Begin with a question, from which one can go back to the last one; give the place of the quote in hand."""
        if question == self.question:
            return self.at
        if self.question is not None:
            self.earlier.append((self.question, self.at))
        return 0

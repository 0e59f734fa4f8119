"""What the regions of the overview look like: a frame with a title, heavier around the one that has the keys."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import DataTable

FRAME = """
    border: round $border-blurred;
    border-title-color: $foreground;
    border-title-style: bold;
    border-subtitle-color: $foreground-muted;
    &:focus, &:focus-within { border: heavy $border; }
"""


class Figures(DataTable[Text]):
    """A table whose columns are laid out once and whose rows are replaced.

    It draws the rows in view alone, so that it may hold any number.
    """

    DEFAULT_CSS = f"""
    Figures {{
        background: $surface;
        height: 1fr;
        scrollbar-size-vertical: 1;
        {FRAME}
        & > .datatable--header {{ background: $surface; color: $text-primary; }}
    }}
    """

    def lay_out(self, headings: list[tuple[str, bool]]) -> None:
        """Take over columns: the heading of each, and whether it holds figures, which stand at the right."""
        if [str(column.label) for column in self.ordered_columns] != [text for text, _ in headings]:
            self.clear(columns=True)
            for text, is_figure in headings:
                self.add_column(Text(text, justify="right" if is_figure else "left"))


def cell(text: str, *, is_figure: bool = False, style: str = "") -> Text:
    """Give the text of a cell; square brackets in it are only brackets."""
    return Text(text, style=style, justify="right" if is_figure else "left", no_wrap=True, overflow="ellipsis")
